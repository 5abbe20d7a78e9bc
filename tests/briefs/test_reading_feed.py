import json
import socket
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.reading.feed import draft, read
from briefs.reading.feed_formats import Feed, FeedEntry, Hints
from tests.briefs.test_reading_html import LONG
from tests.briefs.web import ENTRIES
from tests.conftest import scaled

URL = "https://example.org/feed.xml"
WHOLE = "".join(f"<p>{paragraph}</p>" for paragraph in (*LONG, *LONG))


def day(number: int) -> datetime:
    return datetime(2021, 3, number, 9, 0, tzinfo=UTC)


def rss(*items: str, channel: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        "<title>The Example Review</title><link>https://example.org/</link>"
        f"<language>en-GB</language>{channel}{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, **fields: str) -> str:
    told = {
        "title": f"Piece {number}",
        "link": f"https://example.org/{number}",
        "guid": f"urn:piece:{number}",
        "pubDate": f"{number:02} Mar 2021 10:00:00 +0100",
    } | fields
    return f"<item>{''.join(f'<{k}>{v}</{k}>' for k, v in told.items() if v)}</item>"


def atom(*entries: str) -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Example Review</title>'
        f'<link href="https://example.org/"/>{"".join(entries)}</feed>'
    ).encode()


def json_feed(*items: dict[str, Any], **told: Any) -> bytes:
    version = "https://jsonfeed.org/version/1.1"
    feed = {"version": version, "title": "The Example Review", "items": items} | told
    return json.dumps(feed).encode()


def titles(feed: Feed) -> list[str]:
    return [entry.title for entry in feed.entries]


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data, url=URL)
    return caught.value


def test_an_rss_entry_is_told_in_full() -> None:
    told = item(
        5,
        title="Ports &amp;amp; promises",
        description="In short.",
        category="ports",
        **{"content:encoded": f"<![CDATA[{WHOLE}]]>", "dc:creator": "Jane Doe"},
    )
    feed = read(rss(told), url=URL)
    assert (feed.title, feed.link, feed.warnings) == (
        "The Example Review",
        "https://example.org/",
        (),
    )
    assert feed.entries == (
        FeedEntry(
            key="urn:piece:5",
            url="https://example.org/5",
            title="Ports & promises",
            byline="Jane Doe",
            published=day(5),
            html=WHOLE,
            summary="In short.",
            topics=("ports",),
        ),
    )


def test_an_atom_entry_is_told_in_full() -> None:
    told = (
        "<entry><id>tag:example.org,2021:5</id><link href='/5'/>"
        "<title type='html'>The &lt;i&gt;quay&lt;/i&gt;</title>"
        "<author><name>Jane Doe</name></author><author><name>Rick Roe</name></author>"
        "<published>2021-03-05T10:00:00+01:00</published><updated>2021-03-06T09:00:00Z</updated>"
        f"<content type='html'>{escape(WHOLE)}</content><category term='ports'/></entry>"
    )
    (entry,) = read(atom(told), url=URL).entries
    assert (entry.key, entry.url) == ("tag:example.org,2021:5", "https://example.org/5")
    assert (entry.title, entry.byline) == ("The quay", "Jane Doe, Rick Roe")
    assert (entry.published, entry.updated) == (day(5), day(6))
    assert (entry.html, entry.topics) == (WHOLE, ("ports",))


def test_a_json_entry_is_told_in_full() -> None:
    told = {
        "id": "5",
        "url": "https://example.org/5",
        "title": "The quay",
        "content_text": "First <line>.\n\nSecond & last.",
        "date_published": "2021-03-05T10:00:00+01:00",
        "authors": [{"name": "Jane Doe"}, {"url": "https://example.org/roe"}],
        "tags": ["ports"],
    }
    feed = read(json_feed(told, home_page_url="https://example.org/", language="en"), url=URL)
    (entry,) = feed.entries
    assert (feed.title, feed.link, feed.language) == (
        "The Example Review",
        "https://example.org/",
        "en",
    )
    assert (entry.key, entry.byline, entry.published) == ("5", "Jane Doe", day(5))
    assert entry.html == "<p>First &lt;line&gt;.</p><p>Second &amp; last.</p>"
    assert (entry.topics, entry.url) == (("ports",), "https://example.org/5")


