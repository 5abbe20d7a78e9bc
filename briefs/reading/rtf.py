r"""Rewrites RTF so that every letter is given by its Unicode number.

Pandoc reads only the code pages Windows-1252 and MacRoman, and loses the letter after a number
whose substitute is a question mark ("B\u246?schung"). The necessary changes are found here: the
bytes of each font's code page become numbers, and substitutes are removed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefs.reading.html.style_declarations import WHITE, alike

_CODECS_BY_CHARSET = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""Windows' numbers of character sets, as `\\fcharset` gives them."""

_DOUBLE = frozenset({"cp932", "cp949", "johab", "gbk", "big5"})
_FONT = re.compile(rb"\{\\f(\d{1,5})(?:\\(?!fcharset)[a-z]+-?\d*)*\\fcharset(\d{1,3})")
_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_DEFAULT_FONT = re.compile(rb"\\deff(\d{1,5})")
_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})"
    rb"|\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|(?P<sign>\\[^a-z'])|(?P<text>[^\\{}]+)|(?P<rest>\\)",
    re.DOTALL,
)
_BYTE = re.compile(rb"\\'([0-9a-fA-F]{2})")
_NUMBER = re.compile(rb"\\u(-?\d{1,6}) ?\??")
_COLOURS = re.compile(rb"\{\\colortbl\b([^{}]{0,20000})")
_CHANNEL = re.compile(rb"\\(red|green|blue)(\d{1,3})")
_STAND_IN = re.compile(rb"\\'[0-9a-fA-F]{2}|[^\\{}\r\n]")
_UNITS = 0x10000
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""The surrogates of UTF-16."""

_HALVES_FROM = 0xE000
_HALVES = re.compile("([\ue000-\ue3ff])([\ue400-\ue7ff])")
"""Private characters that stand for the halves of a letter beyond U+FFFF,
which Pandoc would lose.
"""

_PLAIN = "cp1252"
_BREAKS = (b"\\\n", b"\\\r")
_SHAPE = rb"{\shp"
_NOTE = rb"{\*\footnote"
"""LibreOffice's form of a footnote, which readers without footnotes may skip."""


@dataclass(frozen=True, slots=True)
class _State:
    """The font of the current letters, and how many substitutes follow a letter's number."""

    font: int
    stand_ins: int = 1


@dataclass(frozen=True, slots=True)
class _Look:
    """Whether letters are white, and on what; `unread` ones are no part of the text."""

    white: bool = False
    marked: bool = False
    painted: bool = False
    """Whether their paragraph is painted, or in a table, whose colours are not read."""

    unread: bool = False


def edits(data: bytes) -> Iterator[tuple[int, int, str]]:
    """The ranges to replace: each letter that is not ASCII by its number, without substitutes;
    footnotes that a reader might skip; and paragraphs that TextEdit separates by a backslash at a
    line's end.
    """
    page = _PAGE.search(data)
    usual = "mac_roman" if rb"\mac" in data[:100] else _codec(f"cp{int(page[1])}" if page else "")
    fonts = {
        int(font): _CODECS_BY_CHARSET.get(int(charset), usual)
        for font, charset in _FONT.findall(data)
    }
    default = _DEFAULT_FONT.search(data)
    state = _State(int(default[1]) if default else 0)
    outer: list[_State] = []
    at = high = 0
    while token := _TOKEN.match(data, at):
        start, at = token.span()
        codec = fonts.get(state.font, usual)
        if token["open"]:
            outer.append(state)
        elif token["close"]:
            state = outer.pop() if outer else state
        elif token["word"] == b"f" and token["number"]:
            state = replace(state, font=int(token["number"]))
        elif token["word"] == b"uc" and token["number"]:
            state = replace(state, stand_ins=max(0, int(token["number"])))
            yield start, at, ""
        elif token["word"] == b"u" and token["number"]:
            at = _behind_stand_ins(data, at, state.stand_ins)
            unit = int(token["number"]) % _UNITS
            if unit in _HIGH:
                high = unit
                yield start, at, ""
            elif unit in _LOW:
                yield start, at, f"{_half(high)}{_half(unit)}" if high else ""
                high = 0
            else:
                yield start, at, f"\\uc0\\u{unit} "
        elif token["hex"]:
            told = bytes(int(one, 16) for one in _BYTE.findall(token["hex"]))
            if codec in _DOUBLE and _ends_in_lead(told, codec) and data[at : at + 1].isalnum():
                told, at = told + data[at : at + 1], at + 1
            yield start, at, _numbers(told, codec)
        elif token["text"] and not token["text"].isascii():
            yield start, at, _numbers(token["text"], codec)
        elif token["sign"] in _BREAKS:
            yield start, at, "\\par\n"
        elif token["sign"] and data.startswith(_NOTE, start - 1):
            yield start, at, ""


