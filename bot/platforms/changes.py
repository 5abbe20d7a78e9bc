"""What platforms do to the bot's places: they shut one, open it again, or move it."""

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from bot.platforms.front_desk import FrontDesk
from briefs.model import Address


@dataclass(frozen=True, slots=True)
class Shut:
    """Nothing can be posted at `at`; without a channel, that is all of an account's places."""

    at: Address
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    at: Address


@dataclass(frozen=True, slots=True)
class Moved:
    at: Address
    to: Address


Change: TypeAlias = Shut | Opened | Moved


def tell(change: Change, desk: FrontDesk) -> None:
    """Let the desk know; blocks."""
    match change:
        case Shut(at, reason):
            desk.shut(at, reason)
        case Opened(at):
            desk.opened(at)
        case Moved(at, to):
            desk.moved(at, to)
        case never:
            assert_never(never)
