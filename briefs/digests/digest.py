"""Assembles a digest: the pieces that are new for a subscription, and one sentence of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

from briefs.digests.subscription import Subscription
from briefs.editorial_selection import EditorialSelection
from briefs.model import Brief, Card, Revision, Span, sentence_numbers
from briefs.summarise.antecedents import depends
from briefs.summarise.quotable import asks


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
    from briefs.summarise.units import reads_as_sentence  # noqa: PLC0415  # loads slowly

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
