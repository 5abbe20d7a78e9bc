"""The words of a text: cut out, normalised, and reduced to their stems by language.

A word for comparison has no case and no accents, ASCII digits, and none of the signs that people
leave out when they type: Arabic vowels, Hebrew points, the nukta of Hindi, soft hyphens, joiners
and ligatures. Stems are Snowball's (https://snowballstem.org), and our own for Ukrainian, which
Snowball lacks, and Persian, of whose endings it has few. Chinese and Japanese are written without
spaces: each two characters in a row count as a word.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from threading import Lock

from briefs.model import Source
from briefs.text.stemmers import persian_stem, ukrainian_stem

_STEMMERS = {
    "ar": "arabic",
    "cs": "czech",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
_SHARED = {"sk": "cs"}
"""Languages that use the stems of another language."""

STEMMED = frozenset({*_STEMMERS, "fa", "uk"})
"""The languages whose words are stemmed."""

_BY_SCRIPT = (
    (re.compile(r"[\u0400-\u052f]"), ("ru", "uk")),
    (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa")),
    (re.compile(r"[\u0900-\u097f]"), ("hi",)),
    (re.compile(r"[a-z]"), tuple(sorted(STEMMED - {"ru", "uk", "ar", "fa", "hi"}))),
)
_STEMS_KEPT = 65_536
_LONGEST_TERM = 100

AS_WRITTEN = "xx"
"""The beginning of index terms that are folded words without stemming."""

BREAK = "ǀ"
"""A term that the index has for every text, and no query has: phrases do not run across it."""

BY, ON, DATED, ALONE = "by", "on", "isdated", "c1"
"""The beginnings of special terms: of a byline's, of a topic's, of the one for a text with a date,
and of those for a single Chinese or Japanese character. No language has such a code.
"""


def _combining() -> str:
    """The characters that belong to the letter before them, as a regex class."""
    marks = {code for code in range(0x300, 0x1C00) if unicodedata.category(chr(code))[0] == "M"}
    starts = sorted(code for code in marks if code - 1 not in marks)
    ends = sorted(code for code in marks if code + 1 not in marks)
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


UNSPACED = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff"
)
"""The characters of Chinese and Japanese words, as part of a regex class."""

_MARKS = _combining()
_JOINERS = "\u200c\u200d"
_LETTER = rf"(?:[^\W_{UNSPACED}][{_MARKS}{_JOINERS}]*)"
_WORD = re.compile(rf"{_LETTER}+(?:[.'’-]{_LETTER}+)*|[{UNSPACED}]+")
_PART = re.compile(rf"{_LETTER}+|[{UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{UNSPACED}]")

_LEFT_OUT = re.compile("[\u00ad\u200c\u200d\u200e\u200f\u2060\ufeff\u0640]")
# Signs above and below letters; й, ў and ї keep theirs, since these are separate letters.
_ACCENTS = re.compile(
    r"(?<![иу])\u0306|(?<!і)\u0308|[\u0300-\u0305\u0307\u0309-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5"
    r"\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u093c]"
)
_NASAL = re.compile("[ङञणनम]्(?=[क-ह])")
_ONE_WAY = str.maketrans(
    {
        "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "þ": "th", "ð": "d",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك",
        "ة": "ه", "ۀ": "ه", "ہ": "ه", "ە": "ه", "ٱ": "ا",
        "ँ": "ं", "’": "'",
    }
)  # fmt: skip

_ELIDED = {
    "fr": re.compile(r"(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'(?=\w)"),
    "it": re.compile(
        r"(?:[ldcmtsvn]|gl|un|all|dall|dell|nell|sull|coll|quest|quell|sant|bell|nessun|ciascun|qualcun"
        r"|com|dov|anch|tutt|mezz|cent|senz|quand|pover|grand)'(?=\w)"
    ),
    "en": None,
    "tr": re.compile(r"'\w+$"),
}
_POSSESSIVE = "'s"


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as written, including numbers and abbreviations.

    Text without spaces gives each two characters in a row.
    """
    if text.isascii() or not _IS_UNSPACED.search(text):
        return tuple(_WORD.findall(text))
    return tuple(part for word in _WORD.findall(text) for part in _pairs(word))


