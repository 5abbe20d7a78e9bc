"""Fetching a page: whole pages, unchanged ones, redirects, and every failure."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.http_client.client import Fetcher
from bot.http_client.results import Answer, Failed, Fetched, NotModified, Refused, Validators
from tests.bot.fetching import fetching
from tests.emulators.web.sites import Asked, Page, Server, serving
from tests.emulators.web.wire import listening

NAMES = {"site.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}


@pytest.fixture
async def site() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with fetching(names=NAMES) as opened:
        yield opened


def failed(answer: Answer) -> Failed:
    assert isinstance(answer, Failed)
    return answer


def fetched(answer: Answer) -> Fetched:
    assert isinstance(answer, Fetched)
    return answer


async def test_a_page_arrives_whole_with_what_its_headers_say(
    site: Server, fetcher: Fetcher
) -> None:
    site.pages["/a?b=c"] = Page(
        body=b"<p>caf\xe9</p>",
        headers={
            "Content-Type": "Text/HTML; charset=ISO-8859-1",
            "ETag": '"1"',
            "Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT",
        },
    )
    page = fetched(await fetcher.get(site.url("/a?b=c#d", "site.example")))
    assert page == Fetched(
        url=site.url("/a?b=c", "site.example"),
        body=b"<p>caf\xe9</p>",
        media_type="text/html",
        charset="iso-8859-1",
        validators=Validators('"1"', "Mon, 02 Mar 2026 08:00:00 GMT"),
        permanent_url=None,
    )


async def test_a_page_that_has_not_changed_is_said_to_be_so(site: Server, fetcher: Fetcher) -> None:
    known = Validators('"1"', "Mon, 02 Mar 2026 08:00:00 GMT")

    def unchanged(asked: Asked) -> Page:
        same = asked.headers.get("If-None-Match") == '"1"'
        assert asked.headers.get("If-Modified-Since") == known.last_modified
        return Page(status=304, headers={"ETag": '"2"'}) if same else Page(body=b"new")

    site.pages["/feed"] = unchanged
    answer = await fetcher.get(site.url("/feed"), known=known)
    assert isinstance(answer, NotModified)
    assert answer.validators == Validators('"2"', known.last_modified)
    older = Validators('"0"', known.last_modified)
    assert fetched(await fetcher.get(site.url("/feed"), known=older)).body == b"new"


async def test_a_304_that_nobody_asked_for_is_broken(site: Server, fetcher: Fetcher) -> None:
    site.pages["/"] = Page(status=304)
    assert failed(await fetcher.get(site.url("/"))).kind == "malformed"


async def test_redirects_are_followed_and_the_last_address_told(
    site: Server, fetcher: Fetcher
) -> None:
    elsewhere = site.url("/c", "other.example")
    site.pages["/a"] = Page(status=301, headers={"Location": "/b"})
    site.pages["/b"] = Page(status=308, headers={"Location": elsewhere})
    site.pages["/c"] = Page(body=b"here")
    page = fetched(await fetcher.get(site.url("/a", "site.example")))
    assert (page.url, page.permanent_url, page.body) == (elsewhere, elsewhere, b"here")


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_one_passing_redirect_is_enough_to_keep_the_address(
    site: Server, fetcher: Fetcher, status: int
) -> None:
    site.pages["/a"] = Page(status=301, headers={"Location": "/b"})
    site.pages["/b"] = Page(status=status, headers={"Location": "/c"})
    site.pages["/c"] = Page(body=b"here")
    assert fetched(await fetcher.get(site.url("/a"))).permanent_url is None


async def test_five_redirects_are_followed_and_no_sixth(site: Server, fetcher: Fetcher) -> None:
    for hop in range(6):
        site.pages[f"/{hop}"] = Page(status=302, headers={"Location": f"/{hop + 1}"})
    site.pages["/6"] = Page(body=b"end")
    assert fetched(await fetcher.get(site.url("/1"))).body == b"end"
    assert failed(await fetcher.get(site.url("/0"))).kind == "redirects"


async def test_a_redirect_into_nothing_is_a_failure(site: Server, fetcher: Fetcher) -> None:
    site.pages["/"] = Page(status=302)
    assert failed(await fetcher.get(site.url("/"))).kind == "redirects"


@pytest.mark.parametrize(
    "location", ["ftp://site.example/", "http://u:p@site.example/", "http://["]
)
async def test_a_redirect_to_what_is_not_fetched_is_refused(
    site: Server, fetcher: Fetcher, location: str
) -> None:
    site.pages["/"] = Page(status=302, headers={"Location": location})
    answer = await fetcher.get(site.url("/"))
    assert isinstance(answer, Refused)
    assert answer.kind == "url"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, "gone"),
        (410, "gone"),
        (400, "denied"),
        (401, "denied"),
        (403, "denied"),
        (451, "denied"),
        (999, "denied"),
        (429, "busy"),
        (500, "server"),
        (503, "server"),
        (202, "malformed"),
        (204, "malformed"),
    ],
)
async def test_each_status_has_its_kind(
    site: Server, fetcher: Fetcher, status: int, kind: str
) -> None:
    site.pages["/"] = Page(status=status)
    answer = failed(await fetcher.get(site.url("/")))
    assert (answer.kind, answer.status) == (kind, status)
    assert str(status) in answer.reason


async def test_a_wait_that_is_asked_for_is_told_and_kept(site: Server, fetcher: Fetcher) -> None:
    site.pages["/"] = Page(status=503, headers={"Retry-After": "3600"})
    first = failed(await fetcher.get(site.url("/")))
    assert (first.kind, first.retry_after) == ("busy", timedelta(hours=1))
    again = failed(await fetcher.get(site.url("/other")))
    assert (again.kind, again.status) == ("busy", None)
    assert again.retry_after is not None
    assert again.retry_after > timedelta(minutes=59)
    assert site.paths == ["/"]


async def test_a_name_that_nobody_has_is_not_a_network_that_is_down(fetcher: Fetcher) -> None:
    answer = failed(await fetcher.get("https://gone.example/"))
    assert (answer.kind, answer.reason) == ("no-host", "There is no site named gone.example.")


async def test_a_port_where_nobody_listens_is_unreachable(fetcher: Fetcher) -> None:
    async with listening() as wire:
        url = wire.url()
    assert failed(await fetcher.get(url)).kind == "unreachable"


async def test_a_server_without_tls_is_not_trusted(site: Server, fetcher: Fetcher) -> None:
    url = site.url("/", "site.example").replace("http:", "https:")
    assert failed(await fetcher.get(url)).kind == "untrusted"


async def test_a_head_says_whether_the_page_is_there(site: Server, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(status=301, headers={"Location": "/b"})
    site.pages["/b"] = Page(body=b"long", headers={"Content-Type": "application/pdf"})
    answer = await fetcher.head(site.url("/a"))
    assert isinstance(answer, Fetched)
    assert (answer.body, answer.media_type) == (b"", "application/pdf")
    assert {each.method for each in site.asked if each.path != "/robots.txt"} == {"HEAD"}


@pytest.mark.parametrize("value", ['"\u00e9"', "x" * 2000, '"a\tb"'])
async def test_a_validator_that_could_not_be_sent_back_is_dropped(
    site: Server, fetcher: Fetcher, value: str
) -> None:
    site.pages["/"] = Page(body=b"x", headers={"ETag": value})
    assert fetched(await fetcher.get(site.url("/"))).validators == Validators()


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("text/html", ("text/html", "")),
        ("TEXT/HTML;charset='UTF-8'", ("text/html", "utf-8")),
        ('application/rss+xml ; x=y; charset="x-y"', ("application/rss+xml", "x-y")),
        ("nonsense", ("", "")),
        ("; charset=utf-8", ("", "utf-8")),
    ],
)
async def test_a_content_type_is_read_as_far_as_it_can_be(
    site: Server, fetcher: Fetcher, header: str, said: tuple[str, str]
) -> None:
    site.pages["/"] = Page(body=b"x", headers={"Content-Type": header})
    page = fetched(await fetcher.get(site.url("/")))
    assert (page.media_type, page.charset) == said
