"""What a sentence depends on: all sentences that it needs, and one of each of its anchors.

A need is a sentence without which it must not be shown. An anchor is a set of sentences; any one of
them is enough.
"""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, TypeAlias

TieKind: TypeAlias = Literal["link", "name", "mention", "noun", "points"]
"""Why a sentence depends on others: a linking word ("But"), a name that is given in full elsewhere,
a name that was mentioned before, a definite noun ("the report"), or a phrase that points back
("these claims", "a second reason").
"""


@dataclass(frozen=True, slots=True)
class Tie:
    """A dependency of a sentence: one of `others`, which are positions, must be chosen with it."""

    others: frozenset[int]
    kind: TieKind


Needs: TypeAlias = Sequence[frozenset[int] | None]
"""By position of a sentence, the positions that must be chosen with it; None
if it is never chosen.
"""

Anchors: TypeAlias = Sequence[tuple[frozenset[int], ...]]
"""By position of a sentence, sets of positions; one of each set must be chosen with it."""


MOST_NEEDED = 3
"""The most sentences that one may need with it; a sentence that needs more is never shown."""


def lacked(
    at: int, chosen: AbstractSet[int], needs: Needs, anchors: Sequence[Sequence[Sequence[int]]]
) -> frozenset[int] | None:
    """The positions that must still be chosen with `at`: its needs, their needs and so on, without
    those already `chosen`. Of an anchor, the first alternative is taken.

    None if one of them is never shown, or if there are more than MOST_NEEDED.
    """
    found: set[int] = set()
    todo = [at]
    while todo:
        one = todo.pop()
        needed = needs[one]
        if needed is None:
            return None
        wanted = set(needed)
        for others in anchors[one]:
            if not others:
                return None
            if chosen.isdisjoint(others) and found.isdisjoint(others) and at not in others:
                wanted.add(others[0])
        wanted -= found
        wanted -= chosen
        wanted.discard(at)
        found |= wanted
        todo += sorted(wanted)
        if len(found) > MOST_NEEDED:
            return None
    return frozenset(found)


def sorted_anchors(
    needs: Needs, anchors: Anchors, totals: Sequence[float]
) -> list[list[list[int]]]:
    """The anchors of each sentence as lists of alternatives, in the order in which they are tried:
    first those that need the fewest other sentences, and of these those with the higher total.
    Later sentences and those that need too many are left out.
    """
    sizes: list[int] = []
    found: list[list[list[int]]] = []
    for at, sets in enumerate(anchors):
        needed = needs[at]
        ranked = [
            sorted(
                (other for other in others if other < at and sizes[other] <= MOST_NEEDED),
                key=lambda other: (sizes[other], -totals[other]),
            )
            for others in sets
        ]
        found.append(ranked)
        if needed is None or not all(ranked):
            sizes.append(MOST_NEEDED + 1)
            continue
        first = needed.union(others[0] for others in ranked)
        sizes.append(sum(1 + (sizes[other] if other < at else 0) for other in first))
    return found


def stands(at: int, chosen: Collection[int], needs: Needs, anchors: Anchors | None) -> bool:
    """Whether every need, and one alternative of every anchor, is among the chosen."""
    held = anchors[at] if anchors is not None else ()
    return (needs[at] or frozenset()).issubset(chosen) and not any(
        others.isdisjoint(chosen) for others in held
    )
