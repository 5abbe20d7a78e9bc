"""Reads academic entries with a small trained model: papers, chapters, books, theses, reports.

Their titles are not set off, and their styles are too many for rules. The model labels each word,
and the labelled segments become the fields. An entry with a label below the model's certainty is
left as written.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefs.model import Author, Organisation, PartialDate, Person
from briefs.references.crf import academic_model
from briefs.references.crf.academic_features import TOLD_BY, features
from briefs.references.crf.academic_model import Labelled
from briefs.references.fields import dates, names, titles, urls
from briefs.references.fields.academic_names import academic_authors
from briefs.references.fields.containers import ISSUE_OF_YEAR, STANDARD
from briefs.references.fields.name_words import has_telling_word, is_place
from briefs.references.fields.titles import ADDRESS
from briefs.references.fields.urls import Addresses
from briefs.references.parsed_fields import ParsedFields

SURE = 0.7
"""The least probability of a field: that exactly its words have its label."""

_LONGEST_NAME = 300
_IN = re.compile(r"^(?:in|dans|en|em)\b:? ?", re.IGNORECASE)
_EDITORS = re.compile(r"^[^:]{3,120}?[ (](?:[Ee]ds?|Hrsg|éds?|dirs?)\b\.?\)?[,:.]? (?=\w)")
_NUMBERS_BEHIND = re.compile(
    r"(?:[ ,]{1,3}\(?(?:\d[\d:–—().-]{0,30}|doi:.*|n° ?\d.*|[Vv]ol(?:ume|\.)? \d.*"
    r"|[Nn]os?|[Vv]ols?|n°)\.?|,? [IVXLC]{1,6}[:,.] ?\d{0,6}){1,12}+$"
)
_VOLUMES_BEHIND = re.compile(
    r"[.,]? ?(?:\(\d{1,4}[-–]\d{1,4}\)|(?:[Vv]ols?\. )?\d{1,2} vols?\.?"
    r"|(?<=[.,] )\d{1,2}(?:st|nd|rd|th)(?: ed)?\.?)$"
)
_HOLDS_MORE = re.compile(
    r"[.?!”\"] ?,? [Ii]n:? [A-Z]|[”\"],? (?:in|ed\.) |\([Tt]ranslated by|\([^()]*$"
    r"|\b(?:tr|ser|trans)\.?$"
)
_SPECIAL = re.compile(r"[,.:(]{0,4} ?[Ss]pecial [Ii]ssue\b.*$")
_PLACE = re.compile(r"^(?:[Cc](?:irca|a?\.) \d{1,4} B\.?C\.?(?:E\.?)? )?(?:[^:]{2,40}: (?=\w))?")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?=[a-z]?\b)")
_TWO = 2
_JOINS_NAMES = re.compile(r"[;&/]|\b(?:and|und|et|y|e|i|en|och|al)\b")
_YEAR_NEXT = re.compile(r" \((?:1[5-9]|20)\d\d")
_EDGES = ' ,;:()[]“”"«»*_' + ADDRESS
_KINDS = (
    ("thesis", re.compile(r"\bthes[ie]s\b|\bthèse\b|\bdiss", re.IGNORECASE)),
    ("report", re.compile(r"\breports?\b|\btech|\bworking paper\b|\bmemo", re.IGNORECASE)),
)
_MEETING = re.compile(
    r"\b(?:proc|conf|symp|proceedings|conference|workshop|symposium|meeting|congress|colloqu)",
    re.IGNORECASE,
)
_PLACES = frozenset({"place", "region"})
_ONCE = frozenset({"title", "author"})
_NAMING = frozenset({"author", "title", "journal", "container-title", "publisher", "date"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words to which the model gave one label, and the probability that exactly these have it."""

    label: str
    text: str
    sure: float


def stretches(words: Sequence[str], labelled: Sequence[Labelled]) -> Iterator[Stretch]:
    """The words of an entry, grouped by their labels."""
    first = 0
    for last in range(1, len(labelled) + 1):
        if last == len(labelled) or labelled[last].begins:
            of = labelled[first:last]
            text = " ".join(words[first:last])
            sure = of[0].probability * math.prod(one.goes_on for one in of[:-1])
            yield Stretch(of[0].label, text, sure * (1 - of[-1].goes_on))
            first = last


