"""What one call to Slack carries: blocks for the eye and a text for everything else."""

from dataclasses import dataclass
from typing import TypeAlias

SlackBlock: TypeAlias = dict[str, object]
"""One block of Block Kit, of plain JSON values, with tuples for arrays."""


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """`text` is shown where blocks cannot be (notifications, screen readers); it is never blank.

    It is escaped mrkdwn of at most 3 900 characters, cut with an ellipsis where it would be longer.
    """

    text: str
    blocks: tuple[SlackBlock, ...]
