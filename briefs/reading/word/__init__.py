"""Word files (.docx), by python-docx: their text as Word shows it with all changes accepted."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import OpcError
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.package import Package

from briefs.model import Draft
from briefs.reading import layout_document
from briefs.reading.html.tree import Element
from briefs.reading.layout_document import Block, Document, Note
from briefs.reading.word import archive
from briefs.reading.word.runs import (
    PLAIN,
    Numbering,
    Reading,
    Style,
    listing,
    numbering,
    styles,
    value,
)
from briefs.text.canonical import one_line

_EARLIEST = 1990
_TEMPLATE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)
"""When python-docx's own template was made, which files written with it still say."""

_NOTE_KINDS = ((RELATION.FOOTNOTES, "w:footnote", "fn"), (RELATION.ENDNOTES, "w:endnote", "en"))
_WRAPPERS = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:smartTag", "w:customXml"))
)
_BROKEN = (OpcError, KeyError, ValueError, AttributeError, SyntaxError, TypeError, IndexError)
"""What python-docx and its XML parser raise for a file that is not as Word writes it."""


def read(data: bytes, name: str = "") -> Draft:
    """Read a Word file; Unreadable if it is damaged, or would unpack to too much."""
    return layout_document.draft(shown(data), name=name)


def shown(data: bytes) -> Document:
    """What the file shows; as `read`."""
    archive.check(data)
    try:
        package = Package.open(BytesIO(data))
        return _shown(package, package.main_document_part)
    except _BROKEN as error:
        raise archive.damaged() from error


def _shown(package: Package, main: Part) -> Document:
    reading = Reading(_links(main))
    root = _root(main)
    body = root.find(qn("w:body"))
    if body is None:
        raise archive.damaged()
    known = styles(_related(main, RELATION.STYLES))
    counted = numbering(_related(main, RELATION.NUMBERING))
    blocks = tuple(_blocks(body, reading, known, counted))
    notes = tuple(_notes(main, reading))
    properties = package.core_properties
    return Document(
        blocks=blocks,
        notes=notes,
        title=one_line(properties.title),
        byline=_person(properties.author),
        published=_moment(properties.created),
        warnings=tuple(_warnings(reading)),
    )


def _root(part: Part) -> Element:
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


def _related(part: Part, kind: str) -> Element | None:
    """The root of the part that is related in this way, if there is one."""
    found = (r for r in part.rels.values() if r.reltype == kind and not r.is_external)
    related = next(found, None)
    return None if related is None else _root(related.target_part)


def _links(part: Part) -> Mapping[str, str]:
    """The web addresses that a part names, by the ids of the relationships; none is fetched."""
    return {
        key: relation.target_ref
        for key, relation in part.rels.items()
        if relation.is_external and relation.target_ref.lower().startswith(("http://", "https://"))
    }


def _paragraphs(parent: Element, reading: Reading) -> Iterator[Element]:
    """The paragraphs of a body or note; tables are counted, and left out."""
    for element in parent.iterchildren():
        if element.tag == qn("w:p"):
            yield element
        elif element.tag == qn("w:tbl"):
            reading.left_out["table"] += 1
        elif element.tag in _WRAPPERS:
            yield from _paragraphs(element, reading)


def _blocks(
    body: Element, reading: Reading, known: Mapping[str, Style], counted: Numbering
) -> Iterator[Block]:
    titled = any(
        known.get(_style_id(paragraph), PLAIN).name == "title"
        for paragraph in body.iterchildren(qn("w:p"))
    )
    for paragraph in _paragraphs(body, reading):
        properties = paragraph.find(qn("w:pPr"))
        style = known.get(_style_id(paragraph), PLAIN)
        text = reading.paragraph(paragraph)
        if style.name.startswith("toc "):
            reading.left_out["line of a table of contents"] += 1
            continue
        listed = listing(properties) or style.listing
        listed = None if listed and listed[0] in {"", "0"} else listed
        number = counted.next(listed) if listed and text.strip() else 0
        level = style.level + (titled and style.level > 0 and style.name != "title")
        yield Block(
            text=text,
            level=min(level, 6),
            number=0 if level else number,
            listed=listed is not None and not level,
            urls=tuple(reading.urls),
        )


def _style_id(paragraph: Element) -> str:
    return value(paragraph.find(qn("w:pPr")), "w:pStyle")


def _notes(main: Part, reading: Reading) -> Iterator[Note]:
    """The notes in the order in which the text calls them, each once."""
    elements: dict[str, tuple[Element, Mapping[str, str]]] = {}
    for relation, tag, prefix in _NOTE_KINDS:
        parts = (r for r in main.rels.values() if r.reltype == relation and not r.is_external)
        for part in parts:
            links = _links(part.target_part)
            for note in _root(part.target_part).iterchildren(qn(tag)):
                elements[f"{prefix}{note.get(qn('w:id'), '')}"] = (note, links)
    for label in dict.fromkeys(reading.called):
        if label not in elements:
            continue
        note, links = elements[label]
        within = Reading(links, reading.left_out)
        words: list[str] = []
        urls: dict[str, None] = {}
        for paragraph in _paragraphs(note, within):
            words.append(within.paragraph(paragraph))
            urls.update(dict.fromkeys(within.urls))
        reading.inserted += within.inserted
        reading.deleted += within.deleted
        yield Note(label, one_line(" ".join(words)), tuple(urls))


def _warnings(reading: Reading) -> Iterator[str]:
    left_out = ", ".join(_counted(count, kind) for kind, count in reading.left_out.items() if count)
    if left_out:
        yield f"left out of the body: {left_out}"
    if reading.inserted or reading.deleted:
        yield (
            "it has tracked changes: read as if all were accepted "
            f"({_counted(reading.inserted, 'insertion')} taken in, "
            f"{_counted(reading.deleted, 'deletion')} left out)"
        )


def _counted(count: int, kind: str) -> str:
    return f"{count} {kind if count == 1 else _plural(kind)}"


def _plural(kind: str) -> str:
    noun, of, rest = kind.partition(" of ")
    return f"{noun}{'es' if noun.endswith('x') else 's'}{of}{rest}"


def _person(author: str) -> str:
    """Who the properties say wrote it, unless that is the program."""
    name = one_line(author)
    return "" if name.casefold() in {"python-docx", "microsoft office user", "user"} else name


def _moment(created: datetime | None) -> datetime | None:
    """When the file was made, if that can be."""
    if created is None or created.year < _EARLIEST:
        return None
    found = created if created.tzinfo else created.replace(tzinfo=UTC)
    return None if found == _TEMPLATE else found.astimezone(UTC)
