"""Stems of Persian words: prefixes of verbs and endings off, however they are joined.

Snowball's stemmer leaves the plural in -ān, the indefinite -ī and the linking -ye, which are most
of what a noun is inflected with, and takes off more of a word than of its plural. This one takes
endings off until none is left, and leaves three letters. Measured by `benchmarks/languages.py`.
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
_JOINED = re.compile(
    "\u200c(?:" + "|".join([*_BY_LENGTH, "ام", "اش", "ات", "اند", "ایم", "اید"]) + ")+$"
)


def stem(word: str) -> str:
    """The stem of a word."""
    rest = _MARKS.sub("", word.translate(_SAME))
    rest = _JOINED.sub("", _PREFIX.sub("", rest)).replace("\u200c", "")
    while ending := next(
        (one for one in _BY_LENGTH if rest.endswith(one) and len(rest) - len(one) >= _LEAST), ""
    ):
        rest = rest.removesuffix(ending)
    return rest
