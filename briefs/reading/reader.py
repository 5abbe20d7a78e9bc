"""Reads a piece: from the bytes of a file, or a text, to a draft, by its content.

The content decides what kind of file it is, before its name, which may be wrong; the name decides
for markup without a signature.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import PurePath
from types import EllipsisType
from typing import TYPE_CHECKING

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading import (
    archive,
    formats,
    front_matter,
    markdown,
    markdown_dialects,
    notebook,
    pandoc,
)
from briefs.reading import draft as reading_draft
from briefs.reading.base import (
    Account,
    Paragraphs,
    day_in_name,
    merged,
    plain_paragraphs,
    warnings_of,
)
from briefs.reading.draft import removed, without_body
from briefs.reading.encoding import decode_text
from briefs.reading.formats import Format, Markup
from briefs.reading.front_matter import FrontMatter
from briefs.references import find_list, parse
from briefs.references.find_list import ListEntry
from briefs.text import canonical, language

if TYPE_CHECKING:
    from briefs.reading.mail import Mail  # its parser loads slowly

_MIN_SHARE = 0.5
"""A message's HTML is preferred if it gives this share of the words of its plain text."""


def read(
    data: bytes,
    *,
    name: str = "",
    origin: str = "",
    charset: str = "",
    tree: bytes = b"",
    beside: str = "",
) -> Draft:
    """Read a file: PDF, Word, OpenDocument, HTML, a message, markup, Markdown or plain text.

    Its content decides which, or else its name. `name` is the file's, `origin` its path or address,
    `charset` its server's statement of the encoding, `tree` Pandoc's output if it was run before.
    `beside` is front matter from a file of its own, which overrides what is read. Unreadable,
    naming `origin` or else `name` and the line of the error, if the file has none of these formats,
    is too large, damaged or encrypted, or has no body. Strangers' files must be read through
    `briefs.sandbox.pool`.
    """
    try:
        draft = _read(data, name, origin, charset, tree)
        draft = _with_facts(draft, beside) if beside else draft
    except Unreadable as error:
        path = origin or name
        raise Unreadable(error.reason, path=path, line=error.line, hint=error.hint) from error
    if not any(map(str.isalnum, draft.body)):
        raise Unreadable(without_body(draft), path=origin or name, hint="Add the text itself.")
    return replace(
        draft,
        published=draft.published or day_in_name(name),
        origin=origin,
        original=sha256(data).hexdigest(),
    )


def _with_facts(draft: Draft, beside: str) -> Draft:
    """The draft with front matter from the file beside it, which is YAML without fences."""
    text, _ = canonical.clean(beside.lstrip("\ufeff"))
    lines = [line for line in text.strip().split("\n") if line.rstrip() not in {"---", "..."}]
    matter, _ = front_matter.read("\n".join(("---", *lines, "---", "")))
    return replace(
        draft,
        title=matter.title or draft.title,
        byline=matter.byline or draft.byline,
        outlet=matter.outlet or draft.outlet,
        published=matter.published or draft.published,
        not_before=matter.not_before or draft.not_before,
        topics=matter.topics or draft.topics,
        url=matter.url or draft.url,
        language=language.settled(matter.language or draft.language, draft.body)[0],
        slug=matter.slug or draft.slug,
        named=bool(matter.slug) or draft.named,
        hold=matter.hold or draft.hold,
        warnings=(*draft.warnings, *matter.warnings),
    )


def _read(data: bytes, name: str, origin: str, charset: str, tree: bytes) -> Draft:
    """Read a file by its format; each format's libraries load slowly, and only when needed."""
    match format_of(data, name):
        case "pdf":
            from briefs.reading import pdf  # noqa: PLC0415  # as above

            return pdf.read(data, name)
        case "word":
            from briefs.reading import word  # noqa: PLC0415  # as above

            return word.read(data, name)
        case "page":
            from briefs.reading.html import article  # noqa: PLC0415  # as above

            return article.read(data, name=name, origin=origin, charset=charset)
        case "opendocument":
            from briefs.reading import opendocument  # noqa: PLC0415  # as above

            return opendocument.read(data, name)
        case "markup":
            from briefs.reading import markup  # noqa: PLC0415  # as above

            written = markup_of(data, name)
            assert written is not None  # noqa: S101  # its format implies it
            return markup.read(data, tree or pandoc.convert(data, written), written, name)
        case "mail":
            from briefs.reading import mail  # noqa: PLC0415  # as above

            return _read_mail(mail.parse(data), name, origin)
        case "notebook":
            return _read_notebook(data, name)
        case "text":
            return _read_file(data, name, charset)


