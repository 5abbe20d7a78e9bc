"""A bot in a process of its own, and the CPU that it has used."""

import os
import sys
import time
from asyncio.subprocess import DEVNULL, create_subprocess_exec
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Process:
    pid: int

    def cpu(self) -> float:
        """Seconds of user and system CPU so far, of all its threads."""
        # Linux's number for the CPU clock of another process, as clock_getcpuclockid(3) makes it.
        return time.clock_gettime(~self.pid << 3 | 2)


@asynccontextmanager
async def running(
    arguments: Sequence[str], *, folder: Path, env: Mapping[str, str] | None = None
) -> AsyncIterator[Process]:
    """Python with these arguments, in that folder and with additional environment, within the
    context.
    """
    started = await create_subprocess_exec(
        sys.executable, *arguments, cwd=folder, env={**os.environ, **(env or {})}, stdout=DEVNULL
    )
    try:
        yield Process(started.pid)
    finally:
        with suppress(ProcessLookupError):  # it may have ended by itself
            started.terminate()
        await started.wait()
