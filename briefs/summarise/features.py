"""The features of each sentence of a piece, by name; the models of `editor_model.py` weigh them.

A feature is a column with one number for each sentence. It belongs to a group, whose name `explain`
shows. The work grows with the number of words: each word is looked up once, and likeness to the
rest of the piece is computed from the lists of sentences that contain each term.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from typing import TypeAlias

from sumy.models.dom import ObjectDocumentModel

from briefs.summarise.antecedents import Dependence, dependence
from briefs.summarise.cue_words import (
    CUES,
    OPENERS,
    OPENINGS,
    PHRASES,
    PUNCTUATION,
    SUFFIXES,
    word_set,
)
from briefs.summarise.units import Terms, Unit
from briefs.text.words import words_of

Columns: TypeAlias = Mapping[str, Sequence[float]]

_NEAR = 3  # sentences from the beginning or the end
_OPENING = 6
_REGION = 6  # the beginning and the end are a sixth of the piece each …
_LEAST_REGION = 3  # … and three sentences at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What features are computed from. For each sentence: its text, its words, its unit, what it
    depends on, and its likeness (a cosine) to the whole piece and to the title. For the piece: the
    words and terms of the title, and for each term the sentences that contain it and its rarity.
    """

    texts: Sequence[str]
    words: Sequence[Sequence[str]]
    units: Sequence[Unit]
    dependence: Dependence
    title_words: Sequence[str]
    title: Sequence[str]
    title_asks: bool
    holders: Mapping[str, Sequence[int]]
    squares: Mapping[str, float]
    central: Sequence[float]
    titled: Sequence[float]


def features(reading: Reading) -> dict[str, list[float]]:
    """Every feature of GROUPS, by its name."""
    found: dict[str, list[float]] = {}
    found.update(_place(reading.units))
    found.update(_subject(reading))
    found.update(_title(reading, found))
    found.update(_wording(reading.texts, reading.words, reading.units))
    found.update(_names(reading))
    found.update(_dependence(reading.dependence))
    units = reading.units
    found["must late"] = list(map(_product, found["must"], found["far"]))
    found["central leaning"] = [
        central * unit.depends for central, unit in zip(found["central"], units, strict=True)
    ]
    found["title with but"] = list(map(_product, found["title"], found["opens but"]))
    return found


def _product(one: float, other: float) -> float:
    return one * other


def _place(units: Sequence[Unit]) -> dict[str, list[float]]:
    count = len(units)
    places = range(count)
    size = Counter(unit.paragraph for unit in units)
    numbers = {paragraph: number for number, paragraph in enumerate(size)}
    paragraph = [numbers[unit.paragraph] for unit in units]
    sizes = [size[unit.paragraph] for unit in units]
    final = len(size) - 1
    opens = [at == 0 or paragraph[at - 1] != paragraph[at] for at in places]
    ends = [at + 1 == count or paragraph[at + 1] != paragraph[at] for at in places]
    second = [at > 0 and opens[at - 1] and not opens[at] for at in places]
    return {
        "far": [at / count for at in places],
        "farther": [(at / count) ** 2 for at in places],
        "from start": [math.log(1 + at) for at in places],
        "to end": [math.log(count - at) for at in places],
        "first": [float(at == 0) for at in places],
        "first three": [float(at < _NEAR) for at in places],
        "first six": [float(at < _OPENING) for at in places],
        "last": [float(at == count - 1) for at in places],
        "last two": [float(at >= count - 2) for at in places],
        "last three": [float(at >= count - _NEAR) for at in places],
        "last six": [float(at >= count - _OPENING) for at in places],
        "opens paragraph": list(map(float, opens)),
        "second in paragraph": list(map(float, second)),
        "ends paragraph": list(map(float, ends)),
        "alone in paragraph": [float(held == 1) for held in sizes],
        "paragraph size": [math.log(held) for held in sizes],
        "first paragraph": [float(number == 0) for number in paragraph],
        "second paragraph": [float(number == 1) for number in paragraph],
        "last paragraph": [float(number == final) for number in paragraph],
        "last paragraph but one": [float(number == final - 1) for number in paragraph],
        "opens last paragraph": [float(paragraph[at] == final and opens[at]) for at in places],
        "ends first paragraph": [float(paragraph[at] == 0 and ends[at]) for at in places],
    }


