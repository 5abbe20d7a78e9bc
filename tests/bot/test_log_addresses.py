"""Addresses as logs and errors show them give away where they lead, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.log import bare_url, redact_urls, redacted_url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://journal.example/feed", "https://journal.example/feed"),
        ("https://us:pw@journal.example:8443/feed?key=K#k", "https://journal.example:8443/feed?…"),
        ("https://us:p%40w@journal.example", "https://journal.example"),
        ("https://us:p@w@journal.example/", "https://journal.example/"),
        ("http://[2606:4700::1]:80/x?", "http://[2606:4700::1]:80/x?…"),
        ("https://journal.example/@writer/feed", "https://journal.example/@writer/feed"),
        ("https://journal.example?k=v", "https://journal.example?…"),
        ("https://journal.example/a#token=v", "https://journal.example/a"),
        ("postgresql+psycopg://us:pw@/news?host=/run", "postgresql+psycopg:///news?…"),
        ("https://us:p?w@journal.example/", "https://…"),
        ("https://us:p/w?@journal.example/", "https://…"),
        ("us:pw@journal.example/feed", "…"),
        ("journal.example/feed?key=K", "…"),
        ("journal.example/feed", "journal.example/feed"),
        ("", ""),
    ],
)
def test_an_address_is_shown_without_what_may_be_a_secret(url: str, shown: str) -> None:
    assert redacted_url(url) == shown


def test_its_owner_sees_an_address_whole_but_for_the_password() -> None:
    url = "https://us:pw@journal.example/feed?tag=ships#top"
    assert bare_url(url) == "https://journal.example/feed?tag=ships#top"
    assert bare_url("https://us:p?w@journal.example/") == "https://…"


SECRET = st.text("SECRET0123456789%&=+:;!*'()-._~@", min_size=1).map("SECRET".__add__)


@given(
    user=st.none() | SECRET,
    query=st.none() | SECRET,
    fragment=st.none() | SECRET,
    host=st.sampled_from(["journal.example", "[::1]", "127.0.0.1:80"]),
    around=st.sampled_from(
        ["{}", "see {}", "({}).", "{{'url': '{}'}}", '{{"url": "{}"}}', "{}\x1b[0m"]
    ),
)
def test_no_secret_of_an_address_is_ever_shown_wherever_it_stands(
    user: str | None, query: str | None, fragment: str | None, host: str, around: str
) -> None:
    name = "" if user is None else f"{user}@"
    more = "" if query is None else f"?{query}"
    last = "" if fragment is None else f"#{fragment}"
    url = f"https://{name}{host}/feed{more}{last}"
    for shown in (redacted_url(url), redact_urls(around.format(url))):
        assert "SECRET" not in shown
        assert f"https://{host}/feed" in shown
        assert ("?…" in shown) == (query is not None)
    assert name not in bare_url(url) or not name


@pytest.mark.parametrize(
    "text",
    [
        "listening on http://127.0.0.1:8080, and at https://journal.example:443.",
        "[https://journal.example:80]",
        "nothing://",
        "a//b?c@d",
    ],
)
def test_what_has_no_secret_is_left_as_it_is(text: str) -> None:
    assert redact_urls(text) == text
