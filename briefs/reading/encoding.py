"""Decodes bytes: by their byte order mark, as UTF-8, by a label as on the web, or by the letters
themselves; refuses them if none of these is certain, or if they are no text at all.

Labels have the meaning of the WHATWG's Encoding standard (https://encoding.spec.whatwg.org/), as in
browsers ("gb2312" is GBK, "iso-8859-1" is Windows-1252). Text without a label that is not UTF-8 is
guessed by chardet.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

import chardet
import webencodings

from briefs.errors import Unreadable

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_SEVEN_BITS = frozenset({"iso-2022-jp"})
"""Encodings that use ASCII bytes only, and so would pass for UTF-8."""

_SAMPLE_BYTES = 60_000
_MIN_CONFIDENCE = 0.3
"""The least confidence of chardet for other than Western texts: wrong guesses had less in all
trials.
"""

_MIN_CONFIDENCE_LATIN = 0.15
"""The same for other Latin alphabets, whose letters are less distinctive."""

_LATIN = frozenset({"windows-1250", "iso-8859-2", "iso-8859-16", "windows-1254", "windows-1257"})
_MIN_LETTERS_A_STRAY = 5
_MAX_LOST, _MAX_STRAY = 0.005, 0.0002
_IMPLAUSIBLE = re.compile(
    r"[a-zß-ÿ][À-ÖØ-ÞŠŽŸ]|(?<!\w)[ÐÑØÞß](?!\w)|\w[¢-§©ª¬®-±²³µ¶¸¹¼-¾×÷†‡ƒˆ˜]\w|[‚¨¯´]\w"
    r"|[A-Z][ŠŽŸ][a-z]|[a-z][†‡][a-z]?"
    r"|[\x81\x8d\x8f\x90\x9d]"
)
"""Characters that no Western text has there; they show text of another
encoding decoded as Western.
"""

_MOJIBAKE = ("â€™", "â€œ", "â€“", "â€”", "Ã©", "Ã¼", "Ã¤", "Ã¶", "Ã¨", "Ã±", "Ã§", "Ð¾", "Ð°")
_MOJIBAKE_FIRST = sorted({sign[0] for sign in _MOJIBAKE})
_MIN_MOJIBAKE = 2
_HINT = "Save it again as UTF-8 text."


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *labels: str) -> Decoded:
    """The decoded bytes; `labels` are statements of their encoding, the most reliable first.

    Unreadable if the bytes contradict their mark or label, or no encoding is certain.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _by_mark(data, name)
    is_ascii = any(label.strip("\"' ").casefold() in _ASCII for label in labels)
    if is_ascii and not data.isascii():
        return _decode_misnamed_ascii(data)
    named = None if is_ascii else next(filter(None, map(_encoding, labels)), None)
    if named is None and _JAPANESE_SHIFTS.search(data):
        named = _encoding("iso-2022-jp")  # only this encoding uses these escapes
    if named is not None and named.name == "replacement":
        raise Unreadable("its encoding is one that no browser reads any more", hint=_HINT)
    if named is None or named.name not in _SEVEN_BITS:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return Decoded(text, (*_misnamed(named, data), *_garbled(text)))
    if named is None or named.name == "utf-8":
        return _guessed(data, is_misnamed=named is not None)
    return _labelled(data, named)


_JAPANESE_SHIFTS = re.compile(rb"\x1b\$[@B]")


_ASCII = frozenset({"ascii", "us-ascii", "ansi_x3.4-1968", "iso646-us", "iso_646.irv:1991"})
"""Labels that programs write by default, above text in any encoding."""


def _decode_misnamed_ascii(data: bytes) -> Decoded:
    """Text that is no ASCII as it says: by its own letters, or as browsers decode it."""
    try:
        return decode(data)
    except Unreadable:
        western = _western(data)
        if not _reads_as_western(western):
            raise
        return Decoded(western)


def python_name(label: str) -> str:
    """Python's name of the encoding that a label means on the web, or "" for an unknown label."""
    found = _encoding(label)
    return "" if found is None or found.name == "replacement" else found.codec_info.name


def _encoding(label: str) -> webencodings.Encoding | None:
    found = webencodings.lookup(label.strip("\"' "))
    if found is not None and found.name.startswith("utf-16"):
        return webencodings.lookup("utf-8")  # as browsers do without a byte order mark
    return found


