"""Decides what a draft is for the library: a new piece, a revision of one, or nothing new.

Also how a draft becomes a stored revision, and a revision a card in the catalogue; and why a draft
may have to wait for an editor.
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

from briefs.model import Draft, Edited, Revision, fingerprint
from briefs.pieces.corrected_fields import as_read, carry
from briefs.text.words import UNSPACED


def kept_bytes(edited: Edited) -> int:
    """The approximate bytes of a stored revision."""
    draft = edited.draft
    texts = (draft.body, draft.title, draft.url, *(source.raw for source in draft.sources))
    spans = len(edited.sentences) + sum(len(one.sentences) for one in edited.summaries)
    return sum(len(text.encode()) for text in texts) + _BYTES_PER_SPAN * spans


_BYTES_PER_SPAN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVersion:
    """The pieces that a draft may be another version of, by number.

    The current revision of a piece is its public one, or else its latest. `original`: a revision of
    that piece was read from the same bytes (`Draft.original`). `url`, `origin`: its current
    revision has the draft's, if the draft's is not empty; addresses are compared by `page_key`.
    `slug`: it has the draft's slug; looked up only if the draft is `named`. `body`: its current
    revision has the same body.
    """

    original: int | None = None
    url: int | None = None
    origin: int | None = None
    slug: int | None = None
    body: int | None = None

    @property
    def tied(self) -> int | None:
        """The piece that the draft is a version of, by the most reliable match."""
        ties = (self.original, self.url, self.origin, self.slug)
        return next((piece for piece in ties if piece is not None), None)

    @property
    def piece(self) -> int | None:
        """The piece that the draft is a version of, or else a copy of."""
        return self.body if self.tied is None else self.tied


@dataclass(frozen=True, slots=True)
class StoredVersions:
    """A piece in the library: its public revision, if it has one, and its latest."""

    public: Revision | None
    latest: Revision


@dataclass(frozen=True, slots=True)
class New:
    """The draft becomes a new piece, as revision 1."""


@dataclass(frozen=True, slots=True)
class Revised:
    """The draft is a changed version of a piece, and becomes the revision after its latest."""

    latest: Revision


@dataclass(frozen=True, slots=True)
class Stored:
    """The draft has the text of a piece's latest revision, which is not public."""

    revision: Revision


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The draft has the text of a piece's public revision."""

    public: Revision


Plan: TypeAlias = New | Revised | Stored | Unchanged


def plan(draft: Draft, known: KnownVersion, held: StoredVersions | None) -> Plan:
    """Decide what becomes of a draft; `held` is `known.piece`, if there is one.

    A file's earlier bytes bring their text back, as a new revision. A draft that only has the body
    of another piece is a copy, and changes nothing.
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
    """Whether the draft equals what was read for the revision, before an editor's corrections."""
    return _seen(draft) == _seen(as_read(revision))


def _seen(version: Draft | Revision) -> tuple[object, ...]:
    """The parts of a version that readers see: a difference here is a new revision."""
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
"""Bits of a sort key for the piece's number; seconds up to the year 9999 take another 39."""
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
    """The draft as the revision after a piece's latest, with that one's corrections."""
    number = latest.number + 1
    read = revise(edited, piece=latest.piece, slug=latest.slug, number=number, now=now)
    return carry(read, latest)


def sort_key(revision: Revision) -> int:
    """A piece's place in time, as a positive signed 64-bit integer: newer pieces have greater ones.

    It is made of the seconds from the year 1 to its date, then its number: pieces of one second are
    ordered by number, for the first sixteen million pieces.
    """
    seconds = (revision.dated - _FIRST) // _SECOND
    return seconds << _NUMBER_BITS | revision.piece & _MAX_NUMBER


