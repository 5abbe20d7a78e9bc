"""Turns subscriptions that are due into editions in the outbox. Each distinct digest is composed,
proved and frozen once, for all places that get it.

Many digests are due at the same instant, and an account may send only so many messages a second. So
each place gets its digest some minutes after the instant. The offset is a hash of the place's
address, and so the same every day.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Final, TypeAlias
from zoneinfo import ZoneInfoNotFoundError

from bot.platforms.base import Freezer
from bot.platforms.sending import freeze_reply
from bot.service.runtime import Periodic, run_blocking
from briefs.digests.digest import (
    Digest,
    NewPiece,
    News,
    Pause,
    Run,
    Subscription,
    assemble,
    due,
    news,
    upcoming,
)
from briefs.digests.outbox import Edition, Message, Part
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.model import Address, Card
from briefs.storage import Store
from briefs.storage.subscriptions import Step
from handlers.digest import render
from handlers.digest.render import MAX_ARRIVALS, schedule_text
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


_MAX_SPREAD: Final = timedelta(minutes=10)
_HASH_RANGE: Final = 2**32


def spread_offset(place: Address, crowd: int, interval: timedelta | None) -> timedelta:
    """How long after the instant at which it is due a place gets its digest.

    `crowd` digests are due at that instant; the account may send one message each `interval`. The
    offset is at most ten minutes; where that is too short, the rate limiter delays the rest.
    """
    if interval is None or crowd <= 1:
        return timedelta()
    window = min(interval * crowd, _MAX_SPREAD)
    hashed = int.from_bytes(sha256(str(place).encode()).digest()[:4], "big")
    return window * (hashed / _HASH_RANGE)


AHEAD: Final = timedelta(minutes=2)
"""How long before it is due an edition is put into the outbox, so that it is sent on time."""

EVERY: Final = timedelta(seconds=5)
RETRY_AFTER: Final = timedelta(minutes=10)
"""When a subscription whose digest could not be composed is tried again."""

_BATCH: Final = 100
"""Subscriptions in one transaction. SQLite has one writer at a time
(https://www.sqlite.org/whentouse.html), so a delivery worker waits during a transaction.
"""

_MAX_SKIPPED_LOGGED: Final = 10

_Crowds: TypeAlias = Mapping[tuple[str, datetime], int]

_log = get_logger(__name__)


class Scheduler:
    """The scheduler of one account, which may send one message each `interval`.

    Several schedulers may run for an account: each step of a subscription names the version it was
    decided on, and fails if that changed. `zones` is the release of the time zone data. `grace` is
    how late a digest may be. `nudge` is called in the event loop after editions were added.
    """

    def __init__(
        self,
        store: Store,
        freezer: Freezer,
        *,
        account: str,
        interval: timedelta | None,
        clock: Callable[[], datetime],
        zones: str,
        grace: timedelta,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._freezer = freezer
        self._account = account
        self._interval = interval
        self._clock = clock
        self._zones = zones
        self._grace = grace
        self._nudge = nudge
        self._failed: dict[Address, datetime] = {}

    async def run(self, workers: Executor, stop: asyncio.Event) -> None:
        """Call `tick` every few seconds until `stop` is set."""

        async def work(_stop: asyncio.Event) -> None:
            if posted := await run_blocking(workers, self.tick):
                _log.info("publisher.posted", account=self._account, editions=posted)
                self._nudge()

        await Periodic(name="publisher", every=EVERY, work=work).run(stop)

    def tick(self) -> int:
        """Put every edition that is due within `AHEAD` into the outbox;
        returns how many. Blocks.
        """
        now = self._clock()
        self._failed = {place: until for place, until in self._failed.items() if until > now}
        self._recompute(now)
        crowds = self._store.subscriptions.due_counts(now=now + AHEAD, accounts=(self._account,))
        composer: DigestComposer | None = None
        posted = 0
        stayed = set(self._failed)
        while subscriptions := self._due(now + AHEAD, stayed):
            composer = composer or DigestComposer(self._store, self._freezer, now)
            steps = list(self._steps(subscriptions, composer, crowds, now))
            if self._store.subscriptions.advance(steps, zones=self._zones, now=now) < len(
                subscriptions
            ):
                stayed.update(subscription.to for subscription in subscriptions)
            posted += sum(step.edition is not None for step in steps)
        return posted

    def _due(self, soon: datetime, stayed: AbstractSet[Address]) -> list[Subscription]:
        """The next batch of due subscriptions, without those in `stayed` and those that failed
        before.

        They remain first in the queue, so the batch is read larger by their number.
        """
        limit = _BATCH + len(self._failed)
        found = self._store.subscriptions.due(now=soon, limit=limit, accounts=(self._account,))
        return [subscription for subscription in found if subscription.to not in stayed]

    def _steps(
        self,
        subscriptions: list[Subscription],
        composer: DigestComposer,
        crowds: _Crowds,
        now: datetime,
    ) -> Iterator[Step]:
        for subscription in subscriptions:
            try:
                yield self._step(subscription, composer, crowds, now)
            except StoreUnavailable:
                raise
            except ZoneInfoNotFoundError:
                yield _paused_for_zone(subscription)
            except Exception:  # noqa: BLE001  # the other subscriptions go on
                _log.exception("publisher.order_failed", place=str(subscription.to))
                self._failed[subscription.to] = now + RETRY_AFTER

    def _step(
        self, subscription: Subscription, composer: DigestComposer, crowds: _Crowds, now: datetime
    ) -> Step:
        run = due(subscription, now + AHEAD, self._grace)
        _log_skipped(subscription, run, now)
        if run is None:
            return Step(subscription, next(upcoming(subscription, now), None), None)
        digest = composer.digest(subscription, run.edition)
        edition = None
        if digest.entries or subscription.when_empty:
            crowd = crowds.get((subscription.to.account, run.at), 1)
            start = run.at + spread_offset(subscription.to, crowd, self._interval)
            edition = Edition(
                to=subscription.to,
                name=run.edition.isoformat(),
                due=start,
                until=start + self._grace,
                parts=composer.parts(subscription, digest),
                since=subscription.since,
                upto=digest.upto,
            )
        moved = replace(subscription, last=run.edition, since=digest.upto)
        return Step(moved, next(upcoming(moved, max(now, run.at)), None), edition)

    def _recompute(self, now: datetime) -> None:
        """Recompute next runs that were computed with another release of the time zone data."""
        while stale := self._store.subscriptions.stale(self._zones, limit=_BATCH):
            steps = [_recomputed(subscription, now, self._grace) for subscription in stale]
            if not self._store.subscriptions.advance(steps, zones=self._zones, now=now):
                return
            _log.debug("publisher.next_runs", orders=len(steps), zones=self._zones)


def _recomputed(subscription: Subscription, now: datetime, grace: timedelta) -> Step:
    """A subscription's recomputed next run; a run that is due already stays."""
    try:
        return Step(
            subscription,
            due(subscription, now, grace) or next(upcoming(subscription, now), None),
            None,
        )
    except ZoneInfoNotFoundError:
        return _paused_for_zone(subscription)


def _paused_for_zone(subscription: Subscription) -> Step:
    """A paused subscription, whose zone is missing in this time zone data; its people must set
    another.
    """
    _log.error("publisher.unknown_zone", place=str(subscription.to), zone=subscription.zone)
    reason = f"The time zone {subscription.zone} is no longer known. Type /digest on with another."
    return Step(replace(subscription, pause=Pause("platform", reason)), None, None)


def _log_skipped(subscription: Subscription, run: Run | None, now: datetime) -> None:
    """Log the editions that were missed; the next edition contains their pieces."""
    began = subscription.starts
    if subscription.last is not None:
        began = max(began, datetime.combine(subscription.last - timedelta(days=1), time(), UTC))
    missed = []
    for earlier in upcoming(subscription, began):
        if earlier.at > now or (run is not None and earlier.edition >= run.edition):
            break
        missed.append(earlier.edition.isoformat())
    if missed:
        _log.warning(
            "publisher.skipped",
            place=str(subscription.to),
            editions=missed[-_MAX_SKIPPED_LOGGED:],
            of=len(missed),
        )
