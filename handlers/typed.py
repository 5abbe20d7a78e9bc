"""What people type around a command: which command it is, and what is said to it.

Chat programs and keyboards add marks of direction, full-width signs, quotation marks and digits of
other scripts; people add punctuation, leave the slash out, or mistype a name.
"""

import re
import unicodedata
from typing import Final

from rapidfuzz.distance import OSA

from handlers.commands import COMMANDS

NOT_READ: Final = "not-read"
"""The command that a message without words stands for: a picture, a voice, a place."""

NAMES: Final = tuple(command.name for command in COMMANDS)

INVISIBLE: Final = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Marks of direction, and spaces of no width that belong to no script's spelling, for a regex."""

_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_BEFORE_WORDS: Final = re.compile(rf"[\s{INVISIBLE}]+")

_AROUND: Final = "`'\"“”„«»‘’*_~ \t\r\n"
_BEFORE: Final = _AROUND + ",:;.!?،؛؟，：；！？-–—"
_AFTER_NAME: Final = ",:;.!?،؛؟，：；！？`"
_GLUED: Final = re.compile(r"([a-z]+)[_#]?(\d{1,9})")
_ALIASES: Final = {
    "start": "help",
    "commands": "help",
    "menu": "help",
    "hello": "help",
    "hi": "help",
    "hey": "help",
    "new": "latest",
    "news": "latest",
    "newest": "latest",
    "last": "latest",
    "summary": "brief",
    "summarise": "brief",
    "summarize": "brief",
    "source": "sources",
    "references": "sources",
    "find": "search",
    "topic": "topics",
    "settings": "digest",
    "subscribe": "digest",
}
"""Other words for commands; alone in a message they are the command."""

_ASKS_FOR_NEWS: Final = frozenset({"what's new", "whats new", "what is new", "anything new"})
_MAX_SLIPS: Final = 2
_SHORT_NAME: Final = 4


def bare(text: str) -> str:
    """The text without white space, and without marks that nobody sees, at its beginning."""
    found = _BEFORE_WORDS.match(text)
    return text[found.end() :] if found else text


def known(name: str) -> bool:
    """Whether a name after a slash is one of our commands, or one with its number glued on.

    Other words for commands are not: in a group another bot's command may be meant.
    """
    glued = _GLUED.fullmatch(name.lower())
    return (glued[1] if glued else name.lower()) in NAMES


def command_of(name: str, words: str) -> tuple[str, str] | None:
    """The command that a name after a slash means, and its words; None for one that none has.

    "brief12" is "brief 12".
    """
    name = name.lower()
    if name in NAMES or name == NOT_READ:
        return name, words
    if name in _ALIASES:
        return _ALIASES[name], words
    glued = _GLUED.fullmatch(name)
    if glued is not None and (found := command_of(glued[1], "")) is not None:
        return found[0], f" {glued[2]}{words}"
    return None


def typed(text: str) -> tuple[str, str]:
    """What a text without a slash means, and about what: the command it begins with, or a search.

    Nothing at all asks for help, and a number alone for a brief of that piece.
    """
    said = bare(text).lstrip(_BEFORE)
    if not said.strip():
        return "help", ""
    whole = said.strip(_BEFORE).casefold().replace("’", "'")
    if whole in _ASKS_FOR_NEWS:
        return "latest", ""
    first, *rest = said.split(maxsplit=1)
    name, words = first.removeprefix("/").rstrip(_AFTER_NAME).lower(), "".join(rest)
    if name in NAMES:
        return name, words.rstrip("`")
    if not words and (found := command_of(name, "")) is not None:
        return found
    if re.fullmatch(r"(?:no\.?|nr\.?|number|№)?\s*#?\d{1,9}(?:@\d{1,9})?\.?", plain(whole)):
        return "brief", words if first.casefold().startswith(("no", "nr", "№")) and words else said
    return "search", said


def nearest(name: str, *, limit: int = 2) -> tuple[str, ...]:
    """The commands whose names come nearest to one that none has, the nearest first."""
    most = 1 if len(name) <= _SHORT_NAME else _MAX_SLIPS
    near = sorted((OSA.distance(name, one), n, one) for n, one in enumerate(NAMES))
    return tuple(one for distance, _, one in near if distance <= most)[:limit]


def plain(text: str) -> str:
    """The text with the digits of any script as 0 to 9, and full-width signs as narrow ones."""
    return "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii():
        return char
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    return unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char


def word(said: str) -> str:
    """A word of a command as it was meant: without punctuation at its end, "1." for 1.

    Words that punctuation is part of, as an address or "[2]", stay as they are.
    """
    if "://" in said:
        return said
    shown = plain(_INVISIBLE.sub("", said)).strip("`“”„«»")
    if re.fullmatch(r"[([]?#?[Ss№]?\d[\d@#.\-–Ss]*[)\]]?[.,;:!?،؛]*", shown):
        return shown.rstrip(".,;:!?،؛").removeprefix("№")
    return shown
