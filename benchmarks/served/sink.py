"""A server that takes every post and answers it with the same bytes, as cheaply as Python can."""

import asyncio
import json
import sys
from pathlib import Path


class Sink(asyncio.Protocol):
    """One connection; `answers` are whole HTTP answers, by the last part of the path."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self._answers = answers
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, found, body = self._heard.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        method = head.partition(b" HTTP/")[0].rpartition(b"/")[2]
        self._heard = body[length:]
        self._transport.write(self._answers[method])


def written(body: object) -> bytes:
    data = json.dumps(body).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(data)}"
    return head.encode() + b"\r\n\r\n" + data


async def serve(answers: dict[bytes, bytes], port: Path) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(answers), "127.0.0.1", 0)
    port.with_suffix(".part").write_text(str(server.sockets[0].getsockname()[1]))
    port.with_suffix(".part").rename(port)
    await server.serve_forever()


def main(answers: str, port: str) -> None:
    """Serve what the file `answers` holds, by method, on a port that is told in the file `port`."""
    bodies = json.loads(Path(answers).read_text("utf-8"))
    asyncio.run(serve({name.encode(): written(body) for name, body in bodies.items()}, Path(port)))


if __name__ == "__main__":
    main(*sys.argv[1:])
