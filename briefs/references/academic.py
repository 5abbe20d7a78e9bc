"""Academic entries, read by a small trained model: papers, chapters, books, theses, reports.

Their titles are not set off, and their styles are too many for rules. The model labels each word;
what it is not sure of is left to be shown as written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefs.model import PartialDate
from briefs.references import chain, dates, imprints, notices, scholars, titles
from briefs.references.addresses import Addresses
from briefs.references.chain import Labelled
from briefs.references.features import features
from briefs.references.phrases import ADDRESS
from briefs.references.reading import Reading

SURE = 0.6
"""The least probability that every word of a field must have for the field to be given."""

_FEWEST_WORDS, _MOST_WORDS = 4, 200
_LONGEST_NAME = 300
_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b\d{1,4} ?\(\d{1,4}(?:[-–/]\d{1,4})?\)|\b\d{1,4}: ?[A-Za-z]?\d+",  # 12(3), 12: 45
        r"\b[vV]ol(?:ume|s|\.)? ?\d|\b[nN]o\. ?\d|\bn° ?\d|\bBd\. ?\d",
        r"\bpp?\. ?\d|\bpages? \d|\b\d{1,5} ?[-–—] ?\d{2,5}\b(?!-)",
        r"\b[dD][oO][iI]\b|\b10\.\d{4,}/|\barXiv\b|\bISBN\b",
        r"\b(?:In:? )?(?:Proc\b|Proceedings|Symposium|Workshop on|Conference on)",
        r"\bJournal of\b|\bTransactions on\b|\b[A-Z][a-z]{1,5}\. [A-Z][a-z]{1,6}\. ",
        r"\b(?:Ph\.? ?D\.?|[Mm]aster['’]?s|[Dd]octoral) (?:[Tt]hes|[Dd]iss)|\bTech\w*\.? [Rr]ep",
        r"\bUniversity Press\b|\b(?:Press|Verlag|Springer|Wiley|Elsevier|Routledge)\b",
        r"\([EeÉé]ds?\.?\)|\b[Ee]ds?\.|\bHrsg\b|\bet al\b|\b[Ee]dited by\b",
        r"[.,(] ?[A-Z][\w. ]{2,25}(?:, [A-Z][\w.]{1,10})?: [A-Z][^:]{2,60}(?:1[5-9]|20)\d\d",
        r"^(?:(?:[A-Z]\. ?){1,5}[A-Z][a-z]|[\w’'-]{1,30},? (?:(?:[A-Z]\.[ -]?){1,3}|[A-Z]{1,3},))",
    )
)
_NOT_ONE_WORK = re.compile(
    r"[^\W\d_] vs?\. [^\Wa-z\d_]|\bFed\. Reg\.|\bC\.F\.R\.|\bU\.S\.C\.|§"  # Roe v. Poe, § 7
    r"|[”\"’)\d]\.?; (?:and |see )?[A-Z][\w.’-]* [A-Z]"  # “Title”; Ada Roe, “Another”
)
_DOI = re.compile(r"doi\.org/|arxiv\.org/", re.IGNORECASE)
_ANY_YEAR = "2000"
_TO_THE_DAY = len("2017-01-03")
_IN = re.compile(r"^(?:in|dans)\b:? ?", re.IGNORECASE)
_EDITORS = re.compile(r"^[^:]{3,120}?[ (](?:[Ee]ds?|Hrsg|éds?|dirs?)\b\.?\)?[,:.]? (?=\w)")
_NUMBERS_BEHIND = re.compile(r"(?:[ ,]+\(?(?:\d[\d:–—().-]*|doi:.*|[Nn]o|[Vv]ol)\.?)+$")
_PLACE = re.compile(r"^[^:]{2,40}: (?=\w)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?=[a-z]?\b)")
_EDGES = ' ,;:()[]“”"«»*_' + ADDRESS
_KINDS = (
    ("thesis", re.compile(r"\bthes[ie]s\b|\bthèse\b|\bdiss", re.IGNORECASE)),
    ("report", re.compile(r"\breports?\b|\btech|\bworking paper\b|\bmemo", re.IGNORECASE)),
)
_MEETING = re.compile(
    r"\b(?:proc|conf|symp|proceedings|conference|workshop|symposium|meeting|congress|colloqu)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that the model gave one label, and the least of their probabilities."""

    label: str
    text: str
    sure: float


def read(entry: Addresses) -> Reading | None:
    """What the model is sure of in an entry that looks academic and has nothing of the news.

    None for any other entry, where it is not sure of a title, or where its labels make no sense.
    """
    words = entry.text.split()
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or not _is_academic(entry):
        return None
    labelled = chain.trained().label(features(words))
    return fields(entry, tuple(stretches(words, labelled)))


