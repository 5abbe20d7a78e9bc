"""Renders a digest as a reply, the full briefs below it, its schedule in words, and what a place
was sent before.

A piece that cannot be proved is left out of a digest and logged; the others are sent.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TypeAlias

from briefs.digests import schedule_words
from briefs.digests.digest import (
    MOST,
    Corrected,
    Digest,
    DigestItem,
    News,
    assemble,
    first_come,
    news,
)
from briefs.digests.outbox import Delivery
from briefs.digests.subscription import (
    EVERY_DAY,
    WEEKDAYS,
    Run,
    Subscription,
    Weekday,
    clock,
    instant,
)
from briefs.digests.timezones import local
from briefs.errors import NotFound, Unproved
from briefs.log import get_logger
from briefs.model import (
    ANYWHERE,
    MONTHS,
    Address,
    Brief,
    Card,
    Length,
    Press,
    Shown,
    extracted,
    prove_body,
)
from briefs.storage import Store
from briefs.storage.corrections import CorrectedMessage, PublishedCorrection
from handlers import brief
from handlers.corrected_messages import WHAT_CHANGED
from handlers.format import DOT, UNDATED, counted, day, link, shared_headings, told_apart
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Context,
    Emphasis,
    Extract,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Reply,
    Request,
    Strong,
)
from handlers.outgoing import directed

MAX_ARRIVALS = 500
"""At most so many arrivals are read to find a place's new pieces."""

_DAY = timedelta(days=1)
_MAX_ROWS = 50
"""At most so many deliveries are read to find a place's last edition."""


def full_day(day: date) -> str:
    """A date with its weekday: "Monday 23 November 2026"."""
    return f"{schedule_words.NAMES[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def spelled_time(at: time) -> str:
    """A time as "08:30"."""
    return f"{at:%H:%M}"


def spelled_weekdays(days: tuple[Weekday, ...]) -> str:
    """Days in words: "daily", "on weekdays", "on Monday and Friday"."""
    if days == EVERY_DAY:
        return "daily"
    if days == WEEKDAYS:
        return "on weekdays"
    if days == schedule_words.WEEKEND:
        return "at weekends"
    *others, last = (f"{schedule_words.NAMES[day]}s" for day in days)
    return f"on {', '.join(others)} and {last}" if others else f"on {last}"


def schedule_text(order: Subscription) -> str:
    """When a subscription's digests come: "on weekdays at 08:30 Europe/Berlin"."""
    days = spelled_weekdays(order.weekdays)
    return f"{days} at {spelled_time(order.at)} {order.zone}"


def moment(run: Run, zone: str) -> str:
    """When an edition is due, by the clock of its zone: "Monday 23 November 2026, 08:30"."""
    there = local(run.at, zone)
    return f"{full_day(there.date())}, {spelled_time(there.time())}"


@dataclass(frozen=True, slots=True)
class LastEdition:
    """The last edition of a place: its date, and the delivery of its first message."""

    edition: date
    delivery: Delivery


def last_edition(place: Address, store: Store) -> LastEdition | None:
    """The newest edition of a place that is named by a date; tests and notices have other names."""
    for row in store.outbox.rows(place=place, limit=_MAX_ROWS):
        day = _edition_date(row.edition)
        if day and row.part == 0:
            return LastEdition(day, row)
    return None


def delivered_watermark(before: LastEdition | None, now: datetime, store: Store) -> int:
    """The arrival up to which a new subscription counts as delivered.

    Its first digest has the pieces made public in the last day. If an edition came to the place
    since, only the pieces after that edition: ending and restarting a subscription repeats nothing.
    """
    until = now - _DAY
    if before and before.delivery.status != "failed":
        until = max(until, before.delivery.due)
    oldest = max(0, store.catalogue.arrival() - MAX_ARRIVALS)
    recent = store.catalogue.arrivals(oldest, limit=MAX_ARRIVALS)
    # A revision that an editor publishes again has a new arrival, so it counts as news again.
    news = (arrival.number for arrival in recent if arrival.at > until)
    return min(news, default=store.catalogue.arrival() + 1) - 1


