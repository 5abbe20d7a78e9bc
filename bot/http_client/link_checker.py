"""Checks whether links are dead, with one request to each, or two if the first fails.

A link is dead only if the server says so to a reader's request, or if its host does not exist while
other hosts resolve. A site that refuses robots counts as blocked, not as dead.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias, assert_never
from urllib.parse import urlsplit

from bot.http_client.client import Fetcher
from bot.http_client.results import Failed, Fetched, NotModified, Refused
from briefs.model import Source
from briefs.references.fields.urls import url_key, with_scheme

_MAX_CONCURRENT = 16
_MAX_LOOK_BYTES = 65_536
_ARCHIVE = "https://web.archive.org/web/"


@dataclass(frozen=True, slots=True)
class Fine:
    """The page exists."""


@dataclass(frozen=True, slots=True)
class LinkMoved:
    """The address redirects permanently, or to the site's front page."""

    to: str


@dataclass(frozen=True, slots=True)
class Dead:
    reason: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """Unknown: the site, or our own address policy, forbids the request."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The page cannot be reached now; it may be reached later."""

    reason: str


State: TypeAlias = Fine | LinkMoved | Dead | Blocked | Unreachable
Seen: TypeAlias = Fetched | NotModified | Refused | Failed


async def check(
    urls: Iterable[str], fetcher: Fetcher, report: Callable[[str, State], None]
) -> None:
    """Report the state of every address, each once, as it becomes known.

    Hosts are asked concurrently, the addresses of one host in turn. Addresses of hosts that do not
    exist are reported last: if no other host answered either, our own network may be down.
    """
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        by_host[_host(url)].append(url)
    room = asyncio.Semaphore(_MAX_CONCURRENT)
    vanished: dict[str, Failed] = {}
    answered = False

    async def check_host(addresses: list[str]) -> None:
        nonlocal answered
        for url in addresses:
            async with room:
                seen = await look(url, fetcher)
            answered = answered or has_answered(seen)
            if isinstance(seen, Failed) and seen.kind == "no-host":
                vanished[url] = seen
            else:
                report(url, link_state(url, seen))

    async with asyncio.TaskGroup() as group:
        for addresses in by_host.values():
            group.create_task(check_host(addresses))
    for url, seen in vanished.items():
        cut_off = Unreachable(f"{seen.reason} But nothing else answered either.")
        report(url, link_state(url, seen) if answered else cut_off)


async def look(url: str, fetcher: Fetcher) -> Seen:
    """Request the page's headers, and if the server reports an error, the page itself.

    Many servers answer HEAD with 403, 405, 501 or even 404 for a page that GET returns.
    """
    asked = with_scheme(url)
    head = await fetcher.head(asked)
    if isinstance(head, Failed) and (head.kind == "malformed" or head.status is not None):
        return head if head.kind == "busy" else await fetcher.get(asked, most_bytes=_MAX_LOOK_BYTES)
    return head


def has_answered(seen: Seen) -> bool:
    """Whether a server answered at all."""
    match seen:
        case Fetched() | NotModified():
            return True
        case Failed(status=status):
            return status is not None
        case Refused():
            return False
        case never:
            assert_never(never)


def link_state(url: str, seen: Seen) -> State:
    """What the answer to a request means for the address `url`."""
    match seen:
        case Fetched(url=last, permanent_url=permanent):
            if permanent and url_key(permanent) != url_key(url):
                return LinkMoved(permanent)
            return LinkMoved(last) if _is_lost(url_key(url), url_key(last)) else Fine()
        case NotModified() | Failed(kind="large"):
            return Fine()
        case Failed(kind="gone" | "no-host", reason=reason):
            return Dead(reason)
        case Failed(kind="denied" | "busy" | "redirects", reason=reason):
            return Blocked(reason)
        case Failed(reason=reason):
            return Unreachable(reason)
        case Refused(reason=reason):
            return Blocked(reason)
        case never:
            assert_never(never)


def archived(source: Source) -> str | None:
    """A copy of a dead entry's page: its own archive link, or an address in the Internet Archive.

    The latter may not exist; it is the capture closest to the day when the author read the page.
    """
    if source.archive_url or not source.url:
        return source.archive_url
    day = (source.accessed or source.issued or "*").replace("-", "")
    return f"{_ARCHIVE}{day}/{source.url}"


def _host(url: str) -> str:
    try:
        return urlsplit(with_scheme(url)).hostname or ""
    except ValueError:
        return ""


def _is_lost(asked: str, last: str) -> bool:
    """Whether a request for a page ("/a", "?p=1") was redirected to the site's front page."""
    return asked != last and "/" not in last and ("/" in asked or "?" in asked)
