"""What tests of the fetcher share: a connector that leads every host to loopback, and its names."""

import asyncio
import socket
from collections.abc import Mapping, Sequence

from bot.http_client.address_policy import Address, Allowed
from bot.http_client.client import Fetcher
from bot.http_client.connection import Lookup

NOBODY: Mapping[str, Sequence[str]] = {}


def loopback(address: Address, port: int) -> bool:
    return address.is_loopback


def named(names: Mapping[str, Sequence[str]]) -> Lookup:
    """A name server that knows these names and no other."""

    async def lookup(name: str) -> Sequence[str]:
        await asyncio.sleep(0)
        if name not in names:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return names[name]

    return lookup


def fetching(
    *,
    allowed: Allowed = loopback,
    names: Mapping[str, Sequence[str]] = NOBODY,
    seconds: float = 30.0,
) -> Fetcher:
    """A fetcher that pauses nowhere and may go to loopback alone."""
    return Fetcher(allowed=allowed, lookup=named(names), pause=0.0, seconds=seconds)
