"""Which sentences of a piece an editor chose for its extracts.

An editor pins sentences (in every extract) or drops them (in none), and names the one that stands
for the piece in a digest. That is stored in `Summary.method`, as in "brief +S3 -S9 =S4", so that a
receipt shows it.
"""

import re
from dataclasses import dataclass, replace
from typing import Self

from briefs.model import Summary

_CHOICE = re.compile(r"([+=-])S(\d+)")


@dataclass(frozen=True, slots=True)
class EditorialSelection:
    """A ranking method and an editor's choices, as numbers of sentences from 1."""

    method: str
    pinned: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    line: int | None = None

    def __str__(self) -> str:
        pins = (f"+S{number}" for number in self.pinned)
        drops = (f"-S{number}" for number in self.dropped)
        line = () if self.line is None else (f"=S{self.line}",)
        return " ".join((self.method, *pins, *drops, *line))

    @classmethod
    def of(cls, summary: Summary) -> Self:
        """The selection that a summary was made by."""
        method, *wishes = summary.method.split(" ")
        found: dict[str, list[int]] = {"+": [], "-": [], "=": []}
        for sign, number in filter(None, map(_read, wishes)):
            found[sign].append(number)
        line = found["="][-1] if found["="] else None
        return cls(method, tuple(found["+"]), tuple(found["-"]), line)

    @property
    def by_hand(self) -> bool:
        """Whether an editor pinned or dropped a sentence."""
        return bool(self.pinned or self.dropped)

    @property
    def is_settled(self) -> bool:
        """Whether an editor chose anything."""
        return self.by_hand or self.line is not None

    def tell(self, number: int) -> Self:
        """With this sentence for digests."""
        return replace(self, line=number)

    def pin(self, number: int) -> Self:
        """With this sentence in every extract; repeating it changes nothing."""
        return replace(
            self, pinned=_with(self.pinned, number), dropped=_without(self.dropped, number)
        )

    def drop(self, number: int) -> Self:
        """With this sentence in no extract; repeating it changes nothing."""
        return replace(
            self, dropped=_with(self.dropped, number), pinned=_without(self.pinned, number)
        )

    def free(self, number: int) -> Self:
        """Without any choice for this sentence."""
        line = None if self.line == number else self.line
        return replace(
            self,
            pinned=_without(self.pinned, number),
            dropped=_without(self.dropped, number),
            line=line,
        )


def _read(wish: str) -> tuple[str, int] | None:
    match = _CHOICE.fullmatch(wish)
    return None if match is None else (match[1], int(match[2]))


def _with(numbers: tuple[int, ...], number: int) -> tuple[int, ...]:
    return numbers if number in numbers else (*numbers, number)


def _without(numbers: tuple[int, ...], number: int) -> tuple[int, ...]:
    return tuple(other for other in numbers if other != number)
