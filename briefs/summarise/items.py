"""Whether a piece is a column of several items, of which its title names the first alone."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from briefs.summarise.selection import Unit

_LONGEST = 400  # sentences of a column
_LEAST_ITEM = 6  # sentences of the first item …
_LEAST_REST = 8  # … and of the others
_LEAST_TITLED = 3  # sentences of the first that have a word of the title …
_LEAST_WORDS = 2  # … and words of the title in them
_SHARED = 0.35  # of what each side speaks of twice, at most, does the other speak …
_SHARED_LESS = 0.2  # … and of what one of them does


def other_items(
    units: Sequence[Unit], holders: Mapping[str, Sequence[int]], title: Sequence[str]
) -> frozenset[int]:
    """The positions of the items that a title does not name: all from the first paragraph on that
    speaks of something else, where nothing behind it speaks of the title. `holders` are the units
    that hold each term.
    """
    count = len(units)
    if not _LEAST_ITEM + _LEAST_REST <= count <= _LONGEST:
        return frozenset()
    named = {term: holders[term] for term in title if term in holders}
    titled = {at for held in named.values() for at in held}
    if len(named) < _LEAST_WORDS or len(titled) < _LEAST_TITLED:
        return frozenset()
    for at in range(max(_LEAST_ITEM, max(titled) + 1), count - _LEAST_REST + 1):
        opens = units[at].paragraph != units[at - 1].paragraph and not units[at].leans
        if opens:
            shares = sorted(_shared(at, holders))
            if shares[0] <= _SHARED_LESS and shares[1] <= _SHARED:
                return frozenset(range(at, count))
    return frozenset()


def _shared(border: int, holders: Mapping[str, Sequence[int]]) -> Iterator[float]:
    """The share of what is spoken of at least twice on each side of a border that the other side
    speaks of at all.
    """
    before = [(bisect_left(held, border), len(held)) for held in holders.values()]
    for sides in (before, [(whole - left, whole) for left, whole in before]):
        twice = [(here, whole) for here, whole in sides if here > 1]
        total = sum(here for here, _ in twice)
        yield sum(here for here, whole in twice if here < whole) / total if total else 1.0
