"""Posts what is due: claims, proves, commits the intent, calls the platform, writes what became."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import datetime

import structlog

from bot.courier.backroom import Backroom
from bot.courier.chores import Chores
from bot.courier.habits import Habits
from bot.courier.ledger import Ledger, Shelf
from bot.courier.route import Route
from bot.delivery.claim import Rounds
from bot.delivery.send import Carrier
from bot.platforms.base import Poster
from bot.platforms.patience import Pause

_log = structlog.get_logger(__name__)


class Courier:
    """One worker over the accounts in `posters` (by `Address.account`).

    `worker` names it, unlike any other that runs or ever ran. All of the store is called in
    `workers`. The posters are opened and closed here, so that they outlive what is in flight.
    """

    def __init__(
        self,
        shelf: Shelf,
        posters: Mapping[str, Poster],
        workers: Executor,
        *,
        worker: str,
        clock: Callable[[], datetime],
        habits: Habits | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._shelf = shelf
        self._posters = posters
        self._backroom = Backroom(workers)
        self._worker = worker
        self._clock = clock
        self._habits = habits or Habits()
        self._pause = pause
        self._routes: tuple[Route, ...] = ()

    def nudge(self) -> None:
        """Look at once: something has come into the outbox."""
        for route in self._routes:
            route.nudge()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; then let go of what waits, and finish what is in flight."""
        carrier = self._carrier(stop)
        self._routes = tuple(self._route(poster, carrier) for poster in self._posters.values())
        try:
            for poster in self._posters.values():
                await poster.open()
            beside = [asyncio.create_task(work) for work in (self._chores().run(), _at(stop, self))]
            try:
                await asyncio.gather(*(route.run(stop) for route in self._routes))
            finally:
                await self._finish()
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
        finally:
            for poster in self._posters.values():
                await poster.close()

    async def _finish(self) -> None:
        left = {task for route in self._routes for task in route.under_way}
        if left:
            _, left = await asyncio.wait(left, timeout=self._habits.finish.total_seconds())
        if left:
            _log.error("courier.unfinished", rows=len(left))
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _carrier(self, stop: asyncio.Event) -> Carrier:
        ledger = Ledger(
            shelf=self._shelf,
            posters=self._posters,
            worker=self._worker,
            clock=self._clock,
            policy=self._habits.policy,
        )
        return Carrier(
            ledger,
            self._posters,
            self._backroom,
            clock=self._clock,
            habits=self._habits,
            pause=self._pause,
            stop=stop,
        )

    def _route(self, poster: Poster, carrier: Carrier) -> Route:
        rounds = Rounds(
            shelf=self._shelf, poster=poster, worker=self._worker, policy=self._habits.policy
        )
        return Route(rounds, carrier, self._backroom, clock=self._clock, habits=self._habits)

    def _chores(self) -> Chores:
        return Chores(
            outbox=self._shelf.outbox,
            posters=self._posters,
            backroom=self._backroom,
            clock=self._clock,
            habits=self._habits,
            pause=self._pause,
        )


async def _at(stop: asyncio.Event, courier: Courier) -> None:
    """Have those that rest notice that they are to stop."""
    await stop.wait()
    courier.nudge()