def first_place(moment: datetime) -> int:
    """The least sort key of pieces dated at that moment or later."""
    seconds = -((_FIRST - moment) // _SECOND)  # rounded up
    return seconds << _NUMBER_BITS


def erased_key(text: str) -> str:
    """The hash by which the page or the origin of an erased piece is recognised; "" for ""."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def moment_at(place: int) -> datetime:
    """The date of the pieces near a place, which is a number that grows with the date."""
    return _FIRST + (place >> _NUMBER_BITS) * _SECOND


def page_key(url: str) -> str:
    """The form by which addresses are compared, "" for none: `url_key`, and a fragment that is a
    path.
    """
    from briefs.references.fields.urls import url_key  # noqa: PLC0415  # lists and briefs need none

    fragment = url.partition("#")[2]
    path = f"#{fragment}" if fragment.startswith(("/", "!")) else ""
    return url_key(url) + path if url else ""


def wanted_slug(draft: Draft) -> str:
    """The draft's slug, casefolded: slugs are compared and stored without case."""
    return draft.slug.casefold() or "piece"


def free_slug(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """The wanted slug, or a free one of wanted-2, wanted-3…: usually the first free one.

    Of a name that thousands have, only a few are looked up.
    """

    def is_free(number: int) -> bool:
        return not is_taken(f"{wanted}-{number}")

    if not is_taken(wanted):
        return wanted
    power = next(n for n in count(1) if is_free(2**n))
    number = bisect_left(range(2**power), True, lo=2 ** (power - 1) + 1, key=is_free)
    return f"{wanted}-{number}"


def topic_keys(topics: tuple[str, ...]) -> dict[str, str]:
    """Topics by their casefolded keys: each once, as first written."""
    keys: dict[str, str] = {}
    for topic in topics:
        keys.setdefault(topic.casefold(), topic)
    return keys


EARLIEST_ZONE = timedelta(hours=14)
"""A day begins this much earlier somewhere on earth, so a date without a time
may have begun there.
"""


def hold_reason(draft: Draft, now: datetime) -> str:
    """Why only an editor may publish a draft, "" if there is no reason."""
    if draft.hold:
        return draft.hold
    for moment in (draft.not_before, draft.published):
        if moment is not None and is_to_come(moment, now):
            return f"its date is still to come: {moment.date().isoformat()}"
    return ""


def is_to_come(moment: datetime, now: datetime) -> bool:
    """Whether a moment is later than now; one at midnight is a day, which may
    have begun elsewhere.
    """
    is_day = moment.timetz().replace(tzinfo=None) == time()
    return moment > (now + EARLIEST_ZONE if is_day else now)


def without_days_to_come(draft: Draft, now: datetime) -> Draft:
    """A draft from the web without a future date, which must be an error: the page is there
    already.
    """
    if draft.published is None or not is_to_come(draft.published, now):
        return draft
    day = draft.published.date().isoformat()
    warning = f"its date, {day}, is still to come: not believed"
    return replace(draft, published=None, warnings=(*draft.warnings, warning))


SKETCH_SIZE = 16
"""Shingles in a sketch."""

MIN_LIKENESS = 0.55
"""From this likeness on, a text is a copy of the other one, cut or edited."""

_SHINGLE_WORDS = 5
"""Words in a shingle: fewer are common phrases, and more are changed by every typing error."""

_MIN_WORDS = 40
"""Shingles that a text must have: short notices are similar by their form alone."""

_MAX_LENGTH_RATIO = 2.5
"""A text that is longer by more than this quotes the other one, and is no copy."""

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def shingles(body: str) -> frozenset[int]:
    """The hashes (32 bits) of a text's shingles (runs of words), without case and punctuation."""
    plain = unicodedata.normalize("NFKC", body).casefold()
    words = [word.encode("utf-8", "replace") for word in _WORD.findall(plain)]
    runs = zip(*(words[start:] for start in range(_SHINGLE_WORDS)), strict=False)
    # A checksum is enough: copies share hundreds of shingles.
    return frozenset(map(crc32, map(b" ".join, runs)))


def sketch(found: AbstractSet[int]) -> tuple[int, ...]:
    """The text's smallest shingles, `SKETCH_SIZE` of them, to look it up by; () for a very short
    text.
    """
    return tuple(nsmallest(SKETCH_SIZE, found)) if len(found) >= _MIN_WORDS else ()


def likeness(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """The share, 0 to 1, of the shorter text's shingles that the other one has too.

    0 if one is very short, or much longer than the other.
    """
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _MIN_WORDS or longer > _MAX_LENGTH_RATIO * shorter:
        return 0.0
    return len(one & other) / shorter
