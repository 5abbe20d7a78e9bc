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


def find(text: str) -> re.Match[str] | None:
    """The imprint in `text`, with its group "publisher"."""
    return _IN_BRACKETS.search(text) or _IN_THE_OPEN.search(text)


def is_place(text: str) -> bool:
    """Whether `text` is a place and no more: "Washington, DC"."""
    return _PLACE.fullmatch(text) is not None
