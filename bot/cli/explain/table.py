"""An explanation as a table in the terminal: a sentence a row, with what was weighed."""

from rich import box
from rich.table import Table
from rich.text import Text

from briefs.model import Revision
from briefs.summarise.explain import FEATURES, SHOWN, Explanation, Taken, Weighed, said

_WIDE = 130
"""Columns of a terminal from which on each feature has one of its own."""

_OPENING = 90
"""Characters of a sentence that are shown."""


def table(revision: Revision, explanation: Explanation, *, width: int) -> Table:
    """For a terminal of that many columns. Features that no sentence has are left out."""
    names = [name for name in FEATURES if any(_shown(w, name) for w in explanation.sentences)]
    columns = names if width >= _WIDE else []
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
        style = "bold" if isinstance(weighed.fate, Taken) else ""
        why = _why(weighed, revision, [] if columns else names)
        made.add_row(*(Text(cell) for cell in cells), why, style=style)
    return made


def _shown(weighed: Weighed, name: str) -> bool:
    return abs(weighed.features.get(name, 0)) >= SHOWN


def _signed(value: float) -> str:
    return f"{value:+.2f}" if abs(value) >= SHOWN else ""


def _why(weighed: Weighed, revision: Revision, names: list[str]) -> Text:
    """How the sentence begins, its fate, and those of its features that have no column."""
    text = weighed.at.of(revision.body).replace("\n", " ")
    opening = text if len(text) <= _OPENING else f"{text[:_OPENING].rstrip()}…"
    style = "green" if isinstance(weighed.fate, Taken) else "dim"
    why = Text(opening).append(f"\n{said(weighed.fate)}", style)
    features = ", ".join(
        f"{name} {_signed(weighed.features[name])}" for name in names if _shown(weighed, name)
    )
    return why.append(f"\n{features}", "dim") if features else why


def _caption(explanation: Explanation, names: list[str]) -> str:
    taken = sum(isinstance(weighed.fate, Taken) for weighed in explanation.sentences)
    first = (
        f"Method {explanation.method}: {taken} of {len(explanation.sentences)} sentences taken,"
        f" which cover {round(100 * explanation.coverage)} % of the key terms."
    )
    meanings = [f"{name}: {FEATURES[name]}" for name in names]
    last = ["score: their sum when it was taken, or, if left, when the last one was"]
    return "\n".join((first, *meanings, *(last if names else [])))
