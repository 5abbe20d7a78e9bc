"""A reference list as MLA's works cited, 9th edition, as plain text.

Titles keep the capitals that their entries give them.
"""

from briefs.model import PartialDate, Source
from briefs.references.export.text_style import (
    PERIODICALS,
    each,
    inverted,
    kind,
    listed,
    plain,
    quoted,
    sentences,
    spoken,
)
from briefs.references.fields import dates

_SHORT_MONTH = 4
_PRECISION = {"book": len("2016"), "article-journal": len("2016-09")}


def export(sources: tuple[Source, ...]) -> str:
    """One line for each source, in the list's order: in this style, or else as written."""
    return each(sources, _set)


def _set(source: Source) -> str:
    form, title = kind(source), plain(source.title)
    is_quoted = form == "document" or (source.container and form != "book")
    seen = source.accessed if source.issued is None else None
    return sentences(
        _names(source),
        quoted(title) if is_quoted else title,
        listed(
            plain(source.container),
            "" if form in PERIODICALS else plain(source.publisher),
            _day(source.issued[: _PRECISION.get(form)]) if source.issued else "",
            source.url or "",
        ),
        f"Accessed {_day(seen)}" if seen else "",
    )


def _names(source: Source) -> str:
    if not source.authors:
        return ""
    first, *others = source.authors
    if len(others) > 1:
        return f"{inverted(first)}, et al."
    comma = "," if inverted(first) != spoken(first) else ""
    return inverted(first) + "".join(f"{comma} and {spoken(second)}" for second in others)


def _day(date: PartialDate) -> str:
    year, month, day = dates.parts(date)
    if len(month) > _SHORT_MONTH:
        month = f"{month[: 4 if month == 'September' else 3]}."
    return " ".join(filter(None, (day, month, year)))
