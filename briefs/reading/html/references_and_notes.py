"""Takes reference lists, notes, note markers and links out of an HTML page, by its structure.

This comes before the main text of the page is chosen, because that drops asides and footers. The
remaining page has no list, and each note marker as "[n]" in its text, which
`briefs.references.cross_references` removes with the numbers of `entries`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.etree import strip_tags, tostring

from briefs.reading.base import InlineLink, RemarkNote
from briefs.reading.html.layout import Block, Layout, lay_out, surroundings
from briefs.reading.html.notes import (
    BETWEEN,
    NoteLink,
    divide_citations,
    inline_links,
    note_elements,
    note_links,
)
from briefs.reading.html.reference_list import leads_back, listing, says_note
from briefs.reading.html.tree import (
    NUMBERS,
    PART,
    Element,
    address_of,
    beginning,
    fragment,
    marked_up,
    raised,
    text_before,
    text_in,
    walk,
)
from briefs.reading.html.tree import parse as parse_page
from briefs.references.cross_references import lift
from briefs.references.parse import PageEntry

_MERE_SIGNS = re.compile(r"[\s,;–\-\[\]()\d.]*")
_TOKEN = re.compile(r"\d{1,3}|[–-]")
_DASHES = frozenset("–-")
_BEFORE_NOTE = re.compile(
    r"\s{0,8}(?:\[\s?\]|\[?\d{1,3}\]?[.:)]?|[*†‡§]{1,3}|[⁰¹²³⁴-⁹]{1,3})\s{1,8}"
)
_ARROWS = re.compile("[↩⤴↑⏎↵\ufe0e\ufe0f\\s]+")
_CLOSERS = {"[": "]", "(": ")"}
_ON_ITS_OWN_LINE = re.compile(
    r"(?<![\w-])display\s*:\s*(?:block|flex|grid|table|list-item)\b", re.IGNORECASE
)
_KEPT = frozenset({"html", "body", "main", "article", "td", "th"})
_MEDIA = ("img", "picture", "video", "audio", "iframe", "svg", "object")


def settle_markers(root: Element) -> None:
    """Turn superscript numbers into superscript digits, and remove links back to the text."""
    for sup in [*root.iter("sup")]:
        text = beginning(sup)
        if NUMBERS.fullmatch(text):
            _become(sup, text if text.startswith("[") else raised(text))
    remove_arrows(root)
    strip_tags(root, PART)


def mark(called: Mapping[NoteLink, str]) -> None:
    """Put "[label]" in the place of each marker, and after the words of a link that is none."""
    labels = {note.link: label for note, label in called.items() if note.firm}
    done: set[Element] = set()
    for note, label in called.items():
        if not note.firm:
            _add_after(note.link, f"[{label}]")
        elif note.link not in done and note.raised is not None and note.raised is not note.link:
            done.update(link for link in note.raised.iter("a") if link in labels)
            _become(note.raised, _within(note.raised, labels))
        elif note.link not in done:
            done.update(_mark_run(note.link, labels))


def raise_numbers(layout: Layout, dropped: Iterable[int]) -> bool:
    """Turn the remaining superscript numbers into superscript digits, so that none joins a word."""
    gone = set(dropped)
    left = [
        sup
        for at, block in enumerate(layout.blocks)
        if at not in gone
        for element in block.elements
        for sup in element.iter("sup")
    ]
    changed = False
    for sup in left:
        text = beginning(sup)
        if NUMBERS.fullmatch(text):
            _become(sup, text if text.startswith("[") else raised(text))
            changed = True
    return changed


def remove_arrows(root: Element) -> bool:
    """Remove the remaining links back to the text."""
    found = [
        link for link in root.iter("a") if fragment(link) and _ARROWS.fullmatch(beginning(link))
    ]
    for link in found:
        _become(link, "")
    return bool(found)


def remove(layout: Layout, dropped: Iterable[int]) -> None:
    """Remove blocks from the page, and elements that are empty without them."""
    emptied: dict[Element, None] = {}
    for at in dropped:
        for element in layout.blocks[at].elements:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
                emptied[parent] = None
    while emptied:
        element, _ = emptied.popitem()
        parent = element.getparent()
        if parent is not None and element.tag not in _KEPT and _is_empty(element):
            tail, element.tail = element.tail, None
            if tail and tail.strip():
                _add_after(element, tail)
            parent.remove(element)
            emptied[parent] = None


def written(root: Element) -> str:
    """The page as HTML, without the elements that we inserted."""
    strip_tags(root, PART)
    return tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>")


def _within(sup: Element, labels: Mapping[Element, str]) -> str:
    """The markers within a `sup`; other words in it stay."""
    parts: list[str] = []
    markers: set[int] = set()
    for opens, element in walk(sup, lambda inner: inner in labels):
        if not opens and element in labels:
            markers.add(len(parts))
            parts.append(labels[element])
        if opens or element is not sup:
            parts.append((element.text if opens else element.tail) or "")
    signs = "".join(part for at, part in enumerate(parts) if at not in markers)
    if _MERE_SIGNS.fullmatch(signs) is None:
        return "".join(f"[{part}]" if at in markers else part for at, part in enumerate(parts))
    tokens: list[str] = []
    for at, part in enumerate(parts):
        tokens += [part] if at in markers else _TOKEN.findall(part)
    return _joined(tokens)


def _mark_run(first: Element, labels: Mapping[Element, str]) -> list[Element]:
    """Replace a marker and those adjacent to it, with the brackets around them."""
    run = [first]
    tokens = [labels[first]]
    while BETWEEN.fullmatch(run[-1].tail or ""):
        after = run[-1].getnext()
        if after is None or after not in labels:
            break
        tokens += [*_TOKEN.findall(run[-1].tail or ""), labels[after]]
        run.append(after)
    before, behind = text_before(first).rstrip(), (run[-1].tail or "").lstrip()
    if before and behind and _CLOSERS.get(before[-1]) == behind[0]:
        _set_text_before(first, before[:-1])
        run[-1].tail = behind[1:]
    for link in run[:-1]:
        link.tail = None
        _become(link, "")
    _become(run[-1], _joined(tokens))
    return run


def _joined(tokens: Iterable[str]) -> str:
    """Labels, and dashes between the ends of a range, as markers: "[1–3][5]"."""
    found: list[str] = []
    to = False
    for token in tokens:
        if token in _DASHES:
            to = True
            continue
        if to and found and found[-1].isdigit() and token.isdigit():
            found[-1] = f"{found[-1]}–{token}"
        else:
            found.append(token)
        to = False
    return "".join(f"[{label}]" for label in found)


def _become(element: Element, text: str) -> None:
    """Replace an element by text."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = PART, text, tail


