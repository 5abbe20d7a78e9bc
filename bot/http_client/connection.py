"""One HTTP request over aiohttp: checked sockets, a bounded body, failures as values.

A host name is resolved once for each connection, and every address must be allowed. The address is
checked again when the socket is made, since aiohttp does not pass numeric hosts to a resolver.
There is no second look-up, whose answer could differ (DNS rebinding).
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
"""The numeric addresses of a name; raises socket.gaierror."""

_MAX_CONNECTIONS = 64
_KEEP_ALIVE_SECONDS = 10.0


class Forbidden(OSError):
    """An address that must not be connected to."""


async def system_lookup(name: str) -> Sequence[str]:
    """The answer of the machine's own resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(
        name, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
    )
    return [str(address[0]) for *_, address in found]


def connector(allowed: Allowed, lookup: Lookup) -> aiohttp.TCPConnector:
    """A pool of connections; it belongs to the running event loop."""

    def made(info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, (host, port, *_) = info
        _check(allowed, str(host), int(port))
        return socket.socket(family, kind, protocol)

    return aiohttp.TCPConnector(
        resolver=_CheckedResolver(allowed, lookup),
        use_dns_cache=False,
        socket_factory=made,
        limit=_MAX_CONNECTIONS,
        keepalive_timeout=_KEEP_ALIVE_SECONDS,
    )


class _CheckedResolver(AbstractResolver):
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
        """Nothing to close."""


def _check(allowed: Allowed, address: str, port: int) -> None:
    if not allowed(ip_address(address), port):
        raise Forbidden(f"{address}, port {port}")


CODING = "gzip"
"""The only coding in Accept-Encoding: every server has it, and each one needs its own limits."""

_GZIP_WBITS = 16 + zlib.MAX_WBITS
# A few members are a concatenated file; thousands of tiny ones only cost CPU.
_MAX_GZIP_MEMBERS = 16
_GZIP_MAGIC = b"\x1f"


class TooLarge(Exception):
    """The body is larger than the limit, packed or unpacked."""


class Garbled(Exception):
    """The body is not what its headers say; the text says why."""


async def read_body(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The unpacked body: at most `most` bytes, packed and unpacked. Raises TooLarge or Garbled."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Garbled("It comes packed in a way that was not asked for.")
    if (response.content_length or 0) > most:
        raise TooLarge
    unpacked = _GzipReader(most) if "gzip" in coding else None
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


class _GzipReader:
    """Unpacks a stream of gzip members; trailing garbage is ignored, as browsers do."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._members = 1
        self._over = False
        self._stream = zlib.decompressobj(_GZIP_WBITS)

    def more(self, data: bytes) -> bytes:
        found = bytearray()
        while data:
            if self._stream.eof:
                if self._over or not data.startswith(_GZIP_MAGIC):
                    self._over = True
                    break
                self._members += 1
                if self._members > _MAX_GZIP_MEMBERS:
                    raise Garbled("It is packed in too many parts.")
                self._stream = zlib.decompressobj(_GZIP_WBITS)
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

PAGE_STATUSES = (200, 203)
"""The statuses of a response that contains the page (RFC 9110, 15.3.1 and 15.3.4)."""

_CONNECT_SECONDS = 10.0
_MAX_HEADER_BYTES = 16_384
_MAX_HEADERS = 200
# EAI_NODATA is not in every system's socket module; it means no such name, too.
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response; `body` is empty unless the status is a page's; `seconds` is how long it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class HttpSession:
    """An aiohttp session without proxy, cookies and credentials, which follows no redirect."""

    def __init__(self, allowed: Allowed, lookup: Lookup, agent: str) -> None:
        self._allowed = allowed
        self._lookup = lookup
        self._agent = agent

    def open(self) -> None:
        """Open the session, in the event loop that will use it."""
        self._session = aiohttp.ClientSession(
            connector=connector(self._allowed, self._lookup),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Encoding": CODING},
            auto_decompress=False,
            trust_env=False,
            max_line_size=_MAX_HEADER_BYTES,
            max_field_size=_MAX_HEADER_BYTES,
            max_headers=_MAX_HEADERS,
        )

    async def close(self) -> None:
        await self._session.close()

    async def ask(
        self, method: Method, url: URL, *, headers: Mapping[str, str], most: int, seconds: float
    ) -> Response | Refused | Failed:
        """Make one request; `seconds` limit all of it, `most` the bytes of the body."""
        started = time.monotonic()
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=_CONNECT_SECONDS)
        try:
            async with self._session.request(
                method, url, headers=headers, allow_redirects=False, timeout=timeout
            ) as response:
                wanted = method == "GET" and response.status in PAGE_STATUSES
                content = await read_body(response, most) if wanted else b""
                took = time.monotonic() - started
                return Response(
                    status=response.status, headers=response.headers, body=content, seconds=took
                )
        except TooLarge:
            return failed(url, "large", f"It is larger than {most / 1e6:.3g} MB.")
        except Garbled as error:
            return failed(url, "malformed", str(error))
        except (aiohttp.ClientError, OSError) as error:
            return _failure_of(error, url)


def _failure_of(error: aiohttp.ClientError | OSError, url: URL) -> Refused | Failed:
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
