"""The pool of sandbox processes, which read and analyse texts of strangers.

Each process has a limit on its memory, its time and its answer, gets no environment variables, and
gives up its rights (`rights`). It is used for further tasks unless one broke it. Everything from
the bytes to sentences and summaries is done inside, so that no text can block the program, whose
threads share one interpreter lock (python/cpython#67878: `re` never releases it).

A question has two parts: JSON (the task's name and arguments) and bytes. An answer has one part: a
byte for its kind, then JSON. Each part follows its length in four bytes.
"""

import atexit
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from queue import LifoQueue
from typing import IO, TYPE_CHECKING, Any, Final, Generic, TypeVar

from pydantic import TypeAdapter

from briefs.errors import StoreUnavailable, Unreadable
from briefs.model import Draft, Edited, Span, Summary
from briefs.sandbox import rights

if TYPE_CHECKING:
    from briefs.reading.feed_formats import Feed, FeedEntry  # loads slowly

T = TypeVar("T")

MAX_FILE_BYTES = 50_000_000
"""Bytes of a file; a piece with its pictures has a few millions."""

_WORKER = "briefs.sandbox.worker"
_DAMAGED = "Open it in the program it comes from, save it again, and add that."


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is computed once for a draft: `Edited` without the draft itself."""

    sentences: tuple[Span, ...]
    summaries: tuple[Summary, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversion:
    """A file that Pandoc has to read first: the name of its markup, and `pandoc.edits`."""

    markup: str
    edits: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """A task takes bytes and named strings; `type_of` returns the type of its result.

    What does it is in `worker`, which this program does not import.
    """

    name: str
    type_of: Callable[[], Any]

    def pack(self, value: T) -> bytes:
        packed: bytes = _adapter(self).dump_json(value)
        return packed

    def unpack(self, packed: bytes) -> T:
        """The result; ValueError if a field does not have its type."""
        value: T = _adapter(self).validate_json(packed)
        return value


@cache
def _adapter(task: "Task[Any]") -> TypeAdapter[Any]:
    return TypeAdapter(task.type_of())


@cache
def drafts() -> TypeAdapter[Draft]:
    return TypeAdapter(Draft)


def _feed_type() -> Any:  # noqa: ANN401  # its type is imported here
    from briefs.reading.feed_formats import Feed  # noqa: PLC0415  # loads slowly

    return Feed


READ: Task[Draft | Conversion] = Task("read", lambda: Draft | Conversion)
PREPARE: Task[Prepared] = Task("prepare", lambda: Prepared)
READ_FEED: "Task[Feed]" = Task("read-feed", _feed_type)
READ_ENTRY: Task[Draft | None] = Task("read-entry", lambda: Draft | None)
VISIBLE_TEXT: Task[tuple[str, ...]] = Task("visible-text", lambda: tuple[str, ...])
NAMED_FEEDS: Task[tuple[str, ...]] = Task("named-feeds", lambda: tuple[str, ...])
TASKS: Final[dict[str, Task[Any]]] = {
    task.name: task for task in (READ, PREPARE, READ_FEED, READ_ENTRY, VISIBLE_TEXT, NAMED_FEEDS)
}

OUT_OF_MEMORY: Final = 77
"""The exit status of a process that ran out of memory."""

DONE: Final = b"+"
"""The kind of an answer: the task's value."""

REFUSED: Final = b"-"
"""The kind of an answer: reason, line and hint of an `Unreadable`."""

FAILED: Final = b"!"
"""The kind of an answer: the traceback of an unexpected error."""

_LENGTH = struct.Struct("!I")


def write_part(stream: IO[bytes], part: bytes) -> None:
    stream.write(_LENGTH.pack(len(part)))
    stream.write(part)


def read_part(stream: IO[bytes], most: int = 2**32) -> bytes | None:
    """The next part on a stream, None at its end; ValueError if it has more than `most` bytes."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length: int = _LENGTH.unpack(head)[0]
    if length > most:
        raise ValueError(f"{length} bytes, of at most {most}")
    part = stream.read(length)
    return part if len(part) == length else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may use: `memory` and `answer` in bytes, `seconds` of CPU.

    A process is replaced after `files` files. `waiting`, in seconds, also covers the start of a
    process and a busy machine, which are not the file's fault: it is longer than the CPU time, and
    ends only what waits without computing.
    """

    memory: int = 500_000_000
    answer: int = 20_000_000
    seconds: int = 20
    waiting: int = 120
    files: int = 200


