"""The fields of an academic entry, made of the stretches of words that a model gave its labels."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefs.model import PartialDate
from briefs.references import imprints, notices, scholars, titles
from briefs.references.crf.model import Labelled
from briefs.references.fields import dates
from briefs.references.fields.urls import Addresses
from briefs.references.phrases import ADDRESS
from briefs.references.reading import Reading
from briefs.references.wording import TOLD_BY

SURE = 0.7
"""The least probability, that just its words have its label, of a field that is given."""

_LONGEST_NAME = 300
_IN = re.compile(r"^(?:in|dans)\b:? ?", re.IGNORECASE)
_EDITORS = re.compile(r"^[^:]{3,120}?[ (](?:[Ee]ds?|Hrsg|éds?|dirs?)\b\.?\)?[,:.]? (?=\w)")
_NUMBERS_BEHIND = re.compile(
    r"(?:[ ,]+\(?(?:\d[\d:–—().-]*|doi:.*|[Nn]os?|[Vv]ols?|n°|[Vv]ol(?:ume|\.)? \d.*|n° ?\d.*)\.?"
    r"|,? [IVXLC]{1,6}[:,.] ?\d*)+$"
)
_VOLUMES_BEHIND = re.compile(
    r"[.,]? ?(?:\(\d{1,4}[-–]\d{1,4}\)|(?:[Vv]ols?\. )?\d{1,2} vols?\.?"
    r"|(?<=[.,] )\d{1,2}(?:st|nd|rd|th)(?: ed)?\.?)$"
)
_HOLDS_MORE = re.compile(
    r"[.?!”\"] ?,? [Ii]n:? [A-Z]|[”\"],? (?:in|ed\.) |\([Tt]ranslated by|\([^()]*$"
    r"|\b(?:tr|ser|trans)\.?$"
)
_SPECIAL = re.compile(r"[,.:(]* ?[Ss]pecial [Ii]ssue\b.*$")
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
_PLACES = frozenset({"place", "region"})
_ONCE = frozenset({"title", "author"})
_NAMING = frozenset({"author", "title", "journal", "container-title", "publisher", "date"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that the model gave one label; how probable it is that just these have it."""

    label: str
    text: str
    sure: float


def stretches(words: Sequence[str], labelled: Sequence[Labelled]) -> Iterator[Stretch]:
    """The words of an entry, by the labels that they were given."""
    first = 0
    for last in range(1, len(labelled) + 1):
        if last == len(labelled) or labelled[last].begins:
            of = labelled[first:last]
            text = " ".join(words[first:last])
            sure = of[0].probability * math.prod(one.goes_on for one in of[:-1])
            yield Stretch(of[0].label, text, sure * (1 - of[-1].goes_on))
            first = last


def fields(entry: Addresses, found: Sequence[Stretch]) -> Reading | None:
    """The fields of an entry whose words have these labels; what is not sure stays empty.

    Editors are the authors where they open the entry, since then the book is theirs. The container
    is the first journal, book or meeting, without its "In", its editors and its numbers. Of
    several dates the first counts. None where nothing names the work: neither a title, nor
    authors, a journal and a date, as chemists leave titles out.
    """
    labels = Counter(one.label for one in found)
    if any(labels[label] > 1 for label in _ONCE):
        return None
    reading = _told(entry, found)
    named = reading.authors and reading.container and reading.issued
    return reading if reading.title or named else None


def partial(entry: Addresses, found: Sequence[Stretch]) -> Reading:
    """The fields that are sure, of an entry that is to be shown as written.

    Where there are several titles, or several lists of authors, none of them is.
    """
    labels = Counter(one.label for one in found)
    single = [one for one in found if labels[one.label] == 1 or one.label not in _ONCE]
    return replace(_told(entry, single), clear=False)


def _told(entry: Addresses, found: Sequence[Stretch]) -> Reading:
    authors = scholars.authors(_heading_names(found))
    journal = _given(found, "journal", "container-title") or ""
    container = _name(_EDITORS.sub("", _IN.sub("", journal.strip(_EDGES)), count=1))
    issued = _issued(found)
    noticed = notices.take(entry.text)
    whole = all(one.sure >= SURE for one in found if one.label in _NAMING)
    return Reading(
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


def _heading_names(found: Sequence[Stretch]) -> str:
    """The names that open an entry, if they are sure: its authors, or the editors of a book."""
    opening = next((one for one in found if one.label in {"author", "editor", "title"}), None)
    return opening.text if opening and opening.label != "title" and opening.sure >= SURE else ""


def _given(found: Sequence[Stretch], *labels: str) -> str | None:
    """The text of the first stretch with one of these labels, if it is sure."""
    one = next((one for one in found if one.label in labels), None)
    return one.text if one and one.sure >= SURE else None


def _issued(found: Sequence[Stretch]) -> PartialDate | None:
    """The first date; where it is in no known form, its year, if it has but one."""
    for one in found:
        if one.label == "date" and one.sure >= SURE:
            years = set(_YEAR.findall(one.text))
            iso = dates.parse(one.text) or (years.pop() if len(years) == 1 else None)
            if iso:
                return iso
    return None


def _title(text: str) -> str:
    """A title without the marks round it and what counts its volumes, its edition, its pages."""
    text = _VOLUMES_BEHIND.sub("", text.strip("*_ ,"))
    title = titles.tidy(titles.tidy(text))  # a stop may be in the quotes
    return title if any(map(str.isalpha, title)) and not _HOLDS_MORE.search(title) else ""


def _name(text: str) -> str | None:
    """A container's or a publisher's name without the marks round it and the numbers behind it."""
    text = text.partition(ADDRESS)[0].strip(_EDGES)
    if len(text) > _LONGEST_NAME:
        return None
    name = _NUMBERS_BEHIND.sub("", _SPECIAL.sub("", text)).strip(_EDGES)
    if name.endswith(".") and ". " not in name:
        name = name[:-1]
    if name.count("(") > name.count(")") and name + ")" in text:
        name += ")"
    return name if any(map(str.isalpha, name)) and not imprints.is_place(name) else None


def _without_place(name: str | None) -> str | None:
    """A publisher's name without the places behind it: "Quay University, Salem, Oregon"."""
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
