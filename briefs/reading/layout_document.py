"""Makes a draft of the contents of a laid-out file (PDF, Word, OpenDocument …).

A reader of such a file returns its blocks in order, its notes, its properties and the account of
what it left out; their meaning (title, byline, reference list, notes) is found here, alike for all.
So is which tables and boxes are text, and how a sentence is closed up after a passage was left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from briefs.left_out import LeftOut
from briefs.model import (
    Draft,
    VoiceKind,
)
from briefs.reading import draft as reading_draft
from briefs.reading import headline
from briefs.reading.base import Account, InlineLink, Paragraph, Paragraphs, RemarkNote, day_in_name
from briefs.reading.front_matter import FrontMatter
from briefs.references import find_list, parse
from briefs.references.find_list import ListEntry
from briefs.references.list_evidence import weigh
from briefs.text import canonical
from briefs.text.canonical import folded

_MOST_ABOVE = 6
_SHORT = 120
_BELOW = "(the text)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph; its `text` may have lines, and the markers of notes as "[^label]".

    `level` is 1 to 6 in a heading. `number` is its number in an automatic list (0: none); `listed`:
    it is an item of some list; `ends_list`: a reference list ends above it. `links` are those in
    it, `voice` says that it is somebody else's words. A block without text stands for an empty
    line, which may separate a list. `page` counts from 0, in files with pages.
    """

    text: str
    level: int = 0
    number: int = 0
    listed: bool = False
    ends_list: bool = False
    voice: VoiceKind | None = None
    page: int = 0
    links: tuple[InlineLink, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(link.url for link in self.links))


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote; "[^label]" in the text of a block refers to it.

    `shown` is the document's own label for it, if that differs.
    """

    label: str
    text: str
    urls: tuple[str, ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`title` and `byline` are the file's properties, which the text itself overrides.

    With `stated` they are the author's own words, and override the text; only then is there a
    `published`. `made` is when the file was made, which is no date of publication. `hold` is a
    statement in the file that keeps it from the public.
    """

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    captions: tuple[str, ...] = ()
    title: str = ""
    byline: str = ""
    published: datetime | None = None
    made: datetime | None = None
    language: str = ""
    stated: bool = False
    hold: str = ""
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The head of a document, and the paragraphs below it."""

    title: str = ""
    byline: str = ""
    published: datetime | None = None
    below: tuple[Paragraph, ...] = ()
    warnings: tuple[str, ...] = ()


_END_OF_LIST = "## —"
"""A heading that is never shown, which ends a list."""


@dataclass(slots=True)
class _Laid:
    """The blocks as text lines for finding a list, with blank lines between blocks."""

    lines: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def draft(document: Document, *, name: str = "") -> Draft:
    """The draft of a document: notes and lists become sources, the rest the title and the body.

    A note that names no work becomes no source, but is kept beside the body.
    """
    blocks, removed = _clean(document.blocks)
    laid = _lay(blocks)
    found = find_list.find("\n".join(laid.lines))
    kept, listed = _parted(blocks, laid, found.text.split("\n"))
    notes = [replace(note, text=canonical.one_line(note.text)) for note in document.notes]
    works = [note for note in notes if note.text and _names_work(note.text)]
    remarks = [note for note in notes if note.text and not _names_work(note.text)]
    entries = [ListEntry(note.text, f"^{note.label}") for note in works]
    entries += found.entries
    urls = [note.urls for note in works] + _links(found.entries, listed)
    sources = tuple(
        parse.source(parse.PageEntry(raw=one.raw, label=one.label, number=number, urls=told))
        for number, (one, told) in enumerate(zip(entries, urls, strict=True), start=1)
    )
    paragraphs = [Paragraph(block.text, block.level, block.voice) for block in kept]
    if document.stated and document.title:
        head = _Head(below=tuple(_without_title(paragraphs, document.title)))
    else:
        head = _headed(paragraphs)
    shown = headline.read(head.below, title=None, byline="", published=None).title
    found_title = head.title or ("" if document.stated and document.title else shown)
    made = reading_draft.draft(
        Paragraphs(
            head.below,
            (*document.warnings, *head.warnings),
            notes=tuple(RemarkNote(f"^{note.label}", note.text) for note in remarks),
            captions=document.captions,
            left_out=document.left_out,
        ),
        entries,
        sources,
        matter=FrontMatter(
            title=head.title,
            byline=document.byline if document.stated else head.byline,
            published=document.published or head.published,
            language=document.language,
            hold=document.hold,
        ),
        title=... if found_title else document.title or None,
        name=name,
    )
    signed = document.byline if document.stated else _author(document.byline)
    supplied = {
        "title": document.title if not found_title else "",
        "byline": signed if not made.byline else "",
    }
    names = ", ".join(name for name, value in supplied.items() if value)
    untitled = () if made.title else ("no title was found: set one in larger type, or as a title",)
    told = (f"from the file’s properties, not its text: {names}",) if names else ()
    shown_as = {note.label: note.shown or note.label for note in remarks}
    linked = reading_draft.linked_sources(
        _inline(kept), made.body, (url for one in urls for url in one), sources
    )
    return replace(
        made,
        sources=(*made.sources, *linked),
        asides=tuple(replace(one, label=shown_as.get(one.label, one.label)) for one in made.asides),
        byline=made.byline or signed,
        warnings=(
            *reading_draft.removed(removed),
            *made.warnings,
            *untitled,
            *(() if document.stated else told),
            *_undated(made, document, name),
        ),
    )


def _undated(made: Draft, document: Document, name: str) -> tuple[str, ...]:
    """The warning about an undated piece whose file says when it was made."""
    if document.made is None or document.made == _TEMPLATE or made.published or day_in_name(name):
        return ()
    day = f"{document.made:%Y-%m-%d}"
    return (f"undated: that the file was made on {day} says nothing of when it was published",)


def _inline(blocks: Sequence[Block]) -> Iterator[InlineLink]:
    """The links in the sentences of blocks; a link that is the whole block is
    none, as in a menu.
    """
    for block in blocks:
        said = sum(len(link.text) for link in block.links) + 2 * len(block.links)
        if block.links and not block.level and said < len(block.text):
            yield from (link for link in block.links if link.text)


_TEMPLATE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)
"""When python-docx's own template was made, which files written with it still state."""

