"""`feed`, as an operator uses it, against a site on loopback."""

from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.bot.feeds import Item, rss
from tests.emulators.web.sites import Page, Server

HEAD = '<html><head><link rel="alternate" type="application/atom+xml" href="{0}"></head></html>'


@pytest.fixture(autouse=True)
def _reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBRIEF_FETCH_PRIVATE", "127.0.0.0/8")


@pytest.fixture
def feed(site: Server) -> str:
    """A feed of two entries, and a page of another host that names it."""
    site.pages["/feed"] = Page(body=rss([Item(number=1), Item(number=2)]))
    url = site.url("/feed", "127.0.0.2")
    site.pages["/"] = Page(body=HEAD.format(url).encode())
    return url


def test_a_feed_is_found_followed_visited_and_left(
    sourcebrief: Run, site: Server, feed: str
) -> None:
    (added,) = sourcebrief(
        "feed", "add", site.url("/", "127.0.0.3"), "--topic", "Ports", "--json"
    ).records
    assert (added["feed"], added["url"], added["topics"]) == (1, feed, ["Ports"])
    (visited,) = sourcebrief("feed", "poll", "--json").records
    assert [entry["status"] for entry in visited["entries"]] == ["new", "new"]
    assert "No feed is due" in sourcebrief("feed", "poll").out
    again = sourcebrief("feed", "poll", "--all")
    assert "0 of its entries are news" in again.out
    (listed,) = sourcebrief("feed", "list", "--json").records
    assert (listed["title"], listed["trouble"]) == ("The Journal", None)
    assert sourcebrief("feed", "remove", feed).status == 0
    assert "No feed is followed" in sourcebrief("feed", "list").out
    assert len(sourcebrief("list", "--topic", "ports", "--json").records) == 2


def test_a_feed_in_trouble_is_told_of_and_so_is_one_that_is_gone(
    sourcebrief: Run, site: Server, feed: str
) -> None:
    sourcebrief("feed", "add", feed)
    site.pages["/feed"] = Page(body=b"<html>It moved.</html>")
    ran = sourcebrief("feed", "poll", "1")
    assert ran.status == 1
    assert feed in ran.err
    site.pages["/feed"] = Page(status=410)
    sourcebrief("feed", "poll", feed)
    said = sourcebrief("feed", "list").out
    assert "ended" in said
    assert "It is not followed any more." in said
    assert "No feed is due" in sourcebrief("feed", "poll", "--all").out


def test_what_is_no_feed_is_not_followed(sourcebrief: Run, site: Server) -> None:
    site.pages["/page"] = Page(body=b"<html><p>Nothing here.</p></html>")
    ran = sourcebrief("feed", "add", site.url("/page", "127.0.0.3"))
    assert ran.status == 1
    assert "RSS, Atom or JSON" in ran.err
    assert sourcebrief("feed", "list", "--json").records == []
    assert sourcebrief("feed", "remove", "7").status == 1


def test_subscriptions_come_from_another_reader_and_go_to_one(
    sourcebrief: Run, folder: Path
) -> None:
    ours = folder / "feeds.opml"
    ours.write_text(
        '<opml version="2.0"><body><outline text="Ports"><outline text="A &amp; B"'
        ' xmlUrl="https://a.example/feed"/></outline></body></opml>'
    )
    (folder / "bad.opml").write_text("<rss/>")
    ran = sourcebrief("feed", "import", ours, folder / "bad.opml", "--hold")
    assert (ran.status, "1 of 1 feeds are new" in ran.out) == (1, True)
    assert "bad.opml" in ran.err
    (listed,) = sourcebrief("feed", "list", "--json").records
    assert (listed["title"], listed["topics"], listed["hold"]) == ("A & B", ["Ports"], True)
    exported = sourcebrief("feed", "export").out
    (folder / "out.opml").write_text(exported)
    assert "0 of 1 feeds are new" in sourcebrief("feed", "import", folder / "out.opml").out


def test_a_password_is_never_shown_and_what_tells_two_feeds_apart_is(
    sourcebrief: Run, folder: Path
) -> None:
    (folder / "feeds.opml").write_text(
        '<opml version="2.0"><body><outline xmlUrl="http://us:PASSWORD@127.0.0.2:9/feed?tag=a"/>'
        '<outline xmlUrl="http://us:PASSWORD@127.0.0.2:9/feed?tag=b"/></body></opml>'
    )
    sourcebrief("feed", "import", folder / "feeds.opml")
    ran = [
        sourcebrief("feed", "list"),
        sourcebrief("feed", "list", "--json"),
        sourcebrief("feed", "poll"),
        sourcebrief("feed", "remove", "1"),
    ]
    assert all("PASSWORD" not in one.out + one.err for one in ran)
    assert "http://127.0.0.2:9/feed?tag=a" in ran[0].out
    assert [one["url"] for one in ran[1].records] == [
        "http://127.0.0.2:9/feed?tag=a",
        "http://127.0.0.2:9/feed?tag=b",
    ]
    assert "http://127.0.0.2:9/feed?…" in ran[2].err
