"""Splits a long reply into several messages, as blocks, before there is markup.

Blocks stay whole if they can; one too large for a message is cut between its items, between
sentences, at white space, or else anywhere. No word is lost. An Extract that is cut becomes
Extracts of exact sub-spans, each as provable as the whole.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias, assert_never

from briefs.model import Span
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Code,
    Collapsed,
    Divider,
    Emphasis,
    Extract,
    Facts,
    Heading,
    Inline,
    Link,
    Paragraph,
    Quote,
    Strong,
    text_of,
)

Size: TypeAlias = Callable[[Block], int]
Fits: TypeAlias = Callable[[Block], bool]
Content: TypeAlias = tuple[Inline, ...]


def split(
    blocks: Sequence[Block], *, budget: int, size: Size, most: int
) -> tuple[tuple[Block, ...], ...]:
    """Pack `blocks` into messages of at most `budget` (as `size` counts) and `most` blocks each.

    `size` must grow with a block's text and be additive over blocks. A heading is not left alone at
    a message's end. Raises ValueError if not even one character of a block fits.
    """
    messages: list[tuple[Block, ...]] = []
    current: list[Block] = []
    used = 0
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        cost = size(block)
        if cost > budget:
            head, rest = _cut(block, lambda part: size(part) <= budget)
            waiting.extend(reversed((head, *rest)))
            continue
        if current and (used + cost > budget or len(current) >= most):
            carried = _heading_left_over(current, budget - cost, size, most)
            messages.append(tuple(current))
            current, used = carried, sum(map(size, carried))
        current.append(block)
        used += cost
    if current:
        messages.append(tuple(current))
    return tuple(messages)


def _heading_left_over(current: list[Block], room: int, size: Size, most: int) -> list[Block]:
    """Remove a heading from the end of `current` if it fits in `room`, before the next block."""
    last = current[-1]
    if isinstance(last, Heading) and len(current) > 1 and most > 1 and size(last) <= room:
        return [current.pop()]
    return []


def _cut(block: Block, fits: Fits) -> tuple[Block, tuple[Block, ...]]:
    """Cut a block into the largest head that fits and the rest, at a joint of the block if
    possible.
    """
    match block:
        case Heading(text):
            n = _cut_text(text, lambda head: fits(Heading(head)))
            return Heading(text[:n].rstrip()), (Heading(text[n:].lstrip()),)
        case Paragraph(content):
            head, tail = _cut_content(content, lambda part: fits(Paragraph(part)))
            return Paragraph(head), (Paragraph(tail),)
        case Quote():
            return _cut_quote(block, fits)
        case Bullets():
            return _cut_bullets(block, fits)
        case Facts():
            return _cut_facts(block, fits)
        case Collapsed():
            return _cut_collapsed(block, fits)
        case Actions(buttons):
            count = _most(len(buttons), lambda k: fits(Actions(buttons[:k])))
            if not count:
                raise ValueError("a button is larger than a message")
            return Actions(buttons[:count]), (Actions(buttons[count:]),)
        case Divider() | Attachment():
            raise ValueError(f"a message has no room for a {type(block).__name__.lower()}")
        case _:
            assert_never(block)


def _cut_quote(block: Quote, fits: Fits) -> tuple[Block, tuple[Block, ...]]:
    """Cut a quotation; the label stays with the first part, the notes with the last."""
    extract = block.extract
    n = _cut_text(
        extract.text, lambda head: fits(replace(block, extract=_slice(extract, 0, len(head))))
    )
    stop, start = _edges(extract.text, n)
    first = replace(block, extract=_slice(extract, 0, stop), notes=())
    return first, (Quote("", _slice(extract, start, len(extract.text)), block.notes),)


def _cut_bullets(block: Bullets, fits: Fits) -> tuple[Block, tuple[Block, ...]]:
    items, start = block.items, block.start

    def after(count: int) -> tuple[Block, ...]:
        later = None if start is None else start + count
        return (Bullets(items[count:], later),) if items[count:] else ()

    count = _most(len(items), lambda k: fits(Bullets(items[:k], start)))
    if count:
        return Bullets(items[:count], start), after(count)
    head, tail = _cut_content(items[0], lambda part: fits(Bullets((part,), start)))
    return Bullets((head,), start), (Paragraph(tail), *after(1))


def _cut_facts(block: Facts, fits: Fits) -> tuple[Block, tuple[Block, ...]]:
    pairs = block.pairs
    count = _most(len(pairs), lambda k: fits(Facts(pairs[:k])))
    if count:
        return Facts(pairs[:count]), (Facts(pairs[count:]),)
    name, value = pairs[0]
    head, tail = _cut_content(value, lambda part: fits(Facts(((name, part),))))
    others = (Facts(pairs[1:]),) if pairs[1:] else ()
    return Facts(((name, head),)), (Paragraph(tail), *others)


def _cut_collapsed(block: Collapsed, fits: Fits) -> tuple[Block, tuple[Block, ...]]:
    summary, content = block.summary, block.content
    count = _most(len(content), lambda k: fits(Collapsed(summary, content[:k])))
    if count:
        return Collapsed(summary, content[:count]), (Collapsed(summary, content[count:]),)
    first, rest = _cut(content[0], lambda part: fits(_folded(summary, part)))
    return _folded(summary, first), tuple(_folded(summary, p) for p in (*rest, *content[1:]))


def _folded(summary: str, part: Block) -> Collapsed:
    if not isinstance(part, Paragraph | Quote | Bullets | Facts):
        raise TypeError(f"{type(part).__name__} cannot be folded away")
    return Collapsed(summary, (part,))


def _cut_content(content: Content, fits: Callable[[Content], bool]) -> tuple[Content, Content]:
    """Cut between inlines if one fits, else within the first; white space at the cut is dropped."""
    count = _most(len(content), lambda k: fits(content[:k]))
    if count:
        tail = content[count:]
        while len(tail) > 1 and isinstance(tail[0], str) and not tail[0].strip():
            tail = tail[1:]
        return content[:count], tail
    first, text = content[0], text_of(content[0])
    n = _cut_text(text, lambda head: fits((_part(first, 0, len(head)),)))
    stop, start = _edges(text, n)
    return (_part(first, 0, stop),), (_part(first, start, len(text)), *content[1:])


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """The largest k < count whose first k parts fit, 0 if none; if k parts fit, fewer do, too."""
    return bisect_right(range(1, count), 0, key=lambda k: 0 if fits(k) else 1)


_ENDS = (".", "!", "?", "…", "。", "؟")
_CLOSERS = "”’\"')]»"


def _cut_text(text: str, fits: Callable[[str], bool]) -> int:
    """Where to cut a text: after the last sentence end that fits, else the last white space, else
    hard.
    """
    limit = _most(len(text), lambda n: fits(text[:n]))
    if not limit:
        raise ValueError("not even one character fits")
    blanks = [n for n in range(limit // 2, limit + 1) if n and text[n].isspace()]
    ends = [n for n in blanks if text[:n].rstrip(_CLOSERS).endswith(_ENDS)]
    return (ends or blanks or [limit])[-1]


def _edges(text: str, n: int) -> tuple[int, int]:
    """Where the head of a cut at `n` ends and its tail begins; white space
    between them is dropped.
    """
    return len(text[:n].rstrip()) or n, len(text) - len(text[n:].lstrip())


def _part(part: Inline, start: int, stop: int) -> Inline:
    match part:
        case str():
            return part[start:stop]
        case Extract():
            return _slice(part, start, stop)
        case Strong() | Emphasis() | Code() | Link():
            return replace(part, text=part.text[start:stop])
        case _:
            assert_never(part)


def _slice(extract: Extract, start: int, stop: int) -> Extract:
    begin = extract.at.start
    return replace(extract, text=extract.text[start:stop], at=Span(begin + start, begin + stop))