def fields(entry: Addresses, found: Sequence[Stretch]) -> ParsedFields | None:
    """The fields of an entry with these labelled segments; a field that is not certain stays empty.

    Editors are the authors if they begin the entry, since then the book is theirs. The container is
    the first journal, book or conference, without its "In", its editors and its numbers. Of several
    dates the first counts. None if nothing names the work: neither a title, nor authors, a journal
    and a date, as in chemistry, where titles are omitted.
    """
    found = _with_years(found)
    labels = Counter(one.label for one in found)
    if any(labels[label] > 1 for label in _ONCE):
        return None
    reading = _told(entry, found)
    named = reading.authors and reading.container and reading.issued
    return reading if reading.title or named else None


def partial(entry: Addresses, found: Sequence[Stretch]) -> ParsedFields:
    """The certain fields of an entry that will be shown as written.

    If there are several titles, or several lists of authors, none of them is certain.
    """
    found = _with_years(found)
    labels = Counter(one.label for one in found)
    single = [one for one in found if labels[one.label] == 1 or one.label not in _ONCE]
    told = replace(_told(entry, single), clear=False)
    body = (told.title or "").partition(", ")[0]
    if body != told.title and not told.authors and has_telling_word(body) and " " in body:
        return replace(told, title=None)  # House of Commons Foreign Affairs Committee, Title
    return told


def _with_years(found: Sequence[Stretch]) -> list[Stretch]:
    """The segments, with a year that belongs to the title ("2001: A Port Odyssey") joined to it.

    This needs a later date, and the year must stand with a colon before the title, or with a comma
    after it.
    """
    joined: list[Stretch] = []
    labels = [one.label for one in found]
    if labels[:2] == ["author", "date"] and "title" not in labels and labels.count("date") > 1:
        year = found[1]  # Orwell, George. 1984. Secker & Warburg, 1949.
        found = [found[0], Stretch("title", year.text, year.sure), *found[2:]]
    for at, one in enumerate(found):
        later = [other for other in found[at + 1 :] if other.label == "date"]
        if joined and (label := _joined(joined[-1], one, later)):
            joined[-1] = Stretch(label, f"{joined[-1].text} {one.text}", joined[-1].sure)
        else:
            joined.append(one)
    return joined


def _joined(before: Stretch, one: Stretch, later: Sequence[Stretch]) -> str | None:
    """The label of two segments that are one, if one of them is a year; None if they are two."""
    match before.label, one.label:
        case "date", "title" if later and re.fullmatch(r"\d{4}:", before.text):
            return "title"
        case "title", "date" if (
            before.text.endswith(",")
            and re.fullmatch(r"\d{4}\.", one.text)
            and any(other.text != one.text for other in later)
        ):
            return "title"
        case ("journal" | "container-title") as label, "date" if before.text.count(
            "("
        ) > before.text.count(")") and re.fullmatch(r"\d{4}\)[,.;]?", one.text):
            return label
    return None


def _told(entry: Addresses, found: Sequence[Stretch]) -> ParsedFields:
    authors = _in_order(entry, _heading_names(found))
    is_run_on = _runs_on(authors, _heading_names(found))
    if is_run_on:  # the title begins among the names, so it is incomplete
        authors, found = None, [one for one in found if one.label not in {"title", "date"}]
    journal = _given(found, "journal", "container-title") or ""
    container = _name(
        _EDITORS.sub("", _IN.sub("", journal.strip(_EDGES.replace(")", ""))), count=1)
    )
    of_year = ISSUE_OF_YEAR.search(entry.text) if container else None
    issued = _issued(found) or (of_year["year"] if of_year else None)
    noticed = urls.take_notices(entry.text)
    whole = all(one.sure >= SURE for one in found if one.label in _NAMING)
    return ParsedFields(
        authors=authors or (),
        title=_title(_given(found, "title") or "") or None,
        container=container,
        publisher=_without_place(_name(_PLACE.sub("", _given(found, "publisher") or ""))),
        issued=issued,
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind=_kind(found),
        clear=whole and bool((authors or container) and issued and authors is not None),
    )


def _runs_on(authors: tuple[Author, ...] | None, heading: str) -> bool:
    """Whether names after a comma look like the title: "Trombetta L., Siria"."""
    if authors is None or len(authors) != _TWO or _JOINS_NAMES.search(heading):
        return False
    first, last = authors
    return isinstance(last, Organisation) and (isinstance(first, Person) or " " in str(first))


def _in_order(entry: Addresses, heading: str) -> tuple[Author, ...] | None:
    """The authors at the beginning; before a date in brackets no given name comes first."""
    named = academic_authors(heading)
    at = entry.text.find(heading) + len(heading)
    is_dated = heading.endswith(".") and _YEAR_NEXT.match(entry.text, at) is not None
    if len(named or ()) == 1 and is_dated and named == names.authors(heading):
        return names.before_date(heading, is_stopped=True, is_own=_nobodys)
    return named


