"""What a courier does beside posting: it ends leases that ran out, and looks into doubts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from bot.courier.backroom import Backroom
from bot.courier.habits import Habits
from bot.courier.telling import tell
from bot.platforms.base import Poster
from bot.platforms.patience import Pause
from briefs.digests.outbox import Delivery, Outbox
from briefs.outcome import Retry, Sent, Unknown

_MOST: Final = 50
_OFTEN: Final = timedelta(seconds=30)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chores:
    """One worker's, for the accounts in `posters`."""

    outbox: Outbox
    posters: Mapping[str, Poster]
    backroom: Backroom
    clock: Callable[[], datetime]
    habits: Habits
    pause: Pause

    async def run(self) -> None:
        """Do them again and again, until cancelled; a failure is logged, and tried again."""
        policy = self.habits.policy
        every = min(policy.lease / 2, policy.look_after / 2, _OFTEN)
        while True:
            try:
                await self._do()
            except Exception as error:  # noqa: BLE001  # it is tried again
                tell("courier.chores_failed", error)
            await self.pause(every.total_seconds())

    async def _do(self) -> None:
        await self.backroom.do(self._reap)
        for doubt in await self.backroom.do(self._doubts):
            found = await self._look(doubt)
            if not isinstance(found, Unknown):  # that is asked again
                await self.backroom.do(partial(self._clear, doubt, found))

    def _reap(self) -> None:
        after, lookable = self.habits.policy.look_after, self.habits.lookable
        reaped = self.outbox.reap(now=self.clock(), look_after=after, lookable=lookable)
        if reaped:
            _log.warning("courier.leases_ran_out", rows=reaped)

    def _doubts(self) -> Sequence[Delivery]:
        return self.outbox.doubts(tuple(self.posters), now=self.clock(), limit=_MOST)

    async def _look(self, doubt: Delivery) -> Sent | Retry | Unknown | None:
        """Ask the platform whether it is there; the row's own time says since when."""
        poster = self.posters[doubt.to.account]
        if not poster.can_look:
            return None
        return await poster.look(doubt.to, doubt.key, doubt.due)

    def _clear(self, doubt: Delivery, found: Sent | Retry | None) -> None:
        if self.outbox.clear(doubt, found, now=self.clock()):
            _log.info("courier.looked", delivery=doubt.key, found=found)
