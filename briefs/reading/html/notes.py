"""The links of a page: from a place in the text to a note, and from its sentences to the web."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from briefs.reading.base import InlineLink, host_of
from briefs.reading.html.layout import HEADINGS, is_apart
from briefs.reading.html.tree import (
    BLOCKS,
    Element,
    address_of,
    beginning,
    fragment,
    names,
    roles,
    take_out,
    text_before,
    walk,
    words,
)

MARKER = re.compile(
    r"[\[(]?\s*(?:(?:foot-?|end-?)?(?:note|fn)\.?\s*)?(?:\d{1,3}|[a-z]|[ivxl]{1,6}|[*†‡§¶#]{1,4})"
    r"\s*[\])]?\.?|\[\s*[a-z][a-z+-]{0,14}\d{2,4}[a-z]?\s*\]",
    re.IGNORECASE,
)
_KEY = r"[a-z][a-z+-]{0,14}\d{2,4}[a-z]?"
_MARKER_ALONE = re.compile(rf"(?:(?:{MARKER.pattern}|{_KEY})[\s.:\])]{{0,4}})?", re.IGNORECASE)
BETWEEN = re.compile(r"\s*+[,;–-]?\s*+")
"""What may stand between two adjacent markers."""

_KEYED = re.compile(r"\[[^\s\[\]]{1,40}\]")
_BACK_NUMBERS = re.compile(r"\(\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*\)$")
_BRACKETED = re.compile(r"\[.*\]|\(.*\)")
_REFERS = re.compile(
    r"(?:[a-z]+-)?(?:(?:foot|end)-?notes?|fn|note|cite|citation|noteref)"
    r"(?:-?(?:ref(?:errer|erence)?|link|number|anchor|call|mark(?:er)?|inline))?|reference"
)
_RAISED_WITHIN = 3
_MOST_BLOCKS = 6
_NO_NOTES = HEADINGS | {"table", "figure", "section", "article", "body", "main", "nav", "ol", "ul"}


@dataclass(frozen=True, slots=True, eq=False)
class NoteLink:
    """A link to a later place in the page; `firm` if it has the form of a
    marker, and is no words.
    """

    link: Element
    target: Element
    raised: Element | None
    firm: bool


def divide_citations(root: Element) -> None:
    """Turn lists of keyed citations in docutils' old form, a `dl`, into its present divisions.

    In a `dl` the key ("[DR19]") is an item of its own, beside the work that it stands for.
    """
    for holder in list(root.iter("dl")):
        pairs = list(zip(holder.iterchildren("dt"), holder.iterchildren("dd"), strict=False))
        if "citation" not in names(holder) or 2 * len(pairs) != len(holder):
            continue
        holder.tag = "div"
        holder.set("class", "citation-list")
        for term, work in pairs:
            _divide(term, work)


def _divide(term: Element, work: Element) -> None:
    """Put a key and its work into one division, with the key in brackets before the work."""
    links = [link for link in term.iter("a") if fragment(link)]
    key = _BACK_NUMBERS.sub("", beginning(term)).strip("[] ")
    paragraphs = [part for part in work if part.tag in BLOCKS]
    work.tag = "div" if paragraphs else "p"
    term.tag = "div"
    place = term.get("id")
    term.clear()
    term.attrib.update({"class": "citation", "role": "doc-biblioentry"})
    if place:
        term.set("id", place)
    label = term.makeelement("span", {"class": "label"})
    back = term.makeelement("a", {"role": "doc-backlink"})
    if links:
        back.set("href", links[0].get("href") or "")
    label.text, back.text, back.tail = "[", key, "]"
    label.append(back)
    term.append(label)
    if len(paragraphs) == len(work) > 0 and not (work.text or "").strip():
        term.extend(paragraphs)
        take_out(work)
    else:
        term.append(work)


def note_links(root: Element, around: Collection[Element]) -> tuple[NoteLink, ...]:
    """The links to other places of the page, in order, without those `around` the piece."""
    inside = [el for opens, el in walk(root, lambda el: el in around) if opens]
    ids: dict[str, Element] = {}
    for element in inside:
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                ids.setdefault(name, element)
    found: list[NoteLink] = []
    for link in inside:
        if place := fragment(link):
            target = ids.get(place)
            target = ids.get(unquote(place)) if target is None else target
            if target is not None and target is not link:
                raised = _raised(link)
                firm = (
                    _is_firm(link, raised)
                    or _is_keyed(link, target)
                    or (bool(found) and _goes_on(found[-1], link))
                )
                found.append(NoteLink(link, target, raised, firm))
    return tuple(found)


def note_elements(links: Collection[NoteLink]) -> frozenset[Element]:
    """The elements that markers lead to and that contain one note each, of any number of blocks."""
    targets = {note.target for note in links if note.firm}
    holders = {_holder(target, targets) for target in targets}
    return frozenset(
        holder for holder in holders if holder.tag in BLOCKS - _NO_NOTES and _is_small(holder)
    )


def _holder(target: Element, targets: Collection[Element]) -> Element:
    """The element of a note: if the target is only its marker, the element around both."""
    holder = target
    while _MARKER_ALONE.fullmatch(beginning(holder).strip()):
        around = holder.getparent()
        if around is None or around.tag in _NO_NOTES:
            return target
        if any(one is not target and one in targets for one in around.iter()):
            return target
        holder = around
    return holder


def _is_small(element: Element) -> bool:
    inner = list(islice(element.iter(*BLOCKS), _MOST_BLOCKS + 1))
    return len(inner) <= _MOST_BLOCKS and not any(el.tag in _NO_NOTES for el in inner)


def _raised(link: Element) -> Element | None:
    """The `sup` that contains a link and nothing else, or is in it, if there is one."""
    for around in islice(link.iterancestors(), _RAISED_WITHIN):
        if around.tag == "sup":
            return around
    inner = next(islice(link.iter("sup"), 1), None)
    return link if inner is not None and beginning(inner) == beginning(link) else None


def _goes_on(note: NoteLink, link: Element) -> bool:
    """Whether a link is the next marker after one: "[1, 2]"."""
    follows = link.getprevious() is note.link and BETWEEN.fullmatch(note.link.tail or "")
    return bool(note.firm and follows) and MARKER.fullmatch(beginning(link)) is not None


def _is_keyed(link: Element, target: Element) -> bool:
    """Whether a link is a key in brackets that leads to its work: "[Okon]"."""
    is_work = "doc-biblioentry" in roles(target) or "citation" in names(target)
    return is_work and _KEYED.fullmatch(beginning(link)) is not None


def _is_firm(link: Element, raised: Element | None) -> bool:
    text = beginning(link)
    if MARKER.fullmatch(text) is None:
        return False
    if raised is not None or _BRACKETED.fullmatch(text) or "doc-noteref" in roles(link):
        return True
    before = _text_right_before(link)
    opened = before.rstrip()[-1:] in {"[", "("}
    glued = before != "" and not before[-1].isspace()
    return opened or glued or any(map(_REFERS.fullmatch, names(link)))


def _text_right_before(link: Element) -> str:
    """The text before a link on its line, also outside of the inline elements that it begins."""
    for one in (link, *islice(link.iterancestors(), _RAISED_WITHIN)):
        if one is not link and one.tag in BLOCKS:
            return ""
        before = one.getprevious()
        told = text_before(one)
        if told or before is None:
            if told:
                return told
            continue
        return "" if before.tag in BLOCKS or before.tag == "br" else words(before)
    return ""


def inline_links(shown: Iterable[tuple[Element, str]]) -> tuple[InlineLink, ...]:
    """The links in the sentences of elements, each with its text, in order, each address once.

    Elements that contain only links, as menus do, are skipped, and so are headings, asides and
    footers.
    """
    found: dict[str, InlineLink] = {}
    for element, text in shown:
        links = [(link, url) for link in element.iter("a") if (url := address_of(link))]
        if not links or element.tag in HEADINGS or any(map(is_apart, element.iterancestors())):
            continue
        texts = [words(link) for link, _ in links]
        if len("".join(texts)) + 2 * len(texts) >= len(text):
            continue
        for words_of_link, (_, url) in zip(texts, links, strict=True):
            if words_of_link and host_of(url):
                found.setdefault(url, InlineLink(words_of_link, url))
    return tuple(found.values())
