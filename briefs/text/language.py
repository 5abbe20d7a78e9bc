"""Says in which of the languages we know a text is written, by its script and small words."""

import re
from collections import Counter

UNKNOWN = "und"
"""What ISO 639 calls a language that could not be told."""

RANKED = frozenset(
    ("ar", "cs", "de", "en", "es", "fr", "he", "it", "pl", "pt", "ru", "sk", "sv", "uk")
)
"""The languages whose small words and stems are known: pieces in others get their lead."""

_SAMPLE = 8_000  # characters that are looked at
_FEWEST = 25  # words of a text that tells by having none of the small ones
_SHARE = 0.17  # of the words are small ones, at least, in any text of a language; mostly 0.35 …
_CLEARLY = 1.5  # … and so many times those of another language that it is taken for
_TAG = re.compile(r"\s*([a-z]{2,3})(?:[-_][a-z0-9_-]*)?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "ar": re.compile(r"[\u0620-\u06d3]"),
    "ru": re.compile(r"[\u0400-\u052f]"),
    "zh": re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "he": re.compile(r"[\u05d0-\u05ea]"),
}
_OTHER_LETTER = re.compile("|".join(one.pattern for one in _SCRIPTS.values()))
_KANA = re.compile(r"[\u3041-\u30ff]")
_NOT_ARABIC = re.compile(r"[پچژگکیےٹڈڑں]")
_UKRAINIAN = re.compile(r"[іїєґ]")
_RUSSIAN = re.compile(r"[ыэё]")

_SMALL_WORDS = {
    "en": "the a and of to in is that it was for on with as are be this by at from not have has "
    "had were been which who will would they their but or an his her its he she we you",
    "fr": "le la les de des du et un une est que qui dans en pour sur par pas ne au aux avec ce "
    "cette sont il elle ils nous vous mais plus se son sa ses leur été être ont avait comme "
    "d l qu n c",
    "de": "der die das und ist nicht den dem des ein eine einen einem einer zu mit auf für von im "
    "sich auch es an als wie bei nach aus werden wird sind war hat haben dass aber oder wir "
    "sie er über",
    "es": "el la los las de del y en que un una es por con para se no su sus al lo como más pero "
    "fue ha han este esta está son también entre desde sobre muy ya cuando hay",
    "pt": "o a os as de do da dos das e em no na nos nas que um uma é por com para se não seu sua "
    "ao como mais mas foi são também pelo pela está ou entre já muito quando há",
    "it": "il lo la i gli le di del della dei delle e in nel nella che un una è per con non si "
    "sono da dal al alla come più ma anche ha hanno questo questa sul sulla tra l dell gli",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_LETTERED = frozenset({*_SCRIPTS, "uk", "ja"})


def detect(text: str) -> str:
    """The ISO 639-1 code of a text, or "und" where it is long enough to tell, and does not.

    Told are en fr de es pt it by their small words, ru uk ar zh ja ko el he by their letters. A
    text of a few words that tell nothing is said to be English.
    """
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    script = "" if sample.isascii() else _script(sample, words)
    if script:
        return _among(script, sample, long=len(words) >= _FEWEST)
    scores = _scores(words)
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= _SHARE or len(words) < _FEWEST else UNKNOWN


def settled(said: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The language of a text of which a tag ("pt-BR", or "") is `said`, with what to tell of it.

    The tag stands unless it names a language that is told, and the text is clearly in another.
    """
    tag = _TAG.fullmatch(said)
    named = tag[1].lower() if tag else ""
    found = detect(text)
    if not named or not _contradicts(found, named, text):
        return named or found, _unranked(named or found)
    reads = "does not read as that" if found == UNKNOWN else f"reads as “{found}”"
    return found, (f"said to be in “{named}”, but it {reads}", *_unranked(found))


def _contradicts(found: str, named: str, text: str) -> bool:
    """Whether a text can't be in the language `named`; one that is never told is not denied."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    if found == named or len(words) < _FEWEST:
        return False
    if named not in _WORDS:
        return named in _LETTERED and found != UNKNOWN
    scores = _scores(words)
    return found in _LETTERED or scores[named] * _CLEARLY < scores.get(found, _SHARE)


def _unranked(language: str) -> tuple[str, ...]:
    if language in RANKED:
        return ()
    called = "its language is not known" if language == UNKNOWN else f"it is in “{language}”"
    return (f"{called}: no word lists for it, so its briefs are the sentences it opens with",)


def _script(sample: str, words: list[str]) -> str:
    """The language whose script more than half of the letters are in, or ""."""
    if not _OTHER_LETTER.search(sample):
        return ""
    letters = sum(map(len, words))
    return next(
        (lang for lang, one in _SCRIPTS.items() if 2 * len(one.findall(sample)) > letters), ""
    )


def _among(script: str, sample: str, *, long: bool) -> str:
    """Which one it is of the languages that share a script; "und" if it is long, and none."""
    match script:
        case "ar":
            return UNKNOWN if len(_NOT_ARABIC.findall(sample)) > _SHARE / 4 * len(sample) else "ar"
        case "ru":
            ukrainian, russian = len(_UKRAINIAN.findall(sample)), len(_RUSSIAN.findall(sample))
            if long and not ukrainian and not russian:
                return UNKNOWN
            return "uk" if ukrainian > russian else "ru"
        case "zh":
            return "ja" if _KANA.search(sample) else "zh"
        case _:
            return script


def _scores(words: list[str]) -> dict[str, float]:
    """The share of a text's words that are the small ones of each language."""
    counts = Counter(words)
    return {
        language: sum(counts[word] for word in small) / max(1, len(words))
        for language, small in _WORDS.items()
    }
