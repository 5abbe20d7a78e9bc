"""HTML pages: makes a draft of the piece on a page, without the boilerplate around it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from hashlib import sha256

from briefs.errors import Unreadable
from briefs.left_out import count_words
from briefs.model import Draft
from briefs.reading import draft as reading_draft
from briefs.reading import encoding, other_voices
from briefs.reading.base import Account, Paragraphs, RemarkNote
from briefs.reading.encoding import LARGEST, Decoded
from briefs.reading.front_matter import FrontMatter
from briefs.reading.html import (
    earlier_messages,
    json_ld,
    main_text,
    metadata,
    references_and_notes,
    text_blocks,
    tree,
    visibility,
)
from briefs.reading.html.layout import surroundings
from briefs.reading.html.notes import inline_links
from briefs.reading.html.side_notes import SideNote
from briefs.reading.html.tree import Element, names
from briefs.references import parse
from briefs.references.list_evidence import weigh
from briefs.references.parse import PageEntry

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?([a-z0-9_.:-]{2,30})"
)
_HEAD_BYTES = 4_096


def decode(data: bytes, said: str = "") -> Decoded:
    """The text of a page; `said` is the charset from its server, which overrides the page's own.

    Unreadable as in `encoding.decode`.
    """
    declared = _CHARSET.search(data[:_HEAD_BYTES].lower())
    return encoding.decode(data, said, declared[1].decode("ascii") if declared else "")


FEWEST = 80
"""In words; a shorter text may be only the beginning of one."""

_PATH = re.compile(r"^https?://[^/]*|[?#].*$", re.IGNORECASE)
_TAG = re.compile("<[a-zA-Z]")
_WORD_PROCESSORS = re.compile(
    r"libreoffice|openoffice|microsoft word|cocoa html|abiword|onlyoffice|softmaker|wps office"
    r"|calligra",
    re.IGNORECASE,
)
_HINT = "Save the text of the piece alone, as plain text or Markdown."


def read(
    data: bytes,
    *,
    name: str = "",
    origin: str = "",
    charset: str = "",
    is_message: bool = False,
    is_answer: bool = False,
) -> Draft:
    """Read a page. `origin` is its address or path, `charset` its server's statement of the
    encoding. `is_message` says that it is the HTML of a message, `is_answer` that it answers one.

    Unreadable if there is no main text on it, or it is too large or nested too deeply to be read.
    """
    if len(data) > LARGEST:
        raise Unreadable(f"too large: {len(data) / 1e6:.0f} MB of HTML", path=origin, hint=_HINT)
    decoded = decode(data, charset)
    try:
        draft = article(
            decoded.text,
            name=name,
            address=origin if is_web_address(origin) else "",
            is_message=is_message,
            is_answer=is_answer,
        )
    except Unreadable as error:
        raise Unreadable(error.reason, path=origin or name, hint=error.hint) from error
    warnings = (*decoded.warnings, *draft.warnings)
    return replace(draft, warnings=warnings, origin=origin, original=sha256(data).hexdigest())


def article(
    html: str,
    *,
    name: str = "",
    address: str = "",
    known: FrontMatter | None = None,
    is_message: bool = False,
    is_answer: bool = False,
) -> Draft:
    """Read a page that is decoded already; the facts in `known` override the page's own.

    The draft has no `origin` and no `original`. Unreadable as in `read`.
    """
    if len(_TAG.findall(html)) > 2 * text_blocks.MAX_ELEMENTS:
        raise Unreadable("too large: there is more on the page than one piece", hint=_HINT)
    root = tree.parse(html.replace("\0", "\ufffd"))  # the parser stops at NUL
    if root is None:
        raise Unreadable("too large or too deeply nested to be read whole", hint=_HINT)
    account = Account()
    references_and_notes.usual_forms(root)
    if is_message:
        earlier_messages.leave_out(root, account, is_answer=is_answer)
    around = surroundings(root)
    told = metadata.read(root, around, address)
    matter = told if known is None else _merged(known, told)
    is_typed = _is_word_processors(root)
    claims = json_ld.claims(root)
    asides = visibility.settle(root, account)
    parted = references_and_notes.part(root, around.union(root.iter("pre")))
    page = text_blocks.blocks_of(root)
    chosen = (
        main_text.take_all(page, account)
        if is_typed
        else main_text.choose(root, page, around, account)
    )
    remarks = main_text.called((*parted.notes, *asides), chosen.blocks, account)
    entries = (*parted.entries, *_cited(remarks, len(parted.entries)))
    cited = {entry.label for entry in entries}
    shown = Paragraphs(
        tuple(other_voices.as_claims(main_text.paragraphs(chosen.blocks), claims)),
        notes=tuple(note for note in remarks if note.label not in cited),
        captions=chosen.captions,
        left_out=account.left_out,
    )
    draft = reading_draft.draft(
        shown,
        entries,
        tuple(map(parse.source, entries)),
        matter=matter,
        title=... if matter.title or is_typed or _opens_with_heading(shown) else None,
        name=name or _PATH.sub("", matter.url),
    )
    if not any(map(str.isalnum, draft.body)):
        raise Unreadable("no main text was found on the page", hint=_HINT)
    shown_links = inline_links((block.holder, block.text) for block in chosen.blocks)
    known_urls = [url for entry in entries for url in entry.urls]
    linked = reading_draft.linked_sources(shown_links, draft.body, known_urls, draft.sources)
    return replace(
        draft, sources=(*draft.sources, *linked), warnings=(*draft.warnings, *_short(draft.body))
    )


def _opens_with_heading(shown: Paragraphs) -> bool:
    return any(one.level for one in shown.items[:1])


def _is_word_processors(root: Element) -> bool:
    """Whether a word processor wrote the page; then all of it is the piece, with its headline."""
    if next(root.iter("nav", "header", "footer", "main", "form", "script"), None) is not None:
        return False
    told = (one.get("content") or "" for one in root.iter("meta") if _is_generator(one))
    body = next(root.iter("body"), root)
    return any(map(_WORD_PROCESSORS.search, told)) or "doc-content" in names(body)


def _is_generator(meta: Element) -> bool:
    return (meta.get("name") or "").lower() == "generator"


def _cited(remarks: Iterable[RemarkNote], listed: int) -> Iterator[PageEntry]:
    """The side notes that name a work, as entries after the listed ones."""
    for note in remarks:
        if isinstance(note, SideNote) and weigh(note.text).bibliographic:
            listed += 1
            yield PageEntry(
                raw=note.text, label=note.label, number=listed, urls=note.urls, markup=note.markup
            )


def is_web_address(origin: str) -> bool:
    return origin.lower().startswith(("http://", "https://"))


def _merged(known: FrontMatter, told: FrontMatter) -> FrontMatter:
    """The known facts, completed with the page's."""
    both = ((one.name, getattr(known, one.name) or getattr(told, one.name)) for one in fields(told))
    return FrontMatter(**dict(both))


def _short(body: str) -> tuple[str, ...]:
    words = count_words(body)
    if words >= FEWEST:
        return ()
    return (f"only {words} words: the page may show no more than the beginning",)
