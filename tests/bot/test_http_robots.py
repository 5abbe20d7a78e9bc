"""Sites are asked only for what their robots.txt allows, and as often as it says."""

from collections.abc import AsyncIterator

import pytest
from yarl import URL

from bot.http_client.client import AGENT_NAME, Fetcher
from bot.http_client.results import Answer, Failed, Fetched, Refused, Validators
from bot.http_client.robots import Robots, Rules, rules
from tests.bot.fetching import fetching
from tests.emulators.web.sites import Page, Server, serving

NAMES = {"site.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
PAGE = URL("https://site.example/inner/page")


@pytest.fixture
async def site() -> AsyncIterator[Server]:
    async with serving() as server:
        server.pages["/inner/page"] = server.pages["/page"] = Page(body=b"here")
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with fetching(names=NAMES) as opened:
        yield opened


def told(text: str | bytes) -> Fetched:
    return Fetched(
        url="https://site.example/robots.txt",
        body=text.encode() if isinstance(text, str) else text,
        media_type="text/plain",
        charset="",
        validators=Validators(),
        permanent_url=None,
    )


def kept_out(answer: Answer | Rules) -> bool:
    return isinstance(answer, Refused) and answer.kind == "robots"


async def test_a_page_that_robots_may_not_read_is_not_asked_for(
    site: Server, fetcher: Fetcher
) -> None:
    site.pages["/robots.txt"] = Page(body=b"User-agent: *\nDisallow: /inner/\n")
    assert kept_out(await fetcher.get(site.url("/inner/page")))
    assert isinstance(await fetcher.get(site.url("/page")), Fetched)
    assert site.paths == ["/page"]


async def test_robots_txt_is_asked_for_once_at_each_site(site: Server, fetcher: Fetcher) -> None:
    for _ in range(2):
        for host in NAMES:
            await fetcher.get(site.url("/page", host))
    asked = [(each.host, each.path) for each in site.asked if each.path == "/robots.txt"]
    assert asked == [("site.example", "/robots.txt"), ("other.example", "/robots.txt")]


async def test_a_redirect_is_held_to_the_robots_txt_of_where_it_leads(
    site: Server, fetcher: Fetcher
) -> None:
    site.pages["/away"] = Page(
        status=301, headers={"Location": site.url("/inner/page", "other.example")}
    )
    site.pages["other.example/robots.txt"] = Page(body=b"User-agent: *\nDisallow: /inner")
    assert kept_out(await fetcher.get(site.url("/away", "site.example")))
    assert site.paths == ["/away"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_site_without_a_robots_txt_may_be_read(
    site: Server, fetcher: Fetcher, status: int
) -> None:
    site.pages["/robots.txt"] = Page(status=status)
    assert isinstance(await fetcher.get(site.url("/page")), Fetched)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_site_that_cannot_show_its_robots_txt_is_left_alone(
    site: Server, fetcher: Fetcher, status: int
) -> None:
    site.pages["/robots.txt"] = Page(status=status)
    answer = await fetcher.get(site.url("/page"))
    assert isinstance(answer, Failed)
    assert answer.status == status
    assert site.paths == []


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: Sourcebrief\nDisallow: /inner\n\nUser-agent: *\nDisallow:", False),
        ("User-agent: sourcebrief\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: Otherbot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /inner\nAllow: /inner/page", True),
        ("User-agent: *\nDisallow: /*page$", False),
        ("<html>no such file, but 200</html>", True),
    ],
)
def test_rules_are_read_as_the_standard_has_it(text: str, allowed: bool) -> None:
    found = rules(told(text), AGENT_NAME)
    assert isinstance(found, Rules)
    assert found.allow(PAGE) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("", 0.0),
        ("User-agent: *\nCrawl-delay: 7", 7.0),
        ("User-agent: *\nCrawl-delay: nan", 0.0),
        ("User-agent: *\nCrawl-delay: -1", 0.0),
        ("User-agent: *\nCrawl-delay: 1e300", 86_400.0),
    ],
)
def test_the_delay_that_a_site_asks_for_is_read(text: str, delay: float) -> None:
    found = rules(told(text), AGENT_NAME)
    assert isinstance(found, Rules)
    assert found.delay == delay


async def test_a_site_is_asked_no_sooner_than_its_delay_says(
    site: Server, fetcher: Fetcher
) -> None:
    site.pages["/robots.txt"] = Page(body=b"User-agent: *\nCrawl-delay: 600")
    assert isinstance(await fetcher.get(site.url("/page")), Fetched)
    later = await fetcher.get(site.url("/inner/page"))
    assert isinstance(later, Failed)
    assert later.kind == "busy"
    assert later.retry_after is not None
    assert site.paths == ["/page"]


async def test_a_robots_txt_that_is_too_large_keeps_us_out(site: Server, fetcher: Fetcher) -> None:
    site.pages["/robots.txt"] = Page(body=b"#" * 600_000)
    answer = await fetcher.get(site.url("/page"))
    assert kept_out(answer)
    assert isinstance(answer, Refused)
    assert answer.reason == "The site's robots.txt is too long to be read."


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"user-agent:{n}\n" for n in range(17_000)) + "allow:/\n" * 30_000,
        "User agent " + "\x0cuseragent ".join(map(str, range(20_000))) + "\x0callow:/" * 20_000,
    ],
)
def test_a_robots_txt_made_to_keep_us_busy_is_not_parsed(text: str) -> None:
    assert kept_out(rules(told(text), AGENT_NAME))


async def test_rules_are_kept_for_a_day_and_failures_for_minutes() -> None:
    now, asked = 0.0, 0
    answers: list[Fetched | Failed] = [
        Failed(url="", kind="slow", reason=""),
        told("User-agent: *\nDisallow: /"),
        told(""),
    ]

    async def fetch(url: URL) -> Fetched | Refused | Failed:
        nonlocal asked
        asked += 1
        return answers[asked - 1]

    robots = Robots(fetch, AGENT_NAME, lambda: now)
    for moment, times in ((0.0, 1), (299.0, 1), (301.0, 2), (86_000.0, 2), (87_000.0, 3)):
        now = moment
        await robots.rules(PAGE)
        assert asked == times
