"""Where an entry's likes may stand, so that few are compared: by page, and by telling words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from briefs.references.certainty import is_page
from briefs.references.sameness import Likeness

_RAREST = 3
"""Two titles that differ in at most two words share one of their three rarest."""


class Shelves:
    """Works by their pages' addresses and by the words of their titles rarest among `entries`.

    A rare word's shelf stays short however many works there are; what every title has ("the",
    "report") is hardly anybody's key.
    """

    def __init__(self, entries: Iterable[Likeness]) -> None:
        self._commonness = Counter(word for entry in entries for word in set(entry.title.split()))
        self._shelves: defaultdict[str, list[int]] = defaultdict(list)

    def put(self, entry: Likeness, work: int) -> None:
        for key in self._keys(entry):
            self._shelves[key].append(work)

    def near(self, entry: Likeness) -> list[int]:
        """The works that the entry may stand for, in the order they were put there."""
        return sorted({work for key in self._keys(entry) for work in self._shelves.get(key, ())})

    def _keys(self, entry: Likeness) -> Iterator[str]:
        if is_page(entry.address):
            yield entry.address
        words = set(entry.title.split())
        yield from sorted(words, key=lambda word: (self._commonness[word], word))[:_RAREST]
