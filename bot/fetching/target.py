"""Reads a URL that a stranger wrote: a plain http(s) one that all software reads alike, or none."""

import re
from ipaddress import IPv4Address, IPv6Address

from yarl import URL

from bot.fetching.answers import Refused

_LONGEST = 8_000
_LONGEST_HOST = 253
_SHOWN = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]{1,63}\.?")
# As browsers decide it: such a host is an IPv4 address, in whatever base and with however few dots.
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")


def target(url: str) -> URL | Refused:
    """The URL in its one spelling, without its fragment; where it may lead is decided elsewhere."""
    url = url.strip()
    if len(url) > _LONGEST or _CONTROL.search(url):
        return _refused(url, "It is not an address that can be read.")
    try:
        read = URL(url)
        host, port = read.raw_host, read.port
        _ = read.host  # raises if it is no name in any script
    except ValueError:
        return _refused(url, "It is not an address that can be read.")
    if read.scheme not in ("http", "https"):
        return _refused(url, "Only http and https addresses are fetched.")
    if read.raw_user is not None or read.raw_password is not None:
        return _refused(url, "It carries a name or a password, which are never sent.")
    if not host or not port or not _is_plain(host):
        return _refused(url, "Its host is not written as hosts are.")
    return read.with_fragment(None)


def onward(here: URL, location: str) -> URL | Refused:
    """Where a redirect leads to from `here`, read as strictly as any other URL."""
    try:
        there = str(here.join(URL(location.strip())))
    except ValueError:
        return _refused(location, "It redirects to an address that can't be read.")
    return target(there)


def _is_plain(host: str) -> bool:
    """Whether a host has only one reading: a name, a dotted IPv4 or an IPv6 without a zone."""
    try:
        if ":" in host:
            return IPv6Address(host).scope_id is None
        if _NUMERIC.fullmatch(host):
            return str(IPv4Address(host)) == host
    except ValueError:
        return False
    return len(host) <= _LONGEST_HOST and _NAME.fullmatch(host) is not None


def _refused(url: str, reason: str) -> Refused:
    shown = _CONTROL.sub("�", url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…")
    return Refused(shown, "url", reason)
