"""The links in a piece's sentences as sources, apart from its author's list."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from briefs.model import Source
from briefs.reading.html.tree import is_address, web_address
from briefs.references.same_work import url_key
from briefs.text.canonical import one_line


@dataclass(frozen=True, slots=True)
class InlineLink:
    """A link's words and its address."""

    text: str
    url: str


_CALL = re.compile(r"\[\^[^\]\s]{1,40}\]")


def as_link(text: str, href: str) -> tuple[InlineLink, ...]:
    """The link with these words, which may contain note markers, if it leads to the web."""
    url = web_address(href.strip())
    return (InlineLink(one_line(_CALL.sub("", text)), url),) if host_of(url) else ()


MAX_LINKS = 300
"""Links of one piece; more than these are no author's."""


def sources(
    links: Iterable[InlineLink], body: str, listed_urls: Iterable[str], listed: Sequence[Source]
) -> tuple[Source, ...]:
    """The links whose words are in `body`, numbered after the list, each address once.

    A link to the address of a listed entry (`listed_urls`) is that entry, and not repeated.
    """
    told = {url_key(url) for url in listed_urls}
    told |= {url_key(url) for one in listed for url in (one.url, one.archive_url) if url}
    words = " ".join(body.split())
    found: dict[str, InlineLink] = {}
    for link in links:
        if (key := url_key(link.url)) not in told and link.text in words:
            found.setdefault(key, link)
    return tuple(
        Source(
            number=number,
            raw=link.text,
            status="partial",
            type="webpage",
            title=None if is_address(link.text) else link.text,
            container=host_of(link.url),
            url=link.url,
            where="link",
        )
        for number, link in enumerate([*found.values()][:MAX_LINKS], start=len(listed) + 1)
    )


def host_of(url: str) -> str:
    """The host of an address without "www.", or ""."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
