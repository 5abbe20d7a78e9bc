"""Reading files of strangers: in a process of their own, where a hostile one can only hurt itself.

Each process has a limit on its memory, its time and its answer, sees nothing of the environment,
and is used again for the next file unless the last one broke it. What it answers is plain JSON.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from queue import LifoQueue
from typing import assert_never

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading import reader, sandbox_worker
from briefs.reading.sandbox_worker import Answer, ReadFailed, Refused, Understood, unpack

LARGEST = 50_000_000
"""Bytes of a file; a piece with its pictures has a few millions."""

_DAMAGED = "Open it in the program it comes from, save it again, and add that."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may take: `memory` and `answer` in bytes, `seconds` of CPU and of waiting.

    A process is replaced when it has read so many `files`.
    """

    memory: int = 500_000_000
    answer: int = 20_000_000
    seconds: int = 20
    files: int = 200


class Cage:
    """Up to `most` processes, started when they are needed; called from any thread.

    A caller waits while all of them are at work.
    """

    def __init__(self, limits: Limits | None = None, *, most: int = 2) -> None:
        self._limits = limits or Limits()
        self._most = most
        self._free: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(most):
            self._free.put(None)

    def read(self, data: bytes, *, name: str = "", origin: str = "", charset: str = "") -> Draft:
        """As `reader.read`; Unreadable also if the file takes more than the limits allow."""
        try:
            draft = self._read(data, name, origin, charset)
        except Unreadable as error:
            path = origin or name
            raise Unreadable(error.reason, path=path, line=error.line, hint=error.hint) from error
        return replace(draft, origin=origin)

    def close(self) -> None:
        """End the processes, each when it is done with its file."""
        for worker in [self._free.get() for _ in range(self._most)]:
            if worker is not None:
                worker.close()
            self._free.put(None)

    def _read(self, data: bytes, name: str, origin: str, charset: str) -> Draft:
        if len(data) > LARGEST:
            size, limit = len(data) / 1e6, LARGEST / 1e6
            raise Unreadable(
                f"too large: {size:.0f} MB, where a file may have {limit:.0f} MB",
                hint="Save its text alone, without pictures.",
            )
        # Only an address is of use inside, and a path may hold what JSON cannot.
        address = origin if origin.startswith(("http://", "https://")) else ""
        asked = json.dumps({"name": name, "origin": address, "charset": charset}).encode()
        answer = self._answer(asked, data)
        match answer:
            case Understood(draft):
                return draft
            case Refused(reason, line, hint):
                raise Unreadable(reason, line=line, hint=hint)
            case ReadFailed(trace):
                broken = Unreadable("it is not built as such files are", hint=_DAMAGED)
                broken.add_note(trace)
                raise broken
        assert_never(answer)

    def _answer(self, asked: bytes, data: bytes) -> Answer:
        worker = self._free.get()
        try:
            if worker is not None:
                try:
                    return worker.ask(asked, data)
                except _Died as death:
                    worker.close()
                    if death.own:
                        raise
            worker = _Worker(self._limits)
            return worker.ask(asked, data)
        except _Died as death:
            raise Unreadable(str(death), hint=_DAMAGED) from death
        finally:
            if worker is not None and worker.spent:
                worker.close()
                worker = None
            self._free.put(worker)


@cache
def shared() -> Cage:
    """The cage of this program, whose processes end with it."""
    cage = Cage()
    atexit.register(cage.close)
    return cage


def read(data: bytes, *, name: str = "", origin: str = "", charset: str = "") -> Draft:
    """As `reader.read`, for files that anyone may have made; from any thread.

    Unreadable also if the file takes more memory or time than one may. Plain text and Markdown
    are read at once: what they can do is bounded by their size.
    """
    if _is_text(data):
        return reader.read(data, name=name, origin=origin, charset=charset)
    return shared().read(data, name=name, origin=origin, charset=charset)


def _is_text(data: bytes) -> bool:
    """Whether reading it takes no library that a file could break, if only to be refused."""
    try:
        return reader.of(data) == "text"
    except Unreadable:
        return True


class _Died(Exception):
    """A process ended before it answered; says why, as a person would be told.

    Unless it was surely its `own` file, those before may have worn the process out.
    """

    def __init__(self, why: str, *, own: bool) -> None:
        super().__init__(why)
        self.own = own


class _Worker:
    """One process, and what it has read so far."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._files = 0
        self._late = False
        paths = (str(Path(path).resolve()) for path in sys.path if path)
        self._process = subprocess.Popen(  # noqa: S603  # ourselves, with two numbers
            [
                sys.executable,
                "-P",
                "-B",
                "-m",
                sandbox_worker.__name__,
                str(limits.memory),
                str(limits.seconds),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # a Ctrl-C is for us
        )

    @property
    def spent(self) -> bool:
        worn = self._late or self._files >= self._limits.files
        return worn or self._process.poll() is not None

    def ask(self, asked: bytes, data: bytes) -> Answer:
        """The answer to one question; _Died if there is none, or one that cannot be."""
        self._files += 1
        timer = threading.Timer(self._limits.seconds, self._stop)
        timer.start()
        packed = None
        try:
            with suppress(BrokenPipeError):
                stdin, stdout = self._process.stdin, self._process.stdout
                assert stdin is not None and stdout is not None  # noqa: S101, PT018  # pipes
                sandbox_worker.write(stdin, asked)
                sandbox_worker.write(stdin, data)
                stdin.flush()
                packed = sandbox_worker.read(stdout, self._limits.answer)
            if packed is not None:
                return unpack(packed)
        except ValueError as error:
            self._process.kill()
            size = self._limits.answer / 1e6
            raise _Died(f"it reads as more than {size:.0f} MB, or as nonsense", own=True) from error
        finally:
            timer.cancel()
        raise self._death(self._process.wait())

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()
        self._process.kill()
        self._process.wait()

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def _death(self, status: int) -> _Died:
        seconds, memory = self._limits.seconds, f"{self._limits.memory / 1e6:.0f} MB of memory"
        if self._late or status == -signal.SIGXCPU:
            return _Died(f"reading it took more than {seconds} seconds", own=True)
        if status == sandbox_worker.OUT_OF_MEMORY:
            return _Died(f"reading it took more than {memory}", own=False)
        return _Died(f"it broke its reader: it is damaged, or takes more than {memory}", own=False)
