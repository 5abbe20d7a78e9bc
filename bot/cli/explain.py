"""`explain`: selects a piece's brief again and shows each sentence's features and score."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console as Terminal
from rich.table import Table
from rich.text import Text

from bot.cli.common import AsJson, Ref, out, print_json, settings_of
from bot.open_library import opened
from briefs.errors import BadArgument
from briefs.model import Revision, prove_body
from briefs.search_query import parse
from briefs.summarise.explain import FEATURES, SHOWN, Explanation, PickReason, Weighed, said
from handlers.find_revision import resolve_piece

if TYPE_CHECKING:
    from briefs.summarise.explain import Explanation

_PIPE_COLUMNS = 150
"""Columns of the table if the output is no terminal."""


def explain(  # noqa: PLR0917  # typer reads its options from the signature
    context: typer.Context,
    ref: Ref,
    method: Annotated[str | None, typer.Option(help="How to choose: brief, lead, luhn, …")] = None,
    query: Annotated[str, typer.Option(help="Words the brief should lean towards.")] = "",
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page for a browser there.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show for each sentence of a piece why its brief has it, or has it not.

    The normal brief is chosen once more; what speaks for and against each sentence is shown as it
    was weighed. With --html the piece itself is shown, its sentences shaded.

    Examples: `sourcebrief explain 12`, `sourcebrief explain 12 --query "water damascus"`,
    `sourcebrief explain my-piece --html explained.html`
    """
    settings = settings_of(context)
    with opened(settings) as store:
        revision = resolve_piece((ref,), store).revision(store)
    prove_body(revision)
    explanation = _explained(revision, method or settings.method, query)
    if as_json:
        _print_records(revision, explanation)
        return
    if html is None:
        terminal = out.rich if out.is_terminal else Terminal(width=_PIPE_COLUMNS)
        terminal.print(table(revision, explanation, width=terminal.width))
        return
    from bot.cli.explain_html import page  # noqa: PLC0415  # as above

    try:
        html.write_text(page(revision, explanation), encoding="utf-8")
    except OSError as error:
        raise BadArgument(f"{html}: {error.strerror}") from error
    out.print(f"Written: {html}", soft_wrap=True)


def _explained(revision: Revision, method: str, query: str) -> "Explanation":
    from briefs.summarise.explain import explain  # noqa: PLC0415  # loads slowly
    from briefs.summarise.query_focused import match_query  # noqa: PLC0415  # as above

    return explain(
        title=revision.title,
        body=revision.body,
        sentences=revision.sentences,
        language=revision.language,
        method=method,
        query=" ".join(match_query(revision, parse(query)).forms),
        voices=revision.voices,
    )


def _print_records(revision: Revision, explanation: "Explanation") -> None:
    from briefs.summarise.explain import PickReason, said  # noqa: PLC0415  # loads slowly

    for weighed in explanation.sentences:
        order = weighed.fate.order if isinstance(weighed.fate, PickReason) else None
        print_json(
            {
                "number": weighed.number,
                "start": weighed.at.start,
                "end": weighed.at.end,
                "text": weighed.at.of(revision.body),
                "words": weighed.words,
                "paragraph": weighed.paragraph,
                "method": explanation.method,
                "features": dict(weighed.features),
                "score": weighed.score,
                "taken": order,
                "why": said(weighed.fate),
            }
        )


_LEAST_TEXT_COLUMNS = 70
"""Columns of a terminal that number, score and text need. If features leave that much, each has a
column of its own.
"""

_MAX_OPENING_CHARS = 90
"""Characters of a sentence that are shown."""


def table(revision: Revision, explanation: Explanation, *, width: int) -> Table:
    """The table for a terminal of that width, without features that are zero for every sentence."""
    names = [name for name in FEATURES if any(_shown(w, name) for w in explanation.sentences)]
    room = width - sum(max(len(name), len("+0.00")) + 1 for name in names)
    columns = names if room >= _LEAST_TEXT_COLUMNS else []
    made = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        title=Text(f"{revision.heading}, revision {revision.number}", "bold"),
        caption=Text(_caption(explanation, names)),
        caption_justify="left",
    )
    for heading in ("", "¶", "words", *columns, "score" if names else ""):
        made.add_column(heading, justify="right", no_wrap=True)
    made.add_column("", ratio=1)
    for weighed in explanation.sentences:
        cells = (
            f"S{weighed.number}",
            f"{weighed.paragraph}",
            f"{weighed.words}",
            *(_signed(weighed.features.get(name, 0)) for name in columns),
            "" if weighed.score is None else f"{weighed.score:+.2f}",
        )
        style = "bold" if isinstance(weighed.fate, PickReason) else ""
        why = _why(weighed, revision, [] if columns else names)
        made.add_row(*(Text(cell) for cell in cells), why, style=style)
    return made


def _shown(weighed: Weighed, name: str) -> bool:
    return abs(weighed.features.get(name, 0)) >= SHOWN


def _signed(value: float) -> str:
    return f"{value:+.2f}" if abs(value) >= SHOWN else ""


def _why(weighed: Weighed, revision: Revision, names: list[str]) -> Text:
    """A sentence's beginning, why it was taken or left out, and its features without a column."""
    text = weighed.at.of(revision.body).replace("\n", " ")
    opening = text if len(text) <= _MAX_OPENING_CHARS else f"{text[:_MAX_OPENING_CHARS].rstrip()}…"
    style = "green" if isinstance(weighed.fate, PickReason) else "dim"
    why = Text(opening).append(f"\n{said(weighed.fate)}", style)
    features = ", ".join(
        f"{name} {_signed(weighed.features[name])}" for name in names if _shown(weighed, name)
    )
    return why.append(f"\n{features}", "dim") if features else why


def _caption(explanation: Explanation, names: list[str]) -> str:
    taken = sum(isinstance(weighed.fate, PickReason) for weighed in explanation.sentences)
    first = (
        f"Method {explanation.method}: {taken} of {len(explanation.sentences)} sentences taken,"
        f" which cover {round(100 * explanation.coverage)} % of the key terms."
    )
    meanings = [f"{name}: {FEATURES[name]}" for name in names]
    last = ["score: their sum when it was taken, or, if left, when the last one was"]
    return "\n".join((first, *meanings, *(last if names else [])))
