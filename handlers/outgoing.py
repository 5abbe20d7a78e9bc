"""What every reply passes before it is sent: its proof, the direction of its lines, and its bounds.

Each quotation is compared with the stored piece once more. A list of pieces that cannot be proved
whole is sent without the parts that fail, and says so in their place.

Telegram and Slack give a line the direction of its first letter (the Unicode bidirectional
algorithm, https://www.unicode.org/reports/tr9/, rules P2 and P3). Our own "S3" or "Sources" before
a right-to-left text would set the whole line from the left, with its full stop before its first
word. So each line of Arabic or Hebrew begins with an invisible mark that sets its direction, and
such marks around our own dates keep their numbers beside their months. Copied text is never
changed.

Blocks that do not fit in a few messages are sent as a file after them. A block is never split, so
that no message has half a sentence, and the file has whole ones.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final, assert_never

from briefs.errors import NotFound, Unproved
from briefs.model import Revision, prove_body, prove_slice
from briefs.storage import Store
from handlers.format import DOT
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
    Reply,
    Strong,
    extracts,
    text_of,
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


RIGHT_TO_LEFT, LEFT_TO_RIGHT = "\u200f", "\u200e"
"""RLM and LRM: invisible characters that count as a letter of their direction (UAX 9, section 2.6).
"""

_LINES = re.compile("(\n)")
_RIGHT = frozenset({"R", "AL"})


def directed(reply: Reply) -> Reply:
    """The reply with the marks that its lines need; a reply without right-to-left text is
    unchanged.
    """
    return replace(reply, blocks=tuple(map(_block, reply.blocks)))


def _block(block: Block) -> Block:
    match block:
        case Heading(text):
            return Heading(_own_line(text))
        case Paragraph(content):
            return Paragraph(_lines(content))
        case Quote(label, extract):
            reads_right = bool(label) and first_strong(extract.text) in _RIGHT
            return replace(block, label=f"{RIGHT_TO_LEFT}{label}") if reads_right else block
        case Bullets(items):
            return replace(block, items=tuple(map(_lines, items)))
        case Collapsed(summary, content):
            inner = tuple(_block(one) for one in content)
            return Collapsed(summary, inner)  # type: ignore[arg-type]  # a block keeps its type
        case Facts() | Divider() | Actions() | Attachment():
            return block
        case never:
            assert_never(never)


def first_strong(text: str) -> str:
    """The bidirectional class of the first letter of a text: "L", "R", "AL", or "" without one."""
    classes = map(unicodedata.bidirectional, text)
    return next((one for one in classes if one == "L" or one in _RIGHT), "")


def _has_right(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT for char in text)


def _own_line(text: str) -> str:
    """A line of ours, which may end with a title ("Sources (3) · title"), and the mark it needs."""
    if not _has_right(text):
        return text
    laid = _with_dates(text)
    title = text.rpartition(DOT)[2]
    return f"{RIGHT_TO_LEFT}{laid}" if _leads_wrong(text, title) else laid


def _leads_wrong(line: str, voice: str) -> bool:
    return first_strong(voice) in _RIGHT and first_strong(line) not in _RIGHT


def _lines(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Inline content with a mark at the beginning of each line that needs one."""
    if not any(_has_right(text_of(part)) for part in content):
        return content
    return tuple(part for line in _split(content) for part in _line(line))


def _split(content: Iterable[Inline]) -> Iterator[list[Inline]]:
    """The parts of each line; a line end is the first part of the line after it."""
    line: list[Inline] = []
    for part in content:
        if not isinstance(part, str | Emphasis):
            line.append(part)
            continue
        for piece in _LINES.split(text_of(part)):
            if piece == "\n":
                yield line
                line = ["\n"]
            elif piece:
                line.append(piece if isinstance(part, str) else Emphasis(piece))
    yield line


def _line(parts: list[Inline]) -> list[Inline]:
    text = "".join(map(text_of, parts))
    if not _has_right(text):
        return parts
    said = (text_of(part) for part in parts if not isinstance(part, str))
    voice = next((one for one in said if first_strong(one)), text.rpartition(DOT)[0] or text)
    laid = [_laid(part) for part in parts]
    if _leads_wrong(text, voice):
        laid.insert(1 if laid and laid[0] == "\n" else 0, RIGHT_TO_LEFT)
    return laid