def _read_mail(mail: "Mail", name: str, origin: str) -> Draft:
    """Read a message's HTML or else its text; a page that a browser saved is read as a page."""
    from briefs.reading import mail_heads  # noqa: PLC0415  # its patterns take long to compile
    from briefs.reading.html import article  # noqa: PLC0415  # loads slowly

    page: Draft | None = None
    if mail.page is not None:
        address = mail.page.address or origin
        try:
            page = article.read(
                mail.page.data,
                name=name,
                origin=address,
                charset=mail.page.charset,
                is_message=not mail.archive,
                is_answer=mail.answers,
            )
        except Unreadable:
            if mail.archive or mail.text is None:
                raise
        if page is not None and mail.archive:
            return replace(page, url=page.url or mail.page.address)
    if page is not None and mail_heads.are_in(page.body):  # its lines tell more than its blocks
        mail = replace(mail, text=mail.text or page.body)
        page = None
    plain = _mail_text(mail, name) if mail.text and mail.text.strip() else None
    if page is None and plain is None:
        raise Unreadable("no part of it is text", hint="Add the text itself.")
    enough = plain is None or (
        page is not None and len(page.body.split()) >= _MIN_SHARE * len(plain.body.split())
    )
    draft = page if page is not None and enough else plain
    assert draft is not None  # noqa: S101  # a message has one of them
    account = Account()
    if mail.attachments:
        account.add("attachment", passages=mail.attachments)
    untitled = not draft.title and mail.subject
    return replace(
        draft,
        title=draft.title or mail.subject,
        published=draft.published or mail.sent,
        hold=draft.hold or mail.hold,
        left_out=merged(draft.left_out, account.left_out),
        warnings=tuple(
            one for one in draft.warnings if not (untitled and one.startswith("no title"))
        ),
    )


def _mail_text(mail: "Mail", name: str) -> Draft:
    from briefs.reading.mail import own_text  # noqa: PLC0415  # as above

    account = Account()
    own = own_text(mail.text or "", account, hands_on=mail.hands_on, answers=mail.answers)
    cleaned, taken_out = canonical.clean(own)
    matter = FrontMatter(title=mail.subject, published=mail.sent)
    draft = _draft(cleaned, matter, title=..., name=name)
    warnings = (*removed(taken_out), *warnings_of(account.left_out), *draft.warnings)
    return replace(draft, left_out=merged(draft.left_out, account.left_out), warnings=warnings)


def _read_notebook(data: bytes, name: str) -> Draft:
    account = Account()
    cleaned, taken_out = canonical.clean(notebook.text(data, account))
    matter, rest = front_matter.read(cleaned)
    draft = _markdown_draft(rest, account, matter, title=..., name=name)
    return replace(draft, warnings=(*removed(taken_out), *draft.warnings))


def _read_file(data: bytes, name: str, charset: str) -> Draft:
    """Read the bytes of a plain text or Markdown file."""
    decoded = decode_text(data, charset)
    cleaned, taken_out = canonical.clean(decoded.text)
    matter, rest = front_matter.read(cleaned)
    draft = _draft(rest, matter, title=..., name=name)
    return replace(draft, warnings=(*decoded.warnings, *removed(taken_out), *draft.warnings))