def _subject(reading: Reading) -> dict[str, list[float]]:
    units, holders, squares = reading.units, reading.holders, reading.squares
    count = len(units)
    places = range(count)
    terms = [frozenset(unit.terms) for unit in units]
    heard = {term: len(held) for term, held in holders.items()}
    weight = {term: math.log(1 + number) * (number > 1) for term, number in heard.items()}
    first = {term: held[0] for term, held in holders.items()}
    wide = {term: (held[-1] - held[0]) / count for term, held in holders.items()}
    far = {term: len({units[at].paragraph for at in held}) - 1 for term, held in holders.items()}
    paragraphs = len({unit.paragraph for unit in units})
    top = frozenset(
        sorted((t for t in heard if heard[t] > 1), key=lambda t: (-heard[t], first[t]))[:8]
    )
    size = max(_LEAST_REGION, count // _REGION)
    begins = Counter(term for held in terms[:size] for term in held)
    ends = Counter(term for held in terms[max(0, count - size) :] for term in held)
    total = [sum(map(squares.__getitem__, held)) for held in terms]
    key = [sum(map(weight.__getitem__, held)) / math.sqrt(1 + len(held)) for held in terms]
    most = max(key, default=0) or 1
    columns: dict[str, list[float]] = {
        "central": list(reading.central),
        "central rank": _ranks(reading.central),
        "key terms": key,
        "key most": [one / most for one in key],
        "key spread": [
            sum(map(far.__getitem__, held)) / paragraphs / (1 + math.sqrt(len(held)))
            for held in terms
        ],
        "top terms": [float(len(held & top)) for held in terms],
        "new terms": [
            sum(first[term] == at for term in held) / (1 + len(held))
            for at, held in enumerate(terms)
        ],
        "rare terms": [sum(heard[term] == 1 for term in held) / (1 + len(held)) for held in terms],
        "spread": [sum(map(wide.__getitem__, held)) / (1 + len(held)) for held in terms],
        "key late": [key[at] * (at >= 0.8 * count) for at in places],
    }
    for name, region, inside in (
        ("begins", begins, range(size)),
        ("ends", ends, range(max(0, count - size), count)),
    ):
        shared = [
            sum(squares[t] for t in held if region.get(t, 0) > (at in inside))
            for at, held in enumerate(terms)
        ]
        whole = sum(squares[term] for term in region) or 1
        columns[f"{name} with"] = [
            part / math.sqrt(whole * (one or 1)) for part, one in zip(shared, total, strict=True)
        ]
        columns[f"{name} share"] = [
            part / (1 + one) for part, one in zip(shared, total, strict=True)
        ]
    beside = [0.0] + [
        sum(squares[t] for t in one & other) / (math.sqrt(a * b) or 1)
        for (one, other), (a, b) in zip(pairwise(terms), pairwise(total), strict=True)
    ]
    columns["before likeness"] = beside[:count]
    columns["after likeness"] = [*beside[1:], 0.0][:count]
    columns["paragraph likeness"] = _within(units, terms, squares, total)
    return columns


def _within(
    units: Sequence[Unit],
    terms: Sequence[frozenset[str]],
    squares: Mapping[str, float],
    total: Sequence[float],
) -> list[float]:
    """The likeness of each sentence to the rest of its paragraph."""
    held: dict[int, Counter[str]] = {}
    for unit, own in zip(units, terms, strict=True):
        held.setdefault(unit.paragraph, Counter()).update(own)
    whole = {number: sum(squares[term] for term in words) for number, words in held.items()}
    found = []
    for unit, own, one in zip(units, terms, total, strict=True):
        others = held[unit.paragraph]
        shared = sum(squares[term] for term in own if others[term] > 1)
        alone = sum(squares[term] for term in own if others[term] == 1)
        rest = whole[unit.paragraph] - alone
        found.append(shared / math.sqrt(one * rest) if one > 0 and rest > 0 else 0.0)
    return found


def _title(reading: Reading, found: Columns) -> dict[str, list[float]]:
    titled = list(reading.titled)
    wanted = frozenset(reading.title)
    pairs = frozenset(pairwise(reading.title))
    squares = reading.squares
    rarest = max(squares.values(), default=1.0)
    whole = sum(squares.get(term, rarest) for term in wanted) or 1
    shares = [
        sum(squares[term] for term in wanted.intersection(unit.terms)) / whole
        for unit in reading.units
    ]
    best = max(shares, default=0)
    return {
        "title": titled,
        "title words": [float(len(wanted.intersection(unit.terms))) for unit in reading.units],
        "title share": shares,
        "title best": [share / best if best else 0.0 for share in shares],
        "title pairs": [
            float(sum(pair in pairs for pair in pairwise(unit.terms))) if pairs else 0.0
            for unit in reading.units
        ],
        "title before": [0.0, *titled[:-1]][: len(titled)],
        "title after": [*titled[1:], 0.0][: len(titled)],
        "title late": list(map(_product, titled, found["far"])),
        "title opens paragraph": list(map(_product, titled, found["opens paragraph"])),
    }


def _names(reading: Reading) -> dict[str, list[float]]:
    seen = {word for word in reading.title_words if word[:1].isupper()}
    new: list[float] = []
    again: list[float] = []
    for said in reading.words:
        names = [word for word in said[1:] if word[:1].isupper() and len(word) > 1]
        known = sum(name in seen for name in names)
        again.append(float(known))
        new.append(float(len(names) - known))
        seen.update(names)
    return {
        "names": list(map(sum, zip(new, again, strict=True))),
        "names new": new,
        "names again": again,
        "capitals": [sum(map(str.isupper, text)) / (1 + len(text)) for text in reading.texts],
    }


def _dependence(dependence: Dependence) -> dict[str, list[float]]:
    needs = dependence.owners
    owned = Counter(other for needed in needs for other in needed or ())
    return {
        "barred": [float(needed is None) for needed in needs],
        "owners": [float(len(needed or ())) for needed in needs],
        "owner far": [
            math.log(max((abs(at - other) for other in needed or ()), default=1))
            for at, needed in enumerate(needs)
        ],
        "owns": [math.log1p(owned[at]) for at in range(len(needs))],
        "loose ties": [
            float(sum(tie.kind in ("link", "name") for tie in ties)) for ties in dependence.ties
        ],
        "alone": list(map(float, dependence.alone)),
        "linked": list(map(float, dependence.linked)),
        "turned on": list(map(float, dependence.turned)),
        "introduced": [float(named is None or bool(named)) for named in dependence.names],
    }


def _ranks(column: Sequence[float]) -> list[float]:
    """The rank of each number among all, from 0 (the least) to 1."""
    order = sorted(range(len(column)), key=column.__getitem__)
    ranks = [0.0] * len(column)
    for rank, at in enumerate(order):
        ranks[at] = rank / max(1, len(column) - 1)
    return ranks


_SHORT_WORDS = 8  # a shorter sentence is mostly an aside or an answer …
_BRIEF_WORDS = 12
_LONG_WORDS = 40  # … and a longer one is hard to read alone
_USUAL_WORDS = 22
_WORDS_KEPT = 32_768
_ENDING_LETTERS = 6  # letters of a word, at least, for its ending to count
_MAX_PHRASES = 2.0  # the most times that a phrase counts
_PRESENT = ("is", "can", "will", "must")
_TURNING = word_set("but yet however nevertheless nonetheless still instead")
_EARLY_PRONOUNS = word_set("he she they it him her his their them its this these that those")


def _wording(
    texts: Sequence[str], words: Sequence[Sequence[str]], units: Sequence[Unit]
) -> dict[str, list[float]]:
    """The features that come from the words of each sentence and of its neighbours."""
    count = len(units)
    cues = [list(filter(None, map(_cues, said))) for said in words]
    counts = [Counter(chain.from_iterable(held)) for held in cues]
    openers = [_opener(said[0]) if said else "" for said in words]
    turns = [bool(said) and said[0].lower() in _TURNING for said in words]
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
            min(_MAX_PHRASES, float(len(_compiled(pattern).findall(text))))
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
    if len(plain) >= _ENDING_LETTERS:
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


def reading(
    document: ObjectDocumentModel,
    units: Sequence[Unit],
    title: Sequence[str],
    terms: Terms | None = None,
    others: Collection[int] = (),
) -> Reading:
    """What the features of a document are computed from."""
    found = terms or Terms(units)
    texts = [str(sentence) for sentence in document.sentences]
    words = [sentence.words for sentence in document.sentences]
    title_words = [w for heading in document.headings for w in words_of(str(heading))]
    return Reading(
        texts=texts,
        words=words,
        units=units,
        dependence=dependence(
            texts, words, [unit.paragraph for unit in units], title_words, others
        ),
        title_words=title_words,
        title=title,
        title_asks=any(str(heading).rstrip().endswith("?") for heading in document.headings),
        holders=found.holders,
        squares=found.squares,
        central=found.central(),
        titled=found.likeness_to(title),
    )