def pale(data: bytes) -> list[list[tuple[int, int]]]:
    """The passages of letters that have the colour of the paper and stand on it, each as ranges."""
    inks = _white_inks(data)
    if not any(b"\\cf%d" % ink in data for ink in inks) or b"\\viewbksp1" in data:
        return []
    found: list[list[tuple[int, int]]] = []
    state = _Look()
    outer: list[_Look] = []
    goes_on = False
    for token in _TOKEN.finditer(data):
        word, number = token["word"], int(token["number"] or -1)
        if token["open"]:
            outer.append(state)
        elif token["close"]:
            state = outer.pop() if outer else state
        elif token["sign"] == b"\\*":
            is_read = data.startswith(_NOTE, token.start() - 1)
            state = state if is_read else replace(state, unread=True)
        elif word and word != b"u":
            state = _after(state, word, number, inks)
        elif state.unread or not token[0].strip():
            continue
        elif state.white and not (state.marked or state.painted):
            found += [] if goes_on else [[]]
            found[-1].append(token.span())
            goes_on = True
        else:
            goes_on = False
    return found


def pale_words(data: bytes) -> Iterator[str]:
    """The words of each such passage."""
    for passage in pale(data):
        letters = b"".join(data[start:end] for start, end in passage)
        bare = _NUMBER.sub(
            lambda one: chr(int(one[1]) % _UNITS).encode("utf-8", "replace"), letters
        )
        byte = _BYTE.sub(
            lambda one: bytes.fromhex(one[1].decode()).decode(_PLAIN, "replace").encode(), bare
        )
        yield byte.decode("utf-8", "replace").replace("\\~", " ").replace("\\", "")


def _after(state: "_Look", word: bytes, number: int, inks: frozenset[int]) -> "_Look":
    """How letters look after a control word."""
    match word:
        case b"cf":
            return replace(state, white=number in inks)
        case b"plain":
            return replace(state, white=False, marked=False)
        case b"highlight" | b"cb" | b"chcbpat":
            return replace(state, marked=number > 0 and number not in inks)
        case b"cbpat":
            return replace(state, painted=number > 0 and number not in inks)
        case b"intbl" | b"chshdng" | b"shading":
            return replace(state, painted=True)
        case b"pard":
            return replace(state, painted=False)
        case b"fonttbl" | b"colortbl" | b"stylesheet" | b"info" | b"pict":
            return replace(state, unread=True)
        case _:
            return state


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


def shapes(data: bytes) -> Iterator[tuple[int, int]]:
    """Where shapes stand, whose words Pandoc would put into the sentence that they are in."""
    at = 0
    while (start := data.find(_SHAPE, at)) >= 0:
        at = start + len(_SHAPE)
        if not data[at : at + 1].isalpha():
            at = _group_end(data, at)
            yield start, at


def boxes(data: bytes) -> Iterator[str]:
    """The words of shapes."""
    for start, end in shapes(data):
        box = data[start:end].partition(rb"{\shptxt")[2]
        tokens = (one["text"] for one in _TOKEN.finditer(box) if one["text"])
        yield b" ".join(tokens).decode("ascii", "replace")


def _group_end(data: bytes, at: int) -> int:
    """Where the group that a place is in ends."""
    depth = 1
    while depth and (token := _TOKEN.match(data, at)):
        depth += bool(token["open"]) - bool(token["close"])
        at = token.end()
    return at


def _behind_stand_ins(data: bytes, at: int, count: int) -> int:
    for _ in range(count):
        stand_in = _STAND_IN.match(data, at)
        if stand_in is None:
            return at
        at = stand_in.end()
    return at


def _numbers(told: bytes, codec: str) -> str:
    """Letters as their numbers; line ends and ASCII unchanged."""
    return "".join(_number(letter) for letter in told.decode(codec, "replace"))


def _number(letter: str) -> str:
    if letter in "\r\n" or " " <= letter <= "~":
        return f"\\{letter}" if letter in "\\{}" else letter
    if ord(letter) < _UNITS:
        return f"\\uc0\\u{ord(letter)} "
    units = memoryview(letter.encode("utf-16-le")).cast("H")
    return "".join(map(_half, units))


def _half(unit: int) -> str:
    return f"\\uc0\\u{unit - _HIGH.start + _HALVES_FROM} "


def whole_letters(text: str) -> str:
    """Pandoc's text of the edited file, with such halves joined again."""
    return _HALVES.sub(lambda halves: _letter(*map(ord, halves.groups())), text)


def _letter(high: int, low: int) -> str:
    units = (high - _HALVES_FROM + _HIGH.start, low - _HALVES_FROM + _HIGH.start)
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le")


def _ends_in_lead(told: bytes, codec: str) -> bool:
    """Whether the last byte is the first half of a letter."""
    try:
        told.decode(codec)
    except UnicodeDecodeError as error:
        return error.start == len(told) - 1
    return False


def _codec(name: str) -> str:
    try:
        return name if name and b"a".decode(name) else _PLAIN
    except LookupError:
        return _PLAIN
