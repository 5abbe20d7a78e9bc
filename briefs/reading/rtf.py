r"""Rewrites RTF so that every letter is given by its Unicode number.

Pandoc reads only the code pages Windows-1252 and MacRoman, and loses the letter after a number
whose substitute is a question mark ("B\u246?schung"). The necessary changes are found here: the
bytes of each font's code page become numbers, and substitutes are removed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

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
_SIGN_BEHIND = re.compile(rb"(?<! )[!-/:-@^-`|~\[\]]")
_BYTE = re.compile(rb"\\'([0-9a-fA-F]{2})")
_NUMBER = re.compile(rb"\\u(-?\d{1,6}) ?\??")
_WORD = re.compile(rb"\s*\\([a-z]{1,32})")
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
NOTE = rb"{\*\footnote"
"""LibreOffice's form of a footnote, which readers without footnotes may skip."""


Edit: TypeAlias = tuple[int, int, str]
"""A range of a file, and its replacement."""

TABLES = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"filetbl", b"pict"})
"""Groups that are no text, whether or not they begin with \\*."""

_READ_IF_KNOWN = frozenset({b"footnote", b"shppict", b"ud", b"fldinst"})
"""Groups that begin with \\*, and are text."""


@dataclass(frozen=True, slots=True)
class _State:
    """The font of the current letters, and how many substitutes follow a letter's number."""

    font: int
    stand_ins: int = 1
    unread: bool = False
    """Whether it is in a table of fonts or styles, or in what only some programs read: its
    names are no words, but Pandoc takes their numbered letters for words.
    """


def edits(data: bytes) -> Iterator[Edit]:
    """The ranges to replace: each letter that is not ASCII by its number, without substitutes;
    footnotes that a reader might skip; and paragraphs that TextEdit separates by a backslash at a
    line's end.
    """
    page = _PAGE.search(data)
    usual = "mac_roman" if rb"\mac" in data[:100] else _codec(f"cp{int(page[1])}" if page else "")
    charsets = {int(font): int(charset) for font, charset in _FONT.findall(data)}
    fonts = {font: _CODECS_BY_CHARSET.get(one, usual) for font, one in charsets.items()}
    default = _DEFAULT_FONT.search(data)
    walk = Walk(data)
    letters = _Letters(walk, fonts, usual, _State(int(default[1]) if default else 0))
    outer: list[_State] = []
    for token in walk:
        start, end = token.span()
        if token["open"]:
            outer.append(letters.state)
        elif token["close"]:
            letters.state = outer.pop() if outer else letters.state
        elif token["word"] in TABLES or (token["sign"] == b"\\*" and is_passed_over(data, end)):
            letters.state = replace(letters.state, unread=True)
        elif letters.state.unread:
            if token["hex"] or token["word"] == b"u" or not token[0].isascii():
                yield start, end, ""
        elif token["sign"] in _BREAKS:
            yield start, end, "\\par\n"
        elif token["sign"] and data.startswith(NOTE, start - 1):
            yield start, end, ""
        elif token["word"]:
            yield from letters.after(token)
            if token["word"] != b"u" and _SIGN_BEHIND.match(data, end):
                yield end, end, " "  # Pandoc takes a sign behind a word for a part of it
        else:
            yield from letters.of(token)


@dataclass(slots=True)
class _Letters:
    """The state of reading letters; `high` is the first half of a letter beyond U+FFFF."""

    walk: "Walk"
    fonts: Mapping[int, str]
    usual: str
    state: _State
    high: int = 0

    def after(self, token: re.Match[bytes]) -> Iterator[Edit]:
        """The changes at a control word."""
        start, end = token.span()
        word, number = token["word"], int(token["number"] or 0)
        if word == b"f" and token["number"]:
            self.state = replace(self.state, font=number)
        elif word == b"uc" and token["number"]:
            self.state = replace(self.state, stand_ins=max(0, number))
            yield start, end, ""
        elif word == b"u" and token["number"]:
            self.walk.at = end = _behind_stand_ins(self.walk.data, end, self.state.stand_ins)
            unit = number % _UNITS
            if unit in _HIGH:
                self.high = unit
                yield start, end, ""
            elif unit in _LOW:
                yield start, end, f"{_half(self.high)}{_half(unit)}" if self.high else ""
                self.high = 0
            else:
                yield start, end, f"\\uc0\\u{unit} "

    def of(self, token: re.Match[bytes]) -> Iterator[Edit]:
        """The changes of letters."""
        start, end = token.span()
        codec = self.fonts.get(self.state.font, self.usual)
        if token["hex"]:
            told = bytes(int(one, 16) for one in _BYTE.findall(token["hex"]))
            data = self.walk.data
            if codec in _DOUBLE and _ends_in_lead(told, codec) and data[end : end + 1].isalnum():
                told, end = told + data[end : end + 1], end + 1
                self.walk.at = end
            yield start, end, _numbers(told, codec)
        elif token["text"] and not token["text"].isascii():
            yield start, end, _numbers(token["text"], codec)


@dataclass(slots=True)
class Walk:
    """The tokens of a file in order, from the place `at`; the bytes of pictures are skipped."""

    data: bytes
    at: int = 0

    def __iter__(self) -> Iterator[re.Match[bytes]]:
        while token := _TOKEN.match(self.data, self.at):
            self.at = token.end()
            if token["word"] == b"bin":
                self.at += max(0, int(token["number"] or 0))
            yield token


def is_passed_over(data: bytes, at: int) -> bool:
    r"""Whether the group whose \* ends here is one that readers may pass over, and do."""
    word = _WORD.match(data, at)
    return word is None or word[1] not in _READ_IF_KNOWN


def plain_words(passage: bytes) -> str:
    """Letters of a file without their control words."""
    bare = _NUMBER.sub(lambda one: chr(int(one[1]) % _UNITS).encode("utf-8", "replace"), passage)
    letters = _BYTE.sub(
        lambda one: bytes.fromhex(one[1].decode()).decode(_PLAIN, "replace").encode(), bare
    )
    return letters.decode("utf-8", "replace").replace("\\~", " ").replace("\\", "")


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
