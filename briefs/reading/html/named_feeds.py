"""The feeds that a page names in its head, as feed readers look for them."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from briefs.reading.html import article, tree

_KINDS: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def named_feeds(data: bytes, *, url: str, charset: str = "") -> tuple[str, ...]:
    """Their addresses, in the page's order."""
    root = tree.parse(article.decode(data, charset).text)
    if root is None:
        return ()
    base = next((found.get("href") or "" for found in root.iter("base")), "")
    addresses: list[str] = []
    for link in root.iter("link"):
        rel, kind = (link.get("rel") or "").lower().split(), (link.get("type") or "").lower()
        href = (link.get("href") or "").strip()
        if "alternate" in rel and kind.partition(";")[0].strip() in _KINDS and href:
            addresses += _address(url, base, href)
    return tuple(addresses)


def _address(url: str, base: str, href: str) -> Iterator[str]:
    try:
        whole = urljoin(urljoin(url, base), href)
        if urlsplit(whole).scheme in {"http", "https"}:
            yield whole
    except ValueError:
        return
