"""The authors of an entry: people in either order of name, and organisations.

A particle stays with the given name ("Ursula von der" + "Leyen"), as lists sorted by family name
have it, so that both orders give the same person. A lone word is kept as an organisation's name:
it may be a family name, a given name, a pen name or an agency.
"""

import re
from dataclasses import dataclass

from briefs.model import Author, Organisation, Person
from briefs.references.organisations import is_organisation

_LONGEST = 400
_AND = r"(?:and|und|et|en|och|oraz|и|та|&)"
_JOINER = re.compile(rf"[ ]?,[ ]{_AND}[ ]|[ ]{_AND}[ ]|(?<=\.)[ ][yei][ ]|(?P<comma>[ ]?,[ ]?)")
_ET_AL = re.compile(r"[,;]?[ ](?:et[ ]al\.?|and others|u\. ?a\.|m\. ?fl\.|и др\.?)$", re.IGNORECASE)
_ROLE = re.compile(
    r"^(?:by|see also|see|cf\.)[ ]|,?[ ]?\((?:eds?|hrsg|author|reporter|editor|director)s?\.?\)\.?$"
    r"|,[ ]eds?\.?$",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    {"van", "von", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "der"}
    | {"den", "des", "het", "ten", "ter", "zu", "zum", "af", "av", "al", "el", "bin", "ben", "ibn"}
    | {"bint", "y", "e", "d'", "d’"}
)
_SMALL_WORDS = _PARTICLES | frozenset(
    {"of", "for", "the", "on", "against", "without", "to", "at", "in", "and", "&"}
    | {"und", "für", "et", "pour"}
)
_ELIDED = ("d’", "d'", "l’", "l'")
_FAMILY_THEN_INITIALS = re.compile(
    r"(?P<family>\w[\w’'-]+(?: [\w’'-]{2,}){0,2}) (?P<given>(?:[A-Z]\.){1,3}|[A-WYZ])"
)
_INITIALS = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁІЇЄ]\.?[ -]?){1,4}")
_DOTTED = re.compile(r"(?<!\w)[^\W\d_]\.")
_ACRONYM_BEHIND = re.compile(r"[ ]\([A-Z]{2,8}\)$")
_OF = re.compile(r"(?<!\w)(?:of|for|on)(?!\w)")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV")
_KEEPS_ITS_STOP = re.compile(r"(?:(?<!\w)\w|\b(?:Jr|Sr|St|Inc|Ltd|Co|Corp)|\.\w)\.$")
_NAME_WORD = re.compile(r"(?:[dlDLO][’'‘])?[^\W\d_][\w.’'‘ʼ-]*")
_MOST_WORDS_OF_A_PERSON = 6
_MOST_WORDS_OF_A_GIVEN_NAME = 4
_MOST_WORDS_OF_A_FAMILY_NAME = 4
_MOST_WORDS_OF_AN_ORGANISATION = 14


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stands between two joiners; `after_comma` tells which joiner came before."""

    text: str
    after_comma: bool

    @property
    def words(self) -> list[str]:
        return self.text.split()


def authors(text: str) -> tuple[Author, ...] | None:
    """The authors that `text` names; () for an empty one, None if it is no list of names."""
    text = _stripped(text)
    if not text.strip("."):
        return ()
    if len(text) > _LONGEST:
        return None
    if ";" in text:
        named = [authors(part) for part in text.split(";")]
        return None if None in named else tuple(author for part in named for author in part or ())
    if _is_joint(text):
        return (Organisation(_bare(text)),)
    return _walk(_chunks(text))


def _stripped(text: str) -> str:
    """`text` without the punctuation round it, "et al.", and a word that tells a role."""
    text = text.strip(" ,;:–—-")
    for ending in (_ROLE, _ET_AL):
        text = ending.sub("", text).strip(" ,;:")
    return text


def _walk(chunks: list[_Chunk]) -> tuple[Author, ...] | None:
    named: list[Author] = []
    at = 0
    while at < len(chunks):
        author: Author | None
        if at + 1 < len(chunks) and _is_inverted(chunks[at], chunks[at + 1]):
            author = Person(_bare(chunks[at].text), _bare(chunks[at + 1].text))
            at += 2
        else:
            author = _in_order(chunks[at].text)
            at += 1
        if at < len(chunks) and _SUFFIX.fullmatch(chunks[at].text) and isinstance(author, Person):
            author = Person(f"{author.family} {chunks[at].text}", author.given)
            at += 1
        if author is None:
            return None
        named.append(author)
    return tuple(named)


def _chunks(text: str) -> list[_Chunk]:
    chunks = []
    at = 0
    after_comma = False
    for match in _JOINER.finditer(text):
        chunks.append(_Chunk(text[at : match.start()].strip(), after_comma))
        at, after_comma = match.end(), match["comma"] is not None
    chunks.append(_Chunk(text[at:].strip(), after_comma))
    return [chunk for chunk in chunks if chunk.text.strip(".")]


def _is_joint(text: str) -> bool:
    """Whether the "and" is part of one name: "Ministry of Land, Infrastructure and Tourism"."""
    first, joined, _ = text.partition(" and ")
    if not joined or not _is_official(text.replace(",", "")):
        return False
    if "," in first:
        field, *others = first.split(", ")
        return bool(_OF.search(field)) and all(len(other.split()) == 1 for other in others)
    return is_organisation(text) and (is_organisation(first) or len(first.split()) == 1)


def _is_inverted(family: _Chunk, given: _Chunk) -> bool:
    """Whether two chunks are one person with the family name first.

    "Lister, Tim" is; "Ada Roe, Max Poe" and "TT, DN" are not; "Quilca León, Marco" is.
    """
    may_be = (
        given.after_comma
        and not _DOTTED.search(family.text)
        and not is_organisation(given.text)
        and _is_proper(family.text, _MOST_WORDS_OF_A_FAMILY_NAME)
        and _is_given(given.text)
    )
    if len(family.words) == 1:
        return may_be and not (_is_acronym(family.text) and _is_acronym(given.text))
    return (
        may_be
        and not is_organisation(family.text)
        and (
            family.words[0].casefold() in _PARTICLES
            or len(given.words) == 1
            or _INITIALS.fullmatch(given.text) is not None
        )
    )


def _in_order(text: str) -> Author | None:
    """One author written as spoken, given name first."""
    text = _bare(text)
    words = text.split()
    if len(words) == 1:
        return Organisation(text) if _NAME_WORD.fullmatch(text) else None
    if is_organisation(text) and _is_official(text):
        return Organisation(text)
    if not _is_proper(text, _MOST_WORDS_OF_A_PERSON, _PARTICLES):
        return None
    if _INITIALS.fullmatch(text):
        return Organisation(text)
    if surname := _FAMILY_THEN_INITIALS.fullmatch(text):
        return Person(surname["family"], surname["given"])
    *others, last = words
    if _SUFFIX.fullmatch(last) and len(others) > 1:
        return Person(f"{others[-1]} {last}", " ".join(others[:-1]))
    return Person(last, " ".join(others))


def _is_proper(text: str, most: int, small: frozenset[str] = _SMALL_WORDS) -> bool:
    """Whether `text` is capitalised as a name is, in at most so many words."""
    words = text.split()
    return (
        0 < len(words) <= most
        and all(word in small or word.startswith(_ELIDED) or _is_capital(word) for word in words)
        and words[-1] not in small
    )


def _is_official(text: str) -> bool:
    """Whether `text` is capitalised as an organisation's name, its acronym in brackets aside."""
    return _is_proper(_ACRONYM_BEHIND.sub("", text), _MOST_WORDS_OF_AN_ORGANISATION)


def _is_given(text: str) -> bool:
    first, *others = _bare(text).split()
    return (
        len(others) < _MOST_WORDS_OF_A_GIVEN_NAME
        and _is_capital(first)
        and all(word in _PARTICLES or _is_capital(word) for word in others)
    )


def _is_capital(word: str) -> bool:
    return not word[0].islower() and _NAME_WORD.fullmatch(word) is not None


def _is_acronym(text: str) -> bool:
    return text.isupper() and text.isalpha()


def _bare(name: str) -> str:
    """`name` without a full stop at its end that is not an initial's or a clipping's."""
    return name[:-1] if name.endswith(".") and not _KEEPS_ITS_STOP.search(name) else name
