"""Anybody may read the public keys and the page that checks receipts, at the server's address."""

import asyncio
import json
from datetime import timedelta

import aiohttp
import pytest

from bot.platforms import receipt_pages
from bot.platforms.webhooks import Server
from briefs.errors import StoreUnavailable
from briefs.receipts.signing import PublicKey, read_key_set
from tests.bot.web_stage import alive
from tests.briefs import receipt_mutations as bent


class Library:
    def __init__(self) -> None:
        self.asked = 0
        self.away = False

    async def keys(self) -> tuple[PublicKey, ...]:
        self.asked += 1
        if self.away:
            raise StoreUnavailable("The database does not answer.")
        return bent.KEYS


async def read(library: Library, *paths: str) -> list[tuple[int, str, str]]:
    pages = receipt_pages.pages(library.keys)
    server = Server("127.0.0.1", 0, (), alive, notice=timedelta(), pages=pages)
    stop = asyncio.Event()
    running = asyncio.create_task(server.run(stop))
    await server.listening.wait()
    found = []
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as session:
        for path in paths:
            async with session.get(path) as response:
                found.append((response.status, response.content_type, await response.text()))
    stop.set()
    await running
    return found


async def test_the_keys_stand_at_a_well_known_address() -> None:
    ((status, kind, said),) = await read(Library(), "/.well-known/sourcebrief-keys.json")
    assert (status, kind) == (200, "application/json")
    assert [key.id for key in read_key_set(said.encode())] == [bent.SIGNER.public.id]


async def test_the_page_has_the_keys_in_it_and_needs_nothing_else() -> None:
    ((status, kind, said),) = await read(Library(), "/verify")
    assert (status, kind) == (200, "text/html")
    assert json.dumps(bent.SIGNER.public.to_jwk()["x"]) in said
    assert "default-src 'none'" in said


async def test_the_library_is_asked_once_for_many() -> None:
    library = Library()
    found = await read(library, *["/verify", "/.well-known/sourcebrief-keys.json"] * 5)
    assert {status for status, _, _ in found} == {200}
    assert library.asked == 1


@pytest.mark.parametrize("path", ["/verify", "/.well-known/sourcebrief-keys.json"])
async def test_while_the_library_is_away_that_is_said(path: str) -> None:
    library = Library()
    library.away = True
    ((status, _, said),) = await read(library, path)
    assert (status, said) == (503, "")
