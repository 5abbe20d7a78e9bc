"""OpenDocument texts (.odt, .ott, .fodt), as LibreOffice writes them, read with lxml.

The text is what is shown with all changes accepted. Struck-out, hidden and deleted text, drawings
and data tables are left out and added to the account; comments are counted and never read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from briefs.errors import Unreadable
from briefs.left_out import LeftOutKind
from briefs.model import (
    Draft,
    VoiceKind,
)
from briefs.reading import archive, base, front_matter, layout_document
from briefs.reading.base import Account, InlineLink, as_link
from briefs.reading.html.tree import Element
from briefs.reading.layout_document import (
    GONE,
    Block,
    Document,
    Note,
    is_layout,
    settled,
    without_doubles,
)
from briefs.reading.opendocument_styles import (
    CAPTIONS,
    PLAIN,
    QUOTES,
    TITLES,
    Style,
    numbered,
    styles,
)
from briefs.text.canonical import one_line

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _STYLE = f"{_OASIS}office:1.0}}", f"{_OASIS}text:1.0}}", f"{_OASIS}style:1.0}}"
_DRAW, _TABLE, _META = f"{_OASIS}drawing:1.0}}", f"{_OASIS}table:1.0}}", f"{_OASIS}meta:1.0}}"
_DC, _HREF = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/xlink}href"

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹–")
_NUMBERS = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*")
_SPACE = re.compile(r"[ \t\r\n]+")
_HIDDEN_PARAGRAPH = f"{_TEXT}hidden-paragraph"
_LOWEST = 6
_DEEPEST = 30
"""Nested lists, sections, tables and boxes that are read."""

_WRAPPERS = frozenset(
    (f"{_TEXT}section", f"{_TEXT}numbered-paragraph", f"{_TEXT}index-body", f"{_TEXT}bibliography")
)
_INDEXES = frozenset(
    f"{_TEXT}{name}"
    for name in (
        *("table-of-content", "illustration-index", "table-index", "object-index", "user-index"),
        "alphabetical-index",
    )
)
_NO_TEXT = frozenset(
    f"{_TEXT}{name}"
    for name in (
        "hidden-paragraph",
        "tracked-changes",
        "sequence-decls",
    )
) | {f"{_OFFICE}forms", f"{_OFFICE}annotation-end"}


def read(data: bytes, name: str = "") -> Draft:
    """Read an OpenDocument text; Unreadable if it is damaged, encrypted, or unpacks to too much."""
    return layout_document.draft(shown(data), name=name)


def shown(data: bytes) -> Document:
    """The contents of the file; raises as `read` does."""
    try:
        roots = _roots(data)
        text = next((one for root in roots for one in root.iter(f"{_OFFICE}text")), None)
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise archive.damaged(archive.OPEN_DOCUMENT) from error
    if text is None:
        raise archive.damaged(archive.OPEN_DOCUMENT)
    reading = _Reading(styles(roots), numbered(roots), Account())
    reading.titled = any(reading.style(one).kind in TITLES for one in text.iter(f"{_TEXT}p"))
    for deletion in text.iter(f"{_TEXT}deletion"):
        reading.account.add("deleted text", _plain(deletion))
    blocks = tuple(_blocks(text, reading))
    for part in (one for root in roots for one in root.iter(f"{_STYLE}header", f"{_STYLE}footer")):
        if words := _plain(part):
            reading.account.add("running head", words)
    properties = [one for root in roots for one in _properties(root)]
    said = {one.tag: one_line(one.text or "") for one in properties}
    keywords = [one.text or "" for one in properties if one.tag == f"{_META}keyword"]
    own = {one.get(f"{_META}name", ""): one.text or "" for one in properties}
    return Document(
        blocks=tuple(without_doubles(blocks, reading.boxed, reading.account)),
        notes=tuple(reading.notes),
        captions=tuple(reading.captions),
        title=said.get(f"{_DC}title", ""),
        byline=said.get(f"{_META}initial-creator", ""),
        made=_moment(said.get(f"{_META}creation-date", "")),
        hold=front_matter.held(own) or front_matter.held_by_topic(keywords),
        left_out=reading.account.left_out,
    )


def _roots(data: bytes) -> list[Element]:
    """The roots of the file's parts: content, styles and properties, or one for all."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    if not data.startswith(b"PK"):
        return [etree.fromstring(data, parser)]
    with ZipFile(BytesIO(archive.checked(data, archive.OPEN_DOCUMENT))) as unpacked:
        names = set(unpacked.namelist())
        if b"encryption-data" in unpacked.read("META-INF/manifest.xml"):
            raise Unreadable(
                "it is locked with a password", hint="Save it without a password, and add that."
            )
        parts = (name for name in ("content.xml", "styles.xml", "meta.xml") if name in names)
        return [etree.fromstring(unpacked.read(name), parser) for name in parts]


def _properties(root: Element) -> Iterator[Element]:
    for meta in root.iter(f"{_OFFICE}meta"):
        yield from meta.iterchildren("*")


