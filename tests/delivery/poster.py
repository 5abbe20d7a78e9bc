"""Posts to the platform of these tests over HTTP, with connections of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
from aiohttp.abc import AbstractStreamWriter

from bot.platforms.sending import send_guard
from briefs.digests.outbox import Outcome, Rate, Rejected, Retry, Sent, Unknown
from briefs.model import Address
from tests.delivery.platform import stamped

_MOMENT = timedelta(milliseconds=50)


class Leaving(aiohttp.BytesPayload):
    """A payload and when it is let go, which is right before the fence is asked."""

    def __init__(self, payload: bytes, trip: Callable[[str], None]) -> None:
        super().__init__(stamped(payload, datetime.now(UTC)))
        self._payload = payload
        self._trip = trip

    async def write_with_length(
        self, writer: AbstractStreamWriter, content_length: int | None
    ) -> None:
        self._trip("request leaving")
        await writer.write(stamped(self._payload, datetime.now(UTC)))
        self._trip("request written")


@dataclass(slots=True)
class HttpPoster:
    """`to_a_place` is the least interval there; `can_look` as a Slack bot can.

    `trip` is told of each request that it leaves, and that it was written.
    """

    account: str
    port: int
    can_look: bool = False
    account_rate: Rate | None = None
    to_a_place: timedelta | None = None
    trip: Callable[[str], None] = lambda _: None
    _session: aiohttp.ClientSession | None = field(default=None, init=False)

    def place_rate(self, to: Address) -> Rate | None:
        return None if self.to_a_place is None else (str(to.channel_alone), self.to_a_place)

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            f"http://127.0.0.1:{self.port}",
            timeout=aiohttp.ClientTimeout(total=20),
            trace_configs=[send_guard()],
        )

    async def close(self) -> None:
        assert self._session is not None
        await self._session.close()

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        assert self._session is not None
        try:
            asked = {"key": key, "to": str(to)}
            body = Leaving(payload.encode(), self.trip)
            async with self._session.post("/post", params=asked, data=body) as answer:
                told = await answer.json(content_type=None)
        except aiohttp.ClientConnectorError:
            return Retry("The platform could not be reached.", _MOMENT)
        except (aiohttp.ClientError, TimeoutError) as error:
            return Unknown(f"The connection broke ({type(error).__name__}).")
        match answer.status:
            case 200:
                return Sent(told["id"])
            case 429:
                return Retry("Too much at once.", timedelta(seconds=told["retry_after"]))
            case 403:
                return Rejected("The bot was removed.", blame="message")
            case status:
                return Unknown(f"The platform answered {status}.")

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        return await self.post(to, payload, f"edit of {message}")

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        assert self._session is not None
        try:
            async with self._session.get("/look", params={"key": key, "to": str(to)}) as answer:
                found = (await answer.json(content_type=None))["id"]
        except (aiohttp.ClientError, TimeoutError):
            return Unknown("The history could not be read.")
        return Retry("It was not posted.", timedelta()) if found is None else Sent(found)
