"""What a reader leaves out of a body: kinds of passages, how many of each, how many words, and
their beginnings.
"""

import re
from dataclasses import dataclass
from math import ceil
from typing import Literal, TypeAlias

LeftOutKind: TypeAlias = Literal[
    "struck-out passage",
    "hidden passage",
    "private comment",
    "navigation",
    "unplaced paragraph",
    "unfinished paragraph",
    "doubled passage",
    "replaced headline",
    "note",
    "caption",
    "table",
    "code block",
    "formula",
    "drawing",
    "image",
    "embedded frame",
    "film",
    "sound",
    "form field",
    "markup",
    "running head",
    "small print",
    "turned text",
    "deleted text",
    "text box",
    "attachment",
    "quoted message",
    "signature",
]
"""Kinds of passages that a reader leaves out of a body. The plural takes an "s" (a box "es").

An "unplaced paragraph" could not be found again in its source, or not in order. An "unfinished
paragraph" contains a formula, or a value that a script of the site fills in: without it the
sentence would mean something else.
"""

UNCOUNTED: frozenset[LeftOutKind] = frozenset(
    {"navigation", "markup", "small print", "turned text", "deleted text"}
)
"""Kinds that are named without their number of passages."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """All passages of one kind that the source has and the body does not.

    `words` counts the words of all its passages, 0 if they have none, such as images; `opening` is
    the beginning of the first passage with words.
    """

    kind: LeftOutKind
    passages: int
    words: int = 0
    opening: str = ""

    @property
    def counted(self) -> str:
        """The kind with its number of passages: "2 tables"."""
        if self.kind in UNCOUNTED:
            return self.kind
        plural = "es" if self.kind.endswith("x") else "s"
        return f"{self.passages} {self.kind}{plural * (self.passages != 1)}"

    def __str__(self) -> str:
        """For the editor: "2 tables (31 words: “Year Depth…”)"."""
        if not self.words:
            return self.counted
        words = f"{self.words} word{'s' * (self.words != 1)}"
        begins = f": “{self.opening}…”" if self.opening else ""
        return f"{self.counted} ({words}{begins})"


MAX_OPENING_CHARS = 60

USUAL = "left out of the body: "
"""The beginning of the one warning about everything that is left out as usual."""

OUR_MARKER = re.compile(r"\[\^(?:aside|remark|inline)-\d+\]")
"""A marker that a reader inserted for a note: it is no word of the source."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
"""Letters of scripts without spaces between words; about two of them make a word."""

_LETTERS_A_WORD = 2


def count_words(text: str) -> int:
    """The number of words in a text: parts between spaces with a letter or digit; for scripts
    without spaces, half the number of letters.
    """
    if _UNSPACED.search(text) is None:
        words = text.split()
        odd = (word for word in words if not word[0].isalnum())  # most words begin with a letter
        return len(words) - sum(not any(map(str.isalnum, word)) for word in odd)
    spaced, letters = _UNSPACED.subn(" ", text)
    return count_words(spaced) + ceil(letters / _LETTERS_A_WORD)


def is_dense(text: str) -> bool:
    """Whether most of a text is in scripts without spaces between words."""
    return 2 * len(_UNSPACED.findall(text)) > len(text)
