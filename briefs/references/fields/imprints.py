"""A publisher with its place before it, as books have it: "Boston, MA: Example Press"."""

import re

from briefs.references.fields.organisations import is_organisation

_CITY = (
    "Amsterdam|Baltimore|Berkeley|Berlin|Boston|Cambridge|Chicago|Chichester|Frankfurt|Geneva"
    "|Hamburg|Leiden|London|Los Angeles|Madrid|Milano?|Moscow|München|New Haven|New York|Oxford"
    "|Paris|Philadelphia|Princeton|Roma|San Francisco|Stanford|Stockholm|Toronto|Washington|Wien"
    "|Zürich"
)
_REGION = r"(?:,? ?[A-Z]{2}|, D\.C\.|, [A-Z][a-z]+)"
_IN_BRACKETS = re.compile(r"\([^:()]{2,60}: (?P<publisher>[^:()]{2,80})\)?")
_IN_THE_OPEN = re.compile(
    rf"(?:^|(?<=\. ))(?:(?:{_CITY}){_REGION}?|[A-Z][\w ]{{2,30}}, [A-Z]{{2}}):"
    r" (?P<publisher>[^:()]{2,80})"
)
_IN_STATE = re.compile(
    r"[A-Z][a-z]+(?: [A-Z][a-z]+)?, (?:A[KLRZ]|C[AOT]|DC|FL|GA|I[ADLN]|K[SY]|LA|M[ADEINOST]"
    r"|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)
_PLACED = re.compile(
    r"(?P<place>[^\W\d_a-z][\w.-]+(?: [^\W\d_a-z][\w-]+){0,2}|[Ss]\. ?l\.?)"
    r"(?:, [A-Z][A-Za-z]+)? ?: (?P<publisher>[^\W\d_a-z][^:]{2,90})"
)
_PLACE = re.compile(rf"(?:{_CITY}),? (?:[A-Z]{{2}}|D\.C\.?)")


def find_imprint(text: str) -> re.Match[str] | None:
    """The imprint in `text`, with its group "publisher"."""
    return _IN_BRACKETS.search(text) or _IN_THE_OPEN.search(text)


_FURTHER_CITIES = """
Athens Barcelona Beijing Bogotá Brasília Brussels Bruxelles Budapest Buenos_Aires Cairo
Caracas Copenhagen Dublin Edinburgh Genève Hanoi Helsinki Istanbul Jakarta Jerusalem
Johannesburg Kiev Kyiv Lima Lisboa Lisbon Luxembourg Lyon Manila Melbourne México Montréal
Montreal Mumbai Munich Nairobi Napoli Oslo Prague Praha Québec Rio_de_Janeiro Rome
Santiago São_Paulo Seoul Shanghai Singapore Sofia Sydney Tallinn Tokyo Torino Valencia
Vienna Vilnius Warsaw Warszawa Москва Київ Киев Минск Praha Bern Köln Stuttgart Leipzig
Dresden Hannover Bonn
"""
_CITIES = frozenset(
    (*_CITY.replace("Milano?", "Milano|Milan").split("|"), *_FURTHER_CITIES.split())
)


def is_city(text: str) -> bool:
    """Whether `text` is the name of a large city and no more."""
    return text.strip(" .,").replace(" ", "_") in _CITIES or text.strip(" .,") in _CITIES


def is_place(text: str) -> bool:
    """Whether `text` is a place and no more: "Washington, DC", "Ann Arbor, MI"."""
    return _PLACE.fullmatch(text) is not None or _IN_STATE.fullmatch(text) is not None


def publisher_behind_place(text: str) -> str | None:
    """The publisher in "Mexico City: Instituto Nacional", if all of `text` is that."""
    found = _PLACED.fullmatch(text)
    if found is None:
        return None
    publisher = found["publisher"].strip(" .")
    place = found["place"]
    is_known = is_city(place) or is_organisation(publisher) or place.casefold()[:2] == "s."
    return publisher if is_known and not is_organisation(place) else None
