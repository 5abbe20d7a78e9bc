"""Turns a reply into Slack messages: all of its words in order, within every limit. Each neutral
block becomes one block of Block Kit.

Running text is written as rich_text, whose strings are literal: `<!channel>` in a body stays those
ten characters, and no word of a piece can become markup.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias, assert_never
from urllib.parse import urlsplit

from bot.platforms.sending import frozen_rendered
from bot.platforms.splitting import split
from briefs.digests.outbox import Message
from briefs.model import Address, Press
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Button,
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
)
from handlers.outgoing import parts_with_files, words

SlackBlock: TypeAlias = dict[str, object]
"""One block of Block Kit, of plain JSON values; arrays are tuples."""


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A message. `text` is shown where blocks cannot be (notifications, screen readers), never
    blank.

    It is escaped mrkdwn of at most 3 900 characters; a longer text is cut with an ellipsis. A
    message with a `file` has no blocks: its text is the comment on the file, and may be empty.
    `said` are the neutral blocks that the message was rendered from.
    """

    text: str
    blocks: tuple[SlackBlock, ...]
    file: Attachment | None = None
    said: tuple[Block, ...] = field(default=(), compare=False, repr=False)


def without_file(message: SlackMessage, said: str) -> SlackMessage:
    """The message with the text `said`, in mrkdwn, in the place of its file."""
    return SlackMessage(f"{message.text}\n{said}".lstrip(), message.blocks)


QUIET: Final[Mapping[str, Any]] = {"unfurl_links": False, "unfurl_media": False}
"""Parameters that suppress previews of a post's links."""


def content(message: SlackMessage) -> dict[str, Any]:
    """The parameters of a message's content; names and channels in it are not
    turned into mentions.
    """
    return {
        "text": message.text,
        "blocks": message.blocks,
        "link_names": False,
        "parse": "none",
    }


def place(to: Address) -> dict[str, Any]:
    """The parameters of its place: a channel, or a thread in it."""
    return {"channel": to.channel, **({"thread_ts": to.thread} if to.thread else {})}


MAX_BUTTONS: Final = 25
_MAX_HEADER_CHARS: Final = 150
_MAX_LABEL_CHARS: Final = 75
_MAX_URL_CHARS: Final = 3_000
_MAX_FIELDS: Final = 10
_MAX_FIELD_CHARS: Final = 2_000


def written(block: Block, tokens: Mapping[Press, str], *, place: int = 0) -> SlackBlock | None:
    """The block as Slack takes it, or None if it shows nothing.

    `place` is its number in the message, which makes the buttons' action_ids unique. Raises
    KeyError for a button whose press has no token, ValueError for a file.
    """
    match block:
        case Heading(text):
            return _heading(text.strip())
        case Paragraph() | Quote() | Bullets():
            return _rich_text(_elements(block))
        case Facts():
            return _small(block) or _rich_text(_elements(block))
        case Collapsed(summary, content):
            # Block Kit has no folding: the details stand under their name.
            inner = tuple(element for part in content for element in _elements(part))
            return _rich_text((*_section((Strong(summary),)), *inner))
        case Divider():
            return {"type": "divider"}
        case Actions(buttons):
            return _actions(buttons, tokens, place)
        case Attachment():
            raise ValueError("a file is no block of Block Kit")
        case _:
            assert_never(block)


def is_safe(url: str) -> bool:
    """Whether Slack may open this address: http or https, with a host, and not too long."""
    if len(url) > _MAX_URL_CHARS or any(
        c.isspace() or not c.isprintable() or c in "<>|" for c in url
    ):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _heading(text: str) -> SlackBlock | None:
    if _units(text) > _MAX_HEADER_CHARS or "\n" in text:
        return _rich_text(_section((Strong(text),)))
    return {"type": "header", "text": _plain(text)} if text else None


