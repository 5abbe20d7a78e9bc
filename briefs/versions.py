"""Decides what a draft is to the library: a new piece, a revision of one, or nothing new."""

from dataclasses import dataclass
from typing import TypeAlias

from briefs.model import Draft, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the library holds that a draft may be another version of, as piece numbers.

    A piece stands by its public revision, or, without one, by its latest.
    `original`: a revision of that piece was read from the same bytes (`Draft.original`).
    `url`, `origin`: it stands by one with the draft's, where the draft's is not empty; addresses
    are compared by `filing.page`.
    `slug`: its slug is the draft's, asked for only where the draft is `named`.
    `body`: it stands by one with the very same body.
    """

    original: int | None = None
    url: int | None = None
    origin: int | None = None
    slug: int | None = None
    body: int | None = None

    @property
    def tied(self) -> int | None:
        """The piece that the draft is a version of: the surest tie first."""
        ties = (self.original, self.url, self.origin, self.slug)
        return next((piece for piece in ties if piece is not None), None)

    @property
    def piece(self) -> int | None:
        """The piece that the draft is a version, or else a copy, of."""
        return self.body if self.tied is None else self.tied


@dataclass(frozen=True, slots=True)
class Held:
    """A piece as the library holds it: the revision that is public, if one is, and its latest."""

    public: Revision | None
    latest: Revision


@dataclass(frozen=True, slots=True)
class New:
    """No piece of the library: it becomes one, as revision 1."""


@dataclass(frozen=True, slots=True)
class Revised:
    """A changed version of a piece: it becomes the revision after its latest."""

    latest: Revision


@dataclass(frozen=True, slots=True)
class Stored:
    """What the latest revision of a piece says, which is not the public one."""

    revision: Revision


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing that the public revision of a piece does not already say."""

    public: Revision


Plan: TypeAlias = New | Revised | Stored | Unchanged


def plan(draft: Draft, known: Known, held: Held | None) -> Plan:
    """Decide what becomes of a draft; `held` is `known.piece`, if there is one.

    A piece's own earlier bytes bring back what they say, as a new revision. The body of a piece
    that nothing else ties to the draft is a copy, and changes nothing.
    """
    if held is None:
        return New()
    copied = known.tied is None
    if held.public is not None and (copied or says_the_same(draft, held.public)):
        return Unchanged(held.public)
    if copied or says_the_same(draft, held.latest):
        return Stored(held.latest)
    return Revised(held.latest)


def says_the_same(draft: Draft, revision: Revision) -> bool:
    """Whether readers would see no difference between the two."""
    return _seen(draft) == _seen(revision)


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