def _laid(part: Inline) -> Inline:
    match part:
        case str():
            return _with_dates(part)
        case Emphasis(text):
            return Emphasis(_with_dates(text))
        case Strong() | Code() | Link() | Extract():
            return part
        case never:
            assert_never(never)


def _with_dates(text: str) -> str:
    """Marks around segments of Latin text that begin with a number, such as dates."""
    return DOT.join(
        f"{LEFT_TO_RIGHT}{segment}{LEFT_TO_RIGHT}"
        if segment[:1].isdecimal() and first_strong(segment) == "L"
        else segment
        for segment in text.split(DOT)
    )


MAX_ANSWER_CHARS: Final = 15_000
"""Four messages on Telegram, two on Slack; no intended answer is as long."""

MAX_BLOCK_CHARS: Final = 6_000
"""A longer block is left out of a message that cannot have a file."""

_NAME: Final = "rest.txt"
_SAID: Final = "The rest is too long for messages: it is in the file."
_LEFT_OUT: Final = "{size:,} characters in one: too long for a message. /read shows the piece."


def within_bounds(reply: Reply) -> Reply:
    """The reply with the part beyond the bound in a file; its buttons stay."""
    shown = [block for block in reply.blocks if not isinstance(block, Actions | Attachment)]
    used = fitting = 0
    for block in shown:
        used += len(words(block))
        if used > MAX_ANSWER_CHARS:
            break
        fitting += 1
    rest = shown[fitting:]
    if not rest:
        return reply
    kept = {id(block) for block in shown[:fitting]}
    others = (b for b in reply.blocks if isinstance(b, Actions | Attachment) or id(b) in kept)
    text = "\n\n".join(filter(None, map(words, rest)))
    file = Attachment(_NAME, "text/plain", f"{text}\n")
    return replace(reply, blocks=(*_parted(others, (Paragraph((_SAID,)), file)),))


def without_endless(reply: Reply) -> Reply:
    """The reply with a note in the place of each block that is too long for a message."""
    return replace(reply, blocks=tuple(map(_bounded, reply.blocks)))


def _bounded(block: Block) -> Block:
    size = len(words(block))
    if size <= MAX_BLOCK_CHARS or isinstance(block, Bullets | Facts | Collapsed):
        return block
    return Paragraph((_LEFT_OUT.format(size=size),))


def _parted(blocks: Iterable[Block], rest: tuple[Block, ...]) -> Iterable[Block]:
    """The blocks with `rest` put in before the buttons."""
    buttons = []
    for block in blocks:
        if isinstance(block, Actions):
            buttons.append(block)
        else:
            yield block
    yield from rest
    yield from buttons


def parts_with_files(
    blocks: Iterable[Block],
) -> Iterator[tuple[tuple[Block, ...], Attachment | None]]:
    """The blocks up to each file, with that file; then the blocks after the last file, with None.

    Each pair has blocks or a file.
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


def words(block: Block) -> str:
    """The text of a block without markup; struck-out text stands between tildes."""
    match block:
        case Heading(text):
            return text
        case Paragraph(content):
            return _inline(content)
        case Quote(label, extract, notes, _):
            return " ".join(filter(None, (label, _shown(extract), *(f"[{n}]" for n in notes))))
        case Bullets(items, start):
            marks = [f"{start + n}." if start is not None else "•" for n in range(len(items))]
            return "\n".join(f"{m} {_inline(i)}" for m, i in zip(marks, items, strict=True))
        case Facts(pairs):
            named = ((f"{name}: " if name else "", value) for name, value in pairs)
            return "\n".join(name + _inline(value) for name, value in named)
        case Collapsed(summary, content):
            return "\n".join((summary, *map(words, content)))
        case Divider() | Actions() | Attachment():
            return ""
        case _:
            assert_never(block)


def _inline(content: tuple[Inline, ...]) -> str:
    return "".join(_shown(part) for part in content)


def _shown(part: Inline) -> str:
    match part:
        case str():
            return part
        case Extract(text, earlier=True):
            return f"~{text}~"
        case Link(text, url) if text != url:
            return f"{text} ({url})"
        case _:
            return part.text
