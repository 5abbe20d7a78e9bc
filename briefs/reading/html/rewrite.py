"""A page without its reference list, with every note marker as a plain "[n]"."""

import re
from collections.abc import Iterable, Mapping

from lxml.etree import strip_tags, tostring

from briefs.reading.html.blocks import Layout
from briefs.reading.html.notes import BETWEEN, NoteLink, text_before
from briefs.reading.html.tree import NUMBERS, beginning, raised
from briefs.references.structure.tree import PART, Element, fragment, walk

_MERE_SIGNS = re.compile(r"[\s,;–\-\[\]()\d.]*")
_TOKEN = re.compile(r"\d{1,3}|[–-]")
_DASHES = frozenset("–-")
_ARROWS = re.compile("[↩⤴↑⏎↵\ufe0e\ufe0f\\s]+")
_CLOSERS = {"[": "]", "(": ")"}
_KEPT = frozenset({"html", "body", "main", "article", "td", "th"})
_MEDIA = ("img", "picture", "video", "audio", "iframe", "svg", "object")


def mark(called: Mapping[NoteLink, str]) -> None:
    """Put "[label]" in the place of each marker, and behind the words of a link that is none."""
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
    """Raise the digits of the raised numbers that are left, so that none grows to a word."""
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
    """Take out the links that are left of those that lead back to the text."""
    found = [
        link for link in root.iter("a") if fragment(link) and _ARROWS.fullmatch(beginning(link))
    ]
    for link in found:
        _become(link, "")
    return bool(found)


def remove(layout: Layout, dropped: Iterable[int]) -> None:
    """Take blocks out of the page, and all that holds nothing once they are gone."""
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
    """The page as HTML, without the elements that we set into it."""
    strip_tags(root, PART)
    return tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>")


def _within(sup: Element, labels: Mapping[Element, str]) -> str:
    """The markers within a `sup`; words that it holds besides them stay."""
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
    """Replace a marker and those that follow it at once, and the brackets around them."""
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
    """Make of an element a mere text in its place."""
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
