"""A reference list as RIS, which EndNote, Zotero and Mendeley take in."""

from collections.abc import Iterator

from briefs.model import Author, PartialDate, Person, Source
from briefs.references.export.base import is_whole, keys

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
}


def export(sources: tuple[Source, ...]) -> str:
    """One record a source, in the list's order; N1 is the entry where the fields say less."""
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
        ("TI", source.title),
        ("T2", source.container),
        ("PB", source.publisher),
        ("PY", source.issued and source.issued[:4]),
        ("DA", source.issued and _date(source.issued)),
        ("Y2", source.accessed and _date(source.accessed)),
        ("UR", source.url),
        ("N1", None if is_whole(source) else source.raw),
    ):
        if value:
            yield tag, value


def _name(author: Author) -> str:
    if isinstance(author, Person) and author.given:
        return f"{author.family}, {author.given}"
    return str(author)


def _date(date: PartialDate) -> str:
    """`2016/09/30/`, with the slashes of what was not written left behind."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return f"{year}/{month}/{day}/"
