r"""What an RTF file does not show as its text: hidden, white and deleted letters, running heads,
shapes, entries of an index, and the bytes of pictures.

Pandoc takes the letters of some of them for text, and the styles of a file for formats of whatever
follows. So the ranges of a file that are no text are removed for it, and the formats of a style are
written where the style is used (`\s17` becomes `\s17\strike`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from briefs.left_out import LeftOutKind
from briefs.reading.html.style_declarations import WHITE, alike
from briefs.reading.rtf import TABLES, Walk, is_passed_over, plain_words

_MAX_BASES = 20
"""Styles of which each is based on the next."""

_MAX_UNSEEN_HALF_POINTS = 2
"""The size of letters too small to be seen."""

_COLOURS = re.compile(rb"\{\\colortbl\b([^{}]{0,20000})")
_CHANNEL = re.compile(rb"\\(red|green|blue)(\d{1,3})")
_BESIDE: Mapping[bytes, LeftOutKind] = {
    **dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf"), "running head"),
    **dict.fromkeys((b"footer", b"footerl", b"footerr", b"footerf"), "running head"),
    b"shp": "text box",
}
"""Groups beside the text, by their first word."""

_STAND_INS = frozenset(
    {b"xe", b"tc", b"rxe", b"pntext", b"nonesttables", b"nonshppict", b"stylesheet"}
)
"""Groups without words of their own: entries of an index, signs of lists, styles, and what stands
in for pictures and for tables within tables.
"""

_FORMATS = frozenset(
    {
        b"v",
        b"strike",
        b"striked",
        b"cf",
        b"highlight",
        b"cb",
        b"fs",
        b"b",
        b"super",
        b"outlinelevel",
    }
)
_WRITTEN = frozenset({b"strike", b"striked", b"b", b"super", b"outlinelevel"})
"""Formats of styles that tell whether letters are shown, and those that Pandoc reads."""

_BEGINNING = re.compile(rb"\s*(?:\\\*\s*)?\\([a-z]{1,32})(-?\d{1,10})?")
_HEADING = re.compile(rb"(?i)\bheading ([1-6]);?\s*$")
_PARTED_BY: Mapping[bytes, str] = {b"sect": "\\par ", b"page": "\\line ", b"column": "\\line "}
"""Ends of sections and pages, over which Pandoc joins words."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How letters look: white or not, and on what; hidden; deleted while changes were tracked."""

    white: bool = False
    marked: bool = False
    painted: bool = False
    """Whether their paragraph is painted, or in a table, whose colours are not read."""

    hidden: bool = False
    tiny: bool = False
    deleted: bool = False
    unread: bool = False

    @property
    def unshown(self) -> LeftOutKind | None:
        if self.deleted:
            return "deleted text"
        is_pale = self.white and not (self.marked or self.painted)
        return "hidden passage" if self.hidden or self.tiny or is_pale else None


_Use: TypeAlias = tuple[bytes, int]
"""The word and the number with which a paragraph or letters use a style: `s`, 17."""

_Style: TypeAlias = dict[bytes, int]
"""The control words of a style's format, with their numbers; −1 for none."""


@dataclass(slots=True)
class Shown:
    """The changes to a file that leave what it shows, and the passages that it does not show."""

    edits: list[tuple[int, int, str]] = field(default_factory=list)
    passages: list[tuple[LeftOutKind, list[bytes]]] = field(default_factory=list)

    def left_out(self) -> Iterator[tuple[LeftOutKind, str]]:
        return ((kind, plain_words(b"".join(letters))) for kind, letters in self.passages)


def shown(data: bytes) -> Shown:
    """What of a file is shown."""
    inks = frozenset[int]() if b"\\viewbksp1" in data else _white_inks(data)
    walk = Walk(data)
    reading = _Reading(walk, inks, _styles(data))
    for token in walk:
        if token["open"]:
            reading.opened(*token.span())
        elif token["close"]:
            reading.look = reading.outer.pop() if reading.outer else reading.look
        elif token["word"] == b"bin":
            reading.found.edits.append((token.start(), walk.at, ""))
        elif token["word"] in TABLES or (token["sign"] == b"\\*" and is_passed_over(data, walk.at)):
            reading.look = replace(reading.look, unread=True)
        elif not reading.look.unread:
            reading.read(token)
    return reading.found


