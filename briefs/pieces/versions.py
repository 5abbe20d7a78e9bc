"""Decides what a draft is to the library: a new piece, a revision of one, or nothing new.

Also how a draft becomes a stored revision, and a revision a card in the catalogue; and what keeps
a draft from the public until an editor says so.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from heapq import nsmallest
from itertools import count
from typing import TypeAlias
from zlib import crc32

from briefs.model import Draft, Edited, Revision
from briefs.pieces.corrections import as_read, carry
from briefs.pieces.proof import fingerprint
from briefs.text.words import UNSPACED


def kept_bytes(edited: Edited) -> int:
    """About how many bytes of a store a revision takes."""
    draft = edited.draft
    texts = (draft.body, draft.title, draft.url, *(source.raw for source in draft.sources))
    spans = len(edited.sentences) + sum(len(one.sentences) for one in edited.summaries)
    return sum(len(text.encode()) for text in texts) + _BYTES_PER_SPAN * spans


_BYTES_PER_SPAN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVersion:
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
class StoredVersions:
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


def plan(draft: Draft, known: KnownVersion, held: StoredVersions | None) -> Plan:
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
    """Whether the draft says what the revision's file said, whatever an editor corrected since."""
    return _seen(draft) == _seen(as_read(revision))


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
        version.asides,
        version.voices,
    )


_FIRST = datetime.min.replace(tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_NUMBER_BITS = 24
"""Bits of a place that are the piece's number; the seconds of all years that there are take 39."""
_MAX_NUMBER = (1 << _NUMBER_BITS) - 1


def revise(edited: Edited, *, piece: int, slug: str, number: int, now: datetime) -> Revision:
    """The draft as revision `number` of `piece`."""
    draft = edited.draft
    return Revision(
        piece=piece,
        slug=slug,
        number=number,
        sha256=fingerprint(draft.body),
        title=draft.title,
        byline=draft.byline,
        outlet=draft.outlet,
        published=draft.published and draft.published.astimezone(UTC),
        url=draft.url,
        language=draft.language,
        body=draft.body,
        sentences=edited.sentences,
        sources=draft.sources,
        marks=draft.marks,
        topics=draft.topics,
        stored_at=now.astimezone(UTC),
        left_out=draft.left_out,
        asides=draft.asides,
        voices=draft.voices,
    )


def next_version(edited: Edited, latest: Revision, now: datetime) -> Revision:
    """The draft as the revision after a piece's latest, with what an editor corrected of that."""
    number = latest.number + 1
    read = revise(edited, piece=latest.piece, slug=latest.slug, number=number, now=now)
    return carry(read, latest)


def sort_key(revision: Revision) -> int:
    """Where a piece stands in time, as a positive signed 64-bit integer: a greater one is newer.

    The seconds since the year 1 of its date, then its number: pieces of one second stand as they
    came in, the first sixteen million of them.
    """
    seconds = (revision.dated - _FIRST) // _SECOND
    return seconds << _NUMBER_BITS | revision.piece & _MAX_NUMBER


def first_place(moment: datetime) -> int:
    """The least place of the pieces that are dated at that moment or later."""
    seconds = -((_FIRST - moment) // _SECOND)  # rounded up
    return seconds << _NUMBER_BITS


def erased_key(text: str) -> str:
    """By what a page or an origin of an erased piece is known again: its hash, "" for none."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def page_key(url: str) -> str:
    """What an address is compared by, "" for none: `url_key`, with a fragment that is a path."""
    from briefs.references.same_work import url_key  # noqa: PLC0415  # lists and briefs need none

    fragment = url.partition("#")[2]
    path = f"#{fragment}" if fragment.startswith(("/", "!")) else ""
    return url_key(url) + path if url else ""


def wanted_slug(draft: Draft) -> str:
    """Slugs are compared, and kept, without regard to case."""
    return draft.slug.casefold() or "piece"


def free_slug(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """The slug wanted, or a free one of wanted-2, wanted-3…: the next, where none was left out.

    Of a name that thousands have, only a few are asked about.
    """

    def is_free(number: int) -> bool:
        return not is_taken(f"{wanted}-{number}")

    if not is_taken(wanted):
        return wanted
    power = next(n for n in count(1) if is_free(2**n))
    number = bisect_left(range(2**power), True, lo=2 ** (power - 1) + 1, key=is_free)
    return f"{wanted}-{number}"


def topic_keys(topics: tuple[str, ...]) -> dict[str, str]:
    """Topics by what they are compared by: each once, as first written."""
    keys: dict[str, str] = {}
    for topic in topics:
        keys.setdefault(topic.casefold(), topic)
    return keys


EARLIEST_ZONE = timedelta(hours=14)
"""A day begins so much earlier somewhere on earth: one without a time may have begun there."""


def hold_reason(draft: Draft, now: datetime) -> str:
    """Why only an editor may make a draft public, "" if nothing speaks against it."""
    if draft.hold:
        return draft.hold
    for moment in (draft.not_before, draft.published):
        if moment is not None and is_to_come(moment, now):
            return f"its date is still to come: {moment.date().isoformat()}"
    return ""


def is_to_come(moment: datetime, now: datetime) -> bool:
    """Whether a moment is later than now; one at midnight is a day, which has begun elsewhere."""
    is_day = moment.timetz().replace(tzinfo=None) == time()
    return moment > (now + EARLIEST_ZONE if is_day else now)


def without_days_to_come(draft: Draft, now: datetime) -> Draft:
    """A draft from the web, where a day that is still to come is a slip: the page is there."""
    if draft.published is None or not is_to_come(draft.published, now):
        return draft
    day = draft.published.date().isoformat()
    warning = f"its date, {day}, is still to come: not believed"
    return replace(draft, published=None, warnings=(*draft.warnings, warning))


SKETCH_SIZE = 16
"""Sequences in a sketch."""

MIN_LIKENESS = 0.55
"""From this likeness on one text is a copy of the other, cut or edited."""

_SHINGLE_WORDS = 5
"""Words in a sequence: fewer are common phrases, more are lost with every slip of the pen."""

_MIN_WORDS = 40
"""Sequences that a text must have: a notice of a few lines is alike by its form alone."""

_MAX_LENGTH_RATIO = 2.5
"""A text that is longer than a copy can be quotes the other one, and says more."""

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def shingles(body: str) -> frozenset[int]:
    """The hashes (32 bits) of a text's sequences, whatever their case and punctuation."""
    plain = unicodedata.normalize("NFKC", body).casefold()
    words = [word.encode("utf-8", "replace") for word in _WORD.findall(plain)]
    runs = zip(*(words[start:] for start in range(_SHINGLE_WORDS)), strict=False)
    # A checksum will do: nothing is taken for a copy that does not share hundreds of them.
    return frozenset(map(crc32, map(b" ".join, runs)))


def sketch(found: AbstractSet[int]) -> tuple[int, ...]:
    """What to look a text up by: its smallest sequences, `SKETCH`; none of a very short text."""
    return tuple(nsmallest(SKETCH_SIZE, found)) if len(found) >= _MIN_WORDS else ()


def likeness(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """The share, 0 to 1, of the shorter text's sequences that the other one has too.

    0 where one is very short, or much longer than the other.
    """
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _MIN_WORDS or longer > _MAX_LENGTH_RATIO * shorter:
        return 0.0
    return len(one & other) / shorter