def _moment(text: str) -> datetime | None:
    """When the file was made; the fraction of a second may have nine digits."""
    return base.read(text.partition(".")[0]) if text else None


@dataclass(slots=True)
class _Reading:
    """The state of reading the blocks of a text."""

    styles: Mapping[str, Style]
    numbered: Mapping[tuple[str, int], int]
    account: Account
    titled: bool = False
    notes: list[Note] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    boxed: list[Block] = field(default_factory=list)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    links: list[InlineLink] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    formula: bool = False
    leaving: LeftOutKind | None = None
    on_paper: bool = True
    """Whether nothing lies behind the text, such as a cell or a box, whose colour is not read."""

    def style(self, element: Element) -> Style:
        return self.styles.get(element.get(f"{_TEXT}style-name", ""), PLAIN)


def _blocks(parent: Element, reading: _Reading, depth: int = 0) -> Iterator[Block]:
    """The blocks of a body, section, cell or box."""
    if depth > _DEEPEST:
        return
    for element in parent.iterchildren("*"):
        if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield from _paragraph(element, reading, depth)
        elif element.tag == f"{_TEXT}list":
            yield from _list(element, reading, depth)
        elif element.tag == f"{_TABLE}table":
            yield from _table(element, reading, depth)
        elif element.tag in _INDEXES:
            reading.account.add("navigation", _plain(element))
        elif element.tag == f"{_TEXT}section" and element.get(f"{_TEXT}display") in {
            "none",
            "condition",
        }:
            reading.account.add("hidden passage", _plain(element))
        elif element.tag in _WRAPPERS:
            yield from _blocks(element, reading, depth + 1)
        elif element.tag.startswith(_DRAW):
            _draw(element, reading)
            yield from _boxes(reading, depth)


def _paragraph(
    element: Element, reading: _Reading, depth: int, number: int = 0, *, listed: bool = False
) -> Iterator[Block]:
    style = reading.style(element)
    if any(one.get(f"{_TEXT}is-hidden") != "false" for one in element.iter(_HIDDEN_PARAGRAPH)):
        reading.account.add("hidden passage", _plain(element))
        return
    reading.links, reading.boxes, reading.formula, reading.leaving = [], [], False, None
    text = settled(_shown(element, reading, style))
    level = int(element.get(f"{_TEXT}outline-level", "1")) if element.tag == f"{_TEXT}h" else 0
    if style.kind in TITLES:
        level = 1
    elif level:
        level = min(level + reading.titled, _LOWEST)
    boxes = reading.boxes
    if style.kind in CAPTIONS and text.strip():
        reading.captions.append(one_line(text))
    elif reading.formula and text.strip():
        reading.account.add("unfinished paragraph", text)
    else:
        voice: VoiceKind | None = "quotation" if style.kind in QUOTES else None
        links = tuple(reading.links)
        yield Block(text=text, level=level, number=number, listed=listed, voice=voice, links=links)
    reading.boxes = boxes
    yield from _boxes(reading, depth)


def _boxes(reading: _Reading, depth: int) -> Iterator[Block]:
    boxes, reading.boxes = reading.boxes, []
    for box in boxes:
        outer, reading.on_paper = reading.on_paper, False
        found = list(_blocks(box, reading, depth + 1))
        reading.on_paper = outer
        reading.boxed += found
        yield from found


def _list(
    element: Element, reading: _Reading, depth: int, style: str = "", level: int = 1
) -> Iterator[Block]:
    """The items of a list, with their numbers in a numbered list."""
    style = element.get(f"{_TEXT}style-name", "") or style
    key = (style, level)
    first = reading.numbered.get(key, 0)
    if element.get(f"{_TEXT}continue-numbering") != "true" and level > 1:
        reading.counts.pop(key, None)
    for item in element.iterchildren(f"{_TEXT}list-item", f"{_TEXT}list-header"):
        counted = first and item.tag == f"{_TEXT}list-item"
        number = 0
        for part in item.iterchildren("*"):
            if part.tag == f"{_TEXT}list":
                yield from _list(part, reading, depth + 1, style, level + 1)
            elif part.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                if counted and not number:
                    start = item.get(f"{_TEXT}start-value", "")
                    before = reading.counts.get(key, first - 1)
                    number = int(start) if start.isdecimal() else before + 1
                    reading.counts[key] = number
                    yield from _paragraph(part, reading, depth, number, listed=True)
                else:
                    yield from _paragraph(part, reading, depth, listed=True)


def _table(table: Element, reading: _Reading, depth: int) -> Iterator[Block]:
    rows = [
        [_plain(cell) for cell in row.iterchildren(f"{_TABLE}table-cell")]
        for row in table.iter(f"{_TABLE}table-row")
    ]
    if not is_layout(rows):
        reading.account.add("table", _plain(table))
        return
    outer, reading.on_paper = reading.on_paper, False
    for cell in _cells(table):
        yield from _blocks(cell, reading, depth + 1)
    reading.on_paper = outer


