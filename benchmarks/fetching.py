"""What safety and politeness cost: requests per CPU second of the fetcher, as a ratio to bare
aiohttp.

Both get the same pages, one after the other over a kept connection, from a server in another
process on loopback; only this process's CPU counts. Bare aiohttp is a session's `get` and `read`,
without any checks. Without TLS and network the rest is smallest, so the ratio is at its worst.
Pauses are off: they cost time, not CPU.
"""

import asyncio
import gzip
import multiprocessing
import random
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from statistics import median

import aiohttp

from bot.http_client.address_policy import Address
from bot.http_client.client import Fetcher
from bot.http_client.results import Fetched

ROUNDS = 7
REQUESTS = 400
WORDS = ("harbour", "silt", "dredge", "quay", "council", "breakwater", "winter", "ledger", "tide")


def text(size: int) -> bytes:
    chance = random.Random(size)  # noqa: S311  # the same text every time
    return " ".join(chance.choices(WORDS, k=size // 7)).encode()[:size]


def response(body: bytes, coding: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{coding}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


PAGES = {
    "2 KB": response(text(2_000)),
    "60 KB": response(text(60_000)),
    "60 KB, gzip": response(gzip.compress(text(60_000)), "Content-Encoding: gzip\r\n"),
    "1 MB, gzip": response(gzip.compress(text(1_000_000)), "Content-Encoding: gzip\r\n"),
}
NONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class Server(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        path = data.split(b" ", 2)[1].decode()
        page = dict(enumerate(PAGES.values())).get(int(path[1:]) if path[1:].isdigit() else -1)
        self.transport.write(page or NONE)


def serve(told: Connection) -> None:
    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


def loopback(address: Address, port: int) -> bool:  # noqa: ARG001  # any port: it is our own
    return address.is_loopback


async def cpu(get: Callable[[str], Awaitable[bytes]], url: str) -> tuple[float, bytes]:
    """CPU seconds of a request, and the page."""
    body = await get(url)
    started = time.process_time()
    for _ in range(REQUESTS):
        await get(url)
    return (time.process_time() - started) / REQUESTS, body


async def compare(port: int) -> None:
    async with aiohttp.ClientSession() as session, Fetcher(allowed=loopback, pause=0.0) as fetcher:

        async def bare(url: str) -> bytes:
            async with session.get(url) as answer:
                return await answer.read()

        async def ours(url: str) -> bytes:
            answer = await fetcher.get(url)
            assert isinstance(answer, Fetched), answer
            return answer.body

        print(f"{'':12} {'aiohttp/CPU s':>14} {'fetcher/CPU s':>14} {'ratio':>6}")
        for number, name in enumerate(PAGES):
            url = f"http://127.0.0.1:{port}/{number}"
            taken: dict[str, list[float]] = {"bare": [], "ours": []}
            for _ in range(ROUNDS):
                floor, page = await cpu(bare, url)
                cost, same = await cpu(ours, url)
                assert page == same
                taken["bare"].append(floor)
                taken["ours"].append(cost)
            floor, cost = median(taken["bare"]), median(taken["ours"])
            print(f"{name:12} {1 / floor:14,.0f} {1 / cost:14,.0f} {floor / cost:6.2f}")


def main() -> None:
    ready, told = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(told,), daemon=True)
    server.start()
    try:
        asyncio.run(compare(ready.recv()))
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
