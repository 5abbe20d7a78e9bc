"""Joins lines in reading order into paragraphs, headings and entries.

Words and addresses that a line end breaks are joined only if that is certain.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefs.reading.base import InlineLink
from briefs.reading.layout_document import Block
from briefs.reading.pdf.lines import Line, list_entries
from briefs.references.list_evidence import ends_entry, weigh
from briefs.text.canonical import joined

_WORD = re.compile(r"[a-z\u00b5-\u1fff\u2c00-\ud7ff]+(?:[-’'][a-z\u00b5-\u1fff\u2c00-\ud7ff]+)*")
"""A lower-case word; ranges match faster than a class of letters."""

_LAST = re.compile(r"(?<![^\W\d_])[^\W\d_]+$")
_FIRST = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|\w+\.\w+/)\S*$")
_NUMBER = re.compile(r"\[?\d{1,3}[\].)]* ")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_DASHES = ("—", "–", "/")
_DASH = re.compile("[—–]")
_BEFORE_NOTHING = (*_DASHES, ":", "")
_MAX_LOOKED_FOR = 50
_LONGEST_WORD = 500
"""Characters of a broken word or address that are considered."""


class Vocabulary:
    """The words of a text that are not broken at a line's end, in lower case.

    The first lookups search the text itself, which in most cases does not have the word. Only after
    that, or if there are more lookups, are its words collected.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._text: str | None = None
        self._asked = 0
        self._words: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._text is None:
            # The newline keeps a line's last word apart from the next line's first.
            self._text = "\n".join(self._lines).casefold()
        if self._words is None:
            self._asked += 1
            if self._asked <= _MAX_LOOKED_FOR and word not in self._text:
                return False
            self._words = frozenset(_WORD.findall(self._text))
        return word in self._words


def vocabulary(lines: Iterable[Line]) -> Vocabulary:
    """The words of these lines; they are only looked at if a line ends in a hyphen."""
    return Vocabulary([line.text for line in lines])


def put_together(lines: Sequence[Line], words: Vocabulary) -> str:
    """The text of consecutive lines; linear in its length."""
    if len(lines) == 1:
        return lines[0].text + "-" * lines[0].cut
    texts = [line.text for line in lines]
    spaced = " ".join(texts)
    if True not in [line.cut for line in lines] and "/" not in spaced and "www." not in spaced:
        ends = "".join([text[-1:] for text in texts])
        if spaced.isascii() or not (_UNSPACED.search(ends) or _DASH.search(ends)):
            return spaced
    parts = [texts[0]]
    tail = _last_word(lines[0].text)
    for line, following in pairwise(lines):
        gap = _gap(tail, line, following, words)
        parts += gap, following.text
        is_unbroken = " " not in gap and " " not in following.text
        last = _last_word(following.text)
        tail = f"{tail}{gap}{last}"[-_LONGEST_WORD:] if is_unbroken else last
    return "".join(parts) + "-" * lines[-1].cut


def _last_word(text: str) -> str:
    return text[max(text.rfind(" ") + 1, len(text) - _LONGEST_WORD) :]


def _gap(tail: str, line: Line, following: Line, words: Vocabulary) -> str:
    """What stands between the last word of a line (without its hyphen) and the next line.

    A hyphen is removed if the word without it occurs elsewhere in the text, and the word with it
    does not; in doubt it stays, as printed. An address that a link gives in full is joined, and
    none is continued by the number of an entry.
    """
    plain = not line.cut and "/" not in tail and "www." not in tail
    end = tail[-1:]
    if plain and end not in _BEFORE_NOTHING and (end.isascii() or not _UNSPACED.match(end)):
        return " "
    head = following.text.partition(" ")[0]
    if not plain and _ADDRESS.match(tail):
        return _gap_in_address(tail, head, line, following)
    if line.cut and not tail:  # a dash after a space
        return "- "
    if line.cut:
        return _gap_at_hyphen(tail, head, words)
    if tail.endswith(("http:", "https:")) and head.startswith("//"):
        return ""
    if tail.endswith(_DASHES) and tail[-2:-1].isalnum() and head[:1].isalnum():
        return ""
    if _UNSPACED.match(tail[-1:]) and _UNSPACED.match(head[:1]):
        return ""
    return " "


