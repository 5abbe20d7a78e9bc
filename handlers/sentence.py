"""Sentences as people name them ("S7"), and whether a piece has them."""

import re
from collections.abc import Iterable, Sequence

from briefs.errors import BadArgument
from briefs.model import Revision

_NUMBER = re.compile(r"[sS](\d{1,7})")


def picked(words: Iterable[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers of the sentences that the words name, and the other words, each in order."""
    read = [(word, _NUMBER.fullmatch(word)) for word in words]
    numbers = tuple(int(match[1]) for _, match in read if match)
    return numbers, tuple(word for word, match in read if match is None)


def require(numbers: Sequence[int], revision: Revision, *, hint: str) -> None:
    """Raises BadArgument, with the hint, unless the revision has all sentences of these numbers."""
    last = len(revision.sentences)
    if not all(1 <= number <= last for number in numbers):
        raise BadArgument(f"“{revision.heading}” has sentences S1 to S{last}.", hint=hint)
