"""One request and its response, over aiohttp: whatever goes wrong comes back as a value."""

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import aiohttp
from yarl import URL

from bot.fetching import body as fetching_body
from bot.fetching.answers import Failed, Refused, Trouble
from bot.fetching.dialling import Forbidden, Lookup, connector
from bot.http_client.address_policy import Allowed

Method: TypeAlias = Literal["GET", "HEAD"]

PAGE = (200, 203)
"""The statuses that come with the page that was asked for."""

_CONNECT = 10.0
_LONGEST_LINE = 16_384
_MOST_HEADERS = 200
# EAI_NODATA is not in every system's socket module; where it is, it means the same to us.
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """`body` is empty unless it is a page; `seconds` is how long all of it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class Exchange:
    """The way out: no proxy, no cookie, no credential, and no redirect followed."""

    def __init__(self, allowed: Allowed, lookup: Lookup, agent: str) -> None:
        self._allowed = allowed
        self._lookup = lookup
        self._agent = agent

    def open(self) -> None:
        """Within the loop that it will be used in."""
        self._session = aiohttp.ClientSession(
            connector=connector(self._allowed, self._lookup),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Encoding": fetching_body.CODING},
            auto_decompress=False,
            trust_env=False,
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
            max_headers=_MOST_HEADERS,
        )

    async def close(self) -> None:
        await self._session.close()

    async def ask(
        self, method: Method, url: URL, *, headers: Mapping[str, str], most: int, seconds: float
    ) -> Response | Refused | Failed:
        """Ask once; `seconds` are for all of it, `most` bytes for the body."""
        started = time.monotonic()
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=_CONNECT)
        try:
            async with self._session.request(
                method, url, headers=headers, allow_redirects=False, timeout=timeout
            ) as response:
                wanted = method == "GET" and response.status in PAGE
                content = await fetching_body.read(response, most) if wanted else b""
                took = time.monotonic() - started
                return Response(
                    status=response.status, headers=response.headers, body=content, seconds=took
                )
        except fetching_body.TooLarge:
            return failed(url, "large", f"It is larger than {most / 1e6:.3g} MB.")
        except fetching_body.Garbled as error:
            return failed(url, "malformed", str(error))
        except (aiohttp.ClientError, OSError) as error:
            return _told(error, url)


def _told(error: aiohttp.ClientError | OSError, url: URL) -> Refused | Failed:
    host = url.host
    match error:
        case aiohttp.ClientConnectorError(os_error=Forbidden() as where):
            reason = f"{host} is not on the public web: it leads to {where}."
            return Refused(str(url), "address", reason)
        case aiohttp.ClientConnectorDNSError(os_error=OSError(errno=number)):
            if number in _NO_SUCH_NAME:
                return failed(url, "no-host", f"There is no site named {host}.")
            return failed(url, "unreachable", f"{host} could not be looked up just now.")
        case aiohttp.ClientSSLError():
            return failed(url, "untrusted", f"{host} has no certificate that can be trusted.")
        case TimeoutError():
            return failed(url, "slow", f"{host} took too long.")
        case aiohttp.ClientResponseError() | aiohttp.ClientPayloadError() | aiohttp.InvalidURL():
            return failed(url, "malformed", f"{host} answered with something broken.")
        case _:
            return failed(url, "unreachable", f"{host} could not be reached just now.")


def failed(url: URL, kind: Trouble, reason: str) -> Failed:
    return Failed(url=str(url), kind=kind, reason=reason)