def _gap_at_hyphen(tail: str, head: str, words: Vocabulary) -> str:
    last, first = _LAST.search(tail), _FIRST.match(head)
    if first is not None and last is not None and first[0].islower():
        plain = f"{last[0]}{first[0]}".casefold()
        if plain in words and f"{last[0]}-{first[0]}".casefold() not in words:
            return ""
    return "-"


def _gap_in_address(tail: str, head: str, line: Line, following: Line) -> str:
    hyphen = "-" if line.cut else ""
    if _NUMBER.match(following.text) and not line.cut:
        return " "
    bare = head.rstrip(".,;)")
    linked = any(f"{tail}{hyphen}{bare}" in url for url in (*line.urls, *following.urls))
    if linked or line.cut:
        return hyphen
    full = line.right + line.letter * len(head) > line.column[1] and not line.urls
    return joined(tail, head, full=full)[len(tail) : -len(head) or None]


_LARGER, _TITLE, _SAME, _NEARLY_SAME = 1.12, 1.25, 0.07, 0.25
_LOOSE, _INDENT = 1.3, 0.5
_EMPTY, _WIDE = 0.5, 0.2
"""Shares of a column that a paragraph's last line leaves empty: in any text,
and after an end mark.
"""

_DOUBLE = 2.5
"""The greatest distance of a paragraph's lines, in font sizes."""

