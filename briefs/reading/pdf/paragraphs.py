"""Paragraphs, broken words.

Words and addresses broken at the end of a line, put together again only where that is sure.

Lines in reading order, gathered into the paragraphs and headings that their setting shows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefs.reading.layout_document import Block
from briefs.reading.pdf.page import Line
from briefs.text.canonical import joined

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+$")
_FIRST = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|\w+\.\w+/)\S*$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word of a text that no line breaks, in lower case."""

    words: frozenset[str]


def vocabulary(lines: Iterable[Line]) -> Vocabulary:
    """The words of these lines; empty if no line ends in a hyphen, as it is not needed then."""
    lines = tuple(lines)
    if not any(line.cut for line in lines):
        return Vocabulary(frozenset())
    # A line's last word does not grow together with the next line's first over a line break.
    return Vocabulary(frozenset(_WORD.findall("\n".join(line.text for line in lines).casefold())))


def together(text: str, line: Line, following: Line, words: Vocabulary) -> str:
    """`text`, which ends in `line` (without its hyphen), and the line after it.

    The hyphen goes if the word without it stands elsewhere in the text, and the word with it does
    not; in doubt it stays, as it was printed. An address that a link spells out is whole again.
    """
    tail, head = text.rpartition(" ")[2], following.text.partition(" ")[0]
    if _ADDRESS.match(tail):
        hyphen = "-" if line.cut else ""
        bare = head.rstrip(".,;)")
        linked = any(f"{tail}{hyphen}{bare}" in url for url in (*line.urls, *following.urls))
        if linked or line.cut:
            return f"{text}{hyphen}{following.text}"
        full = line.right + line.letter * len(head) > line.column[1] and not line.urls
        return joined(text, following.text, full=full)
    if not line.cut:
        return f"{text} {following.text}"
    last, first = _LAST.search(tail), _FIRST.match(head)
    whole = first is not None and last is not None and first[0].islower()
    if whole and last and first:
        plain = f"{last[0]}{first[0]}".casefold()
        if plain in words.words and f"{last[0]}-{first[0]}".casefold() not in words.words:
            return f"{text}{following.text}"
    return f"{text}-{following.text}"


_LARGER, _TITLE, _SAME = 1.12, 1.25, 0.07
_LOOSE, _INDENT, _EMPTY = 1.3, 0.5, 0.5
_ENDS = (".", "!", "?", "…", ":", "”", '"', "»", ")", "]", *"⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONGEST_HEADING = 300
_FEW, _RARELY, _FAR = 2, 0.03, 1.3
_ITEM = re.compile(r"[•‣▪–—*-]\s|\(?\d{1,3}[.)]\s|\[\d{1,3}\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The size of the text's type, and the usual distance between its lines for each size.

    In a `spaced` text paragraphs stand apart, so that a line's end alone parts none; `space` is
    how far their lines then are from each other.
    """

    body: float
    leading: Mapping[int, float]
    spaced: bool
    space: float


def setting(lines: Sequence[Line]) -> Setting:
    """The setting of a text: the size that most of its letters have."""
    sizes: Counter[float] = Counter()
    distances: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for line in lines:
        sizes[round(line.height, 1)] += len(line.text)
    for line, following in pairwise(lines):
        down = line.bottom - following.bottom
        if line.page == following.page and 0 < down < 3 * line.height:
            distances[round(line.height)][round(down, 1)] += 1
    usual = {size: counts.most_common(1)[0][0] for size, counts in distances.items()}
    apart = Counter(
        {
            down: count
            for size, counts in distances.items()
            for down, count in counts.items()
            if down > _LOOSE * usual[size]
        }
    )
    total = sum(counts.total() for counts in distances.values())
    return Setting(
        body=sizes.most_common(1)[0][0] if sizes else 1.0,
        leading=usual,
        spaced=apart.total() > _FEW and apart.total() > _RARELY * total,
        space=apart.most_common(1)[0][0] if apart else float("inf"),
    )


def blocks(lines: Sequence[Line], how: Setting, words: Vocabulary) -> list[Block]:
    """The paragraphs and headings of a text."""
    found: list[Block] = []
    group: list[Line] = []
    biggest = max((line.height for line in lines if line.page == 0), default=0.0)
    far = False
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if group and _begins(group, line, after, how):
            found.append(_block(group, how, words, biggest))
            down = group[-1].bottom - line.bottom
            if down > 0 and group[-1].page == line.page:  # else as far as those before it
                far = down > _FAR * how.space
            found += [Block(text="")] * far
            group = []
        group.append(line)
    if group:
        found.append(_block(group, how, words, biggest))
    return found


def _begins(group: Sequence[Line], line: Line, after: Line | None, how: Setting) -> bool:
    """Whether `line` begins a paragraph, below the one that `group` has so far."""
    previous = group[-1]
    if abs(line.height - previous.height) > _SAME * previous.height:
        return True
    heading = line.height > _LARGER * how.body
    usual = how.leading.get(round(line.height), line.height * 1.2)
    down = previous.bottom - line.bottom
    if line.page == previous.page and line.column == previous.column:
        if down > max(_LOOSE * usual, usual + 0.2 * line.height):
            return True
        if heading:
            return False
    elif heading:
        return True
    elif down <= 0 or line.page != previous.page:
        return _begins_elsewhere(previous, line)
    short = _is_short(previous, line)
    if short and how.spaced:
        width = previous.column[1] - previous.column[0]
        half_empty = previous.column[1] - previous.right > _EMPTY * width
        short = half_empty or _ITEM.match(line.text) is not None
    return short or _is_indented(group, line, after)


def _begins_elsewhere(previous: Line, line: Line) -> bool:
    """Whether a line that opens a column or page begins a paragraph rather than goes on.

    A sentence ends a full line more often within a paragraph than with it.
    """
    if previous.cut:
        return False
    return _is_short(previous, line) or line.indent > _INDENT * line.height


def _is_short(previous: Line, line: Line) -> bool:
    """Whether a line ends before its column does, so that the next one's first word had room.

    Unjustified lines may end early in the middle of a sentence: those must be half empty.
    """
    word = len(line.text.partition(" ")[0]) + 1
    room = previous.column[1] - previous.right
    within = not previous.text.endswith(_ENDS) and line.text[:1].islower()
    least = _EMPTY * (previous.column[1] - previous.column[0]) if within else 0
    return not previous.cut and room > max(word * previous.letter + 0.2 * line.height, least)


def _is_indented(group: Sequence[Line], line: Line, after: Line | None) -> bool:
    """Whether a line begins a paragraph by its indent, or an entry that hangs out of its list."""
    first, previous = group[0], group[-1]
    step = _INDENT * line.height
    if line.left > previous.left + step:
        hangs = after is not None and abs(after.left - line.left) < step and len(group) == 1
        return not hangs
    outdented = line.left < previous.left - step
    return outdented and (len(group) > 1 or abs(first.left - line.left) < step)


def _block(group: Sequence[Line], how: Setting, words: Vocabulary, biggest: float) -> Block:
    text = group[0].text + ("-" if group[-1].cut and len(group) == 1 else "")
    for line, following in pairwise(group):
        text = together(text, line, following, words)
    if group[-1].cut and len(group) > 1:
        text += "-"
    height = group[0].height
    level = 0
    if height > _LARGER * how.body and len(text) <= _LONGEST_HEADING:
        title = height > _TITLE * how.body and group[0].page == 0 and height > biggest * 0.98
        level = 1 if title else 2
    urls = tuple(dict.fromkeys(url for line in group for url in line.urls))
    return Block(text=text, level=level, urls=urls)
