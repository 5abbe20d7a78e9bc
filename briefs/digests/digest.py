"""Subscriptions and their digests: where one goes, when by its readers' local clock, on which
topics; and the pieces that are new for a subscription, with one sentence of each.

Local time is used only here: a subscription has a time of day and a zone, and editions are named by
their local dates. Everything else is in UTC.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from briefs.editorial_selection import EditorialSelection
from briefs.model import Address, Brief, Card, Revision, Span, sentence_numbers

Weekday: TypeAlias = int
"""0 is Monday, 6 is Sunday, as `date.weekday` has it."""

EVERY_DAY: tuple[Weekday, ...] = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS: tuple[Weekday, ...] = (0, 1, 2, 3, 4)
_DAY = timedelta(days=1)
MAX_AGE_DAYS = 60
"""The greatest age of news by default, by date of publication."""


FIXED_ZONE = re.compile(r"UTC([+-])(\d\d):(\d\d)")
"""The stored name of a zone with a fixed offset, without summer time: "UTC+05:30"."""


def clock(zone: str) -> tzinfo:
    """The clock of a zone, by its stored name; raises ZoneInfoNotFoundError for an unknown one."""
    match = FIXED_ZONE.fullmatch(zone)
    if match is None:
        return ZoneInfo(zone)
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(ahead if match[1] == "+" else -ahead, zone)


@dataclass(frozen=True, slots=True)
class Pause:
    """Why a subscription is paused: a person asked for it, or its platform refuses posts there."""

    by: Literal["person", "platform"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """The subscription of one place: a chat, a channel or a thread of one.

    `name` is the place's name for people; `zone` is a name that `timezones.clock` knows. `wanted`
    and `unwanted` are topics, casefolded; if none is wanted, all are. With `when_empty` a day
    without news gets a message that says so; with `in_full` each piece's brief follows in the
    digest's thread, if the platform has threads.

    A piece dated more than `max_age_days` ago is no news; None: of any age. A piece without a date
    is as new as its arrival.

    `since` is the arrival (`Catalogue.arrivals`) up to which pieces were sent there. Nothing is due
    at or before `starts` (when it was made, changed or resumed), nor on or before the local date
    `last`. `pause` is None while it runs. `version` counts its changes; a step that was decided on
    an older version is refused.
    """

    to: Address
    name: str = ""
    at: time
    zone: str
    weekdays: tuple[Weekday, ...] = EVERY_DAY
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    when_empty: bool = False
    in_full: bool = False
    max_age_days: int | None = MAX_AGE_DAYS
    since: int = 0
    starts: datetime
    last: date | None = None
    pause: Pause | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One edition: its local date, and the instant (UTC) at which it is due."""

    edition: date
    at: datetime


def due(subscription: Subscription, now: datetime, grace: timedelta) -> Run | None:
    """The newest edition that is due and not older than `grace`; None if there is none.

    Older editions that were missed are skipped: their pieces are in this one.
    """
    if subscription.pause is not None:
        return None
    zone = clock(subscription.zone)
    day = now.astimezone(zone).date() + _DAY
    while True:
        run = Run(day, instant(day, subscription.at, zone))
        if run.at <= subscription.starts or (subscription.last and day <= subscription.last):
            return None
        if now - run.at > grace:
            return None
        if run.at <= now and _is_on(subscription, day, zone):
            return run
        day -= _DAY


def upcoming(subscription: Subscription, now: datetime) -> Iterator[Run]:
    """The editions to come, soonest first, without end; none while it is paused."""
    if subscription.pause is not None:
        return
    zone = clock(subscription.zone)
    day = now.astimezone(zone).date() - _DAY
    while day < date.max - _DAY:
        run = Run(day, instant(day, subscription.at, zone))
        past = subscription.last is not None and day <= subscription.last
        if run.at > max(now, subscription.starts) and not past and _is_on(subscription, day, zone):
            yield run
        day += _DAY


