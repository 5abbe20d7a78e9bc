"""An HTTP server that goes wrong in one way, at every call, and counts the calls it took."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

_NO_TLS = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_LINGER_NOT = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Answers:
    """An answer; with `cut` only so many bytes of its body come before the connection ends.

    With `short` the body is as short as it says, and yet no whole JSON.
    """

    status: int
    body: Mapping[str, Any] | str
    headers: Mapping[str, str] = field(default_factory=dict)
    accepts: bool = False
    cut: int | None = None
    short: int | None = None

    def written(self) -> bytes:
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        body = text.encode()[: self.short]
        kind = "text/html" if isinstance(self.body, str) else "application/json; charset=utf-8"
        given = {"Content-Type": kind, "Content-Length": str(len(body)), **self.headers}
        lines = [f"HTTP/1.1 {self.status} Whatever", *(f"{k}: {v}" for k, v in given.items())]
        return "\r\n".join((*lines, "", "")).encode() + body[: self.cut]


@dataclass(frozen=True, slots=True)
class Resets:
    """The connection is reset: before a call is read, within it, or once it has been taken."""

    when: Literal["before", "within", "after"]
    accepts: bool = False


@dataclass(frozen=True, slots=True)
class Hangs:
    """The call is read, and never answered."""

    accepts: bool = False


Fault: TypeAlias = Answers | Resets | Hangs


@dataclass(slots=True)
class Faulty:
    """`calls` are the calls that were begun, `posts` those that had their effect."""

    fault: Fault
    port: int = 0
    calls: int = 0
    posts: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while await self._call(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the other side had enough
        finally:
            self._open.discard(writer)
            writer.close()

    def end(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _call(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One call; whether another may follow on the same connection."""
        if self.fault == Resets("before"):
            self.calls += 1
            return _reset(writer)
        start = await reader.readexactly(1)
        self.calls += 1
        if start == b"\x16":  # a TLS handshake
            writer.write(_NO_TLS)
            return False
        head = (start + await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        if self.fault == Resets("within"):
            return _reset(writer)
        await reader.readexactly(length)
        self.posts += self.fault.accepts
        match self.fault:
            case Resets():
                return _reset(writer)
            case Hangs():
                await reader.read()
                return False
            case Answers(cut=cut):
                writer.write(self.fault.written())
                await writer.drain()
                return cut is None


def _reset(writer: asyncio.StreamWriter) -> bool:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
    writer.transport.abort()
    return False


@asynccontextmanager
async def faulty(fault: Fault) -> AsyncIterator[Faulty]:
    """Such a server on 127.0.0.1, on a port of its own."""
    server = Faulty(fault)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.end()
        listening.close()
        await listening.wait_closed()
