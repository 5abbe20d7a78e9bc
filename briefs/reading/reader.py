"""Reads a piece: from the bytes of a file, or a text, to a draft, by its content."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from types import EllipsisType
from typing import TYPE_CHECKING

from briefs import left_out
from briefs.errors import Unreadable
from briefs.left_out import Account, merged
from briefs.model import Draft
from briefs.reading import draft as reading_draft
from briefs.reading import (
    formats,
    front_matter,
    markdown,
    markdown_dialects,
    notebook,
    pandoc,
)
from briefs.reading.base import Paragraphs, day_in_name, plain_paragraphs
from briefs.reading.draft import removed, without_body
from briefs.reading.encoding import decode_text
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
    match formats.of(data, name):
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

            written = formats.markup(data, name)
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
    warnings = (*removed(taken_out), *left_out.warnings(account.left_out), *draft.warnings)
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
