"""Reads robots.txt of each site and caches it for a day."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from protego import Protego
from yarl import URL

from bot.http_client.results import Failed, Fetched, Refused

MAX_ROBOTS_BYTES = 512_000
"""A crawler must read at least 500 KiB of a robots.txt (RFC 9309, section 2.5)."""

_CACHE_SECONDS = 24 * 3600.0
_MAX_CRAWL_DELAY_SECONDS = 24 * 3600.0
_FAILURE_CACHE_SECONDS = 300.0
_MAX_SITES = 512
# protego copies each rule to every agent of its group: a few kilobytes could become gigabytes.
_MAX_MATCH_STEPS = 2_000_000


@dataclass(frozen=True, slots=True)
class Rules:
    """One site's rules for one agent; without a file everything is allowed."""

    agent: str
    file: Protego | None = None

    def allow(self, url: URL) -> bool:
        return self.file is None or self.file.can_fetch(str(url), self.agent)

    @property
    def delay(self) -> float:
        """The Crawl-delay in seconds, a day at most."""
        asked = None if self.file is None else self.file.crawl_delay(self.agent)
        return min(asked or 0.0, _MAX_CRAWL_DELAY_SECONDS)


Found: TypeAlias = Rules | Refused | Failed
"""The rules, or why there are none: then the site must not be asked for anything else."""


@dataclass(slots=True)
class _Site:
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    found: Found | None = None
    until: float = 0.0


class Robots:
    """The rules of sites, cached; `fetch` gets a robots.txt, and `agent` is our name in it."""

    def __init__(
        self,
        fetch: Callable[[URL], Awaitable[Fetched | Refused | Failed]],
        agent: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch = fetch
        self._agent = agent
        self._clock = clock
        self._sites: OrderedDict[URL, _Site] = OrderedDict()

    async def rules(self, url: URL) -> Found:
        """The rules of the site of `url`; concurrent callers share one request."""
        origin = url.origin()
        site = self._sites.setdefault(origin, _Site())
        self._sites.move_to_end(origin)
        if len(self._sites) > _MAX_SITES:
            self._sites.popitem(last=False)
        async with site.reading:
            if site.found is None or self._clock() >= site.until:
                site.found = await self._read(origin)
                kept = _CACHE_SECONDS if isinstance(site.found, Rules) else _FAILURE_CACHE_SECONDS
                site.until = self._clock() + kept
            return site.found

    async def _read(self, origin: URL) -> Found:
        found = rules(await self._fetch(origin.with_path("/robots.txt")), self._agent)
        if isinstance(found, Failed) and URL(found.url).host != origin.host:
            # It was redirected: the host that does not exist is another one.
            return replace(found, kind="unreachable")
        return found


def rules(answer: Fetched | Refused | Failed, agent: str) -> Found:
    """The rules that an answer for robots.txt means (RFC 9309, section 2.3.1).

    A site without a robots.txt, or with one that is denied, allows everything; a site with a server
    error allows nothing.
    """
    match answer:
        case Fetched(url=url, body=body):
            text = body.decode("utf-8-sig", "replace")
            if text.lower().count("agent") * len(text.splitlines()) > _MAX_MATCH_STEPS:
                return _too_long(url)
            return Rules(agent, Protego.parse(text))
        case Failed(kind="gone" | "denied" | "redirects"):
            return Rules(agent)
        case Failed(url=url, kind="large"):
            return _too_long(url)
        case Failed() | Refused():
            return answer
        case never:
            assert_never(never)


def _too_long(url: str) -> Refused:
    return Refused(url, "robots", "The site's robots.txt is too long to be read.")