def _is_academic(entry: Addresses) -> bool:
    is_work = not _NOT_ONE_WORK.search(entry.text)
    return is_work and any(form.search(entry.text) for form in _SIGNS) and not _is_newsy(entry)


def _is_newsy(entry: Addresses) -> bool:
    """Whether it tells a day, a visit or an update, or has an address that is not a paper's own."""
    noticed = notices.take(entry.text)
    if noticed.accessed or noticed.updated or (entry.url and not _DOI.search(entry.url)):
        return True
    found = (*dates.find(noticed.text), dates.yearless(noticed.text, _ANY_YEAR))
    return any(dated and dated.iso and len(dated.iso) == _TO_THE_DAY for dated in found)


def stretches(words: Sequence[str], labelled: Sequence[Labelled]) -> Iterator[Stretch]:
    """The words of an entry, by the labels that they were given."""
    first = 0
    for last in range(1, len(labelled) + 1):
        if last == len(labelled) or labelled[last].begins:
            of = labelled[first:last]
            text = " ".join(words[first:last])
            yield Stretch(of[0].label, text, min(one.probability for one in of))
            first = last


def fields(entry: Addresses, found: Sequence[Stretch]) -> Reading | None:
    """The fields of an entry whose words have these labels; what is not sure stays empty.

    Editors are the authors where they open the entry, since then the book is theirs. The container
    is the first journal, book or meeting, without its "In", its editors and its numbers. Of
    several dates the first counts. None without a title, unless there are authors, a journal and a
    date: chemists leave titles out.
    """
    labels = [one.label for one in found]
    opening = next((one for one in found if one.label in {"author", "editor", "title"}), None)
    heading = _given(found, "title")
    journal = _given(found, "journal", "container-title")
    if (heading is None and "title" in labels) or max(map(labels.count, ("title", "author"))) > 1:
        return None
    by = opening.text if opening and opening.label != "title" and opening.sure >= SURE else ""
    authors = scholars.authors(by)
    title = titles.tidy(titles.tidy((heading or "").strip("*_")))  # a stop may be in the quotes
    title = title if any(map(str.isalpha, title)) else ""
    container = _name(_EDITORS.sub("", _IN.sub("", (journal or "").strip(_EDGES)), count=1))
    publisher = _name(_PLACE.sub("", _given(found, "publisher") or ""))
    issued = _issued(found)
    if not title and not (authors and container and issued):
        return None
    noticed = notices.take(entry.text)
    return Reading(
        authors=authors or (),
        title=title or None,
        container=container,
        publisher=publisher,
        issued=issued,
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind=_kind(found),
        clear=_all_sure(found) and bool((authors or container) and issued and authors is not None),
    )


def _given(found: Sequence[Stretch], *labels: str) -> str | None:
    """The text of the first stretch with one of these labels, if it is sure."""
    one = next((one for one in found if one.label in labels), None)
    return one.text if one and one.sure >= SURE else None


def _all_sure(found: Sequence[Stretch]) -> bool:
    naming = {"author", "title", "journal", "container-title", "publisher", "date"}
    return all(one.sure >= SURE for one in found if one.label in naming)


def _issued(found: Sequence[Stretch]) -> PartialDate | None:
    """The first date; where it is in no known form, its year, if it has but one."""
    for one in found:
        if one.label == "date" and one.sure >= SURE:
            years = set(_YEAR.findall(one.text))
            iso = dates.parse(one.text) or (years.pop() if len(years) == 1 else None)
            if iso:
                return iso
    return None


def _name(text: str) -> str | None:
    """A container's or a publisher's name without the marks round it and the numbers behind it."""
    text = text.partition(ADDRESS)[0].strip(_EDGES)
    if len(text) > _LONGEST_NAME:
        return None
    name = _NUMBERS_BEHIND.sub("", text).strip(_EDGES)
    if name.endswith(".") and ". " not in name:
        name = name[:-1]
    if name.count("(") > name.count(")") and name + ")" in text:
        name += ")"
    return name if any(map(str.isalpha, name)) and not imprints.is_place(name) else None


def _kind(found: Sequence[Stretch]) -> str | None:
    """The CSL type, where the labels tell."""
    genre, container = _given(found, "genre") or "", _given(found, "container-title")
    for kind, form in _KINDS:
        if form.search(genre):
            return kind
    if _given(found, "journal") and _given(found, "volume", "pages"):
        return "article-journal"
    if container:
        return "paper-conference" if _MEETING.search(container) else "chapter"
    return "book" if not genre and _given(found, "publisher") else None
