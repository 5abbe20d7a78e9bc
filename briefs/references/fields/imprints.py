"""A publisher with its place before it, as books have it: "Boston, MA: Example Press"."""

import re

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
    """Whether `text` is a place and no more: "Washington, DC"."""
    return _PLACE.fullmatch(text) is not None
