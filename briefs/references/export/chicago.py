"""A reference list as a Chicago bibliography: notes and bibliography, 18th edition, as plain text.

Titles keep the capitals that their entries give them.
"""

from briefs.model import PartialDate, Source
from briefs.references.export.text_style import (
    PERIODICALS,
    american,
    each,
    inverted,
    kind,
    listed,
    plain,
    quoted,
    sentences,
    spoken,
)

_MOST_NAMED, _NAMED_OF_MORE = 6, 3
_LED_BY_THEIR_OUTLET = frozenset({"article-newspaper", "article-magazine", "webpage"})
_WORKS = frozenset({"book", "report"})


def export(sources: tuple[Source, ...]) -> str:
    """One line for each source, in the list's order: in this style, or else as written."""
    return each(sources, _set)


def _set(source: Source) -> str:
    form, title = kind(source), plain(source.title)
    who, container = _names(source), plain(source.container)
    if not who and form in _LED_BY_THEIR_OUTLET:
        who, container = container, ""
    within = ""
    if form in {"book", "report", "document"} and container:
        within, container = f"In {container}", ""
    is_quoted = form not in _WORKS or (form == "report" and within)
    publisher = "" if form in PERIODICALS else plain(source.publisher)
    seen = bool(source.accessed and source.url and not source.issued)
    return sentences(
        who,
        quoted(title) if is_quoted else title,
        within,
        listed(container, publisher, _issued(source.issued, form)),
        f"Accessed {american(source.accessed)}" if seen and source.accessed else "",
        source.url or "",
    )


def _names(source: Source) -> str:
    if not source.authors:
        return ""
    first, *others = source.authors
    names = [inverted(first), *map(spoken, others)]
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_NAMED_OF_MORE])}, et al."
    *leading, last = names
    if not leading:
        return last
    comma = "," if len(leading) > 1 or inverted(first) != spoken(first) else ""
    return f"{', '.join(leading)}{comma} and {last}"


def _issued(date: PartialDate | None, form: str) -> str:
    if date is None:
        return "" if form == "webpage" else "n.d."
    return date[:4] if form in _WORKS else american(date)
