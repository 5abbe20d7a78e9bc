"""What a sentence must not be chosen without: all that it needs, and one of each of its anchors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

TieKind: TypeAlias = Literal["link", "name", "mention", "noun", "points"]
"""What ties a unit to others: a linking word ("But"), a name that is told in full elsewhere, one
that was mentioned before, a definite noun ("the report"), or a word that points to something before
("these claims", "a second reason").
"""


@dataclass(frozen=True, slots=True)
class Tie:
    """What a unit leans on: one of `others` must be chosen with it."""

    others: frozenset[int]
    kind: TieKind


Needs: TypeAlias = Sequence[frozenset[int] | None]
"""For each unit those that it must not be chosen without; None for one that is never chosen."""

Anchors: TypeAlias = Sequence[tuple[frozenset[int], ...]]
"""For each unit sets of others; one of each set must be chosen with it."""


MOST_NEEDED = 3
"""Sentences that one may need beside it; one that leans on more is not shown at all."""


def lacked(
    at: int, chosen: Collection[int], needs: Needs, anchors: Sequence[Sequence[Sequence[int]]]
) -> frozenset[int] | None:
    """What a unit needs and what those need, step by step, that is not chosen; of alternatives the
    first. None if one of them cannot be shown, or they are too many.
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
            if found.isdisjoint(others) and at not in others and set(chosen).isdisjoint(others):
                wanted.add(others[0])
        wanted -= found | {at, *chosen}
        found |= wanted
        todo += sorted(wanted)
        if len(found) > MOST_NEEDED:
            return None
    return frozenset(found)


def sorted_anchors(
    needs: Needs, anchors: Anchors, totals: Sequence[float]
) -> list[list[list[int]]]:
    """The alternatives of each unit that can be shown: those that need the fewest others first, of
    these the better ones.
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
    """Whether all that a unit must not be chosen without is among the chosen."""
    held = anchors[at] if anchors is not None else ()
    return (needs[at] or frozenset()).issubset(chosen) and not any(
        others.isdisjoint(chosen) for others in held
    )
