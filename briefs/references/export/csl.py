"""A reference list as CSL-JSON, which Zotero and Pandoc read: every field, and the entry itself."""

import json
from typing import Any

from briefs.model import Author, Organisation, PartialDate, Person, Source, absolute_url
from briefs.references.export.base import (
    genre,
    has_more_authors,
    name_parts,
    untitled_text,
)


def export(sources: tuple[Source, ...]) -> str:
    """A JSON array with one item for each source, in order; it ends with a newline.

    `note` always is the entry as written; `custom` has what CSL has no variable for. An entry
    without a title gets its own words as title, and no fields that repeat them.
    """
    return json.dumps([item(source) for source in sources], ensure_ascii=False, indent=2) + "\n"


def item(source: Source) -> dict[str, Any]:
    """One source as a CSL item; missing fields are left out."""
    read = source.title is not None
    fields = {
        "id": f"source-{source.number}",
        "type": (source.type if read else None) or "document",
        "author": _names(source) if read else None,
        "title": source.title or untitled_text(source),
        "container-title": source.container if read else None,
        "publisher": source.publisher if read else None,
        "genre": genre(source) if read else None,
        "issued": _date(source.issued) if read and source.issued else None,
        "accessed": source.accessed and _date(source.accessed),
        "URL": absolute_url(source.url),
        "note": source.raw,
        "custom": _given(
            status=source.status, updated=source.updated, archive_url=source.archive_url
        ),
    }
    return _given(**fields)


def _names(source: Source) -> list[dict[str, str]]:
    """The authors; a last author "others" makes citation processors write "et al."."""
    names = [_name(author) for author in source.authors]
    return [*names, {"literal": "others"}] if has_more_authors(source) else names


def _name(author: Author) -> dict[str, str]:
    match author:
        case Person():
            parts = name_parts(author)
            named = {
                "family": parts.family,
                "given": parts.given,
                "non-dropping-particle": parts.particle,
                "suffix": parts.suffix,
            }
            return {name: part for name, part in named.items() if part}
        case Organisation(name):
            return {"literal": name}


def _given(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}


def _date(date: PartialDate) -> dict[str, list[list[int]]]:
    """`date-parts`, exactly as precise as the date."""
    return {"date-parts": [[int(part) for part in date.split("-")]]}
