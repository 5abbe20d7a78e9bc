"""Separates the notes of a PDF from the text that refers to them.

Lines at a column's foot are no text of the piece if they are in smaller type, below a short rule,
or begin with a superscript number that the page refers to. Lines without a number continue the last
note of the page before, or else are left out.

Endnotes in small Roman numerals, the default of Word and LibreOffice, follow the text, each below
its numeral: i, ii, iii; the text refers to them by superscript numerals ("⁽ii⁾" in a line).
Endnotes with digits need no special treatment: they are a list.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefs.reading.layout_document import Note
from briefs.reading.pdf.lines import Line
from briefs.reading.pdf.paragraphs import Setting, Vocabulary, put_together
from briefs.reading.pdf.runs import RAISED, ROMAN_CLOSES, ROMAN_OPENS, SIGNS, has_raised
from briefs.reading.pdf.visibility import Rule
from briefs.references.list_lines import names_list

_PLAIN = str.maketrans(RAISED, "0123456789")
_CALLS = re.compile(rf"[{RAISED}]{{1,3}}(?:[,–][{RAISED}]{{1,3}})*")
_HAS_CALL = re.compile(f"[{RAISED}{re.escape(SIGNS)}]")
_EACH = re.compile(rf"[{RAISED}]+")
_SIGN_CALLS = re.compile(rf"(?<=[\w.,;:!?)”\"»])[{re.escape(SIGNS)}](?!\w)")
_LABEL = re.compile(
    rf"(?:([{RAISED}]{{1,3}})|\[?(\d{{1,3}})(?:\]|[.)](?!\d)|(?=\s)|(?=[^\W\d_a-z“\"«„]))"
    rf"|([{re.escape(SIGNS)}]))\s*(?=\S)"
)
_BARE = re.compile(r"\d{1,3}\s+[^\W\d_a-z]|\d{1,3}\s+[“\"«„‘]")
_ENDED = re.compile(r"[.!?…)\]”\"»/]$|\d$|https?://\S+$")
_MAX_CONTINUATION = 6
"""Lines of a note on the page after its own, if only their place shows it."""

_UNIT = re.compile(r"(?:^|[^\w])(?:[kcmdµ]?m|ft|10|CO|R)$")
_SMALL, _LARGER = 0.93, 1.1
_MAX_HEADING, _MAX_HEADING_WORDS = 60, 7
_APART = 1.35
"""How far small type at a foot is from the text, in usual line distances."""

_OFF, _LOWER_PART = 1.05, 0.5
"""The same for notes in the text's own type, and the share of a column's height they may take."""

_INDENT, _NEAR_EDGE = 0.8, 4.0
_RULE_SHARE = 0.6
"""The greatest width of a rule above notes, as a share of the column's."""


@dataclass(frozen=True, slots=True)
class Feet:
    """The pages' own lines, with "[^page.label]" for references to notes, and the notes.

    `left_out` is small type at the foot of pages that is no note, one text for each page.
    """

    pages: tuple[tuple[Line, ...], ...]
    notes: tuple[Note, ...]
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    """The text lines of one page, the labels they refer to, and the lines of its notes by label.

    `before` are the lines above the first label.
    """

    text: Sequence[Line]
    called: set[str]
    before: list[Line] = field(default_factory=list)
    notes: dict[str, list[Line]] = field(default_factory=dict)


