"""Posts the digests of one bot account: frozen messages, with the client and the error table of the
answers.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp

from bot.platforms.telegram.client import (
    NOT_MODIFIED,
    BotApi,
    outcome_of,
    thread_of,
    without_refused_markup,
)
from bot.platforms.telegram.errors import Result
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent
from briefs.log import get_logger
from briefs.model import Address

_log = get_logger(__name__)

TIMEOUT: Final = aiohttp.ClientTimeout(total=25, connect=10)
"""For one call; a post makes at most two."""

_FREE, _PAID = timedelta(seconds=1) / 25, timedelta(seconds=1) / 1000
"""Telegram takes about 30 messages a second, or 1 000 that are paid for
(core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this); some are left for
replies.
"""

_IN_PRIVATE, _IN_A_GROUP = timedelta(seconds=1), timedelta(seconds=3)


_ACCOUNT_SECONDS: Final = 3
"""How long the account pauses when one place is asked to wait: a burst is over by then."""


class Floods:
    """Distinguishes a place that is asked to wait, such as a group in slow mode, from a whole
    account.

    Telegram answers both alike (github.com/tdlib/td/issues/715). One refused place waits alone; if
    a second place is refused before any post succeeds, the whole account waits.
    """

    def __init__(self) -> None:
        self._refused: set[Address] = set()

    def judged(self, to: Address, refused: Retry) -> Retry:
        self._refused.add(to.channel_alone)
        if len(self._refused) > 1:
            return refused
        briefly = min(refused.after, timedelta(seconds=_ACCOUNT_SECONDS))
        return replace(refused, all_wait=False, account_after=briefly)

    def clear(self) -> None:
        """A post was not asked to wait, so the account is not limited."""
        self._refused.clear()


class TelegramPoster:
    """Posts the digests of one bot account; a `Poster` with connections of its own.

    `base_url` is as for the client. `paid` asks Telegram for its paid broadcast, which costs the
    bot's owner Stars.
    """

    def __init__(
        self,
        *,
        token: str,
        base_url: str | None = None,
        paid: bool = False,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        self._api = BotApi(token, base_url, timeout=timeout)
        self.account: Final = Address("telegram", self._api.id, "").account
        self.account_rate: Final = (self.account, _PAID if paid else _FREE)
        self.can_look: Final = False
        self._paid = paid
        self._floods = Floods()

    def place_rate(self, to: Address) -> tuple[str, timedelta]:
        """One message a second, and 20 a minute in groups and channels, whose ids are negative
        (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
        """
        shared = to.channel.startswith("-")
        return str(to.channel_alone), _IN_A_GROUP if shared else _IN_PRIVATE

    async def open(self) -> None:
        """Nothing to do: the first call opens the connections."""

    async def close(self) -> None:
        await self._api.close()

    async def post(
        self,
        to: Address,
        payload: str,
        key: str,  # noqa: ARG002  # the Bot API has no field for it
    ) -> Outcome:
        """One call, and one more with less markup if Telegram refuses the markup."""
        result = await self._posted(to, payload)
        if isinstance(result, Rejected) and result.moved_to is None:
            kept = without_refused_markup(json.loads(payload), result.said)
            if kept is not None:
                _log.error("telegram.markup_refused", chat=to.channel, reason=result.said)
                result = await self._posted(to, json.dumps(kept))
        if isinstance(result, Retry) and result.all_wait:
            return self._floods.judged(to, result)
        self._floods.clear()
        return outcome_of(result)

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        """One call, and one more with less markup if Telegram refuses the markup."""
        result = await self._edited(to, message, json.loads(payload))
        if isinstance(result, Rejected):
            kept = without_refused_markup(json.loads(payload), result.said)
            if kept is not None:
                _log.error("telegram.markup_refused", chat=to.channel, reason=result.said)
                result = await self._edited(to, message, kept)
        if isinstance(result, Rejected) and NOT_MODIFIED in result.said.lower():
            return Sent(message)
        if isinstance(result, Retry) and result.all_wait:
            return self._floods.judged(to, result)
        self._floods.clear()
        return outcome_of(result)

    async def _edited(self, to: Address, message: str, given: Mapping[str, Any]) -> Result:
        params = {"chat_id": to.channel, "message_id": int(message), **given}
        return await self._api.call("editMessageText", params, to=to)

    async def look(self, to: Address, key: str, since: datetime) -> None:
        """None: no bot can read a chat's history."""

    async def _posted(self, to: Address, payload: str) -> Result:
        return await self._api.post("sendMessage", self._addressed(to, payload), to)

    def _addressed(self, to: Address, payload: str) -> bytes:
        """The payload with its place inserted before its own fields, without parsing it."""
        place: dict[str, Any] = {"chat_id": to.channel, **thread_of(to)}
        if self._paid:
            place["allow_paid_broadcast"] = True
        return f"{json.dumps(place)[:-1]},{payload[1:]}".encode()
