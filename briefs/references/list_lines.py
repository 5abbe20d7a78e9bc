"""What the lines of a text are to a reference list: items by their layout (paragraphs and entries),
headings of lists and of their parts, rules, and what may follow a list: a note on the author,
rights, related pieces.

A heading is put together of few words: what is listed ("sources", "works"), how it was used
("cited", "further") and what joins them ("list", "of", "and"). The whole line consists of such
words, so that "Sources of the Danube" is no heading of a list and "Cited Sources and Links" is one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefs.references import list_words
from briefs.references.list_evidence import ends_entry, is_caseless, starts_entry, weigh
from briefs.text.canonical import Unwrapping, block_width, is_full, is_wrap

_ATTRIBUTES = re.compile(r"\s{0,8}\{:[^{}\n]{0,200}\}\s{0,8}$")
"""Attributes after a paragraph in kramdown and similar dialects: `{: id="roe"}`."""

_WITHIN = re.compile(r"\W?(?:https?://|www\.|doi\b)|[–—-] ", re.IGNORECASE)
"""What begins a line within an entry: an address, or a dash of GOST."""

_ABBREVIATED = re.compile(r"(?<!\S)(?!(?<=\d )(?:[сsp]|pp|ss|стр)\.$)[^\W\d_A-ZА-Я]{1,6}\.$")
"""A word such as "trans." or "przeł." within an entry; "240 с." ends one."""

_FEWEST_LINES = 3

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARKER = re.compile(
    r"(?:>\s?)?(?P<bullet>[-*+•‣·–—○●◦◆▪■□►]\s+)?"
    r"(?:(?:\\?\[(?P<square>\d{1,3})\\?\]:?|\((?P<round>\d{1,3})\)"
    r"|(?P<stop>\d{1,3})(?:\\?[.)]|-(?=\s)|、)"
    r"|(?P<raised>[⁰¹²³⁴-⁹]{1,3}))(?:\s+|(?=[^\s\d.):])))?"
)


@dataclass(frozen=True, slots=True)
class Item:
    """Lines `[first, last)` that belong together; `raw` is their text, unwrapped, without marker.

    `number` is the marker's, 0 without one; `gap` is the number of blank lines before it.
    """

    first: int
    last: int
    raw: str
    number: int
    bullet: bool
    gap: int

    @property
    def marked(self) -> bool:
        return self.bullet or self.number > 0


@dataclass(slots=True, kw_only=True)
class _Open:
    """An item whose lines are still being collected in `text`; otherwise like `Item`."""

    first: int
    last: int
    text: Unwrapping
    number: int
    bullet: bool
    gap: int

    @property
    def marked(self) -> bool:
        return self.bullet or self.number > 0

    def closed(self) -> Item:
        return Item(self.first, self.last, str(self.text), self.number, self.bullet, self.gap)


def items(lines: Sequence[str], width: int | None) -> tuple[Item, ...]:
    """All items of a clean text's lines, in order; `width` is the column at
    which it was wrapped.
    """
    found: list[_Open] = []
    ranges = list(_blocks(lines))
    single = max((len(lines[at]) for at, last in ranges if last == at + 1), default=0)
    for first, last in ranges:
        gap = first - found[-1].last if found else 0
        if found and found[-1].marked and _continues(lines[first]):
            for rest in _within(lines, first, last, gap, width, single=single):
                found[-1].text.add(str(rest.text), " ")
            found[-1].last = last
        else:
            found += _within(lines, first, last, gap, width, single=single)
    return tuple(item.closed() for item in found)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The ranges of lines between blank ones."""
    first = None
    for index, line in enumerate((*lines, "")):
        if line.strip():
            first = index if first is None else first
        elif first is not None:
            yield first, index
            first = None


def _continues(line: str) -> bool:
    """Whether the block that begins with this line belongs to a list item above it."""
    return line[:2].isspace() and not _marker(line.strip())[0]


def _within(
    lines: Sequence[str], first: int, last: int, gap: int, width: int | None, *, single: int
) -> Sequence[_Open]:
    """The items of one block of lines, which follows the last block after `gap` blank lines.

    If the longest `single` line of the text is longer than the width at which the block seems to
    be wrapped, its breaks may be intended.
    """
    block = [_ATTRIBUTES.sub("", line).strip() for line in lines[first:last]]
    hanging = _is_hanging(lines[first:last])
    width = block_width(block, width)
    if _are_whole(block) or (width is not None and single > width and _open_alike(block)):
        width = None
    dense = any(not is_wrap(line, after, width) for line, after in pairwise(block))
    markers = [_marker(line) for line in block]
    last_of = {number: index for index, (_, number, _) in enumerate(markers, first) if number}
    found: list[_Open] = []
    for index, line in enumerate(block, first):
        if not line:
            if found:
                found[-1].last = index + 1
            continue
        marker, number, bullet = markers[index - first]
        if hanging and bullet and not number and _indent(lines[index]) and not found[-1].bullet:
            marker, bullet = 0, False  # "– 124 с.", the end of an entry
        previous = block[index - first - 1]
        if found and bullet and not (number or found[-1].bullet) and line[0] in "–—":
            full = is_full(previous, line, width)
            marker, bullet = (0, False) if full else (marker, bullet)
        if (
            found
            and number
            and not bullet
            and _is_of_text(found[-1], number, previous, line, width)
        ):
            marker = number = 0
        starts = hanging and _indent(lines[index]) == 0
        counted = found and found[-1].number and last_of.get(found[-1].number + 1, 0) > index
        if (
            not found
            or marker
            or starts
            or not (counted or _goes_on(found[-1], lines, index, width, dense=dense))
        ):
            found.append(
                _Open(
                    first=index,
                    last=index + 1,
                    text=Unwrapping(line[marker:]),
                    number=number,
                    bullet=bullet,
                    gap=0 if found else gap,
                )
            )
        else:
            found[-1].text.join(line, full=len(previous) == width)
            found[-1].last = index + 1
    return found