def read_text(source: str, *, title: str | EllipsisType | None = ..., name: str = "") -> Draft:
    """Read a text that is already a string; never fails.

    `title` is None for a text without one, and `...` to find it. Errors of `read` are warnings
    here: broken front matter becomes text, and a text without a body gives an empty body.
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
    if not markdown.is_markdown(source, name):
        found = find_list.find(source)
        return _built(plain_paragraphs(found.text), found.entries, matter, title=title, name=name)
    return _markdown_draft(source, Account(), matter, title=title, name=name)


def _markdown_draft(
    source: str,
    account: Account,
    matter: FrontMatter,
    *,
    title: str | EllipsisType | None,
    name: str,
) -> Draft:
    plain = markdown_dialects.plain(source, account, cites=matter.cites)
    found = find_list.find(plain.text)
    shown = markdown.shown(found.text, account, plain.captions)
    draft = _built(shown.paragraphs, found.entries, matter, title=title, name=name)
    linked = reading_draft.linked_sources(shown.links, draft.body, (), draft.sources)
    return replace(draft, sources=(*draft.sources, *linked))


def _built(
    shown: Paragraphs,
    entries: Sequence[ListEntry],
    matter: FrontMatter,
    *,
    title: str | EllipsisType | None,
    name: str,
) -> Draft:
    shown, entries = reading_draft.remarks_apart(shown, entries)
    sources = tuple(parse.parse(entry.raw, at) for at, entry in enumerate(entries, start=1))
    return reading_draft.draft(shown, entries, sources, matter=matter, title=title, name=name)


_SIGNATURE_WITHIN = 1024
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
_LATEX_SIGN = re.compile(rb"(?:^|\n)[ \t]*\\(?:documentclass|begin\{document\})")
_ORG_SIGN = re.compile(rb"(?:^|\n)#\+(?:TITLE|AUTHOR|OPTIONS|DATE):", re.IGNORECASE)
_RST_SIGN = re.compile(rb"(?:^|\n)\.\. (?:\[[^\]\n]+\] |_[^:\n]+: |[\w-]+:: ?)")
_NOTEBOOK_SIGN = re.compile(rb'\s*\{.{0,200000}"nbformat"\s*:', re.DOTALL)


def format_of(data: bytes, name: str = "") -> Format:
    """The format of a file; "text" if it is none of the known ones.

    Unreadable, with what to do, for a known kind of file that is not supported.
    """
    if markup_of(data, name) is not None:
        return "markup"
    if b"%PDF-" in data[:_SIGNATURE_WITHIN]:
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
        _refuse(*(formats.REFUSED_BY_NAME[".msg"] if outlook else (found, formats.SAVE_DOCX)))
    head = _UNUSED.sub(b"", data[:_HEAD_BYTES])
    if _PAGE.match(head):
        return "page"
    if envelope := _ENVELOPE.match(head):
        if _NEXT_MESSAGE.search(data):
            _refuse(*formats.REFUSED_BY_NAME[".mbox"])
        return "mail" if _is_mail(head[envelope.end() :]) or _suffix(name) == ".eml" else "text"
    if _is_mail(head) or (_suffix(name) == ".eml" and _HEADER.match(head)):
        return "mail"
    if _suffix(name) == ".ipynb" or (_NOTEBOOK_SIGN.match(data) and b'"cells"' in data):
        return "notebook"
    root = _root(head)
    if root == "document" and b"opendocument" in head:
        return "opendocument"
    _refuse_known(data, head, root, name)
    return "text"


def markup_of(data: bytes, name: str = "") -> Markup | None:
    """The markup of a file, if Pandoc has to read it."""
    suffix = _suffix(name)
    if data.startswith(b"{\\rtf"):
        return formats.RTF
    if data.startswith(b"PK\x03\x04") and archive.is_epub(data):
        return formats.EPUB
    if data.startswith((b"PK", b"%PDF-", b"\xd0\xcf")):
        return None
    head = _UNUSED.sub(b"", data[:_HEAD_BYTES])
    if root := _root(head):
        jats = root == "article" and b"docbook" not in head.lower()
        scholarly = any(sign in head for sign in (b"<front", b"JATS", b"NLM", b"article-type"))
        if root == "article" and not jats:
            return formats.DOCBOOK
        return formats.JATS if jats and scholarly else formats.BY_ROOT.get(root)
    if suffix in {".md", ".markdown", ".txt", ".html", ".htm", ".eml", ".mhtml", ".mht"}:
        known = None  # the markup is only an example in a text
    else:
        known = formats.BY_NAME.get(suffix)
    if known is None and _LATEX_SIGN.search(head) and b"\\begin{document}" in data:
        return formats.LATEX
    if known is None and suffix not in {".md", ".markdown"} and _ORG_SIGN.search(head[:300]):
        return formats.ORG
    if known is None and not suffix and _RST_SIGN.search(head):
        return formats.RST
    return known


def _is_mail(head: bytes) -> bool:
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
        _refuse("an export of a WordPress site, with all its posts", formats.FOLLOW_FEED)
    if root in formats.REFUSED_ROOTS:
        _refuse(*formats.REFUSED_ROOTS[root])
    if root and head.lstrip().startswith(b"<?xml"):
        _refuse(*formats.REFUSED_BY_NAME[".xml"])
    json = head.lstrip()[:1] in {b"{", b"["} and data.rstrip()[-1:] in {b"}", b"]"}
    if json and b'"posts"' in data and b'"db"' in head:
        _refuse("an export of a Ghost site, with all its posts", formats.FOLLOW_FEED)
    if json and re.match(rb'\s*(?:\{\s*"|\[\s*[\[{"\d])', head):
        _refuse(*formats.REFUSED_BY_NAME[".json"])
    if (suffix := _suffix(name)) in formats.REFUSED_BY_NAME:
        _refuse(*formats.REFUSED_BY_NAME[suffix])


def _refuse(found: str, hint: str) -> None:
    raise Unreadable(f"this seems to be {found}", hint=hint)


def _hint(found: str) -> str:
    return "Export it as Word (.docx)." if "Apple" in found else formats.SAVE_TEXT


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _root(head: bytes) -> str:
    """The name of the root element of XML, without its prefix; "" if there is none."""
    found = _ROOT.match(head)
    return found[1].rpartition(b":")[2].decode("ascii", "replace").lower() if found else ""
