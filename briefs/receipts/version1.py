"""Receipts of version 1, which older messages have: without canonical form, signature or dates.

They are checked like those of version 2, without the fields that they never had.
"""

from typing import Any, Final

from briefs.errors import BadArgument
from briefs.receipts.receipt import MAX_INTEGER, Malformed, Quoted, Receipt

FIELDS: Final = frozenset({"piece", "slug", "title", "revision", "sha256", "method", "sentences"})
_OF_SENTENCES: Final = frozenset({"number", "start", "end", "text"})


def read(record: dict[str, Any]) -> Receipt:
    """A receipt with the fields of version 1; the others are empty.

    BadArgument if it is no receipt, Malformed if it has unknown fields.
    """
    try:
        sentences = tuple(map(_quoted, record["sentences"]))
        receipt = Receipt(
            issuer="",
            outlet="",
            title=_text(record["title"]),
            byline="",
            published=None,
            stored_at="",
            url="",
            language="",
            piece=_integer(record["piece"]),
            slug=_text(record["slug"]),
            revision=_integer(record["revision"]),
            previous=None,
            sha256=_text(record["sha256"]),
            sentence_count=0,
            sentences_sha256="",
            method=_text(record.get("method", "")),
            sentences=sentences,
            notes=(),
        )
    except (KeyError, TypeError) as error:
        raise BadArgument(
            "This is not a receipt.",
            hint="`sourcebrief brief REF --json` prints one: pass its output unchanged.",
        ) from error
    for name in set(record) - FIELDS:
        raise Malformed(f"“{name}” is no field of such a receipt.")
    return receipt


def _quoted(record: dict[str, Any]) -> Quoted:
    number, start, end = (_integer(record[name]) for name in ("number", "start", "end"))
    for name in set(record) - _OF_SENTENCES:
        raise Malformed(f"“{name}” is no field of a sentence of such a receipt.")
    return Quoted(number, start, end, _text(record["text"]))


def _integer(value: object) -> int:
    if type(value) is not int or abs(value) > MAX_INTEGER:  # in Python, True is an int
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
