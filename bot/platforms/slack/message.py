"""A Slack message before it is sent, and as the Web API's arguments: blocks, and a text besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from briefs.model import Address
from handlers.message import Attachment, Block

SlackBlock: TypeAlias = dict[str, object]
"""One block of Block Kit, of plain JSON values, with tuples for arrays."""


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """`text` is shown where blocks cannot be (notifications, screen readers); it is never blank.

    It is escaped mrkdwn of at most 3 900 characters, cut with an ellipsis where it would be longer.
    With a `file` there are no blocks: then the text is all that is said about it, and may be empty.
    `said` is what the message was written from.
    """

    text: str
    blocks: tuple[SlackBlock, ...]
    file: Attachment | None = None
    said: tuple[Block, ...] = field(default=(), compare=False, repr=False)


def without_file(message: SlackMessage, said: str) -> SlackMessage:
    """The same words with something `said`, in mrkdwn, in the place of the file."""
    return SlackMessage(f"{message.text}\n{said}".lstrip(), message.blocks)


QUIET: Final[Mapping[str, Any]] = {"unfurl_links": False, "unfurl_media": False}
"""A post's links unfold no previews."""


def content(message: SlackMessage) -> dict[str, Any]:
    """What is said; names and channels written in it stay words."""
    return {
        "text": message.text,
        "blocks": message.blocks,
        "link_names": False,
        "parse": "none",
    }


def place(to: Address) -> dict[str, Any]:
    """Where it is said: a channel, or a thread in it."""
    return {"channel": to.channel, **({"thread_ts": to.thread} if to.thread else {})}