def without_footnotes(
    pages: Sequence[Sequence[Line]],
    rules: Sequence[Sequence[Rule]],
    how: Setting,
    words: Vocabulary,
) -> Feet:
    """Separate pages (lines in reading order, and the rules on each) from their notes."""
    parted: list[_Page] = []
    last: list[Line] | None = None  # the end of a note that may continue
    left_out: list[str] = []
    listed = False
    pending: set[str] = set()
    for lines, drawn in zip(pages, rules, strict=True):
        cut = last is not None and _is_cut(last[-1])
        before = _Before(pending, may_go_on=last is not None, goes_on=cut)
        page = _part(lines, drawn, how, before, listed=listed)
        if page.before and last is not None:
            last += page.before
        elif page.before:
            left_out.append(put_together(page.before, words))
        last = next(reversed(page.notes.values()), last if page.before else None)
        listed = _in_list(page.text, how, within=listed)
        pending = page.called - page.notes.keys()
        parted.append(page)
    named = [
        {label: f"{number}.{label}" for label in page.notes}
        for number, page in enumerate(parted, 1)
    ]
    notes = [
        Note(names[label], put_together(lines, words), _urls(lines), shown=label)
        for page, names in zip(parted, named, strict=True)
        for label, lines in page.notes.items()
    ]
    return Feet(tuple(_marked(parted, named)), tuple(notes), tuple(left_out))


@dataclass(frozen=True, slots=True)
class _Before:
    """What a page inherits: labels without a note so far, and whether a note may, or does,
    continue.

    A note may continue if its last line ends no sentence.
    """

    pending: set[str]
    may_go_on: bool
    goes_on: bool


def _is_cut(line: Line) -> bool:
    return line.cut or _ENDED.search(line.text) is None


def _part(
    lines: Sequence[Line], rules: Sequence[Rule], how: Setting, above: _Before, *, listed: bool
) -> _Page:
    called = _called(lines) | above.pending
    feet: set[int] = set()
    headings = [
        index
        for index, line in enumerate(lines)
        if len(line.text) < _MAX_HEADING and _is_heading(line)
    ]
    for start, end in _columns(lines):
        if not (listed or (headings and headings[0] < end)):
            first = _foot(lines[start:end], rules, how, called, above)
            feet.update(range(start + first, end))
            if start + first < end:
                above = _Before(above.pending, may_go_on=True, goes_on=_is_cut(lines[end - 1]))
    if not feet:
        return _Page(lines, called - above.pending)
    text = [line for n, line in enumerate(lines) if n not in feet]
    page = _Page(text, _called(text))
    number = 0
    for line in (line for n, line in enumerate(lines) if n in feet):
        label, length = _label(line.text)
        value = int(label) if label.isdecimal() else 0
        known = label in called or value == number + 1 > 1
        if label and label not in page.notes and known:
            page.notes[label] = [line._replace(text=line.text[length:])]
            number = value
        elif page.notes:
            next(reversed(page.notes.values())).append(line)
        else:
            page.before.append(line)
    return page


def _is_heading(line: Line) -> bool:
    text = line.text
    if len(text) >= _MAX_HEADING:
        return False
    short = text[-1:].isalpha() or text[-1:] == ":"
    return short and text.count(" ") < _MAX_HEADING_WORDS and names_list(text)


