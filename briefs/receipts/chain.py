"""The chain of a library's revisions: each is hashed together with the hash of the one before.

Whoever holds the hash of a revision, as every later receipt does, can tell whether any revision
that was stored up to it was changed, taken out or put in since.
"""

from dataclasses import dataclass
from typing import Any

from briefs.model import Revision
from briefs.receipts.canonical import digest
from briefs.receipts.receipt import Receipt, described


@dataclass(frozen=True, slots=True)
class Link:
    """A revision's place in the chain, from 1; `previous` is None for the first."""

    position: int
    piece: int
    revision: int
    previous: str | None
    sha256: str


def revision_hash(revision: Revision, previous: str | None) -> str:
    """The hash of a revision: of all that a receipt says of it, but for what is quoted and how."""
    return record_hash(described(revision), previous)


def receipt_hash(receipt: Receipt) -> str:
    """The hash of the revision that a receipt is of: the next one of the library names it."""
    return record_hash({name: getattr(receipt, name) for name in _RECORDED}, receipt.previous)


def record_hash(record: dict[str, Any], previous: str | None) -> str:
    return digest({"format": "sourcebrief-revision", "version": 1, "previous": previous, **record})


_RECORDED = (
    *("outlet", "title", "byline", "published", "stored_at", "url", "language", "piece", "slug"),
    *("revision", "sha256", "sentence_count", "sentences_sha256"),
)
