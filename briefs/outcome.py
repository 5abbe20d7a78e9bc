"""What became of one call to a platform, as a value: SDK exceptions end inside the adapters."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from briefs.model import Address

Blame: TypeAlias = Literal["message", "place", "account"]
"""What a refusal is about: this message, the place it was for, or the bot's own account."""


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Surely not posted; worth another try after a while.

    With `all_wait` the platform asked the whole account to wait, not this place alone.
    """

    reason: str
    after: timedelta
    all_wait: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """Surely not posted, and trying again will not help.

    `reason` speaks to a person. `moved_to` is where the place is to be found now, if the platform
    said so: there, trying again does help.
    """

    reason: str
    blame: Blame = "message"
    moved_to: Address | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been posted: nothing tells."""

    reason: str


Outcome: TypeAlias = Sent | Retry | Rejected | Unknown