def _is_on(subscription: Subscription, day: date, zone: tzinfo) -> bool:
    """Whether there is an edition on that local date, and the date exists in that zone."""
    if day.weekday() not in subscription.weekdays:
        return False
    return instant(day, time(), zone) < instant(day + _DAY, time(), zone)


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """The first time that the clock there shows this, or, for a skipped hour,
    would have shown it.
    """
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPiece:
    """A piece with its latest arrival; `number` counts the arrivals of all revisions of all pieces.

    `first` is the arrival of the piece's first revision: a place that got it then has seen the
    piece. `at` is when the revision was first made public.
    """

    number: int
    first: int
    at: datetime
    card: Card


News: TypeAlias = tuple[tuple[NewPiece, bool], ...]
"""Arrivals that a place was not sent yet, newest first; True: it was sent an earlier version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A whole sentence of a piece, verbatim, that can be understood without any other.

    `at` is its span in the body whose hash is `sha256`; `number` is its number in the piece.
    """

    text: str
    at: Span
    sha256: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """One piece of a digest: its card, the address of its original, and its sentence, if it has
    one.

    `topic` is the heading it stands under, "" if the digest has no headings. `revised` says that
    the place was sent the piece in an earlier version.
    """

    card: Card
    url: str
    opening: Opening | None
    topic: str
    revised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A piece that was corrected or retracted after the place was sent sentences of it.

    `revision` is the public one now, 0 if it was retracted; `changed` says what changed.
    """

    piece: int
    revision: int
    title: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one place gets for one local date; `more` counts the pieces beyond the limit, and
    `left_out` those that can't be proved.

    `upto` is the arrival up to which pieces were sent or are not wanted. Without entries it says
    that there was nothing new since the edition of `last`, if there was one. `corrected` stands
    before everything else.
    """

    edition: date
    entries: tuple[DigestItem, ...]
    more: int
    upto: int
    last: date | None = None
    left_out: int = 0
    corrected: tuple[Corrected, ...] = ()


def news(subscription: Subscription, arrivals: Sequence[NewPiece], now: datetime) -> News:
    """The arrivals that a subscription was not sent and wants, newest first; True: revised."""
    return tuple(
        (arrival, arrival.first <= subscription.since)
        for arrival in sorted(arrivals, key=lambda a: (a.card.dated, a.number), reverse=True)
        if arrival.number > subscription.since
        and _is_wanted(subscription, arrival.card)
        and not _is_old(subscription, arrival.card, now)
    )


def _is_old(subscription: Subscription, card: Card, now: datetime) -> bool:
    if subscription.max_age_days is None or card.published is None:
        return False
    return now - card.published > timedelta(days=subscription.max_age_days)


def _is_wanted(subscription: Subscription, card: Card) -> bool:
    topics = {topic.casefold() for topic in card.topics}
    if topics & set(subscription.unwanted):
        return False
    return not subscription.wanted or bool(topics & set(subscription.wanted))


MOST = 10
"""Pieces of a digest; it says how many more there are."""

MAX_LINE_CHARS = 400
"""Characters of a piece's sentence, if the digest has enough space."""

_LONGEST = (MAX_LINE_CHARS, 280, 210, 150, 100)
"""Limits for a sentence's length: the first with which the digest fits is used, else the last."""

_LINES_KEPT = 256  # pieces

_ROOM = 3_200
"""UTF-16 units of a digest's pieces: with its head and foot it is one message on every platform."""

_AROUND = 44
"""Units that a piece takes in addition to its words: its number, date, marks and blank lines."""


def assemble(
    fresh: News,
    wanted: tuple[str, ...],
    *,
    edition: date,
    upto: int,
    last: date | None = None,
    read: Callable[[Card], Brief],
) -> Digest:
    """The digest of a subscription's news: at most ten pieces, by topic if several are wanted.

    If there are more, the earliest arrivals are sent, and `upto` ends before the others, which are
    news of the next digests.

    `read` returns the short brief of a card's revision. If there is much to send, sentences are
    shorter, so that the digest fits into a message. Equal arguments give an equal digest.
    """
    waiting = first_come(fresh)[MOST:]
    later = {arrival.number for arrival, _ in waiting}
    told = [
        (arrival.card, read(arrival.card), revised)
        for arrival, revised in fresh
        if arrival.number not in later
    ]
    entries: list[DigestItem] = []
    for longest in _LONGEST:
        entries = [
            _entry(card, brief, wanted, longest, revised=revised) for card, brief, revised in told
        ]
        if sum(map(_units, entries)) <= _ROOM:
            break
    ranks = {topic: rank for rank, topic in enumerate(wanted)}
    entries.sort(key=lambda entry: ranks.get(entry.topic.casefold(), 0))
    return Digest(
        edition=edition,
        entries=tuple(entries),
        more=len(waiting),
        upto=min(later) - 1 if later else upto,
        last=None if entries else last,
    )


