"""What became of one call to a platform, as a value: SDK exceptions end inside the adapters."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Surely not posted; worth another try after a while."""

    reason: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class Rejected:
    """Surely not posted, and trying again will not help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been posted: nothing tells."""

    reason: str


Outcome: TypeAlias = Sent | Retry | Rejected | Unknown
