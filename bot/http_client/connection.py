"""One request over aiohttp, checked sockets, bounded body.

Opens connections, each to an address that was checked and to no other.

A name is looked up once for a connection, and all that it stands for must be allowed; the socket is
made for one of these very addresses, which is checked again then, since numeric hosts are not
looked up. A name server that answers differently the second time is never asked a second time.

Reads a response's body, and unpacks it, no further than was asked for.

One request and its response, over aiohttp: whatever goes wrong comes back as a value.
"""

import asyncio
import socket
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal, TypeAlias

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.http_client.address_policy import Allowed
from bot.http_client.results import Failed, Refused, Trouble

Lookup: TypeAlias = Callable[[str], Awaitable[Sequence[str]]]
"""The numeric addresses that a name stands for; raises socket.gaierror."""

_CONNECTIONS = 64
_KEEP_ALIVE = 10.0


class Forbidden(OSError):
    """An address that may not be connected to."""


async def system_lookup(name: str) -> Sequence[str]:
    """As the machine's own resolver answers."""
    found = await asyncio.get_running_loop().getaddrinfo(
        name, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
    )
    return [str(address[0]) for *_, address in found]


def connector(allowed: Allowed, lookup: Lookup) -> aiohttp.TCPConnector:
    """A pool of connections; it belongs to the loop that is running."""

    def made(info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, (host, port, *_) = info
        _check(allowed, str(host), int(port))
        return socket.socket(family, kind, protocol)

    return aiohttp.TCPConnector(
        resolver=_Checked(allowed, lookup),
        use_dns_cache=False,
        socket_factory=made,
        limit=_CONNECTIONS,
        keepalive_timeout=_KEEP_ALIVE,
    )


class _Checked(AbstractResolver):
    def __init__(self, allowed: Allowed, lookup: Lookup) -> None:
        self._allowed = allowed
        self._lookup = lookup

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002  # aiohttp's signature
    ) -> list[ResolveResult]:
        found = await self._lookup(host)
        for address in found:
            _check(self._allowed, address, port)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in found
        ]

    async def close(self) -> None:
        """It holds nothing open."""


def _check(allowed: Allowed, address: str, port: int) -> None:
    if not allowed(ip_address(address), port):
        raise Forbidden(f"{address}, port {port}")


CODING = "gzip"
"""The one coding that is asked for: every server has it, and one is the least to guard."""

_GZIP = 16 + zlib.MAX_WBITS
# A file of a few members is one that was put together; one of many is there to keep us busy.
_MOST_MEMBERS = 16
_MEMBER = b"\x1f"


class TooLarge(Exception):
    """More than was wanted, as sent or unpacked."""


class Garbled(Exception):
    """Not what it says it is; the text says how."""


async def read(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The body, unpacked: at most `most` bytes, packed and unpacked. Raises TooLarge or Garbled."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Garbled("It comes packed in a way that was not asked for.")
    if (response.content_length or 0) > most:
        raise TooLarge
    unpacked = _Gzip(most) if "gzip" in coding else None
    arrived = 0
    body = bytearray()
    async for chunk in response.content.iter_any():
        arrived += len(chunk)
        if arrived > most:
            raise TooLarge
        body += chunk if unpacked is None else unpacked.more(chunk)
    if unpacked is not None and arrived:
        unpacked.end()
    return bytes(body)


class _Gzip:
    """Unpacks a stream of gzip members; what follows them is dropped, as browsers do."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._members = 1
        self._over = False
        self._stream = zlib.decompressobj(_GZIP)

    def more(self, data: bytes) -> bytes:
        found = bytearray()
        while data:
            if self._stream.eof:
                if self._over or not data.startswith(_MEMBER):
                    self._over = True
                    break
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise Garbled("It is packed in too many parts.")
                self._stream = zlib.decompressobj(_GZIP)
            try:
                part = self._stream.decompress(data, self._left + 1)
            except zlib.error as error:
                raise Garbled("It can't be unpacked.") from error
            if len(part) > self._left:
                raise TooLarge
            self._left -= len(part)
            found += part
            data = self._stream.unused_data
        return bytes(found)

    def end(self) -> None:
        if not self._stream.eof:
            raise Garbled("It was cut short.")


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
            headers={"User-Agent": self._agent, "Accept-Encoding": CODING},
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
                content = await read(response, most) if wanted else b""
                took = time.monotonic() - started
                return Response(
                    status=response.status, headers=response.headers, body=content, seconds=took
                )
        except TooLarge:
            return failed(url, "large", f"It is larger than {most / 1e6:.3g} MB.")
        except Garbled as error:
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
