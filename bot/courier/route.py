"""One account's deliveries: looks into the outbox again and again, and sends the carrier off."""

import asyncio
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from bot.courier.backroom import Backroom
from bot.courier.habits import Habits
from bot.courier.telling import tell
from bot.delivery.claim import Rounds
from bot.delivery.send import Carrier
from bot.platforms.patience import backoff
from bot.repeating import until


class Route:
    """Each account has its own, so that one whose platform is slow keeps no other waiting."""

    def __init__(
        self,
        rounds: Rounds,
        carrier: Carrier,
        backroom: Backroom,
        *,
        clock: Callable[[], datetime],
        habits: Habits,
    ) -> None:
        self._rounds = rounds
        self._carrier = carrier
        self._backroom = backroom
        self._clock = clock
        self._habits = habits
        self._wake = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def under_way(self) -> AbstractSet[asyncio.Task[None]]:
        return self._under_way

    def nudge(self) -> None:
        """Look at once."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; what is under way then is left to be waited for."""
        failures = 0
        while not stop.is_set():
            try:
                more = await self._look()
                failures = 0
            except Exception as error:  # noqa: BLE001  # it must outlive a database that is away
                failures += 1
                tell("courier.no_claim", error, failures=failures)
                more = False
            if failures:
                self._wake.clear()  # what is nudged for cannot be had
                await self._rest(backoff(failures), stop)
            elif not more:
                await self._rest(self._habits.poll, stop)

    async def _look(self) -> bool:
        """Send off what is found; whether there may be more, and room for it."""
        room = min(self._habits.in_hand - len(self._under_way), self._habits.batch)
        if room <= 0:
            return False
        found = await self._backroom.do(lambda: self._rounds.look(room, self._clock()))
        for errand in found.errands:
            task = asyncio.create_task(self._carrier.see_to(errand))
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        return found.more

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A place has its next part now, and there is room again: worth a look if for a batch."""
        self._under_way.discard(task)
        if len(self._under_way) <= self._habits.in_hand - self._habits.batch:
            self._wake.set()

    async def _rest(self, most: timedelta, stop: asyncio.Event) -> None:
        """Until nudged; no longer than `most`."""
        if not stop.is_set():
            await until(self._wake, most)
            self._wake.clear()
