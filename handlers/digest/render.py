"""The editions of a digest as replies: the digest itself, and the full briefs below it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

import structlog

from briefs.digest import Arrival, Digest, Entry, News, news
from briefs.digests.digest import MOST, assemble
from briefs.digests.subscription import Subscription
from briefs.errors import NotFound, Unproved
from briefs.model import ANYWHERE, Brief, Card, Length, Press, Shown
from briefs.pieces.proof import extracted, prove_body
from briefs.storage import Store
from handlers import brief
from handlers.format import DOT, counted, day
from handlers.links import link
from handlers.message import (
    Actions,
    Block,
    Button,
    Emphasis,
    Extract,
    Heading,
    Paragraph,
    Quote,
    Reply,
    Request,
    Strong,
)
from handlers.rhythm import full_day
from handlers.told import LOOK

_ENDS = "/digest off ends it"

_log = structlog.get_logger(__name__)


def compose(digest: Digest, rhythm: str, *, title: str = "Digest") -> Reply:
    """A digest as one message; `rhythm` (`rhythm.rhythm`) says at its foot when it comes."""
    return Reply(tuple(_blocks(digest, rhythm, title)), about=Shown(piece=0))


def in_full(card: Card, now: datetime, store: Store) -> Reply:
    """The brief of a piece of a digest, as /brief shows that very revision; NotFound if gone."""
    words = (f"#{card.piece}@{card.revision}",)
    return brief.answer(Request(command="brief", args=words, origin=ANYWHERE, at=now), store)


def held_now(order: Subscription, edition: date, store: Store) -> Digest:
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
    sound: list[tuple[Arrival, bool]] = []
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


def _entry(entry: Entry) -> Iterator[Block]:
    card, opening = entry.card, entry.opening
    name = link(card.heading, entry.url)
    shown = Strong(name) if isinstance(name, str) else name
    yield Paragraph((f"#{card.piece} ", shown, "\n", Emphasis(DOT.join(_dateline(entry)))))
    if opening:
        extract = Extract(opening.text, opening.at, card.piece, card.revision, opening.sha256)
        yield Quote(f"S{opening.number}", extract)


def _dateline(entry: Entry) -> Iterator[str]:
    """Revised · outlet · byline · date: without its age, which changes before it is read."""
    card = entry.card
    if entry.revised:
        yield "Revised"
    yield from filter(None, (card.outlet, card.byline))
    yield day(card.dated) if card.published else f"came in {day(card.dated)}"


def _ref(entry: Entry) -> str:
    return f"#{entry.card.piece}@{entry.card.revision}"
