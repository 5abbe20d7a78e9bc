"""Leaves out of an answer on many pieces what can't be proved, and says so in its place."""

from collections.abc import Collection
from dataclasses import replace
from typing import assert_never

from briefs.errors import Unproved
from briefs.store import Store
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Collapsed,
    Divider,
    Extract,
    Facts,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Reply,
    extracts,
)
from handlers.proof import proved, quotes

LEFT_OUT = "(left out: it can't be proved)"


def left_out(reply: Reply, store: Store, error: Unproved) -> Reply:
    """A reply that could not be proved, proved without the pieces that are to blame.

    Raises `error` where it copies from one piece alone, where nothing sound would be left, or
    where what is to blame is quoted: a brief counts its sentences, a list of hits does not.
    """
    pieces = {extract.piece for extract in extracts(reply)}
    bad = {piece for piece in pieces if not _holds(reply, piece, store)}
    counted = any(quote.extract.piece in bad for quote in quotes(reply))
    if not bad or bad == pieces or counted or reply.posts:
        raise error
    blocks = tuple(_without(block, bad) for block in reply.blocks)
    return proved(replace(reply, blocks=blocks), store)


def _holds(reply: Reply, piece: int, store: Store) -> bool:
    """Whether all that the reply copies from one piece can be proved."""
    others = {extract.piece for extract in extracts(reply)} - {piece}
    alone = replace(reply, blocks=tuple(_without(block, others) for block in reply.blocks))
    try:
        proved(alone, store)
    except Unproved:
        return False
    return True


def _without(block: Block, bad: Collection[int]) -> Block:
    match block:
        case Paragraph(content=content):
            return Paragraph(_kept(content, bad))
        case Bullets(items=items):
            return replace(block, items=tuple(_kept(item, bad) for item in items))
        case Facts(pairs=pairs):
            return Facts(tuple((name, _kept(value, bad)) for name, value in pairs))
        case Collapsed(summary, content):
            kept = (_without(inner, bad) for inner in content)
            small = (Paragraph, Quote, Bullets, Facts)
            return Collapsed(summary, tuple(b for b in kept if isinstance(b, small)))
        case Quote() | Heading() | Divider() | Actions() | Attachment():
            return block
        case never:
            assert_never(never)


def _kept(content: tuple[Inline, ...], bad: Collection[int]) -> tuple[Inline, ...]:
    return tuple(
        LEFT_OUT if isinstance(part, Extract) and part.piece in bad else part for part in content
    )