def _are_whole(block: Sequence[str]) -> bool:
    """Whether each line is an entry: all end like one, and half begin like one.

    Of two lines the first may end with a sentence by chance, so that both must be entries.
    """
    if len(block) < _FEWEST_LINES:
        return len(block) > 1 and all(map(_is_whole, block)) and all(map(_is_entry, block))
    return all(map(_is_whole, block)) and 2 * sum(map(_may_start, block)) >= len(block)


def _open_alike(block: Sequence[str]) -> bool:
    """Whether no line begins like the rest of a sentence, in a script with capitals."""
    return len(block) >= _FEWEST_LINES and all(
        line and _may_open(line) and not is_caseless(line) for line in block
    )


def _is_whole(line: str) -> bool:
    return (
        line != ""
        and _may_open(line)
        and ends_entry(line)
        and not line.endswith("//")
        and _ABBREVIATED.search(line) is None
    )


def _is_entry(line: str) -> bool:
    return starts_entry(line) and weigh(line).enough


def _may_start(line: str) -> bool:
    return starts_entry(line) or _opens_work(line)


def _is_hanging(lines: Sequence[str]) -> bool:
    """Whether the block has hanging indents: entries begin flush left,
    continuations are indented.
    """
    indents = [_indent(line) for line in lines]
    flush = indents.count(0)
    return indents[0] == 0 and flush > 1 and flush < len(indents)


def _may_open(line: str) -> bool:
    """Whether a line can be the first one of anything, and not within an entry."""
    return not (line[0].islower() or line[0].isdecimal() or _WITHIN.match(line))


def _is_of_text(item: _Open, number: int, previous: str, line: str, width: int | None) -> bool:
    """Whether the number at the beginning of a line is a page's or a volume's, not the next
    entry's after `item`.
    """
    if not ends_entry(previous):
        return number != item.number + 1
    return is_full(previous, line, width) and not 0 < item.number < number


def _goes_on(
    item: _Open, lines: Sequence[str], index: int, width: int | None, *, dense: bool
) -> bool:
    """Whether an unmarked line continues the item above it.

    In a `dense` block some line breaks are intended: a break between something that ends like an
    entry and something that begins like one counts as intended, even if the next word would not
    have fitted.
    """
    line, previous = lines[index].strip(), lines[index - 1].strip()
    if _indent(lines[index]) > _indent(lines[item.first]):
        return True
    dashed = line[0] in "–—" and is_full(previous, line, width)  # GOST: "– С. 5."
    if not (dashed or is_wrap(previous, line, width)):
        return item.marked and not (
            ends_entry(previous) and (starts_entry(line) or is_trailer(line))
        )
    may_start = starts_entry(line) or is_caseless(line) or _opens_work(line)
    return item.marked or not (dense and ends_entry(previous) and may_start)


_DATED = r"\((?:(?:19|20)\d\d|n\. ?d|o\. ?J|s\. ?[fd]|t\. ?y|z\. ?[dj])"
_WORK = re.compile(
    rf"[^\W_](?:[^\W_]|[ .,:’'&()/@–-]){{2,100}}?(?:(?:\[@[\w.]{{1,40}}\]|\(@[\w.@]{{1,60}}\))"
    rf"|[.:]? ?{_DATED}"
    r"|[,.:] [“„«\"*_]|[,.] ?\[?(?:19|20)\d\d\b)"
    r"|[*_]?[^\W\d_a-z][^,;:“”\"]{2,80} (?:v\.?|vs\.|c\.|/) [^\W\d_a-z]"
    r"|[^\W\d_a-z][^,;:]{2,100}? (?:(?:Act|Order|Regulations) (?:of )?\d{4}|(?:z dnia|vom|du|от"
    r"|від) \d|(?:[Nn]o\.|n[°º.]) ?\d)"
    r"|[*“„«'‘\"][^\W_]"
)


def _opens_work(line: str) -> bool:
    """Whether a line begins with a body or an account before a date or a title, or with a case."""
    return not line[0].islower() and _WORK.match(line) is not None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _marker(line: str) -> tuple[int, int, bool]:
    """The length of the line's list marker, its number (or 0), and whether it is a bullet."""
    match = _MARKER.match(line)
    if match is None or match.end() in (0, len(line)):
        return 0, 0, False
    number = match["square"] or match["round"] or match["stop"] or match["raised"]
    digits = int(number.translate(RAISED)) if number else 0
    return match.end(), digits, match["bullet"] is not None


