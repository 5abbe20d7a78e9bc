"""Bot API over aiohttp.

Carries the library's calls over aiohttp, as its BaseRequest provides for.

The transport that comes with the library takes a multiple of the CPU for each call, and more with
every call that is under way at the same time.

Calls the Bot API's methods with plain JSON in and out, around the library's own objects.

Its messages are costly to build and to parse, only to be thrown away; and its getUpdates reads a
whole batch or nothing.
"""

from typing import Any, Final
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.platforms.sending import send_guard

_CONNECTIONS = 32
_CONNECT, READ = 20.0, 20.0
# Shorter than servers keep idle connections, or else a call would go into a closed one.
_KEEP_ALIVE = 5.0


class Transport(BaseRequest):
    """One pool of connections to one host; it has to be shut down in the loop it was used in."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ

    async def initialize(self) -> None:
        """The first call opens the pool."""

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917  # the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # files are short too
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # part of connecting here
    ) -> tuple[int, bytes]:
        """The response's status and body; raises NetworkError with aiohttp's error as cause."""
        address = URL(url, encoded=True)
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_seconds(connect_timeout, _CONNECT),
            sock_read=_seconds(read_timeout, READ),
        )
        try:
            async with self._opened(address).request(
                method,
                address,
                **_body(request_data),
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                return response.status, await response.read()
        # The errors' own texts may name the address, and with it the token.
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    def _opened(self, address: URL) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = session_to(address, connections=_CONNECTIONS)
        return self._session


def session_to(address: URL, *, connections: int) -> aiohttp.ClientSession:
    """A pool of so many connections to the host of `address`, for the running loop."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections, keepalive_timeout=_KEEP_ALIVE),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": BaseRequest.USER_AGENT},
        proxy=_proxy_for(address),
        trace_configs=[send_guard()],
    )


def _body(data: RequestData | None) -> dict[str, Any]:
    """What a call carries: plain JSON, which is cheaper, unless there are files in it."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"json": data.parameters}
    # Telegram takes a file's name as it stands: in UTF-8, and without any percent-encoding.
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for part, (name, content, media_type) in data.multipart_data.items():
        form.add_field(part, content, filename=name, content_type=media_type)
    return {"data": form}


def _proxy_for(address: URL) -> str | None:
    """The environment's proxy; left to it, aiohttp would look for one in a thread at each call."""
    if proxy_bypass(address.host or ""):
        return None
    return getproxies().get(address.scheme)


def _seconds(given: object, default: float) -> float | None:
    """None means no limit; the library's marker for "not given" means the default."""
    return given if given is None or isinstance(given, int | float) else default


OFFICIAL: Final = "https://api.telegram.org/bot"
"""Where Telegram's own Bot API is; the token and the method follow."""


async def call(bot: Bot, method: str, params: dict[str, Any], *, read_timeout: float = READ) -> Any:  # noqa: ANN401  # JSON
    """The method's result; raises what the library raises. Parameters that are None are left out.

    `method` is written as in Telegram's reference: "sendMessage".
    """
    # The library warns of calls for which it has a method of its own. Telegram's method names know
    # no case, so that a capital at the start spares its users that.
    return await bot.do_api_request(
        method[0].upper() + method[1:], params, read_timeout=read_timeout
    )
