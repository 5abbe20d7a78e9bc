"""Import from and export to other feed readers, as OPML."""

from contextlib import suppress
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import discovery
from bot.feeds.discovery import Subscription
from briefs.errors import Unreadable
from briefs.storage.subscriptions import Followed
from tests.bot.feeds import NOW

FILE = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>Mine</title></head><body>
  <outline text="Harbours">
    <outline type="rss" text="The Journal" xmlUrl="https://journal.example/feed" category="/Ships"/>
    <outline type="rss" title="Silt" text="x" xmlUrl="https://silt.example/a?b=1&amp;c=2"/>
  </outline>
  <outline type="rss" text="Again" xmlUrl="https://journal.example/feed"/>
  <outline type="link" text="A page" url="https://page.example/"/>
  <outline type="rss" text="Odd" xmlUrl="file:///etc/passwd"/>
</body></opml>"""

lines = st.text(st.characters(), max_size=20)


def feed(url: str, title: str = "", topics: tuple[str, ...] = ()) -> Followed:
    return Followed(id=1, url=url, title=title, topics=topics, next_at=NOW, added_at=NOW)


def test_each_web_address_is_read_once_with_its_folders_and_categories_as_topics() -> None:
    assert discovery.read(FILE) == (
        Subscription("https://journal.example/feed", "The Journal", ("Ships", "Harbours")),
        Subscription("https://silt.example/a?b=1&c=2", "Silt", ("Harbours",)),
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not XML"),
        (b"<opml><body>", "not XML"),
        (b"<rss/>", "no OPML"),
        (b'<!DOCTYPE o [<!ENTITY a "aaaa">]><opml>&a;</opml>', "document type"),
        (b'<?xml version="1.0" encoding="GB2312"?><opml/>', "encoding"),
        (b'<?xml version="1.0" encoding="none-such"?><opml/>', "encoding"),
        (b'<!DOCTYPE o SYSTEM "file:///etc/passwd"><opml/>', "document type"),
        (b"<opml>" + b" " * discovery.LARGEST, "too large"),
    ],
)
def test_what_is_no_safe_opml_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        discovery.read(data)


def test_what_is_written_is_opml_2_and_says_all_that_is_needed() -> None:
    root = ET.fromstring(discovery.write([feed("https://a.example/", "A & B", ("x",))], now=NOW))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title")
    assert root.findtext("head/dateCreated") == "Fri, 20 Nov 2026 09:30:00 +0000"
    (outline,) = root.findall("body/outline")
    assert outline.attrib == {
        "type": "rss",
        "text": "A & B",
        "title": "A & B",
        "xmlUrl": "https://a.example/",
        "category": "x",
    }


@given(st.lists(st.tuples(st.integers(0, 99), lines, st.lists(lines, max_size=3)), max_size=5))
def test_what_is_written_is_always_read_back(told: list[tuple[int, str, list[str]]]) -> None:
    feeds = [feed(f"https://{n}.example/f?a&b", title, tuple(tags)) for n, title, tags in told]
    read = discovery.read(discovery.write(feeds, now=NOW))
    assert [one.url for one in read] == list(dict.fromkeys(one.url for one in feeds))
    titles = {one.url: one.title for one in reversed(feeds)}
    for one in read:
        assert one.title in {discovery._plain(titles[one.url]), one.url}


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    for each in (data, b"<opml><body>" + data + b"</body></opml>"):
        with suppress(Unreadable):
            assert isinstance(discovery.read(each), tuple)
