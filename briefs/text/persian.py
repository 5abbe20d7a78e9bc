"""Stems of Persian words: removes the prefixes of verbs and endings, however they are joined.

Snowball's stemmer keeps the plural in -ān, the indefinite -ī and the linking -ye, which are most of
a noun's inflections, and may cut more from a word than from its plural. This one removes endings
until none is left, and keeps at least three letters. Measured by `benchmarks/languages.py`.
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
