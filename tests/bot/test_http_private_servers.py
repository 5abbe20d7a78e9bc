"""A server on loopback sees no request, however its address is written, named or led to."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import cycle

import pytest

from bot.http_client.address_policy import Address, Allowed, is_public
from bot.http_client.client import Fetcher
from bot.http_client.connection import system_lookup
from bot.http_client.results import Fetched, Refused
from tests.bot.fetching import fetching, loopback
from tests.emulators.web.sites import Page, Server, serving
from tests.emulators.web.wire import Wire, listening

LITERALS = (
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0X7F.0.0.1",
    "017700000001",
    "0177.0.0.1",
    "127.000.000.001",
    "4294967296",
    "0.0.0.0",
    "0",
    "１２７.0.0.1",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::1%25lo]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::127.0.0.1]",
    "[2002:7f00:1::1]",
    "[2001:0:808:808::80ff:fffe]",
)
NAMES = ("localhost", "LOCALHOST", "localhost.", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "printer.localhost", "inner.example")
USERS = ("example.org@127.0.0.1", "127.0.0.1@localhost", "a:b@127.0.0.1")


def any_public_port(address: Address, port: int) -> bool:
    """The strict rule with the ports left out, so that none of these is refused for its port."""
    return is_public(address)


async def inner_lookup(name: str) -> Sequence[str]:
    """The machine's own resolver, and a stranger's name that leads home."""
    if name.rstrip(".").endswith(("inner.example", ".localhost")):
        return ["127.0.0.1"]
    return await system_lookup(name.rstrip("."))


def strict(allowed: Allowed = any_public_port) -> Fetcher:
    return Fetcher(allowed=allowed, lookup=inner_lookup, pause=0.0)


@pytest.fixture
async def house() -> AsyncIterator[Wire]:
    async with listening() as wire:
        yield wire


@pytest.mark.parametrize("host", [*LITERALS, *NAMES, *USERS])
async def test_no_form_of_loopback_is_connected_to(house: Wire, host: str) -> None:
    async with strict() as fetcher:
        for scheme in ("http", "https"):
            refused = await fetcher.get(f"{scheme}://{host}:{house.port}/")
            assert isinstance(refused, Refused), refused
    assert house.connections == 0


@pytest.mark.parametrize(
    ("host", "status"),
    list(zip([*LITERALS, *NAMES, *USERS], cycle([301, 302, 303, 307, 308]), strict=False)),
)
async def test_no_redirect_leads_to_any_form_of_loopback(
    house: Wire, host: str, status: int
) -> None:
    def outside(address: Address, port: int) -> bool:
        return str(address) == "127.0.0.2" or is_public(address)

    async with serving("127.0.0.2") as site, strict(outside) as fetcher:
        target = f"http://{host}:{house.port}/"
        site.pages["/"] = Page(status=status, headers={"Location": target})
        assert isinstance(await fetcher.get(site.url("/")), Refused)
        assert site.paths == ["/"]
    assert house.connections == 0


async def test_a_robots_txt_leads_to_no_such_place_either(house: Wire) -> None:
    def outside(address: Address, port: int) -> bool:
        return str(address) == "127.0.0.2"

    async with serving("127.0.0.2") as site, strict(outside) as fetcher:
        site.pages["/robots.txt"] = Page(status=302, headers={"Location": house.url("/robots.txt")})
        assert isinstance(await fetcher.get(site.url("/")), Refused)
        assert site.paths == []
    assert house.connections == 0


async def test_the_default_refuses_loopback_and_odd_ports(house: Wire) -> None:
    async with Fetcher() as fetcher:
        for url in (house.url(), "http://127.0.0.1/", "https://localhost/", "http://8.8.8.8:22/"):
            refused = await fetcher.get(url)
            assert isinstance(refused, Refused)
            assert refused.kind == "address"
    assert house.connections == 0


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "[fd00:ec2::254]"]
)
async def test_private_and_metadata_addresses_are_refused(address: str) -> None:
    async with Fetcher() as fetcher:
        refused = await fetcher.get(f"http://{address}/latest/meta-data/")
    assert isinstance(refused, Refused)
    assert refused.kind == "address"
    assert "not on the public web" in refused.reason


async def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    async def lookup(name: str) -> Sequence[str]:
        return ["127.0.0.2", "10.0.0.1"]

    def outside(address: Address, port: int) -> bool:
        return str(address) == "127.0.0.2"

    async with (
        serving("127.0.0.2") as site,
        Fetcher(allowed=outside, lookup=lookup, pause=0.0) as fetcher,
    ):
        assert isinstance(await fetcher.get(site.url("/", "mixed.example")), Refused)
        assert site.asked == []


async def test_a_name_that_is_looked_up_anew_is_checked_anew() -> None:
    """Rebinding: a name that stands for a public host first and for ours then."""
    answers = iter((["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1"]))

    async def lookup(name: str) -> Sequence[str]:
        return next(answers)

    def outside(address: Address, port: int) -> bool:
        return str(address) == "127.0.0.2"

    async with (
        serving("127.0.0.2") as site,
        serving("127.0.0.1", site.port) as house,
        Fetcher(allowed=outside, lookup=lookup, pause=0.0) as fetcher,
    ):
        site.pages["/"] = Page(body=b"outside", headers={"Connection": "close"})
        url = site.url("/", "rebinding.example")
        # The name's one lookup serves robots.txt and the page: the connection is kept between them.
        first = await fetcher.get(url)
        assert isinstance(first, Fetched)
        assert first.body == b"outside"
        assert isinstance(await fetcher.get(url), Refused)
        assert house.asked == []


async def test_the_address_connected_to_is_one_that_was_looked_up_once() -> None:
    asked: list[str] = []

    async def lookup(name: str) -> Sequence[str]:
        asked.append(name)
        return ["127.0.0.1"]

    async with (
        serving() as site,
        Fetcher(allowed=loopback, lookup=lookup, pause=0.0) as fetcher,
    ):
        site.pages["/"] = Page(body=b"x")
        await fetcher.get(site.url("/", "once.example"))
        assert asked == ["once.example"]
        assert {each.host for each in site.asked} == {"once.example"}


async def test_a_tls_connection_asks_for_the_name_not_the_address(house: Wire) -> None:
    async with fetching(names={"secret.example": ["127.0.0.1"]}) as fetcher:
        await fetcher.get(f"https://secret.example:{house.port}/")
    assert b"secret.example" in house.heard[0]


async def test_nothing_of_ours_goes_along(monkeypatch: pytest.MonkeyPatch, house: Wire) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, house.url())
    async with serving() as site, fetching() as fetcher:
        site.pages["/a"] = Page(
            status=302, headers={"Location": "/b", "Set-Cookie": "session=1; Path=/"}
        )
        site.pages["/b"] = Page(body=b"x", headers={"Set-Cookie": "more=2"})
        await fetcher.get(site.url("/a"))
        await fetcher.get(site.url("/b"))
        for each in site.asked:
            assert not {"Cookie", "Referer", "Authorization"} & set(each.headers)
            assert each.headers["User-Agent"].startswith("Sourcebrief/")
    assert house.connections == 0


async def test_side_by_side_requests_are_checked_each(house: Wire) -> None:
    async with strict() as fetcher:
        urls = [f"http://{host}:{house.port}/" for host in (*LITERALS, *NAMES) * 3]
        found = await asyncio.gather(*map(fetcher.get, urls))
    assert all(isinstance(each, Refused) for each in found)
    assert house.connections == 0


def test_the_server_would_have_been_reached() -> None:
    """So that the tests above cannot pass for want of a server."""

    async def reached(site: Server, wire: Wire) -> None:
        async with fetching() as fetcher:
            await fetcher.get(wire.url())
            await fetcher.get(site.url("/"))

    async def both() -> None:
        async with serving() as site, listening() as wire:
            await reached(site, wire)
            assert wire.connections > 0
            assert site.paths == ["/"]

    asyncio.run(both())
