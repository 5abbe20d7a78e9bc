"""/piece read: every sentence of a stored piece under its number, in pages, for whoever chooses."""

from collections.abc import Iterator
from dataclasses import replace

from briefs.model import Brief, Press, Shown
from briefs.pieces.proof import sentence_numbers
from handlers.format import DOT, quote, ref_of
from handlers.message import Actions, Block, Button, Emphasis, Heading, Paragraph, Quote, Reply
from handlers.paging import Page, opened, paged, turning

_CHOSEN = "✓"
_HOW = "/piece pin S3 puts a sentence in, /piece drop S3 takes one out"


def numbered(brief: Brief, page: int) -> Reply:
    """Page `page`, from 1, of its sentences; those of the extract are ticked."""
    revision = brief.revision
    pages = paged(revision.sentences)
    shown = opened(pages, page, revision, "/piece read")
    blocks = (*_blocks(brief, shown), *_turn(brief, page, len(pages)))
    return Reply(blocks, about=Shown(revision.piece, revision.number))


def _blocks(brief: Brief, page: Page) -> Iterator[Block]:
    revision, taken = brief.revision, frozenset(brief.summary.sentences)
    numbers = sentence_numbers(revision)
    yield Heading(f"{revision.heading}{DOT}{ref_of(revision)}")
    for at in page:
        yield _ticked(quote(revision, at, numbers[at]), chosen=at in taken)


def _ticked(sentence: Quote, *, chosen: bool) -> Quote:
    return replace(sentence, label=f"{sentence.label}{_CHOSEN}") if chosen else sentence


def _turn(brief: Brief, page: int, pages: int) -> Iterator[Block]:
    ref = ref_of(brief.revision)
    said = f"Page {page} of {pages}{DOT}{_CHOSEN} is in the extract{DOT}{_HOW}"
    yield Paragraph((Emphasis(said),))
    turn = turning(Press("piece", ("read", ref)), page, pages)
    yield Actions((*turn, Button("Back", Press("piece", ("check", ref)))))
