"""What a platform is to the rest of the bot: what it asks for, and what is asked of it.

A platform is a folder with a `Platform`, named once in `bot.platforms.registry`. All that differs
between platforms is its renderer, its accounts and its `Capabilities`: nothing outside of it asks
for its name.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Final, Protocol, TypeAlias, assert_never

from bot.access import Editors
from bot.config import Settings
from bot.platforms.inbox import Deduplicator
from bot.platforms.webhooks import Door
from bot.service.leader import LeaderElection
from bot.service.runtime import Service
from briefs.digests.outbox import Message, Outcome, Rate, Retry, Sent, Unknown
from briefs.log import get_logger
from briefs.model import Address, Press
from briefs.storage.coordination import Inbox as InboxStore
from handlers.message import Answer as Answer  # noqa: PLC0414  # the platforms' own word for it
from handlers.message import Block, Capabilities, Code, Paragraph, Reply, Request


class Freezer(Protocol):
    """A platform's renderer up to the exact JSON of each call; the same for any place."""

    def __call__(self, reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]: ...


class Poster(Protocol):
    """One bot account as the delivery worker uses it, with connections of its own.

    No method raises for anything that the platform or the network does.
    """

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

        Its session has `sending.send_guard`, which keeps back what comes too late.
        """
        ...

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        """Put a frozen message in the place of the bot's own message of that id.

        Sent too if it says the same already: an edit may be repeated.
        """
        ...

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        """Look for a message by its key: Sent, or Retry (surely not there).

        Unknown: it can't be told just now, and is worth another look. None: it never will be.
        """
        ...

    async def open(self) -> None: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a platform: `receiver` answers people, `admitted` gives what posts.

    `admitted` waits until the platform has taken the account's token. `door` is the address that
    the platform delivers to, if it delivers.
    """

    name: str
    platform: str
    receiver: Service
    admitted: Callable[[], Awaitable[Poster]]
    door: Door | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountContext:
    """What every account is put together with; people are answered in `workers`."""

    settings: Settings
    responder: "Responder"
    editors: Editors
    workers: Executor
    leaders: LeaderElection
    once: Deduplicator
    inbox: InboxStore | None = None
    clock: Callable[[], datetime]


class Platform(Protocol):
    """A chat platform. Nothing of its SDK is imported before `accounts` is called."""

    @property
    def name(self) -> str:
        """The first part of its addresses: "slack"."""
        ...

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def libraries(self) -> tuple[str, ...]:
        """The distributions that it is spoken to with, for `doctor`."""
        ...

    @property
    def needs(self) -> str:
        """The settings without which it is not served, for a person who has set none."""
        ...

    def is_set_up(self, settings: Settings) -> bool: ...

    def describe(self, settings: Settings) -> str:
        """What is set up, for `doctor`; it begins with WARNING if that is not whole."""
        ...

    def known_accounts(self, settings: Settings) -> frozenset[str] | None:
        """Every `Address.account` that is served, or None if only the platform can tell."""
        ...

    def accounts(self, context: AccountContext) -> Iterable[Account]:
        """The accounts whose tokens are set; BadArgument for settings that do not fit together."""
        ...

    def operators_chat(self, at: Address, settings: Settings) -> Address:
        """The operator's chat as it was written in the settings, made whole."""
        ...

    def freeze(self, reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
        """As a `Freezer`."""
        ...

    def under(self, to: Address, message: str, frozen: Message) -> tuple[Address, Message] | None:
        """Where and how a frozen message is posted as a reply to the message of that id.

        None if that is no id of the platform's: nothing can be said under it.
        """
        ...


class Responder(Protocol):
    """The chat service (`bot.chat`) as platforms call it. It blocks: call it in workers.

    Only `admit` asks nothing but memory: it is called as soon as a request is read, before anything
    is written for it, and says what to answer instead if its sender has asked for too much.
    """

    def admit(self, request: Request) -> Answer | None: ...
    def answer(self, request: Request, *, in_place: bool = False) -> Answer: ...
    def press(self, token: str, base: Request) -> Answer | None: ...
    def sent(
        self, reply: Reply, at: Address, message: str, said: tuple[Block, ...] | None = None
    ) -> None: ...
    def on_unreachable(self, at: Address, reason: str) -> None: ...
    def on_reachable(self, at: Address) -> None: ...
    def on_migrated(self, at: Address, to: Address) -> None: ...


STALE: Final = "This button is from before my time. Type /help."

_log = get_logger(__name__)


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


def notify(change: Change, responder: Responder) -> None:
    """Tell the chat service; blocks."""
    match change:
        case Unreachable(at, reason):
            responder.on_unreachable(at, reason)
        case Reachable(at):
            responder.on_reachable(at)
        case Migrated(at, to):
            responder.on_migrated(at, to)
        case never:
            assert_never(never)
