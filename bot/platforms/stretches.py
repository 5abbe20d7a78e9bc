"""Where files stand in a reply: which words come before each of them."""

from collections.abc import Iterable, Iterator

from handlers.message import Attachment, Block


def stretches(blocks: Iterable[Block]) -> Iterator[tuple[tuple[Block, ...], Attachment | None]]:
    """The blocks up to each file, with that file; at the end those after the last one, with None.

    No stretch is without both.
    """
    words: list[Block] = []
    for block in blocks:
        if isinstance(block, Attachment):
            yield tuple(words), block
            words = []
        else:
            words.append(block)
    if words:
        yield tuple(words), None
