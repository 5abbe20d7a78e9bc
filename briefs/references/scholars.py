"""The authors of an academic entry, as its styles write them beyond what `names` reads.

Initials without stops ("Roe AB, Poe C"), and the family name in capitals ("ROE Ada", "Ada ROE").
"""

import re

from briefs.model import Author, Person
from briefs.references.fields import names

_AND = r"(?:and|et|und|y|e|a|och|&)"
_ROLE = re.compile(
    r"^(?:in:? )?(?:(?:edited|herausgegeben) by |éd(?:ité)? par |eds?\. )?"
    r"|[,;:]? ?\(?(?:eds?|hrsg|dirs?|coords?|editors?|editor)\b\.?\)?[.,:;]*$",
    re.IGNORECASE,
)
_DOES = re.compile(r" ?\((?:producer|director|writer|host)s?\)", re.IGNORECASE)
_ET_AL = re.compile(r"[,;]? ?(?:& |and )?et\.? al\b\.?[:;,.]?.*$", re.IGNORECASE)
_JOINED = re.compile(rf"\s*[,;]+\s*(?:{_AND}\s+)?|\s+{_AND}\s+")
_PARTICLE = r"(?:(?:[dD][aeiou]s?|[vV][ao]n|[lL][ae]|[dD]el|[dD]en|[dD]er|[eE]l|[bB]in)\s)*"
_FAMILY = rf"{_PARTICLE}[^\W\d_][\w’'-]+"
_BARE_INITIALS = re.compile(rf"(?P<family>{_FAMILY}) (?P<given>[A-ZÀ-Þ]{{1,2}}(?:-[A-ZÀ-Þ])?)\.?")
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ’'-]+"
_GIVEN = r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[ -][A-ZÀ-Þ](?:[a-zß-ÿ]+|\.))*"
_IN_CAPITALS = re.compile(
    rf"(?P<family>{_CAPITALS}(?: {_CAPITALS})?),? (?P<given>{_GIVEN})"
    rf"|(?P<first>{_GIVEN}) (?P<last>{_CAPITALS})"
)
_ARTICLES = frozenset({"The", "An", "Der", "Die", "Das", "Les", "On"})
_LONGEST = 2_000


def authors(text: str) -> tuple[Author, ...] | None:
    """The authors that `text` names; () for an empty one, None if it is no list of names."""
    if len(text) > _LONGEST:
        return None
    text = _ET_AL.sub("", _ROLE.sub("", _DOES.sub("", text).strip(" ,;:*_([])—–-")).strip(" ,;:"))
    parts = [part for part in _JOINED.split(text) if part]
    for form in (_BARE_INITIALS, _IN_CAPITALS):
        read = [_person(form.fullmatch(part.rstrip(".") or part)) for part in parts]
        people = tuple(person for person in read if person)
        if people and len(people) == len(parts):
            return people
    named = names.authors(text)
    return None if named and len(named) > 1 and any(map(_is_no_name, named)) else named


def _is_no_name(author: Author) -> bool:
    """Whether it is rather a part of a title that one of several names was taken to go on with."""
    words = str(author).split()
    return ":" in str(author) or words[0] in _ARTICLES or (len(words) == 1 and words[0].islower())


def _person(match: re.Match[str] | None) -> Person | None:
    if match is None:
        return None
    parts = match.groupdict()
    if parts.get("last"):
        return Person(parts["last"], parts["first"])
    return Person(parts["family"], parts["given"])
