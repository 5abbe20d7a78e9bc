"""Plain text; bytes to text.

Plain text as paragraphs: wraps undone, line breaks that were meant kept.

Bytes as text, or the reason why they are none.
"""

import codecs
from contextlib import suppress
from dataclasses import dataclass

from briefs.errors import Unreadable
from briefs.reading.base import Paragraph, Paragraphs
from briefs.text.canonical import blocks, unwrapped, wrap_width


def paragraphs(text: str) -> Paragraphs:
    """The paragraphs of a clean text."""
    width = wrap_width(text)
    return Paragraphs(tuple(Paragraph(unwrapped(block, width)) for block in blocks(text)))


LARGEST = 10_000_000
"""Bytes in one piece; far more than anyone writes, little enough to work on."""

_MAGIC = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))
_TOO_MANY = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, said: str = "") -> Decoded:
    """UTF-8, with or without a byte order mark; UTF-16 or -32 with one; else the charset that its
    server `said` it is in, if it did; else Windows-1252.

    Unreadable if there is too much of it, nothing in it, or it is something else than text.
    """
    if len(data) > LARGEST:
        size, limit = len(data) / 1e6, LARGEST / 1e6
        raise Unreadable(
            f"too large: {size:.0f} MB, where a piece may have {limit:.0f} MB",
            hint="Split it, or save its text alone.",
        )
    if not data.strip():
        raise Unreadable("empty", hint="Put the text of the piece into it.")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        _refuse_binary(data)
    try:
        return Decoded(data.decode(encoding or "utf-8"))
    except UnicodeDecodeError as error:
        if encoding is not None:
            said = encoding.removesuffix("-sig").upper()
            raise Unreadable(
                f"it begins as {said} text, but is not: {error.reason} at byte {error.start}",
                hint="Save it again as UTF-8 text.",
            ) from error
    with suppress(UnicodeDecodeError):
        if named := known(said):
            return Decoded(data.decode(named))
    try:
        return Decoded(data.decode("cp1252"), ("not UTF-8: read as Windows-1252 (Latin-1)",))
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), ("not UTF-8: read as Latin-1",))


def known(name: str) -> str:
    """Python's name of an encoding, or "" if it is none; on the web Latin-1 is Windows-1252."""
    try:
        found = codecs.lookup(name.strip("\"' ")).name
        b"".decode(found)  # fails for what is no encoding of text, such as base64
    except (LookupError, ValueError):
        return ""
    return "cp1252" if found in {"iso8859-1", "ascii"} else found


def _refuse_binary(data: bytes) -> None:
    hint = "Save it as plain text or Markdown, in UTF-8."
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"this seems to be {kind}, not text", hint=hint)
    if b"\0" in data:
        raise Unreadable("binary: it has NUL bytes, which no text has", hint=hint)
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > _TOO_MANY * len(data):
        raise Unreadable("binary: it is full of control characters", hint=hint)
