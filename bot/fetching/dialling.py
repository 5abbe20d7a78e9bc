"""Opens connections, each to an address that was checked and to no other.

A name is looked up once for a connection, and all that it stands for must be allowed; the socket is
made for one of these very addresses, which is checked again then, since numeric hosts are not
looked up. A name server that answers differently the second time is never asked a second time.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address
from typing import TypeAlias

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.http_client.address_policy import Allowed

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
