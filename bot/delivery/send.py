"""Takes each delivery from its slot to its end: intent, call, outcome."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, assert_never

import structlog

from bot.courier.backroom import Backroom
from bot.courier.gate import Gate
from bot.courier.habits import Habits
from bot.courier.ledger import Fenced, Ledger, Postponed
from bot.courier.telling import tell
from bot.delivery.claim import NEAR, Errand
from bot.delivery.support import Together
from bot.platforms.base import Poster
from bot.platforms.fence import leaving_only_if
from bot.platforms.patience import Pause, backoff
from bot.repeating import until
from briefs.digests.outbox import Delivery, Settled, settle
from briefs.errors import StoreUnavailable
from briefs.outcome import Outcome, Retry, Unknown

_TOGETHER: Final = 50
_MOMENT: Final = 0.02
"""Rows, and seconds, that a commit is waited for with others."""

_AHEAD: Final = timedelta(milliseconds=100)
"""How long before its slot a delivery's intent is committed."""

_NO_TIME: Final = timedelta()

_HELD_UP: Final = Retry("The worker was held up before it could post.", _NO_TIME)

_log = structlog.get_logger(__name__)


class Carrier:
    """Any number of deliveries at once, over all accounts, until `stop` is set."""

    def __init__(
        self,
        ledger: Ledger,
        posters: Mapping[str, Poster],
        backroom: Backroom,
        *,
        clock: Callable[[], datetime],
        habits: Habits,
        pause: Pause,
        stop: asyncio.Event,
    ) -> None:
        self._ledger = ledger
        self._posters = posters
        self._backroom = backroom
        self._clock = clock
        self._policy = habits.policy
        self._pause = pause
        self._stop = stop
        self._gate = Gate()
        self._lines = {account: asyncio.Semaphore(habits.calls) for account in posters}
        self._intents = Together(self._intend, most=_TOGETHER, wait=_MOMENT)
        self._ends = Together(self._settle, most=_TOGETHER, wait=_MOMENT)
        self._returns = Together(self._release, most=_TOGETHER, wait=_MOMENT)

    async def see_to(self, errand: Errand) -> None:
        """One delivery from its slot to its end; what goes wrong here leaves it to its lease."""
        try:
            await self._deliver(errand)
        except Exception as error:  # noqa: BLE001  # the others go on
            tell("courier.left_to_lease", error, delivery=errand.delivery.key)

    async def _deliver(self, errand: Errand) -> None:
        if not await self._until_stop(errand.at - _AHEAD):
            await self._returns.add(errand.delivery)
            return
        intent = await self._intents.add(errand)
        match intent:
            case Delivery():
                await self._post(intent, errand)
            case Postponed(until):
                await self._returns.add(replace(errand.delivery, due=until))
            case Fenced():
                _log.warning("courier.fenced", delivery=errand.delivery.key)
            case never:
                assert_never(never)

    async def _post(self, ours: Delivery, errand: Errand) -> None:
        """From here on the outbox says `sending`: whatever happens, it is told how that ended."""
        poster = self._posters[ours.to.account]
        await self._until(errand.at)
        async with self._lines[ours.to.account]:
            seconds = self._gate.wait(poster, ours.to, asyncio.get_running_loop().time())
            if seconds > 0:
                await self._pause(seconds)
            outcome = await self._called(poster, ours, errand.message.payload)
        if isinstance(outcome, Retry) and outcome.after > timedelta():
            await self._hold(ours, outcome)
        end = settle(ours, outcome, self._clock(), self._policy, can_look=poster.can_look)
        await self._ends.add((errand, end))

    async def _called(self, poster: Poster, ours: Delivery, payload: str) -> Outcome:
        """Make the call, unless this worker slept through the time in which it may."""
        half = self._policy.lease / 2
        let_go: list[bool] = []

        def may_leave() -> bool:
            let_go.append(ours.lease is not None and self._clock() <= ours.lease - half)
            return let_go[-1]

        if not may_leave():
            return _HELD_UP
        let_go.clear()
        try:
            with leaving_only_if(may_leave):
                async with asyncio.timeout(half.total_seconds()):
                    outcome = await poster.post(ours.to, payload, ours.key)
        except TimeoutError:
            outcome = Unknown("The platform did not answer in time.")
        except Exception as error:  # noqa: BLE001  # a bug there may come after the call
            tell("courier.poster_broke", error, delivery=ours.key)
            outcome = Unknown(f"The post broke off ({type(error).__name__}).")
        # Whatever the poster makes of it: of what was kept back each time, nothing has left.
        return _HELD_UP if let_go and not any(let_go) else outcome

    async def _hold(self, ours: Delivery, asked: Retry) -> None:
        try:
            await self._backroom.do(lambda: self._ledger.hold(ours, asked))
        except Exception as error:  # noqa: BLE001  # how the call ended must be told all the same
            tell("courier.not_held", error, delivery=ours.key)

    async def _intend(self, group: Sequence[Errand]) -> Sequence[Delivery | Postponed | Fenced]:
        return await self._backroom.do(lambda: self._ledger.intend(group))

    async def _release(self, group: Sequence[Delivery]) -> Sequence[None]:
        return await self._backroom.do(lambda: self._ledger.release(group))

    async def _settle(self, group: Sequence[tuple[Errand, Settled]]) -> Sequence[None]:
        """A database that is away is waited for, however long: only we know how these ended."""
        failures = 0
        while True:
            try:
                return await self._backroom.do(lambda: self._ledger.settle(group))
            except StoreUnavailable as error:
                failures += 1
                tell("courier.not_settled", error, rows=len(group), failures=failures)
                await self._pause(backoff(failures).total_seconds())

    async def _until_stop(self, moment: datetime) -> bool:
        """Wait for a moment; False if it was told to stop before."""
        if (wait := self._wait(moment)) > _NO_TIME:
            await until(self._stop, wait)
        return not self._stop.is_set()

    async def _until(self, moment: datetime) -> None:
        if (wait := self._wait(moment)) > _NO_TIME:
            await self._pause(wait.total_seconds())

    def _wait(self, moment: datetime) -> timedelta:
        """Until a slot; no slot is further off, unless the clock was set back."""
        return min(moment - self._clock(), NEAR)
