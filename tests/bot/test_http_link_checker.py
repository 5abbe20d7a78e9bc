"""A link is called dead only with certainty, and then with something to try."""

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.http_client.client import Fetcher
from bot.http_client.link_checker import (
    Blocked,
    Dead,
    Fine,
    LinkMoved,
    State,
    Unreachable,
    archived,
    check,
    link_state,
)
from bot.http_client.results import Failed, Fetched, Refused, Trouble, Validators
from briefs.model import Source
from tests.bot.fetching import fetching
from tests.emulators.web.sites import Asked, Page, Server, serving

NAMES = {f"{letter}.example": ["127.0.0.1"] for letter in "abc"}
URL = "https://a.example/2019/deep"


@pytest.fixture
async def site() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with fetching(names=NAMES) as opened:
        yield opened


async def states(urls: Sequence[str], fetcher: Fetcher) -> dict[str, State]:
    found: dict[str, State] = {}

    def report(url: str, state: State) -> None:
        assert url not in found
        found[url] = state

    await check(urls, fetcher, report)
    return found


def page(url: str, permanent: str | None = None) -> Fetched:
    return Fetched(
        url=url,
        body=b"",
        media_type="",
        charset="",
        validators=Validators(),
        permanent_url=permanent,
    )


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        (page(URL), Fine()),
        (page("https://a.example/login?next=deep"), Fine()),
        (page(f"{URL}/", f"{URL}/"), Fine()),
        (page(URL.replace("//", "//www."), URL.replace("//", "//www.")), Fine()),
        (page("https://b.example/x", "https://b.example/x"), LinkMoved("https://b.example/x")),
        (page("https://a.example/"), LinkMoved("https://a.example/")),
    ],
)
def test_a_page_elsewhere_is_told_where_it_says_so_for_good(seen: Fetched, state: State) -> None:
    assert link_state(URL, seen) == state


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("gone", Dead("why")),
        ("no-host", Dead("why")),
        ("denied", Blocked("why")),
        ("busy", Blocked("why")),
        ("redirects", Blocked("why")),
        ("large", Fine()),
        ("server", Unreachable("why")),
        ("unreachable", Unreachable("why")),
        ("untrusted", Unreachable("why")),
        ("slow", Unreachable("why")),
        ("malformed", Unreachable("why")),
    ],
)
def test_only_what_is_gone_is_dead(kind: Trouble, state: State) -> None:
    assert link_state(URL, Failed(url=URL, kind=kind, reason="why")) == state


def test_what_we_may_not_look_at_is_not_dead() -> None:
    assert link_state(URL, Refused(URL, "robots", "why")) == Blocked("why")
    assert link_state(URL, Refused(URL, "address", "why")) == Blocked("why")


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
async def test_a_server_that_does_not_know_head_is_asked_as_readers_ask(
    site: Server, fetcher: Fetcher, status: int
) -> None:
    def answer(asked: Asked) -> Page:
        return Page(status=status) if asked.method == "HEAD" else Page(body=b"x" * 99_999)

    site.pages["/"] = answer
    assert await states([site.url("/")], fetcher) == {site.url("/"): Fine()}


async def test_a_page_that_is_there_costs_no_more_than_a_head(
    site: Server, fetcher: Fetcher
) -> None:
    site.pages["/"] = Page(body=b"x")
    await states([site.url("/"), site.url("/")], fetcher)
    assert [each.method for each in site.asked if each.path == "/"] == ["HEAD"]


async def test_a_busy_server_is_not_asked_a_second_time(site: Server, fetcher: Fetcher) -> None:
    site.pages["/"] = Page(status=429)
    assert isinstance((await states([site.url("/")], fetcher))[site.url("/")], Blocked)
    assert site.paths == ["/"]


async def test_every_address_is_told_of_once_with_what_became_of_it(
    site: Server, fetcher: Fetcher
) -> None:
    here = {path: site.url(path, f"{path[1]}.example") for path in ("/a", "/b", "/b2", "/c")}
    site.pages["/a"] = Page(body=b"x")
    site.pages["/b"] = Page(status=301, headers={"Location": "/b/new"})
    site.pages["/b/new"] = Page(body=b"x")
    site.pages["c.example/robots.txt"] = Page(body=b"User-agent: *\nDisallow: /")
    gone = "https://no.example/x"
    found = await states([*here.values(), gone, "ftp://a.example/", "http://[", ""], fetcher)
    assert found[here["/a"]] == Fine()
    assert found[here["/b"]] == LinkMoved(site.url("/b/new", "b.example"))
    assert isinstance(found[here["/b2"]], Dead)
    assert isinstance(found[here["/c"]], Blocked)
    assert found[gone] == Dead("There is no site named no.example.")
    assert isinstance(found["ftp://a.example/"], Blocked)
    assert len(found) == 8


async def test_when_nothing_answers_no_host_is_called_dead(fetcher: Fetcher) -> None:
    found = await states(["https://x.example/1", "https://y.example/2"], fetcher)
    assert {type(state) for state in found.values()} == {Unreachable}


@pytest.mark.parametrize("url", ["www.x.example/1", "www.x.example/?to=https://a.example/"])
async def test_an_address_without_a_scheme_is_tried_with_one(fetcher: Fetcher, url: str) -> None:
    assert "no site named www.x.example" in str(await states([url], fetcher))


@pytest.mark.parametrize(
    ("source", "copy"),
    [
        (Source(number=1, raw="", url=URL), f"https://web.archive.org/web/*/{URL}"),
        (
            Source(number=1, raw="", url=URL, issued="2019-05", accessed="2020-01-03"),
            f"https://web.archive.org/web/20200103/{URL}",
        ),
        (
            Source(number=1, raw="", url=URL, issued="2019-05"),
            f"https://web.archive.org/web/201905/{URL}",
        ),
        (
            Source(number=1, raw="", url=URL, archive_url="https://perma.cc/1", issued="2019"),
            "https://perma.cc/1",
        ),
        (Source(number=1, raw=""), None),
    ],
)
def test_a_copy_is_the_entry_s_own_or_the_one_next_to_its_day(
    source: Source, copy: str | None
) -> None:
    assert archived(source) == copy


async def test_what_became_of_a_robots_txt_is_not_told_of_the_link(
    site: Server, fetcher: Fetcher
) -> None:
    large, lost = site.url("/x", "a.example"), site.url("/x", "b.example")
    site.pages["a.example/robots.txt"] = Page(body=b"#" * 600_000)
    away = {"Location": "https://no.example/robots.txt"}
    site.pages["b.example/robots.txt"] = Page(status=302, headers=away)
    found = await states([large, lost, site.url("/x", "c.example")], fetcher)
    assert isinstance(found[large], Blocked)
    assert isinstance(found[lost], Unreachable)


@pytest.mark.parametrize(
    ("asked", "last", "state"),
    [
        ("https://a.example/?p=12", "https://a.example/", LinkMoved("https://a.example/")),
        ("https://a.example/?p=12", "https://www.a.example/?p=12", Fine()),
        ("http://a.example", "https://a.example/?lang=en", Fine()),
    ],
)
def test_a_page_named_by_its_query_is_a_page_too(asked: str, last: str, state: State) -> None:
    assert link_state(asked, page(last)) == state
