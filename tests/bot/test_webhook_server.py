"""The server says how it is, counts what it answered, and bounds what strangers hold open."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from bot.platforms import webhooks
from bot.platforms.webhooks import MAX_HEADER_BYTES, MAX_HEADERS, Server
from briefs.errors import SourcebriefError, StoreUnavailable
from tests.bot.web_stage import listening, posted, raw, serving


class Echo:
    path = "/echo"

    async def answer(self, request: web.Request) -> web.Response:
        return web.Response(body=await request.read())


async def read(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def test_it_is_well_as_long_as_its_database_answers() -> None:
    well = True

    async def alive() -> None:
        if not well:
            raise StoreUnavailable("The database does not answer.")

    server, stop = Server("127.0.0.1", 0, (), alive, notice=timedelta()), asyncio.Event()
    running = asyncio.create_task(server.run(stop))
    await server.listening.wait()
    url = f"http://127.0.0.1:{server.port}/health"
    assert await read(url) == (200, "ok\n")
    well = False
    server._well = None  # as if a second had passed
    status, said = await read(url)
    assert (status, said) == (503, "The database does not answer.\n")
    stop.set()
    await running


async def test_what_was_answered_is_counted_by_door_and_status() -> None:
    async with serving(Echo()) as (server, origin):
        for body in (b"1", b"2", b"x" * (2**20 + 1)):
            await posted(f"{origin}/echo", body, {})
    assert server.answered == {("/echo", 200): 2, ("/echo", 413): 1}


async def test_strangers_learn_nothing_of_what_is_served_nor_by_what() -> None:
    async with (
        listening(Echo()) as origin,
        aiohttp.ClientSession(origin) as session,
    ):
        for path in ("/status", "/metrics", "/health"):
            async with session.get(path) as response:
                assert (response.status == 200) == (path == "/health")
                assert "Server" not in response.headers


async def answered(origin: str, said: bytes) -> bytes:
    """The whole answer to bytes that may be no HTTP."""
    host, _, port = origin.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(said)
    try:
        return await asyncio.wait_for(reader.read(), 60)
    finally:
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\nHost: x\n\n",
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nhello",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03",
    ],
)
async def test_what_is_no_http_neither_fills_the_log_nor_learns_a_version(
    said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(Echo()) as origin:
        head, _, body = (await answered(origin, said)).partition(b"\r\n\r\n")
    assert b" 400 " in head.partition(b"\r\n")[0]
    assert (b"aiohttp" in head, b"Python" in head, body) == (False, False, b"")
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_mistake_of_ours_is_logged_and_tells_no_version_either(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(Echo):
        async def answer(self, request: web.Request) -> web.Response:
            raise RuntimeError(request.path)

    said = b"POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"
    async with listening(Broken()) as origin:
        told = await answered(origin, said)
    assert b" 500 " in told.partition(b"\r\n")[0]
    assert b"aiohttp" not in told
    assert "RuntimeError" in caplog.text


async def test_a_place_that_is_taken_is_named() -> None:
    async with listening(Echo()) as origin:
        port = int(origin.rpartition(":")[2])

        async def alive() -> None: ...

        with pytest.raises(SourcebriefError, match=f"can't listen at 127.0.0.1:{port}"):
            await Server("127.0.0.1", port, (), alive).run(asyncio.Event())


async def test_what_is_broken_off_is_no_failure_of_ours() -> None:
    async with serving(Echo()) as (server, origin):
        _, writer = await begun(origin, 9)
        writer.write(b"abc")
        writer.close()
        await writer.wait_closed()
        while not server.answered[("/echo", 400)]:  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0)


async def test_what_is_compressed_is_handed_on_as_it_came() -> None:
    async with listening(Echo()) as origin:
        lines = [b"POST /echo HTTP/1.1", b"Content-Encoding: gzip"]
        assert (await raw(origin, lines, b"no gzip")).startswith(b"HTTP/1.1 200")


# What strangers may hold open is bounded.


async def begun(origin: str, length: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A request whose body does not come."""
    host, _, port = origin.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % length)
    return reader, writer


async def status_of(reader: asyncio.StreamReader) -> bytes:
    return (await asyncio.wait_for(reader.readline(), 20)).partition(b" ")[2][:3]


async def test_headers_that_do_not_end_are_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "HEADER_SECONDS", 0.2)
    async with listening(Echo()) as origin:
        host, _, port = origin.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /echo HTTP/1.1\r\nHost: ")
        assert await asyncio.wait_for(reader.read(), 20) == b""
        writer.close()


@pytest.mark.parametrize(
    "lines",
    [
        [b"X: " + b"x" * (MAX_HEADER_BYTES + 1)],
        [b"X%d: x" % n for n in range(MAX_HEADERS + 1)],
    ],
)
async def test_headers_that_are_too_long_or_too_many_are_refused(lines: list[bytes]) -> None:
    async with listening(Echo()) as origin:
        said = await raw(origin, [b"POST /echo HTTP/1.1", *lines])
    assert said.startswith(b"HTTP/1.0 400")


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async with serving(Echo()) as (server, origin):
        server._bodies.seconds = 0.2
        reader, writer = await begun(origin, 9)
        assert await status_of(reader) == b"503"
        writer.close()


async def test_of_bodies_that_are_too_much_at_once_those_that_keep_one_waiting_go() -> None:
    async with serving(Echo()) as (server, origin):
        server._bodies.most = 3_000
        held = [await begun(origin, 1_000) for _ in range(3)]
        while len(server._bodies._in_flight) < 3:  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0)
        assert await posted(f"{origin}/echo", b"x" * 500, {}) == 200
        assert await status_of(held[0][0]) == b"503"
        assert len(server._bodies._in_flight) == 2
        for _, writer in held:
            writer.close()


async def test_a_body_of_unknown_length_counts_as_the_longest() -> None:
    async with serving(Echo()) as (server, origin):
        server._bodies.most = 2**20
        host, _, port = origin.removeprefix("http://").partition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not server._bodies._in_flight:  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0)
        assert await posted(f"{origin}/echo", b"x", {}) == 200  # the other one had to make way
        writer.close()


async def test_of_too_many_connections_the_one_that_has_said_nothing_longest_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhooks, "MAX_CONNECTIONS", 3)
    async with listening(Echo()) as origin:
        host, _, port = origin.removeprefix("http://").partition(":")
        idle = [await asyncio.open_connection(host, int(port)) for _ in range(3)]
        assert await posted(f"{origin}/echo", b"x", {}) == 200
        assert await asyncio.wait_for(idle[0][0].read(), 20) == b""
        for _, writer in idle:
            writer.close()


async def test_the_database_is_asked_once_for_all_who_ask_for_the_health() -> None:
    asked = 0

    async def alive() -> None:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)

    server, stop = Server("127.0.0.1", 0, (), alive, notice=timedelta()), asyncio.Event()
    running = asyncio.create_task(server.run(stop))
    await server.listening.wait()
    url = f"http://127.0.0.1:{server.port}/health"
    assert {status for status, _ in await asyncio.gather(*(read(url) for _ in range(20)))} == {200}
    assert asked == 1
    stop.set()
    await running