def test_entries_come_newest_first_and_those_without_a_day_last() -> None:
    feed = read(rss(item(3), item(1, pubDate=""), item(7), item(2, pubDate=""), item(5)))
    assert titles(feed) == ["Piece 7", "Piece 5", "Piece 3", "Piece 1", "Piece 2"]


@pytest.mark.parametrize("never", ["0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 +0000"])
def test_the_year_1_is_no_day(never: str) -> None:
    (entry,) = read(atom(f"<entry><id>1</id><updated>{never}</updated></entry>")).entries
    assert entry.dated is None


def test_only_the_newest_entries_are_kept_and_the_rest_told() -> None:
    feed = read(rss(*(item(number) for number in range(1, 21))), most=3)
    assert titles(feed) == ["Piece 20", "Piece 19", "Piece 18"]
    assert feed.warnings == ("17 older entries left out: the 3 newest are kept",)


def test_a_key_is_told_once() -> None:
    again = item(9, guid="urn:piece:5", title="Piece 5, corrected")
    assert titles(read(rss(item(5), again))) == ["Piece 5, corrected"]


def test_an_entry_without_an_id_is_known_by_its_address_and_else_by_its_words() -> None:
    nameless = [item(number, guid="", link="") for number in (4, 3)]
    first, *others = (entry.key for entry in read(rss(item(5, guid=""), *nameless)).entries)
    assert first == "https://example.org/5"
    assert len(set(others)) == 2
    assert others == [entry.key for entry in read(rss(*nameless)).entries]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "http://[", ""])
def test_an_address_that_is_none_of_the_web_is_none(link: str) -> None:
    (entry,) = read(rss(item(5, link=link))).entries
    assert entry.url == ""


def test_a_feed_says_when_it_wants_to_be_left_alone() -> None:
    channel = (
        "<ttl>90</ttl><sy:updatePeriod>daily</sy:updatePeriod>"
        "<sy:updateFrequency>4</sy:updateFrequency>"
        "<skipHours><hour>0</hour><hour> 23 </hour></skipHours>"
    )
    assert read(rss(channel=channel)).hints == Hints(timedelta(hours=6), frozenset({0, 23}))
    assert read(rss(channel="<ttl>999999999</ttl>")).hints.every == timedelta(days=30)
    assert read(rss(channel="<ttl>soon</ttl>")).hints == Hints()


@pytest.mark.parametrize(
    "data",
    [
        rss(item(5, title="Ports & promises"), item(4)),
        rss(item(5), item(4))[:-20],
        rss(item(5), item(4)).replace(b"<link>https", b"<link <https", 1),
    ],
    ids=["ampersand", "cut", "tag"],
)
def test_broken_xml_is_read_as_far_as_it_can_be_and_told(data: bytes) -> None:
    feed = read(data)
    assert titles(feed)[-1] == "Piece 4"
    assert feed.warnings[0].startswith("broken XML")


@pytest.mark.parametrize(
    "reference", ["&#55357;&#56832;", "&#xD83D;", "&#x110000;", "&#9" + "9" * 30]
)
def test_a_character_that_there_is_not_costs_a_feed_no_more_than_that(reference: str) -> None:
    feed = read(rss(item(5, title=f"Ports {reference} quays"), item(4)))
    assert titles(feed)[1] == "Piece 4"
    assert titles(feed)[0].startswith("Ports \ufffd")
    assert titles(feed)[0].endswith(" quays")


