"""Features of an author's main claim: how a sentence argues, whether particulars support it, and
how the piece begins and ends.

Only the model of the claim uses them: in the choice of the other sentences of a brief they add
noise (`training/README.md`). They are computed from the columns of `features.py` and from
neighbours in the paragraph, in time linear in the number of sentences.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from briefs.summarise.structure import Unit

_ARGUES = ("must", "judges", "weighs", "stands for", "has to", "the point", "not but", "concludes")
_PARTICULAR = ("digits", "quotation", "was", "dated")
_NAMES_COUNT = 0.5  # weight of a new name among the particulars
_FIRST_TERMS = 3  # terms at the start of a sentence, for its subject …
_LAST_TERMS = 4  # … and at its end, for its point
_MIDDLE = (0.33, 0.66)  # of a piece

_OPENS = (
    ("opens with a question", "asks"),
    ("opens short", "shorter"),
    ("opens with I", "I"),
    ("opens with a quotation", "quotation"),
    ("opens long", "words"),
    ("opens with the title", "title"),
    ("opens with names", "names"),
)
_CLOSES = (
    ("closes short", "last", "shorter"),
    ("closes with a question", "last", "asks"),
    ("closes with I", "last", "I"),
    ("closes leaning", "last", "leans"),
    ("closes with must", "last three", "must"),
    ("closes barred", "last three", "barred"),
    ("closes with the title", "last six", "title"),
)


def claim_features(
    units: Sequence[Unit],
    title: Sequence[str],
    title_asks: bool,
    found: dict[str, list[float]],
) -> dict[str, list[float]]:
    """The columns of the groups in `cue_words.CLAIM_GROUPS`, by name; `found` are all other
    columns.
    """
    paragraphs: dict[int, list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        paragraphs[unit.paragraph].append(at)
    members = list(paragraphs.values())
    columns = _turns(found["opens but"])
    columns |= _argument(members, units, found)
    columns |= _particulars(members, found)
    columns |= _ends(units, found)
    columns |= _of_title(units, title, title_asks, found)
    asked = found["after asked"]
    columns["answers"] = [
        asked[at] * (1 - found["asks"][at]) * (1 - unit.leans) for at, unit in enumerate(units)
    ]
    return columns


def _turns(turns: Sequence[float]) -> dict[str, list[float]]:
    """Where the piece first contradicts what it said before."""
    count = len(turns)
    first = next((at for at, turn in enumerate(turns) if turn), count)
    return {
        "first turn": [float(at == first) for at in range(count)],
        "after first turn": [float(at == first + 1) for at in range(count)],
        "before first turn": [float(at < first < count) for at in range(count)],
    }


def _argument(
    paragraphs: Iterable[Sequence[int]], units: Sequence[Unit], found: dict[str, list[float]]
) -> dict[str, list[float]]:
    """How much a sentence argues, alone and compared with its paragraph."""
    argues = _sums([found[name] for name in _ARGUES])
    order = sorted(range(len(argues)), key=argues.__getitem__)
    ranks = [0.0] * len(argues)
    for rank, at in enumerate(order):
        ranks[at] = rank / len(argues)
    means, most = [0.0] * len(argues), [0.0] * len(argues)
    for held in paragraphs:
        own = [argues[at] for at in held]
        for at in held:
            means[at] = sum(own) / len(own)
            most[at] = float(argues[at] >= max(own))
    return {
        "argument": argues,
        "argument rank": ranks,
        "argument with title": _times(argues, found["title"]),
        "argument far": _times(argues, found["far"]),
        "argument last": _times(argues, found["last six"]),
        "argument opens": _times(argues, found["opens paragraph"]),
        "argument ends": _times(argues, found["ends paragraph"]),
        "argument rate": [
            one / max(1, unit.words) for one, unit in zip(argues, units, strict=True)
        ],
        "argument around": means,
        "most argument": most,
    }


def _particulars(
    paragraphs: Iterable[Sequence[int]], found: dict[str, list[float]]
) -> dict[str, list[float]]:
    """Numbers, names, quotations and past tense: in a sentence, in its neighbours, and in the rest
    of its paragraph.
    """
    own = _sums([found[name] for name in _PARTICULAR])
    own = [one + _NAMES_COUNT * new for one, new in zip(own, found["names new"], strict=True)]
    before, after, rest, around = ([0.0] * len(own) for _ in range(4))
    for held in paragraphs:
        total, last = 0.0, 0.0
        for followed_by, at in enumerate(reversed(held)):
            rest[at] = total / max(1, followed_by)
            after[at] = last
            total += own[at]
            last = own[at]
        for at, following in pairwise(held):
            before[following] = own[at]
        for at in held:
            around[at] = total / len(held)
    return {
        "particulars": own,
        "particulars before": before,
        "particulars after": after,
        "particulars follow": rest,
        "particulars around": around,
    }


def _ends(units: Sequence[Unit], found: dict[str, list[float]]) -> dict[str, list[float]]:
    """How the piece begins and ends, and how long a sentence is and in which tense."""
    count = len(units)
    sizes = [max(1, unit.words) for unit in units]
    mean = sum(found["words"]) / max(1, count)
    columns = {name: _times(found["first"], found[kind]) for name, kind in _OPENS}
    columns |= {name: _times(found[place], found[kind]) for name, place, kind in _CLOSES}
    columns |= {
        "opens dated": _times(
            found["first three"], [a + b for a, b in zip(found["dated"], found["now"], strict=True)]
        ),
        "opens in the past": _times(found["first three"], found["past rate"]),
        "opens going on": _times(found["first three"], found["second in paragraph"]),
        "middle": [float(_MIDDLE[0] < at / count < _MIDDLE[1]) for at in range(count)],
        "words beside the mean": [one - mean for one in found["words"]],
        "longest": [0.0] * count,
    }
    longest: dict[int, int] = defaultdict(int)
    for unit, size in zip(units, sizes, strict=True):
        longest[unit.paragraph] = max(longest[unit.paragraph], size)
    columns["longest"] = [
        float(size >= longest[unit.paragraph]) for unit, size in zip(units, sizes, strict=True)
    ]
    return columns


def _of_title(
    units: Sequence[Unit], title: Sequence[str], title_asks: bool, found: dict[str, list[float]]
) -> dict[str, list[float]]:
    """Where a sentence repeats words of the title, and whether it may answer a title that is a
    question.
    """
    wanted = frozenset(title)
    late = [float(place > _MIDDLE[1]) for place in found["far"]]
    return {
        "title first": [float(len(wanted.intersection(u.terms[:_FIRST_TERMS]))) for u in units],
        "title last": [float(len(wanted.intersection(u.terms[-_LAST_TERMS:]))) for u in units],
        "title in the end": _times(late, found["title"]),
        "title answered": [title_asks * one for one in found["title"]],
        "title answered far": [title_asks * one for one in found["far"]],
    }


def _sums(columns: Iterable[Sequence[float]]) -> list[float]:
    return [float(sum(row)) for row in zip(*columns, strict=True)]


def _times(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a * b for a, b in zip(one, other, strict=True)]
