"""Marks what is not of the library: no answer shows a page of the open web without saying so."""

from dataclasses import replace

from briefs.storage import Store
from handlers.format import DOT, day
from handlers.message import Block, Emphasis, Heading, Paragraph, Reply

MARK = "From the open web, not from our library"


def with_notice(reply: Reply, store: Store) -> Reply:
    """The reply; one about a passing piece says below its heading what that is."""
    if reply.about is None or reply.about.piece >= 0:
        return reply
    until = store.provenance.kept_until(reply.about.piece)
    said = MARK if until is None else f"{MARK}{DOT}kept until {day(until)}"
    return replace(reply, blocks=_with(Paragraph((Emphasis(said),)), reply.blocks))


def _with(mark: Paragraph, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    first = 1 if blocks and isinstance(blocks[0], Heading) else 0
    return (*blocks[:first], mark, *blocks[first:])
