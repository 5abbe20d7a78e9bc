"""Fetches pages from the open web: only from there, politely, and no more than was wanted.

Every hop of a redirect is read, checked against the site's robots.txt and connected to as if it had
been asked for first.
"""

from collections.abc import Mapping
from datetime import timedelta
from importlib.metadata import version
from types import TracebackType
from typing import Self

from yarl import URL

from bot.fetching.answers import Answer, Failed, Fetched, Refused, Validators
from bot.fetching.arrival import Arrival, told, told_again
from bot.fetching.dialling import Lookup, system_lookup
from bot.fetching.target import onward, target
from bot.http_client import results, robots
from bot.http_client.address_policy import Allowed, public_web
from bot.http_client.connection import Exchange, Method, failed
from bot.http_client.throttle import PATIENCE, Manners

NAME = "Sourcebrief"
"""What robots.txt files may call us by."""

PAGES = "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5"
MOST_BYTES = 10_000_000

_MOST_REDIRECTS = 5
_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}
"""Statuses that lead elsewhere, and whether for good."""
_TOO_MUCH = (429, 503)


class Fetcher:
    """`async with Fetcher() as fetcher: await fetcher.get(url)`; one for a process is best.

    `allowed` decides which addresses and ports are connected to; `pause` is what a host is left in
    peace after each page, and `seconds` what all the requests for one page may take.
    """

    def __init__(
        self,
        *,
        allowed: Allowed = public_web,
        lookup: Lookup = system_lookup,
        pause: float = 1.0,
        seconds: float = 30.0,
        manners: Manners | None = None,
    ) -> None:
        agent = f"{NAME}/{version('sourcebrief')} (self-hosted news briefings)"
        self._exchange = Exchange(allowed, lookup, agent)
        self._manners = manners or Manners()
        self._robots = robots.Robots(self._robots_txt, NAME)
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
        accept: str = PAGES,
        most_bytes: int = MOST_BYTES,
        patience: float = PATIENCE,
    ) -> Answer:
        """The page at `url`, or NotModified if it is still what `known` stands for.

        At each host on the way it waits for its turn, `patience` seconds at the most.
        """
        asked = {"Accept": accept, **results.conditions(known)}
        arrived = await self._follow("GET", url, headers=asked, most=most_bytes, patience=patience)
        if not isinstance(arrived, Arrival):
            return arrived
        return told(arrived) if known is None else told_again(arrived, known)

    async def head(self, url: str) -> Fetched | Refused | Failed:
        """Whether `url` leads to a page, without the page; some servers answer this wrongly."""
        arrived = await self._follow("HEAD", url, headers={"Accept": "*/*"}, most=0)
        return told(arrived) if isinstance(arrived, Arrival) else arrived

    def hurry(self) -> None:
        """Wait for no host any more: what is not being asked for yet fails as busy."""
        self._manners.hurry()

    async def _robots_txt(self, url: URL) -> Fetched | Refused | Failed:
        arrived = await self._follow(
            "GET",
            str(url),
            headers={"Accept": "text/plain, */*;q=0.5"},
            most=robots.MOST_BYTES,
            for_robots=True,
        )
        return told(arrived) if isinstance(arrived, Arrival) else arrived

    async def _follow(
        self,
        method: Method,
        url: str,
        *,
        headers: Mapping[str, str],
        most: int,
        for_robots: bool = False,
        patience: float = PATIENCE,
    ) -> Arrival | Refused | Failed:
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
                    return _not_yet(here, too_long)
                response = await self._exchange.ask(
                    method, here, headers=headers, most=most, seconds=left
                )
            if isinstance(response, Refused | Failed):
                return response
            host = here.raw_host or ""
            if response.status in _TOO_MUCH and (wait := results.retry_after(response.headers)):
                self._manners.hold_off(host, wait.total_seconds())
            location = response.headers.get("Location", "")
            if response.status not in _REDIRECTS or not location:
                moved = bool(statuses) and all(_REDIRECTS[status] for status in statuses)
                return Arrival(here, response, moved)
            if len(statuses) == _MOST_REDIRECTS:
                return failed(here, "redirects", f"{here.host} redirects too many times.")
            left -= response.seconds
            if left <= 0:
                return failed(here, "slow", f"{here.host} took too long.")
            statuses.append(response.status)
            here = onward(here, location)
        return here

    async def _permission(self, url: URL) -> float | Refused | Failed:
        """The seconds to leave the host in peace for after this page, if it may be asked for."""
        rules = await self._robots.rules(url)
        if isinstance(rules, Refused | Failed):
            return rules
        return max(self._pause, rules.delay) if rules.allow(url) else _kept_out(url)


def _kept_out(url: URL) -> Refused:
    return Refused(str(url), "robots", f"{url.host} asks robots not to read this page.")


def _not_yet(url: URL, seconds: float) -> Failed:
    return Failed(
        url=str(url),
        kind="busy",
        reason=f"{url.host} asked to be left in peace for another {seconds:.0f} seconds.",
        retry_after=timedelta(seconds=seconds),
    )
