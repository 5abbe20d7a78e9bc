"""Messages frozen before they are posted: what is sent and what it quotes, under one hash."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from briefs.model import Shown, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Text copied from a stored body, so that it can be proved right before it is posted.

    `earlier`: it is shown as what the piece said before, or says no more, and is proved as such.
    """

    piece: int
    revision: int
    sha256: str
    at: Span
    text: str
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A platform's message, frozen: `payload` is the exact JSON that the adapter posts.

    `quotes` is all that it copies from pieces; `about` is what it shows, if one piece. `said` are
    the blocks that it was written from (`handlers.message_json`), "" if it is never to be written
    anew. Many places share one message. `key` is the SHA-256 (hex) over all of it: what is stored
    is compared with it before it is posted.
    """

    payload: str
    quotes: tuple[Quotation, ...] = ()
    about: Shown | None = None
    said: str = ""
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "key", message_key(self.payload, self.quotes, self.about, self.said)
        )


def message_key(
    payload: str, quotes: Sequence[Quotation], about: Shown | None, said: str = ""
) -> str:
    """The SHA-256 (hex) over a payload, all that it quotes, what it shows and its blocks."""
    quoted = [
        [q.piece, q.revision, q.sha256, q.at.start, q.at.end, q.text, *[True] * q.earlier]
        for q in quotes
    ]
    shown = None if about is None else [about.piece, about.revision]
    hashed = [payload, quoted, shown, *([said] if said else [])]
    return sha256(json.dumps(hashed).encode()).hexdigest()