def count(text: str) -> int:
    """How many words a text has: separated by spaces, or half its characters in scripts without
    spaces.
    """
    spaced = len(text.split())
    if text.isascii():
        return spaced
    return max(spaced, len(_IS_UNSPACED.findall(text)) // 2)


def bare(word: str, language: str) -> str:
    """A word in lower case without an elided word before it or a part joined by an apostrophe."""
    plain = word.lower().replace("’", "'")
    if language == "tr":
        return plain.partition("'")[0]
    if (elided := _ELIDED.get(language)) is not None:
        return elided.sub("", plain, count=1)
    return plain.removesuffix(_POSSESSIVE)


def fold(text: str) -> str:
    """A text for comparison: without case, accents, and signs that are not always written."""
    text = text.casefold()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", _LEFT_OUT.sub("", text)).translate(_ONE_WAY)
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text).translate(_ONE_WAY)
    text = _NASAL.sub("ं", text)
    if any(char.isdecimal() and char > "9" for char in text):
        text = "".join(
            str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text
        )
    return text


def parts(text: str) -> tuple[str, ...]:
    """The words of a text as an index has them: words that a sign joins are separate."""
    if not text.isascii():
        text = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text))
    return tuple(_PART.findall(text))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The approximate spans of a text's words; in scripts without spaces every two characters are
    one.
    """
    for found in _PART.finditer(text):
        step = 2 if _IS_UNSPACED.match(found[0]) else len(found[0])
        for at in range(found.start(), found.end(), step):
            yield at, min(at + step, found.end())


def index_terms(fields: Iterable[str], language: str) -> list[str]:
    """The index terms of a text, in order, with `BREAK` after each field.

    A word gives its stem and, except in English, whose words are stemmed without accents, also the
    folded word. Each term begins with two letters for its kind: a query looks for the stem in each
    language, so that "news" never finds a German "neu".
    """
    words = [parts(field) for field in fields]
    terms: list[str] = []
    for kind in kinds_of(language):
        for field in words:
            for word in field:
                terms += terms_of(word, kind)
            terms.append(BREAK)
    unspaced = (word for field in words for word in field if _IS_UNSPACED.match(word))
    alone = dict.fromkeys(one for word in unspaced for one in fold(word))
    return terms + [ALONE + one for one in alone]


def filter_terms(byline: str, language: str, topics: Iterable[str], *, is_dated: bool) -> list[str]:
    """The index terms of a text for filters, with `BREAK` at the end."""
    dated = [DATED] if is_dated else []
    byline_terms = [BY + term for term in index_terms((byline,), language)]
    return [*dated, *map(topic_term, topics), *byline_terms, BREAK]


def topic_term(topic: str) -> str:
    """The index term of a topic; topics that differ only in case have the same."""
    key = topic.casefold().encode("utf-8", "replace")
    return ON + hashlib.blake2b(key, digest_size=12).hexdigest()


def kinds_of(language: str) -> tuple[str, ...]:
    """The kinds of terms that an index has of a text in a language."""
    if language == "en":
        return ("en",)
    shared = _SHARED.get(language, language)
    return (shared, AS_WRITTEN) if shared in STEMMED else (AS_WRITTEN,)


@lru_cache(maxsize=_STEMS_KEPT)
def terms_of(word: str, kind: str) -> tuple[str, ...]:
    """The terms of one word: one, or in scripts without spaces one for each character."""
    if _IS_UNSPACED.match(word):
        plain = fold(word)
        return tuple(plain[at : at + 2] for at in range(len(plain)))
    return (term(word, kind),)


def term(word: str, kind: str) -> str:
    """A word as an index term of a kind; in folded form if it has letters of another script."""
    plain = fold(word)
    if kind != AS_WRITTEN and kind in (languages_of(plain) or (kind,)):
        plain = fold(stemmer(kind)(word))
    else:
        kind = AS_WRITTEN
    return (kind + plain)[:_LONGEST_TERM]


def phrases(
    words: Sequence[str], *, prefix: bool, kinds: Container[str] | None = None
) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The ways in which an index may have these words in a row: terms, and whether the last is a
    prefix.

    `kinds` are the kinds in the index, if known.
    """
    if not words:
        return ()
    letters = dict.fromkeys(one for word in words for one in languages_of(fold(word)))
    found: dict[tuple[tuple[str, ...], bool], None] = {}
    for kind in (AS_WRITTEN, *(letters or ("en",))):
        if kinds is not None and kind not in kinds:
            continue
        found[_phrase(words, kind, prefix=False)] = None
        if prefix:
            found[_phrase(words, kind, prefix=True)] = None
    return tuple(found)