def test_half_a_character_costs_a_json_feed_no_more_than_that() -> None:
    told = {
        "id": "5\ud83d",
        "url": "https://example.org/5\ud83d",
        "content_html": f"<p>\ud83d{WHOLE}",
    }
    feed = read(json_feed(told))
    made = draft(feed.entries[0], feed)
    assert made is not None
    assert (made.url, made.body[0]) == ("https://example.org/5\ufffd", "\ufffd")
    assert feed.entries[0].key == "5\ufffd"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no feed"),
        (b"<!doctype html><html><body><p>A page.</p></body></html>", "no feed"),
        (b'{"version": 1}', "JSON, but no JSON feed"),
        (b'{"a":' * 100_000, "broken JSON"),
        (b'<!DOCTYPE r [<!ENTITY a "aa">]><rss version="2.0"/>', "it declares XML entities"),
        ('<!DOCTYPE r [<!ENTITY a "aa">]><rss/>'.encode("utf-16"), "it declares XML entities"),
        (b'<!DOCTYPE r [<!ENTITY % a SYSTEM "file:///x">]><feed/>', "it declares XML entities"),
        (b'<rss version="2.0">' + b"<a>" * 500_000, "too large for a feed"),
        (b"x" * 10_000_001, "too large for a feed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_feed_is_refused_with_what_to_do(data: bytes, reason: str) -> None:
    error = refused(data)
    assert error.reason.startswith(reason)
    assert (error.path, bool(error.hint)) == (URL, True)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", opened)
    monkeypatch.setattr(socket, "getaddrinfo", opened)
    outside = b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd">'
    assert titles(read(rss(item(5)).replace(b"?>", b"?>" + outside, 1))) == ["Piece 5"]
    refused(b"http://127.0.0.1:1/feed.xml")


def test_two_thousand_entries_are_a_few() -> None:
    many = rss(*(item(1 + n % 28, guid=f"g{n}", title=f"Piece {n}") for n in range(2_000)))
    feed = read(many)
    assert len(feed.entries) == 200
    assert feed.warnings == ("1800 older entries left out: the 200 newest are kept",)


FEED = Feed(title="The Example Review", link="https://example.org/", language="en")
ENTRY = FeedEntry(
    key="urn:piece:5",
    url="https://example.org/5",
    title="After the quay",
    byline="Jane Doe",
    published=day(5),
    html=WHOLE,
    topics=("ports",),
)


def with_html(html: str) -> FeedEntry:
    return FeedEntry(key="k", url="https://example.org/5", title="After the quay", html=html)


def test_an_entry_with_all_of_its_text_is_a_draft() -> None:
    listed = "<h2>Sources</h2><ol>" + "".join(f"<li>{entry}</li>" for entry in ENTRIES) + "</ol>"
    made = draft(FeedEntry(key="k", url=ENTRY.url, title=ENTRY.title, html=WHOLE + listed), FEED)
    assert made is not None
    assert made.body.split("\n\n")[: len(LONG)] == list(LONG)
    assert tuple(source.raw for source in made.sources) == ENTRIES


def test_what_the_feed_knows_of_an_entry_its_draft_knows() -> None:
    made = draft(ENTRY, FEED)
    assert made is not None
    assert (made.title, made.byline, made.outlet) == (ENTRY.title, ENTRY.byline, FEED.title)
    assert (made.published, made.topics, made.url) == (day(5), ("ports",), ENTRY.url)
    assert (made.origin, len(made.original), made.slug) == (ENTRY.url, 64, "piece-5")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>In short.</p>",
        f"<p>{LONG[0]}</p><p>{LONG[1]}</p>",
        f"{WHOLE}<p>And then […]</p>",
        f"{WHOLE}<p>And then...</p>",
        f"{WHOLE}<p><a href='https://example.org/5'>Continue reading After the quay</a></p>",
        f"{WHOLE}<a href='https://example.org/5'>Read more »</a>",
        "<div>" * 5_000 + WHOLE,
    ],
)
def test_a_teaser_is_no_draft(html: str) -> None:
    assert draft(with_html(html), FEED) is None


@settings(max_examples=scaled(60))
@given(
    st.binary() | st.text(alphabet="<>&;![]CDATArsitemnkguid/'\"= ", max_size=80).map(str.encode)
)
def test_no_feed_is_too_broken_to_be_read_or_refused(data: bytes) -> None:
    for source in (data, rss(data.decode("utf-8", "replace")), b'{"version":' + data):
        try:
            feed = read(source, url=URL)
        except Unreadable:
            continue
        assert len({entry.key for entry in feed.entries}) == len(feed.entries)
