"""What a platform is to the rest of the bot: what it asks for, and what is asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Final, Protocol, TypeAlias, assert_never

import structlog

from briefs.digests.frozen import Message
from briefs.digests.outbox import Outcome, Retry, Sent, Unknown
from briefs.digests.rate_limit import Rate
from briefs.model import Address, Press
from handlers.message import Code, Paragraph, Reply, Request


@dataclass(frozen=True, slots=True)
class Answer:
    """A proved reply and a token for each of its presses, ready to be rendered and sent.

    With `in_place` it takes the place of the message whose button was pressed.
    """

    reply: Reply
    tokens: Mapping[Press, str]
    in_place: bool = False


class Freezer(Protocol):
    """A platform's renderer up to the exact JSON of each call; the same for any place."""

    def __call__(self, reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]: ...


class Poster(Protocol):
    """One bot account as the courier uses it, with connections of its own. No method raises."""

    @property
    def account(self) -> str:
        """The `Address.account` it posts as."""
        ...

    @property
    def can_look(self) -> bool:
        """Whether it can look for a message in a place's history."""
        ...

    @property
    def account_rate(self) -> Rate | None:
        """The limit that all its messages count against: a shared key and the least interval."""
        ...

    def place_rate(self, to: Address) -> Rate | None:
        """The limit that messages to this place count against besides, if it has one."""
        ...

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        """Post a frozen message once; `key` is the delivery's, sent along where that helps.

        Its session has the `fence`, which keeps back what comes too late.
        """
        ...

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        """Look for a message by its key: Sent, or Retry (surely not there).

        Unknown: it can't be told just now, and is worth another look. None: it never will be.
        """
        ...

    async def open(self) -> None: ...
    async def close(self) -> None: ...


class Responder(Protocol):
    """What is asked of bot.chat.Desk. All of it blocks: it is called in workers."""

    def answer(self, request: Request, *, in_place: bool = False) -> Answer: ...
    def press(self, token: str, base: Request) -> Answer | None: ...
    def sent(self, reply: Reply, at: Address, message: str) -> None: ...
    def shut(self, at: Address, reason: str) -> None: ...
    def opened(self, at: Address) -> None: ...
    def moved(self, at: Address, to: Address) -> None: ...


STALE: Final = "This button is from before my time. Type /help."

_log = structlog.get_logger(__name__)


def apology(request: Request) -> Answer:
    """For a bug, where it was caught: the traceback for the log, its reference for both sides."""
    reference = token_hex(4)
    _log.exception("bug", reference=reference, command=request.command)
    said = "Something went wrong on my side. The operator finds it in the log under "
    return Answer(Reply((Paragraph((said, Code(reference), ".")),), private=True), {})


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing can be posted at `at`; without a channel, that is all of an account's places."""

    at: Address
    reason: str


@dataclass(frozen=True, slots=True)
class Reachable:
    at: Address


@dataclass(frozen=True, slots=True)
class Migrated:
    at: Address
    to: Address


Change: TypeAlias = Unreachable | Reachable | Migrated


def notify(change: Change, desk: Responder) -> None:
    """Let the desk know; blocks."""
    match change:
        case Unreachable(at, reason):
            desk.shut(at, reason)
        case Reachable(at):
            desk.opened(at)
        case Migrated(at, to):
            desk.moved(at, to)
        case never:
            assert_never(never)
