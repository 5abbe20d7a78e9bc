"""The extract of a piece: the proof that it stands in the stored body, the numbers of its
sentences, and which of them an editor chose.

An editor pins sentences (in every extract) or drops them (in none), and names the one that stands
for the piece in a digest. That is stored in `Summary.method`, as in "brief +S3 -S9 =S4", so that a
receipt shows it.
"""

import re
from dataclasses import dataclass, replace
from typing import Self

from briefs.errors import Unproved
from briefs.model import Brief, Revision, Span, Summary, fingerprint


def prove_body(revision: Revision) -> None:
    """Raise Unproved unless the stored body still has its stored hash."""
    if fingerprint(revision.body) != revision.sha256:
        raise Unproved(f"the body of piece {revision.piece}, revision {revision.number}, changed")


def prove_slice(text: str, at: Span, revision: Revision) -> None:
    """Raise Unproved unless `text` is exactly the body's text at `at`."""
    if at.of(revision.body) != text:
        raise Unproved(
            f"[{at.start}, {at.end}) of piece {revision.piece}, revision {revision.number}, "
            "is not the quoted text"
        )


def sentence_numbers(revision: Revision) -> dict[Span, int]:
    """Each sentence's number, from 1, as people see it ("S7")."""
    return {at: n for n, at in enumerate(revision.sentences, start=1)}


def extracted(brief: Brief) -> tuple[tuple[int, Span], ...]:
    """The sentences of a brief in order, with their numbers; Unproved for a span that is no
    sentence.
    """
    revision, numbers = brief.revision, sentence_numbers(brief.revision)
    for at in brief.summary.sentences:
        if at not in numbers:
            raise Unproved(
                f"[{at.start}, {at.end}) of piece {revision.piece}, revision {revision.number}, "
                "stands in its extract and is no sentence of it"
            )
    return tuple((numbers[at], at) for at in brief.summary.sentences)


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
