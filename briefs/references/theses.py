"""Theses, as APA and Chicago's notes write them: the kind in brackets, and the school beside it."""

import re

from briefs.references import notices, titles
from briefs.references.fields import dates, names
from briefs.references.fields.urls import Addresses
from briefs.references.phrases import ADDRESS, BREAK
from briefs.references.reading import Reading

_KIND = (
    r"(?:[Uu]npublished )?(?:[Pp][Hh]\.? ?[Dd]\.?|[Dd]octoral|M\. ?A\.|MA|M\. ?Sc\.|MSc"
    r"|[Mm]aster[’']?s|[Bb]achelor[’']?s|[Hh]onou?rs) (?:[Dd]iss(?:ertation|\.)|[Tt]hesis)"
)
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"(?P<who>[^\[\]]{{3,300}}?) \((?P<date>\d{{4}})\)\. (?P<title>[^\[\]]{{3,300}}?)\.?"
            rf" [\[(]{_KIND}, (?P<school>[^\[\]()]{{3,120}})[\])](?:\. [^.]{{3,120}})?"
        ),
        (
            rf"(?P<who>[^\[\]]{{3,300}}?) \((?P<date>\d{{4}})\)\. (?P<title>[^\[\]]{{3,300}}?)\.?"
            rf" [\[(]{_KIND}[\])]\. (?P<school>[^.\[\]()]{{3,120}})"
        ),
        (
            rf"(?P<who>[^“”\"]{{3,200}}), [“\"](?P<title>[^“”\"]{{3,300}}?),?[”\"],?"
            rf" \({_KIND}, (?P<school>[^()]{{3,120}}), (?P<date>\d{{4}})\)(?:, [\d, –-]{{1,20}})?"
        ),
    )
)
_EDGES = f" .,{ADDRESS}{BREAK}"


def thesis(entry: Addresses) -> Reading | None:
    """A thesis with its school as publisher; None for whatever is in no known form of one."""
    noticed = notices.take(entry.text)
    text = noticed.text.strip(_EDGES)
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    authors = found and names.authors(found["who"])
    if not found or not authors:
        return None
    return Reading(
        authors=authors,
        title=titles.tidy(found["title"]),
        publisher=found["school"],
        issued=dates.parse(found["date"]),
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind="thesis",
    )
