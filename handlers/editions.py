"""The editions of a digest as replies: the digest itself, and the full briefs below it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import groupby

from briefs.digest import Digest, Entry, news
from briefs.front_page import assemble
from briefs.model import ANYWHERE, Brief, Card, Press, Shown
from briefs.store import Store
from briefs.subscriptions import Subscription
from handlers import brief
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
from handlers.present import DOT, counted, day
from handlers.rhythm import full_day, rhythm
from handlers.told import LOOK

_ENDS = "/digest off ends it"


def compose(digest: Digest, rhythm: str, *, title: str = "Digest") -> Reply:
    """A digest as one message; `rhythm` (`rhythm.rhythm`) says at its foot when it comes."""
    return Reply(tuple(_blocks(digest, rhythm, title)), about=Shown(piece=0))


def in_full(card: Card, now: datetime, store: Store) -> Reply:
    """The brief of a piece of a digest, as /brief shows that very revision; NotFound if gone."""
    words = (f"#{card.piece}@{card.revision}",)
    return brief.answer(Request(command="brief", args=words, origin=ANYWHERE, at=now), store)


def as_of_now(order: Subscription, edition: date, store: Store, *, title: str) -> Reply:
    """What the edition of that date would be if it were due now."""
    return compose(held_now(order, edition, store), rhythm(order), title=title)


def held_now(order: Subscription, edition: date, store: Store) -> Digest:
    """The digest of what an order has not been told of until now."""
    fresh = news(order, store.arrivals(order.since, limit=LOOK))
    upto = store.arrival()
    read = reader(store)
    return assemble(fresh, order.wanted, edition=edition, upto=upto, last=order.last, read=read)


def reader(store: Store) -> Callable[[Card], Brief]:
    """Reads the short brief of a card's very revision, for `front_page.assemble`."""
    return lambda card: store.brief(card.piece, "short", card.revision)


def _blocks(digest: Digest, rhythm: str, title: str) -> Iterator[Block]:
    entries, heading = digest.entries, f"{title}{DOT}{full_day(digest.edition)}"
    if not entries:
        yield Heading(heading)
        yield Paragraph((_nothing(digest),))
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
    exact = "Exact sentences of the pieces" if any(e.opening for e in entries) else "Titles alone"
    yield Paragraph((Emphasis(f"{exact}{DOT}sent {rhythm}{DOT}{_ENDS}"),))
    yield Actions(tuple(Button(f"#{e.card.piece}", Press("brief", (_ref(e),))) for e in entries))


def _nothing(digest: Digest) -> str:
    return f"Nothing new since {full_day(digest.last)}." if digest.last else "Nothing new yet."


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
