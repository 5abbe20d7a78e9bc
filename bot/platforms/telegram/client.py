"""The Bot API over HTTP: one connection pool for each bot, JSON in and a `Result` out; and the
poster of an account's digests, which are frozen messages.

Replies, digests and polling make the same call. python-telegram-bot's own transport takes several
times the CPU for a call (`benchmarks/posting.py`), and its `Bot.get_updates` raises for a whole
batch if it cannot parse one update, which Telegram would then send again for ever.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, assert_never
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from bot.platforms.sending import send_guard
from bot.platforms.telegram.errors import Done, Result, failure_in, failure_of
from bot.platforms.telegram.updates import DIRECT
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.log import get_logger
from briefs.model import Address
from handlers.message import Attachment

OFFICIAL: Final = "https://api.telegram.org/bot"
"""Telegram's own Bot API; the token and the method follow."""

_JSON: Final = {"Content-Type": "application/json"}
_CONNECTIONS: Final = 128
_CONNECT_SECONDS: Final = 20.0
READ_SECONDS: Final = 20.0
_KEEP_ALIVE_SECONDS: Final = 5.0
"""Shorter than servers keep idle connections: a call into a closed connection would be lost."""

_MARKUP: Final = frozenset({"entities", "caption_entities"})

NOT_MODIFIED: Final = "message is not modified"

_log = get_logger(__name__)


class BotApi:
    """The calls of one bot. The first call opens its pool, to be closed in the same event loop.

    `base_url` is the Bot API's address up to and with "/bot"; None means Telegram's own. No method
    raises for an error of Telegram or the network.
    """

    def __init__(
        self,
        token: str,
        base_url: str | None = None,
        *,
        timeout: aiohttp.ClientTimeout | None = None,
    ) -> None:
        self.id: Final = token.partition(":")[0]
        self._token = token
        self._base_url = base_url or OFFICIAL
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(
        self,
        method: str,
        params: dict[str, Any] | None = None,
        *,
        to: Address | None = None,
        file: Attachment | None = None,
        read_seconds: float = READ_SECONDS,
    ) -> Result:
        """Call a method by its name in Telegram's reference; parameters that are None are left out.

        A `file` is sent as the parameter `document`.
        """
        given = {name: value for name, value in (params or {}).items() if value is not None}
        if file is None:
            return await self.post(method, json.dumps(given).encode(), to, read_seconds)
        # Telegram reads the file name as raw UTF-8, without percent-encoding.
        form = aiohttp.FormData(quote_fields=False)
        for name, value in given.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        form.add_field("document", file.data, filename=file.name, content_type=file.media_type)
        return await self._sent(method, form, to, read_seconds)

    async def post(
        self, method: str, body: bytes, to: Address | None, read_seconds: float = READ_SECONDS
    ) -> Result:
        """Call a method with parameters that are JSON text already."""
        return await self._sent(method, body, to, read_seconds)

    async def download(self, path: str) -> bytes | None:
        """The file at a path that getFile returned; None if the download failed."""
        place = f"{self._base_url.removesuffix('/bot')}/file/bot{self._token}/{quote(path)}"
        try:
            async with self._opened().get(
                URL(place, encoded=True), timeout=self._patience(READ_SECONDS)
            ) as answer:
                return await answer.read() if answer.ok else None
        except (aiohttp.ClientError, OSError) as error:
            _log.warning("telegram.not_downloaded", outcome=failure_of(error))
            return None

    async def _sent(
        self,
        method: str,
        body: bytes | aiohttp.FormData,
        to: Address | None,
        read_seconds: float,
    ) -> Result:
        try:
            async with self._opened().post(
                self._address(method),
                data=body,
                headers=_JSON if isinstance(body, bytes) else None,
                timeout=self._patience(read_seconds),
                allow_redirects=False,
            ) as response:
                result = result_of(response.status, await response.read(), to)
        except (aiohttp.ClientError, OSError) as error:
            result = failure_of(error)
        _log.debug("telegram.called", method=method, done=isinstance(result, Done))
        return result

    def _patience(self, read_seconds: float) -> aiohttp.ClientTimeout:
        return self._timeout or aiohttp.ClientTimeout(
            total=None, connect=_CONNECT_SECONDS, sock_read=read_seconds
        )

    def _address(self, method: str) -> URL:
        return URL(f"{self._base_url}{self._token}/{method}", encoded=True)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_SECONDS
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "Sourcebrief"},
                proxy=_proxy_for(URL(self._base_url)),
                trace_configs=[send_guard()],
            )
        return self._session


def _proxy_for(address: URL) -> str | None:
    """The proxy from the environment. With `trust_env`, aiohttp would look it up in a thread at
    each call (`aiohttp.ClientSession._request`).
    """
    if proxy_bypass(address.host or ""):
        return None
    return getproxies().get(address.scheme)


def result_of(status: int, body: bytes, to: Address | None = None) -> Result:
    """The result in a response; `to` is the chat that the call was for."""
    answer = _read(body)
    if answer.get("ok") is True and "result" in answer:
        return Done(answer["result"])
    return failure_in(status, answer, to)


def _read(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def message_id(result: Result) -> str | Unknown:
    """The id of the posted message; Unknown if Telegram's answer has none."""
    posted = result.result if isinstance(result, Done) else None
    number = posted.get("message_id") if isinstance(posted, dict) else None
    if isinstance(number, int):
        return str(number)
    return Unknown("Telegram took it without saying what became of it.")


def outcome_of(result: Result) -> Outcome:
    """The outcome of a call that posts or edits a message."""
    match result:
        case Done():
            found = message_id(result)
            return Sent(found) if isinstance(found, str) else found
        case Retry() | Rejected() | Unknown():
            return result
        case never:
            assert_never(never)


def without_refused_markup(params: Mapping[str, Any], refusal: str) -> dict[str, Any] | None:
    """The call's parameters without the markup that `refusal` names; None if
    it names none of ours.
    """
    complaint = refusal.lower()
    given = {name: value for name, value in params.items() if value is not None}
    kept = given
    if "can't parse entities" in complaint or "entity_bounds_invalid" in complaint:
        kept = {name: value for name, value in given.items() if name not in _MARKUP}
    elif "button" in complaint and "url" in complaint and "reply_markup" in given:
        kept = {name: value for name, value in given.items() if name != "reply_markup"}
        if rows := _pressable(given["reply_markup"]):
            kept["reply_markup"] = {"inline_keyboard": rows}
    return kept if kept != given else None


def _pressable(markup: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """A keyboard's rows without the keys that open an address."""
    rows = ([key for key in row if "url" not in key] for row in markup.get("inline_keyboard", ()))
    return [row for row in rows if row]


def thread_of(to: Address) -> dict[str, Any]:
    """The parameters of a topic: of a forum, or of a channel's direct messages."""
    if not to.thread:
        return {}
    if to.thread.startswith(DIRECT):
        return {"direct_messages_topic_id": int(to.thread.removeprefix(DIRECT))}
    return {"message_thread_id": int(to.thread)}


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
