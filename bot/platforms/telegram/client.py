"""The Bot API over HTTP: one connection pool for each bot, JSON in and a `Result` out.

Replies, digests and polling make the same call. python-telegram-bot's own transport takes several
times the CPU for a call (`benchmarks/posting.py`), and its `Bot.get_updates` raises for a whole
batch if it cannot parse one update, which Telegram would then send again for ever.
"""

import json
from typing import Any, Final
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from bot.platforms.sending import send_guard
from bot.platforms.telegram.errors import Done, Result, failure_in, failure_of
from briefs.digests.outbox import Unknown
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
