"""/read: the stored piece itself, whole, in pages cut between paragraphs, its brief marked."""

from collections.abc import Iterator

from briefs.model import Brief, Press, Revision, Shown, Span
from briefs.pieces.proof import extracted
from briefs.storage import Store
from briefs.text.canonical import paragraphs
from handlers.format import (
    DOT,
    ROOM,
    Page,
    asked,
    dateline,
    opened,
    outdated,
    paged,
    public_ref,
    ref_of,
    running,
    turning,
)
from handlers.message import Actions, Block, Button, Emphasis, Heading, Paragraph, Reply, Request
from handlers.resolve import Choice, discussed


def answer(request: Request, store: Store) -> Reply:
    """`/read [number or id] [p2]`."""
    words, page = asked(request.args)
    choice = discussed(words, request, store)
    brief = store.brief(choice.piece, "normal", choice.number)
    revision = brief.revision
    pages = paged(_units(revision))
    blocks = (
        *_blocks(brief, choice, opened(pages, page, revision, "/read"), request),
        Paragraph((Emphasis(f"Page {page} of {len(pages)}{DOT}the brief's sentences are marked"),)),
        _actions(revision, page, len(pages)),
    )
    return Reply(blocks, about=Shown(revision.piece, revision.number))


def _units(revision: Revision) -> Iterator[Span]:
    """The body's paragraphs; one too long for a page is parted between its sentences."""
    sentences = iter(revision.sentences)
    sentence = next(sentences, None)
    for paragraph in paragraphs(revision.body):
        start = end = paragraph.start
        while sentence is not None and sentence.start < paragraph.end:
            if end > start and sentence.end - start > ROOM:
                yield Span(start, end)
                start = sentence.start
            end = sentence.end
            sentence = next(sentences, None)
        if end > start:
            yield Span(start, end)


def _blocks(brief: Brief, choice: Choice, page: Page, request: Request) -> Iterator[Block]:
    revision = brief.revision
    marked = frozenset(at for _, at in extracted(brief))
    yield Heading(revision.heading)
    yield Paragraph((Emphasis(dateline(revision, request.at)),))
    yield from outdated(choice)
    for unit in page:
        yield Paragraph(running(revision, unit, revision.sentences, marked))


def _actions(revision: Revision, page: int, pages: int) -> Actions:
    ref = ref_of(revision)
    return Actions(
        (
            *turning(Press("read", (ref,)), page, pages),
            Button("Brief", Press("brief", (public_ref(revision),))),
            Button("Sources", Press("sources", (ref,))),
        )
    )
