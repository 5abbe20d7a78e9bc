"""The terms of a text: tokens, stop words and stems by language, and how much each term weighs.

English has the stop words and the stemmer of sumy, with which the ranking was measured. Every other
language has the function words of treebanks (`briefs/text/languages.json`) and the stems that the
search uses.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

from sumy.nlp.stemmers import Stemmer
from sumy.utils import get_stop_words

from briefs.summarise.structure import Unit
from briefs.text.language import RANKED, small_words
from briefs.text.words import fold, stemmer, words_of

_STEMS_KEPT = 32_768
_IN_ENGLISH_NEWS = frozenset({"said", "say", "says", "told", "added", "mr", "mrs", "ms"})


class Tokenizer:
    """Splits a sentence into words, in the form that sumy's documents expect; needs no downloaded
    data.
    """

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return words_of(sentence)

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """The paragraph itself, since our documents are made of sentences."""
        return (paragraph,)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The stop words of a language and its stemmer, which caches the stems it has computed."""

    stop_words: frozenset[str]
    stem: Callable[[str], str]


PLAIN = Lexicon(frozenset(), str.casefold)


@cache
def lexicon(language: str) -> Lexicon | None:
    """The lexicon of an ISO 639-1 language; None if its function words are not known."""
    if language == "en":
        return Lexicon(get_stop_words("en") | _IN_ENGLISH_NEWS, _remembering(Stemmer("en")))
    if language not in RANKED:
        return None
    return Lexicon(small_words(language), _folded(stemmer(language)))


def _folded(stem: Callable[[str], str]) -> Callable[[str], str]:
    """A stemmer whose stems have no accents and marks, which some writers leave out."""

    @lru_cache(maxsize=_STEMS_KEPT)
    def folded(word: str) -> str:
        return fold(stem(word))

    return folded


def _remembering(stemmer: Callable[[str], str]) -> Callable[[str], str]:
    lock = Lock()  # some stemmers keep the word they work on in their own state

    @lru_cache(maxsize=_STEMS_KEPT)
    def stem(word: str) -> str:
        with lock:
            return stemmer(word)

    return stem


def key_terms(units: Sequence[Unit]) -> dict[str, float]:
    """The weight of each term of a text: the sum over the units that contain it, where early ones
    count more.
    """
    return term_weights(_holders(units), len(units))


class Terms:
    """The terms of a text: the units that contain each (`holders`), its squared rarity (`squares`),
    and for each unit the factor that makes its vector of terms one of length 1 (`shares`).
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self.holders = _holders(units)
        rare = _rarities(map(len, self.holders.values()), len(units))
        self.squares = {term: rare[len(held)] for term, held in self.holders.items()}
        self.shares = [self._share(unit.terms) for unit in units]

    def central(self) -> list[float]:
        """The likeness (a cosine) of each unit to the whole text."""
        centre = {
            term: self.squares[term] * sum(map(self.shares.__getitem__, held))
            for term, held in self.holders.items()
        }
        length = math.sqrt(sum(x * x / self.squares[term] for term, x in centre.items())) or 1
        return [
            sum(map(centre.__getitem__, unit.terms)) * share / length
            for unit, share in zip(self._units, self.shares, strict=True)
        ]

    def likeness_to(self, title: Iterable[str], worth: float = 1.0) -> list[float]:
        """The likeness (a cosine) of each unit to these terms, times `worth`."""
        found = [0.0] * len(self._units)
        wanted = dict.fromkeys(title)
        share = worth * self._share(wanted)
        for term in wanted:
            for holder in self.holders.get(term, ()):
                found[holder] += share * self.squares[term] * self.shares[holder]
        return found

    def _share(self, terms: Iterable[str]) -> float:
        """The factor that makes a vector of these terms one of length 1."""
        squares = sum(self.squares[term] for term in terms if term in self.squares)
        return 1 / math.sqrt(squares) if squares else 0.0


def _holders(units: Iterable[Unit]) -> dict[str, list[int]]:
    """The positions of the units that contain each term."""
    holders: dict[str, list[int]] = defaultdict(list)
    for position, unit in enumerate(units):
        for term in unit.terms:
            holders[term].append(position)
    return dict(holders)


def _rarities(counts: Iterable[int], units: int) -> dict[int, float]:
    """The weight of a term by the number of units that contain it; squared, as cosines need it."""
    return {count: (3 + 0.5 * math.log((units + 1) / (count + 0.5))) ** 2 for count in set(counts)}


def term_weights(holders: Mapping[str, Sequence[int]], units: int) -> dict[str, float]:
    """The weights of `key_terms`, from the units that contain each term."""
    weights = [1 / (1 + math.log(1 + position)) for position in range(units)]
    return {term: sum(map(weights.__getitem__, held)) for term, held in holders.items()}
