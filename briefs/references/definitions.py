"""Footnotes as Markdown defines them, wherever in a text they stand: "[^1]: the note"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefs.text.canonical import Unwrapping

_OPENS = re.compile(r"\s{0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_INDENTED = re.compile(r"(?: {2}|\t)\s*\S")


@dataclass(frozen=True, slots=True)
class Definition:
    """Lines `[first, last)` define the note named `label`; `raw` is its text on one line."""

    first: int
    last: int
    label: str
    raw: str


def definitions(lines: Sequence[str], width: int | None) -> tuple[Definition, ...]:
    """The note definitions of a text, in order; those in code blocks and empty ones are none."""
    found: list[Definition] = []
    fence = ""
    index = 0
    while index < len(lines):
        if marker := _FENCE.match(lines[index]):
            fence = "" if fence == marker[1] else fence or marker[1]
        opens = None if fence else _OPENS.match(lines[index])
        if opens is None:
            index += 1
            continue
        last = _end(lines, index)
        if raw := _unwrapped(opens[2].strip(), lines[index:last], width):
            found.append(Definition(index, last, opens[1], raw))
        index = last
    return tuple(found)


def _unwrapped(opening: str, lines: Sequence[str], width: int | None) -> str:
    """A note's lines as one, of which the first says `opening`."""
    text = Unwrapping(opening) if opening else None
    for previous, line in pairwise(lines):
        if not (words := line.strip()):
            continue
        if text is None:
            text = Unwrapping(words)
        else:
            text.join(words, full=len(previous.rstrip()) == width)
    return str(text or "")


def _end(lines: Sequence[str], first: int) -> int:
    """Where a definition ends: lines that follow at once are its own, later ones if indented."""
    last = first + 1
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if not line.strip():
            continue
        follows = index == last
        if _OPENS.match(line) or not (follows or _INDENTED.match(line)):
            break
        last = index + 1
    return last
