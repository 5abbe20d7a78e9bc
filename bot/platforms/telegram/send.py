"""Posts frozen messages on Telegram: their JSON goes straight to the Bot API, as it is."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import structlog
from yarl import URL

from bot.platforms.telegram.api import OFFICIAL
from bot.platforms.telegram.client import session_to
from bot.platforms.telegram.errors import broken, judged, refusal
from bot.platforms.telegram.milder import milder
from briefs.model import Address
from briefs.outcome import Outcome, Rejected

TIMEOUT: Final = aiohttp.ClientTimeout(total=25, connect=10)
"""For one call, of which a post makes two at most."""

_FREE, _PAID = timedelta(seconds=1) / 25, timedelta(seconds=1) / 1000
"""Telegram takes 30 messages a second, or 1 000 that are paid for; some are left for replies."""

_IN_PRIVATE, _IN_A_GROUP = timedelta(seconds=1), timedelta(seconds=3)
_CONNECTIONS: Final = 128
_JSON: Final = {"Content-Type": "application/json"}

_log = structlog.get_logger(__name__)


class TelegramPoster:
    """One bot account's way out, for `bot.platforms.posting.Poster`.

    `base_url` is as the adapter's. With `paid`, Telegram is asked for its paid broadcast, which
    costs the bot's owner Stars.
    """

    def __init__(
        self,
        *,
        token: str,
        base_url: str | None = None,
        paid: bool = False,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        bot, _, _ = token.partition(":")
        self.account: Final = Address("telegram", bot, "").account
        self.account_rate: Final = (self.account, _PAID if paid else _FREE)
        self.can_look: Final = False
        self._url = URL(f"{base_url or OFFICIAL}{token}/sendMessage", encoded=True)
        self._paid = paid
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    def place_rate(self, to: Address) -> tuple[str, timedelta]:
        """One message a second, and in groups and channels, whose ids are negative, 20 a minute."""
        shared = to.channel.startswith("-")
        return str(to.channel_alone), _IN_A_GROUP if shared else _IN_PRIVATE

    async def open(self) -> None:
        self._session = session_to(self._url, connections=_CONNECTIONS)

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def post(
        self,
        to: Address,
        payload: str,
        key: str,  # noqa: ARG002  # Telegram offers no place for it
    ) -> Outcome:
        """One call; one more, with milder markup, where it is the markup that is refused."""
        outcome, answer = await self._tried(to, payload)
        if isinstance(outcome, Rejected) and outcome.blame == "message":
            complaint = refusal(answer)
            kept = milder(json.loads(payload), complaint)
            if kept is not None:
                _log.error("telegram.markup_refused", chat=to.channel, reason=complaint)
                outcome, _ = await self._tried(to, json.dumps(kept))
        return outcome

    async def look(self, to: Address, key: str, since: datetime) -> None:
        """Nothing: no bot can read what stands in a chat."""

    async def _tried(self, to: Address, payload: str) -> tuple[Outcome, bytes]:
        """What became of one call, and the answer to it, if there was one."""
        if self._session is None:
            raise RuntimeError("it has not been opened")
        try:
            async with self._session.post(
                self._url,
                data=self._addressed(to, payload),
                headers=_JSON,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                body = await response.read()
        except (aiohttp.ClientError, OSError) as error:
            return broken(error), b""
        return judged(response.status, body, to), body

    def _addressed(self, to: Address, payload: str) -> bytes:
        """The payload with the place it goes to before its own fields, without reading them."""
        place: dict[str, Any] = {"chat_id": to.channel}
        if to.thread:
            place["message_thread_id"] = to.thread
        if self._paid:
            place["allow_paid_broadcast"] = True
        return f"{json.dumps(place)[:-1]},{payload[1:]}".encode()