@dataclass(slots=True)
class _Reading:
    """The state of looking through a file; `before` is why the last letters are not shown."""

    walk: Walk
    inks: frozenset[int]
    styles: Mapping[_Use, _Style]
    found: Shown = field(default_factory=Shown)
    look: _Look = field(default_factory=_Look)
    outer: list[_Look] = field(default_factory=list)
    before: LeftOutKind | None = None

    def opened(self, start: int, end: int) -> None:
        """A group begins; it is passed over if it is not in the text."""
        told = _BEGINNING.match(self.walk.data, end)
        name = told[1] if told else b""
        if name in _BESIDE or name in _STAND_INS:
            self.walk.at = _group_end(self.walk.data, end)
            self.found.edits.append((start, self.walk.at, "{}"))
            if name in _BESIDE:
                group = self.walk.data[end : self.walk.at]
                letters = _letters(group.partition(rb"{\shptxt")[2] if name == b"shp" else group)
                self.found.passages.append((_BESIDE[name], [letters]))
        else:
            self.outer.append(self.look)

    def read(self, token: re.Match[bytes]) -> None:
        start, end = token.span()
        word, number = token["word"], int(token["number"] or -1)
        if word in _PARTED_BY:
            self.found.edits.append((start, end, _PARTED_BY[word]))
        elif word in {b"s", b"cs"}:
            style = self.styles.get((word, number), {})
            for name, value in style.items():
                self.look = _after(self.look, name, value, self.inks)
            written = (_word(name, value) for name, value in style.items() if name in _WRITTEN)
            self.found.edits += [(start, end, put)] if (put := "".join(written)) else []
        elif word == b"striked":
            self.found.edits.append((start, end, _word(word, number)))
        elif word and word != b"u":
            self.look = _after(self.look, word, number, self.inks)
        elif token[0].strip():
            self.letters(start, end)

    def letters(self, start: int, end: int) -> None:
        unshown = self.look.unshown
        if unshown:
            if unshown != self.before:
                self.found.passages.append((unshown, []))
            self.found.passages[-1][1].append(self.walk.data[start:end])
            self.found.edits.append((start, end, ""))
        self.before = unshown


def _after(look: _Look, word: bytes, number: int, inks: frozenset[int]) -> _Look:
    """How letters look after a control word."""
    match word:
        case b"cf":
            return replace(look, white=number in inks)
        case b"plain":
            return replace(look, white=False, marked=False, hidden=False, tiny=False, deleted=False)
        case b"fs":
            return replace(look, tiny=0 <= number <= _MAX_UNSEEN_HALF_POINTS)
        case b"highlight" | b"cb" | b"chcbpat":
            return replace(look, marked=number > 0 and number not in inks)
        case b"cbpat":
            return replace(look, painted=number > 0 and number not in inks)
        case b"intbl" | b"chshdng" | b"shading":
            return replace(look, painted=True)
        case b"pard":
            return replace(look, painted=False)
        case b"v":
            return replace(look, hidden=number != 0)
        case b"deleted":
            return replace(look, deleted=number != 0)
        case _:
            return look


def _white_inks(data: bytes) -> frozenset[int]:
    """The numbers of the colours that are white, as the file's table has them."""
    table = _COLOURS.search(data)
    entries = table[1].split(b";") if table else []
    channels = [dict(_CHANNEL.findall(entry)) for entry in entries]
    return frozenset(
        at
        for at, entry in enumerate(channels)
        if len(entry) == len(WHITE)
        and alike((int(entry[b"red"]), int(entry[b"green"]), int(entry[b"blue"])), WHITE)
    )


def _styles(data: bytes) -> Mapping[_Use, _Style]:
    """The formats of each style, with those of the styles that it is based on."""
    at = data.find(rb"{\stylesheet")
    found: dict[_Use, _Style] = {}
    if at < 0:
        return found
    bases: dict[_Use, _Use] = {}
    depth, name = 0, b""
    used, based = (b"s", 0), -1
    formats: _Style = {}
    walk = Walk(data, at + 1)
    for token in walk:
        word, number = token["word"], int(token["number"] or -1)
        if token["open"]:
            depth += 1
            if depth == 1:
                used, based, formats, name = (b"s", 0), -1, {}, b""
        elif token["close"] and depth == 1:
            if heading := _HEADING.search(name):
                formats.setdefault(b"outlinelevel", int(heading[1]) - 1)
            found[used] = formats
            bases[used] = (used[0], based)
            depth = 0
        elif token["close"]:
            depth -= 1
            if depth < 0:
                break
        elif depth == 1 and word in {b"s", b"cs", b"ds", b"ts"}:
            used = (word, number)
        elif depth == 1 and word == b"sbasedon":
            based = number
        elif depth == 1 and word in _FORMATS:
            formats[word] = number
        elif depth == 1 and token["text"]:
            name += token["text"]
    return {used: _with_bases(used, found, bases) for used in found}


def _with_bases(
    used: _Use,
    found: Mapping[_Use, _Style],
    bases: Mapping[_Use, _Use],
) -> _Style:
    chain = [used]
    while (base := bases[chain[-1]]) in found and len(chain) < _MAX_BASES:
        chain.append(base)
    return {name: value for one in reversed(chain) for name, value in found[one].items()}


def _word(name: bytes, number: int) -> str:
    name = b"strike" if name == b"striked" else name
    return f"\\{name.decode()}{number if number >= 0 else ''} "


def _letters(group: bytes) -> bytes:
    """The letters of a group, without those of groups that no reader shows."""
    found: list[bytes] = []
    unread, depth = 0, 1
    for token in Walk(group):
        depth += bool(token["open"]) - bool(token["close"])
        unread = unread if depth >= unread else 0
        is_aside = token["sign"] == b"\\*" or token["word"] in {b"pict", b"sp"}
        if not unread and is_aside:
            unread = depth
        elif not unread and (token["text"] or token["hex"] or token["word"] == b"u"):
            found.append(token[0])
        elif not unread and token["word"] in {b"par", b"line", b"tab"}:
            found.append(b" ")
    return b"".join(found)


def _group_end(data: bytes, at: int) -> int:
    """Where the group that a place is in ends."""
    depth = 1
    walk = Walk(data, at)
    for token in walk:
        depth += bool(token["open"]) - bool(token["close"])
        if not depth:
            return walk.at
    return len(data)
