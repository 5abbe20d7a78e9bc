"""A server that says whatever bytes it is told to, and counts who connects."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

ALLOW_ALL = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(slots=True)
class Wire:
    """`says` in pieces, to every request but that for robots.txt; with `hangs` it never ends."""

    port: int = 0
    says: Sequence[bytes] = ()
    hangs: bool = False
    connections: int = 0
    heard: list[bytes] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            heard = await reader.read(65_536)
            self.heard.append(heard)
            robots = b"/robots.txt " in heard
            for part in (ALLOW_ALL,) if robots else self.says:
                writer.write(part)
                await writer.drain()
            while self.hangs and not robots and not reader.at_eof():
                await reader.read(1)
        except ConnectionError:
            return  # the other side had enough
        finally:
            writer.close()


@asynccontextmanager
async def listening(address: str = "127.0.0.1") -> AsyncIterator[Wire]:
    wire = Wire()
    server = await asyncio.start_server(wire._serve, address)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()
        await server.wait_closed()
