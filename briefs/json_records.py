"""The JSON that scripts read: sources, receipts and texts in stable, documented forms."""

from typing import Any

from briefs.left_out import LeftOut
from briefs.model import (
    Aside,
    Author,
    Organisation,
    OtherVoice,
    Person,
    Source,
)


def author_record(author: Author) -> dict[str, str]:
    """A person or an organisation as a CSL name."""
    match author:
        case Person(family, given, suffix):
            parts = {"family": family, "given": given, "suffix": suffix}
            return {name: part for name, part in parts.items() if part}
        case Organisation(name):
            return {"literal": name}


def listed_record(source: Source) -> dict[str, Any]:
    """A source of a piece; `where` says whether it is in the author's list or
    a link in the text.
    """
    return {**source_record(source), "where": source.where}


def source_record(source: Source) -> dict[str, Any]:
    """`{number, status, type, authors, title, container, …, raw}`; missing fields are null."""
    return {
        "number": source.number,
        "status": source.status,
        "type": source.type,
        "authors": [author_record(author) for author in source.authors],
        "title": source.title,
        "container": source.container,
        "publisher": source.publisher,
        "issued": source.issued,
        "updated": source.updated,
        "accessed": source.accessed,
        "url": source.url,
        "archive_url": source.archive_url,
        "raw": source.raw,
    }


def left_out_record(one: LeftOut) -> dict[str, Any]:
    """`{kind, passages, words, opening}`."""
    return {
        "kind": one.kind,
        "passages": one.passages,
        "words": one.words,
        "opening": one.opening,
    }


def aside_record(one: Aside) -> dict[str, Any]:
    """`{kind, label, text, at}`; `at` is null if nothing in the body refers to it."""
    at = None if one.at is None else [one.at.start, one.at.end]
    return {"kind": one.kind, "label": one.label, "text": one.text, "at": at}


def voice_record(one: OtherVoice) -> dict[str, Any]:
    """`{kind, at, speaker}`; `speaker` is null if the source names none."""
    return {"kind": one.kind, "at": [one.at.start, one.at.end], "speaker": one.speaker or None}