def _elements(block: Paragraph | Quote | Bullets | Facts) -> tuple[SlackBlock, ...]:
    """The block as the parts of a rich_text block."""
    match block:
        case Paragraph(content):
            return _section(content)
        case Quote(label, extract, notes, opens):
            numbers = "".join(f" [{n}]" for n in notes)
            parts = (Strong(f"{label} " if label else ""), extract, numbers)
            quoted = _section(parts, kind="rich_text_quote")
            return (_blank(), *quoted) if opens and quoted else quoted
        case Bullets(items, start):
            return _list(items, start)
        case Facts(pairs):
            lines = [part for name, value in pairs for part in (named(name), *value, "\n")]
            return _section(tuple(lines[:-1]))
        case _:
            assert_never(block)


def _section(
    content: tuple[Inline, ...], *, kind: str = "rich_text_section"
) -> tuple[SlackBlock, ...]:
    """A section with the parts that have text; () if none has."""
    elements = tuple(_inlines(content))
    seen = any(str(element["text"]).strip() for element in elements)
    return ({"type": kind, "elements": elements},) if seen else ()


def _blank() -> SlackBlock:
    return {"type": "rich_text_section", "elements": tuple(_inlines((" ",)))}


def _list(items: tuple[tuple[Inline, ...], ...], start: int | None) -> tuple[SlackBlock, ...]:
    if not items:
        return ()
    # An empty item stays, so that the numbers of the others do.
    sections = tuple(section for item in items for section in _section(item) or (_blank(),))
    written: SlackBlock = {"type": "rich_text_list", "elements": sections}
    if start is None:
        return ({**written, "style": "bullet"},)
    return ({**written, "style": "ordered", "offset": start - 1},)


def _inlines(content: Iterable[Inline]) -> Iterator[SlackBlock]:
    for part in content:
        match part:
            case "":
                continue
            case str():
                yield {"type": "text", "text": part}
            case Link(text, url) if is_safe(url):
                yield {"type": "link", "url": url, "text": text or url}
            case Strong(text="") | Emphasis(text="") | Code(text="") | Extract(text="") | Link(""):
                continue
            case Extract(text, earlier=True):
                yield {"type": "text", "text": text, "style": {"strike": True}}
            case Strong(text) | Extract(text, marked=True):
                yield {"type": "text", "text": text, "style": {"bold": True}}
            case Emphasis(text):
                yield {"type": "text", "text": text, "style": {"italic": True}}
            case Code(text):
                yield {"type": "text", "text": text, "style": {"code": True}}
            case Link(text) | Extract(text):
                yield {"type": "text", "text": text}
            case _:
                assert_never(part)


def _small(facts: Facts) -> SlackBlock | None:
    """Facts in small print, which takes plain text only; None if they have
    markup or are too many.
    """
    if not 0 < len(facts.pairs) <= _MAX_FIELDS:
        return None
    lines = []
    for name, value in facts.pairs:
        words = [part for part in value if isinstance(part, str)]
        line = named(name) + "".join(words)
        if len(words) < len(value) or not line.strip():
            return None
        lines.append(line)
    # One element, because Slack would put several side by side.
    text = "\n".join(lines)
    if _units(text) > _MAX_FIELD_CHARS:
        return None
    return {"type": "context", "elements": (_plain(text),)}


def named(name: str) -> str:
    """The name of a fact before its value; some values need none."""
    return f"{name}: " if name else ""


def _actions(
    buttons: tuple[Button, ...], tokens: Mapping[Press, str], place: int
) -> SlackBlock | None:
    elements = []
    for n, button in enumerate(buttons):
        label = _plain(_cut(button.label.strip(), _MAX_LABEL_CHARS) or "…")
        element: SlackBlock = {"type": "button", "text": label, "action_id": f"{place}.{n}"}
        if isinstance(button.does, Press):
            elements.append({**element, "value": tokens[button.does]})
        elif is_safe(button.does):
            elements.append({**element, "url": button.does})
    return {"type": "actions", "elements": tuple(elements)} if elements else None


def _rich_text(elements: tuple[SlackBlock, ...]) -> SlackBlock | None:
    return {"type": "rich_text", "elements": elements} if elements else None


def _plain(text: str) -> SlackBlock:
    return {"type": "plain_text", "text": text, "emoji": False}


