"""Composes digests: each distinct one is proved and frozen once, for all places that get it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias

from bot.platforms.base import Freezer
from bot.platforms.messages import freeze_reply
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

_Page: TypeAlias = tuple[Digest, str] | tuple[int, int]
"""A digest and its footer, or the piece and revision of a brief."""


@dataclass(slots=True)
class DigestComposer:
    """Composes digests from one state of the library; a new composer is made for each tick."""

    store: Store
    freezer: Freezer
    now: datetime
    _arrivals: tuple[NewPiece, ...] = field(init=False)
    _told: render.Told = field(init=False)
    _is_proved: dict[Card, bool] = field(default_factory=dict)
    _before: dict[int, tuple[NewPiece, ...]] = field(default_factory=dict)
    _news: dict[object, tuple[News, int]] = field(default_factory=dict)
    _digests: dict[object, Digest] = field(default_factory=dict)
    _interned: dict[Digest, Digest] = field(default_factory=dict)
    _frozen: dict[_Page, tuple[Message, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        since = self.now - render.TOLD_FOR
        self._told = self.store.corrections.told(since=since, until=self.now)
        self._arrivals = self.store.catalogue.arrivals(0, limit=MAX_ARRIVALS)

    def digest(self, subscription: Subscription, edition: date) -> Digest:
        """The edition of that date: what the subscription has not been sent yet."""
        corrected = render.corrections_for(subscription, edition, self._told, self.store)
        key = (
            subscription.since,
            subscription.wanted,
            subscription.unwanted,
            subscription.max_age_days,
            edition,
            subscription.last,
            corrected,
        )
        if key not in self._digests:
            sound, left_out = self._fresh(subscription)
            made = assemble(
                sound,
                subscription.wanted,
                edition=edition,
                # Never below `since`: the newest piece sent may be retracted, and no arrival then
                # shows it.
                upto=max(
                    [subscription.since, *(n.number for n in self._after(subscription.since))]
                ),
                last=subscription.last,
                read=render.brief_reader(self.store),
            )
            made = replace(made, left_out=left_out, corrected=corrected)
            self._digests[key] = self._interned.setdefault(made, made)
        return self._digests[key]

    def parts(self, subscription: Subscription, digest: Digest) -> tuple[Part, ...]:
        """The messages of a digest and, if the subscription asks for them, the briefs under it."""
        footer = schedule_text(subscription)
        page = self._page((digest, footer), lambda: render.compose(digest, footer))
        parts = [Part(message=message) for message in page]
        if subscription.in_full:
            for entry in digest.entries:
                parts += [Part(message=m, threaded=True) for m in self._in_full(entry.card)]
        return tuple(parts)

    def _in_full(self, card: Card) -> tuple[Message, ...]:
        return self._page(
            (card.piece, card.revision), lambda: render.in_full(card, self.now, self.store)
        )

    def _page(self, key: _Page, compose: Callable[[], Reply]) -> tuple[Message, ...]:
        if key not in self._frozen:
            self._frozen[key] = freeze_reply(compose(), self.store, self.freezer, now=self.now)
        return self._frozen[key]

    def _fresh(self, subscription: Subscription) -> tuple[News, int]:
        """The provable news for a subscription, and how many pieces cannot be proved."""
        key = (
            subscription.since,
            subscription.wanted,
            subscription.unwanted,
            subscription.max_age_days,
        )
        if key not in self._news:
            fresh = news(subscription, self._after(subscription.since), self.now)
            sound = tuple(one for one in fresh if self._is_sound(one[0].card))
            self._news[key] = (sound, len(fresh) - len(sound))
        return self._news[key]

    def _after(self, since: int) -> tuple[NewPiece, ...]:
        """The arrivals after `since`; if there are too many, the earliest of them."""
        oldest = self._arrivals[-1].number if len(self._arrivals) == MAX_ARRIVALS else 0
        if since + 1 >= oldest:
            return self._arrivals
        if since not in self._before:
            self._before[since] = self.store.catalogue.arrivals(
                since, limit=MAX_ARRIVALS, oldest=True
            )
        return self._before[since]

    def _is_sound(self, card: Card) -> bool:
        """Whether a piece can be proved; a piece that cannot is left out of the digest."""
        if card not in self._is_proved:
            self._is_proved[card] = render.is_provable(card, self.store)
        return self._is_proved[card]
