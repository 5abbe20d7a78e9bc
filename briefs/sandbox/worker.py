"""The sandbox process, `python -m briefs.sandbox.worker MEMORY SECONDS`: does one task after
another.

Questions come on standard input and answers go to standard output, in the parts that `pool`
describes. The modules of a task are imported when it is first done.
"""

import json
import mmap
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from briefs.errors import SourcebriefError, Unreadable
from briefs.model import Draft
from briefs.sandbox import rights
from briefs.sandbox.pool import (
    DONE,
    FAILED,
    NAMED_FEEDS,
    OUT_OF_MEMORY,
    PREPARE,
    READ,
    READ_ENTRY,
    READ_FEED,
    REFUSED,
    TASKS,
    VISIBLE_TEXT,
    Conversion,
    Prepared,
    drafts,
    read_part,
    write_part,
)


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

    edited = ingest.edit(drafts().validate_json(data), method=method)
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


DOING: Final[dict[str, Callable[..., Any]]] = {
    READ.name: _read,
    PREPARE.name: _prepare,
    READ_FEED.name: _read_feed,
    READ_ENTRY.name: _read_entry,
    VISIBLE_TEXT.name: _visible_text,
    NAMED_FEEDS.name: _named_feeds,
}
"""What does each task."""

PERHAPS_OUT_OF_MEMORY: Final = 78
"""The exit status of a process whose task failed while memory was short."""

_SHARE_TO_SPARE = 4
"""A failure may be one of memory if less than this part of it is left: a library that is refused
memory raises errors of its own (PDFium, and the loader of shared objects, do).
"""

MAX_OPEN_FILES: Final = 64


class PerhapsOutOfMemory(Exception):
    """A task failed, and the process is near its limit of memory."""


def answer(data: bytes, task: str, asked: dict[str, str]) -> bytes:
    """Do one task; raises MemoryError, and PerhapsOutOfMemory, and nothing else."""
    try:
        return DONE + TASKS[task].pack(DOING[task](data, **asked))
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
    while (asked := read_part(questions)) is not None and (
        data := read_part(questions)
    ) is not None:
        _limit_time(seconds)
        try:
            packed = answer(data, **json.loads(asked))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except PerhapsOutOfMemory:
            os._exit(PERHAPS_OUT_OF_MEMORY)
        write_part(answers, packed)
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
