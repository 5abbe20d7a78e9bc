"""The sandbox process, `python -m briefs.sandbox.worker MEMORY SECONDS`: does one task after
another.

A question has two parts: JSON (the task's name and arguments) and bytes. An answer has one part: a
byte for its kind, then JSON. Each part follows its length in four bytes, on standard input and
output.

Each task takes bytes and named strings and returns a value of one type. Its modules are imported
when it is first done, so that the calling program imports none of them.
"""

import json
import mmap
import os
import struct
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import IO, Any, Final, Generic, TypeVar

from pydantic import TypeAdapter

from briefs.errors import SourcebriefError, Unreadable
from briefs.model import Draft, Span, Summary
from briefs.sandbox import rights

T = TypeVar("T")


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
    """`do` is called inside the sandbox; `type_of` returns the type of its result."""

    name: str
    do: Callable[..., T]
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


def pack_draft(draft: Draft) -> bytes:
    return _drafts().dump_json(draft)


@cache
def _drafts() -> TypeAdapter[Draft]:
    return TypeAdapter(Draft)


def _read(
    data: bytes, *, name: str, origin: str, charset: str, tree: str, beside: str = ""
) -> Draft | Conversion:
    """Read a file; the first `tree` of its bytes are Pandoc's output for it."""
    from briefs.reading import pandoc, reader  # noqa: PLC0415  # see above

    made, given = data[: int(tree)], data[int(tree) :]
    markup = None if made else reader.markup_of(given, name)
    if markup is not None:
        return Conversion(markup.pandoc, pandoc.edits(given, markup))
    return reader.read(given, name=name, origin=origin, charset=charset, tree=made, beside=beside)


def _prepare(data: bytes, *, method: str) -> Prepared:
    from briefs.pieces import ingest  # noqa: PLC0415  # see above

    edited = ingest.edit(_drafts().validate_json(data), method=method)
    return Prepared(edited.sentences, edited.summaries, edited.draft.warnings)


def _read_feed(data: bytes, *, url: str) -> Any:  # noqa: ANN401  # its type is imported here
    from briefs.reading import feed  # noqa: PLC0415  # see above

    return feed.read(data, url=url)


def _read_entry(data: bytes) -> Draft | None:
    """The draft of the only entry of the feed in `data`."""
    from briefs.reading import feed  # noqa: PLC0415  # see above

    found = READ_FEED.unpack(data)
    (entry,) = found.entries
    return feed.draft(entry, found)


def _visible_text(data: bytes) -> tuple[str, ...]:
    from briefs.reading.html import visible_text  # noqa: PLC0415  # see above

    return visible_text.blocks(data)


def _named_feeds(data: bytes, *, url: str, charset: str) -> tuple[str, ...]:
    from briefs.reading.feed import named_feeds  # noqa: PLC0415  # see the module

    return named_feeds(data, url=url, charset=charset)


def _feed_type() -> Any:  # noqa: ANN401  # as above
    from briefs.reading.feed_formats import Feed  # noqa: PLC0415  # see above

    return Feed


READ = Task("read", _read, lambda: Draft | Conversion)
PREPARE = Task("prepare", _prepare, lambda: Prepared)
READ_FEED = Task("read-feed", _read_feed, _feed_type)
READ_ENTRY = Task("read-entry", _read_entry, lambda: Draft | None)
VISIBLE_TEXT = Task("visible-text", _visible_text, lambda: tuple[str, ...])
NAMED_FEEDS = Task("named-feeds", _named_feeds, lambda: tuple[str, ...])
TASKS: dict[str, Task[Any]] = {
    task.name: task for task in (READ, PREPARE, READ_FEED, READ_ENTRY, VISIBLE_TEXT, NAMED_FEEDS)
}


OUT_OF_MEMORY: Final = 77
"""The exit status of a process that ran out of memory."""

PERHAPS_OUT_OF_MEMORY: Final = 78
"""The exit status of a process whose task failed while memory was short."""

_SHARE_TO_SPARE = 4
"""A failure may be one of memory if less than this part of it is left: a library that is refused
memory raises errors of its own (PDFium, and the loader of shared objects, do).
"""

DONE: Final = b"+"
"""The kind of an answer: the task's value."""

REFUSED: Final = b"-"
"""The kind of an answer: reason, line and hint of an `Unreadable`."""

FAILED: Final = b"!"
"""The kind of an answer: the traceback of an unexpected error."""

MAX_OPEN_FILES: Final = 64

_LENGTH = struct.Struct("!I")


def write(stream: IO[bytes], part: bytes) -> None:
    stream.write(_LENGTH.pack(len(part)))
    stream.write(part)


def read(stream: IO[bytes], most: int = 2**32) -> bytes | None:
    """The next part on a stream, None at its end; ValueError if it has more than `most` bytes."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length: int = _LENGTH.unpack(head)[0]
    if length > most:
        raise ValueError(f"{length} bytes, of at most {most}")
    part = stream.read(length)
    return part if len(part) == length else None


class PerhapsOutOfMemory(Exception):
    """A task failed, and the process is near its limit of memory."""


def answer(data: bytes, task: str, asked: dict[str, str]) -> bytes:
    """Do one task; raises MemoryError, and PerhapsOutOfMemory, and nothing else."""
    doing = TASKS[task]
    try:
        return DONE + doing.pack(doing.do(data, **asked))
    except Unreadable as error:
        return REFUSED + json.dumps([error.reason, error.line, error.hint]).encode()
    except SourcebriefError as error:
        return REFUSED + json.dumps([str(error), None, error.hint]).encode()
    except MemoryError:
        raise
    except Exception as error:  # a stranger's bytes may cause any error
        if _memory_is_short():
            raise PerhapsOutOfMemory from error
        return FAILED + json.dumps(traceback.format_exc()).encode()


def main() -> None:
    memory, seconds = map(int, sys.argv[1:])
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_RDWR)  # libraries must not write among the answers
    os.dup2(silence, 0)
    os.dup2(silence, 1)
    _limit_all(memory)
    rights.give_up()
    while (asked := read(questions)) is not None and (data := read(questions)) is not None:
        _limit_time(seconds)
        try:
            packed = answer(data, **json.loads(asked))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except PerhapsOutOfMemory:
            os._exit(PERHAPS_OUT_OF_MEMORY)
        write(answers, packed)
        answers.flush()


def _limit_all(memory: int) -> None:
    """Limit memory, files and processes, if the system has such limits (setrlimit(2)).

    RLIMIT_NPROC does not apply to root; `rights` forbids new processes if the kernel can.
    """
    with suppress(ImportError):
        import resource  # noqa: PLC0415  # Unix only

        for limit, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NPROC, 0),
            (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
        ):
            with suppress(ValueError, OSError):
                resource.setrlimit(limit, (most, most))


def _memory_is_short() -> bool:
    """Whether a quarter of the memory allowed can't be had any more."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415  # as above

        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY:
            try:
                mmap.mmap(-1, most // _SHARE_TO_SPARE).close()
            except OSError:  # ENOMEM (mmap(2))
                return True
    return False


def _limit_time(seconds: int) -> None:
    """Allow so many seconds of CPU from now on."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  # as above

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds + 1
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    main()