def _by_mark(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        said = name.removesuffix("-sig").upper()
        raise Unreadable(
            f"it begins as {said} text, but is not: {error.reason} at byte {error.start}",
            hint=_HINT,
        ) from error


def _labelled(data: bytes, named: webencodings.Encoding) -> Decoded:
    text = data.decode(named.codec_info.name, "replace")
    lost = text.count("\ufffd") - data.count("\ufffd".encode())
    if lost <= 0:
        return Decoded(text)
    if lost > max(1.0, _MAX_LOST * len(text)):
        raise Unreadable(f"it is said to be {named.name} text, but is not", hint=_HINT)
    characters = "1 character" if lost == 1 else f"{lost} characters"
    return Decoded(text, (f"{characters} could not be read as {named.name}",))


def _guessed(data: bytes, *, is_misnamed: bool) -> Decoded:
    """The text by the likeliest encoding of its letters; Western if that is
    as likely as any other.
    """
    begins = f"not UTF-8{', as it says' if is_misnamed else ''}"
    if (mended := _nearly_unicode(data)) is not None and _is_mostly_unicode(mended.text):
        return mended
    western = _western(data)
    for name, confidence in _candidates(data):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if text == western or name in {"cp1252", "iso8859-1", "iso8859-15"}:
            break
        enough = _MIN_CONFIDENCE_LATIN if _web_name(name) in _LATIN else _MIN_CONFIDENCE
        if confidence < enough:
            if _reads_as_western(western):
                break
            if (mended := _nearly_unicode(data)) is not None:
                return mended
            likely = _web_name(name) or name
            raise Unreadable(f"{begins}: it may be {likely}, which is not sure enough", hint=_HINT)
        return Decoded(text, (f"{begins}: read as {_web_name(name) or name}, by its letters",))
    return Decoded(western, (f"{begins}: read as Windows-1252 (Latin-1)", *_unread(western)))


def _reads_as_western(text: str) -> bool:
    """Whether accents and signs stand where Western languages have them."""
    return not _unread(text) and _IMPLAUSIBLE.search(text) is None


def _is_mostly_unicode(text: str) -> bool:
    """Whether so many letters beyond ASCII are valid UTF-8 that it must be UTF-8."""
    others = sum(not letter.isascii() for letter in text) - text.count("\ufffd")
    return others >= _MIN_LETTERS_A_STRAY * text.count("\ufffd")


def _nearly_unicode(data: bytes) -> Decoded | None:
    """The text as UTF-8 (or ASCII) with one or two invalid bytes, as in pages put together from
    parts.
    """
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd") - data.count("\ufffd".encode())
    if lost > max(1.0, _MAX_STRAY * len(text)):
        return None
    characters = "1 character" if lost == 1 else f"{lost} characters"
    return Decoded(text, (f"{characters} could not be read as utf-8",))


def _candidates(data: bytes) -> Iterator[tuple[str, float]]:
    """Python's names of the encodings that the letters suggest, the likeliest first."""
    for found in chardet.detect_all(data[:_SAMPLE_BYTES]):
        name = found["encoding"]
        if name and name.lower() not in {"ascii", "utf-8"}:
            try:
                yield codecs.lookup(python_name(name) or name).name, float(found["confidence"] or 0)
            except LookupError:
                continue


def _web_name(name: str) -> str:
    found = webencodings.lookup(name)
    return found.name if found is not None else ""


def _western(data: bytes) -> str:
    """Windows-1252 as browsers decode it: every byte is some character."""
    return codecs.charmap_decode(data, "strict", _WESTERN_TABLE)[0]


_UNDEFINED = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
_WESTERN_TABLE = "".join(
    chr(byte) if byte in _UNDEFINED else bytes((byte,)).decode("cp1252") for byte in range(256)
)


def _unread(text: str) -> tuple[str, ...]:
    lost = sum(text.count(chr(byte)) for byte in _UNDEFINED)
    if not lost:
        return ()
    characters = "1 character" if lost == 1 else f"{lost} characters"
    return (f"{characters} could not be read as windows-1252",)


def _misnamed(named: webencodings.Encoding | None, data: bytes) -> tuple[str, ...]:
    if named is None or named.name == "utf-8" or data.isascii():
        return ()
    return (f"said to be {named.name}, but it is UTF-8: read as that",)


def _garbled(text: str) -> tuple[str, ...]:
    """A warning about text that was decoded wrongly before it came here; it stays unchanged."""
    if not any(first in text for first in _MOJIBAKE_FIRST):  # most texts contain none of them
        return ()
    found = [sign for sign in _MOJIBAKE if sign in text]
    if sum(text.count(sign) for sign in found) < _MIN_MOJIBAKE:
        return ()
    return (
        f"some letters are garbled where it was made (“{found[0]}”): look at it before it is sent",
    )


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


def decode_text(data: bytes, said: str = "") -> Decoded:
    """The bytes of a text file, in the encoding that `decode` finds; `said` is the charset
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
    return decode(data, said)


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
