"""Decides whether two entries of a library cite one work.

Nobody sees each pair, so entries count as one work only if it is certain; within a piece, whose
editor sees the pairs, `audit` reports what may be one source.

Blocking keys (pages, and the rarest words of titles) limit which entries are compared at all.

Entries are clustered from the most complete on. Each joins the work whose first entry it certainly
matches, or starts a work of its own; so no chain (A like B, B like C) joins two works. An entry
that matches two works joins neither.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from rapidfuzz import fuzz

from briefs.model import Source
from briefs.references.audit import Likeness, likeness, same

_SMALL = frozenset({"a", "an", "the", "and"})
_MISTYPED = 88
"""The least similarity, of 100, of two spellings of a word: "Austria" and "Australia" have less."""

_TELLING = 4
"""A title of so many words is not used by two outlets for different pieces on one day."""

_DAY = len("2017-01-03")


def surely_same(one: Likeness, other: Likeness) -> bool:
    """Whether both are certainly one work: the same page, or `same` with further conditions.

    The titles have the same words, apart from typing errors and articles; a name is common, or the
    day and a title of some length; and two pages of one site have the same date.
    """
    if is_page(one.address) and one.address == other.address:
        return not _contradict(one, other)
    return same(one, other) and _worded_alike(one.title, other.title) and _placed_alike(one, other)


def speaks_for_itself(entry: Likeness) -> bool:
    """Whether the entry says enough to be matched with an entry of another piece.

    "Ibid." and "Interview" do not.
    """
    known = is_page(entry.address) or entry.names or entry.issued
    return bool(known) or len(entry.title.split()) >= _TELLING


def is_page(address: str) -> bool:
    """Whether an address (a `url_key`) is that of a page, not of a whole site."""
    return "/" in address


def _contradict(one: Likeness, other: Likeness) -> bool:
    """Whether one address belongs to two works, such as a front page or a catalogue.

    Their titles have little in common, and they have no name in common or different dates.
    """
    shared = min(len(one.issued or ""), len(other.issued or ""))
    is_later = (one.issued or "")[:shared] != (other.issued or "")[:shared]
    are_others = bool(one.names and other.names) and not one.names & other.names
    return (is_later or are_others) and not _have_words_in_common(one.title, other.title)


def _have_words_in_common(one: str, other: str) -> bool:
    """Whether the other text has half of the words of the shorter one."""
    ours, theirs = set(one.split()) - _SMALL, set(other.split()) - _SMALL
    return 2 * len(ours & theirs) >= min(len(ours), len(theirs))


def _worded_alike(one: str, other: str) -> bool:
    """Whether two folded titles have the same words, apart from typing errors and articles."""
    ours, theirs = one.split(), other.split()
    odd = [word for word in ours if word not in theirs and word not in _SMALL]
    strange = [word for word in theirs if word not in ours and word not in _SMALL]
    if "".join(odd) == "".join(strange):  # "U.S." and "US", "breakwater" and "break-water"
        return True
    return len(odd) == len(strange) and all(
        fuzz.ratio(word, slip) >= _MISTYPED for word, slip in zip(odd, strange, strict=True)
    )


def _placed_alike(one: Likeness, other: Likeness) -> bool:
    on_one_day = one.issued == other.issued and len(one.issued or "") == _DAY
    if is_page(one.address) and is_page(other.address) and _site(one) == _site(other):
        return on_one_day
    common = bool(one.names & other.names)
    return common or (on_one_day and len(one.title.split()) >= _TELLING)


def _site(entry: Likeness) -> str:
    return entry.address.partition("/")[0]


_RAREST = 3
"""Two titles that differ in at most two words share one of their three rarest."""


class BlockingKeys:
    """Works by their pages' addresses and by the rarest words (among `entries`) of their titles.

    Few works share a rare word, however many works there are; common words ("the", "report") are
    rarely a key.
    """

    def __init__(self, entries: Iterable[Likeness]) -> None:
        self._commonness = Counter(word for entry in entries for word in set(entry.title.split()))
        self._blocks: defaultdict[str, list[int]] = defaultdict(list)

    def put(self, entry: Likeness, work: int) -> None:
        for key in self._keys(entry):
            self._blocks[key].append(work)

    def near(self, entry: Likeness) -> list[int]:
        """The works that the entry may belong to, in the order in which they were added."""
        return sorted({work for key in self._keys(entry) for work in self._blocks.get(key, ())})

    def _keys(self, entry: Likeness) -> Iterator[str]:
        if is_page(entry.address):
            yield entry.address
        words = set(entry.title.split())
        yield from sorted(words, key=lambda word: (self._commonness[word], word))[:_RAREST]


@dataclass(frozen=True, slots=True)
class Work:
    """A source, by the most complete of its entries, with the pieces that cite it, lowest first.

    `source.number` is its place among the works, from 1.
    """

    source: Source
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CitedEntry:
    """An entry of a piece's list, with the parts that are compared."""

    piece: int
    source: Source
    likeness: Likeness


Watch: TypeAlias = Callable[[Sequence[CitedEntry]], Iterable[CitedEntry]]


def works(
    cited: Iterable[tuple[int, Sequence[Source]]], *, watched: Watch = iter
) -> tuple[Work, ...]:
    """The works that pieces (number, sources) cite: most cited first, then newest.

    `watched` gets the entries and returns them one by one, for a progress bar.
    """
    entries = [
        CitedEntry(piece, source, likeness(source))
        for piece, sources in cited
        for source in sources
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


def _grouped(entries: Sequence[CitedEntry], watched: Watch) -> list[list[CitedEntry]]:
    blocks = BlockingKeys(entry.likeness for entry in entries)
    groups: list[list[CitedEntry]] = []
    twins: dict[Likeness, int] = {}
    for entry in watched(entries):
        seen = entry.likeness
        work = twins.get(seen)
        if work is None:
            work = _joined(seen, [(n, groups[n][0].likeness) for n in blocks.near(seen)])
        if work is None:
            work = len(groups)
            groups.append([])
            blocks.put(seen, work)
        if speaks_for_itself(seen):
            twins[seen] = work
        groups[work].append(entry)
    return groups


def _joined(entry: Likeness, near: Iterable[tuple[int, Likeness]]) -> int | None:
    """The one work that the entry belongs to; None if there is none, or more than one."""
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
    """How completely an entry was parsed; full given names count more than initials."""
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
