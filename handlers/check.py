"""/check: a sentence in its paragraph, with everything that proves it and the author's own notes.

A link to sentences goes to the page where their piece appeared, and works only if the page has
their text. This is judged by the file that the revision was read from, if it was that page; its
visible text is read in the sandbox. Otherwise the stored title and text take its place.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from briefs.errors import SourcebriefError
from briefs.model import Brief, Press, Revision, Shown, Span, extracted, looks_like_ref
from briefs.receipts.quotation import reads_as_quotation
from briefs.receipts.text_fragment import PageText, of_body, sentences_url
from briefs.storage import Store
from briefs.text.canonical import paragraphs
from handlers import quotation
from handlers.find_revision import Choice, resolve_discussed, resolve_piece
from handlers.format import (
    DOT,
    counted,
    day,
    marks_in,
    outdated_notice,
    ref_of,
    require_sentences,
    running_text,
    safe_url,
    source_of,
    split_sentence_numbers,
)
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Button,
    Code,
    Context,
    Emphasis,
    Facts,
    Heading,
    Paragraph,
    Reply,
    Request,
)

_BUTTONS = 8
RECEIPT = "receipt"
_MEANING = "Verbatim means faithful to the piece, not that the piece is right."


def answer(request: Request, context: Context) -> Reply:
    """`/check [number or id] [S7]`; without a sentence, all sentences of the brief with their
    places.

    A text pasted after the command is checked as a quotation instead (`handlers.quotation`).
    """
    store = context.store
    ref, said = _quotation(request)
    if said:
        named = resolve_piece((ref,), store).revision(store) if ref else None
        return quotation.check(said, named, store)
    if request.args and request.args[-1].casefold() == RECEIPT:
        return _receipt(request, context)
    numbers, words = split_sentence_numbers(request.args)
    choice = resolve_discussed(words, request, store)
    brief = store.catalogue.brief(choice.piece, "normal", choice.number)
    revision = brief.revision
    require_sentences(numbers, revision, hint="A brief shows each sentence's number before it.")
    blocks = (
        _one(revision, numbers[0], store)
        if numbers
        else _overview(brief, choice, request.at, store)
    )
    return Reply(tuple(blocks), about=Shown(revision.piece, revision.number))


def _receipt(request: Request, context: Context) -> Reply:
    """`/check [number or id] receipt`: the receipt of the brief, as a file."""
    store = context.store
    choice = resolve_discussed(request.args[:-1], request, store)
    brief = store.catalogue.brief(choice.piece, "normal", choice.number)
    revision = brief.revision
    receipt = context.issuer.issue(brief, previous(revision, store))
    signed = "not signed" if receipt.signature is None else f"signed with {receipt.signature.key}"
    name = f"receipt-{abs(revision.piece)}-{revision.number}.json"
    blocks = (
        Heading(f"Receipt{DOT}{revision.heading}"),
        Paragraph((f"It proves the brief to whoever has neither me nor the library; {signed}.",)),
        Attachment(name, "application/json", f"{receipt.data.decode()}\n"),
    )
    return Reply(blocks, about=Shown(revision.piece, revision.number))


def _quotation(request: Request) -> tuple[str, str]:
    """The piece's reference and the quotation in `/check [ref] text`; "" for
    one that is missing.
    """
    text = request.text.strip() or " ".join(request.args)
    first, _, rest = text.partition(" ")
    if looks_like_ref(first) and reads_as_quotation(rest):
        return first, rest
    return ("", text) if reads_as_quotation(text) else ("", "")


def previous(revision: Revision, store: Store) -> str | None:
    """The hash of the revision that was stored before this one; None for the library's first."""
    link = store.receipts.link(revision.piece, revision.number)
    return None if link is None else link.previous


def _original(revision: Revision, sentences: Sequence[Span], store: Store) -> Iterator[Button]:
    """A button that opens the page at the sentences, or at its top if they can't be located."""
    url = safe_url(revision.url)
    if url is None:
        return
    exact = safe_url(page_link(revision, sentences, url, store))
    yield Button("In the original" if exact else "Original", exact or url)


def _one(revision: Revision, number: int, store: Store) -> Iterator[Block]:
    at = revision.sentences[number - 1]
    within = [p for p in paragraphs(revision.body) if p.start <= at.start < p.end]
    notes = dict.fromkeys(mark.source for mark in marks_in(revision.marks, at))
    yield Heading(f"S{number}{DOT}{revision.heading}")
    for paragraph in within:
        yield Paragraph(running_text(revision, paragraph, revision.sentences, frozenset({at})))
    if notes:
        yield Paragraph(("The author's notes in it:",))
        yield Bullets(
            tuple((f"[{n}] ", *source_of(revision, n)) for n in notes),
        )
    else:
        yield Paragraph((Emphasis("The author set no note in this sentence."),))
    yield from _proof(revision, f"S{number} of {len(revision.sentences)}", at)
    yield Actions((*_neighbours(revision, number), *_original(revision, (at,), store)))


