"""A reference list in APA style, 7th edition, as plain text.

Titles keep the capitals that their entries give them.
"""

from briefs.model import Author, Organisation, PartialDate, Person, Source
from briefs.references.export.text_style import (
    PERIODICALS,
    american,
    each,
    kind,
    plain,
    sentences,
    spaced,
)
from briefs.references.fields import dates

_MOST_NAMED, _NAMED_OF_MORE = 20, 19
_BY_YEAR = frozenset({"book", "report", "article-journal"})


def export(sources: tuple[Source, ...]) -> str:
    """One line for each source, in the list's order: in this style, or else as written."""
    return each(sources, _set)


def _set(source: Source) -> str:
    form, who, title = kind(source), _names(source.authors), plain(source.title)
    issued = source.issued and source.issued[: len("2016") if form in _BY_YEAR else None]
    date = f"({_day(issued) if issued else 'n.d.'})"
    container, publisher = plain(source.container), plain(source.publisher)
    match form:
        case _ if form in PERIODICALS:
            where = [container]
        case "webpage" | "post-weblog":
            where = [publisher, container]
        case _:
            where = [f"In {container}" if container else "", publisher]
    said = sentences(*((who, date, title) if who else (title, date)), *where)
    return f"{said} {_address(source)}".rstrip()


def _address(source: Source) -> str:
    if source.url is None or source.issued:
        return source.url or ""
    seen = f"{american(source.accessed)}, from " if source.accessed else ""
    return f"Retrieved {seen}{source.url}"


def _names(authors: tuple[Author, ...]) -> str:
    names = [_name(author) for author in authors]
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_NAMED_OF_MORE])}, … {names[-1]}"
    if len(names) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(names)
    *leading, last = names
    bare = len(names) == 2 and all(isinstance(author, Organisation) for author in authors)  # noqa: PLR2004 - two groups take no comma
    return f"{', '.join(leading)}{'' if bare else ','} & {last}"


def _name(author: Author) -> str:
    match author:
        case Person(family, given, suffix) if given:
            initials = " ".join(_initial(word) for word in spaced(given).split())
            return ", ".join(filter(None, (family, initials, suffix)))
        case Person(family, _):
            return family
        case Organisation(name):
            return plain(name)


def _initial(word: str) -> str:
    """The initials of a given name: "Jean-Luc" gives "J.-L."; a particle stays."""
    if word.islower():
        return word
    return "-".join(f"{part[0]}." for part in word.split("-") if part)


def _day(date: PartialDate) -> str:
    year, month, day = dates.parts(date)
    return f"{year}, {month} {day}".rstrip(" ,")
