"""The works that many pieces cite: the entries that stand for one source, brought together.

Entries come the fullest first. Each joins the work whose first entry it is surely the same as, or
begins a work of its own. So everything in a work is the same as one entry of it, and no chain (A is
like B, B like C) can tie two works together; an entry that might be either of two is neither.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from briefs.model import Source
from briefs.references.certainty import is_page, speaks_for_itself, surely_same
from briefs.references.sameness import Likeness, likeness
from briefs.references.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Work:
    """A source, by the fullest of its entries, with the pieces that cite it, lowest first.

    `source.number` is its place among the works, from 1.
    """

    source: Source
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a piece's list, and what of it is compared."""

    piece: int
    source: Source
    likeness: Likeness


Watch: TypeAlias = Callable[[Sequence[Entry]], Iterable[Entry]]


def works(
    cited: Iterable[tuple[int, Sequence[Source]]], *, watched: Watch = iter
) -> tuple[Work, ...]:
    """The works that pieces (number, sources) cite: most cited first, then newest.

    `watched` is given the entries, and gives them back one by one: a progress bar.
    """
    entries = [
        Entry(piece, source, likeness(source)) for piece, sources in cited for source in sources
    ]
    entries.sort(key=lambda entry: _fullness(entry.source), reverse=True)
    groups = _grouped(entries, watched)
    made = [
        Work(group[0].source, tuple(sorted({entry.piece for entry in group}))) for group in groups
    ]
    made.sort(key=lambda work: (len(work.pieces), work.source.issued or ""), reverse=True)
    return tuple(
        replace(work, source=replace(work.source, number=number))
        for number, work in enumerate(made, start=1)
    )


def _grouped(entries: Sequence[Entry], watched: Watch) -> list[list[Entry]]:
    shelves = Shelves(entry.likeness for entry in entries)
    groups: list[list[Entry]] = []
    twins: dict[Likeness, int] = {}
    for entry in watched(entries):
        seen = entry.likeness
        work = twins.get(seen)
        if work is None:
            work = _joined(seen, [(n, groups[n][0].likeness) for n in shelves.near(seen)])
        if work is None:
            work = len(groups)
            groups.append([])
            shelves.put(seen, work)
        if speaks_for_itself(seen):
            twins[seen] = work
        groups[work].append(entry)
    return groups


def _joined(entry: Likeness, near: Iterable[tuple[int, Likeness]]) -> int | None:
    """The one work that the entry stands for; None if there is none, or no telling which."""
    alike = [(work, first) for work, first in near if surely_same(first, entry)]
    for is_nearer in (_on_one_page, _of_one_date):
        nearer = [(work, first) for work, first in alike if is_nearer(first, entry)]
        alike = nearer or alike
    return alike[0][0] if len(alike) == 1 else None


def _on_one_page(one: Likeness, other: Likeness) -> bool:
    return is_page(one.address) and one.address == other.address


def _of_one_date(one: Likeness, other: Likeness) -> bool:
    return one.issued == other.issued


def _fullness(source: Source) -> tuple[bool, int, int]:
    """How much of an entry could be read; full given names are more than initials."""
    fields = (
        source.type,
        source.authors,
        source.title,
        source.container,
        source.publisher,
        source.issued,
        source.accessed,
        source.url,
        source.archive_url,
    )
    names = sum(len(str(author)) for author in source.authors)
    return source.status == "parsed", sum(map(bool, fields)), names
