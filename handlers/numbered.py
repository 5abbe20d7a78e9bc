"""/piece read: every sentence of a stored piece under its number, in pages, for whoever chooses."""

from collections.abc import Iterator
from dataclasses import replace

from briefs.errors import BadArgument
from briefs.model import Brief, Press, Shown, Span
from briefs.proof import sentence_numbers
from handlers.message import Actions, Block, Button, Emphasis, Heading, Paragraph, Quote, Reply
from handlers.present import DOT, quote, ref_of

_PAGE = 2_400
"""Code points on a page: one message on every platform."""

_CHOSEN = "✓"


def numbered(brief: Brief, page: int) -> Reply:
    """Page `page`, from 1, of its sentences; those of the extract are ticked."""
    revision = brief.revision
    pages = _pages(revision.sentences)
    if page > len(pages):
        raise BadArgument(
            f"“{revision.heading}” has {len(pages)} pages.",
            hint=f"/piece read {ref_of(revision)} p{len(pages)}",
        )
    blocks = (*_blocks(brief, pages[page - 1]), *_turn(brief, page, len(pages)))
    return Reply(blocks, about=Shown(revision.piece, revision.number))


def _pages(sentences: tuple[Span, ...]) -> list[list[Span]]:
    pages: list[list[Span]] = [[]]
    used = 0
    for at in sentences:
        length = at.end - at.start
        if pages[-1] and used + length > _PAGE:
            pages.append([])
            used = 0
        pages[-1].append(at)
        used += length
    return pages


def _blocks(brief: Brief, page: list[Span]) -> Iterator[Block]:
    revision, taken = brief.revision, frozenset(brief.summary.sentences)
    numbers = sentence_numbers(revision)
    yield Heading(f"{revision.heading}{DOT}{ref_of(revision)}")
    for at in page:
        yield _ticked(quote(revision, at, numbers[at]), chosen=at in taken)


def _ticked(sentence: Quote, *, chosen: bool) -> Quote:
    return replace(sentence, label=f"{sentence.label}{_CHOSEN}") if chosen else sentence


def _turn(brief: Brief, page: int, pages: int) -> Iterator[Block]:
    ref = ref_of(brief.revision)
    said = f"Page {page} of {pages}{DOT}{_CHOSEN} is in the extract{DOT}/piece pin S3 or drop S3"
    yield Paragraph((Emphasis(said),))
    buttons = [Button("Back", Press("piece", ("check", ref)))]
    if page < pages:
        buttons.insert(0, Button("Next ›", Press("piece", ("read", ref, f"p{page + 1}"), True)))
    if page > 1:
        buttons.insert(0, Button("‹ Previous", Press("piece", ("read", ref, f"p{page - 1}"), True)))
    yield Actions(tuple(buttons))
