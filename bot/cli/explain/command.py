"""The command `explain`: chooses once more, and shows the ranking's own numbers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console as Terminal

from bot import app as bot_app
from bot.cli.app import AsJson, Ref, out, settings_of
from bot.cli.output import print_json
from briefs.errors import BadArgument
from briefs.model import Revision
from briefs.pieces.proof import prove_body
from briefs.search_query import parse
from handlers.resolve import chosen

if TYPE_CHECKING:
    from briefs.summarise.explain import Explanation

_PIPE_WIDTH = 150
"""Columns of the table where no terminal tells."""


def register(app: typer.Typer) -> None:
    app.command()(explain)


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
    with bot_app.opened(settings) as store:
        revision = chosen((ref,), store).revision(store)
    prove_body(revision)
    explanation = _explained(revision, method or settings.method, query)
    if as_json:
        _print_records(revision, explanation)
        return
    if html is None:
        from bot.cli.explain.table import table  # noqa: PLC0415  # it needs the summariser

        terminal = out if out.is_terminal else Terminal(width=_PIPE_WIDTH)
        terminal.print(table(revision, explanation, width=terminal.width))
        return
    from bot.cli.explain_html import page  # noqa: PLC0415  # as above

    try:
        html.write_text(page(revision, explanation), encoding="utf-8")
    except OSError as error:
        raise BadArgument(f"{html}: {error.strerror}") from error
    out.print(f"Written: {html}", soft_wrap=True)


def _explained(revision: Revision, method: str, query: str) -> "Explanation":
    from briefs.summarise.explain import explain  # noqa: PLC0415  # it takes a while to load
    from briefs.summarise.leaning import standing  # noqa: PLC0415  # as above

    return explain(
        title=revision.title,
        body=revision.body,
        sentences=revision.sentences,
        language=revision.language,
        method=method,
        query=" ".join(standing(revision, parse(query)).forms),
    )


def _print_records(revision: Revision, explanation: "Explanation") -> None:
    from briefs.summarise.explain import Taken, said  # noqa: PLC0415  # it takes a while to load

    for weighed in explanation.sentences:
        order = weighed.fate.order if isinstance(weighed.fate, Taken) else None
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