_NOBODY = re.compile(
    r"(?:(?:default|windows|preferred|valued|registered|test|local)[ -])?"
    r"(?:user|owner|customer|author|unknown|anonymous|guest|root|me|pc|admin(?:istrator|istrateur)?"
    r"|benutzer|besitzer|utilisateur|usuario|usuário|utente|gebruiker|użytkownik|пользователь)"
    r"|(?:microsoft|libreoffice|openoffice|adobe|acrobat|corel|wps|pandoc|python-docx|latex|pdftex|tex"
    r"|quartz|ghostscript|canva|calibre|google docs)\b.*"
    r"|(?:hp|dell|lenovo|acer|asus|toshiba|samsung|sony|apple)(?:[ -](?:user|inc\.?|pc|customer))?"
    r"|[^\s@]+@\S+|[^\s0-9]*[0-9]\S*",
    re.IGNORECASE,
)
"""Authors in a file's properties that are no persons: a program, its maker, an address, a login."""


def _author(named: str) -> str:
    """The author in a file's properties, "" if that is no person or organisation."""
    is_login = " " not in named and named.isascii() and named.islower()
    return "" if is_login or _NOBODY.fullmatch(named) else named


_LIKELY = 0.6


def _names_work(note: str) -> bool:
    """Whether a note names a work, if only by a place in it: "Ibid., 12"."""
    weight = weigh(note)
    return weight.bibliographic or (weight.score >= _LIKELY and not note[:1].islower())


def _without_title(paragraphs: Sequence[Paragraph], title: str) -> Sequence[Paragraph]:
    """The paragraphs without a title that the text repeats at its head."""
    first = paragraphs[0] if paragraphs else None
    again = first is not None and canonical.folded(first.text) == canonical.folded(title)
    return paragraphs[1:] if again else paragraphs


