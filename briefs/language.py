"""Says in which of the languages we know a text is written, by its script and small words."""

import re
from collections import Counter

_SAMPLE = 20_000  # characters that are looked at
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")
_UKRAINIAN = re.compile(r"[іїєґ]")
_RUSSIAN = re.compile(r"[ыэъё]")

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


def detect(text: str) -> str:
    """The ISO 639-1 code of a text: en fr de es pt it ru uk or ar; "en" when nothing tells."""
    sample = text[:_SAMPLE].lower()
    letters = len(_LETTER.findall(sample))
    if 2 * len(_ARABIC.findall(sample)) > letters:
        return "ar"
    if 2 * len(_CYRILLIC.findall(sample)) > letters:
        ukrainian = len(_UKRAINIAN.findall(sample))
        return "uk" if ukrainian > len(_RUSSIAN.findall(sample)) else "ru"
    counts = Counter(_WORD.findall(sample))
    scores = {language: sum(counts[word] for word in words) for language, words in _WORDS.items()}
    return max(scores, key=lambda language: scores[language])
