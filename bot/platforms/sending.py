"""Messages to a platform: frozen for the outbox to the exact JSON of each call, with everything
that they quote; and calls, retried with a backoff and checked once more when the first byte is
written.

A process can be suspended between any two steps, for longer than its lease on a delivery. So the
last look at the clock comes right before the first byte is written (`check_before_send`).
"""

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeAlias

import aiohttp

from bot.platforms.base import Freezer
from briefs.digests.outbox import Message, Outcome, Quotation, Retry
from briefs.model import ANYWHERE, Shown
from briefs.storage import Store
from handlers.message import Attachment, Block, Extract, Reply, dump_blocks, extracts, presses
from handlers.outgoing import verified, without_endless

Pause: TypeAlias = Callable[[float], Awaitable[None]]
"""Waits a number of seconds, like asyncio.sleep."""

_MAX_TRIES = 6
_MAX_WAIT: Final = timedelta(seconds=90)
_MAX_BACKOFF: Final = timedelta(seconds=30)
_MAX_RETRY_AFTER_SECONDS: Final = 3_600


async def retry(call: Callable[[], Awaitable[Outcome]], pause: Pause) -> Outcome:
    """The final outcome of a call; only a Retry is tried again, after the
    pause that it asks for.
    """
    outcome = await call()
    waited = timedelta()
    for _ in range(_MAX_TRIES - 1):
        if not isinstance(outcome, Retry) or waited + outcome.after > _MAX_WAIT:
            break
        await pause(outcome.after.total_seconds())
        waited += outcome.after
        outcome = await call()
    return outcome


def backoff(failures: int) -> timedelta:
    """The pause after so many failures in a row: half a second, doubled each time, up to 30."""
    return min(timedelta(seconds=0.5 * 2 ** min(failures - 1, 10)), _MAX_BACKOFF)


def capped_retry_after(seconds: int) -> timedelta:
    """The pause that a platform asks for, an hour at most: a call that comes too soon is refused
    again.
    """
    return timedelta(seconds=min(seconds, _MAX_RETRY_AFTER_SECONDS))


NEVER_LEFT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)
"""Errors of aiohttp that occur before any byte of a request was sent."""

_may_leave: ContextVar[Callable[[], bool] | None] = ContextVar("may_leave", default=None)


class KeptBack(Exception):
    """The call came too late and was not sent; aiohttp wraps this in a ClientConnectionError."""


@contextmanager
def check_before_send(may_leave: Callable[[], bool]) -> Iterator[None]:
    """For each request made in this context, ask `may_leave` right before its first byte is
    written.
    """
    token = _may_leave.set(may_leave)
    try:
        yield
    finally:
        _may_leave.reset(token)


def send_guard() -> aiohttp.TraceConfig:
    """The trace config that a session needs for `check_before_send`.

    aiohttp writes the headers of a request together with the first chunk of its body, and calls
    `on_request_chunk_sent` before (docs.aiohttp.org, "Tracing Reference").
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
    """A message with this payload, which was rendered from the blocks `said`."""
    said = tuple(said)
    quotes = tuple(map(_quotation, extracts(Reply(said))))
    return Message(
        payload=json.dumps(payload, ensure_ascii=False, separators=(",", ":")),
        quotes=quotes,
        about=about,
        said=dump_blocks(said) if quotes else "",
    )


class Rendered(Protocol):
    """A platform's message, with the blocks that it was rendered from."""

    @property
    def file(self) -> Attachment | None: ...

    @property
    def said(self) -> tuple[Block, ...]: ...


def frozen_rendered(
    payload: Mapping[str, object], message: Rendered, about: Shown | None
) -> Message:
    """A rendered message with this payload; ValueError if it has a file,
    which JSON cannot carry.
    """
    if message.file is not None:
        raise ValueError(f"a file cannot be frozen: {message.file.name}")
    return frozen_message(payload, message.said, about)


def _quotation(extract: Extract) -> Quotation:
    return Quotation(
        piece=extract.piece,
        revision=extract.revision,
        sha256=extract.sha256,
        at=extract.at,
        text=extract.text,
        earlier=extract.earlier,
    )


def freeze_reply(
    reply: Reply, store: Store, freezer: Freezer, *, now: datetime
) -> tuple[Message, ...]:
    """The messages of a reply, the same for every place on the freezer's platform.

    Raises Unproved if the reply quotes a text that is not, or no longer, stored. Only a reply about
    one piece becomes the piece under discussion: a message that nobody asked for changes no
    subject.
    """
    about = reply.about if reply.about and reply.about.piece else None
    wanted = presses(reply)
    tokens = store.chat_state.issue(wanted, ANYWHERE, now=now) if wanted else ()
    return freezer(
        replace(without_endless(verified(reply, store)), about=about),
        dict(zip(wanted, tokens, strict=True)),
    )
