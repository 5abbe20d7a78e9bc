"""P1, the ranking that ours started from, in its simplest form: quadratic without need."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from briefs.summarise.antecedents import depends
from briefs.summarise.units import lexicon, reads_as_sentence
from briefs.text.words import words_of
from extracts.corpus import Piece

Vector = dict[str, float]

_OVERLONG = 40  # words
_TWIN = 0.8


def order(piece: Piece) -> Iterator[int]:
    """The indices of the piece's sentences, the best first."""
    texts = [span.of(piece.body) for span in piece.sentences]
    terms = [_terms(text) for text in texts]
    vectors = _vectors(terms)
    heading = _unit(dict(Counter(_terms(piece.title))))
    total: Vector = defaultdict(float)
    for vector in vectors:
        for term, weight in vector.items():
            total[term] += weight
    centre = _unit(total)
    paragraphs = [piece.body.count("\n\n", 0, span.start) for span in piece.sentences]
    lengths = [len(text.split()) for text in texts]
    early = 0.65 * min(1, 45 / max(1, len(texts)))

    merits = [
        _dot(vector, centre)
        - early * min(0.62, math.log(1 + at) / math.log(60))
        + 0.2 * _dot(vector, heading)
        - 0.1 * (not reads_as_sentence(text))
        - 0.05 * (lengths[at] > _OVERLONG)
        for at, (vector, text) in enumerate(zip(vectors, texts, strict=True))
    ]
    grams = [set(unit) | set(pairwise(unit)) for unit in terms]
    weights: dict[object, float] = defaultdict(float)
    for at, unit in enumerate(terms):
        for gram in (*unit, *pairwise(unit)):
            weights[gram] += 1 / (1 + math.log(1 + at))
    sizes = [math.pow(max(1, length / 20), 0.8) for length in lengths]

    def gain(at: int, covered: set[object]) -> float:
        return sum(weights[gram] for gram in grams[at] - covered) / sizes[at]

    best_gain = max((gain(at, set()) for at in range(len(texts))), default=0) or 1
    chosen: list[int] = []
    covered: set[object] = set()
    left = [at for at, text in enumerate(texts) if text.rstrip(".") != piece.title]

    def value(at: int) -> float:
        like = max((_dot(vectors[at], vectors[other]) for other in chosen), default=0)
        alone = depends(texts[at]) and at > 0 and at - 1 not in chosen
        heard = sum(paragraphs[other] == paragraphs[at] for other in chosen)
        new = gain(at, covered) / best_gain
        return merits[at] + 0.4 * new - 0.55 * like - 0.1 * heard - 0.2 * alone

    while left:
        best = max(left, key=value)
        yield best
        chosen.append(best)
        covered |= grams[best]
        left = [at for at in left if at != best and not _within(terms[at], terms[best])]


def _terms(text: str) -> tuple[str, ...]:
    words = lexicon("en")
    assert words is not None
    lowered = [word.lower() for word in words_of(text)]
    return tuple(words.stem(word) for word in lowered if word not in words.stop_words)


def _vectors(terms: list[tuple[str, ...]]) -> list[Vector]:
    spread = Counter(term for unit in terms for term in set(unit))
    rare = {t: 0.5 * math.log((len(terms) + 1) / (n + 0.5)) + 3 for t, n in spread.items()}
    return [_unit({term: n * rare[term] for term, n in Counter(unit).items()}) for unit in terms]


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}


def _dot(one: Vector, other: Vector) -> float:
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def _within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shared = len(set(one) & set(other))
    return shared > _TWIN * max(1, min(len(set(one)), len(set(other))))
