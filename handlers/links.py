"""Decides which addresses may become links; all others are shown as the text they are."""

import re
from urllib.parse import urlsplit

from handlers.message import Inline, Link

_UNSAFE = re.compile(
    r"[\s<>|\\^`{}\"\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)
_LONGEST = 2000


def checked(url: str | None) -> str | None:
    """The address if it is a plain http(s) one that no platform can misread, else None."""
    if not url or len(url) > _LONGEST or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return url


def link(text: str, url: str | None, *, plain: str | None = None) -> Inline:
    """`text` as a link, or, where the address will not do, `plain` (by default the text alone)."""
    good = checked(url)
    if good is None:
        return plain if plain is not None else text
    return Link(text, good)