def _units(text: str) -> int:
    """The length in UTF-16 units; Slack does not say how it counts, and this
    is the most it can be.
    """
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    if _units(text) <= units:
        return text
    return text.encode("utf-16-le")[: 2 * (units - 1)].decode("utf-16-le", "ignore") + "…"


MAX_BLOCKS: Final = 50
MAX_BLOCKS_CHARS: Final = 10_000
"""Characters of a message's blocks, written as JSON.

Slack refuses a message somewhere above 11 000 characters and does not say how it counts; the length
of the JSON is the most it can count.
"""
_MAX_TEXT_CHARS: Final = 3_900
_MAX_COMMENT_CHARS: Final = 3_000
"""Characters of the text that is posted with a file; Slack does not cut a text of this length."""


def render(reply: Reply, tokens: Mapping[Press, str]) -> tuple[SlackMessage, ...]:
    """The reply as messages, to be posted in order; `tokens` has one for each of its presses."""
    return tuple(
        message
        for blocks, file in parts_with_files(reply.blocks)
        for message in _with_file(_messages(blocks, tokens), file)
    )


def _with_file(
    messages: tuple[SlackMessage, ...], file: Attachment | None
) -> tuple[SlackMessage, ...]:
    """The text and then the file; in one message if the text is short and has no buttons."""
    if file is None:
        return messages
    match messages:
        case (words,) if len(words.text) <= _MAX_COMMENT_CHARS and not _has_buttons(words):
            return (replace(words, blocks=(), file=file),)
        case _:
            return (*messages, SlackMessage("", (), file))


def _has_buttons(message: SlackMessage) -> bool:
    return any(block["type"] == "actions" for block in message.blocks)


def _messages(blocks: tuple[Block, ...], tokens: Mapping[Press, str]) -> tuple[SlackMessage, ...]:
    def size(block: Block) -> int:
        told = written(block, tokens, place=MAX_BLOCKS)
        return _length(told) + 2 if told else 0

    rows = tuple(_rows(blocks))
    whole = _message(rows, tokens)  # most replies are one message, which needs no measuring
    if whole is None or (len(rows) <= MAX_BLOCKS and _length(whole.blocks) <= MAX_BLOCKS_CHARS):
        return (whole,) if whole else ()
    parts = split(rows, budget=MAX_BLOCKS_CHARS, size=size, most=MAX_BLOCKS)
    return tuple(message for part in parts if (message := _message(part, tokens)))


def escape(text: str) -> str:
    """Plain text as mrkdwn that can mention nobody and link nowhere."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _length(told: object) -> int:
    return len(json.dumps(told, ensure_ascii=False))


def _rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with their buttons in rows no longer than Slack's limit."""
    for block in blocks:
        if isinstance(block, Actions):
            for start in range(0, len(block.buttons), MAX_BUTTONS):
                yield Actions(block.buttons[start : start + MAX_BUTTONS])
        else:
            yield block


def _message(part: tuple[Block, ...], tokens: Mapping[Press, str]) -> SlackMessage | None:
    shown = (written(block, tokens, place=n) for n, block in enumerate(part))
    text = "\n".join(filter(None, map(words, part))).strip()
    labels = " · ".join(
        b.label for block in part if isinstance(block, Actions) for b in block.buttons
    )
    fallback = text or labels.strip()
    if not fallback:
        return None  # only dividers and blanks
    blocks = tuple(block for block in shown if block)
    return SlackMessage(_capped(escape(fallback)), blocks, said=part)


def _capped(text: str) -> str:
    if len(text) <= _MAX_TEXT_CHARS:
        return text
    return re.sub(r"&[a-z]{0,3}$", "", text[: _MAX_TEXT_CHARS - 1]) + "…"


def freeze(reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
    """The messages of a reply, in the order of posting.

    Raises ValueError for a reply with a file, which JSON cannot carry, and KeyError for a button
    whose press has no token.
    """
    return tuple(
        frozen_rendered({**content(message), **QUIET}, message, reply.about)
        for message in render(reply, tokens)
    )
