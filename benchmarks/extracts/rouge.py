"""ROUGE-1, ROUGE-2 and ROUGE-Lsum as in `rouge-score`, with a cache."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from statistics import fmean
from typing import TypeAlias

from nltk.stem.porter import PorterStemmer  # type: ignore[import-untyped]  # no annotations
from rouge_score.rouge_scorer import RougeScorer, lcs_ind

_WORD = re.compile(r"[a-z0-9]+")
_SHORT = 3  # letters; rouge-score stems no such word
_EXACT = 1e-9
_stem = cache(PorterStemmer().stem)

Tokens: TypeAlias = tuple[str, ...]
Scores: TypeAlias = tuple[float, float, float]
"""ROUGE-1, ROUGE-2 and ROUGE-Lsum F1, in percent."""


def rouge(text: Sequence[str], references: Sequence[Sequence[str]]) -> Scores:
    """The scores of a text, given as its sentences: the mean over its references."""
    found = [_one(text, tuple(reference)) for reference in references]
    one, two, whole = (100 * fmean(column) for column in zip(*found, strict=True))
    return one, two, whole


def overlap(text: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """ROUGE-1 and ROUGE-2 added up, which is quicker; 0 to 200."""
    found = [_counted(text, tuple(reference)) for reference in references]
    return 100 * fmean(one + two for one, two in found)


def recall(text: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """The share, in percent, of the references' words that a text has (ROUGE-1 recall)."""
    words = Counter(chain.from_iterable(map(tokens, text)))
    singles = [_reference(tuple(reference))[0] for reference in references]
    return 100 * fmean((words & wanted).total() / max(1, wanted.total()) for wanted in singles)


def agrees(text: Sequence[str], references: Sequence[Sequence[str]]) -> bool:
    """Whether `rouge-score` itself comes to the same scores."""
    scorer = RougeScorer(["rouge1", "rouge2", "rougeLsum"], use_stemmer=True)
    lines = _lines(text)
    theirs = [scorer.score(_lines(reference), lines) for reference in references]
    names = ("rouge1", "rouge2", "rougeLsum")
    means = [100 * fmean(score[name].fmeasure for score in theirs) for name in names]
    pairs = zip(means, rouge(text, references), strict=True)
    return all(abs(one - other) < _EXACT for one, other in pairs)


def _lines(sentences: Sequence[str]) -> str:
    """A sentence on each line, as rouge-score wants them for Lsum."""
    return "\n".join(" ".join(sentence.split()) for sentence in sentences)


@lru_cache(maxsize=100_000)
def tokens(sentence: str) -> Tokens:
    words = _WORD.findall(sentence.lower())
    return tuple(_stem(word) if len(word) > _SHORT else word for word in words)


def _one(text: Sequence[str], reference: tuple[str, ...]) -> Scores:
    ours = [tokens(sentence) for sentence in text]
    theirs = [tokens(sentence) for sentence in reference]
    length = sum(map(len, ours)), len(_reference(reference)[2])
    return *_counted(text, reference), _f1(_in_order(ours, theirs), *length)


def _counted(text: Sequence[str], reference: tuple[str, ...]) -> tuple[float, float]:
    words = tuple(chain.from_iterable(map(tokens, text)))
    singles, pairs, _ = _reference(reference)
    return (
        _f1((Counter(words) & singles).total(), len(words), singles.total()),
        _f1((Counter(pairwise(words)) & pairs).total(), max(0, len(words) - 1), pairs.total()),
    )


@cache
def _reference(sentences: tuple[str, ...]) -> tuple[Counter[str], Counter[tuple[str, str]], Tokens]:
    words = tuple(chain.from_iterable(map(tokens, sentences)))
    return Counter(words), Counter(pairwise(words)), words


def _in_order(ours: Sequence[Tokens], theirs: Sequence[Tokens]) -> int:
    """How many words of the reference's sentences stand in ours in the same order, none twice."""
    left = Counter(chain.from_iterable(ours))
    wanted = Counter(chain.from_iterable(theirs))
    hits = 0
    for sentence in theirs:
        for place in sorted(set().union(*(_common(sentence, other) for other in ours))):
            word = sentence[place]
            if left[word] > 0 and wanted[word] > 0:
                hits += 1
                left[word] -= 1
                wanted[word] -= 1
    return hits


@lru_cache(maxsize=200_000)
def _common(one: Tokens, other: Tokens) -> tuple[int, ...]:
    return tuple(lcs_ind(one, other)) if one and other else ()


def _f1(common: int, one: int, other: int) -> float:
    return 2 * common / (one + other) if common else 0.0