def _columns(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The runs of lines in one column below which the page has no more."""
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and lines[index].column == lines[start].column:
            continue
        if index - start == len(lines):
            yield start, index
            return
        left, right = lines[start].column
        low = min(line.baseline for line in lines[start:index])
        beside = (*lines[:start], *lines[index:])
        if not any(
            line.baseline < low and left < line.right and line.left < right for line in beside
        ):
            yield start, index
        start = index


def _foot(
    column: Sequence[Line],
    rules: Sequence[Rule],
    how: Setting,
    called: set[str],
    above: _Before,
) -> int:
    """Where the foot of a column begins; the column's length, if it has none."""
    small = len(column)
    while small and column[small - 1].size < _SMALL * how.body:
        small -= 1
    if not (called or above.may_go_on or small < len(column)):
        return len(column)
    calls = [n for n in range(1, len(column)) if _label(column[n].text)[0] in called]
    raised = next((n for n in calls if _stands_off(column, n, how)), len(column))
    ruled = next((n for n in range(1, len(column)) if _is_ruled(column, n, rules)), len(column))
    if not (above.may_go_on or raised < len(column) or any(n >= ruled for n in calls)):
        ruled = len(column)
    first = min(raised, ruled)
    if above.goes_on and ruled == small == len(column):
        first = _continuation(column[:first], how)
    if not small or small == len(column):
        return first
    noted = any(n >= small for n in calls) or above.may_go_on
    distance = column[small - 1].baseline - column[small].baseline
    apart = distance > _APART * how.leading.get(round(how.body), how.body)
    quoted = all(line.indent > _INDENT * line.size for line in column[small:])
    return min(first, small) if noted or (apart and not quoted) else first


def _stands_off(column: Sequence[Line], index: int, how: Setting) -> bool:
    """Whether a line with a label begins the lower part of a column, apart from the text.

    A label that is no superscript must be a bare number, and further off: "2." may begin an item.
    """
    line, above = column[index], column[index - 1]
    if not (line.labelled or _BARE.match(line.text)):
        return False
    usual = how.leading.get(round(how.body), how.body)
    distance = above.baseline - line.baseline
    height = column[0].baseline - column[-1].baseline
    return (
        distance > (_OFF if line.labelled else _APART) * usual
        and line.baseline - column[-1].baseline < _LOWER_PART * height
    )


def _continuation(column: Sequence[Line], how: Setting) -> int:
    """Where the last lines of a column begin that stand apart, few and low; else the column's
    length.

    They continue a note that the page before cut off.
    """
    usual = _APART * how.leading.get(round(how.body), how.body)
    least = max(usual, how.space + 1) if how.spaced else usual
    for index in range(len(column) - 1, max(len(column) - _MAX_CONTINUATION, 0), -1):
        line, above = column[index], column[index - 1]
        if above.baseline - line.baseline > least:
            return index if not line.text[:1].isdigit() else len(column)
    return len(column)


def _is_ruled(column: Sequence[Line], index: int, rules: Sequence[Rule]) -> bool:
    """Whether a short rule from the column's left edge stands right above a line."""
    line, above = column[index], column[index - 1]
    left, right = line.column
    return any(
        line.baseline < rule.height < above.baseline
        and abs(rule.left - left) < _NEAR_EDGE
        and rule.right - rule.left < _RULE_SHARE * (right - left)
        for rule in rules
    )


def _in_list(text: Sequence[Line], how: Setting, *, within: bool) -> bool:
    """Whether a page ends in a reference list with a heading."""
    large = _LARGER * how.body
    for line in text:
        if line.size > large:
            within = _is_heading(line)
        elif not within and len(line.text) < _MAX_HEADING and _is_heading(line):
            within = True
    return within


def _called(lines: Sequence[Line]) -> set[str]:
    """The superscript numbers and signs in lines, except for those at the beginning of a line."""
    found: set[str] = set()
    text = "\n".join([line.text for line in lines])
    raised = has_raised(text)
    signs = "*" in text or (not text.isascii() and any(map(text.__contains__, SIGNS)))
    if not raised and not signs:
        return found
    text = "\n".join([line.text[1:] for line in lines])
    if raised:
        for match in _CALLS.finditer(text):
            found.update(_numbers(match[0]))
    if signs:
        found.update(match[0] for match in _SIGN_CALLS.finditer(text))
    return found


def _numbers(raised: str) -> list[str]:
    """The numbers in superscripts: "¹,³", or all from the first to the last: "¹–³"."""
    found = [number.translate(_PLAIN) for number in _EACH.findall(raised)]
    if "–" not in raised or len(found) < 2:  # noqa: PLR2004
        return found
    return list(map(str, range(int(found[0]), int(found[-1]) + 1)))


def _label(text: str) -> tuple[str, int]:
    """The label at the beginning of a line, in plain digits, and its length; or "" and 0."""
    match = _LABEL.match(text)
    if match is None:
        return "", 0
    return (match[1] or match[2] or match[3]).translate(_PLAIN), match.end()


def _urls(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for line in lines for url in line.urls))


