"""Word files (.docx), opened by python-docx: their text as Word shows it, all changes accepted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import OpcError
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.package import Package

from briefs.model import Draft, VoiceKind
from briefs.reading import archive, front_matter, layout_document
from briefs.reading.base import Account
from briefs.reading.html.tree import Element
from briefs.reading.layout_document import Block, Document, Note, is_layout, without_doubles
from briefs.reading.word.runs import Words, is_placeholder, plain
from briefs.reading.word.styles import (
    Numbering,
    Styles,
    is_on,
    listing,
    numbering,
    value,
)
from briefs.text.canonical import one_line

_EARLIEST = 1990
_NOTE_KINDS = ((RELATION.FOOTNOTES, "w:footnote", "fn"), (RELATION.ENDNOTES, "w:endnote", "en"))
_WRAPPERS = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:smartTag", "w:customXml"))
)
_QUOTES: Mapping[str, VoiceKind] = {"quote": "quotation", "intense quote": "quotation"}
_CONTENTS = ("table of contents", "table of figures")
_DEEPEST = 20
"""Nested tables and boxes that are read."""

_BROKEN = (OpcError, KeyError, ValueError, AttributeError, SyntaxError, TypeError, IndexError)
"""What python-docx and its XML parser raise for a file that is not as Word writes it."""


def read(data: bytes, name: str = "") -> Draft:
    """Read a Word file; Unreadable if it is damaged, or would unpack to too much."""
    return layout_document.draft(shown(data), name=name)


def shown(data: bytes) -> Document:
    """The contents of the file; raises as `read` does."""
    try:
        package = Package.open(BytesIO(archive.checked(data, archive.WORD)))
        return _shown(package, package.main_document_part)
    except _BROKEN as error:
        raise archive.damaged(archive.WORD) from error


@dataclass(slots=True)
class _Reading:
    """The state of reading the blocks of a file."""

    words: Words
    counted: Numbering
    account: Account
    titled: bool
    captions: list[str] = field(default_factory=list)
    boxed: list[Block] = field(default_factory=list)


def _shown(package: Package, main: Part) -> Document:
    root = _root(main)
    body = root.find(qn("w:body"))
    if body is None:
        raise archive.damaged(archive.WORD)
    account = Account()
    known = Styles(_related(main, RELATION.STYLES))
    reading = _Reading(
        Words(_links(main), account, known, {}),
        numbering(_related(main, RELATION.NUMBERING)),
        account,
        titled=any(
            known.of(_style_id(paragraph)).name == "title" for paragraph in body.iter(qn("w:p"))
        ),
    )
    reading.words.on_paper = root.find(qn("w:background")) is None
    blocks = tuple(_joined(_blocks(body, reading)))
    blocks = tuple(without_doubles(blocks, reading.boxed, account))
    notes = tuple(_notes(main, reading))
    for part in _parts(main, RELATION.HEADER, RELATION.FOOTER):
        if text := plain(_root(part)):
            account.add("running head", text)
    comments = sum(
        len(list(_root(part).iterchildren("*"))) for part in _parts(main, RELATION.COMMENTS)
    )
    if comments:  # only counted: their text is private
        account.add("private comment", passages=comments)
    properties = package.core_properties
    return Document(
        blocks=blocks,
        notes=notes,
        captions=tuple(reading.captions),
        title=one_line(properties.title),
        byline=one_line(properties.author),
        made=_moment(properties.created),
        hold=front_matter.held({"content status": properties.content_status})
        or front_matter.held_by_topic(properties.keywords.split(",")),
        left_out=account.left_out,
        warnings=tuple(_warnings(reading.words)),
    )


def _root(part: Part) -> Element:
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


def _parts(part: Part, *kinds: str) -> Iterator[Part]:
    """The parts of the file with one of these kinds of relationships."""
    for relation in part.rels.values():
        if relation.reltype in kinds and not relation.is_external:
            yield relation.target_part


def _related(part: Part, kind: str) -> Element | None:
    """The root of the part with this kind of relationship, if there is one."""
    related = next(_parts(part, kind), None)
    return None if related is None else _root(related)


def _links(part: Part) -> Mapping[str, str]:
    """The web addresses in a part, by relationship id; none is fetched."""
    return {
        key: relation.target_ref
        for key, relation in part.rels.items()
        if relation.is_external and relation.target_ref.lower().startswith(("http://", "https://"))
    }


def _blocks(parent: Element, reading: _Reading, depth: int = 0) -> Iterator[tuple[Block, bool]]:
    """The blocks of a body, cell or box, and whether the next one continues each.

    A layout table is read cell by cell; a data table is left out.
    """
    if depth > _DEEPEST:
        return
    for element in parent.iterchildren("*"):
        if element.tag == qn("w:p"):
            yield from _paragraph(element, reading)
            for box in reading.words.boxes:
                for block, goes_on in _painted(box, reading, depth):
                    reading.boxed.append(block)
                    yield block, goes_on
        elif element.tag == qn("w:tbl"):
            if not is_layout(_rows(element)):
                reading.account.add("table", plain(element))
                continue
            for cell in _cells(element):
                yield from _painted(cell, reading, depth)
        elif element.tag == qn("w:sdt") and is_placeholder(element):
            reading.account.add("form field", plain(element))
        elif element.tag == qn("w:sdt") and _gallery(element) in _CONTENTS:
            reading.account.add("navigation", plain(element))
        elif element.tag == qn("w:altChunk"):
            reading.account.add("embedded frame")
        elif element.tag in _WRAPPERS:
            yield from _blocks(element, reading, depth + 1)


def _painted(part: Element, reading: _Reading, depth: int) -> Iterator[tuple[Block, bool]]:
    """The blocks of a cell or box, which may have a colour of its own."""
    outer, reading.words.on_paper = reading.words.on_paper, False
    found = list(_blocks(part, reading, depth + 1))
    reading.words.on_paper = outer
    yield from found


def _paragraph(paragraph: Element, reading: _Reading) -> Iterator[tuple[Block, bool]]:
    properties = paragraph.find(qn("w:pPr"))
    style = reading.words.styles.of(_style_id(paragraph))
    text = reading.words.of_paragraph(paragraph, style)
    if style.name.startswith("toc ") or style.name == "table of figures":
        reading.account.add("navigation", text)
        return
    if style.name == "caption":
        reading.captions += [one_line(text)] if text.strip() else []
        return
    if reading.words.formula and text.strip():
        reading.account.add("unfinished paragraph", text)
        return
    listed = listing(properties) or style.listing
    listed = None if listed and listed[0] in {"", "0"} else listed
    number = reading.counted.next(listed) if listed and text.strip() else 0
    level = style.level + (reading.titled and style.level > 0 and style.name != "title")
    block = Block(
        text=text,
        level=min(level, 6),
        number=0 if level else number,
        listed=listed is not None and not level,
        voice=_QUOTES.get(style.name),
        links=tuple(reading.words.linked),
    )
    mark = None if properties is None else properties.find(qn("w:rPr"))
    yield block, is_on(mark, "w:del", "w:moveFrom") is True or _is_drop_cap(properties)


def _is_drop_cap(properties: Element | None) -> bool:
    """Whether a paragraph is only the large first letter of the next one."""
    frame = None if properties is None else properties.find(qn("w:framePr"))
    return frame is not None and frame.get(qn("w:dropCap"), "none") != "none"


def _joined(blocks: Iterator[tuple[Block, bool]]) -> Iterator[Block]:
    """The blocks, with those joined whose paragraph mark was deleted."""
    held: Block | None = None
    for block, goes_on in blocks:
        whole = block
        if held is not None:
            whole = replace(block, text=held.text + block.text, links=(*held.links, *block.links))
        held = whole if goes_on else None
        if held is None:
            yield whole
    if held is not None:
        yield held


def _rows(table: Element) -> list[list[str]]:
    return [
        [plain(cell) for cell in row.iterchildren(qn("w:tc"))] for row in table.iter(qn("w:tr"))
    ]


def _cells(table: Element) -> Iterator[Element]:
    """The cells of a table's rows that are not deleted, whatever wraps rows and cells."""
    for element in table.iterchildren("*"):
        properties = element.find(qn("w:trPr"))
        if element.tag == qn("w:tr") and is_on(properties, "w:del") is True:
            continue
        if element.tag == qn("w:tc"):
            yield element
        elif element.tag == qn("w:tr") or element.tag in _WRAPPERS:
            yield from _cells(element)


