"""Where the entries of a list begin on a page: by numbers, labels, or a hanging indent.

Lists often have no space between entries, so that neither gaps nor short lines show it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefs.reading.pdf.page import RAISED, Line
from briefs.references.list_headings import names_list

_PLAIN = str.maketrans(RAISED, "0123456789")
_FORMS = (
    re.compile(r"\[(\d{1,3})\](?!\s?[.,;:)\]])"),
    re.compile(r"\((\d{1,3})\)\s"),
    re.compile(r"(\d{1,3})[.)](?=\s|[^\W\d_]|[“\"«„])"),
    re.compile(rf"([{RAISED}]{{1,3}})(?=[^{RAISED}])"),
    re.compile(r"(\d{1,3})\s(?=\S)"),
)
"""Forms of entry numbers; the last form counts only below a list's heading."""

_OPENERS = frozenset(f"[(0123456789{RAISED}")
_NAMED = re.compile(r"\[[^\W\d][\w+.:’'&-]{0,14}\]")
"""An entry's label that is no number: "[Cop87]"."""

_LARGER = 1.1
_MAX_HEADING, _MAX_HEADING_WORDS = 60, 7
_SAME_PLACE = 3.0
_MAX_HANG = 80.0
_MAX_LINES = 25
"""Lines of one entry."""

_MISSING = 2
"""Numbers that a chain may lack, because a picture or a page end hides them."""

_HUNG_SHARE = 0.2
_FULL = 0.08
_ENDS = re.compile(r"[.!?)\]”\"»/]$|\d$|https?://\S+$|www\.\S+$")


@dataclass(frozen=True, slots=True)
class Entries:
    """Lines that are known to begin or to continue an entry, and lines that follow a list."""

    begin: Mapping[int, bool]
    after: frozenset[int]


def find(lines: Sequence[Line], body: float) -> Entries:
    """Where the entries of lists begin; `body` is the font size of the text."""
    known: dict[int, bool] = {}
    after: set[int] = set()
    opening = [n for n, line in enumerate(lines) if line.text[0] in _OPENERS]
    for form in range(len(_FORMS) - 1) if len(opening) > 1 else ():
        for chain in _chains(lines, opening, form):
            known |= _of_chain(lines, chain)
    for start, end in _regions(lines, body):
        found = _in_region(lines, start, end)
        known |= found
        after.update({max(found) + 1} if found and max(found) + 1 < len(lines) else ())
    return Entries(known, frozenset(after))


def _regions(lines: Sequence[Line], body: float) -> Iterator[tuple[int, int]]:
    """The runs of lines from below a list's heading to the next heading."""
    start = None
    for index, line in enumerate(lines):
        heading = len(line.text) < _MAX_HEADING and _is_heading(line.text)
        if start is not None and (heading or line.size > _LARGER * body):
            yield start, index
            start = None
        if heading:
            start = index + 1
    if start is not None:
        yield start, len(lines)


def _is_heading(text: str) -> bool:
    if text.count(" ") >= _MAX_HEADING_WORDS:
        return False
    return (text[:1].isupper() or text[:1].isdigit()) and names_list(text)


def _in_region(lines: Sequence[Line], start: int, end: int) -> dict[int, bool]:
    if start == end:
        return {}
    for form in range(len(_FORMS)):
        if _FORMS[form].match(lines[start].text):
            chain = next(_chains(lines, range(start, end), form), [])
            if len(chain) > 1 and chain[0] == start:
                return _of_chain(lines, chain)
    if _NAMED.match(lines[start].text):
        named = (n for n in range(start, end) if _NAMED.match(lines[n].text))
        return _of_chain(lines, [n for n in named if _beside(lines[start], lines[n])])
    return _hanging(lines, start, end)


def _chains(lines: Sequence[Line], within: Sequence[int], form: int) -> Iterator[list[int]]:
    """Lines with consecutive numbers of one form, at one place of their columns."""
    chain: list[int] = []
    last = 0
    for index in within:
        found = _FORMS[form].match(lines[index].text)
        if found is None:
            continue
        number = int(found[1].translate(_PLAIN))
        goes_on = (
            chain
            and last < number <= last + 1 + _MISSING
            and index - chain[-1] <= _MAX_LINES
            and _beside(lines[chain[-1]], lines[index])
        )
        if goes_on:
            chain.append(index)
        elif number <= 1 or not chain:
            if len(chain) > 1:
                yield chain
            chain = [index]
        else:
            continue
        last = number
    if len(chain) > 1:
        yield chain


def _beside(one: Line, other: Line) -> bool:
    """Whether two numbers end or begin at one place of their columns."""
    return abs(one.indent - other.indent) < one.size


def _of_chain(lines: Sequence[Line], chain: Sequence[int]) -> dict[int, bool]:
    """The lines of a chain begin entries; lines that hang below them continue entries."""
    known = dict.fromkeys(chain, True)
    last = max((b - a for a, b in pairwise(chain)), default=1)
    for start, end in pairwise((*chain, min(chain[-1] + last, len(lines)))):
        for index in range(start + 1, end):
            line, above = lines[index], lines[start]
            closed = end == chain[-1] + last and start == chain[-1]
            hung = line.indent > above.indent + 1
            if abs(line.size - above.size) < 1 and (hung or not closed):
                known[index] = False
            elif closed:
                break
    return known


def _hanging(lines: Sequence[Line], start: int, end: int) -> dict[int, bool]:
    """The lines of a list with hanging entries, or with indented first lines."""
    edges: dict[tuple[int, tuple[float, float]], float] = {}
    for line in lines[start:end]:
        key = (line.page, line.column)
        edges[key] = min(edges.get(key, line.left), line.left)
    hung = [
        _SAME_PLACE < line.left - edges[line.page, line.column] < _MAX_HANG
        for line in lines[start:end]
    ]
    if sum(hung) < max(1, _HUNG_SHARE * len(hung)) or all(hung):
        return {}
    closed = [_closes(*pair) for pair in pairwise(lines[start:end])]
    after = [inner for closes, inner in zip(closed, hung[1:], strict=False) if closes]
    first = sum(after) > len(after) / 2  # entries begin with an indent
    known = {}
    for offset, inner in enumerate(hung):
        if inner != first:
            known[start + offset] = False
        elif offset == 0 or _ENDS.search(lines[start + offset - 1].text) or closed[offset - 1]:
            known[start + offset] = True
    return known


def _closes(line: Line, following: Line) -> bool:
    """Whether a line is so short that it ends its entry: the next line's first word would have
    fitted.
    """
    width = line.column[1] - line.column[0]
    word = (len(following.text.partition(" ")[0]) + 1) * line.letter
    return not line.cut and line.column[1] - line.right > max(_FULL * width, word)
