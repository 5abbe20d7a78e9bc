"""/read: the whole stored piece, in pages cut between paragraphs, with the brief highlighted."""

from collections.abc import Iterator

from briefs.model import Brief, Press, Revision, Shown, Span, extracted
from briefs.text.canonical import paragraphs
from handlers.find_revision import Choice, resolve_discussed
from handlers.format import (
    DOT,
    MAX_PAGE_CHARS,
    Page,
    dateline,
    outdated_notice,
    page_buttons,
    page_of,
    paginate,
    public_ref,
    ref_of,
    running_text,
    split_page,
)
from handlers.message import (
    Actions,
    Block,
    Button,
    Context,
    Emphasis,
    Heading,
    Paragraph,
    Reply,
    Request,
)


def answer(request: Request, context: Context) -> Reply:
    """`/read [number or id] [p2]`."""
    store = context.store
    words, page = split_page(request.args)
    choice = resolve_discussed(words, request, store)
    brief = store.catalogue.brief(choice.piece, "normal", choice.number)
    revision = brief.revision
    pages = paginate(_units(revision))
    blocks = (
        *_blocks(brief, choice, page_of(pages, page, revision, "/read"), request),
        Paragraph((Emphasis(f"Page {page} of {len(pages)}{DOT}the brief's sentences are marked"),)),
        _actions(revision, page, len(pages)),
    )
    return Reply(blocks, about=Shown(revision.piece, revision.number))


def _units(revision: Revision) -> Iterator[Span]:
    """The body's paragraphs; one too long for a page is divided between its sentences."""
    sentences = iter(revision.sentences)
    sentence = next(sentences, None)
    for paragraph in paragraphs(revision.body):
        start = end = paragraph.start
        while sentence is not None and sentence.start < paragraph.end:
            if end > start and sentence.end - start > MAX_PAGE_CHARS:
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
    yield from outdated_notice(choice)
    for unit in page:
        yield Paragraph(running_text(revision, unit, revision.sentences, marked))


def _actions(revision: Revision, page: int, pages: int) -> Actions:
    ref = ref_of(revision)
    return Actions(
        (
            *page_buttons(Press("read", (ref,)), page, pages),
            Button("Brief", Press("brief", (public_ref(revision),))),
            Button("Sources", Press("sources", (ref,))),
        )
    )
