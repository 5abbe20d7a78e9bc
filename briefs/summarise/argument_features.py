"""Features of how a sentence is worded and how it argues.

From its own words come cues, phrases, length and punctuation (`wording`). The model of the author's
main claim alone uses those that compare a sentence with its paragraph and its piece: how much it
argues, whether particulars support it, and how the piece begins and ends (`claim_features`). In the
choice of the other sentences of a brief they add noise (`training/README.md`). They are computed
from the columns of `features.py` and from neighbours in the paragraph, in time linear in the number
of sentences.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise

from briefs.summarise.cue_words import (
    CUES,
    OPENERS,
    OPENINGS,
    PHRASES,
    PUNCTUATION,
    SUFFIXES,
    word_set,
)
from briefs.summarise.units import Unit

_SHORT_WORDS = 8  # a shorter sentence is mostly an aside or an answer …
_BRIEF_WORDS = 12
_LONG_WORDS = 40  # … and a longer one is hard to read alone
_USUAL_WORDS = 22
_WORDS_KEPT = 32_768
_ENDS = 6  # letters of a word, at least, for its ending to count
_MOST = 2.0  # the most times that a phrase counts

_PRESENT = ("is", "can", "will", "must")
_TURNS = word_set("but yet however nevertheless nonetheless still instead")
_EARLY_PRONOUNS = word_set("he she they it him her his their them its this these that those")


def wording(
    texts: Sequence[str], words: Sequence[Sequence[str]], units: Sequence[Unit]
) -> dict[str, list[float]]:
    """The features that come from the words of each sentence and of its neighbours."""
    count = len(units)
    cues = [list(filter(None, map(_cues, said))) for said in words]
    counts = [Counter(chain.from_iterable(held)) for held in cues]
    openers = [_opener(said[0]) if said else "" for said in words]
    turns = [bool(said) and said[0].lower() in _TURNS for said in words]
    sizes = [max(1, unit.words) for unit in units]
    columns = {cue: [math.log1p(held[cue]) for held in counts] for cue in (*CUES, "abstract")}
    columns["digits"] = [
        math.log1p(sum(map(str.isdigit, text))) if held["digits"] else 0.0
        for text, held in zip(texts, counts, strict=True)
    ]
    for name in OPENERS:
        columns[name] = [float(opener == name) for opener in openers]
    for name, marks in PUNCTUATION.items():
        columns[name] = [math.log1p(sum(map(text.count, marks))) for text in texts]
    short = [size < _SHORT_WORDS for size in sizes]
    question = [unit.asks for unit in units]
    columns |= {
        "words": [math.log(size) for size in sizes],
        "words off": [math.log(size / _USUAL_WORDS) ** 2 for size in sizes],
        "short": list(map(float, short)),
        "shorter": [float(size < _BRIEF_WORDS) for size in sizes],
        "very long": [float(size > _LONG_WORDS) for size in sizes],
        "long words": [sum(map(len, said)) / max(1, len(said)) for said in words],
        "term rate": [len(unit.terms) / size for unit, size in zip(units, sizes, strict=True)],
        "past rate": [held["was"] / size for held, size in zip(counts, sizes, strict=True)],
        "present rate": [
            sum(held[cue] for cue in _PRESENT) / size
            for held, size in zip(counts, sizes, strict=True)
        ],
        "present first": list(map(_tense, cues)),
        "past": [held["was"] / (1 + held["was"] + held["is"]) for held in counts],
        "leans": [float(unit.depends) for unit in units],
        "leaned on": _after(
            [
                unit.depends and at > 0 and units[at - 1].paragraph == unit.paragraph
                for at, unit in enumerate(units)
            ]
        ),
        "asks": list(map(float, question)),
        "asks after": _after(question),
        "after asked": _before(question),
        "turned after": _after(turns),
        "turned before": _before(turns),
        "short after": _after(short),
        "short before": _before(short),
        "early pronoun": [
            float(any(word.lower() in _EARLY_PRONOUNS for word in said[:5])) for said in words
        ],
        "opens quoted": [float(text[:1] in "\"“‘'") for text in texts],
        "quoted share": [_quoted(text) for text in texts],
    }
    columns.update(_phrases(texts, counts))
    assert all(len(column) == count for column in columns.values())  # noqa: S101
    return columns


def _phrases(texts: Sequence[str], counts: Sequence[Counter[str]]) -> dict[str, list[float]]:
    """How often each phrase occurs in a sentence. One without any of a phrase's cues is not
    searched for it.
    """
    columns = {
        name: [
            min(_MOST, float(len(_compiled(pattern).findall(text))))
            if any(cue in held for cue in cues)
            else 0.0
            for text, held in zip(texts, counts, strict=True)
        ]
        for name, (cues, pattern) in PHRASES.items()
    }
    for name, pattern in OPENINGS.items():
        columns[name] = [float(_compiled(pattern).match(text) is not None) for text in texts]
    return columns


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=_WORDS_KEPT)
def _cues(word: str) -> tuple[str, ...]:
    """The cues that a word belongs to, in any case."""
    plain = word.lower().replace("’", "'")
    found = dict.fromkeys(_cue_words().get(plain, ()))
    if len(plain) >= _ENDS:
        found |= {name: None for name, ends in SUFFIXES.items() if plain.endswith(ends)}
    if any(map(str.isdigit, plain)):
        found["digits"] = None
    return tuple(found)


@cache
def _cue_words() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in CUES.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), name)
    return found


@lru_cache(maxsize=_WORDS_KEPT)
def _opener(word: str) -> str:
    plain = word.lower().replace("’", "'")
    return next((name for name, words in OPENERS.items() if plain in words.split()), "")


def _tense(words: Iterable[Sequence[str]]) -> float:
    """1 if the first verb of a sentence that is known is in the present, -1 if in the past, 0 if
    there is none; `words` are the cues of each of its words.
    """
    for cues in words:
        if any(cue in _PRESENT for cue in cues):
            return 1.0
        if "was" in cues:
            return -1.0
    return 0.0


def _after(column: Sequence[bool]) -> list[float]:
    """For each sentence, the value of the next one."""
    return [*map(float, column[1:]), 0.0][: len(column)]


def _before(column: Sequence[bool]) -> list[float]:
    return [0.0, *map(float, column[:-1])][: len(column)]


def _quoted(text: str) -> float:
    """The share of a text between quotation marks, 0 to 1."""
    if '"' not in text and "“" not in text:
        return 0.0
    inside = accumulate(
        text,
        lambda open_, mark: (
            (mark == "“" or (mark == '"' and not open_)) if mark in '"“”' else open_
        ),
        initial=False,
    )
    return sum(inside) / len(text)


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
        asked[at] * (1 - found["asks"][at]) * (1 - unit.depends) for at, unit in enumerate(units)
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
