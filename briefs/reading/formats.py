"""What kind of file some bytes are, by their content: a file's name may say anything."""

import re
from typing import Literal, TypeAlias

from briefs.errors import Unreadable
from briefs.reading.word import archive

Format: TypeAlias = Literal["pdf", "word", "page", "text"]

WITHIN = 1024
"""A PDF's signature stands within so many bytes; mail and web gates put some before it."""

_HEAD = 4_000
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*|<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_UNUSED = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0")
_OLD = (
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc), or another of old Office"),
    (b"{\\rtf", "a rich text (RTF) file"),
)


def of(data: bytes) -> Format:
    """The format of a file; what is none of those we know is "text", which finds out for itself.

    Unreadable if it is a word processor's other file, that only has to be saved as .docx.
    """
    if b"%PDF-" in data[:WITHIN]:
        return "pdf"
    if archive.is_word(data):
        return "word"
    found = next((kind for magic, kind in _OLD if data.startswith(magic)), "")
    if data.startswith(b"PK\x03\x04"):
        found = archive.kind(data)
    if found:
        what = "send the files in it" if found == archive.PLAIN else "save it as .docx"
        raise Unreadable(f"this seems to be {found}", hint=f"Open it, and {what}.")
    return "page" if _PAGE.match(_UNUSED.sub(b"", data[:_HEAD])) else "text"
