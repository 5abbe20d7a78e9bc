"""Whether two entries of different pieces are surely one work: where in doubt they are two.

Within a piece an editor is asked to look at what may be one source; across a library nobody looks
at each pair, and entries shown as one must be one.
"""

from rapidfuzz import fuzz

from briefs.references.sameness import Likeness, same

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
