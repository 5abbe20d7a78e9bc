"""What delivery asks of a platform; outcomes, retries, the last check before the socket.

What the publisher and the courier ask of a platform: to freeze replies, and to post them.

How long to keep trying: a call that was surely not posted is made again, within reason.

The line that a call crosses when its first byte leaves: until then it can be kept back.

A process can stand still between any two steps, for longer than its lease on what it posts. The
less there is between looking at the clock and writing to the socket, the less can go wrong there.

Freezes one message: its JSON as it will be posted, with all that it quotes.

What the platforms ask of the front desk.

What is said where nothing can be answered: to a button that nobody knows, and for a bug.

What platforms do to the bot's places: they shut one, open it again, or move it.

Prints a reply for the outbox: proved, with buttons that work anywhere, and frozen.
"""

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final, Protocol, TypeAlias, assert_never

import aiohttp
import structlog

from briefs.digests.frozen import Message, Quotation
from briefs.digests.outbox import Outcome, Retry, Sent, Unknown
from briefs.digests.rate_limit import Rate
from briefs.model import ANYWHERE, Address, Press, Shown
from briefs.storage import Store
from handlers.message import Block, Code, Extract, Paragraph, Reply, Request, extracts, presses
from handlers.verify import verified


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


Pause: TypeAlias = Callable[[float], Awaitable[None]]
"""Waits a number of seconds, as asyncio.sleep does."""

_TRIES = 6
_PATIENCE: Final = timedelta(seconds=90)
_LONGEST: Final = timedelta(seconds=30)
_BELIEVED: Final = 3_600


async def retry(call: Callable[[], Awaitable[Outcome]], pause: Pause) -> Outcome:
    """What became of a call in the end; only Retry is tried again, after the pause it asks for."""
    outcome = await call()
    waited = timedelta()
    for _ in range(_TRIES - 1):
        if not isinstance(outcome, Retry) or waited + outcome.after > _PATIENCE:
            break
        await pause(outcome.after.total_seconds())
        waited += outcome.after
        outcome = await call()
    return outcome


def backoff(failures: int) -> timedelta:
    """The pause after so many failures in a row: half a second, doubled each time, up to 30."""
    return min(timedelta(seconds=0.5 * 2 ** min(failures - 1, 10)), _LONGEST)


def capped_retry_after(seconds: int) -> timedelta:
    """A pause that a platform asks for, an hour at most: who comes too soon is only told again."""
    return timedelta(seconds=min(seconds, _BELIEVED))


NEVER_LEFT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)
"""What breaks before anything of a call is on its way."""

_may_leave: ContextVar[Callable[[], bool] | None] = ContextVar("may_leave", default=None)


class KeptBack(Exception):
    """It came too late; aiohttp makes a ClientConnectionError of it."""


@contextmanager
def check_before_send(may_leave: Callable[[], bool]) -> Iterator[None]:
    """Ask, for each request that is made within, right before anything of it is written."""
    token = _may_leave.set(may_leave)
    try:
        yield
    finally:
        _may_leave.reset(token)


def send_guard() -> aiohttp.TraceConfig:
    """What a session needs for that, among its `trace_configs`.

    aiohttp writes the head of a request along with the first of its body, and tells of that before.
    """

    async def ask(*_: object) -> None:
        may_leave = _may_leave.get()
        if may_leave is not None and not may_leave():
            raise KeptBack

    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(ask)
    return trace


def frozen_message(
    payload: Mapping[str, object], said: Iterable[Block], about: Shown | None
) -> Message:
    """A message of this payload, which was written from the blocks `said`."""
    return Message(
        payload=json.dumps(payload, ensure_ascii=False, separators=(",", ":")),
        quotes=tuple(map(_quotation, extracts(Reply(tuple(said))))),
        about=about,
    )


def _quotation(extract: Extract) -> Quotation:
    return Quotation(
        piece=extract.piece,
        revision=extract.revision,
        sha256=extract.sha256,
        at=extract.at,
        text=extract.text,
    )


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


def freeze_reply(
    reply: Reply, store: Store, freezer: Freezer, *, now: datetime
) -> tuple[Message, ...]:
    """The messages of a reply, the same for any place on the freezer's platform.

    Raises Unproved for one that copies what is not, or no longer, stored. What nobody asked for
    does not change the subject: only a reply about one piece is noted as shown.
    """
    about = reply.about if reply.about and reply.about.piece else None
    wanted = presses(reply)
    tokens = store.issue(wanted, ANYWHERE, now=now) if wanted else ()
    return freezer(
        replace(verified(reply, store), about=about), dict(zip(wanted, tokens, strict=True))
    )
