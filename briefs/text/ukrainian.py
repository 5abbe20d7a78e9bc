"""Stems of Ukrainian words: endings are removed, and vowels that alternate within a word unified.

Snowball has no stemmer for Ukrainian. This one removes the longest ending of nouns, adjectives and
verbs, as school grammars list them, and keeps three letters with a vowel. In the last syllable "і"
alternates with "о" ("рік", "року"), and "о" and "е" may be missing ("річок", "річка"), so they are
replaced by one form. Measured by `benchmarks/languages.py`.
"""

import re

_ENDINGS = """
ами ями ові еві єві ою ею єю ах ях ам ям ом ем єм ів їв ей ий ій ії ію ією а я у ю і ї о е є и
ого ього ому ьому им їм ім ої ьої їй ьою ую юю ими їми іми их їх іх ати яти ити іти їти ути
ювати увати ав яв ив ала яла ила іла їла ало яло ило іло їло али яли или іли їли аю яю ує юєш єш
еш иш їш ить їть еть уть ють ать ять ємо емо имо їмо єте ете ите їте ують юють уватиме ватиме
атиме итиме ай яй айте яйте іть уй уйте аний яний ений єний ана яна ена ане яне ене ані яні ені
аної еної ано ено яно увала увало ували ував ювала ювало ювали ював увана уваний уваного увану
увані увань ування уванням уваннях ння нням ннях нню нні ість ості істю істі
"""
_LEAST = 3
_BY_LENGTH = tuple(
    frozenset(ending for ending in _ENDINGS.split() if len(ending) == length)
    for length in range(max(map(len, _ENDINGS.split())) + 1)
)
_VOWEL = re.compile("[аеиіоуєїюя]")
_REFLEXIVE = re.compile("(?:ся|сь)$")
_LAST_I = re.compile("[ії]([^аеиіоуєїюя]*)$")
_FLEETING = re.compile("([^аеиіоуєїюя])[оеє]([^аеиіоуєїюя])$")


def stem(word: str) -> str:
    """The stem of a word, in lower case."""
    word = word.lower().replace("’", "'")
    rest = _REFLEXIVE.sub("", word) if len(word) > 2 * _LEAST else word
    for length in range(min(len(_BY_LENGTH) - 1, len(rest) - _LEAST), 0, -1):
        if rest[-length:] in _BY_LENGTH[length] and _VOWEL.search(rest[:-length]):
            rest = rest[:-length]
            break
    rest = rest.rstrip("ьй'")
    if len(rest) > _LEAST:
        rest = rest.rstrip("іїй")
    rest = _LAST_I.sub(r"о\1", rest)
    return _FLEETING.sub(r"\1\2", rest) if len(rest) > _LEAST + 1 else rest
