"""A reference list as RIS, which EndNote, Zotero and Mendeley import."""

from collections.abc import Iterator

from briefs.model import Author, PartialDate, Person, Source, absolute_url
from briefs.references.export.base import (
    genre,
    is_whole,
    keys,
    name_parts,
    untitled_text,
)

_TYPES = {
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "article-journal": "JOUR",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
    "post": "ELEC",
    "report": "RPRT",
    "book": "BOOK",
    "thesis": "THES",
    "legislation": "STAT",
    "motion_picture": "VIDEO",
    "broadcast": "VIDEO",
    "chapter": "CHAP",
    "paper-conference": "CONF",
    "legal_case": "CASE",
    "bill": "BILL",
    "hearing": "HEAR",
    "regulation": "STAT",
    "dataset": "DATA",
    "software": "COMP",
    "map": "MAP",
    "interview": "GEN",
}


def export(sources: tuple[Source, ...]) -> str:
    """One record for each source, in the list's order; N1 is the entry if the fields say less."""
    return "\n".join(
        "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in _record(key, source))
        + "ER  - \n"
        for key, source in zip(keys(sources), sources, strict=True)
    )


def _record(key: str, source: Source) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(source.type or "", "GEN")
    yield "ID", key
    yield from (("AU", _name(author)) for author in source.authors)
    for tag, value in (
        ("TI", source.title or untitled_text(source)),
        ("T2", source.container),
        ("PB", source.publisher),
        ("PY", source.issued and source.issued[:4]),
        ("DA", source.issued and _date(source.issued)),
        ("Y2", source.accessed and _date(source.accessed)),
        ("M3", genre(source)),
        ("UR", absolute_url(source.url)),
        ("N1", None if is_whole(source) else source.raw),
    ):
        if value:
            yield tag, value


def _name(author: Author) -> str:
    if isinstance(author, Person) and author.given:
        parts = name_parts(author)
        family = f"{parts.particle} {parts.family}".strip()
        return ", ".join(filter(None, (family, parts.given, parts.suffix)))
    return str(author)


def _date(date: PartialDate) -> str:
    """`2016/09/30/`; missing parts are empty between the slashes."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return f"{year}/{month}/{day}/"
