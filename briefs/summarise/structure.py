"""The structure of a piece and of its brief: the items of a column, whose title names only the first;
the headings of a list; and which sentences of a brief open a paragraph of it.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence

from briefs.summarise.selection import Unit

from collections.abc import Sequence
from itertools import pairwise

from briefs.model import Span
from briefs.text.sentences import reads_as_sentence

_LONGEST = 400  # sentences of a column, at most
_LEAST_ITEM = 6  # sentences of the first item, at least …
_LEAST_REST = 8  # … and of the others
_LEAST_TITLED = 3  # sentences of the first item that have a word of the title, at least …
_LEAST_WORDS = 2  # … and different words of the title in them
_SHARED = 0.35  # the most that one side may share with the other (see `_shared`) …
_SHARED_LESS = 0.2  # … and the most for the side that shares less …
_BEHIND_MARK = 2.0  # … and by which factor more, if a mark is between the sides
_MARK = re.compile(r"[\W_]{1,40}$")
_NUMBER = re.compile(r"[#(]?\d{1,2}\s?\\?[.):]?$")
LONGEST_HEADING = 16
"""The most words of a sentence that counts as the heading of a list item."""
_CAPITALS = re.compile(r"(?:[A-Z][A-Z'’.&-]+[ ,:]+){2,}")  # "MEANWHILE IN OHIO, …"


def is_mark(text: str) -> bool:
    """Whether a line has only signs, like those between the items of a column: "* * *"."""
    return _MARK.match(text) is not None


def is_number(text: str) -> bool:
    """Whether a line is only the number of a list item: "1."."""
    return _NUMBER.match(text) is not None


def opens_item(text: str) -> bool:
    """Whether a sentence begins with words in capitals, as the items of some columns do."""
    return _CAPITALS.match(text) is not None


def other_items(
    units: Sequence[Unit],
    holders: Mapping[str, Sequence[int]],
    title: Sequence[str],
    marked: Collection[int] = (),
) -> frozenset[int]:
    """The positions of the items that a title does not name: all sentences from the first paragraph
    with another subject, if no later sentence has a word of the title. `holders` are the positions
    of the units that contain each term, `marked` those that come after a mark.
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
            less, more = sorted(_shared(at, holders))
            times = _BEHIND_MARK if at in marked else 1
            if less <= times * _SHARED_LESS and more <= times * _SHARED:
                return frozenset(range(at, count))
    return frozenset()


def _shared(border: int, holders: Mapping[str, Sequence[int]]) -> Iterator[float]:
    """For both sides of a border: of the occurrences of terms that a side has at least twice, the
    share of those whose terms the other side has, too.
    """
    before = [(bisect_left(held, border), len(held)) for held in holders.values()]
    for sides in (before, [(whole - left, whole) for left, whole in before]):
        twice = [(here, whole) for here, whole in sides if here > 1]
        total = sum(here for here, _ in twice)
        yield sum(here for here, whole in twice if here < whole) / total if total else 1.0


_LEAST_PARTED = 6  # sentences of a brief below which it is one paragraph
_EACH = 3  # sentences of a paragraph, in the mean
_LEAST_BETWEEN = 4  # sentences of the piece between two paragraphs of its brief
_LONGEST_HEADING = 90  # characters


def openings(body: str, sentences: Sequence[Span], brief: Sequence[int]) -> frozenset[int]:
    """Those of a brief's sentences, by their indices in order, that open a further paragraph of it:
    behind a heading of the piece, or else behind the most that is left out.
    """
    if len(brief) < _LEAST_PARTED:
        return frozenset()
    gaps = {
        after: (_has_heading(body, sentences[before + 1 : after]), after - before)
        for before, after in pairwise(brief)
        if after - before > _LEAST_BETWEEN
    }
    most = round(len(brief) / _EACH) - 1
    widest = sorted(gaps, key=lambda index: (gaps[index], -index), reverse=True)
    return frozenset(widest[:most])


def _has_heading(body: str, between: Sequence[Span]) -> bool:
    texts = (span.of(body) for span in between)
    return any(len(text) <= _LONGEST_HEADING and not reads_as_sentence(text) for text in texts)
