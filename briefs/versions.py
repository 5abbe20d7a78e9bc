"""Decides what a draft is to the library: a new piece, a revision of one, or nothing new."""

from dataclasses import dataclass
from typing import TypeAlias

from briefs.model import Draft, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the library holds that a draft may be another version of, as piece numbers.

    `original`: a revision of that piece was read from the same bytes (`Draft.original`).
    `url`, `origin`: its newest revision has the draft's, where the draft's is not empty.
    `slug`: its slug is the draft's, asked for only where the draft is `named`.
    `body`: its newest revision has the very same body.
    """

    original: int | None = None
    url: int | None = None
    origin: int | None = None
    slug: int | None = None
    body: int | None = None

    @property
    def piece(self) -> int | None:
        """The piece that the draft is a version of: the surest tie first."""
        ties = (self.original, self.url, self.origin, self.slug)
        return next((piece for piece in ties if piece is not None), None)


@dataclass(frozen=True, slots=True)
class New:
    """No piece of the library: it becomes one, as revision 1."""


@dataclass(frozen=True, slots=True)
class Revised:
    """A changed version of `piece`: it becomes its next revision."""

    piece: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing that `piece` does not already say."""

    piece: int


Plan: TypeAlias = New | Revised | Unchanged


def plan(draft: Draft, known: Known, current: Revision | None) -> Plan:
    """Decide what becomes of a draft; `current` is the newest revision of `known.piece`, if any.

    A piece's own earlier bytes bring back what they say, as a new revision. The body of a piece
    that nothing else ties to the draft is a copy, and changes nothing.
    """
    if known.piece is not None and current is not None:
        same = _seen(draft) == _seen(current)
        return Unchanged(known.piece) if same else Revised(known.piece)
    return New() if known.body is None else Unchanged(known.body)


def _seen(version: Draft | Revision) -> tuple[object, ...]:
    """What readers see of a version: a difference here is a new revision."""
    return (
        version.title,
        version.body,
        version.byline,
        version.outlet,
        version.published,
        version.url,
        version.language,
        version.topics,
        tuple(source.raw for source in version.sources),
        version.marks,
    )
