"""Messages frozen before they are posted: what is sent and what it quotes, under one hash."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from briefs.model import Shown, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Text copied from a stored body, so that it can be proved right before it is posted."""

    piece: int
    revision: int
    sha256: str
    at: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A platform's message, frozen: `payload` is the exact JSON that the adapter posts.

    `quotes` is all that it copies from pieces; `about` is what it shows, if one piece. Many places
    share one message. `key` is the SHA-256 (hex) over all of it: what is stored is compared with
    it before it is posted.
    """

    payload: str
    quotes: tuple[Quotation, ...] = ()
    about: Shown | None = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", message_key(self.payload, self.quotes, self.about))


def message_key(payload: str, quotes: Sequence[Quotation], about: Shown | None) -> str:
    """The SHA-256 (hex) over a payload, all that it quotes and what it shows."""
    quoted = [[q.piece, q.revision, q.sha256, q.at.start, q.at.end, q.text] for q in quotes]
    shown = None if about is None else [about.piece, about.revision]
    return sha256(json.dumps([payload, quoted, shown]).encode()).hexdigest()
