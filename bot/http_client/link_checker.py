"""Tells whether links are dead: one polite request each.

A link is dead only if the server says so to a request like a reader's, or if its host does not
exist while others resolve. A site that refuses robots is blocked, not dead.
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
from briefs.references.same_work import url_key, with_scheme

_MAX_CONCURRENT = 16
_MAX_LOOK_BYTES = 65_536
_ARCHIVE = "https://web.archive.org/web/"


@dataclass(frozen=True, slots=True)
class Fine:
    """A page is there."""


@dataclass(frozen=True, slots=True)
class LinkMoved:
    """The address leads to another one, for good, or to the site's front page."""

    to: str


@dataclass(frozen=True, slots=True)
class Dead:
    reason: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """It could not be told: the site, or our own caution, does not let us look."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Not just now; another time may tell."""

    reason: str


State: TypeAlias = Fine | LinkMoved | Dead | Blocked | Unreachable
Seen: TypeAlias = Fetched | NotModified | Refused | Failed


async def check(
    urls: Iterable[str], fetcher: Fetcher, report: Callable[[str, State], None]
) -> None:
    """Report on every address, each once, as they become known.

    Hosts are asked side by side, the addresses of one host in turn. Those whose host does not exist
    are reported last: if nothing else answered either, it may be us who are cut off.
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
    """Ask for the head of a page, and, where that went wrong, as readers do, for the page.

    Many servers answer a HEAD with 403, 405, 501 or even 404 that would give the page.
    """
    asked = with_scheme(url)
    head = await fetcher.head(asked)
    if isinstance(head, Failed) and (head.kind == "malformed" or head.status is not None):
        return head if head.kind == "busy" else await fetcher.get(asked, most_bytes=_MAX_LOOK_BYTES)
    return head


def has_answered(seen: Seen) -> bool:
    """Whether a server was there to say something."""
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
    """What an answer says about the address `url` that was asked for."""
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
    """Where a copy of a dead entry may be: its own archive link, or the archive's nearest copy.

    The latter is not known to be there: it is the copy next to the day when the author saw it.
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
    """Whether one who asked for a page ("/a", "?p=1") was led to the front page of a site."""
    return asked != last and "/" not in last and ("/" in asked or "?" in asked)
