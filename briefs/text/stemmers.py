"""Stems of Persian and Ukrainian words; measured by `benchmarks/languages.py`.

Of Persian words prefixes of verbs and endings are taken off, however they are joined, until none is
left; three letters stay. Snowball's stemmer leaves the plural in -ān, the indefinite -ī and the
linking -ye, which are most of what a noun is inflected with, and takes off more of a word than of
its plural.

Snowball has no stemmer for Ukrainian. The longest of the endings that nouns, adjectives and verbs
are inflected with, as school grammars list them, is taken off; three letters with a vowel stay. In
the last syllable "і" alternates with "о" ("рік", "року") and "о", "е" come and go ("річок",
"річка"), so that they are written one way.
"""

import re

_ENDINGS = """
هایشان هایمان هایتان هایش هایم هایت هایی های ها ترین ترینی تری تر شان مان تان گان یان ان ات ای
یی ی ه ا ند ید یم ین
"""
_LEAST = 3
_BY_LENGTH = tuple(sorted(_ENDINGS.split(), key=len, reverse=True))
_SAME = str.maketrans(
    {"ي": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و"}
)
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200d]")
_PREFIX = re.compile("^ن?می(?:\u200c|(?=\\w{2,}(?:م|د|یم|ید|ند)$))")
_JOINED = (*_BY_LENGTH, "ام", "اش", "ات", "اند", "ایم", "اید")
"""Endings that may follow a zero-width non-joiner."""


def persian_stem(word: str) -> str:
    """The stem of a word."""
    rest = _MARKS.sub("", word.translate(_SAME))
    rest = _PREFIX.sub("", rest)
    head, joint, tail = rest.rpartition("\u200c")
    rest = (head if joint and _is_endings(tail) else rest).replace("\u200c", "")
    while ending := next(
        (one for one in _BY_LENGTH if rest.endswith(one) and len(rest) - len(one) >= _LEAST), ""
    ):
        rest = rest.removesuffix(ending)
    return rest


def _is_endings(tail: str) -> bool:
    """Whether it is one ending behind another.

    Several endings begin alike, so that a pattern of them would try each way to part them.
    """
    reached = {0}
    for at in range(len(tail)):
        if at in reached:
            reached.update(at + len(one) for one in _JOINED if tail.startswith(one, at))
    return bool(tail) and len(tail) in reached


_UKRAINIAN_ENDINGS = """
ами ями ові еві єві ою ею єю ах ях ам ям ом ем єм ів їв ей ий ій ії ію ією а я у ю і ї о е є и
ого ього ому ьому им їм ім ої ьої їй ьою ую юю ими їми іми их їх іх ати яти ити іти їти ути
ювати увати ав яв ив ала яла ила іла їла ало яло ило іло їло али яли или іли їли аю яю ує юєш єш
еш иш їш ить їть еть уть ють ать ять ємо емо имо їмо єте ете ите їте ують юють уватиме ватиме
атиме итиме ай яй айте яйте іть уй уйте аний яний ений єний ана яна ена ане яне ене ані яні ені
аної еної ано ено яно увала увало ували ував ювала ювало ювали ював увана уваний уваного увану
увані увань ування уванням уваннях ння нням ннях нню нні ість ості істю істі
"""
_UKRAINIAN_BY_LENGTH = tuple(
    frozenset(ending for ending in _UKRAINIAN_ENDINGS.split() if len(ending) == length)
    for length in range(max(map(len, _UKRAINIAN_ENDINGS.split())) + 1)
)
_VOWEL = re.compile("[аеиіоуєїюя]")
_REFLEXIVE = re.compile("(?:ся|сь)$")
_LAST_I = re.compile("[ії]([^аеиіоуєїюя]*)$")
_FLEETING = re.compile("([^аеиіоуєїюя])[оеє]([^аеиіоуєїюя])$")


def ukrainian_stem(word: str) -> str:
    """The stem of a word, in lower case."""
    word = word.lower().replace("’", "'")
    rest = _REFLEXIVE.sub("", word) if len(word) > 2 * _LEAST else word
    for length in range(min(len(_UKRAINIAN_BY_LENGTH) - 1, len(rest) - _LEAST), 0, -1):
        if rest[-length:] in _UKRAINIAN_BY_LENGTH[length] and _VOWEL.search(rest[:-length]):
            rest = rest[:-length]
            break
    rest = rest.rstrip("ьй'")
    if len(rest) > _LEAST:
        rest = rest.rstrip("іїй")
    rest = _LAST_I.sub(r"о\1", rest)
    return _FLEETING.sub(r"\1\2", rest) if len(rest) > _LEAST + 1 else rest