def first_come(fresh: News) -> News:
    """The news in the order of arrival."""
    return tuple(sorted(fresh, key=lambda one: one[0].number))


def _entry(
    card: Card, brief: Brief, wanted: tuple[str, ...], longest: int, *, revised: bool
) -> DigestItem:
    at = opening(brief, longest=longest)
    return DigestItem(
        card=card,
        url=brief.revision.url,
        opening=_opening(brief.revision, at) if at else None,
        topic=_shelf(card, wanted),
        revised=revised,
    )


def _opening(revision: Revision, at: Span) -> Opening:
    return Opening(
        text=at.of(revision.body),
        at=at,
        sha256=revision.sha256,
        number=sentence_numbers(revision)[at],
    )


def _shelf(card: Card, wanted: tuple[str, ...]) -> str:
    """The first of the subscription's topics that a piece has, as the piece spells it; "" for one
    topic.
    """
    if len(wanted) < 2:  # noqa: PLR2004  # one topic needs no heading
        return ""
    written = {topic.casefold(): topic for topic in reversed(card.topics)}
    return next((written[topic] for topic in wanted if topic in written), "")


def opening(brief: Brief, *, longest: int = _LONGEST[0]) -> Span | None:
    """The sentence of at most `longest` characters that stands for a piece under its title.

    It is the one that an editor chose. If our own method chose the brief, it is the sentence that
    the learned model prefers, unless an editor dropped that one. Otherwise it is the first of the
    brief, or else of the whole piece, that neither depends on another sentence nor is a question.
    None if there is no such sentence.
    """
    revision, hand = brief.revision, EditorialSelection.of(brief.summary)
    if hand.line is not None and hand.line <= len(revision.sentences):
        chosen = revision.sentences[hand.line - 1]
        if len(chosen.of(revision.body)) <= longest:
            return chosen
    if hand.method == "brief":
        index = _line(revision, brief.summary.sentences, longest)
        if index is None or index + 1 not in hand.dropped:
            return None if index is None else revision.sentences[index]
    return _first_alone(brief, longest)


@lru_cache(maxsize=_LINES_KEPT)
def _line(revision: Revision, brief: tuple[Span, ...], longest: int) -> int | None:
    """The index of the sentence for a piece; cached, since many places get the same digest."""
    places = {at: index for index, at in enumerate(revision.sentences)}
    from briefs.summarise.summary import line  # noqa: PLC0415  # loads slowly

    return line(
        title=revision.title,
        body=revision.body,
        sentences=revision.sentences,
        language=revision.language,
        brief=[places[at] for at in brief if at in places],
        longest=longest,
        voices=revision.voices,
    )


def _first_alone(brief: Brief, longest: int) -> Span | None:
    from briefs.summarise.antecedents import depends  # noqa: PLC0415  # loads slowly
    from briefs.summarise.quotable import asks  # noqa: PLC0415  # as above
    from briefs.summarise.units import reads_as_sentence  # noqa: PLC0415  # as above

    revision = brief.revision
    title, whole = _plain(revision.title), frozenset(revision.sentences)
    dropped = {revision.sentences[n - 1] for n in EditorialSelection.of(brief.summary).dropped}
    others = [at for at in revision.sentences if at not in dropped]
    for at in (*brief.summary.sentences, *others):
        text = at.of(revision.body)
        if (
            len(text) <= longest
            and at in whole
            and reads_as_sentence(text)
            and not depends(text, revision.language)
            and not asks(text)
            and _plain(text) != title
        ):
            return at
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!?… ")


def _units(entry: DigestItem) -> int:
    """The approximate size of a piece in a message, in UTF-16 units."""
    said = (entry.card.heading, entry.card.outlet, entry.card.byline)
    words = (*said, entry.opening.text if entry.opening else "")
    return _AROUND + sum(len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in words)
