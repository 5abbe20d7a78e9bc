"""Finds a copy of a text's words in the text itself, whatever became of its white space."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from briefs.model import Span

_ALIKE = str.maketrans("\n\u00a0", "  ")


class Lookup:
    """A text to look words up in. White space, and what cannot be seen, does not count."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spaced = text.translate(_ALIKE)

    def find(self, words: str, start: int = 0) -> Span | None:
        """The first range of the text, from `start` on, that holds these words and no others."""
        spaced = " ".join(words.split())
        at = self._spaced.find(spaced, start) if spaced else -1
        return Span(at, at + len(spaced)) if at >= 0 else self._squeezed.find(words, start)

    @cached_property
    def _squeezed(self) -> "_Squeezed":
        """Made only when it is needed: most copies keep their spaces."""
        return _Squeezed(self._text)


class _Squeezed:
    """A text without white space and what cannot be seen; it knows where all else stood."""

    def __init__(self, text: str) -> None:
        gaps = re.escape("".join({c for c in set(text) if not c.isprintable()} | set(" \t\n")))
        self._gap = re.compile(f"[{gaps}]+")
        words = [(m.start(), m.group()) for m in re.finditer(f"[^{gaps}]+", text)]
        self._starts = [start for start, _ in words]
        self._text = "".join(word for _, word in words)
        self._places = [0, *accumulate(len(word) for _, word in words)]

    def find(self, words: str, start: int) -> Span | None:
        bare = self._gap.sub("", words)
        at = self._text.find(bare, self._places[bisect_left(self._starts, start)]) if bare else -1
        return Span(self._back(at), self._back(at + len(bare) - 1) + 1) if at >= 0 else None

    def _back(self, at: int) -> int:
        """Where a character stood before the text was squeezed."""
        word = bisect_right(self._places, at) - 1
        return self._starts[word] + at - self._places[word]
