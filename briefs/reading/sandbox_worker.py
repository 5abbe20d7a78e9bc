"""The reader process and its protocol.

What a caged reader answers, in the JSON that passes between the processes.

The inside of the cage, `python -m briefs.reading.sandbox_worker MEMORY SECONDS`: reads files,
one after another from its standard input, and gives its answers on its standard output.

A question is four bytes of length, an object of JSON, four of length, and the file's bytes; an
answer is four bytes of length and the answer.
"""

import json
import os
import struct
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import IO, TypeAlias

from pydantic import TypeAdapter

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading import reader


@dataclass(frozen=True, slots=True)
class Understood:
    draft: Draft


@dataclass(frozen=True, slots=True)
class Refused:
    """`Unreadable`, without its path."""

    reason: str
    line: int | None
    hint: str


@dataclass(frozen=True, slots=True)
class ReadFailed:
    """A library, or we, did not expect such a file; `trace` says where."""

    trace: str


Answer: TypeAlias = Understood | Refused | ReadFailed


def pack(answer: Answer) -> bytes:
    return _answers().dump_json(answer)


def unpack(packed: bytes) -> Answer:
    """ValueError if it is no answer: every value has the type that its field says."""
    return _answers().validate_json(packed)


@cache
def _answers() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)


OUT_OF_MEMORY = 77
"""The exit status that says so."""

_LENGTH = struct.Struct("!I")


def write(stream: IO[bytes], part: bytes) -> None:
    """Put a part of a question or an answer on a stream, behind its length."""
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


def answer(data: bytes, **asked: str) -> Answer:
    """Read one file as `reader.read` does; only running out of memory ends in an exception."""
    try:
        return Understood(reader.read(data, **asked))
    except Unreadable as error:
        return Refused(error.reason, error.line, error.hint)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # the file is a stranger's: whatever it breaks, it is to blame
        return ReadFailed(traceback.format_exc())


def main() -> None:
    memory, seconds = map(int, sys.argv[1:])
    _limit_all(memory)
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_RDWR)  # no library may speak where the answers go
    os.dup2(silence, 0)
    os.dup2(silence, 1)
    while (asked := read(questions)) is not None and (data := read(questions)) is not None:
        _limit_time(seconds)
        try:
            packed = pack(answer(data, **json.loads(asked)))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        write(answers, packed)
        answers.flush()


def _limit_all(memory: int) -> None:
    """No more memory than that, no file written, no core left; where the system has such limits."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415  # not every system has it

        for limit, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):
                resource.setrlimit(limit, (most, most))


def _limit_time(seconds: int) -> None:
    """So many seconds of CPU from now on."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  # as above

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds + 1
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    main()
