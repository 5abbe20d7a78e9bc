"""Quotations within one line: from where a double quotation mark opens to where it closes."""

import re

from briefs.model import Span

_MARK = re.compile(r'["“”„«»‟]')
_OPENING = frozenset(" \t\u00a0\u202f([{—–-/‘'")
_STOPS = frozenset(".!?…")
_CLOSES = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”"}


def quotations(line: str) -> tuple[Span, ...]:
    """The outermost quotations of a line, marks included, in order; linear in its length.

    One that never closes is none: what follows it in the line is read as if it were not there.
    """
    found: list[Span] = []
    start, closes = -1, ""
    for mark in _MARK.finditer(line):
        at, char = mark.start(), mark.group()
        if start >= 0 and char in closes and not (char == '"' and _opens(line, at)):
            found.append(Span(start, at + 1))
            start, closes = -1, ""
        elif char != "”" and _opens(line, at) and not (start >= 0 and _continues(line, at)):
            start, closes = at, _CLOSES[char]
    return tuple(found)


def _opens(line: str, at: int) -> bool:
    """Whether a mark stands where one opens: after a space or bracket, and right before a word."""
    before = line[at - 1] if at else " "
    after = line[at + 1 : at + 2]
    if line[at] in "«„":
        return True
    return before in _OPENING and bool(after) and not after.isspace()


def _continues(line: str, at: int) -> bool:
    """Whether a mark that opens again, as at a new paragraph of one quotation, follows a stop."""
    return line[at - 2 : at - 1] in _STOPS and line[at - 1 : at].isspace()