class Interrupted(StoreUnavailable):
    """The program is being stopped: the file is fine, and can be read another time."""

    def __init__(self) -> None:
        super().__init__("I am being stopped.", hint="Try again in a minute.")


class Sandbox:
    """Up to `most` processes, started on demand; thread-safe.

    A caller waits while all of them are busy.
    """

    def __init__(self, limits: Limits | None = None, *, most: int = 2) -> None:
        self._limits = limits or Limits()
        self._most = most
        self._free: LifoQueue[_Worker | None] = LifoQueue()
        self._lock = threading.Lock()
        self._at_work: set[_Worker] = set()
        self._interrupted = False
        for _ in range(most):
            self._free.put(None)

    def read(
        self,
        data: bytes,
        *,
        name: str = "",
        origin: str = "",
        charset: str = "",
        beside: str = "",
    ) -> Draft:
        """As `reader.read`; Unreadable also if the file exceeds the limits."""
        if len(data) > MAX_FILE_BYTES:
            size, limit = len(data) / 1e6, MAX_FILE_BYTES / 1e6
            raise Unreadable(
                f"too large: {size:.0f} MB, where a file may have {limit:.0f} MB",
                path=origin or name,
                hint="Save its text alone, without pictures.",
            )
        # The reader needs only an address, and a path may not be valid Unicode.
        address = origin if origin.startswith(("http://", "https://")) else ""
        asked = {"name": name, "origin": address, "charset": charset, "beside": beside}
        path = origin or name
        found = self.do(READ, data, path=path, tree="0", **asked)
        if isinstance(found, Conversion):
            tree = self._tree(data, found, path)
            found = self.do(READ, tree + data, path=path, tree=str(len(tree)), **asked)
        if isinstance(found, Conversion):
            raise Unreadable("it reads as nonsense", path=path, hint=_DAMAGED)
        return replace(found, origin=origin)

    def _tree(self, data: bytes, asked: Conversion, path: str) -> bytes:
        """Pandoc's output for a file. Pandoc runs beside the sandbox's processes, which may start
        no program, with limits of its own.
        """
        from briefs.reading import formats, pandoc  # noqa: PLC0415  # needed only to read

        markup = formats.BY_PANDOC.get(asked.markup)
        if markup is None:
            raise Unreadable("it reads as nonsense", path=path, hint=_DAMAGED)
        limits = pandoc.Limits(
            memory=self._limits.memory,
            seconds=self._limits.seconds,
            waiting=self._limits.waiting,
        )
        try:
            return pandoc.convert(data, markup, limits, changed=asked.edits, start=rights.bound)
        except Unreadable as error:
            raise Unreadable(error.reason, path=path, line=error.line, hint=error.hint) from error

    def edit(self, draft: Draft, *, method: str = "brief") -> Edited:
        """As `ingest.edit`; Unreadable also if the text exceeds the limits."""
        data = drafts().dump_json(draft)
        found = self.do(PREPARE, data, path=draft.origin, method=method)
        draft = replace(draft, warnings=found.warnings)
        return Edited(draft=draft, sentences=found.sentences, summaries=found.summaries)

    def do(self, task: Task[T], data: bytes, *, path: str, **asked: str) -> T:
        """Do a task inside; Unreadable, naming `path`, if the bytes are refused or exceed the
        limits.
        """
        question = json.dumps({"task": task.name, "asked": asked}).encode()
        try:
            return self._understood(task, self._answer(question, data))
        except Unreadable as error:
            raise Unreadable(error.reason, path=path, line=error.line, hint=error.hint) from error

    def interrupt(self) -> None:
        """Kill all processes and start no more; waiting callers get Interrupted."""
        with self._lock:
            self._interrupted = True
            for process in self._at_work:
                process.kill()

    def close(self) -> None:
        """End the processes, each after its current task."""
        for process in [self._free.get() for _ in range(self._most)]:
            if process is not None:
                process.close()
            self._free.put(None)

    def _understood(self, task: Task[T], packed: bytes) -> T:
        kind, told = packed[:1], packed[1:]
        try:
            if kind == DONE:
                return task.unpack(told)
            if kind == REFUSED:
                reason, line, hint = json.loads(told)
                raise Unreadable(str(reason), line=line, hint=str(hint))
            broken = Unreadable("it is not built as such files are", hint=_DAMAGED)
            broken.add_note(str(json.loads(told)))
        except ValueError as error:
            raise Unreadable("it reads as nonsense", hint=_DAMAGED) from error
        raise broken

    def _answer(self, asked: bytes, data: bytes) -> bytes:
        process = self._free.get()
        try:
            if process is not None:
                try:
                    return self._asked(process, asked, data)
                except _Died as death:
                    process.close()
                    if death.own:
                        raise
            process = _Worker(self._limits)
            return self._asked(process, asked, data)
        except _Died as death:
            if self._interrupted:
                raise Interrupted from death
            raise Unreadable(str(death), hint=_DAMAGED) from death
        finally:
            if process is not None and process.spent:
                process.close()
                process = None
            self._free.put(process)

    def _asked(self, process: "_Worker", asked: bytes, data: bytes) -> bytes:
        with self._lock:
            if self._interrupted:
                raise Interrupted
            self._at_work.add(process)
        try:
            return process.ask(asked, data)
        finally:
            with self._lock:
                self._at_work.discard(process)