def _proof(revision: Revision, what: str, at: Span) -> Iterator[Block]:
    yield Facts(
        (
            ("Piece", (f"#{revision.piece} ", Code(revision.slug), f"{DOT}{what}")),
            ("Revision", (str(revision.number),)),
            ("Characters", (f"{at.start}–{at.end} of {len(revision.body)}",)),
            ("SHA-256 of the text", (Code(revision.sha256),)),
        )
    )
    yield Paragraph((Emphasis(f"Compared just now: the words and the hash agree. {_MEANING}"),))


def _neighbours(revision: Revision, number: int) -> Iterator[Button]:
    ref = ref_of(revision)
    for other, label in ((number - 1, "‹ S{}"), (number + 1, "S{} ›")):
        if 1 <= other <= len(revision.sentences):
            yield Button(label.format(other), Press("check", (ref, f"S{other}"), True))
    yield Button("Sources", Press("sources", (ref,)))
    yield Button("Read", Press("read", (ref,)))


def _places(chosen: Sequence[tuple[int, Span]]) -> Iterator[tuple[str]]:
    """A line for each sentence of an extract: its number, its place, the sentences left out before
    it.
    """
    before = 0
    for number, at in chosen:
        between = number - before - 1
        told = f"{DOT}{counted(between, 'sentence')} between" if before and between else ""
        yield (f"S{number}{DOT}characters {at.start}–{at.end}{told}",)
        before = number


def _extent(brief: Brief) -> Iterator[str]:
    """How much of the piece an extract is: sentences, paragraphs, key terms."""
    revision, summary = brief.revision, brief.summary
    all_ = paragraphs(revision.body)
    heard = sum(any(p.start <= at.start < p.end for at in summary.sentences) for p in all_)
    sentences = counted(len(revision.sentences), "sentence")
    yield f"{len(summary.sentences)} of {sentences}"
    yield f"from {heard} of {counted(len(all_), 'paragraph')}"
    if summary.coverage:
        yield f"{round(100 * summary.coverage)} % of the piece's key terms"


def _overview(brief: Brief, choice: Choice, at: datetime, store: Store) -> Iterator[Block]:
    revision, chosen = brief.revision, extracted(brief)
    yield Heading(f"Check{DOT}{revision.heading}")
    yield from outdated_notice(choice)
    yield Bullets(tuple(_places(chosen)))
    yield Facts(
        (
            ("Extract", (DOT.join(_extent(brief)),)),
            ("As of", (day(at),)),
            ("Piece", (f"#{revision.piece} ", Code(revision.slug))),
            ("Revision", (str(revision.number),)),
            ("SHA-256 of the text", (Code(revision.sha256),)),
        )
    )
    yield Paragraph((Emphasis(f"Pick a sentence to see it in its paragraph. {_MEANING}"),))
    ref = ref_of(revision)
    yield Actions(
        (
            *(
                Button(f"S{number}", Press("check", (ref, f"S{number}")))
                for number, _ in chosen[:_BUTTONS]
            ),
            Button("Receipt", Press("check", (ref, RECEIPT))),
            *_original(revision, [span for _, span in chosen], store),
        )
    )


_HTML: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
_LOOKED_AT_BYTES: Final = 2_048


def page_link(revision: Revision, sentences: Sequence[Span], url: str, store: Store) -> str | None:
    """The page's address with a text fragment for the sentences.

    None if no fragment would match these sentences and nothing else on the page.
    """
    shown = _shown(revision, url, store)
    if shown is None:
        marks = [mark.at.start for mark in revision.marks]
        shown = of_body(revision.title, revision.body, marks)
    return sentences_url(url, PageText(shown), revision.body, sentences)


def _shown(revision: Revision, url: str, store: Store) -> tuple[str, ...] | None:
    """The visible blocks of the page that the revision was read from.

    None if it was read from no page or the file is not stored; () if the page cannot be read, which
    gives a link to the page as a whole.
    """
    sha256 = store.editorial.original_sha256(revision.piece, revision.number)
    try:
        original = store.editorial.original(sha256) if sha256 else None
        if original is None or not _is_page(original.data):
            return None
        from briefs.sandbox import pool  # noqa: PLC0415  # most pieces were read from no page

        return pool.visible_text(original.data, url=url)
    except SourcebriefError:  # the link to the whole page remains
        return ()


def _is_page(data: bytes) -> bool:
    return any(sign in data[:_LOOKED_AT_BYTES].lower() for sign in _HTML)
