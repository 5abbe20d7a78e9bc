"""Tells whether two entries cite one source or one work.

Within a piece, two entries may be one source by their address, or by title and where or when they
were published; an editor looks at these. Across a library nobody looks at each pair, so entries
count as one work only where it is certain.

Blocking keys (pages, and the rarest words of titles) limit which entries are compared at all.

Entries are clustered from the fullest on. Each joins the work whose first entry it surely matches,
or starts a work of its own; so no chain (A like B, B like C) ties two works together. An entry that
matches two works joins neither.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz import fuzz

from briefs.model import PartialDate, Person, Source

_TRACKING = re.compile(
    r"utm_\w+|[fgd]clid|fbclid|mc_[ce]id|igshid|smid|smtyp|ocid|cmpid|ns_\w+|ref_src|sr|_r",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ALIKE = 92


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of an entry is compared: made once, since every pair of a list may be."""

    address: str
    title: str
    numbers: tuple[str, ...]
    names: frozenset[str]
    issued: PartialDate | None


def likeness(source: Source) -> Likeness:
    title = folded(source.title or source.raw)
    families = (
        author.family if isinstance(author, Person) else author.name for author in source.authors
    )
    named = (*families, source.container, source.publisher)
    return Likeness(
        address=url_key(source.url) if source.url else "",
        title=title,
        numbers=tuple(re.findall(r"\d+", title)),
        names=frozenset(filter(None, map(folded, named))),
        issued=source.issued,
    )


def same(one: Likeness, other: Likeness) -> bool:
    """Whether both entries stand for one source, be they written in two forms.

    One page's address decides. Else the titles must be alike, with the same numbers, and an author,
    an outlet or the date be common; two dates that differ forbid.
    """
    if one.address == other.address and "/" in one.address:
        return True
    if not one.title or one.numbers != other.numbers or not _agree(one.issued, other.issued):
        return False
    if not fuzz.ratio(one.title, other.title, score_cutoff=_ALIKE):
        return False
    return bool(one.names & other.names) or bool(one.issued and other.issued)


def url_key(url: str) -> str:
    """What is left of an address without what does not change where it leads.

    Scheme, "www.", fragment, a last slash, the host's capitals and trackers' parameters go. The key
    is for comparison, never for following.
    """
    try:
        parts = urlsplit(with_scheme(url))
        wanted = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(name)
        ]
    except ValueError:
        return url.casefold()
    query = f"?{urlencode(sorted(wanted))}" if wanted else ""
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def with_scheme(url: str) -> str:
    """The address as it is followed: authors leave "https://" out."""
    return url if _SCHEME.match(url) else f"https://{url}"


def folded(text: str | None) -> str:
    """The words of `text` alone, for comparison: no case, no accents, no punctuation."""
    plain = unicodedata.normalize("NFKD", (text or "").casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare))


def _agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates can be one, as far as both are written."""
    shared = min(len(one or ""), len(other or ""))
    return (one or "")[:shared] == (other or "")[:shared]


_SMALL = frozenset({"a", "an", "the", "and"})
_MISTYPED = 88
"""How alike, of 100, two words are that differ by a slip: "Austria" and "Australia" are less."""

_TELLING = 4
"""Words of a title that two outlets do not put over different pieces on one day."""

_DAY = len("2017-01-03")


def surely_same(one: Likeness, other: Likeness) -> bool:
    """Whether both are one work: one page's address, or what `same` asks, and then these.

    No word of a title is another than in the other, but for slips and articles; a name is common,
    or the very day and a title of some length; and two pages of one site are of one day.
    """
    if is_page(one.address) and one.address == other.address:
        return not _contradict(one, other)
    return same(one, other) and _worded_alike(one.title, other.title) and _placed_alike(one, other)


def speaks_for_itself(entry: Likeness) -> bool:
    """Whether the entry says enough for its twin in another piece to be the same work.

    "Ibid." and "Interview" do not.
    """
    known = is_page(entry.address) or entry.names or entry.issued
    return bool(known) or len(entry.title.split()) >= _TELLING


def is_page(address: str) -> bool:
    """Whether an address (a `url_key`) is that of a page, not of a whole site."""
    return "/" in address


def _contradict(one: Likeness, other: Likeness) -> bool:
    """Whether one address held two works, as a front page or a catalogue does.

    Their titles then have little in common, and their names nothing, or their dates differ.
    """
    shared = min(len(one.issued or ""), len(other.issued or ""))
    is_later = (one.issued or "")[:shared] != (other.issued or "")[:shared]
    are_others = bool(one.names and other.names) and not one.names & other.names
    return (is_later or are_others) and not _have_words_in_common(one.title, other.title)


def _have_words_in_common(one: str, other: str) -> bool:
    """Whether half the words of the shorter text are in the other too."""
    ours, theirs = set(one.split()) - _SMALL, set(other.split()) - _SMALL
    return 2 * len(ours & theirs) >= min(len(ours), len(theirs))


def _worded_alike(one: str, other: str) -> bool:
    """Whether the words of two folded titles are the same, but for slips and articles."""
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
    """Works by their pages' addresses and by the words of their titles rarest among `entries`.

    The block of a rare word stays small however many works there are; what every title has ("the",
    "report") is hardly anybody's key.
    """

    def __init__(self, entries: Iterable[Likeness]) -> None:
        self._commonness = Counter(word for entry in entries for word in set(entry.title.split()))
        self._blocks: defaultdict[str, list[int]] = defaultdict(list)

    def put(self, entry: Likeness, work: int) -> None:
        for key in self._keys(entry):
            self._blocks[key].append(work)

    def near(self, entry: Likeness) -> list[int]:
        """The works that the entry may stand for, in the order they were put there."""
        return sorted({work for key in self._keys(entry) for work in self._blocks.get(key, ())})

    def _keys(self, entry: Likeness) -> Iterator[str]:
        if is_page(entry.address):
            yield entry.address
        words = set(entry.title.split())
        yield from sorted(words, key=lambda word: (self._commonness[word], word))[:_RAREST]


@dataclass(frozen=True, slots=True)
class Work:
    """A source, by the fullest of its entries, with the pieces that cite it, lowest first.

    `source.number` is its place among the works, from 1.
    """

    source: Source
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CitedEntry:
    """An entry of a piece's list, and what of it is compared."""

    piece: int
    source: Source
    likeness: Likeness


Watch: TypeAlias = Callable[[Sequence[CitedEntry]], Iterable[CitedEntry]]


def works(
    cited: Iterable[tuple[int, Sequence[Source]]], *, watched: Watch = iter
) -> tuple[Work, ...]:
    """The works that pieces (number, sources) cite: most cited first, then newest.

    `watched` is given the entries, and gives them back one by one: a progress bar.
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
