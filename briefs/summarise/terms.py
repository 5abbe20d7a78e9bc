"""The words of a text as the summariser counts them: tokens, stop words and stems by language."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

from sumy.nlp.stemmers import Stemmer
from sumy.utils import get_stop_words

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_UNSPACED = frozenset({"zh", "ja", "ko", "th"})
_STEMS_KEPT = 32_768

_IN_NEWS = {"en": frozenset({"said", "say", "says", "told", "added", "mr", "mrs", "ms"})}
_RUSSIAN = (  # sumy has none
    "и в во не что он на я с со как а то все всё она так его но да ты к у же вы за бы по только "
    "ее её мне было вот от меня еще ещё нет о из ему теперь когда даже ну вдруг ли если уже или "
    "ни быть был него до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где "
    "есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет ж "
    "тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы нее "
    "сейчас были куда зачем всех можно при об другой хоть после над больше тот через эти нас про "
    "всего них какая много эту моя свою этой перед лучше том такой им более всю между это также "
    "который которая которые которых которого году лет года"
)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they stand in it, numbers and abbreviations among them."""
    return tuple(_WORD.findall(text))


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as a text, with spaces between them."""
    return frozenset(words.split())


class Tokenizer:
    """Cuts a sentence into words as sumy's documents ask for it; needs no downloaded data."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return words_of(sentence)

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """The paragraph itself: our documents are built from sentences."""
        return (paragraph,)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The stop words of a language and its stemmer, which remembers the words it has seen."""

    stop_words: frozenset[str]
    stem: Callable[[str], str]


PLAIN = Lexicon(frozenset(), str.casefold)


@cache
def lexicon(language: str) -> Lexicon | None:
    """That of an ISO 639-1 language; None where sumy has no stemmer or no stop words for it, or
    where words are written without spaces.
    """
    if language in _UNSPACED:
        return None
    try:
        stop_words = frozenset(_RUSSIAN.split()) if language == "ru" else get_stop_words(language)
        stemmer = Stemmer(language)
    except LookupError:
        return None
    return Lexicon(stop_words | _IN_NEWS.get(language, frozenset()), _remembering(stemmer))


def _remembering(stemmer: Callable[[str], str]) -> Callable[[str], str]:
    lock = Lock()  # some stemmers keep the word they work on in themselves

    @lru_cache(maxsize=_STEMS_KEPT)
    def stem(word: str) -> str:
        with lock:
            return stemmer(word)

    return stem
