"""Finds where a piece's text ends and its reference list begins, with or without a heading.

The rules, each applied to what the earlier ones left:

1. footnotes that Markdown defines ("[^1]: the note") are entries, wherever they stand;
2. a heading that names a list, with what follows it;
3. the numbers 1 to N at the end;
4. paragraphs at the end that have more space between them than others, and can be entries;
5. the longest run at the end that reads as entries.

What may follow a list (a note on the author, rights, further reading) does not belong to it.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefs.references.list_evidence import (
    Evidence,
    Weights,
    starts_entry,
    weigh,
)
from briefs.references.list_lines import (
    RAISED,
    Item,
    is_marked,
    is_rule,
    is_trailer,
    items,
    level,
    may_name_list,
    may_name_part,
    names_list,
    names_part,
    surely_names_list,
)
from briefs.text.canonical import Unwrapping, wrap_width

FOLLOWING = 6
"""The most paragraphs that may follow a list without a heading."""

BRIDGED = 2
"""The most weak items in a row between strong ones."""


FEWEST = 2
"""The fewest entries of a list without a heading."""


_CITATION = re.compile(r"[\w.,;:!?”’\"»)] ?(?:\[\^?(\d{1,3})\]|(?<! )([⁰¹²³⁴-⁹]{1,3}))")
_LIKELY = 0.6
_MOSTLY = 0.6
_PLAIN = 3.0
_NOTE_WORDS = 40
_HEADING_WORDS = 3


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry as written, without line wraps and list marker.

    `label` is how markers in the text refer to it: "3" for a numbered entry, "^3" for a footnote,
    "" for an entry without a number.
    """

    raw: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A divided text: the lines outside of the list, and the list's entries in order."""

    text: str
    entries: tuple[ListEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Items `[start, end)` are the entries, without `parts`: the headings of parts of the list.

    The lines of `[above, start)` belong to the list, too.
    """

    above: int
    start: int
    end: int
    parts: frozenset[int] = frozenset()


def find(text: str) -> Found:
    """Separate a clean text (plain or Markdown, `briefs.text.canonical.clean`) from its reference
    list.
    """
    width = wrap_width(text)
    lines = text.split("\n")
    notes = definitions(lines, width)
    if not any(_names_work(note.raw) for note in notes):
        notes = ()
    for note in notes:
        lines[note.first : note.last] = [""] * (note.last - note.first)
    entries = [ListEntry(note.raw, "^" + note.label) for note in notes]
    every = items(lines, width)
    weights = Weights([item.raw for item in every])
    lists = headed(every, weights)
    if not lists and not notes:
        found = unheaded(every, weights)
        lists = [found] if found else []
    for listed in lists:
        chosen = (every[i] for i in range(listed.start, listed.end) if i not in listed.parts)
        entries += [ListEntry(i.raw, str(i.number or "")) for i in chosen if not is_rule(i.raw)]
    dropped = [(every[one.above].first, every[one.end - 1].last) for one in lists]
    dropped += [_over(note.first, every) for note in notes]
    for first, last in dropped:
        lines[first:last] = [""] * (last - first)
    return Found("\n".join(lines), tuple(entries))


def _names_work(note: str) -> bool:
    """Whether a footnote names a work; one with only a link in a sentence does not."""
    weight = weigh(note)
    return weight.bibliographic or (weight.score >= _LIKELY and not note[:1].islower())


def _over(note: int, every: Sequence[Item]) -> tuple[int, int]:
    """The lines of the heading right above a definition at line `note`, if there is one."""
    above = bisect(every, note, key=lambda item: item.first) - 1
    found = above >= 0 and names_list(every[above].raw)
    return (every[above].first, every[above].last) if found else (0, 0)


def headed(every: Sequence[Item], weights: Weights) -> list[Listed]:
    """The lists under headings at the end: the last one, and those right above it."""
    found: list[Listed] = []
    below = len(every)
    for heading in reversed(range(len(every))):
        raw = every[heading].raw
        named = names_list(raw)
        if not named and (heading == 0 or every[heading].marked or not may_name_list(raw)):
            continue
        start = heading + 1
        while start < len(every) and is_rule(every[start].raw):
            start += 1
        if named and found and start == found[0].above:  # "Sources" above "Internet sources"
            found[0] = replace(found[0], above=_above(every, heading))
            below = found[0].above
            continue
        end, parts = _end(every, weights, heading, range(start, below))
        listed = Listed(_above(every, heading), start, end, parts)
        if not (named or _is_alone(weights, listed, below)):
            continue
        sure = surely_names_list(every[heading].raw) and _are_short(every, weights, listed)
        if not (sure or _mostly_entries(every, weights, listed)):
            continue
        if found and end != found[0].above:
            break
        found.insert(0, listed)
        below = listed.above
    return found


def _end(
    every: Sequence[Item], weights: Weights, heading: int, within: range
) -> tuple[int, frozenset[int]]:
    """Where the list under a heading ends: before another heading, a trailer or an unrelated text.

    Also the headings of its parts.
    """
    start, below = within.start, within.stop
    numbered = start < below and every[start].number > 0
    parts: set[int] = set()
    end = below
    for index in within:
        item, weight = every[index], weights[index]
        if _is_part(every, weights, heading, index):
            parts.add(index)
            continue
        if (
            (is_marked(item.raw) and not item.marked and not weight.bibliographic)
            or names_list(item.raw)
            or (is_trailer(item.raw) and not weight.enough)
            or (numbered and not item.marked and not weight.enough and not is_rule(item.raw))
        ):
            end = index
            break
    while end > start and _is_comment(every, weights, start, end - 1):
        end -= 1
    return end, frozenset(parts)


def _is_part(every: Sequence[Item], weights: Weights, heading: int, index: int) -> bool:
    """Whether an item of the list under a heading is the heading of a part: "Books"."""
    raw, below = every[index].raw, index + 1
    if (
        every[index].marked
        or weights[index].enough
        or below >= len(every)
        or not _likely(every[below], weights[below])
    ):
        return False
    deeper = is_marked(raw) and level(raw) > level(every[heading].raw)
    return (deeper and not weights[index].bibliographic and not is_trailer(raw)) or (
        level(raw) >= level(every[heading].raw)
        and not names_list(raw)
        and (names_part(raw) or (every[below].marked and may_name_part(raw)))
    )


def _is_comment(every: Sequence[Item], weights: Weights, start: int, index: int) -> bool:
    """Whether the last item of a list names no work: a long text, or one apart from its entries."""
    item = every[index]
    if item.marked or not weights[index].comment:
        return False
    apart = index > start and every[index - 1].marked
    return apart or len(item.raw.split()) > _NOTE_WORDS


def _mostly_entries(every: Sequence[Item], weights: Weights, listed: Listed) -> bool:
    """Whether at least half of the items can be entries."""
    items = [i for i in range(listed.start, listed.end) if i not in listed.parts]
    likely = sum(_likely(every[index], weights[index]) for index in items)
    whole = sum(not is_rule(every[index].raw) for index in items)
    return whole > 0 and 2 * likely >= whole


def _are_short(every: Sequence[Item], weights: Weights, listed: Listed) -> bool:
    """Whether no item is as long as a paragraph of the text, or only a comment."""
    items = range(listed.start, listed.end)
    return listed.end > listed.start and all(
        len(every[index].raw.split()) <= _NOTE_WORDS and not weights[index].comment
        for index in items
    )


def _is_alone(weights: Weights, listed: Listed, below: int) -> bool:
    """Whether a list needs no heading: two thirds are certainly entries, none is above or below.

    Then a line above it that may be a heading is one, and otherwise an entry or of the text.
    """
    sure = _sure(weights, listed.start, listed.end)
    whole = listed.end - listed.start - len(listed.parts)
    if sure < FEWEST or 3 * sure < 2 * whole or _sure(weights, listed.end, below):
        return False
    return listed.above == 0 or not weights[listed.above - 1].enough


def _sure(weights: Weights, start: int, end: int) -> int:
    """How many of the items are certainly entries."""
    return sum(weights[i].enough and weights[i].bibliographic for i in range(start, end))


def unheaded(every: Sequence[Item], weights: Weights) -> Listed | None:
    """The list at the end without a heading, if there is one."""
    found = _numbered(every, weights) or _spaced(every, weights) or _run(every, weights)
    above = found.above - 1 if found else 0
    if found is None or above < 1 or not _heads(every[above]):
        return found
    return replace(found, above=_above(every, above))


def _heads(item: Item) -> bool:
    """Whether a line above a list without a known heading is its heading nevertheless.

    A heading with nothing below it but the list would be left without a text.
    """
    words = item.raw.split()
    asks = item.raw.endswith((":", "：")) and len(words) <= _HEADING_WORDS
    return not item.marked and (
        is_marked(item.raw) or names_part(item.raw) or may_name_list(item.raw) or asks
    )


def _numbered(every: Sequence[Item], weights: Weights) -> Listed | None:
    """The numbers 1 to N at the end, if most of them read as entries or are cited above them."""
    end = _skip(every, weights)
    start = end
    while start > 0 and every[start - 1].number == every[end - 1].number - (end - start):
        start -= 1
        if every[start].number == 1:
            sure = _sure(weights, start, end) if end - start >= FEWEST else 0
            enough = 2 * max(sure, _cited(every[:start], end - start)) >= end - start
            return Listed(_above(every, start), start, end) if enough else None
    return None


def _cited(text: Sequence[Item], highest: int) -> int:
    """How many of the numbers up to `highest` a text cites."""
    found = (match for item in text for match in _CITATION.finditer(item.raw))
    numbers = {int((match[1] or match[2]).translate(RAISED)) for match in found}
    return sum(1 <= number <= highest for number in numbers)


def _spaced(every: Sequence[Item], weights: Weights) -> Listed | None:
    """The items at the end with more space between them than paragraphs, if half can be entries."""
    end = _skip(every, weights)
    gap = every[end - 1].gap if end else 0
    while end < len(every) and every[end].gap == gap and not is_trailer(every[end].raw):
        end += 1
    start = end
    while start > 1 and every[start - 1].gap == gap:
        start -= 1
    if start > 1 and (every[start - 1].gap > gap or _alone(weights, start - 1)):
        start -= 1
    paragraphs = Counter(item.gap for item in every[1:start] if item.gap)
    listed = Listed(_above(every, start), start, end)
    usual = paragraphs.most_common(1)[0][0] if paragraphs else 1
    if gap <= usual or end - start < FEWEST or not _mostly_entries(every, weights, listed):
        return None
    return listed


def _alone(weights: Weights, index: int) -> bool:
    """Whether an item is certainly an entry, and not the last one of a list in the body."""
    return _sure(weights, index, index + 1) > _sure(weights, index - 1, index)


def _run(every: Sequence[Item], weights: Weights) -> Listed | None:
    """The longest run at the end that reads as a list, with the whole of its block or bullets."""
    end = _skip(every, weights)
    start = index = end
    weak = 0
    gained = 0.0
    while index > 0 and weak <= BRIDGED:
        index -= 1
        heading = names_list(every[index].raw) or is_marked(every[index].raw)
        if heading or (every[end - 1].bullet and not every[index].bullet):
            break
        gained += _gain(every[index], weights[index])
        if not weights[index].enough:
            weak += 1
            continue
        weak = 0
        if gained > 0:
            start, gained = index, 0.0
    start = _whole(every, weights, start, end)
    sure = _sure(weights, start, end)
    if end - start < FEWEST or sure < _MOSTLY * (end - start):
        return None
    return Listed(_above(every, start), start, end)


def _gain(item: Item, weight: Evidence) -> float:
    """What an item says for or against a list that reaches up to it: prose parts it from a list."""
    if weight.enough:
        return 1.5 if weight.score >= _PLAIN else 1.0
    if _likely(item, weight):
        return 0.0
    digits = any(map(str.isdecimal, item.raw))
    return -0.5 if digits and not weight.comment else -1.0


def _whole(every: Sequence[Item], weights: Weights, start: int, end: int) -> int:
    """Where the block or the bulleted list begins that contains the run from `start`."""
    first = start
    if end - start > 1 and not any(item.gap for item in every[start + 1 : end]):
        while first > 1 and every[first].gap == 0:
            first -= 1
    elif end > start and every[start].bullet:
        while first > 0 and every[first - 1].bullet:
            first -= 1
    return first if _mostly_entries(every, weights, Listed(first, first, end)) else start


def _skip(every: Sequence[Item], weights: Weights) -> int:
    """Where the text after the list may begin.

    It is after the last entry, and after items following it that name a work or are lines or
    bullets of the same list.
    """
    lowest = max(len(every) - FOLLOWING, 0)
    for last in reversed(range(lowest, len(every))):
        sure = weights[last].enough and weights[last].bibliographic
        if every[last].number or (sure and not is_trailer(every[last].raw)):
            break
    else:
        return len(every)
    end = last + 1
    while end < len(every) and not is_trailer(every[end].raw):
        item = every[end]
        of_list = item.gap == 0 or (item.marked and item.bullet == every[last].bullet)
        if not (of_list or weights[end].score > 0 or _likely(item, weights[end])):
            break
        end += 1
    return end


def _likely(item: Item, weight: Evidence) -> bool:
    """Whether an item can be an entry, if its neighbours are."""
    return weight.score >= _LIKELY or (starts_entry(item.raw) and not weight.comment)


def _above(every: Sequence[Item], start: int) -> int:
    """The list's first item, or the horizontal rule above it."""
    while start > 0 and is_rule(every[start - 1].raw):
        start -= 1
    return start


_DEFINES = re.compile(r"\s{0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")

_FENCE = re.compile(r"\s{0,3}(```|~~~)")

_INDENTED = re.compile(r"(?: {2}|\t)\s*\S")


@dataclass(frozen=True, slots=True)
class Definition:
    """Lines `[first, last)` define the note `label`; `raw` is its text on one line."""

    first: int
    last: int
    label: str
    raw: str


def definitions(lines: Sequence[str], width: int | None) -> tuple[Definition, ...]:
    """The note definitions of a text, in order, without empty ones and those in code blocks."""
    found: list[Definition] = []
    fence = ""
    index = 0
    while index < len(lines):
        if marker := _FENCE.match(lines[index]):
            fence = "" if fence == marker[1] else fence or marker[1]
        opens = None if fence else _DEFINES.match(lines[index])
        if opens is None:
            index += 1
            continue
        last = _definition_end(lines, index)
        if raw := _unwrapped_note(opens[2].strip(), lines[index:last], width):
            found.append(Definition(index, last, opens[1], raw))
        index = last
    return tuple(found)


def _unwrapped_note(opening: str, lines: Sequence[str], width: int | None) -> str:
    """A note's lines joined into one; `opening` is the text of the first line."""
    text = Unwrapping(opening) if opening else None
    for previous, line in pairwise(lines):
        if not (words := line.strip()):
            continue
        if text is None:
            text = Unwrapping(words)
        else:
            text.join(words, full=len(previous.rstrip()) == width)
    return str(text or "")


def _definition_end(lines: Sequence[str], first: int) -> int:
    """Where a definition ends: directly following lines belong to it, later
    ones only if indented.
    """
    last = first + 1
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if not line.strip():
            continue
        follows = index == last
        if _DEFINES.match(line) or not (follows or _INDENTED.match(line)):
            break
        last = index + 1
    return last
