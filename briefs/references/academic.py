"""Academic entries, read by a small trained model: papers, chapters, books, theses, reports.

Their titles are not set off, and their styles are too many for rules. The model labels each word;
what it is not sure of is left to be shown as written.
"""

import re
from functools import lru_cache

from briefs.references import notices
from briefs.references.crf import model
from briefs.references.crf.features import seen
from briefs.references.fields import dates
from briefs.references.fields.urls import Addresses
from briefs.references.reading import Reading
from briefs.references.styles.academic import Stretch, fields, partial, stretches

_FEWEST_WORDS, _MOST_WORDS = 4, 200
_NUMBERED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b\d{1,4} ?\(\d{1,4}(?:[-–/]\d{1,4})?\)|\b\d{1,4}: ?[A-Za-z]?\d+",  # 12(3), 12: 45
        r"\b[vV]ol(?:ume|s|\.)? ?\d|\b[nN]o\. ?\d|\bn° ?\d|\bBd\. ?\d",
        r"\bpp?\. ?\d|\bpages? \d|\b\d{1,5} ?[-–—] ?\d{2,5}\b(?!-)",
    )
)
_SIGNS = (
    *_NUMBERED,
    *(
        re.compile(pattern)
        for pattern in (
            r"\b[dD][oO][iI]\b|\b10\.\d{4,}/|\barXiv\b|\bISBN\b",
            r"\b(?:In:? )?(?:Proc\b|Proceedings|Symposium|Workshop on|Conference on)",
            r"\bJournal of\b|\bTransactions on\b|\b[A-Z][a-z]{1,5}\. [A-Z][a-z]{1,6}\. ",
            (
                r"\b(?:Ph\.? ?D\.?|[Mm]aster['’]?s|[Dd]octoral) (?:[Tt]hes|[Dd]iss)"
                r"|\bTech\w*\.? [Rr]ep"
            ),
            r"\bUniversity Press\b|\b(?:Press|Verlag|Springer|Wiley|Elsevier|Routledge)\b",
            r"\([EeÉé]ds?\.?\)|\b[Ee]ds?\.|\bHrsg\b|\bet al\b|\b[Ee]dited by\b",
            r"[.,(] ?[A-Z][\w. ]{2,25}(?:, [A-Z][\w.]{1,10})?: [A-Z][^:]{2,60}(?:1[5-9]|20)\d\d",
            (
                r"^(?:(?:[A-Z]\. ?){1,5}[A-Z][a-z]"
                r"|[\w’'-]{1,30},? (?:(?:[A-Z]\.[ -]?){1,3}|[A-Z]{1,3},))"
            ),
        )
    ),
)
_NOT_ONE_WORK = re.compile(
    r"[^\W\d_] vs?\. [^\Wa-z\d_]|\bFed\. Reg\.|\bC\.F\.R\.|\bU\.S\.C\.|§"  # Roe v. Poe, § 7
    r"|\bCC[ -]BY\b"  # a picture
    r"|[”\"’)\d]\.?; (?:and |see )?[A-Z][\w.’-]* [A-Z]"  # “Title”; Ada Roe, “Another”
)
_DOI = re.compile(r"doi\.org/|arxiv\.org/", re.IGNORECASE)
_ANY_YEAR = "2000"
_TO_THE_DAY = len("2017-01-03")


def read(entry: Addresses) -> Reading | None:
    """What the model is sure of in an entry that looks academic and has nothing of the news.

    None for any other entry, where nothing sure names the work, or its labels make no sense.
    """
    return _read(entry) if _looks_academic(entry) else None


def read_unsigned(entry: Addresses) -> Reading | None:
    """An entry that nothing but its order of names, title, imprint and year shows to be academic.

    It may have been visited, if it has a volume or pages. None unless the model is sure of it all.
    """
    visited = _is_visited(entry) and not any(form.search(entry.text) for form in _NUMBERED)
    if visited or _looks_academic(entry) or not _may_be_academic(entry):
        return None
    reading = _read(entry)
    whole = reading and reading.clear and reading.authors and reading.title
    return reading if whole and reading and (reading.container or reading.publisher) else None


def read_in_part(entry: Addresses) -> Reading | None:
    """The fields that the model is sure of in an entry that looks academic, its title or not.

    Where no other reader knows the entry, guessing at its sentences would go wrong too often.
    """
    found = _labelled(entry) if _looks_academic(entry) else ()
    return partial(entry, found) if found else None


@lru_cache(maxsize=8)  # each of the three ways asks for the same
def _looks_academic(entry: Addresses) -> bool:
    signed = any(form.search(entry.text) for form in _SIGNS)
    return signed and not _is_visited(entry) and _may_be_academic(entry)


def _read(entry: Addresses) -> Reading | None:
    found = _labelled(entry)
    return fields(entry, found) if found else None


@lru_cache(maxsize=8)  # as above
def _labelled(entry: Addresses) -> tuple[Stretch, ...]:
    words = entry.text.split()
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return ()
    return tuple(stretches(words, model.trained().label(seen(words))))


def _may_be_academic(entry: Addresses) -> bool:
    """Whether it is one work, and told to the month at most: a day is the news's."""
    if _NOT_ONE_WORK.search(entry.text):
        return False
    text = notices.take(entry.text).text
    found = (*dates.find(text), dates.yearless(text, _ANY_YEAR))
    return not any(dated and dated.iso and len(dated.iso) == _TO_THE_DAY for dated in found)


def _is_visited(entry: Addresses) -> bool:
    """Whether it tells of a visit or an update, or has an address that is not a paper's own."""
    noticed = notices.take(entry.text)
    told = noticed.accessed or noticed.updated
    return bool(told or (entry.url and not _DOI.search(entry.url)))
