"""Reading a piece: from the bytes of a file, or a text, to a draft, by what its content shows."""

import re
from dataclasses import replace
from hashlib import sha256
from types import EllipsisType
from typing import Literal, TypeAlias

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading import draft as reading_draft
from briefs.reading import front_matter, markdown, markdown_dialects, text
from briefs.reading.base import Paragraphs
from briefs.reading.draft import removed, without_body
from briefs.reading.front_matter import FrontMatter
from briefs.reading.html import links
from briefs.reading.left_out import Account
from briefs.reading.text import decode
from briefs.reading.word import archive
from briefs.references import find_list, parse
from briefs.references.find_list import ListEntry
from briefs.text import canonical

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


def read(data: bytes, *, name: str = "", origin: str = "", charset: str = "") -> Draft:
    """Read a file: PDF, Word, an HTML page, Markdown or plain text, whichever its content shows.

    `name` is the file's, `origin` where it came from (a path or an address), `charset` what the
    server that sent it said of its encoding. Unreadable, naming `origin` or else `name` and the
    line at fault, if it is none of these, is too large, damaged or locked, or has no body.
    Files of strangers are read through `briefs.sandbox.pool`, where they can do no harm.
    """
    try:
        draft = _read(data, name, origin, charset)
    except Unreadable as error:
        path = origin or name
        raise Unreadable(error.reason, path=path, line=error.line, hint=error.hint) from error
    if not any(map(str.isalnum, draft.body)):
        raise Unreadable(without_body(draft), path=origin or name, hint="Add the text itself.")
    return replace(draft, origin=origin, original=sha256(data).hexdigest())


def _read(data: bytes, name: str, origin: str, charset: str) -> Draft:
    """Read a file by its format; the libraries for each take a while to load, so they wait."""
    match of(data):
        case "pdf":
            from briefs.reading import pdf  # noqa: PLC0415  # as above

            return pdf.read(data, name)
        case "word":
            from briefs.reading import word  # noqa: PLC0415  # as above

            return word.read(data, name)
        case "page":
            from briefs.reading.html import article  # noqa: PLC0415  # as above

            return article.read(data, name=name, origin=origin, charset=charset)
        case "text":
            return _read_file(data, name, charset)


def _read_file(data: bytes, name: str, charset: str) -> Draft:
    """Read the bytes of a plain text or Markdown file."""
    decoded = decode(data, charset)
    cleaned, taken_out = canonical.clean(decoded.text)
    matter, rest = front_matter.read(cleaned)
    draft = _draft(rest, matter, title=..., name=name)
    return replace(draft, warnings=(*decoded.warnings, *removed(taken_out), *draft.warnings))


def read_text(source: str, *, title: str | EllipsisType | None = ..., name: str = "") -> Draft:
    """Read a text that is already a string; never fails.

    `title`: the title, None where there is none, or `...` to find it. What `read` refuses is a
    warning here: broken front matter is taken for text, and a text without a body has an empty one.
    """
    cleaned, taken_out = canonical.clean(source.lstrip("\ufeff"))
    warnings = removed(taken_out)
    try:
        matter, rest = front_matter.read(cleaned)
    except Unreadable as error:
        matter, rest = FrontMatter(), cleaned
        warnings = (*warnings, f"line {error.line}: {error.reason}")
    draft = _draft(rest, matter, title=title, name=name)
    if not draft.body:
        warnings = (*warnings, without_body(draft))
    original = sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(draft, warnings=(*warnings, *draft.warnings), original=original)


def _draft(
    source: str, matter: FrontMatter, *, title: str | EllipsisType | None, name: str
) -> Draft:
    """The draft of a clean text below its front matter."""
    account = Account()
    if not markdown.is_markdown(source, name):
        found = find_list.find(source)
        return _built(text.paragraphs(found.text), found.entries, matter, title=title, name=name)
    plain = markdown_dialects.plain(source, account, cites=matter.cites)
    found = find_list.find(plain.text)
    shown = markdown.shown(found.text, account, plain.captions)
    draft = _built(shown.paragraphs, found.entries, matter, title=title, name=name)
    linked = links.sources(shown.links, draft.body, (), draft.sources)
    return replace(draft, sources=(*draft.sources, *linked))


def _built(
    shown: Paragraphs,
    entries: tuple[ListEntry, ...],
    matter: FrontMatter,
    *,
    title: str | EllipsisType | None,
    name: str,
) -> Draft:
    sources = tuple(parse.parse(entry.raw, at) for at, entry in enumerate(entries, start=1))
    return reading_draft.draft(shown, entries, sources, matter=matter, title=title, name=name)
