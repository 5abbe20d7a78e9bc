"""Leaves out of a list of pieces what can't be proved, and says so in its place."""

from collections.abc import Collection
from dataclasses import replace

from briefs.errors import Unproved
from briefs.storage import Store
from handlers.message import Block, Bullets, Extract, Inline, Paragraph, Reply, extracts
from handlers.verify import proved

LEFT_OUT = "(left out: it can't be proved)"


def left_out(reply: Reply, store: Store, error: Unproved) -> Reply:
    """A reply that could not be proved, proved without what its lists copy from pieces to blame.

    Raises `error` where nothing sound would be left, and Unproved where what is to blame stands
    elsewhere than in a list: a brief counts its sentences, a list of hits does not.
    """
    pieces = {extract.piece for extract in extracts(reply)}
    bad = {extract.piece for extract in extracts(reply) if not _holds(extract, store)}
    if bad == pieces:
        raise error
    blocks = tuple(_without(block, bad) for block in reply.blocks)
    return proved(replace(reply, blocks=blocks), store)


def _holds(extract: Extract, store: Store) -> bool:
    try:
        proved(Reply((Paragraph((extract,)),)), store)
    except Unproved:
        return False
    return True


def _without(block: Block, bad: Collection[int]) -> Block:
    if not isinstance(block, Bullets):
        return block
    return replace(block, items=tuple(_kept(item, bad) for item in block.items))


def _kept(content: tuple[Inline, ...], bad: Collection[int]) -> tuple[Inline, ...]:
    return tuple(
        LEFT_OUT if isinstance(part, Extract) and part.piece in bad else part for part in content
    )
