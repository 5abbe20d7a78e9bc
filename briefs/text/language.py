"""Says in which of the languages we know a text is written, by its script, letters and small words.

Three letters in a row tell one language from its neighbours, and the share of small words ("the",
"of") tells whether it is that language at all. Both come from `languages.json`, which
`training/languages.py` makes. Languages that are only neighbours are known so that they are not
taken for another; they are told as "und".
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import repeat
from operator import mul

UNKNOWN = "und"
"""What ISO 639 calls a language that could not be told."""

RANKED = frozenset(
    (
        *("ar", "cs", "de", "en", "es", "fa", "fr", "he", "hi", "it", "ja", "nl", "pl", "pt", "ro"),
        *("ru", "sk", "sv", "tr", "uk", "zh"),
    )
)
"""The languages whose small words are known: pieces in others get their lead."""

_SAMPLE = 8_000  # characters that are looked at …
_LETTERED = 3_000  # … and of which trigrams are counted
_GLANCED = 240  # characters, at two places, by which most languages are ruled out …
_FAR = 5  # … that are so many tenths of a bit a trigram behind the best of them
_FEWEST = 25  # words of a text that tells by having none of the small ones
_HALF = 0.4  # of the usual share of small words, at least, is in any text of a language
_CLEARLY = 1.5  # times the small words of another language are in a text that is not in that one
_SHARE = 0.17  # of the words are small ones in most languages, at least
_NEARLY = 0.8  # of the usual share of small words is in a text that is surely in a language
_SURELY = 2  # tenths of a bit a trigram by which a few words must tell a language from English
_FEW = 16  # letters that tell nothing by themselves
_UNSEEN = 135  # tenths of a bit: how rare a trigram is that is not among a language's frequent ones
_TAG = re.compile(r"\s*([a-z]{2,3})(?:[-_][a-z0-9_-]*)?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NO_LETTER = re.compile(r"(?![\u0300-\u036f\u0900-\u097f])[\W\d_](?<!')")
_SCRIPTS = {
    "Arab": re.compile(r"[\u0620-\u06d3]"),
    "Cyrl": re.compile(r"[\u0400-\u052f]"),
    "Deva": re.compile(r"[\u0900-\u0963]"),
    "zh": re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "Hebr": re.compile(r"[\u05d0-\u05ea]"),
}
_OTHER_LETTER = re.compile("|".join(one.pattern for one in _SCRIPTS.values()))
_KANA = re.compile(r"[\u3041-\u30ff]")
_SAME_LETTERS = str.maketrans(
    {
        "’": "'",
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "\u200c": " ",
        **dict.fromkeys("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640"),
    }
)
_TOLD_BY_SCRIPT = {
    "Arab": frozenset(["ar", "fa", "ur", "ps", "ckb", "ug"]),
    "Cyrl": frozenset(["ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tt", "tg", "mn", "os"]),
    "Deva": frozenset(["hi", "mr", "ne", "sa"]),
    "Hebr": frozenset(["he", "yi"]),
}


@dataclass(frozen=True, slots=True)
class _Profile:
    """A language's small words (none if it is not told) with the share of a text's words that
    they are, and how rare its trigrams are.
    """

    small: frozenset[str]
    share: float
    trigrams: Mapping[str, int]


def letters_of(text: str) -> str:
    """A text's letters in lower case, one way of writing each; all else is a space."""
    return _NO_LETTER.sub(" ", text.lower().translate(_SAME_LETTERS))


def trigrams(text: str) -> Iterator[str]:
    """Each three letters in a row, with the ends of words as spaces, and each letter by itself."""
    for word in letters_of(text).split():
        yield from _trigrams_of(word)


@lru_cache(maxsize=4_096)  # a text has few words, and says them again and again
def _trigrams_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return (*word, *(padded[at : at + 3] for at in range(len(word))))


@cache
def small_words(language: str) -> frozenset[str]:
    """The function words and most frequent adverbs of a language that is told; none for another."""
    profile = _profiles().get(language)
    return profile.small if profile else frozenset()


@cache
def _profiles() -> Mapping[str, _Profile]:
    made = json.loads((files("briefs.text") / "languages.json").read_text(encoding="utf-8"))
    return {
        language: _Profile(
            frozenset(entry.get("small", "").split()),
            entry.get("share", 0.0),
            entry.get("trigrams", {}),
        )
        for language, entry in made.items()
    }