def _nobodys(_: str) -> bool:
    return False


def _heading_names(found: Sequence[Stretch]) -> str:
    """The names that begin an entry, if certain: its authors, or the editors of a book."""
    opening = next((one for one in found if one.label in {"author", "editor", "title"}), None)
    return opening.text if opening and opening.label != "title" and opening.sure >= SURE else ""


def _given(found: Sequence[Stretch], *labels: str) -> str | None:
    """The text of the first segment with one of these labels, if certain."""
    one = next((one for one in found if one.label in labels), None)
    return one.text if one and one.sure >= SURE else None


def _issued(found: Sequence[Stretch]) -> PartialDate | None:
    """The first date; if its form is unknown, its year, if it has only one.

    A year by itself before the publisher's is that of the first edition, and is ignored.
    """
    whole = [one for one in found if one.label in {"date", "publisher"}]
    if [one.label for one in whole] == ["date", "publisher", "date"] and (
        re.fullmatch(r"\d{4}\.", whole[0].text) and whole[0] is not found[0]
    ):
        found = [whole[2]]
    for one in found:
        if one.label == "date" and one.sure >= SURE:
            years = set(_YEAR.findall(one.text))
            iso = dates.parse(one.text) or (years.pop() if len(years) == 1 else None)
            if iso:
                return iso
    return None


def _title(text: str) -> str:
    """A title without the marks around it, and without volume, edition and pages."""
    text = _VOLUMES_BEHIND.sub("", text.strip("*_ ,"))
    title = titles.tidy(titles.tidy(text))  # a stop may be inside the quotes
    return title if any(map(str.isalnum, title)) and not _HOLDS_MORE.search(title) else ""


def _name(text: str) -> str | None:
    """The name of a container or publisher, without the marks around it and
    the numbers after it.
    """
    written = text
    text = text.partition(ADDRESS)[0].strip(_EDGES)
    if len(text) > _LONGEST_NAME or STANDARD.match(text):
        return None
    name = _NUMBERS_BEHIND.sub("", _SPECIAL.sub("", text)).strip(_EDGES)
    if name.endswith(".") and ". " not in name:
        name = name[:-1]
    if name.count("(") > name.count(")"):
        name = name + ")" if name + ")" in written else name.rpartition("(")[0].strip(_EDGES)
    name = name.strip("*_ ")
    return name if any(map(str.isalpha, name)) and not is_place(name) else None


def _without_place(name: str | None) -> str | None:
    """A publisher's name without the places after it: "Quay University, Salem, Oregon"."""
    while name and ", " in name:
        shorter, _, last = name.rpartition(", ")
        if not _is_place(last):
            break
        name = shorter
    return None if name and _is_place(name) else name


def _is_place(name: str) -> bool:
    words = name.casefold().replace(".", "").split()
    return all(_PLACES.intersection(TOLD_BY.get(word, ())) for word in words)


def _kind(found: Sequence[Stretch]) -> str | None:
    """The CSL type, if the labels imply one."""
    genre, container = _given(found, "genre") or "", _given(found, "container-title")
    for kind, form in _KINDS:
        if form.search(genre):
            return kind
    if _given(found, "journal") and _given(found, "volume", "pages"):
        return "article-journal"
    if container:
        return "paper-conference" if _MEETING.search(container) else "chapter"
    return "book" if not genre and _given(found, "publisher") else None


