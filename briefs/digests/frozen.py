"""Messages frozen before they are posted: the payload and what it quotes, under one hash."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from briefs.model import Shown, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Text copied from a stored body, to be proved right before it is posted.

    `earlier`: it is shown as what the piece said before, and proved against that revision.
    """

    piece: int
    revision: int
    sha256: str
    at: Span
    text: str
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A platform's message, frozen: `payload` is the exact JSON that the platform's code posts.

    `quotes` is everything that it copies from pieces; `about` is the piece that it shows, if one.
    `said` are the blocks that it was rendered from (`handlers.message_json`), "" if it is never to
    be rewritten. Many places share one message. `key` is the SHA-256 (hex) over all of it, which
    the stored message is compared with before it is posted.
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
    """The SHA-256 (hex) over a payload, its quotations, what it shows and its blocks."""
    quoted = [
        [q.piece, q.revision, q.sha256, q.at.start, q.at.end, q.text, *[True] * q.earlier]
        for q in quotes
    ]
    shown = None if about is None else [about.piece, about.revision]
    hashed = [payload, quoted, shown, *([said] if said else [])]
    return sha256(json.dumps(hashed).encode()).hexdigest()
