"""PDF documents, read by PDFium: their text in reading order, without what its pages repeat."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock

import pypdfium2 as pdfium

from briefs.errors import Unreadable
from briefs.left_out import LeftOut
from briefs.model import (
    Draft,
)
from briefs.reading import base, layout_document
from briefs.reading.base import Account
from briefs.reading.layout_document import Block, Document
from briefs.reading.pdf import layout, notes, paragraphs
from briefs.reading.pdf import lines as pdf_lines
from briefs.reading.pdf.letters import UNKNOWN, Page
from briefs.reading.pdf.lines import Sheet
from briefs.reading.pdf.paragraphs import vocabulary
from briefs.reading.pdf.runs import has_raised
from briefs.reading.pdf.visibility import MIN_NOTES_RULE_POINTS, Painted, Rule
from briefs.text.canonical import one_line

MOST_PAGES = 500
LONGEST = 2_000_000
"""Characters of text; a long book has one million."""

_EARLIEST = 1990
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:Z|([+-]\d\d)'?(\d\d)?)?")
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)\b.*|untitled.*|document ?\d*|slide ?\d*|layout ?\d*"
    r"|.*\.(?:docx?|indd|pdf|tex|rtf|odt|qx[dp]|pages|dvi|html?))",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"https?://\S+$|[.!?…:;。！？：；؟۔।॥։።᙮။]['’\"”»›)\]」』]*+(?:\[[^\]\s]{1,13}\]|[⁰¹²³⁴-⁹,])*+$"
)
_ENDS = tuple(".!?…:")  # of most texts, and told faster than by the pattern
_TAIL = 60
_UNMARKED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff]{4}")
"""Thai, Lao and Khmer, whose sentences end without a mark."""

_MIN_FRAGMENTS, _MIN_WORDS, _MAX_CUT = 4, 40, 0.5
"""A text is refused if it has at least so many paragraphs without an end, at least so many words,
and at least this share of paragraphs without an end.
"""

_PDFIUM = Lock()
"""PDFium is not thread-safe
(https://pypdfium2.readthedocs.io/en/stable/python_api.html#incompatibility-with-threading).
"""


def read(data: bytes, name: str = "") -> Draft:
    """Read a PDF document; Unreadable if it is damaged, encrypted, too long,
    or has only pictures.
    """
    with _PDFIUM:
        found = shown(data)
    return layout_document.draft(found, name=name)


def shown(data: bytes) -> Document:
    """The contents of the document, as for `read`; only one thread at a time may call it."""
    # PDFium keeps the error of the last file that it could not load, and a file without pages is
    # none: it would be told as locked after one that is. No data at all leaves "damaged".
    pdfium.raw.FPDF_LoadMemDocument(b"", 0, None)
    try:
        with closing(pdfium.PdfDocument(data)) as pdf:
            return _shown(pdf)
    except pdfium.PdfiumError as error:
        raise _unreadable(error) from error


def _shown(pdf: pdfium.PdfDocument) -> Document:
    pages, rules = zip(*_pages(pdf), strict=True) if len(pdf) else ((), ())
    if not any(any(map(str.isalnum, line.text)) for page in pages for line in page.lines):
        raise Unreadable(
            "there is no text in it, only pictures",
            hint="Run text recognition (OCR) over it, or save its text alone.",
        )
    kept, repeated = layout.without([page.lines for page in pages])
    unboxed, boxed = zip(*map(layout.without_boxes, kept), strict=True)
    ordered = [layout.in_order(page) for page in unboxed]
    lines = [line for page in ordered for line in page]
    words = vocabulary(lines)
    how = paragraphs.setting(lines)
    feet = notes.without_footnotes(ordered, rules, how, words)
    parted = notes.without_endnotes([line for page in feet.pages for line in page], words)
    text = parted.lines
    if len(text) < len(lines):
        how = paragraphs.setting(text)
    blocks = paragraphs.blocks(text, how, words)
    _refuse_fragments(blocks)
    account = Account()
    for text_of_box in (text_of_box for page in boxed for text_of_box in page):
        account.add("text box", text_of_box)
    blocks = list(_legible(blocks, account))
    title = one_line(pdf.get_metadata_value("Title"))
    return Document(
        blocks=tuple(blocks),
        notes=(*feet.notes, *parted.notes),
        title="" if _NO_TITLE.fullmatch(title) else title,
        byline=one_line(pdf.get_metadata_value("Author")),
        made=_moment(pdf.get_metadata_value("CreationDate")),
        left_out=(*_left_out(pages, repeated, feet.left_out), *account.left_out),
        warnings=tuple(_warnings(pages, blocks)),
    )


def _left_out(
    pages: Sequence[Sheet], repeated: Sequence[str], small: Sequence[str]
) -> tuple[LeftOut, ...]:
    account = Account()
    for text in sorted(repeated, key=layout.is_page_number):
        account.add("running head", text)
    for text in (text for page in pages for text in page.struck):
        account.add("struck-out passage", text)
    for text in (text for page in pages for text in page.hidden):
        account.add("hidden passage", text)
    for text in (text for page in pages for text in page.turned):
        account.add("turned text", text)
    for text in small:
        account.add("small print", text)
    return account.left_out


def _legible(blocks: Sequence[Block], account: Account) -> Iterator[Block]:
    """The blocks without paragraphs that have an unknown letter.

    Unreadable if those are most of the text.
    """
    blank = [block for block in blocks if UNKNOWN in block.text and not block.level]
    lost, whole = (sum(len(block.text) for block in some) for some in (blank, blocks))
    if lost > _MAX_CUT * whole:
        raise Unreadable(
            "the file does not say what its letters are",
            hint="Run text recognition (OCR) over it, or add the text from where it was written.",
        )
    for block in blocks:
        if UNKNOWN in block.text and not block.level:
            account.add("unfinished paragraph", block.text)
        else:
            yield block


def _warnings(pages: Sequence[Sheet], blocks: Sequence[Block]) -> Iterator[str]:
    if laid := sum(layout.count(page.lines) for page in pages):
        yield f"read line by line: {laid} table{'s' * (laid > 1)}"
    by_page: dict[int, list[Block]] = {}
    for block in blocks:
        by_page.setdefault(block.page, []).append(block)
    cut = [str(page + 1) for page, own in by_page.items() if _is_of_fragments(own)]
    if cut:
        which = "page" if len(cut) == 1 else "pages"
        yield f"few whole sentences on {which} {', '.join(cut)}: look at what was read there"


def _refuse_fragments(blocks: Sequence[Block]) -> None:
    """Raise Unreadable if most of the text is in paragraphs without an end."""
    if _is_of_fragments(blocks):
        raise Unreadable(
            "most of its sentences have no end: its lines could not be put together",
            hint="Add the text from where it was written: as Word, OpenDocument, HTML or text.",
        )


def _is_of_fragments(blocks: Sequence[Block]) -> bool:
    texts = [block.text for block in blocks if block.text and not block.level]
    cut = [text for text in texts if not _is_ended(text)]
    if len(cut) < _MIN_FRAGMENTS:
        return False
    words = sum(text.count(" ") + 1 for text in texts)
    return words >= _MIN_WORDS and sum(text.count(" ") + 1 for text in cut) > _MAX_CUT * words


@lru_cache(maxsize=1_024)  # the text is looked at as a whole, then page by page
def _is_ended(text: str) -> bool:
    if text.endswith(_ENDS):
        return True
    ended = _ENDED.search(text, max(len(text) - _TAIL, 0)) is not None
    return ended or (not text.isascii() and _UNMARKED.search(text) is not None)


def _pages(pdf: pdfium.PdfDocument) -> Iterator[tuple[Sheet, tuple[Rule, ...]]]:
    """Each page, and its rules if it or the page before refers to notes."""
    if len(pdf) > MOST_PAGES:
        raise Unreadable(
            f"it has {len(pdf)} pages, where a piece may have {MOST_PAGES}",
            hint="Split it, and add the part that is the piece.",
        )
    length = 0
    calls = False
    for number in range(len(pdf)):
        with closing(Page(pdf, number)) as page:
            painted = Painted(page)
            read = pdf_lines.read(page, number, painted)
            text = "".join([line.text for line in read.lines])
            called, calls = calls, has_raised(text)
            long = (one for one in painted.rules if one.right - one.left > MIN_NOTES_RULE_POINTS)
            rules = tuple(long) if called or calls else ()
        length += len(text)
        if length > LONGEST:
            raise Unreadable(
                f"it has more than {LONGEST:,} characters of text",
                hint="Split it, and add the part that is the piece.",
            )
        yield read, rules


def _moment(date: str) -> datetime | None:
    """When the file was made, if the date is valid: "D:20190402103000+02'00'"."""
    match = _DATE.match(date)
    if match is None or int(match[1]) < _EARLIEST:
        return None
    year, month, day, hour, minute, second, offset, rest = match.groups()
    time = f"{hour or '00'}:{minute or '00'}:{second or '00'}"
    zone = f"{offset}:{rest or '00'}" if offset else "+00:00"
    found = base.read(f"{year}-{month}-{day}T{time}{zone}")
    return found.astimezone(UTC) if found else None


def _unreadable(error: pdfium.PdfiumError) -> Unreadable:
    if error.err_code == pdfium.raw.FPDF_ERR_PASSWORD:
        return Unreadable(
            "it is locked with a password", hint="Save it without a password, and add that."
        )
    return Unreadable(
        "it is damaged, or no PDF at all",
        hint="Open it in a PDF viewer and save or print it as PDF again.",
    )