def _clean(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """The blocks in canonical text, and how many characters were removed."""
    kept: list[Block] = []
    removed = 0
    for block in blocks:
        cleaned, count = canonical.clean(block.text)
        removed += count
        kept.append(replace(block, text=canonical.canonical(cleaned).replace("\n\n", "\n")))
    return kept, removed


def _lay(blocks: Sequence[Block]) -> _Laid:
    laid = _Laid()
    listed = False
    for block in blocks:
        if not (listed and block.listed):
            laid.lines.append("")
        if block.ends_list:
            laid.lines += (_END_OF_LIST, "")
        listed = block.listed
        laid.starts.append(len(laid.lines))
        numbered = f"{block.number}. {block.text}" if block.number else block.text
        laid.lines += (f"## {numbered}" if block.level else numbered).split("\n")
    return laid


def _parted(
    blocks: Sequence[Block], laid: _Laid, left: Sequence[str]
) -> tuple[list[Block], list[Block]]:
    """The blocks (or their lines) of the text, and those of the lists."""
    kept: list[Block] = []
    listed: list[Block] = []
    for block, start in zip(blocks, laid.starts, strict=True):
        lines = block.text.split("\n")
        stays = [
            line for line, now in zip(lines, left[start : start + len(lines)], strict=True) if now
        ]
        if stays:
            kept.append(replace(block, text="\n".join(stays)))
        if len(stays) < len(lines):
            listed.append(block)
    return kept, listed


def _links(entries: Sequence[ListEntry], listed: Sequence[Block]) -> list[tuple[str, ...]]:
    """The targets of the links of each entry, by the block in which it was found."""
    blocks = iter(listed)
    found: list[tuple[str, ...]] = []
    for one in entries:
        block = next((block for block in blocks if one.raw in block.text), None)
        if block is None:  # its lines were joined, or it is in one block with the entry before
            blocks = iter(listed)
            block = next((block for block in listed if one.raw in block.text), None)
        found.append(block.urls if block is not None and "\n" not in block.text else ())
    return found


def _headed(paragraphs: Sequence[Paragraph]) -> _Head:
    """Take the title off, and the lines above it: byline and date, a series, an outlet."""
    titles = [n for n, one in enumerate(paragraphs) if one.level == 1]
    at = titles[0] if titles and titles[0] < _MOST_ABOVE else None
    sections = len(titles) > 1 and at != 0  # then the first heading is a section's, too
    if at is None or sections or any(len(one.text) > _SHORT for one in paragraphs[:at]):
        return _Head(below=tuple(paragraphs))
    byline, published = "", None
    unused: list[str] = []
    for one in paragraphs[:at]:
        # It is read as if it followed a title.
        signed = headline.read(
            (one, Paragraph(_BELOW)), title="", byline=byline, published=published
        )
        byline, published = signed.byline, signed.published
        if len(signed.body) > 1:
            unused.append(canonical.one_line(one.text))
    left_out = "”, “".join(unused)
    return _Head(
        title=canonical.one_line(paragraphs[at].text),
        byline=byline,
        published=published,
        below=tuple(paragraphs[at + 1 :]),
        warnings=(f"left out above the title: “{left_out}”",) if unused else (),
    )


_SENTENCE = re.compile(r"[.!?…。！？।؟]['’\"”»)]*$")
_MIN_SENTENCE_WORDS = 6
_MIN_PROSE = 0.5
_MIN_DOUBLED_WORDS = 4
_QUOTES = "“”\"'«»„ "


GONE = "\ufdd0"
"""Stands for a removed passage until the spaces around it are settled; no character of a text."""

_AROUND_GONE = re.compile(rf"(?<![ \xa0])[ \xa0]*{GONE}+(?=[\s.,;:!?)\]}}]|$)|{GONE}+")


def settled(text: str) -> str:
    """A text without the traces of removed passages, with one space in the place of each."""
    return _AROUND_GONE.sub("", text) if GONE in text else text


def is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is only used for layout; its cells are texts, one line for each paragraph.

    It is if it has a single column, or if most of its words are in sentences.
    """
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    if all(len(row) <= 1 for row in filled):
        return True
    words = prose = 0
    for paragraph in (line for row in filled for cell in row for line in cell.split("\n")):
        count = len(paragraph.split())
        words += count
        if count >= _MIN_SENTENCE_WORDS and _SENTENCE.search(paragraph.rstrip()):
            prose += count
    return prose > _MIN_PROSE * words


def without_doubles(
    blocks: Sequence[Block], boxed: Sequence[Block], account: Account
) -> Iterator[Block]:
    """The blocks without those of boxes that repeat the text, such as pull quotes."""
    in_boxes = {id(block) for block in boxed if block.text.strip()}
    if not in_boxes:
        yield from blocks
        return
    text = folded(" ".join(block.text for block in blocks if id(block) not in in_boxes))
    for block in blocks:
        words = folded(block.text).strip(_QUOTES)
        again = id(block) in in_boxes and len(words.split()) >= _MIN_DOUBLED_WORDS
        if again and words in text:
            account.add("doubled passage", block.text)
        else:
            yield block