@cache
def shared() -> Sandbox:
    """The sandbox of this program; its processes end with the program."""
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox


def interrupt() -> None:
    """Kill the running tasks, if there are any: the program is being stopped."""
    if shared.cache_info().currsize:
        shared().interrupt()


def read(
    data: bytes, *, name: str = "", origin: str = "", charset: str = "", beside: str = ""
) -> Draft:
    """As `reader.read`, for bytes from a stranger; thread-safe.

    Unreadable also if they need more memory or time than allowed.
    """
    return shared().read(data, name=name, origin=origin, charset=charset, beside=beside)


def edit(draft: Draft, *, method: str = "brief") -> Edited:
    """As `ingest.edit`, for a text from a stranger; thread-safe."""
    return shared().edit(draft, method=method)


def read_feed(data: bytes, *, url: str) -> "Feed":
    """As `feed.read`, for bytes from a stranger; thread-safe."""
    found: Feed = shared().do(READ_FEED, data, path=url, url=url)
    return found


def read_entry(entry: "FeedEntry", feed: "Feed") -> Draft | None:
    """As `feed.draft`, for an entry from a stranger; thread-safe."""
    alone = READ_FEED.pack(replace(feed, entries=(entry,)))
    return shared().do(READ_ENTRY, alone, path=entry.url or entry.key)


def visible_text(data: bytes, *, url: str) -> tuple[str, ...]:
    """As `visible_text.blocks`, for a page from a stranger; thread-safe."""
    return shared().do(VISIBLE_TEXT, data, path=url)


def named_feeds(data: bytes, *, url: str, charset: str = "") -> tuple[str, ...]:
    """`feed.named_feeds` in the sandbox, for any page; safe from any thread."""
    return shared().do(NAMED_FEEDS, data, path=url, url=url, charset=charset)


class _Died(Exception):
    """A process ended without an answer; the text says why, for a person.

    Unless its `own` file surely was the cause, earlier files may have worn the process out.
    """

    def __init__(self, why: str, *, own: bool) -> None:
        super().__init__(why)
        self.own = own


class _Worker:
    """One process, and how many files it has read."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._files = 0
        self._late = False
        paths = (str(Path(path).resolve()) for path in sys.path if path)
        self._process = subprocess.Popen(  # noqa: S603  # our own module, with two numbers
            [
                sys.executable,
                "-P",
                "-B",
                "-m",
                _WORKER,
                str(limits.memory),
                str(limits.seconds),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C must not reach it
        )

    @property
    def spent(self) -> bool:
        worn = self._late or self._files >= self._limits.files
        return worn or self._process.poll() is not None

    def ask(self, asked: bytes, data: bytes) -> bytes:
        """The answer to one question; _Died if there is none, or an invalid one."""
        self._files += 1
        timer = threading.Timer(self._limits.waiting, self._stop)
        timer.start()
        packed = None
        try:
            with suppress(BrokenPipeError):
                stdin, stdout = self._process.stdin, self._process.stdout
                assert stdin is not None and stdout is not None  # noqa: S101, PT018  # pipes
                write_part(stdin, asked)
                write_part(stdin, data)
                stdin.flush()
                packed = read_part(stdout, self._limits.answer)
            if packed is not None:
                return packed
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

    def kill(self) -> None:
        self._process.kill()

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def _death(self, status: int) -> _Died:
        seconds, memory = self._limits.seconds, f"{self._limits.memory / 1e6:.0f} MB of memory"
        if self._late:
            return _Died(f"reading it took more than {self._limits.waiting} seconds", own=True)
        if status == -signal.SIGXCPU:
            return _Died(f"reading it took more than {seconds} seconds of work", own=True)
        if status == OUT_OF_MEMORY:
            return _Died(f"reading it took more than {memory}", own=False)
        return _Died(f"it broke its reader: it is damaged, or takes more than {memory}", own=False)
