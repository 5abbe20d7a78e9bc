"""Checks a zip archive, the container of many document formats, before anything is unpacked."""

import posixpath
import re
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from briefs.errors import Unreadable

MOST_PARTS = 5_000
MOST_BYTES = 200_000_000
"""Unpacked bytes of all parts together; a piece with its pictures has a few millions."""

MOST_XML = 16_000_000
"""Unpacked bytes of all XML parts together; parsed they take about ten times as much memory."""

PLAIN = "a zip archive"
"""The name for an archive that is no kind of document that we know."""

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
"""The names of Strict Open XML, a form of .docx that few programs write, and the usual ones."""

_RELATIONSHIP = re.compile(rb"<Relationship\s[^>]*/>")
_TARGET = re.compile(rb'\sTarget="([^"]*)"')
_MOST_TIMES = 200
_SMALL = 1_000_000
_TYPES = b"[Content_Types].xml"
_FOLDER = b"word/"
_MEDIA_TYPE = b"mimetype"
_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
_EPUB = b"application/epub+zip"
_HEAD = 200
_OTHERS = (
    (b"application/vnd.oasis.opendocument", "an OpenDocument sheet, presentation or drawing"),
    (b"xl/workbook", "an Excel workbook"),
    (b"ppt/presentation", "a PowerPoint presentation"),
    (b"Index/Document.iwa", "an Apple Pages document"),
    (b"Index/", "an Apple Keynote or Numbers document"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document, for error messages: its name, and the program that writes it."""

    name: str
    program: str
    suffix: str


WORD = Kind("Word", "Word or LibreOffice", ".docx")
OPEN_DOCUMENT = Kind("OpenDocument", "LibreOffice", ".odt")


def is_word(data: bytes) -> bool:
    """Whether these bytes are a zip archive with a Word document in it.

    The name of its main part depends on the program: Word Online writes word/document2.xml.
    """
    return data.startswith(b"PK\x03\x04") and _TYPES in data and _FOLDER in data


def is_open_text(data: bytes) -> bool:
    """Whether these bytes are an OpenDocument text, or a template of one."""
    told = _OPEN_TEXT in data[:_HEAD] or _MEDIA_TYPE + _OPEN_TEXT in data  # not always first
    return data.startswith(b"PK\x03\x04") and told


def is_epub(data: bytes) -> bool:
    """Whether a zip archive is an EPUB book."""
    head = data[:_HEAD]
    return _EPUB in head or b"META-INF/container.xml" in data


def checked(data: bytes, kind: Kind) -> bytes:
    """The archive, without relationships to parts that it lacks (such as a removed picture), and
    with the names of Strict Open XML as Word usually writes them.

    Unreadable if it would unpack to too much, or if its XML declares entities, which Word never
    writes. Sizes are those that the archive states; `zipfile` does not unpack more.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            _refuse_bombs(parts, xml)
            for part in xml if kind == WORD else ():
                unpacked = archive.read(part).replace(b"\0", b"")  # the XML may be UTF-16
                if b"<!DOCTYPE" in unpacked or b"<!ENTITY" in unpacked:
                    raise Unreadable(
                        f"its part {part.filename} has a document type, which Word never writes",
                        hint="Open it in Word and save it again as .docx.",
                    )
            return _mended(data, archive)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise damaged(kind) from error


def _mended(data: bytes, archive: ZipFile) -> bytes:
    names = frozenset(name.casefold() for name in archive.namelist())
    mended: dict[str, bytes] = {}
    for name in archive.namelist():
        if name.endswith(".xml") and _STRICT.search(written := archive.read(name)):
            mended[name] = _STRICT.sub(_USUAL, written)
        if name.endswith(".rels"):
            written = _STRICT.sub(_USUAL, archive.read(name))
            base = posixpath.dirname(posixpath.dirname(name))
            kept = _RELATIONSHIP.sub(partial(_kept, base=base, names=names), written)
            if kept != archive.read(name):
                mended[name] = kept
    if not mended:
        return data
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name in archive.namelist():
            made.writestr(name, mended.get(name) or archive.read(name))
    return stream.getvalue()


def _kept(relationship: re.Match[bytes], base: str, names: frozenset[str]) -> bytes:
    """A relationship unchanged, or nothing if the archive lacks its target."""
    target = _TARGET.search(relationship[0])
    if target is None or b'TargetMode="External"' in relationship[0]:
        return relationship[0]
    path = posixpath.normpath(posixpath.join("/" + base, target[1].decode("utf-8", "replace")))
    return relationship[0] if path.lstrip("/").casefold() in names else b""


def damaged(kind: Kind) -> Unreadable:
    return Unreadable(
        f"it is damaged, or no {kind.name} file at all",
        hint=f"Open it in {kind.program} and save it again as {kind.suffix}.",
    )


def other(data: bytes) -> str:
    """A guess what an unsupported zip archive is."""
    found = (kind for name, kind in _OTHERS if name in data)
    return next(found, PLAIN)


def _refuse_bombs(parts: list[ZipInfo], xml: list[ZipInfo]) -> None:
    hint = "Save the text alone as a new file, without pictures and attachments."
    if len(parts) > MOST_PARTS:
        raise Unreadable(f"it has {len(parts)} parts, where {MOST_PARTS} are allowed", hint=hint)
    for named, allowed, size in (
        ("", MOST_BYTES, sum(part.file_size for part in parts)),
        (" of XML", MOST_XML, sum(part.file_size for part in xml)),
    ):
        if size > allowed:
            raise Unreadable(
                f"it would unpack to {size / 1e6:.0f} MB{named}, where "
                f"{allowed / 1e6:.0f} MB are allowed",
                hint=hint,
            )
    for part in parts:
        times = part.file_size / max(part.compress_size, 1)
        if part.file_size > _SMALL and times > _MOST_TIMES:
            raise Unreadable(
                f"its part {part.filename} would unpack to {times:.0f} times its size", hint=hint
            )
