"""A page's bytes as text: in the encoding they are in, whatever the page or its server says."""

import codecs
import re

from briefs.reading.text import Decoded, known

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?([a-z0-9_.:-]{2,30})"
)
_HEAD = 4_096
_SHIFTED = frozenset({"iso2022_jp", "hz"})
"""Encodings that are written in ASCII bytes alone, and so would pass for UTF-8."""


def decode(data: bytes, said: str = "") -> Decoded:
    """The text of a page; `said` is the charset that its server named, if it did.

    A byte order mark decides. Else what can be UTF-8 is: no other text with accents looks like it.
    Else the server's word comes before the page's own, and Windows-1252 last. Never raises: what
    cannot be read becomes U+FFFD, with a warning.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replaced(data, name)
    named = known(said) or known(_declared(data))
    if named not in _SHIFTED:
        try:
            return Decoded(data.decode("utf-8"), _misnamed(named, data))
        except UnicodeDecodeError:
            pass
    if not named or named == "utf-8":
        warning = f"not UTF-8{', as it says' if named else ''}: read as Windows-1252 (Latin-1)"
        decoded = _replaced(data, "cp1252")
        return Decoded(decoded.text, (warning, *decoded.warnings))
    return _replaced(data, named)


def _declared(page: bytes) -> str:
    """The charset that a page says it is in, or "" if it says none."""
    said = _CHARSET.search(page[:_HEAD].lower())
    return said[1].decode("ascii") if said else ""


def _misnamed(named: str, data: bytes) -> tuple[str, ...]:
    if named in {"", "utf-8", "utf-8-sig"} or data.isascii():
        return ()
    return (f"said to be {named}, but it is UTF-8: read as that",)


def _replaced(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace").removeprefix("\ufeff")
    lost = text.count("\ufffd") - data.count("\ufffd".encode())
    if lost <= 0:
        return Decoded(text)
    characters = "1 character" if lost == 1 else f"{lost} characters"
    return Decoded(text, (f"{characters} could not be read as {name}",))
