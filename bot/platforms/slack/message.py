"""What one call to Slack carries: blocks for the eye and a text for everything else."""

from dataclasses import dataclass, field
from typing import TypeAlias

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