def _edition_date(edition: str) -> date | None:
    try:
        return date.fromisoformat(edition)
    except ValueError:
        return None


_HOW_TO_END = "/digest off ends it"

_log = get_logger(__name__)


def compose(digest: Digest, schedule: str, *, title: str = "Digest") -> Reply:
    """A digest as one message; `schedule` stands at its foot and says when digests come."""
    return directed(Reply(tuple(_blocks(digest, schedule, title)), about=Shown(piece=0)))


def in_full(card: Card, now: datetime, store: Store) -> Reply:
    """The brief of the revision on a digest's card, as /brief shows it; NotFound if it is gone."""
    words = (f"#{card.piece}@{card.revision}",)
    request = Request(command="brief", args=words, origin=ANYWHERE, at=now)
    return directed(brief.answer(request, Context(store)))


def current_digest(order: Subscription, edition: date, store: Store, now: datetime) -> Digest:
    """The digest, under that date, of everything that a subscription was not sent yet.

    A piece that cannot be proved is left out, counted in `left_out` and logged.
    """
    arrivals = store.catalogue.arrivals(order.since, limit=MAX_ARRIVALS, oldest=True)
    fresh = news(order, arrivals, now)
    sound = _provable(fresh, store)
    held = assemble(
        sound,
        order.wanted,
        edition=edition,
        upto=store.catalogue.arrival(),
        last=order.last,
        read=brief_reader(store),
    )
    told = store.corrections.told(since=now - TOLD_FOR, until=now)
    corrected = corrections_for(order, edition, told, store)
    return replace(held, left_out=len(fresh) - len(sound), corrected=corrected)


def _provable(fresh: News, store: Store) -> News:
    """The news without the pieces that cannot be proved, among those that a digest shows."""
    shown, bad = 0, set[int]()
    for arrival, _ in first_come(fresh):
        if shown == MOST:
            break
        if is_provable(arrival.card, store):
            shown += 1
        else:
            bad.add(arrival.number)
    return tuple(one for one in fresh if one[0].number not in bad)


def is_provable(card: Card, store: Store) -> bool:
    """Whether a piece's body and the extracts of its digest item can be proved; a failure is
    logged.
    """
    lengths: tuple[Length, ...] = ("short", "normal")
    try:
        prove_body(store.catalogue.revision(card.piece, card.revision))
        for length in lengths:
            extracted(store.catalogue.brief(card.piece, length, card.revision))
    except (NotFound, Unproved) as error:
        _log.error("digest.left_out", piece=card.piece, error=str(error))
        return False
    return True


def brief_reader(store: Store) -> Callable[[Card], Brief]:
    """A function that reads the short brief of a card's revision, for
    `briefs.digests.digest.assemble`.
    """
    return lambda card: store.catalogue.brief(card.piece, "short", card.revision)


def _blocks(digest: Digest, schedule: str, title: str) -> Iterator[Block]:
    entries, heading = digest.entries, f"{title}{DOT}{full_day(digest.edition)}"
    if not entries:
        yield Heading(heading)
        yield from _corrected(digest)
        yield Paragraph((_nothing(digest),))
        yield from _left_out(digest)
        yield Paragraph((Emphasis(f"Sent {schedule}{DOT}{_HOW_TO_END}"),))
        if buttons := tuple(_corrected_buttons(digest)):
            yield Actions(buttons)
        return
    of = f"{len(entries)} of " if digest.more else ""
    yield Heading(f"{heading}{DOT}{of}{counted(len(entries) + digest.more, 'piece')}")
    yield from _corrected(digest)
    doubles = shared_headings(entry.card for entry in entries)
    sections = [(topic, tuple(found)) for topic, found in groupby(entries, lambda e: e.topic)]
    for topic, found in sections:
        if len(sections) > 1:
            yield Heading(topic)
        for entry in found:
            yield from _entry(entry, double=entry.card.piece in doubles)
    if digest.more:
        yield Paragraph((f"{digest.more} more in the next digests, or now: /latest",))
    yield from _left_out(digest)
    exact = "Exact sentences of the pieces" if any(e.opening for e in entries) else "Titles alone"
    yield Paragraph((Emphasis(f"{exact}{DOT}sent {schedule}{DOT}{_HOW_TO_END}"),))
    briefs = (Button(f"#{e.card.piece}", Press("brief", (_ref(e),))) for e in entries)
    yield Actions((*briefs, *_corrected_buttons(digest)))


