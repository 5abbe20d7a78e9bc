"""Recognises the kind of a file, and says what to do with one that is not supported.

The content decides before the name, which may be wrong; the name decides for markup without a
signature.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, TypeAlias

from briefs.errors import Unreadable
from briefs.reading import archive

Format: TypeAlias = Literal[
    "pdf", "word", "opendocument", "page", "mail", "markup", "notebook", "text"
]

SIGNATURE_WITHIN = 1024
"""A PDF's signature is within so many bytes; mail and web gateways put some before it."""

_HEAD_BYTES = 4_000
_UNUSED = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0")
_COMMENT = rb"<!--(?:(?!-->).)*+-->"
_PROLOGUE = rb"\s*+(?:(?:<\?[^>]*+>|" + _COMMENT + rb")\s*+)*+"
"""What may precede a root element; possessive quantifiers keep the match linear."""

_PAGE = re.compile(
    _PROLOGUE + rb"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(
    _PROLOGUE + rb"(?:<!DOCTYPE\s++[^>\[]*+(?:\[[^\]]*+\])?\s*+>\s*+)?(?:" + _COMMENT + rb"\s*+)*+"
    rb"<((?:[A-Za-z][\w.-]*:)?[A-Za-z][\w.-]*)[\s/>]",
    re.DOTALL,
)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z-]{1,40}):[ \t]?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")
_MAIL_ONLY = frozenset(
    (b"from", b"received", b"return-path", b"mime-version", b"message-id", b"delivered-to")
)
_MAIL = _MAIL_ONLY | {b"to", b"cc", b"subject", b"date", b"content-type", b"reply-to", b"sender"}
_MIN_HEADERS = 2
_ENVELOPE = re.compile(rb"From \S[^\n]{0,300}\n(?=>?[A-Za-z][A-Za-z-]{1,40}[ \t]?:)")
"""The line that mailboxes put before each message."""

_NEXT_MESSAGE = re.compile(
    rb"\n\r?\nFrom \S+ {1,4}[A-Z][a-z]{2} [A-Z][a-z]{2} [^\n]{8,30}\d{4}\r?\n[A-Za-z-]+:"
)


@dataclass(frozen=True, slots=True)
class Markup:
    """A markup that Pandoc reads, by Pandoc's name for it; `name` is for people.

    With `stated`, a title, names and a date in the file are the author's own words; otherwise a
    program noted them.
    """

    pandoc: str
    name: str
    stated: bool = True


RTF = Markup("rtf", "a rich text (RTF) file", stated=False)
EPUB = Markup("epub", "an EPUB book")
JATS = Markup("jats", "a JATS article")
_DOCBOOK = Markup("docbook", "a DocBook text")
LATEX = Markup("latex", "a LaTeX file")
ORG = Markup("org", "an Org file")
_RST = Markup("rst", "a reStructuredText file")
_BY_NAME: Mapping[str, Markup] = {
    ".rtf": RTF,
    ".epub": EPUB,
    ".tex": LATEX,
    ".latex": LATEX,
    ".org": ORG,
    ".rst": _RST,
    ".rest": _RST,
    ".adoc": Markup("asciidoc", "an AsciiDoc file"),
    ".asciidoc": Markup("asciidoc", "an AsciiDoc file"),
    ".typ": Markup("typst", "a Typst file"),
    ".textile": Markup("textile", "a Textile file"),
    ".mediawiki": Markup("mediawiki", "a MediaWiki page"),
    ".wiki": Markup("mediawiki", "a MediaWiki page"),
    ".muse": Markup("muse", "a Muse file"),
    ".dj": Markup("djot", "a Djot file"),
}
_BY_ROOT: Mapping[str, Markup] = {
    "book": _DOCBOOK,
    "chapter": _DOCBOOK,
    "fictionbook": Markup("fb2", "a FictionBook"),
}
BY_PANDOC: Mapping[str, Markup] = {
    one.pandoc: one for one in (RTF, EPUB, JATS, *_BY_NAME.values(), *_BY_ROOT.values())
}
_LATEX_SIGN = re.compile(rb"(?:^|\n)[ \t]*\\(?:documentclass|begin\{document\})")
_ORG_SIGN = re.compile(rb"(?:^|\n)#\+(?:TITLE|AUTHOR|OPTIONS|DATE):", re.IGNORECASE)
_RST_SIGN = re.compile(rb"(?:^|\n)\.\. (?:\[[^\]\n]+\] |_[^:\n]+: |[\w-]+:: ?)")
_NOTEBOOK_SIGN = re.compile(rb'\s*\{.{0,200000}"nbformat"\s*:', re.DOTALL)

_SAVE_DOCX = "Open it, and save it as .docx."
_SAVE_TEXT = "Save its text alone, as .docx, HTML or plain text."
_FEED = "Follow the site’s feed with `sourcebrief feed add ADDRESS`, or add its pages’ addresses."
_REFUSED_BY_NAME: Mapping[str, tuple[str, str]] = {
    ".srt": ("subtitles", _SAVE_TEXT),
    ".vtt": ("subtitles", _SAVE_TEXT),
    ".csv": ("a table", _SAVE_TEXT),
    ".tsv": ("a table", _SAVE_TEXT),
    ".bib": ("a list of references", "Add the piece that cites them."),
    ".ris": ("a list of references", "Add the piece that cites them."),
    ".json": ("data (JSON)", _SAVE_TEXT),
    ".jsonl": ("data (JSON)", _SAVE_TEXT),
    ".yaml": ("data (YAML)", _SAVE_TEXT),
    ".yml": ("data (YAML)", _SAVE_TEXT),
    ".xml": ("XML of no kind that is read here", _SAVE_TEXT),
    ".ics": ("a calendar", _SAVE_TEXT),
    ".vcf": ("an address card", _SAVE_TEXT),
    ".msg": ("an Outlook message", "Save it as .eml, or its text as .docx."),
    ".mbox": ("a mailbox of many messages", "Save the message that is the piece as .eml."),
}
_REFUSED_ROOTS: Mapping[str, tuple[str, str]] = {
    "rss": ("a feed", _FEED),
    "feed": ("a feed", _FEED),
    "rdf": ("a feed", _FEED),
    "opml": ("a list of feeds", "Take it in with `sourcebrief feed import FILE`."),
    "svg": ("a picture (SVG)", _SAVE_TEXT),
    "nitf": ("a news item in NITF", _SAVE_TEXT),
    "newsitem": ("a news item in NewsML", _SAVE_TEXT),
    "newsml": ("a news item in NewsML", _SAVE_TEXT),
    "tei": ("a TEI text", _SAVE_TEXT),
}


