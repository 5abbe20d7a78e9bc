"""The sandbox's process, `python -m briefs.sandbox.worker MEMORY SECONDS`: one task after another.

A question is a part of JSON (the task's name and its arguments) and a part of bytes; an answer is
one part: a byte for its kind, then JSON. A part stands behind its length in four bytes, on standard
input and output.
"""

import json
import os
import struct
import sys
import traceback
from contextlib import suppress
from typing import IO, Final

from briefs.errors import SourcebriefError, Unreadable
from briefs.sandbox import rights
from briefs.sandbox.tasks import TASKS

OUT_OF_MEMORY: Final = 77
"""The exit status of a process that ran out of memory."""

DONE: Final = b"+"
"""The kind of an answer: the task's value."""

REFUSED: Final = b"-"
"""The reason, line and hint of an `Unreadable`."""

FAILED: Final = b"!"
"""A traceback: a library, or we, did not expect such bytes."""

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


def answer(data: bytes, task: str, asked: dict[str, str]) -> bytes:
    """Do one task; only running out of memory ends in an exception."""
    doing = TASKS[task]
    try:
        return DONE + doing.pack(doing.do(data, **asked))
    except Unreadable as error:
        return REFUSED + json.dumps([error.reason, error.line, error.hint]).encode()
    except SourcebriefError as error:
        return REFUSED + json.dumps([str(error), None, error.hint]).encode()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # the bytes are a stranger's: whatever they break, they are to blame
        return FAILED + json.dumps(traceback.format_exc()).encode()


def main() -> None:
    memory, seconds = map(int, sys.argv[1:])
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_RDWR)  # no library may speak where the answers go
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
        write(answers, packed)
        answers.flush()


def _limit_all(memory: int) -> None:
    """Limit memory, files and processes, where the system has such limits (setrlimit(2)).

    RLIMIT_NPROC does not hold root: `rights` keeps it from starting processes where the kernel can.
    """
    with suppress(ImportError):
        import resource  # noqa: PLC0415  # not every system has it

        for limit, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NPROC, 0),
            (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
        ):
            with suppress(ValueError, OSError):
                resource.setrlimit(limit, (most, most))


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
