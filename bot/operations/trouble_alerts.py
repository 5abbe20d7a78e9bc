"""Tells the operator once of each kind of trouble of this process, and once when it is over.

Troubles stop the whole process from working: its database is locked, full, read-only or away, or
the process itself was suspended. The outbox cannot carry such a message while the database cannot
be written, so it is sent directly, by the connection of the account that reaches the operator. A
message that may have been sent is not sent again.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.operations.alerts import Operator
from bot.service.runtime import Periodic, run_blocking
from briefs.digests.outbox import Edition, Outcome, Part, Retry, Sent
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.model import Address
from briefs.storage.engine import Health
from briefs.storage.outbox import Outbox
from handlers.message import Heading, Paragraph, Reply

_LOOK_EVERY: Final = timedelta(seconds=5)
_QUIET_LOOKS: Final = 12
"""A trouble is over after so many looks in a row without a new failure and
with a successful write.
"""

_STOOD_STILL: Final = timedelta(seconds=20)
"""If a look comes later than this by the event loop's clock, the process was suspended."""

_WORTH: Final = timedelta(days=1)

_log = get_logger(__name__)


class Post(Protocol):
    """Sends a frozen message once, without the outbox."""

    async def __call__(self, to: Address, payload: str, key: str) -> Outcome: ...


@dataclass(slots=True)
class DirectLine:
    """Posts of an account (`Address.account`) without the outbox, while it is connected here."""

    account: str
    post: Post | None = None


@dataclass(slots=True)
class _Told:
    """A trouble that the operator was told of."""

    times: int
    writes: int
    quiet_looks: int = 0


@dataclass(slots=True, kw_only=True)
class TroubleAlerts:
    """A service of one process; without an operator's chat only the log is written."""

    health: Health
    outbox: Outbox
    workers: Executor
    operator: Operator | None
    line: DirectLine
    clock: Callable[[], datetime]
    _seen: dict[str, int] = field(default_factory=dict)
    _told: dict[str, _Told] = field(default_factory=dict)
    _unsent: list[Reply] = field(default_factory=list)
    _last_look: float | None = None

    async def run(self, stop: asyncio.Event) -> None:
        await Periodic(name="troubles", every=_LOOK_EVERY, work=self._work).run(stop)

    async def _work(self, _stop: asyncio.Event) -> None:
        await self.look(asyncio.get_running_loop().time())

    async def look(self, at: float) -> None:
        """Compare with the last look, and report what began and what is over; `at` in seconds."""
        self._unsent += self._news(at)
        while self._unsent:
            if not await self._send(self._unsent[0]):
                return  # tried again by the next look
            del self._unsent[0]

    def _news(self, at: float) -> list[Reply]:
        news = []
        still = timedelta(seconds=at - self._last_look) if self._last_look is not None else None
        self._last_look = at
        if still is not None and still > _STOOD_STILL:
            _log.error("trouble.stood_still", seconds=round(still.total_seconds()))
            news.append(_stood_still(still))
        for trouble in self.health.troubles:
            failed_again = trouble.times > self._seen.get(trouble.what, 0)
            self._seen[trouble.what] = trouble.times
            told = self._told.get(trouble.what)
            if failed_again and told is None:
                self._told[trouble.what] = _Told(trouble.times, self.health.writes)
                _log.error("trouble.began", what=trouble.what, hint=trouble.hint)
                news.append(_began(trouble.what, trouble.hint))
            elif failed_again and told is not None:
                told.quiet_looks, told.writes = 0, self.health.writes
            elif told is not None and self.health.writes > told.writes:
                told.quiet_looks += 1
                if told.quiet_looks >= _QUIET_LOOKS:
                    del self._told[trouble.what]
                    _log.info("trouble.over", what=trouble.what)
                    news.append(_over(trouble.what))
        return news

    async def _send(self, reply: Reply) -> bool:
        """Whether the message is finished: sent, or not worth another try."""
        if self.operator is None:
            return True
        messages = self.operator.freezer(reply, {})
        now = self.clock()
        key = f"{self.operator.at}/trouble-{now:%Y-%m-%dT%H:%M:%S.%fZ}"
        if self.line.post is None:
            parts = tuple(Part(message=message) for message in messages)
            return await self._enqueue(parts, f"notice-{key.rpartition('/')[2]}", now)
        for number, message in enumerate(messages):
            outcome = await self.line.post(self.operator.at, message.payload, f"{key}/{number}")
            if isinstance(outcome, Retry):
                return False
            if not isinstance(outcome, Sent):
                _log.error("trouble.not_told", outcome=outcome)
        return True

    async def _enqueue(self, parts: Sequence[Part], name: str, now: datetime) -> bool:
        if self.operator is None:
            return True
        edition = Edition(
            to=self.operator.at, name=name, due=now, until=now + _WORTH, parts=tuple(parts)
        )
        try:
            await run_blocking(self.workers, lambda: self.outbox.enqueue([edition], now=now))
        except StoreUnavailable:
            return False
        return True


def _began(what: str, hint: str) -> Reply:
    return Reply(
        (
            Heading("Trouble with the library"),
            Paragraph((f"Its database {what}. {hint}",)),
            Paragraph(("Readers get what needs no writing. Digests wait. I say when it is over.",)),
        )
    )


def _over(what: str) -> Reply:
    return Reply(
        (
            Heading("The trouble is over"),
            Paragraph((f"The library can be used again. Before, its database {what}.",)),
        )
    )


def _stood_still(still: timedelta) -> Reply:
    seconds = round(still.total_seconds())
    return Reply(
        (
            Heading("I stood still"),
            Paragraph((f"Nothing of this process ran for {seconds} seconds. It goes on now.",)),
            Paragraph(
                ("What was due meanwhile comes late. Look whether the machine was stopped.",)
            ),
        )
    )