def detect(text: str) -> str:
    """The ISO 639-1 code of a text, or "und" where it is long enough to tell, and does not.

    A text of a few words that tell nothing is said to be English.
    """
    sample = text[:_SAMPLE].lower()
    words = words_of(sample)
    script = "" if sample.isascii() else _script(sample)
    if script in {"zh", "ko", "el"}:
        return "ja" if script == "zh" and _KANA.search(sample) else script
    costs = _costs(sample, script)
    best = min(costs, key=lambda language: costs[language])
    if len(words) < _FEWEST:
        return _of_a_few(best, costs, words)
    is_told = small_words(best) and _share(words, best) >= _HALF * _profiles()[best].share
    return best if is_told else UNKNOWN


def _of_a_few(best: str, costs: Mapping[str, float], words: list[str]) -> str:
    """The language of a few words: English unless they tell surely that it is another."""
    few = sum(map(len, words)) < _FEW
    if (
        "en" in costs
        and (few or costs["en"] - costs[best] < _SURELY)
        and not (few and _share(words, best) > _share(words, "en"))
    ):
        return "en"
    return best if small_words(best) else UNKNOWN


def settled(said: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The language of a text of which a tag ("pt-BR", or "") is `said`, with what to tell of it.

    The tag stands unless it names a language that is told, and the text is clearly in another.
    """
    tag = _TAG.fullmatch(said)
    named = tag[1].lower() if tag else ""
    if _reads_as(named, text):
        return named, _unranked(named)
    found = detect(text)
    if not named or not _contradicts(found, named, text):
        return named or found, _unranked(named or found)
    reads = "does not read as that" if found == UNKNOWN else f"reads as “{found}”"
    return found, (f"said to be in “{named}”, but it {reads}", *_unranked(found))


def _reads_as(named: str, text: str) -> bool:
    """Whether a text has nearly as many small words of a language as are usual in it.

    None then has clearly more of another's, so that letters need not be counted.
    """
    if not small_words(named):
        return False
    words = words_of(text[:_SAMPLE].lower())
    usual = _profiles()[named].share
    return len(words) >= _FEWEST and _share(words, named) >= max(_SHARE, _NEARLY * usual)


def _contradicts(found: str, named: str, text: str) -> bool:
    """Whether a text can't be in the language `named`; one that is never told is not denied."""
    if found == named or (not small_words(named) and named not in {"ko", "el"}):
        return False
    sample = text[:_SAMPLE].lower()
    words = words_of(sample)
    unspaced = _script(sample) in {"zh", "ko", "el"}
    if len(words) < _FEWEST and not (unspaced and len(sample) > _FEWEST):
        return False
    return unspaced or _share(words, named) * _CLEARLY < (
        _share(words, found) if found != UNKNOWN else _SHARE
    )


def _unranked(language: str) -> tuple[str, ...]:
    if language in RANKED:
        return ()
    called = "its language is not known" if language == UNKNOWN else f"it is in “{language}”"
    return (f"{called}: no word lists for it, so its briefs are the sentences it opens with",)


def _script(sample: str) -> str:
    """The script that more than half of the letters are in, or "" for the Latin one."""
    if not _OTHER_LETTER.search(sample):
        return ""
    letters = sum(map(len, _WORD.findall(sample)))
    return next(
        (lang for lang, one in _SCRIPTS.items() if 2 * len(one.findall(sample)) > letters), ""
    )


def words_of(sample: str) -> list[str]:
    """The words of a text as small ones are looked up: elided ones apart, all in lower case."""
    return [word for part in letters_of(sample).split() for word in part.split("'") if word]


def _costs(sample: str, script: str) -> dict[str, float]:
    """How rare a text's trigrams are, on the average, in each language of a script.

    Languages that some of the text is far from are left out.
    """
    among = _TOLD_BY_SCRIPT.get(script)
    others = frozenset[str]().union(*_TOLD_BY_SCRIPT.values())
    languages = [
        language
        for language, profile in _profiles().items()
        if profile.trigrams and (language in among if among else language not in others)
    ]
    told = sample[:_LETTERED].strip()
    if len(told) <= 2 * _GLANCED:
        return _rarities(told, languages)
    middle = len(told) // 2
    first = _rarities(f"{told[:_GLANCED]} {told[middle : middle + _GLANCED]}", languages)
    far = min(first.values()) + _FAR
    return _rarities(told, [one for one in languages if first[one] <= far])


def _rarities(sample: str, languages: Sequence[str]) -> dict[str, float]:
    counts = Counter(trigrams(sample))
    total = counts.total() or 1
    grams, numbers = list(counts), list(counts.values())
    profiles = ((language, _profiles()[language].trigrams.get) for language in languages)
    return {
        language: sum(map(mul, numbers, map(rarity, grams, repeat(_UNSEEN)))) / total
        for language, rarity in profiles
    }


def _share(words: list[str], language: str) -> float:
    """The share of a text's words that are the small ones of a language."""
    small = small_words(language)
    return sum(word in small for word in words) / max(1, len(words))