def _add_after(element: Element, text: str) -> None:
    part = element.makeelement(PART)
    part.text, part.tail, element.tail = text, element.tail, None
    element.addnext(part)


def _set_text_before(element: Element, text: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = text
    elif parent is not None:
        parent.text = text


def _is_empty(element: Element) -> bool:
    words = any(str(text).strip() for text in element.itertext())
    return not words and next(element.iter(*_MEDIA), None) is None


_EMPTY_LABEL = re.compile(r"\A\s*(?:\[\s*\]|\(\s*\)|\[[^\W\d_]{1,15}\d{2,4}[a-z]?\])?\s*[.:)]?\s+")
_LOOKED_UP = re.compile(
    r"\s{0,2}\[(?:doi|google scholar|scholar|pubmed(?: central)?|crossref|pmc(?: free article)?"
    r"|medline|web of science|scopus|cas|isi|full ?text|pdf|ads|nasa ads|arxiv|link|view"
    r"|abstract)\]"
    r"\s{0,2}$",
    re.IGNORECASE,
)
_MAX_LOOK_UPS = 9
_HIGHEST = 1_000
"""Note markers have at most three digits."""


@dataclass(frozen=True, slots=True)
class Page:
    """`rest` is the page (HTML) without its lists; `links` are those in its text."""

    rest: str
    entries: tuple[PageEntry, ...] = ()
    links: tuple[InlineLink, ...] = ()
    notes: tuple[RemarkNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Parted:
    """What was taken out of a tree: the entries of its lists, and its notes that name no work.

    The tree has each marker as "[label]".
    """

    entries: tuple[PageEntry, ...] = ()
    notes: tuple[RemarkNote, ...] = ()


def part(root: Element, around: Collection[Element]) -> Parted:
    """Separate a tree from its reference lists and notes, in place; `around` is not part of the
    piece.
    """
    return _part(root, around)[0]


def find(page: str) -> Page:
    """Separate a page from its reference lists. Never raises, and fetches nothing.

    A page that is too large or too deeply nested is returned unchanged.
    """
    root = parse_page(page)
    if root is None:
        return Page(page)
    parted, links = _part(root, surroundings(root))
    return Page(written(root), parted.entries, links, parted.notes)


def _part(root: Element, around: Collection[Element]) -> tuple[Parted, tuple[InlineLink, ...]]:
    divide_citations(root)
    links = note_links(root, around)
    layout = lay_out(root, around, note_elements(links))
    listed = listing(layout, links)
    places = sorted(listed.entries)
    rest = [block for at, block in enumerate(layout.blocks) if at not in listed.dropped]
    in_place = not listed.guessed or _highest(rest) == len(places)
    entries = tuple(_entries([layout.blocks[at] for at in places], in_place=in_place))
    labels = {at: entry.label for at, entry in zip(places, entries, strict=True)}
    inline = inline_links((block.element, block.item.raw) for block in rest)
    remarks = _remarks(layout, links, listed.remarks - listed.dropped)
    labels |= {at: note.label for at, note in remarks.items()}
    dropped = listed.dropped | remarks.keys()
    called = _called(layout, links, labels, dropped)
    mark(called)
    raise_numbers(layout, dropped)
    remove_arrows(root)
    remove(layout, dropped)
    strip_tags(root, PART)
    return Parted(entries, tuple(remarks.values())), inline


def _remarks(
    layout: Layout, links: Sequence[NoteLink], places: Collection[int]
) -> dict[int, RemarkNote]:
    """The targets of markers that are notes but name no work, by the indexes of their blocks.

    A target of a table of contents is none: a note identifies itself by a link back to its marker
    or by its name.
    """
    found: dict[int, RemarkNote] = {}
    for note in links:
        at = layout.at(note.target)
        if at is None or at not in places or at in found or not note.firm:
            continue
        block = layout.blocks[at]
        told = says_note(note.target) or says_note(block.element)
        if leads_back(block.element, note.link) or (told and note.raised is not None):
            text = _BEFORE_NOTE.sub("", block.item.raw, count=1)
            found[at] = RemarkNote(f"^remark-{len(found) + 1}", text)
    return found


def _highest(blocks: Iterable[Block]) -> int:
    """The highest number of the note markers in a text, or 0."""
    called = {str(number): number for number in range(1, _HIGHEST)}
    found = (lift(block.item.raw, called).marks for block in blocks)
    return max((mark.source for marks in found for mark in marks), default=0)


def _entries(blocks: Sequence[Block], *, in_place: bool) -> Iterator[PageEntry]:
    """The entries with their labels: the author's number if no other entry has it.

    If no entry has a number and they are `in_place`, their positions are their labels.
    """
    numbers = Counter(block.item.number for block in blocks)
    by_place = in_place and set(numbers) == {0}
    for place, block in enumerate(blocks, 1):
        own = block.item.number
        unique = own > 0 and numbers[own] == 1
        label = str(own) if unique else str(place) if by_place else f"^{place}"
        yield PageEntry(
            raw=_bare(block.item.raw),
            label=label,
            number=place,
            ids=tuple(_ids(block)),
            urls=tuple(dict.fromkeys(_urls(block))),
            markup=" ".join(map(marked_up, block.elements)),
        )


def _bare(raw: str) -> str:
    """An entry without the brackets and stops around a number that led back, and without the page's
    links for looking the work up.
    """
    bare = _EMPTY_LABEL.sub("", raw, count=1)
    for _ in range(_MAX_LOOK_UPS):
        if not bare.endswith("]"):
            break
        bare = _LOOKED_UP.sub("", bare)
    return bare or raw


def _ids(block: Block) -> Iterator[str]:
    for element in block.elements:
        for inner in element.iter():
            yield from filter(None, (inner.get("id"), inner.get("name")))


def _urls(block: Block) -> Iterator[str]:
    for element in block.elements:
        yield from filter(None, map(address_of, element.iter("a")))


def _called(
    layout: Layout, links: Iterable[NoteLink], labels: Mapping[int, str], dropped: set[int]
) -> dict[NoteLink, str]:
    """The links from the text to an entry, with the entry's label.

    Words lead to an entry only if their target is the entry itself, and not the next one after it.
    """
    found: dict[NoteLink, str] = {}
    for note in links:
        here = layout.inside(note.link)
        there = layout.at(note.target) if note.firm else layout.inside(note.target)
        label = labels.get(-1 if there is None else there)
        if label is not None and here is not None and here not in dropped:
            found[note] = label
    return found


def usual_forms(root: Element) -> None:
    """Write rare forms as the usual ones: `center`, spans that begin on a new line, and buttons
    that open a note.
    """
    for element in list(root.iter("center")):
        element.tag = "div"
    for element in list(root.iter("span")):
        if (style := element.get("style")) and _ON_ITS_OWN_LINE.search(style):
            above, below = (element.makeelement("br", {}, None) for _ in range(2))
            below.tail, element.tail = element.tail, None
            element.addprevious(above)
            element.addnext(below)
    opening = [one for one in root.iter("button") if one.get("popovertarget")]
    notes = {
        one.get("id"): one for one in root.iter("*") if opening and one.get("popover") is not None
    }
    for button in opening:
        note = notes.get(button.get("popovertarget"))
        if note is not None and NUMBERS.fullmatch(text_in(button)):
            button.tag = "a"
            button.set("href", f"#{note.get('id')}")
            button.set("role", "doc-noteref")
            note.set("role", "doc-footnote")
            del note.attrib["popover"]