def _marked(
    pages: Sequence[_Page], named: Sequence[Mapping[str, str]]
) -> Iterator[tuple[Line, ...]]:
    """The text of each page, with references to notes of this or the next page as labels."""
    for number, page in enumerate(pages):
        labels = dict(named[number])
        if number + 1 < len(pages):
            late = named[number + 1].items()
            called = pages[number + 1].called
            labels = {one: name for one, name in late if one not in called} | labels
        yield (
            tuple(line._replace(text=_with_labels(line.text, labels)) for line in page.text)
            if labels
            else tuple(page.text)
        )


def _with_labels(text: str, labels: Mapping[str, str]) -> str:
    """The text with references to notes as labels, if all numbers of a reference have a note."""
    if _HAS_CALL.search(text) is None:
        return text

    def numbers(match: re.Match[str]) -> str:
        called = _numbers(match[0])
        if _UNIT.search(text[: match.start()]) or any(n not in labels for n in called):
            return match[0]
        return "".join(f"[^{labels[n]}]" for n in called)

    def sign(match: re.Match[str]) -> str:
        return f"[^{labels[match[0]]}]" if match[0] in labels else match[0]

    return _SIGN_CALLS.sub(sign, _CALLS.sub(numbers, text))


_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_ROMAN_CALL = re.compile(f"{ROMAN_OPENS}([ivxl]+){ROMAN_CLOSES}")
_NUMERAL = re.compile(
    f"(?:{ROMAN_OPENS}([ivxl]+){ROMAN_CLOSES}|([ivxl]{{1,6}})[.)]?(?=\\s))\\s*(?=\\S)"
)
_MIN_NOTES_SHARE = 0.5
"""The least share of the numerals in the text that must have a note."""


@dataclass(frozen=True, slots=True)
class WithoutEndnotes:
    """The lines of a text, with "[^en1]" for references to notes, and the notes after it."""

    lines: tuple[Line, ...]
    notes: tuple[Note, ...] = ()


def without_endnotes(lines: Sequence[Line], words: Vocabulary) -> WithoutEndnotes:
    """Separate the lines of a whole text from its endnotes, if it has any."""
    calls = [
        n
        for n, line in enumerate(lines)
        if ROMAN_OPENS in line.text and _ROMAN_ROMAN_CALL.search(line.text[1:])
    ]
    if not calls:
        return WithoutEndnotes(tuple(lines))
    groups: list[tuple[str, list[Line]]] = []
    start = len(lines)
    for index in range(calls[-1] + 1, len(lines)):
        line = lines[index]
        found = _NUMERAL.match(line.text)
        numeral = (found[1] or found[2]) if found else ""
        if found and _value(numeral) == len(groups) + 1:
            start = min(start, index)
            groups.append((numeral, [line._replace(text=line.text[found.end() :])]))
        elif groups:
            groups[-1][1].append(line)
    called = {numeral for n in calls for numeral in _ROMAN_ROMAN_CALL.findall(lines[n].text)}
    if len(groups) < _MIN_NOTES_SHARE * len(called):
        groups, start = [], len(lines)
    names = {numeral: f"en{place}" for place, (numeral, _) in enumerate(groups, 1)}
    notes = tuple(
        Note(
            names[numeral],
            put_together(own, words),
            tuple(dict.fromkeys(url for line in own for url in line.urls)),
            shown=numeral,
        )
        for numeral, own in groups
    )
    return WithoutEndnotes(
        tuple(_with_endnote_labels(line, names) for line in lines[:start]), notes
    )


def _value(numeral: str) -> int:
    """The value of a Roman numeral; 0 for letters that are none."""
    total = 0
    for letter, following in zip(numeral, f"{numeral[1:]} ", strict=True):
        own = _VALUES.get(letter, 0)
        total += -own if own < _VALUES.get(following, 0) else own
    return total


def _with_endnote_labels(line: Line, names: dict[str, str]) -> Line:
    if ROMAN_OPENS not in line.text:
        return line
    text = _ROMAN_ROMAN_CALL.sub(
        lambda call: f"[^{names[call[1]]}]" if call[1] in names else call[1], line.text
    )
    return line._replace(text=text)
