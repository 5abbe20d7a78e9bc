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
"""What the standard (RFC 9309) asks to be read of one, a little rounded up."""

_CACHE_SECONDS = 24 * 3600.0
_MAX_CRAWL_DELAY_SECONDS = 24 * 3600.0
_FAILURE_CACHE_SECONDS = 300.0
_MAX_SITES = 512
# The parser gives each line to every agent of its group, which a few kilobytes can make gigabytes.
_MAX_MATCH_STEPS = 2_000_000


@dataclass(frozen=True, slots=True)
class Rules:
    """One site's rules for one agent; no file, no rules."""

    agent: str
    file: Protego | None = None

    def allow(self, url: URL) -> bool:
        return self.file is None or self.file.can_fetch(str(url), self.agent)

    @property
    def delay(self) -> float:
        """Seconds that it wants between two requests, a day at most."""
        asked = None if self.file is None else self.file.crawl_delay(self.agent)
        return min(asked or 0.0, _MAX_CRAWL_DELAY_SECONDS)


Found: TypeAlias = Rules | Refused | Failed
"""Rules, or why there are none: then the site must not be asked for anything else either."""


@dataclass(slots=True)
class _Site:
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    found: Found | None = None
    until: float = 0.0


class Robots:
    """`fetch` gets a robots.txt; `agent` is the name that they may call us by."""

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
        """The rules of the site that `url` is on, read once for all who wait for them."""
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
            # It was redirected: that another host does not exist does not say so of this one.
            return replace(found, kind="unreachable")
        return found


def rules(answer: Fetched | Refused | Failed, agent: str) -> Found:
    """What an answer to a request for robots.txt means, as RFC 9309 has it.

    A site that has none, or hides it, may be asked for anything; one that can't say now, for
    nothing.
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
