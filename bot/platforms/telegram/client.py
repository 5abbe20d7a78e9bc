"""The Bot API over HTTP: one connection pool for each bot, JSON in and a `Result` out; and what
sends the bot's answers by it.

Replies, digests and polling make the same call. python-telegram-bot's own transport takes several
times the CPU for a call (`benchmarks/posting.py`), and its `Bot.get_updates` raises for a whole
batch if it cannot parse one update, which Telegram would then send again for ever.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, assert_never
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from bot.platforms.sending import send_guard
from bot.platforms.telegram.errors import Done, Result, failure_in, failure_of
from bot.platforms.telegram.render import TelegramMessage, content
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
CANNOT_SPEAK: Final = "🙊"
"""One of the reactions that bots may use (core.telegram.org/bots/api#reactiontypeemoji)."""

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


class Sender:
    """Sends the bot's answers. No method raises for an error of Telegram or the network."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._migrated: dict[str, str] = {}
        self._untold: set[str] = set()

    async def send(
        self,
        to: Address,
        message: TelegramMessage,
        *,
        answering: int | None = None,
        only_for: str = "",
    ) -> Outcome:
        """Post one message, as a reply to the message `answering` if that still exists.

        In a group it can be shown to one person alone; if Telegram refuses that, to all.
        """
        reply = {"message_id": answering, "allow_sending_without_reply": True}
        fields = {
            **thread_of(to),
            "reply_parameters": reply if answering is not None else None,
        }
        method = "sendMessage" if message.file is None else "sendDocument"
        params = {**fields, **content(message)}
        if only_for:
            aside = {"ephemeral_message_parameters": {"receiver_user_id": int(only_for)}}
            outcome = await self._tried(method, to, {**params, **aside}, message)
            if not isinstance(outcome, Rejected):
                return outcome
        return await self._tried(method, to, params, message)

    async def edit(self, to: Address, posted: int, message: TelegramMessage) -> Outcome:
        """Replace the message `posted` by a message without a file."""
        params = {"message_id": posted, **content(message)}
        return await self._tried("editMessageText", to, params, message)

    def on_migrated(self, chat: str, to: str) -> None:
        """From now on, messages for `chat` are sent `to` that chat."""
        _log.warning("telegram.chat_moved", chat=chat, to=to)
        self._migrated[chat] = to
        self._untold.discard(chat)

    def migrated_to(self, at: Address) -> Address | None:
        """The new chat of a migration that was not reported yet; asking for
        it counts as reporting.
        """
        if at.channel not in self._untold:
            return None
        self._untold.discard(at.channel)
        return Address(at.platform, at.workspace, self._migrated[at.channel])

    async def react(self, at: Address, message: int) -> None:
        """Put a reaction on a message, to show that it can't be answered."""
        mark = [{"type": "emoji", "emoji": CANNOT_SPEAK}]
        given = {"chat_id": at.channel, "message_id": message, "reaction": mark}
        result = await self._api.call("setMessageReaction", given)
        if not isinstance(result, Done):
            _log.info("telegram.no_reaction", chat=at.channel, outcome=result)

    async def show_typing(self, at: Address) -> None:
        thread = {k: v for k, v in thread_of(at).items() if k == "message_thread_id"}
        await self._api.call(
            "sendChatAction", {"chat_id": at.channel, "action": "typing", **thread}
        )

    async def acknowledge(self, query: str) -> None:
        """Acknowledge a button's press; failing because it is too late does no harm."""
        result = await self._api.call("answerCallbackQuery", {"callback_query_id": query})
        if not isinstance(result, Done):
            _log.info("telegram.unacknowledged", outcome=result)

    async def _tried(
        self, method: str, to: Address, params: dict[str, Any], message: TelegramMessage
    ) -> Outcome:
        """One call, and at most one more if Telegram's refusal says what to change."""
        chat = self._migrated.get(to.channel, to.channel)
        given = {"chat_id": chat, **params}
        result = await self._api.call(method, given, to=to, file=message.file)
        match result:
            case Rejected(moved_to=Address() as there) if there.channel != chat:
                self.on_migrated(to.channel, there.channel)
                self._untold.add(to.channel)
                return await self._tried(method, to, params, message)
            case Rejected(said=said) if NOT_MODIFIED in said.lower():
                return Sent(str(params["message_id"]))
            case Rejected(said=said):
                kept = without_refused_markup(params, said)
                if kept is not None:
                    _log.error("telegram.markup_refused", chat=to.channel, reason=said)
                    return await self._tried(method, to, kept, message)
        return outcome_of(result)


def thread_of(to: Address) -> dict[str, Any]:
    """The parameters of a topic: of a forum, or of a channel's direct messages."""
    if not to.thread:
        return {}
    if to.thread.startswith(DIRECT):
        return {"direct_messages_topic_id": int(to.thread.removeprefix(DIRECT))}
    return {"message_thread_id": int(to.thread)}
