"""The zip archive that a Word file is, looked over before anything of it is unpacked."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from briefs.errors import Unreadable

MOST_PARTS = 5_000
MOST_BYTES = 200_000_000
"""Unpacked, all parts together; a piece with its pictures has a few millions."""

MOST_XML = 16_000_000
"""Unpacked, all parts of XML together: as a tree they take some ten times as much."""

PLAIN = "a zip archive"
"""What is no kind of document that we know."""

_MOST_TIMES = 200
_SMALL = 1_000_000
_BODY = "word/document.xml"
_OTHERS = {
    "content.xml": "an OpenDocument file",
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "META-INF/container.xml": "an EPUB book",
}


def is_word(data: bytes) -> bool:
    """Whether these bytes are a zip archive with a Word document in it."""
    return data.startswith(b"PK\x03\x04") and _BODY.encode() in data


def check(data: bytes) -> None:
    """Unreadable if unpacking it could hurt, or if its XML defines entities, as Word's never does.

    Sizes are those that the archive states, past which `zipfile` does not unpack.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            _refuse_bombs(parts, xml)
            for part in xml:
                unpacked = archive.read(part).replace(b"\0", b"")  # it may be UTF-16
                if b"<!DOCTYPE" in unpacked or b"<!ENTITY" in unpacked:
                    raise Unreadable(
                        f"its part {part.filename} has a document type, which Word never writes",
                        hint="Open it in Word and save it again as .docx.",
                    )
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise damaged() from error


def damaged() -> Unreadable:
    return Unreadable(
        "it is damaged, or no Word file at all",
        hint="Open it in Word or LibreOffice and save it again as .docx.",
    )


def kind(data: bytes) -> str:
    """What a zip archive that is no Word file seems to be."""
    found = (kind for name, kind in _OTHERS.items() if name.encode() in data)
    return next(found, PLAIN)


def _refuse_bombs(parts: list[ZipInfo], xml: list[ZipInfo]) -> None:
    hint = "Save the text alone as a new .docx file, without pictures and attachments."
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