_FEWEST_WORDS, _MOST_WORDS = 4, 200
_NUMBERED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b\d{1,4} ?\(\d{1,4}(?:[-–/]\d{1,4})?\)|\b\d{1,4}: ?[A-Za-z]?\d+",  # 12(3), 12: 45
        r"\b[vV]ol(?:ume|s|\.)? ?\d|\b[nN]o\. ?\d|\bn° ?\d|\bBd\. ?\d",
        r"\bpp?\. ?\d|\bpages? \d|\b\d{1,5} ?[-–—] ?\d{2,5}\b(?!-)",
    )
)
SIGN = re.compile(
    "|".join(
        (
            *(form.pattern for form in _NUMBERED),
            r"\b[dD][oO][iI]\b|\b10\.\d{4,}/|\barXiv\b|\bISBN\b",
            r"\b(?:In:? )?(?:Proc\b|Proceedings|Symposium|Workshop on|Conference on)",
            r"\bJournal of\b|\bTransactions on\b|\b[A-Z][a-z]{1,5}\. [A-Z][a-z]{1,6}\. ",
            r"\b(?:Ph\.? ?D\.?|[Mm]aster['’]?s|[Dd]octoral) (?:[Tt]hes|[Dd]iss)",
            r"\bTech\w*\.? [Rr]ep",
            r"\bUniversity Press\b|\b(?:Press|Verlag|Springer|Wiley|Elsevier|Routledge)\b",
            r"\([EeÉé]ds?\.?\)|\b[Ee]ds?\.|\bHrsg\b|\bet al\b|\b[Ee]dited by\b",
            r"[.,(] ?[A-Z][\w. ]{2,25}(?:, [A-Z][\w.]{1,10})?: [A-Z][^:]{2,60}(?:1[5-9]|20)\d\d",
            r"^(?:[A-Z]\. ?){1,5}[A-Z][a-z]",
            r"^[\w’'-]{1,30},? (?:(?:[A-Z]\.[ -]?){1,3}|[A-Z]{1,3},)",
        )
    )
)
"""Every entry that looks academic has one of these."""
_NOT_ONE_WORK = re.compile(
    r"[^\W\d_] vs?\. [^\Wa-z\d_]|\bFed\. Reg\.|\bC\.F\.R\.|\bU\.S\.C\.|§"  # Roe v. Poe, § 7
    r"|\bPub\. L\. No\.|\d Stat\. \d|\bH[CL] Bill\b"
    r"|\bCC[ -]BY\b"  # a picture
    r"|[”\"’)\d]\.?; (?:and |see )?[A-Z][\w.’-]* [A-Z]"  # “Title”; Ada Roe, “Another”
)
_YEAR_AND_VOLUME = re.compile(r"\b((?:1[5-9]|20)\d\d);(?=\d)")
_DOI = re.compile(r"doi\.org/|arxiv\.org/", re.IGNORECASE)
_ANY_YEAR = "2000"
_TO_THE_DAY = len("2017-01-03")


def read(entry: Addresses) -> ParsedFields | None:
    """The certain fields of an entry that looks academic and not like news.

    None for any other entry, if nothing certain names the work, or if its labels make no sense.
    """
    return _read(entry) if _looks_academic(entry) else None


def read_unsigned(entry: Addresses) -> ParsedFields | None:
    """An entry that only its order of names, title, imprint and year shows to be academic.

    It may have a date of access, if it has a volume or pages. None unless every field is certain.
    """
    visited = _is_visited(entry) and not any(form.search(entry.text) for form in _NUMBERED)
    if visited or _looks_academic(entry) or not _may_be_academic(entry):
        return None
    reading = _read(entry)
    whole = reading and reading.clear and reading.authors and reading.title
    return reading if whole and reading and (reading.container or reading.publisher) else None


def read_in_part(entry: Addresses) -> ParsedFields | None:
    """The certain fields of an entry that looks academic, with or without its title.

    If no other reader fits the entry, guessing at its sentences would be wrong too often.
    """
    found = _labelled(entry) if _looks_academic(entry) else ()
    return partial(entry, found) if found else None


@lru_cache(maxsize=8)  # all three readers need the same
def _looks_academic(entry: Addresses) -> bool:
    signed = SIGN.search(entry.text) is not None
    return signed and not _is_visited(entry) and _may_be_academic(entry)


def _read(entry: Addresses) -> ParsedFields | None:
    found = _labelled(entry)
    return fields(entry, found) if found else None


@lru_cache(maxsize=8)  # as above
def _labelled(entry: Addresses) -> tuple[Stretch, ...]:
    words = _YEAR_AND_VOLUME.sub(r"\1; ", entry.text).split()
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return ()
    return tuple(stretches(words, academic_model.trained().label(features(words))))


def _may_be_academic(entry: Addresses) -> bool:
    """Whether it is one work, dated to the month at most: a day means news."""
    if _NOT_ONE_WORK.search(entry.text):
        return False
    text = urls.take_notices(entry.text).text
    found = (*dates.find(text), dates.yearless(text, _ANY_YEAR))
    return not any(dated and dated.iso and len(dated.iso) == _TO_THE_DAY for dated in found)


def _is_visited(entry: Addresses) -> bool:
    """Whether it has a date of access or update, or an address that is not a paper's own."""
    noticed = urls.take_notices(entry.text)
    told = noticed.accessed or noticed.updated
    return bool(told or (entry.url and not _DOI.search(entry.url)))
