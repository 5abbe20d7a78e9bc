"""The last gate of every answer: what was copied is compared with the stored piece once more."""

from briefs.errors import NotFound, Unproved
from briefs.model import Revision
from briefs.pieces.proof import prove_body, prove_slice
from briefs.storage import Store
from handlers.message import Collapsed, Extract, Quote, Reply, extracts


def proved(reply: Reply, store: Store) -> Reply:
    """The same reply, once every Extract in it, and in what it posts, has been read back and
    compared.

    Raises Unproved if a body no longer has its hash, a slice differs, or a Quote is not a whole
    sentence of its revision. The bodies are read anew: what was quoted from is not trusted.
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
        proved(posting.reply, store)
    return reply


def _stored(extract: Extract, store: Store) -> Revision:
    try:
        revision = store.revision(extract.piece, extract.revision)
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
