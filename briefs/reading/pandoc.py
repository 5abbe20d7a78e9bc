"""Pandoc as a process of its own: bytes of a file in, its document tree in JSON out.

It comes with the extra `sourcebrief[formats]`. It runs outside of the sandbox's processes, which
may start none; if the sandbox starts it, it gives up its rights as they do. It has limits of its
own: no file but its input (--sandbox), no environment, memory (+RTS -M), time and output.
"""

import re
import signal
import subprocess
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeAlias

from briefs.errors import Unreadable
from briefs.reading import asciidoc, latex, rtf, rtf_hidden
from briefs.reading.formats import JATS, LATEX, ORG, RTF, Markup

MAX_OPEN_FILES: Final = 64
_HEAP_EXHAUSTED = 251
_NOT_STARTED = 126
"""The exit status of a shell, and of `rights`, for a program that cannot be executed."""

_TURNS = threading.BoundedSemaphore(2)
"""The number of concurrent conversions; further callers wait."""

LATEX_ENTRY = re.compile(rb"\\bibitem\s*+(?:\[[^\]]{0,1000}+\]\s*+)?+\{([^}]{0,300}+)\}", re.ASCII)
"""The beginning of an entry of a LaTeX file's own list, with its key; Pandoc reads the list as one
text.
"""

_BESIDE = re.compile(rb"<(sub-article|response|author-notes)\b[^>]*>")
_ROWS_ALONE = re.compile(rb"<table\b[^<>]{0,500}>(?=\s{0,200}<tr\b)")
ORG_TASK = re.compile(
    rb"^\*{15,}[ \t](?!END\b)[^\n]*(?:\n(?:(?!\*)[^\n]*\n){0,200}?\*{15,}[ \t]END\b[^\n]*)?",
    re.MULTILINE,
)
"""A task of Org between two paragraphs, which is no part of the text."""

ORG_CITATION = re.compile(rb"[ \t]{0,2}\[cite(?:/[\w/-]{1,30})?:[^\[\]\n]{1,300}\]")
_ORG_PRIORITY = re.compile(rb"(?<=\* )(?P<state>(?:[A-Z]{3,12} )?)\[#[A-Z0-9]\] ?", re.MULTILINE)
"""Which task is the more urgent; Org does not export it."""

_RADIO_TARGET = re.compile(rb"<<<([^<>\n]{1,300})>>>")
"""Words of Org that others link to; Pandoc loses them."""

_TYPST = {b"par": "block", b"highlight": "underline"}
"""Functions of Typst that Pandoc passes over with their words, and others that show them."""

_TYPST_UNKNOWN = re.compile(rb"#(par|highlight)(?=[\[(])")
TYPST_PALE = re.compile(
    rb"#text\((?=[^()\n]{0,200}\b(?:fill:\s*white|size:\s*0(?:pt|em|mm|cm)?)\b)[^()\n]{0,200}\)\[([^\[\]]{0,5000})\]"
)
""" Words of Typst that nobody sees."""

Edit: TypeAlias = tuple[int, int, str]
"""A range of a file, and its replacement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`memory` and `output` in bytes, `seconds` of CPU, `waiting` in seconds."""

    memory: int = 400_000_000
    output: int = 50_000_000
    seconds: int = 20
    waiting: int = 120


@cache
def path() -> Path | None:
    """The path of the program, if the extra is installed."""
    found = find_spec("pypandoc")
    places = found.submodule_search_locations if found else None
    program = Path(next(iter(places)), "files", "pandoc") if places else None
    return program if program and program.is_file() else None


Start: TypeAlias = Callable[[Path], Sequence[str]]
"""The command line that starts a program."""


def as_it_is(program: Path) -> Sequence[str]:
    return (str(program),)


