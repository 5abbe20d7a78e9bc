"""No server, however hostile, makes a request last, grow or break out of its values."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.http_client import connection
from bot.http_client.results import Answer, Failed, Fetched
from tests.bot.fetching import fetching
from tests.emulators.web.sites import Page, Server, serving
from tests.emulators.web.wire import Wire, listening

MB = 1_000_000
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


@pytest.fixture
async def site() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with listening() as server:
        yield server


async def got(url: str, *, most: int = MB, seconds: float = 30.0) -> Answer:
    async with fetching(seconds=seconds) as fetcher:
        return await fetcher.get(url, most_bytes=most)


def kind(answer: Answer) -> str:
    return answer.kind if isinstance(answer, Failed) else type(answer).__name__


def packed(data: bytes) -> Page:
    return Page(body=data, headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize("size", [0, 1, MB - 1, MB])
async def test_a_page_up_to_the_cap_arrives_whole_packed_or_not(site: Server, size: int) -> None:
    body = b"x" * size
    site.pages["/plain"] = Page(body=body)
    site.pages["/packed"] = packed(gzip.compress(body))
    for path in ("/plain", "/packed"):
        answer = await got(site.url(path))
        assert isinstance(answer, Fetched)
        assert answer.body == body


async def test_a_byte_over_the_cap_is_too_large_packed_or_not(site: Server) -> None:
    body = b"x" * (MB + 1)
    site.pages["/plain"] = Page(body=body)
    site.pages["/packed"] = packed(gzip.compress(body))
    for path in ("/plain", "/packed"):
        assert kind(await got(site.url(path))) == "large"


async def test_a_body_of_unsaid_length_is_left_at_the_cap(wire: Wire) -> None:
    wire.says = (HEAD + b"\r\n", *[b"x" * 65_536] * 400)
    assert kind(await got(wire.url())) == "large"


async def test_a_bomb_is_not_unpacked(site: Server) -> None:
    site.pages["/"] = packed(gzip.compress(b"\0" * 50 * MB, 9))
    tracemalloc.start()
    try:
        assert kind(await got(site.url("/"))) == "large"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * MB


async def test_a_chain_of_small_bombs_is_not_unpacked_either(site: Server) -> None:
    site.pages["/"] = packed(gzip.compress(b"\0" * (MB // 4)) * 5)
    assert kind(await got(site.url("/"))) == "large"
    site.pages["/"] = packed(gzip.compress(b"") * 30_000)
    assert kind(await got(site.url("/"))) == "malformed"


async def test_a_page_packed_in_parts_arrives_whole(site: Server) -> None:
    site.pages["/"] = packed(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0 garbage")
    answer = await got(site.url("/"))
    assert isinstance(answer, Fetched)
    assert answer.body == b"one two"


def test_what_follows_a_packed_page_is_dropped_however_it_arrives() -> None:
    unpacked = connection._GzipReader(99)
    parts = (gzip.compress(b"one"), b"\0\0", b"\x1f garbage")
    assert b"".join(map(unpacked.more, parts)) == b"one"
    unpacked.end()


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "compress", "x"])
async def test_what_is_packed_in_another_way_is_left_packed(site: Server, coding: str) -> None:
    bomb = zlib.compress(b"\0" * 10 * MB)
    site.pages["/"] = Page(body=bomb, headers={"Content-Encoding": coding})
    assert kind(await got(site.url("/"))) == "malformed"


@pytest.mark.parametrize(
    "data",
    [b"not packed", gzip.compress(b"x" * 9999, mtime=0)[:-9], b"\x1f"],
    ids=["plain", "cut short", "one byte"],
)
async def test_what_does_not_unpack_is_broken(site: Server, data: bytes) -> None:
    site.pages["/"] = packed(data)
    assert kind(await got(site.url("/"))) == "malformed"


async def test_a_page_that_was_cut_short_is_broken(wire: Wire) -> None:
    wire.says = (HEAD + b"Content-Length: 100\r\n\r\nonly this",)
    assert kind(await got(wire.url())) == "malformed"


@pytest.mark.parametrize(
    "head",
    [
        b"X: " + b"x" * 40_000 + b"\r\n",
        b"".join(b"X-%d: y\r\n" % number for number in range(2_000)),
        b"X" * 40_000 + b": y\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 1\r\nContent-Length: 2\r\n",
        b"no colon\r\n",
    ],
)
async def test_headers_that_are_too_much_or_wrong_are_broken(wire: Wire, head: bytes) -> None:
    wire.says = (HEAD + head + b"\r\n",)
    assert kind(await got(wire.url())) == "malformed"


@pytest.mark.parametrize(
    "says",
    [
        (),
        (HEAD,),
        (HEAD + b"Content-Length: 100\r\n\r\n", b"a little"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n"),
    ],
)
async def test_a_server_that_never_ends_is_left_in_time(
    wire: Wire, says: tuple[bytes, ...]
) -> None:
    wire.says, wire.hangs = says, True
    assert kind(await got(wire.url(), seconds=0.2)) == "slow"


async def test_all_hops_share_one_time(site: Server) -> None:
    site.pages["/"] = Page(status=302, after=0.2, headers={"Location": "/there"})
    site.pages["/there"] = Page(body=b"here", after=0.2)
    assert kind(await got(site.url("/"), seconds=0.3)) == "slow"


async def test_a_connection_that_is_dropped_is_no_exception(wire: Wire) -> None:
    wire.says = ()
    assert kind(await got(wire.url())) == "unreachable"


FIELDS = (
    "Content-Type Content-Length Content-Encoding Location ETag Set-Cookie Transfer-Encoding"
    " Retry-After Date Connection X"
)
FIELD = st.sampled_from(FIELDS.encode().split())
VALUE = st.binary(max_size=30) | st.sampled_from([b"chunked", b"gzip", b"5", b"close", b"/\xff"])
STATUS = st.sampled_from([b"200 OK", b"301 Moved", b"404", b"503 Busy", b"100 Continue", b"304 x"])
RESPONSES = st.builds(
    lambda status, fields, body: (
        b"HTTP/1.1 %s\r\n%s\r\n%s"
        % (status, b"".join(b"%s: %s\r\n" % each for each in fields), body)
    ),
    STATUS,
    st.lists(st.tuples(FIELD, VALUE), max_size=4),
    st.binary(max_size=50),
)


@given(st.binary(max_size=100) | RESPONSES)
@example(b"HTTP/1.1 200 OK\r\nContent-Type: \xff;charset=\xff\r\n\r\n")
@example(b"HTTP/1.1 301 x\r\nLocation: http://\xff\xfe/\r\n\r\n")
def test_whatever_bytes_come_the_answer_is_a_value(says: bytes) -> None:
    async def asked() -> Answer:
        async with listening() as wire, fetching(seconds=5.0) as fetcher:
            wire.says = (says,)
            return await fetcher.get(wire.url())

    assert asyncio.run(asked()).url
