"""Entries whose title is not set off, told apart by their dates and dashes.

listed   `Title - Site, accessed October 5, 2025, address`, as chat assistants write
dated    APA and ASA: `Author (2017, May 4). Title. Site.`, `Title. (2017). Site.`
"""

import re
from dataclasses import replace

from briefs.model import Author
from briefs.references.base import Reading
from briefs.references.fields import containers, dates, names, titles, urls
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, hosts

_NO_DATES = frozenset({"n.d.", "n.d", "n. d.", "no date"})
_BRACKETED = re.compile(r"[(\[](?P<date>[^()\[\]]{3,40})[)\]]\s?[.,:]?\s?")
_STOPPED = re.compile(rf"(?<=[.,])\s(?P<date>{dates.YEAR_SLOT})(?: \[\d{{4}}\])?[.,]\s")
_LISTED = re.compile(rf"(?P<text>[^{BREAK}{ADDRESS}]+)[,.]\s?{BREAK}[\s,.{BREAK}{ADDRESS}]*")
_DASHES = (" - ", " | ", " – ", " — ")
_ENDS_A_TITLE = (".", "?", "!", "”", ")")
_BOOK_PUBLISHER = re.compile(
    r"\b(?:press|books?|publish\w*|verlag|éditions?|university)\b", re.IGNORECASE
)


def listed(entry: Addresses) -> Reading | None:
    """`Title - Site, accessed October 5, 2025, address`."""
    noticed = urls.take_notices(entry.text)
    match = _LISTED.fullmatch(noticed.text)
    if match is None or noticed.accessed is None or dates.find(match["text"][-30:]):
        return None
    text = match["text"].strip()
    dash = next((dash for dash in _DASHES if dash in text), None)
    if dash is None:
        return None
    title, _, site = text.rpartition(dash)
    if any(
        quote.outer.end > len(title) or titles.is_cited(title, quote)
        for quote in titles.quoted(text)
        if quote.outer.start < len(title)
    ):
        return None
    return Reading(
        title=titles.tidy(title),
        container=site.strip(),
        accessed=noticed.accessed,
        updated=noticed.updated,
    )


def dated(entry: Addresses) -> Reading | None:
    """`Author (2017, May 4). Title. Site.`, `Title. (2017). Site.`, `Author. 2017. Title. Site.`"""
    slot = _date_slot(entry.text)
    if slot is None:
        return None
    head, date, rest = entry.text[: slot.start], slot.iso, entry.text[slot.end :]
    noticed = urls.take_notices(rest)
    text = re.split(f"[{BREAK}{ADDRESS}]", noticed.text.strip(f" {BREAK}{ADDRESS}"))[0]
    parts = _parts(text, entry.url)
    if not parts or (parts[0][0].islower() and not hosts(entry.url, parts[0])):
        return None
    told = Reading(issued=date, accessed=noticed.accessed, updated=noticed.updated)
    authors = names.authors(head.replace("*", ""))
    if len(parts) == 1:
        return _one_sentence(told, head, authors, parts[0], entry.url)
    if authors is None:
        return None
    *title, last = parts
    told = replace(told, authors=authors, title=titles.tidy(" ".join(title)))
    is_book = len(date or "") == len("2017") and not (entry.url or noticed.accessed)
    return _with_publisher(told, last) if is_book else _with_outlet(told, last)


def _parts(text: str, url: str | None) -> list[str]:
    """The sentences of `text`; a site at the end of one is apart if the address bears its name."""
    parts = sentences(text)
    if parts and not hosts(url, parts[-1]):
        title, comma, site = parts[-1].rpartition(", ")
        if comma and hosts(url, site):
            return [*parts[:-1], title, site]
    return parts


def _one_sentence(
    told: Reading,
    head: str,
    authors: tuple[Author, ...] | None,
    sentence: str,
    url: str | None,
) -> Reading | None:
    """One sentence behind the date is a title, after its author, or a site, after its title."""
    if hosts(url, sentence) and not (authors and ", " in head):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence)
    if authors and (", " in head or hosts(url, head)):
        is_whole = ", " not in sentence
        return replace(told, authors=authors, title=titles.tidy(sentence) if is_whole else None)
    if authors is None and head.rstrip().endswith(_ENDS_A_TITLE):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence)
    return None


def _with_outlet(told: Reading, text: str) -> Reading:
    outlet = containers.read(text, year=told.issued)
    return replace(
        told,
        container=outlet.container,
        publisher=outlet.publisher,
        issued=outlet.issued,
        kind="article-journal" if outlet.is_journal else None,
        clear=outlet.clear,
    )


def _with_publisher(told: Reading, text: str) -> Reading:
    """A book's last sentence, `Place: Publisher` or `Scheduler`; a journal's, if it has numbers."""
    outlet = containers.read(text, year=told.issued)
    if outlet.is_journal:
        return _with_outlet(told, text)
    _, place, publisher = text.strip(" .").partition(": ")
    if place or _BOOK_PUBLISHER.search(text):
        return replace(told, publisher=publisher or text.strip(" ."), kind="book")
    return replace(told, clear=False)


def _date_slot(text: str) -> dates.Dated | None:
    """The date between author and title: `(2017, May 4).` or `. 2017. `; None stands for "n.d."."""
    for match in _BRACKETED.finditer(text):
        iso = dates.parse(match["date"])
        if match.start() and (iso or match["date"].casefold() in _NO_DATES):
            return dates.Dated(*match.span(), iso)
    stopped = _STOPPED.search(text)
    return dates.Dated(*stopped.span(), dates.parse(stopped["date"])) if stopped else None
