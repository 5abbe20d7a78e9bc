"""What a store promises of followed feeds and of their entries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from briefs.storage import Store
from briefs.storage.subscriptions import Followed, KnownEntry
from tests.briefs.builders import NOW
from tests.contracts.contract import DAY, Contract

URL = "https://example.org/feed"
LEASE = timedelta(minutes=5)


def follow(store: Store, url: str = URL) -> Followed:
    return store.feeds.follow(url, title="The river", topics=("Rain",), hold=True, now=NOW)


def due(store: Store, *, limit: int = 9) -> list[int]:
    return [feed.id for feed in store.feeds.due(now=NOW, lease=LEASE, limit=limit)]


class FeedsContract(Contract):
    def test_a_feed_is_followed_from_now_on(self, store: Store) -> None:
        feed = follow(store)
        assert (feed.url, feed.title, feed.topics, feed.hold) == (URL, "The river", ("Rain",), True)
        assert (feed.next_at, feed.added_at, feed.failures, feed.trouble) == (NOW, NOW, 0, "")
        assert (feed.etag, feed.modified, feed.interval) == ("", "", timedelta(hours=1))
        assert store.feeds.followed() == (feed,)

    @pytest.mark.parametrize("url", [URL, "http://www.example.org/feed/"])
    def test_a_feed_is_followed_once_however_its_address_is_written(
        self, store: Store, url: str
    ) -> None:
        feed = follow(store)
        again = store.feeds.follow(url, title="Other", topics=(), hold=False, now=NOW + DAY)
        assert again == feed
        assert store.feeds.followed() == (feed,)

    def test_feeds_stand_in_the_order_in_which_they_came(self, store: Store) -> None:
        urls = [f"{URL}/{n}" for n in (2, 1, 3)]
        for url in urls:
            follow(store, url)
        assert [feed.url for feed in store.feeds.followed()] == urls

    def test_what_is_followed_no_longer_is_forgotten_with_its_entries(self, store: Store) -> None:
        feed = follow(store)
        store.feeds.record_entries(feed.id, [KnownEntry("a", "11")], now=NOW)
        assert store.feeds.unfollow(feed.id)
        assert not store.feeds.unfollow(feed.id)
        assert store.feeds.followed() == ()
        again = follow(store)
        assert again.id != feed.id
        assert (
            store.feeds.known_entries(again.id, ["a"])
            == store.feeds.known_entries(feed.id, ["a"])
            == {}
        )

    def test_a_feed_is_leased_to_one_poller_at_a_time(self, store: Store) -> None:
        feed = follow(store)
        (leased,) = store.feeds.due(now=NOW, lease=LEASE, limit=9)
        assert leased == replace(feed, next_at=NOW + LEASE)
        assert due(store) == []
        assert store.feeds.due(now=NOW + LEASE, lease=LEASE, limit=9)[0].id == feed.id

    def test_the_longest_waiting_are_asked_first(self, store: Store) -> None:
        feeds = [follow(store, f"{URL}/{n}") for n in range(4)]
        for feed, hours in zip(feeds, (-1, 1, -3, -3), strict=True):
            store.feeds.record_visit(replace(feed, next_at=NOW + timedelta(hours=hours)))
        assert due(store, limit=2) == [feeds[2].id, feeds[3].id]
        assert due(store) == [feeds[0].id]

    def test_what_asking_came_to_is_kept_and_what_was_wanted_stays(self, store: Store) -> None:
        feed = follow(store)
        asked = replace(
            feed,
            url="https://example.org/new",
            title="The harbour",
            etag='"e1"',
            modified="Sun, 04 May 2031 12:00:00 GMT",
            next_at=NOW + DAY,
            interval=timedelta(hours=3),
            spared=frozenset({2, 3, 23}),
            failures=2,
            trouble="The server does not answer.",
        )
        store.feeds.record_visit(replace(asked, topics=("Other",), hold=False, added_at=NOW + DAY))
        assert store.feeds.followed() == (asked,)

    def test_a_feed_that_moved_to_where_another_is_keeps_its_address(self, store: Store) -> None:
        feed, there = follow(store), follow(store, f"{URL}/2")
        store.feeds.record_visit(replace(feed, url=there.url, etag="e1"))
        assert store.feeds.followed() == (replace(feed, etag="e1"), there)

    def test_a_feed_that_is_gone_is_not_written_to(self, store: Store) -> None:
        feed = follow(store)
        store.feeds.unfollow(feed.id)
        store.feeds.record_visit(feed)
        store.feeds.record_entries(feed.id, [KnownEntry("a", "11")], now=NOW)
        assert store.feeds.followed() == ()

    def test_entries_are_known_by_their_key_with_what_they_said_last(self, store: Store) -> None:
        feed, other = follow(store), follow(store, f"{URL}/2")
        store.feeds.record_entries(
            feed.id, [KnownEntry("a", "11"), KnownEntry("b", "22", 2)], now=NOW
        )
        store.feeds.record_entries(feed.id, [KnownEntry("a", "33", 1)], now=NOW)
        store.feeds.record_entries(feed.id, [], now=NOW)
        known = {"a": KnownEntry("a", "33", 1), "b": KnownEntry("b", "22", 2)}
        assert store.feeds.known_entries(feed.id, ["a", "b", "c", "\ud800"]) == known
        assert (
            store.feeds.known_entries(feed.id, [])
            == store.feeds.known_entries(other.id, ["a"])
            == {}
        )

    def test_many_entries_are_known_at_once(self, store: Store) -> None:
        feed = follow(store)
        entries = {f"key {n}": KnownEntry(f"key {n}", "11") for n in range(2_500)}
        store.feeds.record_entries(feed.id, list(entries.values()), now=NOW)
        assert store.feeds.known_entries(feed.id, list(entries)) == entries
