"""How the words of a name are written: capitals, small words between them, stops at the end."""

import re

from briefs.references.fields.given_names import PARTICLES

_BEHIND_NAME = re.compile(r"[ ](?:\([A-Z][A-Z0-9]{1,7}\)|contributors|editors|staff|team)$")
_SMALL_WORDS = PARTICLES | frozenset(
    {"of", "for", "the", "on", "against", "without", "to", "at", "in", "and", "&"}
    | {"und", "für", "et", "pour", "a", "i", "para", "com", "per", "dei", "degli", "delle", "sulla"}
    | {"zur", "im", "am", "an", "voor", "och", "för", "w", "na", "po", "и", "в", "по", "при", "о"}
    | {"та", "upon", "under", "between", "sur", "sobre", "über", "mit"}
)
_ELIDED = ("d’", "d'", "l’", "l'")
_KEEPS_ITS_STOP = re.compile(r"(?:(?<!\w)\w|\b(?:Jr|Sr|St|Inc|Ltd|Co|Corp)|\.\w)\.$")
NAME_WORD = re.compile(r"(?:[dlDLO][’'‘]|\d{1,4})?[^\W\d_][\w.’'‘ʼ-]*(?:&\w+)?")
_MOST_WORDS_OF_A_GIVEN_NAME = 4
_MOST_WORDS_OF_AN_ORGANISATION = 14


def is_proper(text: str, most: int, small: frozenset[str] = _SMALL_WORDS) -> bool:
    """Whether `text` is capitalised like a name, and has at most `most` words."""
    words = text.split()
    return (
        0 < len(words) <= most
        and all(word in small or word.startswith(_ELIDED) or is_capital(word) for word in words)
        and words[-1] not in small
    )


def is_official(text: str) -> bool:
    """Whether `text` is capitalised like an organisation's name, apart from what may follow it."""
    return is_proper(_BEHIND_NAME.sub("", text), _MOST_WORDS_OF_AN_ORGANISATION)


def is_given(text: str) -> bool:
    first, *others = bare(text).split()
    return (
        len(others) < _MOST_WORDS_OF_A_GIVEN_NAME
        and is_capital(first)
        and all(word in PARTICLES or is_capital(word) for word in others)
    )


def is_capital(word: str) -> bool:
    return not word[0].islower() and NAME_WORD.fullmatch(word) is not None


def is_acronym(text: str) -> bool:
    return text.isupper() and text.isalpha()


def bare(name: str) -> str:
    """`name` without a final full stop, unless it belongs to an initial or an abbreviation."""
    return name[:-1] if name.endswith(".") and not _KEEPS_ITS_STOP.search(name) else name
