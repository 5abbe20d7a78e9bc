"""Pandoc as a process of its own: the bytes of a file in, its document tree in JSON out.

It comes with the extra `sourcebrief[formats]`. It runs outside the sandbox's processes, which may
start none, with limits of its own: no file but its input (--sandbox), no environment, so much
memory (+RTS -M), time and output, and no file that it could write.
"""

import re
import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from briefs.errors import Unreadable
from briefs.reading import rtf
from briefs.reading.formats import LATEX, RTF, Markup

_HEAP_EXHAUSTED = 251
_TURNS = threading.BoundedSemaphore(2)
"""Files that are converted at once; whoever else asks waits."""

_RTF_NOTE = (b"{\\*\\footnote", b"{\\footnote")
"""As LibreOffice writes a footnote: to a reader that knows none, something to pass over."""

_RTF_BREAK = re.compile(rb"(?<!\\)((?:\\\\)*)\\\r?\n")
"""A stroke at a line's end parts paragraphs, as TextEdit writes them."""

LATEX_ENTRY = re.compile(rb"\\bibitem\s*(?:\[[^\]]*\])?\s*\{([^}]*)\}")
"""Begins an entry of a LaTeX file's own list, with its key; Pandoc reads the list as one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`memory` and `output` in bytes, `seconds` of CPU, `waiting` in seconds."""

    memory: int = 400_000_000
    output: int = 50_000_000
    seconds: int = 20
    waiting: int = 120


@cache
def path() -> Path | None:
    """Where the program is, if the extra is installed."""
    found = find_spec("pypandoc")
    places = found.submodule_search_locations if found else None
    program = Path(next(iter(places)), "files", "pandoc") if places else None
    return program if program and program.is_file() else None


def convert(data: bytes, markup: Markup, limits: Limits | None = None) -> bytes:
    """The tree of a file as Pandoc writes it; Unreadable if it is damaged or takes too much."""
    program = path()
    if program is None:
        raise Unreadable(
            f"this seems to be {markup.name}, which is read with an extra",
            hint="Install it with pip install 'sourcebrief[formats]', or save the text as .docx.",
        )
    limits = limits or Limits()
    with _TURNS:
        return _converted(program, _prepared(data, markup), markup, limits)


def _converted(program: Path, given: bytes, markup: Markup, limits: Limits) -> bytes:
    process = _started(program, markup, limits)
    late = threading.Event()
    timer = threading.Timer(limits.waiting, _stop, (process, late))
    feeder = threading.Thread(target=_feed, args=(process, given), daemon=True)
    output = process.stdout
    assert output is not None  # noqa: S101  # a pipe
    timer.start()
    feeder.start()
    try:
        tree = output.read(limits.output + 1)
        if len(tree) > limits.output:
            process.kill()
        status = process.wait()
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        feeder.join()
        output.close()
    too_long = late.is_set() or status in (-signal.SIGXCPU, -signal.SIGKILL)
    if len(tree) > limits.output or too_long or status == _HEAP_EXHAUSTED:
        raise Unreadable(
            f"reading it as {markup.name} took more time or memory than one file may",
            hint="Split it, or save its text alone, as .docx or plain text.",
        )
    if status:
        raise Unreadable(
            f"it is damaged, or not written as {markup.name} is",
            hint="Open it in the program it comes from, and save its text as .docx or HTML.",
        )
    return tree


def _stop(process: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    process.kill()


def _prepared(data: bytes, markup: Markup) -> bytes:
    """A file with what Pandoc would pass over in a form that it reads."""
    if markup == RTF:
        return rtf.in_numbers(_RTF_BREAK.sub(rb"\1\\par\n", data.replace(*_RTF_NOTE)))
    if markup == LATEX:
        numbers = count(1)
        return LATEX_ENTRY.sub(lambda _: b"\n\n[%d] " % next(numbers), data)
    return data


def _started(program: Path, markup: Markup, limits: Limits) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(  # noqa: S603  # its arguments are ours
        [
            str(program),
            "--sandbox",
            "--standalone",
            f"--from={markup.pandoc}",
            "--to=json",
            "+RTS",
            f"-M{limits.memory}",
            "-RTS",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"LANG": "C.UTF-8"},
        start_new_session=True,
    )
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource  # noqa: PLC0415  # not every system has it

        for limit, most in (
            (resource.RLIMIT_CPU, limits.seconds),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.prlimit(process.pid, limit, (most, most))
    return process


def _feed(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    with suppress(BrokenPipeError, OSError):
        assert process.stdin is not None  # noqa: S101  # a pipe
        process.stdin.write(data)
    with suppress(BrokenPipeError, OSError):
        assert process.stdin is not None  # noqa: S101  # as above
        process.stdin.close()
