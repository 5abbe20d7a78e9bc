"""Detects the language of a text by its script, letters and function words ("the", "of").

Trigrams of letters distinguish a language from similar ones, and the share of function words
decides whether it is that language at all. Both come from `languages.json`, which
`training/languages.py` makes. Some languages are in it only so that they are not mistaken for a
similar one; they are reported as "und".
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
"""ISO 639's code for an undetermined language."""

RANKED = frozenset(
    (
        *("ar", "cs", "de", "en", "es", "fa", "fr", "he", "hi", "it", "ja", "nl", "pl", "pt", "ro"),
        *("ru", "sk", "sv", "tr", "uk", "zh"),
    )
)
"""The languages whose function words are known: pieces in others get their lead as a brief."""

_SAMPLE = 8_000  # characters that are read …
_LETTERED = 3_000  # … and of which trigrams are counted
_GLANCED = 240  # characters, at two places, that rule out most languages …
_FAR = 5  # … namely those that are so many tenths of a bit per trigram worse than the best
_FEWEST = 25  # words of a text from which on the lack of function words is evidence
_HALF = 0.4  # of the usual share of function words: the least in any text of a language
_CLEARLY = 1.5  # times as many function words of another language speak against the first
_SHARE = 0.17  # the least share of function words in most languages
_NEARLY = 0.8  # of the usual share of function words: enough to be sure of a language
_SURELY = 2  # tenths of a bit per trigram by which a short text must differ from English
_FEW = 16  # letters that are too few for a decision
_UNSEEN = 135  # tenths of a bit: the rarity of a trigram that is not in a language's list
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
    """A language's function words (empty for one that is never reported), their share of a text's
    words, and how rare its trigrams are.
    """

    small: frozenset[str]
    share: float
    trigrams: Mapping[str, int]


def letters_of(text: str) -> str:
    """A text's letters in lower case, in one form each; everything else becomes a space."""
    return _NO_LETTER.sub(" ", text.lower().translate(_SAME_LETTERS))


def trigrams(text: str) -> Iterator[str]:
    """Each three letters in a row, with word ends as spaces, and each letter by itself."""
    for word in letters_of(text).split():
        yield from _trigrams_of(word)


@lru_cache(maxsize=4_096)  # texts repeat their words
def _trigrams_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return (*word, *(padded[at : at + 3] for at in range(len(word))))


@cache
def small_words(language: str) -> frozenset[str]:
    """The function words and most frequent adverbs of a language; empty for an unknown language."""
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
    """The ISO 639-1 code of a text, or "und" if it is long enough to decide, but matches none.

    A text too short to decide counts as English.
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
    """The language of a short text: English unless another one matches clearly better."""
    few = sum(map(len, words)) < _FEW
    if (
        "en" in costs
        and (few or costs["en"] - costs[best] < _SURELY)
        and not (few and _share(words, best) > _share(words, "en"))
    ):
        return "en"
    return best if small_words(best) else UNKNOWN


def settled(said: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The language of a text that is tagged `said` ("pt-BR", or ""), and warnings about it.

    The tag is used unless it names a language we can detect and the text clearly contradicts it.
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
    """Whether a text has nearly the usual share of a language's function words.

    If so, no other language has clearly more, and letters need not be counted.
    """
    if not small_words(named):
        return False
    words = words_of(text[:_SAMPLE].lower())
    usual = _profiles()[named].share
    return len(words) >= _FEWEST and _share(words, named) >= max(_SHARE, _NEARLY * usual)


def _contradicts(found: str, named: str, text: str) -> bool:
    """Whether a text can't be in the language `named`; never true for a
    language we can't detect.
    """
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
    """The script of more than half of the letters, or "" for the Latin script."""
    if not _OTHER_LETTER.search(sample):
        return ""
    letters = sum(map(len, _WORD.findall(sample)))
    return next(
        (lang for lang, one in _SCRIPTS.items() if 2 * len(one.findall(sample)) > letters), ""
    )


def words_of(sample: str) -> list[str]:
    """The words of a text for comparison with function words: lower case, elided words separate."""
    return [word for part in letters_of(sample).split() for word in part.split("'") if word]


def _costs(sample: str, script: str) -> dict[str, float]:
    """The mean rarity of a text's trigrams in each language of a script.

    Languages that a part of the text clearly excludes are left out.
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
    """The share of a text's words that are function words of a language."""
    small = small_words(language)
    return sum(word in small for word in words) / max(1, len(words))