def _phrase(words: Sequence[str], kind: str, *, prefix: bool) -> tuple[tuple[str, ...], bool]:
    *heads, last = words
    terms = [part for word in heads for part in terms_of(word, kind)]
    if _IS_UNSPACED.match(last):
        plain = fold(last)
        pairs = [plain[at : at + 2] for at in range(len(plain) - 1)] or [plain]
        if len(plain) == 1 and not terms:
            return (ALONE + plain,), False
        return (*terms, *pairs), len(plain) == 1  # what follows it is not known
    end = (kind + fold(last))[:_LONGEST_TERM] if prefix else term(last, kind)
    return (*terms, end), prefix


def _arabic(word: str) -> str:
    """An Arabic word without its vowels, and without "and" before the article."""
    return _AND.sub("", _ACCENTS.sub("", _LEFT_OUT.sub("", word)))


def _french(word: str) -> str:
    """A French plural in -x as its singular: "tuyaux", "journaux", "eaux"."""
    return _PLURAL_X.sub("", _PLURAL_AUX.sub("al", word.lower()))


def _portuguese(word: str) -> str:
    """A Portuguese plural in -ões as its singular."""
    return _PLURAL_AO.sub("ão", word.lower())


def _spanish(word: str) -> str:
    """A short Spanish word without its plural, which the stemmer keeps: "ríos"."""
    return _SHORT_PLURAL.sub("", word.lower())


def _turkish(word: str) -> str:
    return word.replace("İ", "i").replace("I", "ı").lower()


_AND = re.compile("^[وف](?=ال|لل|بال|كال)")
_PLURAL_X = re.compile("(?<=[aeo]u)x$")
_PLURAL_AUX = re.compile("(?<!e)aux?$")
_PLURAL_AO = re.compile("(?:ões|ães|oes|aes|ao)$")
_SHORT_PLURAL = re.compile(r"(?<=^\w{2}[aeo])s$|(?<=^\w{3}[aeo])s$")
_PREPARED = {
    "ar": _arabic,
    "en": fold,
    "es": _spanish,
    "fr": _french,
    "pt": _portuguese,
    "tr": _turkish,
}
_STEMMED_AGAIN = frozenset(["ar", "cs", "es", "it", "nl", "pl", "pt", "ro", "sv", "tr"])
"""Languages in which stemming repeatedly finds more forms of a word, and
hardly joins other words.
"""
_TIMES, _LEAST_STEM = 4, 3


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """The function that stems words of a language, in lower case, with a cache."""
    language = _SHARED.get(language, language)
    if language == "fa":
        return lru_cache(maxsize=_STEMS_KEPT)(persian_stem)
    if language == "uk":
        return lru_cache(maxsize=_STEMS_KEPT)(_until_it_stays(ukrainian_stem))
    if language not in _STEMMERS:
        return str.lower
    import snowballstemmer  # noqa: PLC0415 - loads slowly

    made = snowballstemmer.stemmer(_STEMMERS[language])
    lock = Lock()  # a stemmer is stateful

    prepared = _PREPARED.get(language, str.lower)
    bring = _until_it_stays(made.stemWord) if language in _STEMMED_AGAIN else made.stemWord

    @lru_cache(maxsize=_STEMS_KEPT)
    def stem(word: str) -> str:
        with lock:
            return str(bring(prepared(word)))

    return stem


def _until_it_stays(stem: Callable[[str], str]) -> Callable[[str], str]:
    """A stemmer that is applied until the word no longer changes."""

    def again(word: str) -> str:
        for _ in range(_TIMES):
            shorter = stem(word)
            if shorter == word or len(shorter) < _LEAST_STEM:
                return word
            word = shorter
        return word

    return again


def languages_of(word: str) -> tuple[str, ...]:
    """The languages with stemmers that a folded word may belong to, by its letters."""
    return next((some for script, some in _BY_SCRIPT if script.search(word)), ())


def _pairs(word: str) -> Iterator[str]:
    if not _IS_UNSPACED.match(word) or len(word) == 1:
        yield word
    else:
        yield from (word[at : at + 2] for at in range(len(word) - 1))


def reference_text(source: Source) -> str:
    """The words that a reference is found by: the entry as written, and parsed values that it
    lacks.
    """
    read = (source.title, source.container, source.publisher, *map(str, source.authors), source.url)
    return "\n".join((source.raw, *(text for text in read if text and text not in source.raw)))
