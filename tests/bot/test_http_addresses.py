"""Which addresses are the public web, in whatever spelling they come."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.http_client.address_policy import is_public, networks, public_web, public_web_and, target

SPECIAL_V4 = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24"
    " 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4"
    " 240.0.0.0/4"
)
SPECIAL_V6 = (
    "::/96 64:ff9b:1::/48 100::/64 2001::/32 2001:10::/28 2001:20::/28 2001:db8::/32 2002::/16"
    " 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
)


def addresses(special: str) -> st.SearchStrategy[IPv4Address | IPv6Address]:
    return st.sampled_from(networks(special)).flatmap(
        lambda network: st.ip_addresses(network=network)
    )


def spellings(address: IPv4Address) -> tuple[str, ...]:
    """What software somewhere takes for this address, as a host of a URL."""
    number, (a, b, c, d) = int(address), address.packed
    mapped = IPv6Address(f"::ffff:{address}")
    return (
        f"{address}",
        f"{address}.",
        f"{number}",
        f"0{number:o}",
        f"{number:#x}",
        f"{number:#X}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
        f"{a:#o}.{b:#o}.{c:#o}.{d:#o}".replace("0o", "0"),
        f"{a:#x}.{b:#x}.{c:#x}.{d:#x}",
        f"{a:03}.{b:03}.{c:03}.{d:03}",
        f"{a:#x}.{number & 0xFFFFFF}",
        f"{number + 2**32}",
        "".join(chr(0xFEE0 + ord(char)) for char in f"{address}"),
        f"{address}".replace(".", "。"),
        "".join(f"%{ord(char):02x}" for char in f"{address}"),
        f"[::ffff:{address}]",
        f"[{mapped}]",
        f"[{mapped.exploded}]",
        f"[::{address}]",
        f"[::ffff:0:{address}]",
        f"[64:ff9b::{address}]",
        f"[64:ff9b:1::{address}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]",
        f"[2001:0:808:808:0:0:{(number >> 16) ^ 0xFFFF:x}:{(number & 0xFFFF) ^ 0xFFFF:x}]",
        f"[::ffff:{address}%25lo]",
        f"[::ffff:{address}%lo]",
    )


def is_let_through(url: str) -> bool:
    """Whether a URL is read, and what the machine takes its host for is the public web."""
    read = target(url)
    if not isinstance(read, URL):
        return False
    infos = socket.getaddrinfo(read.raw_host, read.port, flags=socket.AI_NUMERICHOST)
    return all(public_web(ip_address(info[4][0]), read.port or 0) for info in infos)


@given(addresses(SPECIAL_V4))
def test_no_spelling_of_a_special_address_is_ever_let_through(address: IPv4Address) -> None:
    assert [host for host in spellings(address) if is_let_through(f"http://{host}/")] == []


@given(addresses(SPECIAL_V6))
def test_no_special_ipv6_address_is_ever_let_through(address: IPv6Address) -> None:
    for host in (f"{address}", address.exploded, address.exploded.upper(), f"{address}%25eth0"):
        assert not is_let_through(f"http://[{host}]/")


@given(st.ip_addresses())
def test_nothing_that_the_standard_library_calls_special_is_ever_public(
    address: IPv4Address | IPv6Address,
) -> None:
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
    translated = address in networks("64:ff9b::/96")[0]  # reserved, yet how IPv4 sites are reached
    assert not (is_public(address) and special and not translated)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.8",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "::ffff:10.0.0.1",
        "fd00:ec2::254",
        "2606:4700::1%eth0",
    ],
)
def test_addresses_that_have_been_used_for_attacks_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::6810:84e5", "64:ff9b::8.8.8.8"]
)
def test_ordinary_sites_are_public_also_through_a_translator(address: str) -> None:
    assert public_web(ip_address(address), 443)


@pytest.mark.parametrize("port", [0, 22, 25, 8080, 65535])
def test_other_ports_are_not_the_web(port: int) -> None:
    assert not public_web(ip_address("93.184.216.34"), port)


def test_an_operator_may_name_servers_of_their_own() -> None:
    allowed = public_web_and(networks("10.1.2.0/24, fd00::5"))
    assert allowed(ip_address("10.1.2.3"), 8080)
    assert allowed(ip_address("::ffff:10.1.2.3"), 8080)
    assert allowed(ip_address("fd00::5"), 80)
    assert allowed(ip_address("8.8.8.8"), 443)
    assert not allowed(ip_address("10.1.3.3"), 80)
    assert not allowed(ip_address("8.8.8.8"), 8080)
    assert networks("") == ()
