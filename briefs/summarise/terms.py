"""The words of a text as the summariser counts them: tokens, stop words and stems by language.

English has the stop words and the stemmer of sumy, with which the ranking was measured. Every other
language has the function words of treebanks (`briefs/text/languages.json`) and the stems that the
search uses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

from sumy.nlp.stemmers import Stemmer
from sumy.utils import get_stop_words

from briefs.text.language import RANKED, small_words
from briefs.text.words import fold, stemmer, words_of

__all__ = ["PLAIN", "Lexicon", "Tokenizer", "lexicon", "words_of"]

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
