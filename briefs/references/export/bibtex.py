"""A reference list as BibTeX or BibLaTeX."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Literal

from briefs.model import MONTHS, Author, Organisation, Person, Source, absolute_url
from briefs.references.export.base import (
    NameParts,
    genre,
    has_more_authors,
    is_whole,
    keys,
    name_parts,
)

Dialect = Literal["bibtex", "biblatex"]

_ESCAPES = str.maketrans(
    {
        **{char: f"\\{char}" for char in "&%#_$"},
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_ESCAPES_UNMATCHED = _ESCAPES | str.maketrans(
    {"{": r"\ensuremath{\lbrace}", "}": r"\ensuremath{\rbrace}"}
)
_LIGATURE = re.compile(r"([-'`<>,])(?=\1)|[?!](?=`)")
_OPENING = re.compile(r"(?<![\w'’}])'(?=\w)")
"""A straight quote before a word, which TeX would print as a closing one."""

_PLAIN_NAME = re.compile(r"[^\W\d_](?:[\w.’'-]|[ ](?!and\b))*", re.IGNORECASE)
_UNSAFE_IN_URL = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"}
_MONTHS = tuple(name[:3].lower() for name in MONTHS)
"""BibTeX's macros for months."""

# The entry types for CSL's types, with their fields for container and publisher.
_BIBTEX = {
    "article-newspaper": ("article", "journal", "publisher"),
    "article-magazine": ("article", "journal", "publisher"),
    "article-journal": ("article", "journal", "publisher"),
    "book": ("book", "series", "publisher"),
    "report": ("techreport", "howpublished", "institution"),
    "chapter": ("incollection", "booktitle", "publisher"),
    "paper-conference": ("inproceedings", "booktitle", "publisher"),
}
_BIBLATEX = {
    "article-newspaper": ("article", "journaltitle", "publisher"),
    "article-magazine": ("article", "journaltitle", "publisher"),
    "article-journal": ("article", "journaltitle", "publisher"),
    "book": ("book", "series", "publisher"),
    "report": ("report", "titleaddon", "institution"),
    "thesis": ("thesis", "titleaddon", "institution"),
    "motion_picture": ("video", "organization", "publisher"),
    "webpage": ("online", "organization", "publisher"),
    "post-weblog": ("online", "organization", "publisher"),
    "post": ("online", "organization", "publisher"),
    "chapter": ("incollection", "booktitle", "publisher"),
    "paper-conference": ("inproceedings", "booktitle", "publisher"),
    "dataset": ("dataset", "organization", "publisher"),
    "software": ("software", "organization", "publisher"),
}
_TYPED = {"bibtex": {"techreport"}, "biblatex": {"report", "thesis", "dataset", "software"}}
"""The entry types with a field for the kind of work."""

_SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine"}


def export(sources: tuple[Source, ...], dialect: Dialect = "bibtex") -> str:
    """One entry for each source, in the list's order, with unique keys.

    An entry that could not be parsed, or has no title, is a @misc whose note is the entry as
    written. An entry with more information than its fields has it as an annotation, which no style
    prints.
    """
    return "\n".join(
        _entry(key, source, dialect) for key, source in zip(keys(sources), sources, strict=True)
    )


def _entry(key: str, source: Source, dialect: Dialect) -> str:
    known, otherwise = (
        (_BIBTEX, ("misc", "howpublished", "publisher"))
        if dialect == "bibtex"
        else (_BIBLATEX, ("misc", "howpublished", "publisher"))
    )
    form, container, publisher = known.get(source.type or "", otherwise)
    if source.title is None:
        lines = [("note", escaped(source.raw))]
        form = "misc"
    else:
        lines = [
            ("author", " and ".join(_names(source))),
            ("title", f"{{{escaped(source.title)}}}"),
            (container, escaped(source.container or "")),
            (publisher, escaped(source.publisher or "")),
            *_issued(source, dialect),
        ]
        if form in _TYPED[dialect] and (described := genre(source)):
            lines.append(("type", escaped(described)))
        if dialect == "biblatex":
            lines.append(("entrysubtype", _SUBTYPES.get(source.type or "", "")))
    lines += [("url", _url(absolute_url(source.url) or "")), ("urldate", source.accessed or "")]
    if source.title is not None and not is_whole(source):
        name = "annote" if dialect == "bibtex" else "annotation"
        lines.append((name, escaped(source.raw)))
    fields = ",\n".join(
        f"  {name} = {value if name == 'month' else f'{{{value}}}'}"
        for name, value in lines
        if value
    )
    return f"@{form}{{{key},\n{fields}\n}}\n"


def escaped(text: str) -> str:
    """`text` on one line, escaped so that TeX prints it unchanged.

    BibTeX counts braces even where TeX does not, so unbalanced ones are written as commands.
    """
    escapes = _ESCAPES if _braces_match(text) else _ESCAPES_UNMATCHED
    plain = _LIGATURE.sub(r"\g<0>{}", " ".join(text.split()).translate(escapes))
    return _OPENING.sub(lambda _: r"\textquotesingle{}", plain)


def _braces_match(text: str) -> bool:
    depths = list(accumulate((char == "{") - (char == "}") for char in text))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)


def _names(source: Source) -> Iterator[str]:
    yield from map(_name, source.authors)
    if has_more_authors(source):
        yield "others"


def _name(author: Author) -> str:
    """A name; an organisation, or a name that BibTeX would split wrongly,
    gets braces of its own.
    """
    match author:
        case Person(family, given) if given:
            return _person(name_parts(author))
        case Person(family, _):
            return f"{{{escaped(family)}}}"
        case Organisation(name):
            return f"{{{escaped(name)}}}"


def _person(parts: NameParts) -> str:
    """`von der Heide, Jr., Ludwig`: the particle is outside of the braces, so that it is
    recognised.
    """
    family, *others = (
        escaped(part) if _PLAIN_NAME.fullmatch(part) else f"{{{escaped(part)}}}"
        for part in (parts.family, parts.suffix, parts.given)
        if part
    )
    return ", ".join((f"{parts.particle} {family}".strip(), *others))


def _issued(source: Source, dialect: Dialect) -> Iterator[tuple[str, str]]:
    if dialect == "biblatex":
        yield "date", source.issued or ""
        return
    year, month, day = (*(source.issued or "").split("-"), "", "")[:3]
    yield "year", year
    yield "month", _MONTHS[int(month) - 1] if month else ""
    yield "day", day.lstrip("0")


def _url(url: str) -> str:
    """The address with the characters encoded that no address may contain."""
    return "".join(_UNSAFE_IN_URL.get(char, char) for char in url)
