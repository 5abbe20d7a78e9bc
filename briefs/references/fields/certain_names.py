"""Names that are certain by their form alone.

A person's name is certain with a common given name, with initials, or with its family name in
capitals or before a comma; an organisation's by its words. `opening` splits the authors off the
beginning of an entry.
"""

import re
from typing import TypeGuard

from briefs.model import Author, Organisation, Person
from briefs.references.fields import names
from briefs.references.fields.name_words import has_telling_word, is_city, opens_with_given_name

_FEW_WORDS = 4
_SENTENCE = re.compile(r"[^\W\d_]{3}\. [^\W\d_]")
_INVERTED = re.compile(
    r"[^\W\d_a-z][\w’'-]+, (?:[^\W\d_a-z]\. )?[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'.-]*)?"
    r"(?: (?:von|van|de|da|di|do|zu|af)(?: der| den| la)?)?"
)
_AND_OTHERS = re.compile(r",? (?:et al\.?|и др\.?|та ін\.?|e outros|y otros)$")
_CAPITALS = re.compile(r"[^\W\d_a-z]{2,}(?:[ -][^\W\d_a-z]{2,})*,")

_PARTICLE = r"(?:(?:van|von|de|da|do|dos|del|della|di|du|la|le|der|den|ter|al|el|bin|ben) ){0,3}"
_FAMILY = rf"{_PARTICLE}[^\W\d_a-z][\w’'-]{{0,30}}(?:[ -][^\W\d_a-z][\w’'-]{{1,30}}){{0,2}}"
_INITIALS = r"[^\W\d_a-z]\.(?:[ -]?[^\W\d_a-z]\.){0,3}"
_GIVEN = r"[^\W\d_a-z][\w’'-]{1,30}(?: (?:[^\W\d_a-z][\w’'-]{1,30}|[^\W\d_a-z]\.)){0,2}"
_ONE = (
    rf"(?:{_FAMILY}, {_INITIALS} {_GIVEN}(?=\.)|{_FAMILY},? {_INITIALS}|{_FAMILY}, {_GIVEN}"
    rf"|{_INITIALS} {_FAMILY}|{_GIVEN} {_FAMILY})"
)
_NEXT = r"(?:[,;]? (?:and|und|et|y|e|i|en|och|oraz|и|та|&) |[,;] )"
_OPENING = re.compile(
    rf"(?P<who>{_ONE}(?:{_NEXT}{_ONE}){{0,12}}+(?:,? (?:et al|и др|та ін|e outros|y otros))?)"
    r"(?P<end>(?<=\.) |\. |: | (?=\())"
)
_COMPANY = re.compile(
    r"(?P<name>[^\W\d_a-z][\w&’'-]*(?: [\w&’'-]+){0,4},? (?:Inc|Ltd|Corp|Co|LLC|GmbH|plc)\.)"
    r" (?=[^\W_a-z])"
)


def opening(text: str) -> tuple[tuple[Author, ...], str] | None:
    """The authors at the beginning of an entry, and the rest of it; None if one of them is
    uncertain.
    """
    if company := _COMPANY.match(text):
        return (Organisation(company["name"]),), text[company.end() :]
    found = _OPENING.match(text)
    authors = surely(found["who"]) if found else None
    return (authors, text[found.end() :]) if found and authors else None


def _is_whole_name(author: Author) -> TypeGuard[Person]:
    return isinstance(author, Person) and 0 < len(author.given.split()) < _FEW_WORDS


def surely(who: str) -> tuple[Author, ...] | None:
    """The authors that `who` names; None unless each of them is certain."""
    authors = names.authors(who)
    if not authors:
        return None
    who = _AND_OTHERS.sub("", who)
    if _INVERTED.fullmatch(who) and not any(map(is_city, who.split(", "))):
        return authors if isinstance(authors[0], Person) else None
    if len(authors) > 1 and all(map(_is_whole_name, authors)):
        known = any(opens_with_given_name(one.given) for one in authors if _is_whole_name(one))
        return authors if known else None
    if any(_SENTENCE.search(str(author)) for author in authors):
        return None
    for author in authors:
        match author:
            case Person(given=given) if given:
                initials = all(len(part.strip(".")) == 1 for part in given.split())
                if not (initials or opens_with_given_name(given) or _CAPITALS.match(who)):
                    return None
            case Person():
                return None
            case Organisation(name):
                if " " not in name or not has_telling_word(name) or ". " in name:
                    return None
    return authors