_LONGEST = 60
_ATX = re.compile(r"(#{1,6})\s+\S")
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1:?\s*$")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})?|[ivxIVX]{1,4}|[A-Z](?=[.)]))[.)]?\s+")
_EDGES = " \t*_=-–—:：.•·|【】[]()（）《》〈〉「」■◆●▼▶"
_SEPARATORS = re.compile(r"[\s/,;:&+()«»“”\"]+|\s[–—-]\s|[–—]|-(?=\s)")


_SENTENCE_END = re.compile(r"[.!?…。！？,;][^\w.!?…。！？,;]*$")
_MAX_WORDS = 6
_MAX_PART_WORDS = 3


def names_list(line: str) -> bool:
    """Whether the whole line is the heading of a reference list: "## Works cited", "SOURCES:"."""
    return len(line) < _LONGEST and _names_list(_heading(line))


def surely_names_list(line: str) -> bool:
    """Whether only a list of works can follow such a heading: "Bibliography"."""
    return list_words.SURELY_HEADING.search(_heading(line)) is not None


def may_name_list(line: str) -> bool:
    """Whether a line with a word for a list can be its heading: "Полезные источники и сайты"."""
    if len(line) >= _LONGEST or _SENTENCE_END.search(line) or line[:1].islower():
        return False
    words = _split(_heading(line))
    return 0 < len(words) <= _MAX_WORDS and (
        any(_any_form(word, list_words.NAMES | list_words.WORKS) for word in words)
        or list_words.CJK_NAME.search(line) is not None
    )


def names_part(line: str) -> bool:
    """Whether the whole line can be the heading of a list's part: "Books and articles", "Web"."""
    if len(line) >= _LONGEST or line.rstrip().endswith((".", "。")):
        return False
    heading = _heading(line)
    if _names_list(heading):
        return True
    words = _split(heading)
    return any(word in list_words.PARTS for word in words) and all(map(_is_known, words))


def may_name_part(line: str) -> bool:
    """Whether a line with a word for works can be the heading of a list's part: "Court papers"."""
    if len(line) >= _LONGEST or _SENTENCE_END.search(line) or line[:1].islower():
        return False
    words = _split(_heading(line))
    return 0 < len(words) <= _MAX_PART_WORDS and any(
        word in list_words.PARTS | list_words.NAMES for word in words
    )


def level(line: str) -> int:
    """How deep a heading is by its marking: 1 to 6 for Markdown's signs, 7 in bold, else 8."""
    if signs := _ATX.match(line):
        return len(signs[1])
    return 7 if _BOLD.match(line) else 8


def is_marked(line: str) -> bool:
    """Whether a line is marked as any heading: "## What next", "**What next**"."""
    return _ATX.match(line) is not None or _BOLD.match(line) is not None


def _heading(line: str) -> str:
    words = line.strip().strip("#").strip(_EDGES)
    words = _NUMBERING.sub("", words, count=1).replace("\u200c", "").replace("’", "'")
    return " ".join(words.casefold().replace("i\u0307", "i").split())


@lru_cache(maxsize=4_096)
def _names_list(heading: str) -> bool:
    if heading in list_words.FOLDED_PHRASES:
        return True
    solid = heading.replace(" ", "")
    if list_words.CJK_HEADING.fullmatch(solid) or list_words.KOREAN_HEADING.fullmatch(solid):
        return True
    words = _split(heading)
    if not words or not all(map(_is_known, words)):
        return False
    if any(_any_form(word, list_words.NAMES) for word in words):
        return True
    works = any(_any_form(word, list_words.WORKS) for word in words)
    return works and any(_any_form(word, list_words.USED) for word in words)


def _split(heading: str) -> list[str]:
    parted = heading.replace("l'", "l' ").replace("d'", "d' ")
    return [word for word in _SEPARATORS.split(parted) if word]


def _is_known(word: str) -> bool:
    return _any_form(word, list_words.KNOWN)


def _any_form(word: str, words: frozenset[str]) -> bool:
    """Whether a word is among others, also with the Arabic article, "and" or "for" before it."""
    if word in words:
        return True
    bare = re.sub("^و?(?:ال|لل)?", "", word)
    return bare != word and bare in words


_RULE = re.compile(r"[\W_]*$")
_MARKUP = re.compile(r"^[#*_>\s]+")
_LONGEST_HEADING = 60


def is_trailer(raw: str) -> bool:
    """Whether a paragraph is of the kind that follows a piece."""
    shown = _MARKUP.sub("", raw[:400])
    if len(shown) < _LONGEST_HEADING and list_words.TRAILER_HEADING.fullmatch(shown.rstrip("*_# ")):
        return True
    return any(
        form.search(shown) is not None
        for form in (list_words.TRAILER_OPENING, list_words.RIGHTS, list_words.BIOGRAPHY)
    )


def is_rule(raw: str) -> bool:
    """Whether a paragraph is only a horizontal rule: "---", "* * *"."""
    return _RULE.match(raw) is not None