def of(data: bytes, name: str = "") -> Format:
    """The format of a file; "text" if it is none of the known ones.

    Unreadable, with what to do, for a known kind of file that is not supported.
    """
    if markup(data, name) is not None:
        return "markup"
    if b"%PDF-" in data[:SIGNATURE_WITHIN]:
        return "pdf"
    if archive.is_word(data):
        return "word"
    if archive.is_open_text(data):
        return "opendocument"
    if data.startswith(b"PK\x03\x04"):
        found = archive.other(data)
        inner = found == archive.PLAIN
        _refuse(found, "Open it, and send the files in it." if inner else _hint(found))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        outlook = _suffix(name) == ".msg"
        found = "an old Word file (.doc), or another of old Office"
        _refuse(*(_REFUSED_BY_NAME[".msg"] if outlook else (found, _SAVE_DOCX)))
    head = _UNUSED.sub(b"", data[:_HEAD_BYTES])
    if _PAGE.match(head):
        return "page"
    if envelope := _ENVELOPE.match(head):
        if _NEXT_MESSAGE.search(data):
            _refuse(*_REFUSED_BY_NAME[".mbox"])
        return "mail" if is_mail(head[envelope.end() :]) or _suffix(name) == ".eml" else "text"
    if is_mail(head) or (_suffix(name) == ".eml" and _HEADER.match(head)):
        return "mail"
    if _suffix(name) == ".ipynb" or (_NOTEBOOK_SIGN.match(data) and b'"cells"' in data):
        return "notebook"
    root = _root(head)
    if root == "document" and b"opendocument" in head:
        return "opendocument"
    _refuse_known(data, head, root, name)
    return "text"


def markup(data: bytes, name: str = "") -> Markup | None:
    """The markup of a file, if Pandoc has to read it."""
    suffix = _suffix(name)
    if data.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(b"PK\x03\x04") and archive.is_epub(data):
        return EPUB
    if data.startswith((b"PK", b"%PDF-", b"\xd0\xcf")):
        return None
    head = _UNUSED.sub(b"", data[:_HEAD_BYTES])
    if root := _root(head):
        jats = root == "article" and b"docbook" not in head.lower()
        scholarly = any(sign in head for sign in (b"<front", b"JATS", b"NLM", b"article-type"))
        if root == "article" and not jats:
            return _DOCBOOK
        return JATS if jats and scholarly else _BY_ROOT.get(root)
    if suffix in {".md", ".markdown", ".txt", ".html", ".htm", ".eml", ".mhtml", ".mht"}:
        known = None  # the markup is only an example in a text
    else:
        known = _BY_NAME.get(suffix)
    if known is None and _LATEX_SIGN.search(head) and b"\\begin{document}" in data:
        return LATEX
    if known is None and suffix not in {".md", ".markdown"} and _ORG_SIGN.search(head[:300]):
        return ORG
    if known is None and not suffix and _RST_SIGN.search(head):
        return _RST
    return known


def is_mail(head: bytes) -> bool:
    """Whether a file begins like a message: with header lines, some of which only mail has."""
    names: list[bytes] = []
    at = 0
    while found := _HEADER.match(head, at):
        names.append(found[1].lower())
        at = found.end()
    known = [name for name in names if name in _MAIL]
    return len(known) >= _MIN_HEADERS and any(name in _MAIL_ONLY for name in known)


def _refuse_known(data: bytes, head: bytes, root: str, name: str) -> None:
    """Raise Unreadable for data of a known kind, whose source would pass for text."""
    if root == "rss" and b"xmlns:wp=" in data:
        _refuse("an export of a WordPress site, with all its posts", _FEED)
    if root in _REFUSED_ROOTS:
        _refuse(*_REFUSED_ROOTS[root])
    if root and head.lstrip().startswith(b"<?xml"):
        _refuse(*_REFUSED_BY_NAME[".xml"])
    json = head.lstrip()[:1] in {b"{", b"["} and data.rstrip()[-1:] in {b"}", b"]"}
    if json and b'"posts"' in data and b'"db"' in head:
        _refuse("an export of a Ghost site, with all its posts", _FEED)
    if json and re.match(rb'\s*(?:\{\s*"|\[\s*[\[{"\d])', head):
        _refuse(*_REFUSED_BY_NAME[".json"])
    if (suffix := _suffix(name)) in _REFUSED_BY_NAME:
        _refuse(*_REFUSED_BY_NAME[suffix])


def _refuse(found: str, hint: str) -> None:
    raise Unreadable(f"this seems to be {found}", hint=hint)


def _hint(found: str) -> str:
    return "Export it as Word (.docx)." if "Apple" in found else _SAVE_TEXT


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _root(head: bytes) -> str:
    """The name of the root element of XML, without its prefix; "" if there is none."""
    found = _ROOT.match(head)
    return found[1].rpartition(b":")[2].decode("ascii", "replace").lower() if found else ""
