"""The lines of type on one page of a PDF, put together from PDFium's runs, with the links over
them; and which lines begin the entries of a list: by numbers, labels, or a hanging indent.

Lists often have no space between entries, so that neither gaps nor short lines show it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import NamedTuple

from briefs.reading.base import InlineLink
from briefs.reading.layout_document import GONE, settled
from briefs.reading.pdf import runs
from briefs.reading.pdf.letters import HYPHEN, Letters, Link, Page, Run, links_on
from briefs.reading.pdf.runs import RAISED, SIGNS, is_raised, with_raised
from briefs.reading.pdf.visibility import Painted, rules_of_annotations, without_struck
from briefs.references.list_lines import names_list
from briefs.text.canonical import one_line

_HYPHENS = (HYPHEN, "-", "\u2010", "\u00ad")

_MARKER = re.compile(r"(\d{1,3}[.)])(?=[^\W\d_]{2})")
"""An item's number, after which a tab is no character of the file."""

_RAISED_ONES = tuple(RAISED)

_SPACE, _APART = 0.15, 3.0
_DROPPED, _BESIDE = 1.8, 0.35
"""A drop capital is at least so many times as large as the text, and at most so far from it, in its
own size.
"""


class Line(NamedTuple):
    """A line of type at its place on a page, in points from the page's bottom left corner.

    It is a tuple, since every line of a file is copied a few times. `text` has superscript digits
    ("¹"); `size` is its font size in points. `cut`: a hyphen ends it, which may be the author's or
    the line's. `labelled`: it begins with a superscript number or sign, like a note. `column` has
    the left and right edges of its column; `links` are the links on it.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    cut: bool = False
    labelled: bool = False
    column: tuple[float, float] = (0, 0)
    links: tuple[InlineLink, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(link.url for link in self.links)

    @property
    def letter(self) -> float:
        """The average width of its letters."""
        return (self.right - self.left) / max(len(self.text), 1)

    @property
    def indent(self) -> float:
        return self.left - self.column[0]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's lines in the order of the file; `turned` is text that is set at an angle to them.

    `struck` is the text that is struck out, and `hidden` the text that is not visible.
    """

    lines: tuple[Line, ...]
    turned: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def read(page: Page, number: int, painted: Painted) -> Sheet:
    """Reads a page, with its number from 0 and what is `painted` on it."""
    letters = Letters(page)
    gone: list[str] = []
    try:
        found, turned = runs.find(letters)
        found, hidden = painted.seen(letters, found)
        if through := (*painted.rules, *rules_of_annotations(page)):
            found = [without_struck(letters, run, through, gone) for run in found]
        lines = tuple(_lines(letters, found, number))
        lines = tuple(_with_drop_capitals(_settled(lines)))
        links = tuple(links_on(page, letters)) if lines else ()
    finally:
        letters.close()
    lines = tuple(_linked(line, links) for line in lines) if links else lines
    return Sheet(lines, turned, tuple(gone), hidden)


