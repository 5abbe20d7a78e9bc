"""Names of people as lists of references write them."""

import re
from collections.abc import Mapping, Sequence

UNSPACED = frozenset({"zh", "ja", "ko"})
"""Languages that put no space between a family name and a given name."""
_TWO = 2


def spoken(one: Mapping[str, str], language: str) -> str:
    if "literal" in one:
        return one["literal"]
    gap = "" if language in UNSPACED else " "
    order = ("family", "given") if language in UNSPACED else ("given", "family")
    return gap.join(one[part] for part in order)


def _initials(given: str, stop: str = ".") -> str:
    parts = [part for part in re.split(r"[ .-]+", given) if part]
    return (" " if stop else "").join(part[0] + stop for part in parts)


def _one(person: Mapping[str, str], form: str, language: str) -> str:
    if "literal" in person:
        return person["literal"].upper() if form == "capitals" else person["literal"]
    if language in UNSPACED:
        return spoken(person, language)
    family, given = person["family"], person["given"]
    match form:
        case "first":
            return f"{family}, {given}"
        case "initials":
            return f"{family}, {_initials(given)}"
        case "gost":
            return f"{family} {_initials(given)}"
        case "vancouver":
            return f"{family} {_initials(given, '')}"
        case "capitals":
            return f"{family.upper()}, {given}"
    return f"{given} {family}"


def named(people: Sequence[Mapping[str, str]], form: str, language: str, word: str) -> str:
    """A list of names: as spoken, or the first of them or all family name first."""
    every = [_one(person, form, language) for person in people]
    if language in UNSPACED:
        return ", ".join(every)
    match form:
        case "initials":
            return every[0] if len(every) == 1 else f"{', '.join(every[:-1])}, & {every[-1]}"
        case "gost" | "vancouver":
            return ", ".join(every)
        case "capitals":
            return "; ".join(every)
        case "amp":
            return " & ".join(every)
        case "first" if len(every) > _TWO:
            return f"{every[0]}, et al."
        case "first" if len(every) == _TWO:
            return f"{every[0]}, {word} {spoken(people[1], language)}"
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} {word} {every[-1]}"
