"""Fetches a page: checks each URL, asks robots.txt, follows redirects, returns a value.

Each redirect is checked like a first request: its URL, its addresses, its site's robots.txt.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from importlib.metadata import version
from types import TracebackType
from typing import Final, Self

from yarl import URL

from bot.http_client import results, robots, throttle
from bot.http_client.address_policy import Allowed, public_web, redirect_target, target
from bot.http_client.connection import (
    PAGE_STATUSES,
    HttpSession,
    Lookup,
    Method,
    Response,
    failed,
    system_lookup,
)
from bot.http_client.results import (
    Answer,
    Failed,
    Fetched,
    NotModified,
    Refused,
    Trouble,
    Validators,
)
from bot.http_client.throttle import MAX_WAIT_SECONDS, HostThrottle


@dataclass(frozen=True, slots=True)
class FinalResponse:
    """The response after all redirects; `moved` if there were any and all were permanent."""

    url: URL
    response: Response
    moved: bool

    @property
    def permanent_url(self) -> str | None:
        return str(self.url) if self.moved else None


def as_fetched(arrived: FinalResponse) -> Fetched | Failed:
    response, url = arrived.response, arrived.url
    if response.status in PAGE_STATUSES:
        return Fetched(
            url=str(url),
            body=response.body,
            media_type=results.media_type(response.headers),
            charset=results.charset(response.headers),
            validators=results.validators(response.headers),
            permanent_url=arrived.permanent_url,
            fresh=results.fresh(response.headers),
        )
    wait = results.retry_after(response.headers)
    return Failed(
        url=str(url),
        kind=_trouble(response.status, wait),
        reason=f"{url.host} answers {_named(response.status)}.",
        status=response.status,
        retry_after=wait,
    )


def as_refetched(arrived: FinalResponse, known: Validators) -> Fetched | NotModified | Failed:
    """Like `as_fetched`, for a request with the validators `known`."""
    if arrived.response.status != HTTPStatus.NOT_MODIFIED:
        return as_fetched(arrived)
    new = results.validators(arrived.response.headers)
    return NotModified(
        url=str(arrived.url),
        validators=Validators(new.etag or known.etag, new.last_modified or known.last_modified),
        permanent_url=arrived.permanent_url,
        fresh=results.fresh(arrived.response.headers),
    )


def _trouble(status: int, wait: timedelta | None) -> Trouble:
    match status, status // 100:
        case 404 | 410, _:
            return "gone"
        case 429, _:
            return "busy"
        case 503, _ if wait is not None:
            return "busy"
        case 301 | 302 | 303 | 307 | 308, _:
            return "redirects"
        case _, 5:
            return "server"
        case _, 1 | 2 | 3:
            return "malformed"
        case _:
            return "denied"


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


AGENT_NAME = "Sourcebrief"
"""Our name in robots.txt files."""

ACCEPT_PAGES = "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5"
MAX_PAGE_BYTES = 10_000_000

_MAX_REDIRECTS = 5
_REDIRECT_IS_PERMANENT = {301: True, 302: False, 303: False, 307: False, 308: True}
"""The statuses of redirects, and whether each is permanent (RFC 9110, section 15.4)."""
_BUSY_STATUSES = (429, 503)


class Fetcher:
    """Fetches pages: `async with Fetcher() as fetcher: await fetcher.get(url)`; one per process.

    `allowed` decides which addresses and ports are connected to; `pause` is the time between two
    requests to a host, and `seconds` the limit for all requests of one page.
    """

    def __init__(
        self,
        *,
        allowed: Allowed = public_web,
        lookup: Lookup = system_lookup,
        pause: float = 1.0,
        seconds: float = 30.0,
        manners: HostThrottle | None = None,
    ) -> None:
        agent = f"{AGENT_NAME}/{version('sourcebrief')} (self-hosted news briefings)"
        self._exchange = HttpSession(allowed, lookup, agent)
        self._manners = manners or HostThrottle()
        self._robots = robots.Robots(self._robots_txt, AGENT_NAME)
        self._pause = pause
        self._seconds = seconds

    async def __aenter__(self) -> Self:
        self._exchange.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._exchange.close()

    async def get(
        self,
        url: str,
        *,
        known: Validators | None = None,
        accept: str = ACCEPT_PAGES,
        most_bytes: int = MAX_PAGE_BYTES,
        patience: float = MAX_WAIT_SECONDS,
    ) -> Answer:
        """The page at `url`, or NotModified if it did not change since `known`.

        Each request waits for its host's turn, `patience` seconds at most.
        """
        asked = {"Accept": accept, **results.conditions(known)}
        arrived = await self._follow("GET", url, headers=asked, most=most_bytes, patience=patience)
        if not isinstance(arrived, FinalResponse):
            return arrived
        return as_fetched(arrived) if known is None else as_refetched(arrived, known)

    async def head(self, url: str) -> Fetched | Refused | Failed:
        """Whether `url` is a page, without its body; some servers answer HEAD wrongly."""
        arrived = await self._follow("HEAD", url, headers={"Accept": "*/*"}, most=0)
        return as_fetched(arrived) if isinstance(arrived, FinalResponse) else arrived

    def hurry(self) -> None:
        """Wait for no host from now on: requests that would wait fail as busy."""
        self._manners.hurry()

    async def _robots_txt(self, url: URL) -> Fetched | Refused | Failed:
        arrived = await self._follow(
            "GET",
            str(url),
            headers={"Accept": "text/plain, */*;q=0.5"},
            most=robots.MAX_ROBOTS_BYTES,
            for_robots=True,
        )
        return as_fetched(arrived) if isinstance(arrived, FinalResponse) else arrived

    async def _follow(
        self,
        method: Method,
        url: str,
        *,
        headers: Mapping[str, str],
        most: int,
        for_robots: bool = False,
        patience: float = MAX_WAIT_SECONDS,
    ) -> FinalResponse | Refused | Failed:
        here = target(url)
        statuses: list[int] = []
        host, left = "", self._seconds
        while not isinstance(here, Refused):
            pause = 0.0 if for_robots else await self._permission(here)
            if isinstance(pause, Refused | Failed):
                return pause
            async with self._manners.turn(
                here.raw_host or "",
                pause=pause,
                at_once=here.raw_host == host,
                patience=patience,
            ) as too_long:
                if too_long is not None:
                    return _host_is_busy(here, too_long)
                response = await self._exchange.ask(
                    method, here, headers=headers, most=most, seconds=left
                )
            if isinstance(response, Refused | Failed):
                return response
            host = here.raw_host or ""
            if response.status in _BUSY_STATUSES and (
                wait := results.retry_after(response.headers)
            ):
                self._manners.hold_off(host, wait.total_seconds())
            location = response.headers.get("Location", "")
            if response.status not in _REDIRECT_IS_PERMANENT or not location:
                moved = bool(statuses) and all(
                    _REDIRECT_IS_PERMANENT[status] for status in statuses
                )
                return FinalResponse(here, response, moved)
            if len(statuses) == _MAX_REDIRECTS:
                return failed(here, "redirects", f"{here.host} redirects too many times.")
            left -= response.seconds
            if left <= 0:
                return failed(here, "slow", f"{here.host} took too long.")
            statuses.append(response.status)
            here = redirect_target(here, location)
        return here

    async def _permission(self, url: URL) -> float | Refused | Failed:
        """The seconds between this request and the next to its host, if
        robots.txt allows the page.
        """
        rules = await self._robots.rules(url)
        if isinstance(rules, Refused | Failed):
            return rules
        return max(self._pause, rules.delay) if rules.allow(url) else _refused_by_robots(url)


def _refused_by_robots(url: URL) -> Refused:
    return Refused(str(url), "robots", f"{url.host} asks robots not to read this page.")


def _host_is_busy(url: URL, seconds: float) -> Failed:
    return Failed(
        url=str(url),
        kind="busy",
        reason=f"{url.host} asked to be left in peace for another {seconds:.0f} seconds.",
        retry_after=timedelta(seconds=seconds),
    )


MAX_WAIT: Final = timedelta(seconds=45)
"""How long a thread waits; a host's pause may come before its request."""


