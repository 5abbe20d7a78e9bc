"""The last check of every reply: each quotation is compared with the stored piece once more.

A list of pieces that cannot be proved whole is sent without the parts that fail, and says so in
their place.
"""

from collections.abc import Collection
from dataclasses import replace

from briefs.errors import NotFound, Unproved
from briefs.model import Revision
from briefs.pieces.proof import prove_body, prove_slice
from briefs.storage import Store
from handlers.message import (
    Block,
    Bullets,
    Collapsed,
    Extract,
    Inline,
    Paragraph,
    Quote,
    Reply,
    extracts,
)


def verified(reply: Reply, store: Store) -> Reply:
    """The same reply, after every Extract in it and in its postings was compared with the stored
    body.

    Raises Unproved if a body no longer has its hash, a slice differs, or a Quote is not a whole
    sentence of its revision. Bodies are read anew: those that were quoted from are not trusted.
    """
    bodies: dict[tuple[int, int], Revision] = {}
    quoted = {id(quote.extract) for quote in _quotes(reply)}
    for extract in extracts(reply):
        key = (extract.piece, extract.revision)
        if key not in bodies:
            bodies[key] = _stored(extract, store)
        revision = bodies[key]
        if extract.sha256 != revision.sha256:
            raise Unproved(f"piece {extract.piece} is not the text that was quoted from")
        prove_slice(extract.text, extract.at, revision)
        if id(extract) in quoted and extract.at not in revision.sentences:
            raise Unproved(f"piece {extract.piece} has no sentence at [{extract.at.start}, …)")
    for posting in reply.posts:
        verified(posting.reply, store)
    return reply


def _stored(extract: Extract, store: Store) -> Revision:
    try:
        revision = store.catalogue.revision(extract.piece, extract.revision)
    except NotFound as error:
        raise Unproved(f"piece {extract.piece} is no longer stored") from error
    prove_body(revision)
    return revision


def _quotes(reply: Reply) -> tuple[Quote, ...]:
    found = [block for block in reply.blocks if isinstance(block, Quote)]
    for block in reply.blocks:
        if isinstance(block, Collapsed):
            found.extend(inner for inner in block.content if isinstance(inner, Quote))
    return tuple(found)


LEFT_OUT = "(left out: it can't be proved)"


def left_out(reply: Reply, store: Store, error: Unproved) -> Reply:
    """The reply with `LEFT_OUT` in its lists instead of extracts that fail, and proved again.

    Raises `error` if every piece quoted fails, and Unproved if an extract outside of a list fails:
    a brief states how many sentences it has, a list of hits does not.
    """
    pieces = {extract.piece for extract in extracts(reply)}
    bad = {extract.piece for extract in extracts(reply) if not _holds(extract, store)}
    if bad == pieces:
        raise error
    blocks = tuple(_without(block, bad) for block in reply.blocks)
    return verified(replace(reply, blocks=blocks), store)


def _holds(extract: Extract, store: Store) -> bool:
    try:
        verified(Reply((Paragraph((extract,)),)), store)
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