def _gallery(control: Element) -> str:
    """Word's name for the contents of a content control: "table of contents"."""
    found = next(control.iter(qn("w:docPartGallery")), None)
    return "" if found is None else str(found.get(qn("w:val"), "")).casefold()


def _style_id(paragraph: Element) -> str:
    return value(paragraph.find(qn("w:pPr")), "w:pStyle")


def _notes(main: Part, reading: _Reading) -> Iterator[Note]:
    """The notes in the order in which the text refers to them, each once."""
    elements: dict[str, tuple[Element, Mapping[str, str]]] = {}
    for relation, tag, prefix in _NOTE_KINDS:
        for part in _parts(main, relation):
            links = _links(part)
            for note in _root(part).iterchildren(qn(tag)):
                elements[f"{prefix}{note.get(qn('w:id'), '')}"] = (note, links)
    words = reading.words
    for key, label in list(words.called.items()):
        if key not in elements:
            continue
        note, links = elements[key]
        within = Words(links, reading.account, words.styles, words.called)
        found = _Reading(within, reading.counted, reading.account, titled=False)
        blocks = list(_joined(_blocks(note, found)))
        words.inserted += within.inserted
        words.deleted += within.deleted
        urls = dict.fromkeys(url for block in blocks for url in block.urls)
        text = one_line(" ".join(block.text for block in blocks))
        yield Note(label, text, tuple(urls), shown=label[2:])


def _warnings(words: Words) -> Iterator[str]:
    if words.inserted or words.deleted:
        yield (
            "it has tracked changes: read as if all were accepted "
            f"({_counted(words.inserted, 'insertion')} taken in, "
            f"{_counted(words.deleted, 'deletion')} left out)"
        )


def _counted(count: int, kind: str) -> str:
    return f"{count} {kind}{'s' * (count != 1)}"


def _moment(created: datetime | None) -> datetime | None:
    """When the file was made, if the date is valid."""
    if created is None or created.year < _EARLIEST:
        return None
    return (created if created.tzinfo else created.replace(tzinfo=UTC)).astimezone(UTC)
