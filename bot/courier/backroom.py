"""Where the courier's blocking work is done: in threads that it shares with the front desk."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Backroom:
    workers: Executor

    async def do(self, work: Callable[[], T]) -> T:
        """Do it in a thread; one call is one transaction, or a few that belong together."""
        return await asyncio.get_running_loop().run_in_executor(self.workers, work)