def _settled(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without struck-out text, and without lines that have no other words."""
    if not any(GONE in line.text for line in lines):
        return lines
    texts = (settled(line.text).strip() for line in lines)
    pairs = zip(lines, texts, strict=True)
    return [line._replace(text=text) if text != line.text else line for line, text in pairs if text]


def _with_drop_capitals(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, each drop capital put before the first of the lines beside it."""
    capitals = [line for line in lines if len(line.text) == 1 and line.text.isalpha()]
    if not capitals:
        return lines
    kept = list(lines)
    for capital in capitals:
        beside = [line for line in kept if line != capital and _stands_beside(line, capital)]
        first = max(beside, key=lambda line: line.baseline, default=None)
        if first is None or not first.text[:1].isalpha() or not _is_dropped(capital, first):
            continue
        kept.remove(capital)
        for line in beside:
            text = f"{capital.text}{line.text}" if line is first else line.text
            kept[kept.index(line)] = line._replace(text=text, left=capital.left)
    return kept


def _is_dropped(capital: Line | Run, line: Line | Run) -> bool:
    """Whether a letter is much larger than a line, and on the baseline of a later one."""
    down = line.baseline - capital.baseline
    return capital.size >= _DROPPED * line.size and down > line.size / 2


def _stands_beside(line: Line, capital: Line) -> bool:
    up = line.baseline - capital.baseline
    is_near = -_SPACE < (line.left - capital.right) / capital.size < _BESIDE
    return is_near and -_SPACE * line.size <= up <= capital.size


def _linked(line: Line, links: Sequence[Link]) -> Line:
    middle = line.baseline + line.size / 3
    on_it = tuple(
        InlineLink(one_line(link.text), link.url)
        for link in links
        if link.bottom < middle < link.top
        and min(link.right, line.right) - max(link.left, line.left) > line.letter
    )
    return line._replace(links=on_it) if on_it else line


def _lines(letters: Letters, found: Sequence[Run], number: int) -> list[Line]:
    """The lines of a page's runs: a superscript number may split one in PDFium's result."""
    lines: list[Line] = []
    group: list[Run] = []
    for run, following in zip_longest(found, found[1:]):
        group.append(run)
        if following is None or not _goes_on(run, following):
            lines.append(_line(letters, group, number))
            group = []
    return lines


def _goes_on(run: Run, following: Run) -> bool:
    """Whether a run continues the line of the one before it: at its height, right after it."""
    tallest = run.size if run.size > following.size else following.size  # noqa: FURB136  # faster
    if abs(following.baseline - run.baseline) >= tallest / 2:
        return False
    if len(run.text) == 1 and _is_dropped(run, following):
        return False
    gap = following.left - run.right
    return -tallest / 2 < gap < _APART * tallest and run.text[-1] != HYPHEN


def _line(letters: Letters, group: Sequence[Run], number: int) -> Line:
    first = body = group[0]
    left, right, baseline, size = first.left, first.right, first.baseline, first.size
    text = with_raised(letters, first, body)
    if len(group) > 1:
        body = max(group, key=lambda run: len(run.text) * run.size**2)
        baseline, size = body.baseline, body.size
        left, right = min(run.left for run in group), max(run.right for run in group)
        for before, run in pairwise(group):
            words = with_raised(letters, run, body)
            apart = run.left - before.right > _SPACE * size
            text += (" " if apart and not words.startswith(_RAISED_ONES) else "") + words
    labelled = False
    if not text[0].isalpha():
        if marker := _MARKER.match(text):
            text = f"{marker[1]} {text[marker.end() :]}"
        sign = text[0] in SIGNS and is_raised(letters, first, 0, body)
        labelled = sign or text[0] in RAISED
    cut = text[-1] in _HYPHENS
    if cut:
        text, cut = (text[:-1], True) if len(text) > 1 else ("-", False)
    # made directly, in half the time of its constructor
    return tuple.__new__(
        Line, (text, number, left, right, baseline, size, cut, labelled, (0, 0), ())
    )


_TO_PLAIN = str.maketrans(RAISED, "0123456789")
_NUMBER_FORMS = (
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
_FULL_SHARE = 0.08
_ENTRY_ENDS = re.compile(r"[.!?)\]”\"»/]$|\d$|https?://\S+$|www\.\S+$")


@dataclass(frozen=True, slots=True)
class ListEntries:
    """Lines that are known to begin or to continue an entry, and lines that follow a list."""

    begin: Mapping[int, bool]
    after: frozenset[int]


def list_entries(lines: Sequence[Line], body: float) -> ListEntries:
    """Where the entries of lists begin; `body` is the font size of the text."""
    known: dict[int, bool] = {}
    after: set[int] = set()
    opening = [n for n, line in enumerate(lines) if line.text[0] in _OPENERS]
    for form in range(len(_NUMBER_FORMS) - 1) if len(opening) > 1 else ():
        for chain in _number_chains(lines, opening, form):
            known |= _of_chain(lines, chain)
    for start, end in _list_regions(lines, body):
        found = _entries_in(lines, start, end)
        known |= found
        after.update({max(found) + 1} if found and max(found) + 1 < len(lines) else ())
    return ListEntries(known, frozenset(after))


def _list_regions(lines: Sequence[Line], body: float) -> Iterator[tuple[int, int]]:
    """The runs of lines from below a list's heading to the next heading."""
    start = None
    for index, line in enumerate(lines):
        text = line.text
        heading = len(text) < _MAX_HEADING and _is_list_heading(text)
        if start is not None and (heading or line.size > _LARGER * body):
            yield start, index
            start = None
        if heading:
            start = index + 1
    if start is not None:
        yield start, len(lines)


def _is_list_heading(text: str) -> bool:
    short = text.count(" ") < _MAX_HEADING_WORDS
    return short and (text[:1].isupper() or text[:1].isdigit()) and names_list(text)


def _entries_in(lines: Sequence[Line], start: int, end: int) -> dict[int, bool]:
    if start == end:
        return {}
    for form in range(len(_NUMBER_FORMS)):
        if _NUMBER_FORMS[form].match(lines[start].text):
            chain = next(_number_chains(lines, range(start, end), form), [])
            if len(chain) > 1 and chain[0] == start:
                return _of_chain(lines, chain)
    if _NAMED.match(lines[start].text):
        named = (n for n in range(start, end) if _NAMED.match(lines[n].text))
        return _of_chain(lines, [n for n in named if _at_one_place(lines[start], lines[n])])
    return _hanging_entries(lines, start, end)


def _number_chains(lines: Sequence[Line], within: Sequence[int], form: int) -> Iterator[list[int]]:
    """Lines with consecutive numbers of one form, at one place of their columns."""
    chain: list[int] = []
    last = 0
    for index in within:
        found = _NUMBER_FORMS[form].match(lines[index].text)
        if found is None:
            continue
        number = int(found[1].translate(_TO_PLAIN))
        goes_on = (
            chain
            and last < number <= last + 1 + _MISSING
            and index - chain[-1] <= _MAX_LINES
            and _at_one_place(lines[chain[-1]], lines[index])
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


def _at_one_place(one: Line, other: Line) -> bool:
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


def _hanging_entries(lines: Sequence[Line], start: int, end: int) -> dict[int, bool]:
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
    closed = [_closes_entry(*pair) for pair in pairwise(lines[start:end])]
    after = [inner for closes, inner in zip(closed, hung[1:], strict=False) if closes]
    first = sum(after) > len(after) / 2  # entries begin with an indent
    known = {}
    for offset, inner in enumerate(hung):
        if inner != first:
            known[start + offset] = False
        elif (
            offset == 0 or _ENTRY_ENDS.search(lines[start + offset - 1].text) or closed[offset - 1]
        ):
            known[start + offset] = True
    return known


def _closes_entry(line: Line, following: Line) -> bool:
    """Whether a line is so short that it ends its entry: the next line's first word would have
    fitted.
    """
    width = line.column[1] - line.column[0]
    word = (len(following.text.partition(" ")[0]) + 1) * line.letter
    return not line.cut and line.column[1] - line.right > max(_FULL_SHARE * width, word)
