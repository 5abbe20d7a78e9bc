"""Tells what is met for the first time, by whichever process: what comes twice is done once."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

from briefs.taken import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """All of the store is called in `workers`."""

    taken: Taken
    workers: Executor
    clock: Callable[[], datetime]

    async def first(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of the keys that were not met before, here or elsewhere; from now on they were.

        Raises StoreUnavailable if that can't be told.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self.workers, lambda: self.taken.first(keys, now=self.clock())
        )
