"""A digest as a reply; what a channel has had already.

What a place has been told already: its last edition, and the pieces that are news to it.

The editions of a digest as replies: the digest itself, and the full briefs below it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

import structlog

from briefs.digests.digest import MOST, Digest, DigestItem, NewPiece, News, assemble, news
from briefs.digests.outbox import Delivery
from briefs.digests.subscription import Subscription
from briefs.errors import NotFound, Unproved
from briefs.model import ANYWHERE, Address, Brief, Card, Length, Press, Shown
from briefs.pieces.proof import extracted, prove_body
from briefs.storage import Store
from handlers import brief
from handlers.digest.words import full_day
from handlers.format import DOT, counted, day, link
from handlers.message import (
    Actions,
    Block,
    Button,
    Context,
    Emphasis,
    Extract,
    Heading,
    Paragraph,
    Quote,
    Reply,
    Request,
    Strong,
)

LOOK = 500
"""Arrivals that are looked through for a place's news, at most."""

_DAY = timedelta(days=1)
_RECENT = 50
"""Rows of the outbox that are looked through for a place's last edition."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last edition put out for a place: its date, and what became of its first message."""

    edition: date
    delivery: Delivery


def last(place: Address, store: Store) -> Last | None:
    """The newest edition of a place that was for a date, not a test or a notice."""
    for row in store.outbox.rows(place=place, limit=_RECENT):
        day = _dated(row.edition)
        if day and row.part == 0:
            return Last(day, row)
    return None


def delivered_watermark(before: Last | None, now: datetime, store: Store) -> int:
    """The arrival up to which a place without an order counts as told.

    The pieces made public in the last day are news to it, but for those before its last edition:
    ending an order and beginning a new one repeats nothing.
    """
    until = now - _DAY
    if before and before.delivery.status != "failed":
        until = max(until, before.delivery.due)
    oldest = max(0, store.arrival() - LOOK)
    recent = store.arrivals(oldest, limit=LOOK)
    # What arrived after the first of them is news too: a revision that an editor went back to.
    news = (arrival.number for arrival in recent if arrival.at > until)
    return min(news, default=store.arrival() + 1) - 1


def _dated(edition: str) -> date | None:
    try:
        return date.fromisoformat(edition)
    except ValueError:
        return None


_ENDS = "/digest off ends it"

_log = structlog.get_logger(__name__)


def compose(digest: Digest, rhythm: str, *, title: str = "Digest") -> Reply:
    """A digest as one message; `rhythm` (`rhythm.rhythm`) says at its foot when it comes."""
    return Reply(tuple(_blocks(digest, rhythm, title)), about=Shown(piece=0))


def in_full(card: Card, now: datetime, store: Store) -> Reply:
    """The brief of a piece of a digest, as /brief shows that very revision; NotFound if gone."""
    words = (f"#{card.piece}@{card.revision}",)
    request = Request(command="brief", args=words, origin=ANYWHERE, at=now)
    return brief.answer(request, Context(store))


def current_digest(order: Subscription, edition: date, store: Store) -> Digest:
    """The digest of what an order has not been told of until now, of that date.

    A piece that can't be proved is left out, and told to the operator: the others can do without.
    """
    fresh = news(order, store.arrivals(order.since, limit=LOOK))
    sound = _sound(fresh, store)
    held = assemble(
        sound,
        order.wanted,
        edition=edition,
        upto=store.arrival(),
        last=order.last,
        read=reader(store),
    )
    return replace(held, left_out=len(fresh) - len(sound))


def _sound(fresh: News, store: Store) -> News:
    """The news without what can't be proved, as far down as a digest shows any."""
    sound: list[tuple[NewPiece, bool]] = []
    for at, one in enumerate(fresh):
        if len(sound) == MOST:
            return (*sound, *fresh[at:])
        if is_sound(one[0].card, store):
            sound.append(one)
    return tuple(sound)


def is_sound(card: Card, store: Store) -> bool:
    """Whether a piece can be proved, with what a digest may have of it; told to the operator."""
    lengths: tuple[Length, ...] = ("short", "normal")
    try:
        prove_body(store.revision(card.piece, card.revision))
        for length in lengths:
            extracted(store.brief(card.piece, length, card.revision))
    except (NotFound, Unproved) as error:
        _log.error("digest.left_out", piece=card.piece, error=str(error))
        return False
    return True


def reader(store: Store) -> Callable[[Card], Brief]:
    """Reads the short brief of a card's very revision, for `front_page.assemble`."""
    return lambda card: store.brief(card.piece, "short", card.revision)


def _blocks(digest: Digest, rhythm: str, title: str) -> Iterator[Block]:
    entries, heading = digest.entries, f"{title}{DOT}{full_day(digest.edition)}"
    if not entries:
        yield Heading(heading)
        yield Paragraph((_nothing(digest),))
        yield from _left_out(digest)
        yield Paragraph((Emphasis(f"Sent {rhythm}{DOT}{_ENDS}"),))
        return
    yield Heading(f"{heading}{DOT}{counted(len(entries) + digest.more, 'piece')}")
    shelves = [(topic, tuple(found)) for topic, found in groupby(entries, lambda e: e.topic)]
    for topic, found in shelves:
        if len(shelves) > 1:
            yield Heading(topic)
        for entry in found:
            yield from _entry(entry)
    if digest.more:
        yield Paragraph((f"{digest.more} more: /latest",))
    yield from _left_out(digest)
    exact = "Exact sentences of the pieces" if any(e.opening for e in entries) else "Titles alone"
    yield Paragraph((Emphasis(f"{exact}{DOT}sent {rhythm}{DOT}{_ENDS}"),))
    yield Actions(tuple(Button(f"#{e.card.piece}", Press("brief", (_ref(e),))) for e in entries))


def _nothing(digest: Digest) -> str:
    return f"Nothing new since {full_day(digest.last)}." if digest.last else "Nothing new yet."


def _left_out(digest: Digest) -> Iterator[Block]:
    if digest.left_out:
        yield Paragraph((f"Left out: {unproved(digest)}.",))


def unproved(digest: Digest) -> str:
    """How many pieces it goes without: "1 piece that can't be proved"."""
    return f"{counted(digest.left_out, 'piece')} that can't be proved"


def _entry(entry: DigestItem) -> Iterator[Block]:
    card, opening = entry.card, entry.opening
    name = link(card.heading, entry.url)
    shown = Strong(name) if isinstance(name, str) else name
    yield Paragraph((f"#{card.piece} ", shown, "\n", Emphasis(DOT.join(_dateline(entry)))))
    if opening:
        extract = Extract(opening.text, opening.at, card.piece, card.revision, opening.sha256)
        yield Quote(f"S{opening.number}", extract)


def _dateline(entry: DigestItem) -> Iterator[str]:
    """Revised · outlet · byline · date: without its age, which changes before it is read."""
    card = entry.card
    if entry.revised:
        yield "Revised"
    yield from filter(None, (card.outlet, card.byline))
    yield day(card.dated) if card.published else f"came in {day(card.dated)}"


def _ref(entry: DigestItem) -> str:
    return f"#{entry.card.piece}@{entry.card.revision}"
