"""Canonical text: the one form in which a body is stored, hashed, quoted and counted.

Paragraphs are separated by exactly one blank line; no line begins or ends with white space; there
are no control characters and no invisible marks that change the direction of the text around them.
Everything else stays: no-break spaces, curly quotes and ellipses are the author's.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from briefs.model import Span

NARROWEST, WIDEST = 40, 120
"""Columns at which people and programs wrap text; other line breaks are intended."""

FEWEST = 2
"""A paragraph of so few lines does not show by itself whether it was wrapped."""

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_SPACES = str.maketrans(dict.fromkeys("\t\x1c\x1d\x1e\x1f", " "))
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_ZERO_WIDTH = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060\ufeff]|(?<![^\\s])[\u200c\u200d]|[\u200c\u200d](?![^\\s])"
)
"""Invisible characters; a joiner between two characters is kept, as part of Persian words and
emoji.
"""

_JOINERS = re.compile("[\u200c\u200d]")
_ITEM = re.compile(r"(?:[-*+•‣–]|\(?\d{1,3}[.)]|\[\^?\w{1,9}\]:?)\s")
_UNBREAKABLE = re.compile(r"\S{40}")
_ADDRESS = re.compile(r"[(<]?(?:https?://|www\.)")
_CAPITALISED_WORD = re.compile(r"[A-Z][a-z]+\b")


def clean(text: str) -> tuple[str, int]:
    """The text with LF for every kind of line end, and how many characters were removed.

    Control characters, bidirectional overrides and isolates are removed; characters that only
    separate become a space or a newline, so that no two words are joined. An unpaired surrogate
    becomes U+FFFD.
    """
    if _UNCLEAN.search(text) is None:
        return text, 0
    text = _NEWLINES.sub("\n", text).replace("\u2029", "\n\n")
    text = _LONE_SURROGATES.sub("\ufffd", text.translate(_SPACES))
    return _UNSEEN.subn("", text)


def blocks(text: str) -> list[list[str]]:
    """The stripped lines of each paragraph of a clean text."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if stripped := line.strip():
            found[-1].append(stripped)
        elif found[-1]:
            found.append([])
    return found if found[-1] else found[:-1]


def canonical(text: str) -> str:
    """The canonical form of a text whose line breaks are all intended."""
    return "\n\n".join("\n".join(block) for block in blocks(clean(text)[0]))


def one_line(text: str) -> str:
    """The canonical form of a title, a name or a topic: one line, single
    spaces, nothing invisible.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_ZERO_WIDTH.sub("", clean(text)[0]).split())


def folded(text: str) -> str:
    """A text for comparison: without case, differently encoded accents, or white space."""
    if text.isascii():
        return one_line(text).lower()
    return unicodedata.normalize("NFKC", _JOINERS.sub("", one_line(text))).casefold()


def wrap_width(text: str) -> int | None:
    """The column at which a clean text was wrapped, or None if it was not."""
    several = [block for block in blocks(text) if len(block) > 1]
    width = _longest(line for block in several for line in block[:-1])
    if not NARROWEST <= width <= WIDEST:
        return None
    soft = [is_wrap(line, after, width) for block in several for line, after in pairwise(block)]
    return width if 2 * sum(soft) >= len(soft) else None


def block_width(block: Sequence[str], document: int | None) -> int | None:
    """The wrap width of one paragraph: the document's, or its own if that explains every break."""
    if document is not None and _longest(block) <= document:
        return document
    longest = max(map(len, block))
    wrapped = len(block) > FEWEST and NARROWEST <= longest <= WIDEST
    explained = all(is_wrap(line, after, longest) for line, after in pairwise(block))
    return longest if wrapped and explained else None


def _longest(lines: Iterable[str]) -> int:
    """The length of the longest line, without lines that contain an unbreakable long word."""
    return max((len(line) for line in lines if not _UNBREAKABLE.search(line)), default=0)


def is_wrap(line: str, following: str, width: int | None) -> bool:
    """Whether a line was broken only because the next word did not fit."""
    return _ITEM.match(following) is None and is_full(line, following, width)


def is_full(line: str, following: str, width: int | None) -> bool:
    """Whether the first word of the next line would not have fitted into this line."""
    word = following.partition(" ")[0]
    return width is not None and len(line) + 1 + len(word) > width


def unwrapped(block: Sequence[str], document: int | None = None) -> str:
    """A paragraph's lines with the wraps undone; intended breaks stay."""
    width = block_width(block, document)
    text = Unwrapping(block[0])
    for previous, line in pairwise(block):
        if is_wrap(previous, line, width):
            text.join(line, full=len(previous) == width)
        else:
            text.add(line, "\n")
    return str(text)


class Unwrapping:
    """A text built from its lines; `str()` gives the text without wraps.

    Each line costs only its own length, however many lines there are.
    """

    def __init__(self, line: str) -> None:
        self._parts = [line]
        self._end = line[-2:]
        self._in_address = _ends_in_address(line)

    def __str__(self) -> str:
        return "".join(self._parts)

    def join(self, line: str, *, full: bool) -> None:
        """Undo the wrap before a line; `full` says whether the line above had no space left.

        A word broken at its hyphen is joined again; so is an address, if its line was full.
        """
        cut = full and self._in_address and _CAPITALISED_WORD.match(line) is None
        hyphenated = self._end.endswith("-") and self._end[:-1].isalnum()
        self.add(line, "" if cut or hyphenated else " ")

    def add(self, line: str, gap: str) -> None:
        """Continue with a line, after `gap`."""
        self._parts += gap, line
        self._end = (self._end + gap + line)[-2:]
        if gap or " " in line:  # otherwise still within the same word
            self._in_address = _ends_in_address(line)


def joined(text: str, following: str, *, full: bool) -> str:
    """A text and its next line, joined as `Unwrapping.join` does."""
    whole = Unwrapping(text)
    whole.join(following, full=full)
    return str(whole)


def _ends_in_address(line: str) -> bool:
    return _ADDRESS.match(line, line.rfind(" ") + 1) is not None


def paragraphs(body: str) -> tuple[Span, ...]:
    """The paragraphs of a canonical body as spans, without the blank lines between them."""
    found: list[Span] = []
    place = 0
    for part in body.split("\n\n"):
        if part:
            found.append(Span(place, place + len(part)))
        place += len(part) + 2
    return tuple(found)
