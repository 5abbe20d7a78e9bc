"""/read: the stored piece itself, whole, in pages cut between paragraphs, its brief marked."""

from collections.abc import Iterator

from briefs.errors import BadArgument
from briefs.model import Brief, Press, Revision, Shown, Span
from briefs.store import Store
from briefs.text import paragraphs
from handlers.message import Actions, Block, Button, Emphasis, Heading, Paragraph, Reply, Request
from handlers.paging import asked
from handlers.pieces import Choice, at_hand, chosen, newest
from handlers.present import DOT, dateline, outdated, ref_of, running

_PAGE = 2400
"""Code points on a page: with marks and titles one message on every platform."""


def answer(request: Request, store: Store) -> Reply:
    """`/read [number or id] [p2]`."""
    words, page = asked(request.args)
    choice = chosen(words, store) if words else at_hand(request, store) or newest(store)
    brief = store.brief(choice.piece, "normal", choice.number)
    revision = brief.revision
    pages = _pages(revision)
    if page > len(pages):
        raise BadArgument(
            f"“{revision.heading}” has {len(pages)} pages.", hint=f"Try /read p{len(pages)}."
        )
    blocks = (
        *_blocks(brief, choice, pages[page - 1], request),
        Paragraph((Emphasis(f"Page {page} of {len(pages)}{DOT}the brief's sentences are marked"),)),
        _actions(revision, page, len(pages)),
    )
    return Reply(blocks, about=Shown(revision.piece, revision.number))


def _pages(revision: Revision) -> tuple[tuple[Span, ...], ...]:
    """The body's paragraphs in pages; one longer than a page is parted between its sentences."""
    pages: list[list[Span]] = [[]]
    used = 0
    for unit in _units(revision):
        cost = unit.end - unit.start
        if pages[-1] and used + cost > _PAGE:
            pages.append([])
            used = 0
        pages[-1].append(unit)
        used += cost
    return tuple(tuple(page) for page in pages)


def _units(revision: Revision) -> Iterator[Span]:
    sentences = iter(revision.sentences)
    sentence = next(sentences, None)
    for paragraph in paragraphs(revision.body):
        start = end = paragraph.start
        while sentence is not None and sentence.start < paragraph.end:
            if end > start and sentence.end - start > _PAGE:
                yield Span(start, end)
                start = sentence.start
            end = sentence.end
            sentence = next(sentences, None)
        if end > start:
            yield Span(start, end)


def _blocks(
    brief: Brief, choice: Choice, page: tuple[Span, ...], request: Request
) -> Iterator[Block]:
    revision = brief.revision
    marked = frozenset(brief.summary.sentences)
    yield Heading(revision.heading)
    yield Paragraph((Emphasis(dateline(revision, request.at)),))
    yield from outdated(choice)
    for unit in page:
        yield Paragraph(running(revision, unit, revision.sentences, marked))


def _actions(revision: Revision, page: int, pages: int) -> Actions:
    ref = ref_of(revision)
    buttons = []
    if page > 1:
        buttons.append(Button("‹ Previous", Press("read", (ref, f"p{page - 1}"), True)))
    if page < pages:
        buttons.append(Button("Next ›", Press("read", (ref, f"p{page + 1}"), True)))
    buttons.append(Button("Brief", Press("brief", (f"#{revision.piece}",))))
    buttons.append(Button("Sources", Press("sources", (ref,))))
    return Actions(tuple(buttons))
