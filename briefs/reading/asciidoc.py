"""AsciiDoc without what its own programs leave out, and Pandoc takes for text: comments in blocks,
what stands under a condition that does not hold, and the names of files that it includes.
"""

import re
from collections.abc import Iterator

from briefs.left_out import LeftOutKind

_ATTRIBUTE = re.compile(rb"^:([\w-]+):", re.MULTILINE)
_PART = re.compile(
    rb"^(?P<comment>/{4,})[ \t]*\r?\n(?P<said>.*?)(?:^(?P=comment)[ \t]*\r?$|\Z)"
    rb"|^\[comment\][ \t]*\r?\n--[ \t]*\r?\n(?P<open>(?:(?!--[ \t]*\r?$)[^\n]*\n)*)--[ \t]*\r?$"
    rb"|^if(?P<unless>n?)def::(?P<name>[\w,+-]+)\[(?P<line>[^\]\n]*)\][ \t]*\r?$"
    rb"|^(?P<eval>ifeval)::\[[^\n]*\][ \t]*\r?$"
    rb"|^(?P<end>endif)::[\w,+-]*\[\][ \t]*\r?$"
    rb"|^(?P<include>include)::[^\n\[]+\[[^\n\]]*\][ \t]*\r?$"
    rb"|^(?P<fence>-{4,}|\.{4,})[ \t]*\r?\n.{0,200000}?^(?P=fence)[ \t]*\r?$",
    re.MULTILINE | re.DOTALL,
)
_SHOWN_BY = frozenset({b"backend-html5", b"basebackend-html", b"asciidoctor"})
"""Conditions that hold on a page."""


def edits(data: bytes) -> Iterator[tuple[int, int, str]]:
    """What is taken out of the file for Pandoc, in order."""
    yield from ((start, end, "") for start, end, _ in left_out(data))


def left_out(data: bytes) -> Iterator[tuple[int, int, LeftOutKind]]:
    """What of the file is no text: from where to where, and why."""
    known = frozenset(_ATTRIBUTE.findall(data)) | _SHOWN_BY
    hidden_from = depth = 0
    for found in _PART.finditer(data):
        start, end = found.span()
        if depth and found["end"]:
            depth -= 1
            if not depth:
                yield hidden_from, end, "private comment"
        elif depth:
            depth += bool(found["eval"] or (found["name"] and not found["line"]))
        elif found["name"] or found["eval"]:
            holds = (
                _holds(found["name"], known) != bool(found["unless"]) if found["name"] else False
            )
            if found["line"]:
                yield (
                    (start, found.start("line"), "markup")
                    if holds
                    else (start, end, "private comment")
                )
                if holds:
                    yield found.end("line"), end, "markup"
            elif holds:
                yield start, end, "markup"
            else:
                hidden_from, depth = start, 1
        elif found["end"]:
            yield start, end, "markup"
        elif found["include"]:
            yield start, end, "embedded frame"
        elif found["comment"] or found["open"] is not None:
            yield start, end, "private comment"
    if depth:
        yield hidden_from, len(data), "private comment"


def _holds(names: bytes, known: frozenset[bytes]) -> bool:
    if b"+" in names:
        return all(name in known for name in names.split(b"+"))
    return any(name in known for name in names.split(b","))
