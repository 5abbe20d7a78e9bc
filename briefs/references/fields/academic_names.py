"""The authors of an academic entry: lists with initials without stops, "Roe AB, Poe C", with family
names in capitals, "ROE Ada", and with roles and "et al." in many forms.
"""

import re

from briefs.model import Author, Person
from briefs.references.fields.name_words import has_telling_word
from briefs.references.fields.names import BARE_INITIALS, authors

_ACADEMIC_AND = r"(?:and|et|und|y|e|a|och|&)"
_ACADEMIC_ROLE = re.compile(
    r"^(?:in:? )?(?:(?:edited|herausgegeben) by |éd(?:ité)? par |eds?\. )?"
    r"|(?:[,;:] ?|[,;:]? ?\(| )(?:eds?|hrsg|dirs?|coords?|editors?)\b\.?\)?[.,:;]*$",
    re.IGNORECASE,
)
_DOES = re.compile(r" ?\((?:producer|director|writer|host)s?\)", re.IGNORECASE)
_ACADEMIC_ET_AL = re.compile(r"[,;]? ?(?:& |and )?et\.? al\b\.?[:;,.]?.*$", re.IGNORECASE)
_JOINED = re.compile(
    rf"\s{{0,3}}[,;]{{1,3}}\s{{0,3}}(?:{_ACADEMIC_AND}\s{{1,3}})?|\s{{1,3}}{_ACADEMIC_AND}\s{{1,3}}"
)
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ’'-]+"
_GIVEN = r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[ -][A-ZÀ-Þ](?:[a-zß-ÿ]+|\.))*"
_IN_CAPITALS = re.compile(
    rf"(?P<family>{_CAPITALS}(?: {_CAPITALS})?),? (?P<given>{_GIVEN})"
    rf"|(?P<first>{_GIVEN}) (?P<last>{_CAPITALS})"
)
_ARTICLES = frozenset({"The", "An", "Der", "Die", "Das", "Les", "On"})
_MAX_ACADEMIC_CHARS = 2_000


def academic_authors(text: str) -> tuple[Author, ...] | None:
    """The authors that `text` names; () for an empty text, None if it is no list of names."""
    if len(text) > _MAX_ACADEMIC_CHARS:
        return None
    text = _ACADEMIC_ET_AL.sub(
        "", _ACADEMIC_ROLE.sub("", _DOES.sub("", text).strip(" ,;:*_([])—–-")).strip(" ,;:")
    )
    parts = [part for part in _JOINED.split(text) if part]
    for form in (BARE_INITIALS, *(() if any(map(has_telling_word, parts)) else (_IN_CAPITALS,))):
        read = [_person(form.fullmatch(part.rstrip(".") or part)) for part in parts]
        people = tuple(person for person in read if person)
        if people and len(people) == len(parts):
            return people
    named = authors(text)
    return None if named and len(named) > 1 and any(map(_is_no_name, named)) else named


def _is_no_name(author: Author) -> bool:
    """Whether it looks like a part of a title that was read as a further name."""
    words = str(author).split()
    if not words or ":" in str(author) or words[0] in _ARTICLES:
        return True
    return len(words) == 1 and words[0].islower()


def _person(match: re.Match[str] | None) -> Person | None:
    if match is None:
        return None
    parts = match.groupdict()
    if parts.get("last"):
        return Person(parts["last"], parts["first"])
    return Person(parts["family"], parts["given"])
