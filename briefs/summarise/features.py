"""The features of each sentence of a piece, by name; the models of `editor_model.py` weigh them.

A feature is a column with one number for each sentence. It belongs to a group, whose name `explain`
shows. The work grows with the number of words: each word is looked up once, and likeness to the
rest of the piece is computed from the lists of sentences that contain each term.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from briefs.summarise.antecedents import Dependence
from briefs.summarise.argument_features import claim_features, wording
from briefs.summarise.units import Unit

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


def features(reading: Reading) -> Columns:
    """Every feature of GROUPS and CLAIM_GROUPS, by its name."""
    found: dict[str, list[float]] = {}
    found.update(_place(reading.units))
    found.update(_subject(reading))
    found.update(_title(reading, found))
    found.update(wording(reading.texts, reading.words, reading.units))
    found.update(_names(reading))
    found.update(_dependence(reading.dependence))
    units = reading.units
    found["must late"] = list(map(_product, found["must"], found["far"]))
    found["central leaning"] = [
        central * unit.depends for central, unit in zip(found["central"], units, strict=True)
    ]
    found["title with but"] = list(map(_product, found["title"], found["opens but"]))
    return found | claim_features(units, reading.title, reading.title_asks, found)


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
