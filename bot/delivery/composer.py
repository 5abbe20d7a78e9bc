"""Prints editions: each distinct digest is proved and frozen once, for many places."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias

from bot.platforms.base import Freezer
from bot.platforms.freeze import freeze_reply
from briefs.digests.digest import Digest, NewPiece, News, assemble, news
from briefs.digests.frozen import Message
from briefs.digests.outbox import Part
from briefs.digests.subscription import Subscription
from briefs.model import Card
from briefs.storage import Store
from handlers.digest import render
from handlers.digest.render import MAX_ARRIVALS
from handlers.digest.words import schedule_text
from handlers.message import Reply

_Topics: TypeAlias = tuple[str, ...]
_Page: TypeAlias = tuple[Digest, str] | tuple[int, int]
"""A digest with the line at its foot, or the number and the revision of a brief."""


@dataclass(slots=True)
class DigestComposer:
    """What is printed from the library as it stood at once; it lives no longer than a tick."""

    store: Store
    freezer: Freezer
    now: datetime
    _arrivals: tuple[NewPiece, ...] = field(init=False)
    _sound: dict[Card, bool] = field(default_factory=dict)
    _news: dict[tuple[int, _Topics, _Topics], tuple[News, int]] = field(default_factory=dict)
    _digests: dict[object, Digest] = field(default_factory=dict)
    _alike: dict[Digest, Digest] = field(default_factory=dict)
    _printed: dict[_Page, tuple[Message, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._arrivals = self.store.catalogue.arrivals(0, limit=MAX_ARRIVALS)

    def digest(self, order: Subscription, edition: date) -> Digest:
        """What an order has not been told of, as its edition of that date."""
        key = (order.since, order.wanted, order.unwanted, edition, order.last)
        if key not in self._digests:
            sound, left_out = self._fresh(order)
            made = assemble(
                sound,
                order.wanted,
                edition=edition,
                # What was told and then retracted has been told all the same.
                upto=max([order.since, *(one.number for one in self._arrivals[:1])]),
                last=order.last,
                read=render.brief_reader(self.store),
            )
            made = replace(made, left_out=left_out)
            self._digests[key] = self._alike.setdefault(made, made)
        return self._digests[key]

    def parts(self, order: Subscription, digest: Digest) -> tuple[Part, ...]:
        """The digest's messages and, for an order that wants them, the full briefs under it."""
        foot = schedule_text(order)
        page = self._page((digest, foot), lambda: render.compose(digest, foot))
        parts = [Part(message=message) for message in page]
        if order.in_full:
            for entry in digest.entries:
                parts += [Part(message=m, threaded=True) for m in self._in_full(entry.card)]
        return tuple(parts)

    def _in_full(self, card: Card) -> tuple[Message, ...]:
        return self._page(
            (card.piece, card.revision), lambda: render.in_full(card, self.now, self.store)
        )

    def _page(self, key: _Page, compose: Callable[[], Reply]) -> tuple[Message, ...]:
        if key not in self._printed:
            self._printed[key] = freeze_reply(compose(), self.store, self.freezer, now=self.now)
        return self._printed[key]

    def _fresh(self, order: Subscription) -> tuple[News, int]:
        """An order's news without what can't be proved, and how much that is."""
        key = (order.since, order.wanted, order.unwanted)
        if key not in self._news:
            fresh = news(order, self._arrivals)
            sound = tuple(one for one in fresh if self._is_sound(one[0].card))
            self._news[key] = (sound, len(fresh) - len(sound))
        return self._news[key]

    def _is_sound(self, card: Card) -> bool:
        """Whether a piece can be proved: one that cannot must not keep the others back."""
        if card not in self._sound:
            self._sound[card] = render.is_provable(card, self.store)
        return self._sound[card]
