"""Only plain http(s) addresses that no platform can misread become links."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.format import link, safe_url
from handlers.message import Link


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/a/b?c=d&e=%20#f",
        "HTTPS://Example.org:8443/",
        "https://doi.org/10.1000/(odd)-path_1;v=2",
        "https://example.org/café/資料",
        "https://[2001:db8::1]/",
    ],
)
def test_a_plain_address_is_taken_as_it_is(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "example.org",
        "//example.org/",
        "/etc/passwd",
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "ftp://example.org/",
        "tg://resolve?domain=x",
        "mailto:a@example.org",
        "https://",
        "https:///path",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://example.org@evil.example/",
        "https://example.org:99999/",
        "https://[::1/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_anything_else_is_refused(url: str | None) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize(
    "char",
    list(' <>|\\^`{}"\n\r\t\x00\x1f\x7f\x85\u00a0\u2028\u200b\u200e\u202e\u2066\ud800\udfff'),
    ids=lambda char: f"U+{ord(char):04X}",
)
def test_a_character_that_ends_or_hides_an_address_is_refused_anywhere(char: str) -> None:
    assert safe_url(f"https://example.org/{char}x") is None
    assert safe_url(f"https://exam{char}ple.org/") is None
    assert safe_url(f"{char}https://example.org/") is None
    assert safe_url(f"https://example.org/{char}") is None


pieces = st.sampled_from(
    ["http", "https", "://", "a.example", "@", ":", "8", "/", "<", "|", " ", "\n", "#", "?", "é"]
)


@given(st.one_of(st.text(), st.lists(pieces, max_size=8).map("".join)))
def test_an_address_that_passes_is_unchanged_and_names_a_host_and_nobody(url: str) -> None:
    passed = safe_url(url)
    if passed is None:
        return
    parts = urlsplit(passed)
    assert passed == url
    assert parts.scheme in ("http", "https")
    assert parts.hostname
    assert parts.username is None
    assert parts.password is None
    assert not set(passed) & set("<>|\n\r\t ")


def test_a_text_is_linked_if_the_address_will_do() -> None:
    assert link("The dam", "https://example.org/") == Link("The dam", "https://example.org/")


def test_a_text_with_an_address_that_will_not_do_stays_text() -> None:
    assert link("The dam", "javascript:alert(1)") == "The dam"
    assert link("The dam", None, plain="“The dam”") == "“The dam”"
