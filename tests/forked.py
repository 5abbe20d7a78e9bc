"""Processes of the tests that are forked from one that has imported the program.

To start Python and import the program takes a second of CPU, a fork hardly any, as long as it walks
nothing of what was imported (`tests/warmed_up.py`). A process has a pipe for what it says, and no
memory of the tests. `tests/bot/test_hostile_doors.py` and `tests/bot/test_run_unattended.py` start
the program as an operator does.
"""

import atexit
import multiprocessing
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO

from bot.cli import main

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(
    [
        *(row.target.partition(":")[0] for row in main.COMMANDS),
        "bot.app",
        "briefs.storage.postgres",
        "tests.bot.intake_worker",
        "tests.contracts.adding",
        "tests.contracts.claiming",
        "tests.delivery.platform",
        "tests.delivery.worker",
        "tests.warmed_up",
    ]
)
OUT, ERROR = 1, 2


class Forked:
    """A process that was begun; `said` is what it writes to the stream it was given."""

    def __init__(
        self,
        work: Callable[[], object],
        stream: int,
        folder: Path | None,
        environ: Mapping[str, str] | None,
    ) -> None:
        reading, writing = FORKING.Pipe(duplex=False)
        self._process = FORKING.Process(
            target=_begin, args=(work, writing, stream, folder, environ), daemon=True
        )
        self._process.start()
        writing.close()
        self.said: IO[str] = os.fdopen(os.dup(reading.fileno()), encoding="utf-8")
        reading.close()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def wait(self) -> None:
        self._process.join()

    def rest(self) -> str:
        """What it still says until its end."""
        rest = self.said.read()
        self.wait()
        return rest

    def close(self) -> None:
        self.kill()
        self._process.join()
        self._process.close()
        self.said.close()


@contextmanager
def forked(
    work: Callable[[], object],
    *,
    stream: int = OUT,
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Forked]:
    """Begin a process that does `work`; killed at the end."""
    process = Forked(work, stream, folder, environ)
    try:
        yield process
    finally:
        process.close()


def _begin(
    work: Callable[[], object],
    said: Connection,
    stream: int,
    folder: Path | None,
    environ: Mapping[str, str] | None,
) -> None:
    os.dup2(said.fileno(), stream)
    said.close()
    if folder is not None:
        os.chdir(folder)
    if environ is not None:
        os.environ.clear()
        os.environ.update(environ)
    try:
        work()
    finally:
        sys.stdout.flush()
        atexit._run_exitfuncs()


def command(args: tuple[str, ...]) -> None:
    """`sourcebrief` with these arguments."""
    warnings.simplefilter("error")
    sys.argv = ["sourcebrief", *args]
    main.main()
