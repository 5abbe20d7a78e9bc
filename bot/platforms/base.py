"""The interfaces between platforms and the rest of the bot.

A platform is a folder with a `Platform`, which `bot.platforms.registry` names. Platforms differ in
their renderer, their accounts and their `Capabilities`; no code outside of a platform's folder asks
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
from handlers.message import Answer as Answer  # noqa: PLC0414  # platforms import it from here
from handlers.message import Block, Capabilities, Code, Paragraph, Reply, Request


class Freezer(Protocol):
    """A platform's renderer, which makes the exact JSON of each call; it is the same for every
    place.
    """

    def __call__(self, reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]: ...


class Poster(Protocol):
    """One bot account as the delivery worker uses it, with connections of its own.

    No method raises for an error of the platform or the network.
    """

    @property
    def account(self) -> str:
        """The `Address.account` it posts as."""
        ...

    @property
    def can_look(self) -> bool:
        """Whether it can search a place's history for a message."""
        ...

    @property
    def account_rate(self) -> Rate | None:
        """The rate limit of the whole account: a shared key and the least interval."""
        ...

    def place_rate(self, to: Address) -> Rate | None:
        """The additional rate limit of this place, if it has one."""
        ...

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        """Post a frozen message once. `key` is the delivery's; it is sent along if the platform
        stores it.

        Its session has `sending.send_guard`, which stops a call whose lease has run out.
        """
        ...

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        """Replace the content of the bot's own message of that id by a frozen message.

        The result is Sent, too, if the message already has this content: an edit may be repeated.
        """
        ...

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        """Look for a message by its key: Sent if it is there, Retry if it surely is not.

        Unknown: the platform cannot tell now, and is asked again. None: it will never be able to.
        """
        ...

    async def open(self) -> None: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a platform. `receiver` answers people; `admitted` returns its Poster.

    `admitted` waits until the platform has accepted the account's token. `door` is the webhook
    endpoint, for accounts that the platform delivers to over HTTP.
    """

    name: str
    platform: str
    receiver: Service
    admitted: Callable[[], Awaitable[Poster]]
    door: Door | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountContext:
    """What accounts are built from. People's requests are answered in `workers`."""

    settings: Settings
    responder: "Responder"
    editors: Editors
    workers: Executor
    leaders: LeaderElection
    once: Deduplicator
    inbox: InboxStore | None = None
    clock: Callable[[], datetime]


class Platform(Protocol):
    """A chat platform. Its SDK is not imported before `accounts` is called."""

    @property
    def name(self) -> str:
        """The first part of its addresses: "slack"."""
        ...

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def libraries(self) -> tuple[str, ...]:
        """The distributions that talk to it, whose versions `doctor` shows."""
        ...

    @property
    def needs(self) -> str:
        """The settings that must be set to serve it, as words for a person who has set none."""
        ...

    def is_set_up(self, settings: Settings) -> bool: ...

    def describe(self, settings: Settings) -> str:
        """What is set up, for `doctor`; it begins with WARNING if a setting is missing."""
        ...

    def known_accounts(self, settings: Settings) -> frozenset[str] | None:
        """Every `Address.account` that is served, or None if only the platform knows it."""
        ...

    def accounts(self, context: AccountContext) -> Iterable[Account]:
        """The accounts whose tokens are set; BadArgument for settings that
        contradict each other.
        """
        ...

    def operators_chat(self, at: Address, settings: Settings) -> Address:
        """The operator's chat from the settings, with the parts that may be left out there."""
        ...

    @property
    def freeze(self) -> Freezer:
        """Makes the messages of a reply."""
        ...

    def under(self, to: Address, message: str, frozen: Message) -> tuple[Address, Message] | None:
        """The place and message that post `frozen` as a reply to the message of that id.

        None if that is no message id of the platform: nothing can be posted under it.
        """
        ...


class Responder(Protocol):
    """The chat service (`bot.chat`) as platforms call it. It blocks: call it in worker threads.

    Only `admit` does not block. It is called as soon as a request is read and before anything is
    stored for it, and returns a refusal if its sender has sent too many requests.
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
    """The answer to a request that a bug broke. It shows the reference under which the traceback is
    logged.
    """
    reference = token_hex(4)
    _log.exception("bug", reference=reference, command=request.command)
    said = "Something went wrong on my side. The operator finds it in the log under "
    return Answer(Reply((Paragraph((said, Code(reference), ".")),), private=True), {})


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing can be posted at `at`; an address without a channel means all
    places of the account.
    """

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
    """Tell the chat service about a change; blocks."""
    match change:
        case Unreachable(at, reason):
            responder.on_unreachable(at, reason)
        case Reachable(at):
            responder.on_reachable(at)
        case Migrated(at, to):
            responder.on_migrated(at, to)
        case never:
            assert_never(never)