class SharedFetcher:
    """A service that is open while it runs; before and after, requests fail as unreachable."""

    def __init__(self, fetcher: Fetcher, *, patience: timedelta = MAX_WAIT) -> None:
        self._fetcher = fetcher
        self._patience = patience
        self._opened = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._under_way: set[asyncio.Task[Answer]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Stay open until `stop` is set; requests under way are finished."""
        async with self._fetcher:
            self._loop = asyncio.get_running_loop()
            self._opened.set()
            await stop.wait()
            self._loop = None
            self._fetcher.hurry()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def get(
        self,
        url: str,
        *,
        known: Validators | None = None,
        accept: str = ACCEPT_PAGES,
        most_bytes: int = MAX_PAGE_BYTES,
        patience: float = throttle.MAX_WAIT_SECONDS,
    ) -> Answer:
        """As `Fetcher.get`; waits until it is open."""
        await self._opened.wait()
        if self._loop is None:
            return _closed(url)
        asked = self._fetcher.get(
            url, known=known, accept=accept, most_bytes=most_bytes, patience=patience
        )
        task = asyncio.create_task(asked)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await task

    def wait_for(self, url: str) -> Answer:
        """The page, for a worker thread, which it blocks; never to be called in the event loop."""
        loop = self._loop
        if loop is None:
            return _closed(url)
        seconds = self._patience.total_seconds()
        coming = asyncio.run_coroutine_threadsafe(self.get(url, patience=seconds), loop)
        try:
            return coming.result(seconds)
        except TimeoutError:
            coming.cancel()
            return Failed(url=url, kind="slow", reason="It took too long.")
        except CancelledError:
            return _closed(url)


def _closed(url: str) -> Failed:
    return Failed(url=url, kind="unreachable", reason="Nothing can be fetched just now.")