TOLD_FOR = timedelta(days=40)
"""How far back corrections are looked for, so that a monthly digest reports them too."""

_LEAD = timedelta(minutes=4)
"""A correction this close before an edition is reported in the next one: which messages quote the
piece may not be known yet.
"""

Told: TypeAlias = Sequence[tuple[PublishedCorrection, tuple[CorrectedMessage, ...]]]


def corrections_for(
    order: Subscription, edition: date, told: Told, store: Store
) -> tuple[Corrected, ...]:
    """The corrections since the last edition, of pieces that this very channel was sent.

    A channel's threads count as the channel. `told` are corrections with the messages they changed.
    """
    if not told:
        return ()
    zone = clock(order.zone)
    until = instant(edition, order.at, zone) - _LEAD
    since = order.starts if order.last is None else instant(order.last, order.at, zone) - _LEAD
    here = order.to.channel_alone
    found: list[Corrected] = []
    for correction, messages in told:
        sent = [one for one in messages if one.to.channel_alone == here]
        if sent and since < correction.at <= until:
            found.append(
                Corrected(
                    piece=correction.piece,
                    revision=correction.revision,
                    title=_title(correction.piece, correction.revision or correction.was, store),
                    changed=sent[0].changed,
                )
            )
    return tuple(found)


def _title(piece: int, revision: int, store: Store) -> str:
    """The title of a piece, "" if it was erased."""
    try:
        return store.catalogue.revision(piece, revision).heading
    except NotFound:
        return ""


def _corrected(digest: Digest) -> Iterator[Block]:
    if digest.corrected:
        yield Paragraph((Strong("Corrected since the last digest"),))
        yield Bullets(tuple(_corrected_line(one) for one in digest.corrected))


def _corrected_line(one: Corrected) -> tuple[Inline, ...]:
    what = "" if one.revision else f"{DOT}{'retracted' if one.title else 'erased'}"
    said = f": {one.changed}" if one.changed else ""
    return (f"#{one.piece} ", Strong(one.title), f"{what}{said}")


def _corrected_buttons(digest: Digest) -> Iterator[Button]:
    for one in digest.corrected:
        if one.revision:
            press = Press("corrections", (f"#{one.piece}@{one.revision}",))
            yield Button(f"{WHAT_CHANGED} in #{one.piece}", press)


def _nothing(digest: Digest) -> str:
    return f"Nothing new since {full_day(digest.last)}." if digest.last else "Nothing new yet."


def _left_out(digest: Digest) -> Iterator[Block]:
    if digest.left_out:
        yield Paragraph((f"Left out: {unproved(digest)}.",))


def unproved(digest: Digest) -> str:
    """The number of pieces left out, in words: "1 piece that can't be proved"."""
    return f"{counted(digest.left_out, 'piece')} that can't be proved"


def _entry(entry: DigestItem, *, double: bool) -> Iterator[Block]:
    card, opening = entry.card, entry.opening
    name = link(card.heading, entry.url)
    shown = Strong(name) if isinstance(name, str) else name
    yield Paragraph(
        (f"#{card.piece} ", shown, "\n", Emphasis(DOT.join(_dateline(entry, double=double))))
    )
    if opening:
        extract = Extract(opening.text, opening.at, card.piece, card.revision, opening.sha256)
        yield Quote(f"S{opening.number}", extract)


def _dateline(entry: DigestItem, *, double: bool) -> Iterator[str]:
    """Revised · outlet · byline · date. No age: it would be wrong by the time it is read."""
    card = entry.card
    if entry.revised:
        yield "Revised"
    yield from filter(None, dict.fromkeys((card.outlet, card.byline)))
    yield day(card.published) if card.published else UNDATED
    if double:
        yield told_apart(card)


def _ref(entry: DigestItem) -> str:
    return f"#{entry.card.piece}@{entry.card.revision}"
