"""Reads plain text as paragraphs: wraps are undone, intended breaks kept; and decodes its bytes."""

from briefs.errors import Unreadable
from briefs.reading import encoding
from briefs.reading.base import Paragraph, Paragraphs
from briefs.reading.encoding import Decoded
from briefs.text.canonical import blocks, unwrapped, wrap_width


def paragraphs(text: str) -> Paragraphs:
    """The paragraphs of a clean text."""
    width = wrap_width(text)
    return Paragraphs(tuple(Paragraph(unwrapped(block, width)) for block in blocks(text)))


LARGEST = 10_000_000
"""In bytes; far more than anyone writes, and little enough to process."""

_MAGIC = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))
_MAX_CONTROLS = 0.02


def decode(data: bytes, said: str = "") -> Decoded:
    """The bytes of a text file, in the encoding that `encoding.decode` finds; `said` is the charset
    from its server, if any.

    Unreadable if it is too large, empty, or something else than text.
    """
    if len(data) > LARGEST:
        size, limit = len(data) / 1e6, LARGEST / 1e6
        raise Unreadable(
            f"too large: {size:.0f} MB, where a piece may have {limit:.0f} MB",
            hint="Split it, or save its text alone.",
        )
    if not data.strip():
        raise Unreadable("empty", hint="Put the text of the piece into it.")
    if not data.startswith(_BYTE_ORDER_MARKS):
        _refuse_binary(data)
    return encoding.decode(data, said)


def _refuse_binary(data: bytes) -> None:
    hint = "Save it as plain text or Markdown, in UTF-8."
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"this seems to be {kind}, not text", hint=hint)
    if b"\0" in data:
        raise Unreadable("binary: it has NUL bytes, which no text has", hint=hint)
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > _MAX_CONTROLS * len(data):
        raise Unreadable("binary: it is full of control characters", hint=hint)
