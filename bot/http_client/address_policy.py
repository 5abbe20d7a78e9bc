"""Which URLs and IP addresses may be fetched: the guard against server-side request forgery.

A URL must be plain http or https that all software parses alike, and its host must resolve to
public addresses, unless the operator allows private networks. `ipaddress.is_global` is checked
together with a list of our own: Python 3.11 calls the NAT64 form of 127.0.0.1 global, and the
answers differ between versions (python/cpython#113171).
"""

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import TypeAlias

from yarl import URL

from bot.http_client.results import Refused

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
Allowed: TypeAlias = Callable[[Address, int], bool]
"""Whether a port of an address may be connected to."""

WEB_PORTS = frozenset({80, 443})

# From the IANA special-purpose address registries; multicast and reserved blocks are added.
_SPECIAL_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",  # a public address by which Azure serves its virtual machines
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
        ),
    )
)
_UNICAST_V6 = IPv6Network("2000::/3")
# 6to4 and Teredo are in the list: nobody serves pages there, and both can embed a private IPv4.
_SPECIAL_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
# DNS64 answers with this prefix for an IPv4 site on an IPv6-only network (RFC 6052).
_TRANSLATED = IPv6Network("64:ff9b::/96")


def public_web(address: Address, port: int) -> bool:
    """Whether this is a web port of a public address."""
    return port in WEB_PORTS and is_public(address)


def public_web_and(networks: Iterable[Network]) -> Allowed:
    """The public web, and every port in these networks, which are the operator's own."""
    known = tuple(networks)

    def allowed(address: Address, port: int) -> bool:
        plain = _as_v4(address) or address
        return public_web(address, port) or any(plain in network for network in known)

    return allowed


def is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _SPECIAL_V4)
    inner = _as_v4(address)
    if inner is not None:
        return is_public(inner)
    return (
        address.is_global
        and address.scope_id is None
        and address in _UNICAST_V6
        and not any(address in network for network in _SPECIAL_V6)
    )


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by commas or spaces; raises ValueError for any other."""
    return tuple(ip_network(word) for word in text.replace(",", " ").split())


def _as_v4(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address embeds, if it does."""
    if isinstance(address, IPv4Address):
        return None
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped


_MAX_URL_CHARS = 8_000
_MAX_HOST_CHARS = 253
_SHOWN_URL_CHARS = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]{1,63}\.?")
# The URL standard reads such a host as an IPv4 address, in any base and with fewer dots
# (https://url.spec.whatwg.org/#ends-in-a-number-checker).
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")


def target(url: str) -> URL | Refused:
    """The URL in one normalised spelling, without its fragment. Its address
    is checked elsewhere.
    """
    url = url.strip()
    if len(url) > _MAX_URL_CHARS or _CONTROL.search(url):
        return _refused(url, "It is not an address that can be read.")
    try:
        read = URL(url)
        host, port = read.raw_host, read.port
        _ = read.host  # raises for an invalid name
    except ValueError:
        return _refused(url, "It is not an address that can be read.")
    if read.scheme not in ("http", "https"):
        return _refused(url, "Only http and https addresses are fetched.")
    if read.raw_user is not None or read.raw_password is not None:
        return _refused(url, "It carries a name or a password, which are never sent.")
    if not host or not port or not _is_plain(host):
        return _refused(url, "Its host is not written as hosts are.")
    return read.with_fragment(None)


def redirect_target(here: URL, location: str) -> URL | Refused:
    """The target of a redirect from `here`, checked as strictly as any other URL."""
    try:
        there = str(here.join(URL(location.strip())))
    except ValueError:
        return _refused(location, "It redirects to an address that can't be read.")
    return target(there)


def _is_plain(host: str) -> bool:
    """Whether a host can be read in one way only: a name, a dotted IPv4 or an
    IPv6 without a zone.
    """
    try:
        if ":" in host:
            return IPv6Address(host).scope_id is None
        if _NUMERIC.fullmatch(host):
            return str(IPv4Address(host)) == host
    except ValueError:
        return False
    return len(host) <= _MAX_HOST_CHARS and _NAME.fullmatch(host) is not None


def _refused(url: str, reason: str) -> Refused:
    shown = _CONTROL.sub("�", url if len(url) <= _SHOWN_URL_CHARS else f"{url[:_SHOWN_URL_CHARS]}…")
    return Refused(shown, "url", reason)