_ENDS = (".", "!", "?", "…", ":", "”", '"', "»", ")", "]", *"⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONGEST_HEADING = 300
_MIN_ROOM = 0.2
_MIN_LETTERS = 2
_FEW, _RARELY, _FAR = 2, 0.03, 1.3
_FEW_STEPS, _OFTEN = 16, 0.25
_LONGEST_ENTRY, _AHEAD = 25, 4
"""The most lines of an entry, and how many following lines are examined to
see whether one begins.
"""

_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_BULLET = re.compile(r"[•‣▪▫◦●○■□\uf000-\uf0ff]\s+(?=\S)")
_ITEM = re.compile(r"[•‣▪–—*-]\s|\(?\d{1,3}[.)]\s|\[\d{1,3}\](?!\s?[.,;:)\]])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The font size of the text, and the usual distance between its lines for each size.

    In a `spaced` text paragraphs have space between them, so that a line's end alone ends none;
    `space` is the distance of their lines.
    """

    body: float
    leading: Mapping[int, float]
    spaced: bool
    space: float


def setting(lines: Sequence[Line]) -> Setting:
    """The setting of a text: the size that most of its letters have."""
    sizes: dict[float, int] = {}
    for line in lines:
        sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
    near = ((above, line) for above, line in pairwise(lines) if above.page == line.page)
    steps = Counter((above.size, above.baseline - line.baseline) for above, line in near)
    letters: Counter[float] = Counter()
    for size, count in sizes.items():
        letters[round(size, 1)] += count
    distances: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for (size, down), count in steps.items():
        if 0 < down < 3 * size:
            distances[round(size)][round(down, 1)] += count
    usual = {
        near: down
        for near, counts in distances.items()
        if (down := _leading(counts, near)) < _DOUBLE * near
    }
    apart = Counter(
        {
            down: count
            for near, counts in distances.items()
            for down, count in counts.items()
            if down > _LOOSE * usual.get(near, down)
        }
    )
    total = sum(counts.total() for counts in distances.values())
    return Setting(
        body=letters.most_common(1)[0][0] if letters else 1.0,
        leading=usual,
        spaced=apart.total() > _FEW and apart.total() > _RARELY * total,
        space=apart.most_common(1)[0][0] if apart else float("inf"),
    )


def _leading(counts: Counter[float], size: int) -> float:
    """The distance of a paragraph's lines: the most common one, except for those between
    paragraphs.

    A text of short paragraphs has as many of those, which are the larger ones.
    """
    common, most = counts.most_common(1)[0]
    least = 1 if counts.total() <= _FEW_STEPS else max(_FEW, _OFTEN * most)
    closer = (
        down
        for down, count in counts.items()
        if count >= least and size <= down and _LOOSE * down < common
    )
    return min(closer, default=common)


def blocks(lines: Sequence[Line], how: Setting, words: Vocabulary) -> list[Block]:
    """The paragraphs, headings and entries of a text; an empty one for a wide gap."""
    found: list[Block] = []
    group: list[Line] = []
    biggest = max((line.size for line in lines if line.page == 0), default=0.0)
    entries = list_entries(lines, how.body)
    known, after = entries.begin, entries.after
    most = {size: _most_down(size, how) for size in {line.size for line in lines}}
    far = False
    for index, line in enumerate(lines):
        begins = True if index in after else known.get(index)
        if begins is None and group:
            begins = _begins(group, lines, index, how, most[line.size])
        if begins and group:
            found.append(_block(group, how, words, biggest))
            down = group[-1].baseline - line.baseline
            if down > 0 and group[-1].page == line.page:  # otherwise the distance before it is used
                far = down > _FAR * how.space
            found += [Block(text="")] * far
            group = []
        if index in after:
            found.append(Block(text="", ends_list=True))
        group.append(line)
    if group:
        found.append(_block(group, how, words, biggest))
    return found


def _most_down(size: float, how: Setting) -> float:
    """The greatest distance of a paragraph's lines of a size."""
    usual = how.leading.get(round(size), size * 1.2)
    return max(_LOOSE * usual, usual + 0.2 * size)


def _begins(
    group: Sequence[Line], lines: Sequence[Line], index: int, how: Setting, most: float
) -> bool:
    """Whether a line begins a paragraph, after the lines in `group`; `most` as by `_most_down`."""
    previous, line = group[-1], lines[index]
    size = line.size
    if size != previous.size and _differs(previous, line):
        return True
    heading = size > _LARGER * how.body
    down = previous.baseline - line.baseline
    if line.page == previous.page and line.column == previous.column:
        if down > most:
            return True
        if heading:
            return False
    elif heading:
        return True
    elif down <= 0 or line.page != previous.page:
        return _begins_elsewhere(previous, line)
    if not line.text[:1].isalpha() and _BULLET.match(line.text):
        return True
    short = is_short(previous, line)
    if not short and line.left == previous.left:
        return False
    if short and how.spaced:
        ends = _ends_early(previous, line)
        short = ends or _ITEM.match(line.text) is not None or _parts_entries(group, lines, index)
    after = lines[index + 1] if index + 1 < len(lines) else None
    return short or _is_indented(group, line, after)


def _differs(previous: Line, line: Line) -> bool:
    """Whether the type changes between two lines, and no sentence continues across the change."""
    change = abs(line.size - previous.size)
    if change <= _SAME * previous.size:
        return False
    goes_on = line.text[:1].islower() and not previous.text.endswith(_ENDS)
    return not goes_on or change > _NEARLY_SAME * previous.size


def _parts_entries(group: Sequence[Line], lines: Sequence[Line], index: int) -> bool:
    """Whether the lines in `group` are a whole entry, and another one begins."""
    if len(group) > _LONGEST_ENTRY or lines[index].text[:1].islower():
        return False
    if not ends_entry(group[-1].text):
        return False
    ahead = [lines[index]]
    for line, following in pairwise(lines[index : index + _AHEAD]):
        if is_short(line, following) or following.page != line.page:
            break
        ahead.append(following)
    return _is_entry(group) and _is_entry(ahead)


def _is_entry(lines: Sequence[Line]) -> bool:
    weight = weigh(" ".join(line.text for line in lines))
    return weight.enough and weight.bibliographic


def _begins_elsewhere(previous: Line, line: Line) -> bool:
    """Whether the first line of a column or page begins a paragraph.

    A full line that ends a sentence is more often within a paragraph than at its end.
    """
    if previous.cut:
        return False
    return is_short(previous, line) or line.indent > _INDENT * line.size


def is_short(previous: Line, line: Line) -> bool:
    """Whether a line ends before its column does, so that the next line's first word would have
    fitted.

    Unjustified lines may end early within a sentence: those must be half empty.
    """
    if previous.cut:
        return False
    text, right = previous.text, previous.right
    room = previous.column[1] - right if text.isascii() else _room(previous)
    least = _MIN_ROOM * line.size
    if room <= least:
        return False
    word = len(line.text.partition(" ")[0]) + 1
    if room <= word * ((right - previous.left) / (len(text) or 1)) + least:
        return False
    within = line.text[:1].islower() and not previous.text.endswith(_ENDS)
    return not within or room > _EMPTY * (previous.column[1] - previous.column[0])


def _ends_early(previous: Line, line: Line) -> bool:
    """Whether a short line ends a paragraph although paragraphs elsewhere
    have space between them.
    """
    width = previous.column[1] - previous.column[0]
    word = previous.letter * (len(line.text.partition(" ")[0]) + 1)
    least = max(_WIDE * width, 2 * word) if previous.text.endswith(_ENDS) else _EMPTY * width
    return _room(previous) > least


def _room(line: Line) -> float:
    """The share of its column that a line leaves empty at its end."""
    if not line.text.isascii() and _RIGHT_TO_LEFT.search(line.text):
        return line.left - line.column[0]
    return line.column[1] - line.right


def _is_indented(group: Sequence[Line], line: Line, after: Line | None) -> bool:
    """Whether a line begins a paragraph by its indent, or an entry by a hanging indent."""
    first, previous = group[0], group[-1]
    step = _INDENT * line.size
    if line.left > first.left and (_BULLET.match(first.text) or _ITEM.match(first.text)):
        return False  # it continues an item with a hanging marker
    if line.left > previous.left + step:
        hangs = after is not None and abs(after.left - line.left) < step and len(group) == 1
        return not hangs
    outdented = line.left < previous.left - step
    return outdented and (len(group) > 1 or abs(first.left - line.left) < step)


def _block(group: Sequence[Line], how: Setting, words: Vocabulary, biggest: float) -> Block:
    text = put_together(group, words)
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    size = group[0].size
    if len({line.size for line in group}) > 1:
        sizes = Counter(line.size for line in group)
        size = max(sizes.items(), key=lambda one: (one[1], one[0]))[0]
    level = 0
    if size > _LARGER * how.body and _is_heading(text):
        title = size > _TITLE * how.body and group[0].page == 0 and size > biggest * 0.98
        level = 1 if title else 2
    links = tuple(_links(group)) if {line.links for line in group} != {()} else ()
    return Block(text=text, level=level, page=group[0].page, links=links)


def _links(group: Sequence[Line]) -> Iterator[InlineLink]:
    """The links of a paragraph's lines; one that continues in the next line is one link."""
    held: InlineLink | None = None
    for link in (link for line in group for link in line.links):
        if held is not None and held.url == link.url:
            held = replace(held, text=f"{held.text} {link.text}")
            continue
        if held is not None:
            yield held
        held = link
    if held is not None:
        yield held


def _is_heading(text: str) -> bool:
    """Whether a text in large type can be a heading: a single letter is an ornament."""
    return len(text) <= _LONGEST_HEADING and (
        sum(map(str.isalpha, text)) >= _MIN_LETTERS or not text.isascii()
    )