def edits(data: bytes, markup: Markup) -> tuple[Edit, ...]:
    """The changes to a file without which Pandoc would skip parts of it."""
    if markup == RTF:
        shown = sorted(rtf_hidden.shown(data).edits)
        letters = (one for one in rtf.edits(data) if not _is_within(one[0], shown))
        return tuple(sorted((*letters, *shown)))
    if markup == LATEX:
        entries = enumerate(LATEX_ENTRY.finditer(data), 1)
        labels = ((one.start(), one.end(), f"\n\n[{n}] ") for n, one in entries)
        return tuple(sorted((*labels, *latex.edits(data))))
    if markup.pandoc == "asciidoc":
        return tuple(asciidoc.edits(data))
    if markup.pandoc == "typst":
        known = ((*one.span(1), _TYPST[one[1]]) for one in _TYPST_UNKNOWN.finditer(data))
        return tuple(sorted((*known, *((*one.span(), "") for one in TYPST_PALE.finditer(data)))))
    if markup == JATS:
        return tuple(sorted((*jats_beside(data), *_jats_rows(data))))
    if markup == ORG:
        targets = (
            edit
            for one in _RADIO_TARGET.finditer(ORG_TASK.sub(lambda task: b" " * len(task[0]), data))
            for edit in ((one.start(), one.start(1), ""), (one.end(1), one.end(), ""))
        )
        tasks = [(*one.span(), "") for one in ORG_TASK.finditer(data)]
        marks = [(*one.span(), "") for one in ORG_CITATION.finditer(data)]
        marks += [(one.end("state"), one.end(), "") for one in _ORG_PRIORITY.finditer(data)]
        apart = (one for one in marks if not _is_within(one[0], tasks))
        return tuple(sorted((*targets, *tasks, *apart)))
    return ()


def _is_within(at: int, ranges: Sequence[Edit]) -> bool:
    """Whether a place is in one of the ranges, which are sorted."""
    before = bisect_right(ranges, at, key=lambda one: one[0])
    return before > 0 and at < ranges[before - 1][1]


def jats_beside(data: bytes) -> Iterator[Edit]:
    """What a JATS file holds beside its article: reviews, replies, addresses of authors."""
    end = 0
    for found in _BESIDE.finditer(data):
        if found.start() >= end and (close := data.find(b"</" + found[1] + b">", found.end())) >= 0:
            end = close + len(found[1]) + len(b"</>")
            yield found.start(), end, ""


def _jats_rows(data: bytes) -> Iterator[Edit]:
    """A body for tables that have none, whose rows Pandoc passes over."""
    for found in _ROWS_ALONE.finditer(data):
        if (close := data.find(b"</table>", found.end())) >= 0:
            yield found.end(), found.end(), "<tbody>"
            yield close, close, "</tbody>"


def convert(
    data: bytes,
    markup: Markup,
    limits: Limits | None = None,
    *,
    changed: Sequence[Edit] | None = None,
    start: Start = as_it_is,
) -> bytes:
    """Pandoc's tree of a file; Unreadable if it is damaged or exceeds the limits.

    `changed` are its `edits`, if they were found elsewhere; `start` gives the command line.
    """
    program = path()
    if program is None:
        raise Unreadable(
            f"this seems to be {markup.name}, which is read with an extra",
            hint="Install it with pip install 'sourcebrief[formats]', or save the text as .docx.",
        )
    given = edited(data, edits(data, markup) if changed is None else changed)
    with _TURNS:
        return _converted(start(program), given, markup, limits or Limits())


def edited(data: bytes, changed: Sequence[Edit]) -> bytes:
    """The file with its `edits` applied."""
    parts, at = [], 0
    for start, end, put in changed:
        parts += [data[at:start], put.encode()]
        at = end
    return b"".join((*parts, data[at:]))


def _converted(program: Sequence[str], given: bytes, markup: Markup, limits: Limits) -> bytes:
    process = started(program, markup, limits)
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
    if status == _NOT_STARTED:
        raise Unreadable(
            "Pandoc cannot be started without rights here",
            hint="Install 'sourcebrief[formats]' again, or save the text as .docx.",
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


def started(program: Sequence[str], markup: Markup, limits: Limits) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(  # noqa: S603  # its arguments are ours
        [
            *program,
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
        import resource  # noqa: PLC0415  # Unix only

        for limit, most in (
            (resource.RLIMIT_CPU, limits.seconds),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
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
