"""A reference list as CSL-JSON, which Zotero and Pandoc read: every field, and the entry itself."""

import json
from typing import Any

from briefs.json_records import author_record
from briefs.model import PartialDate, Source


def export(sources: tuple[Source, ...]) -> str:
    """A JSON array with one item a source, in order; it ends with a newline.

    `note` is the entry as written, always; `custom` holds what CSL has no variable for.
    """
    return json.dumps([item(source) for source in sources], ensure_ascii=False, indent=2) + "\n"


def item(source: Source) -> dict[str, Any]:
    """One source in CSL's terms; absent fields are left out."""
    fields = {
        "id": f"source-{source.number}",
        "type": source.type or "document",
        "author": [author_record(author) for author in source.authors],
        "title": source.title,
        "container-title": source.container,
        "publisher": source.publisher,
        "issued": source.issued and _date(source.issued),
        "accessed": source.accessed and _date(source.accessed),
        "URL": source.url,
        "note": source.raw,
        "custom": _given(
            status=source.status, updated=source.updated, archive_url=source.archive_url
        ),
    }
    return _given(**fields)


def _given(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}


def _date(date: PartialDate) -> dict[str, list[list[int]]]:
    """`date-parts` exactly as precise as the date."""
    return {"date-parts": [[int(part) for part in date.split("-")]]}
