"""The server says how it is, counts what it answered, and speaks up if it cannot listen."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from bot.platforms.webhooks import Server
from briefs.errors import SourcebriefError, StoreUnavailable
from tests.bot.web_stage import listening, posted, raw


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
    status, said = await read(url)
    assert (status, said) == (503, "The database does not answer.\n")
    stop.set()
    await running


async def test_what_was_answered_is_counted_by_door_and_status() -> None:
    async with listening(Echo()) as origin:
        for body in (b"1", b"2", b"x" * (2**20 + 1)):
            await posted(f"{origin}/echo", body, {})
        status, said = await read(f"{origin}/status")
    assert status == 200
    assert said.splitlines() == [
        "# TYPE sourcebrief_requests_total counter",
        'sourcebrief_requests_total{door="/echo",status="200"} 2',
        'sourcebrief_requests_total{door="/echo",status="413"} 1',
    ]


async def test_a_place_that_is_taken_is_named() -> None:
    async with listening(Echo()) as origin:
        port = int(origin.rpartition(":")[2])

        async def alive() -> None: ...

        with pytest.raises(SourcebriefError, match=f"can't listen at 127.0.0.1:{port}"):
            await Server("127.0.0.1", port, (), alive).run(asyncio.Event())


async def test_what_is_broken_off_is_no_failure_of_ours() -> None:
    async with listening(Echo()) as origin:
        host, _, port = origin.removeprefix("http://").partition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
        writer.close()
        await writer.wait_closed()
        broken = 'status="400"} 1'
        while broken not in (await read(f"{origin}/status"))[1]:  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0)


async def test_what_is_compressed_is_handed_on_as_it_came() -> None:
    async with listening(Echo()) as origin:
        lines = [b"POST /echo HTTP/1.1", b"Content-Encoding: gzip"]
        assert (await raw(origin, lines, b"no gzip")).startswith(b"HTTP/1.1 200")
