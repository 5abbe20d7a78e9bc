"""URLs that strangers wrote are read in one way, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.http_client.address_policy import redirect_target, target
from bot.http_client.results import Refused


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://example.org/", "https://example.org/"),
        (" HTTPS://Example.ORG:443/A?b=c#d ", "https://example.org/A?b=c"),
        ("http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("http://[2606:4700::1]/x", "http://[2606:4700::1]/x"),
        ("https://under_score.example.org./x", "https://under_score.example.org./x"),
    ],
)
def test_a_url_is_brought_into_one_spelling(url: str, read: str) -> None:
    assert str(target(url)) == read


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/x",
        "//example.org/x",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/_",
        "javascript:alert(1)",
        "data:text/html,x",
        "unix:///run/x",
        "http://",
        "http:///x",
        "http:example.org",
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://:@example.org/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://exa\tmple.org/",
        "http://example.org/\r\nHost: inner",
        "http://example.org/\x00",
        "http://example.org\\@inner/",
        "http://exa mple.org/",
        "http://a%2fb/",
        "http://127.0.0.1%00.example.org/",
        "http://example..org/",
        "http://.example.org/",
        "http://" + "a" * 64 + ".org/",
        "http://" + "a." * 130 + "org/",
        "http://example.org/" + "a" * 8000,
        "http://1.2.3/",
        "http://1.2.3.4.5/",
        "http://0x7f000001/",
        "http://example.0x1/",
        "http://127.0.0.1./",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://xn--a/",
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(url: str) -> None:
    refused = target(url)
    assert isinstance(refused, Refused)
    assert refused.kind == "url"


@given(st.text() | st.builds("http://{}".format, st.text()) | st.from_regex(r"https?://[^/]+/\S*"))
def test_whatever_is_read_is_a_plain_web_address_and_reads_the_same_again(text: str) -> None:
    read = target(text)
    if isinstance(read, URL):
        assert read.scheme in ("http", "https")
        assert read.host
        assert ":" in read.host or (read.raw_host or "").encode("idna")
        assert read.raw_user is None
        assert read.raw_password is None
        assert str(read).isascii()
        assert target(str(read)) == read


def test_what_is_told_of_a_url_that_was_not_read_is_short_and_tame() -> None:
    refused = target("http://\x1b[2J" + "a" * 9000)
    assert isinstance(refused, Refused)
    assert refused.url.isprintable()
    assert len(refused.url) < 300


@pytest.mark.parametrize(
    ("location", "read"),
    [
        ("/b", "https://example.org/b"),
        ("b?c#d", "https://example.org/a/b?c"),
        ("//other.example/", "https://other.example/"),
        ("http://other.example/x y", "http://other.example/x%20y"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location: str, read: str) -> None:
    assert str(redirect_target(URL("https://example.org/a/"), location)) == read


@pytest.mark.parametrize("location", ["http://[", "ftp://x/", "http://u@x/", "http://\udcff/"])
def test_a_redirect_is_read_as_strictly_as_any_url(location: str) -> None:
    assert isinstance(redirect_target(URL("https://example.org/a/"), location), Refused)