def _cells(part: Element) -> Iterator[Element]:
    for element in part.iterchildren("*"):
        if element.tag == f"{_TABLE}table-cell":
            yield element
        elif element.tag.startswith(f"{_TABLE}table-"):
            yield from _cells(element)


def _shown(element: Element, reading: _Reading, style: Style) -> str:
    """The words of a paragraph or span, which have this `style`."""
    parts = [_words(element.text, reading, style)]
    for child in element.iterchildren("*"):
        parts += _child(child, reading, style), _words(child.tail, reading, style)
    return "".join(parts)


def _words(text: str | None, reading: _Reading, style: Style) -> str:
    words = _SPACE.sub(" ", text or "")
    if not words.strip():
        return words
    kind: LeftOutKind | None = (
        "hidden passage"
        if style.hidden or (style.white and reading.on_paper and not style.painted)
        else "struck-out passage"
        if style.struck
        else None
    )
    if kind is not None:
        reading.account.add(kind, words, passages=reading.leaving != kind)
    reading.leaving = kind
    if kind is not None:
        return GONE
    return words.translate(_RAISED) if style.raised and _NUMBERS.fullmatch(words) else words


def _child(element: Element, reading: _Reading, style: Style) -> str:
    name = element.tag
    if name in _NO_TEXT:
        return ""
    if name == f"{_TEXT}s":
        return " "
    if name == f"{_TEXT}tab":
        return " "
    if name == f"{_TEXT}line-break":
        return "\n"
    if name == f"{_TEXT}hidden-text":
        if element.get(f"{_TEXT}is-hidden") == "false":
            return _shown(element, reading, style)
        reading.account.add("hidden passage", "".join(map(str, element.itertext())))
        return ""
    if name == f"{_TEXT}script":
        reading.account.add("markup", "".join(map(str, element.itertext())))
        return ""
    if name == f"{_TEXT}ruby-text":
        return f"({_shown(element, reading, style)})"
    if name == f"{_OFFICE}annotation":
        reading.account.add("private comment")
        return ""
    if name == f"{_TEXT}note":
        return _note(element, reading)
    if name == f"{_TEXT}placeholder":
        reading.account.add("form field", _plain(element))
        reading.formula = True  # what would be filled in is not known
        return ""
    if name.startswith(_DRAW):
        _draw(element, reading)
        return ""
    own = reading.styles.get(element.get(f"{_TEXT}style-name", ""))
    text = _shown(element, reading, _over(style, own) if own else style)
    if name == f"{_TEXT}a":
        reading.links += as_link(text, element.get(_HREF, ""))
    return text


def _over(style: Style, own: Style) -> Style:
    """A span's style, completed by the style around it."""
    return Style(
        struck=style.struck or own.struck,
        hidden=style.hidden or own.hidden,
        raised=own.raised,
        white=style.white if own.white is None else own.white,
        painted=style.painted or own.painted,
    )


def _note(element: Element, reading: _Reading) -> str:
    body = element.find(f"{_TEXT}note-body")
    cited = element.find(f"{_TEXT}note-citation")
    label = f"note{len(reading.notes) + 1}"
    shown = one_line("" if cited is None else "".join(map(str, cited.itertext())))
    reading.notes.append(Note(label, ""))
    place = len(reading.notes) - 1
    outer = (reading.links, reading.boxes, reading.formula, reading.leaving)
    blocks = [] if body is None else list(_blocks(body, reading))
    reading.links, reading.boxes, reading.formula, reading.leaving = outer
    urls = dict.fromkeys(url for block in blocks for url in block.urls)
    text = one_line(" ".join(block.text for block in blocks))
    reading.notes[place] = Note(label, text, tuple(urls), shown=shown)
    return f"[^{label}]"


def _draw(element: Element, reading: _Reading) -> None:
    """Keep the boxes of a frame or shape for the caller; count drawings."""
    boxes = list(element.iterchildren(f"{_DRAW}text-box"))
    shapes = list(element.iter(f"{_DRAW}custom-shape", f"{_DRAW}rect", f"{_DRAW}g"))
    if boxes or any(_plain(shape) for shape in shapes):
        reading.boxes += boxes or shapes[:1]
    elif element.find(f"{_DRAW}object") is not None:
        reading.formula |= element.get(f"{_TEXT}anchor-type") == "as-char"
        reading.account.add("drawing")
    else:
        reading.account.add("image")


def _plain(element: Element) -> str:
    """All words of an element, one line for each paragraph, without comments and notes."""
    paragraphs = (one for one in element.iter(f"{_TEXT}p", f"{_TEXT}h") if not _is_comment(one))
    lines = (" ".join("".join(_own(one)).split()) for one in paragraphs)
    return "\n".join(line for line in lines if line)


def _own(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element.iterchildren("*"):
        if child.tag not in {f"{_OFFICE}annotation", f"{_TEXT}note"}:
            yield " " if child.tag in {f"{_TEXT}s", f"{_TEXT}tab"} else ""
            yield from _own(child)
        yield child.tail or ""


def _is_comment(element: Element) -> bool:
    return next(element.iterancestors(f"{_OFFICE}annotation"), None) is not None
