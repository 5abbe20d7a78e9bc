"""Visits to feeds: what becomes a piece, what does not, and nothing twice."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.importer import Terms
from bot.feeds.schedule import NEVER
from bot.feeds.service import LEASE
from bot.feeds.visit import LONGEST, Visited
from bot.http_client.results import Answer, Failed, NotModified, Validators
from briefs.storage.subscriptions import Followed
from tests.bot.conftest import Logged
from tests.bot.feeds import FEED, NOW, FakeWeb, Item, again, fetched, followed, rss, visitor
from tests.briefs.builders import edited
from tests.conftest import scaled
from tests.contracts.memory_store import MemoryStore


async def visit(
    store: MemoryStore, feed: Followed, *items: Item, web: FakeWeb | None = None, channel: str = ""
) -> Visited:
    """Visit the feed while it says these items."""
    web = web or FakeWeb()
    web.serve(FEED, rss(items, channel=channel), validators=Validators("v1"))
    return await visitor(store, web).visit(again(store, feed))


def statuses(visited: Visited) -> list[str]:
    return [outcome.status for outcome in visited.outcomes]


async def test_entries_with_all_their_text_become_pieces() -> None:
    store = MemoryStore()
    feed = followed(store, topics=("Ports",))
    visited = await visit(store, feed, Item(number=1, categories=("Trade",)), Item(number=2))
    assert statuses(visited) == ["new", "new"]
    first, second = store.catalogue.revision(1), store.catalogue.revision(2)
    assert (first.title, first.outlet, first.url) == (
        "Harbour 1",
        "The Journal",
        "https://journal.example/1",
    )
    assert (first.topics, second.topics) == (("Ports", "Trade"), ("Ports",))
    kept = again(store, feed)
    assert (kept.title, kept.etag, kept.trouble) == ("The Journal", "v1", "")
    assert kept.next_at == NOW + timedelta(hours=1)
    assert store.editorial.original(store.editorial.original_sha256(1, 1)) is not None


async def test_an_entry_that_is_a_teaser_is_read_from_its_page() -> None:
    store, web = MemoryStore(), FakeWeb()
    item = Item(number=7, teaser=True, categories=("Trade",))
    web.serve(item.url, item.page)
    visited = await visit(store, followed(store), item, web=web)
    assert statuses(visited) == ["new"]
    revision = store.catalogue.revision(1)
    assert "the ship s7x9 came" in revision.body
    assert (revision.topics, revision.outlet) == (("Trade",), "journal.example")


async def test_an_edited_entry_is_a_revision_and_a_dated_anew_one_is_not() -> None:
    store = MemoryStore()
    feed = followed(store)
    await visit(store, feed, Item(number=1))
    later = await visit(store, feed, Item(number=1, published=NOW))
    assert statuses(later) == []
    changed = await visit(store, feed, Item(number=1, edit=1))
    assert statuses(changed) == ["revised"]
    assert store.catalogue.revision(1).number == 2


async def test_an_entry_stays_its_piece_when_its_address_changes() -> None:
    store = MemoryStore()
    feed = followed(store)
    await visit(store, feed, Item(number=1))
    moved = Item(number=1, edit=1, link="https://journal.example/moved")
    assert statuses(await visit(store, feed, moved)) == ["revised"]
    assert store.catalogue.revision(1).url == "https://journal.example/moved"


async def test_an_entry_under_a_new_key_stays_its_piece() -> None:
    store = MemoryStore()
    feed = followed(store)
    await visit(store, feed, Item(number=1, key="one"))
    assert statuses(await visit(store, feed, Item(number=1, key="two"))) == ["known"]
    assert store.catalogue.count() == 1


async def test_a_page_that_came_in_by_another_door_is_left_as_it_is() -> None:
    store = MemoryStore()
    store.catalogue.add(edited("Typed by hand.", url="http://www.journal.example/1/"), now=NOW)
    feed = followed(store)
    assert statuses(await visit(store, feed, Item(number=1))) == ["known"]
    assert statuses(await visit(store, feed, Item(number=1, edit=1))) == []
    assert store.catalogue.revision(1).body == "Typed by hand."


@pytest.mark.parametrize("edit", [0, 1])
async def test_a_syndicated_copy_is_not_taken_in(edit: int) -> None:
    store = MemoryStore()
    feed = followed(store)
    await visit(store, feed, Item(number=1))
    copy = Item(number=1, edit=edit, key="copy", link="https://other.example/c", title="Another")
    visited = await visit(store, feed, copy)
    assert (statuses(visited), visited.outcomes[0].piece) == (["twin"], 1)
    assert statuses(await visit(store, feed, copy)) == []
    assert store.catalogue.count() == 1


async def test_a_first_visit_takes_the_newest_of_a_long_past_alone() -> None:
    store, web = MemoryStore(), FakeWeb()
    feed = followed(store)
    items = [Item(number=n, teaser=True) for n in range(60)]
    for item in items:
        web.serve(item.url, item.page)
    visited = await visit(store, feed, *items, web=web)
    assert (len(visited.outcomes), visited.later, store.catalogue.count()) == (20, 0, 20)
    assert store.catalogue.newest(limit=1)[0].title == "Harbour 59"
    assert statuses(await visit(store, feed, *items, web=web)) == []


async def test_ten_thousand_entries_and_broken_xml_are_only_trouble() -> None:
    store = MemoryStore()
    feed = followed(store)
    flood = await visit(store, feed, *(Item(number=n, teaser=True) for n in range(10_000)))
    assert (len(flood.outcomes), store.catalogue.count()) == (20, 0)
    web = FakeWeb()
    web.serve(FEED, b"<rss><channel><item><title>cut sh")
    await visitor(store, web).visit(again(store, feed))
    web.serve(FEED, b'<!DOCTYPE r [<!ENTITY a "aa">]><rss>&a;</rss>')
    bomb = await visitor(store, web).visit(again(store, feed))
    assert "entities" in bomb.feed.trouble
    assert bomb.feed.failures == 1


async def test_an_unchanged_feed_is_asked_with_what_it_gave() -> None:
    store, web = MemoryStore(), FakeWeb()
    feed = followed(store)
    await visit(store, feed, Item(number=1), web=web)
    web.pages[FEED] = NotModified(url=FEED, validators=Validators("v2"), permanent_url=None)
    visited = await visitor(store, web).visit(again(store, feed))
    assert web.known[-1] == Validators("v1")
    assert (visited.outcomes, again(store, feed).etag) == ((), "v2")


async def test_a_page_that_may_come_later_is_asked_for_again() -> None:
    store, web = MemoryStore(), FakeWeb()
    feed, item = followed(store), Item(number=1, teaser=True)
    web.pages[item.url] = Failed(url=item.url, kind="slow", reason="It took too long.")
    assert statuses(await visit(store, feed, item, web=web)) == ["later"]
    assert again(store, feed).etag == ""  # else the feed would say that nothing has changed
    web.serve(item.url, item.page)
    assert statuses(await visit(store, feed, item, web=web)) == ["new"]
    assert again(store, feed).etag == "v1"


async def test_a_page_that_cannot_be_read_holds_up_no_other_and_is_told_once(
    logged: Logged,
) -> None:
    store = MemoryStore()
    feed, teaser = followed(store), Item(number=1, teaser=True)
    visited = await visit(store, feed, teaser, Item(number=2))
    assert statuses(visited) == ["failed", "new"]
    assert "feed.entry_not_in" in [event["event"] for event in logged]
    assert statuses(await visit(store, feed, teaser, Item(number=2))) == []


async def test_the_pieces_of_a_held_feed_wait_for_an_editor() -> None:
    store = MemoryStore()
    feed = followed(store, hold=True)
    assert statuses(await visit(store, feed, Item(number=1))) == ["proposed"]
    assert store.catalogue.count() == 0
    (waiting,) = store.editorial.proposals(limit=9)
    assert waiting.by == FEED
    store.editorial.publish(1, 1, now=NOW)
    assert statuses(await visit(store, feed, Item(number=1, edit=1))) == ["proposed"]
    assert store.catalogue.revision(1).number == 1
    (edit,) = store.editorial.proposals(limit=9)
    assert (edit.revision.piece, edit.replaces) == (1, 1)


async def test_editors_are_not_told_the_secrets_of_a_feed_s_address() -> None:
    store, web, url = MemoryStore(), FakeWeb(), f"{FEED}?key=SECRET"
    web.serve(url, rss([Item(number=1)]))
    await visitor(store, web).visit(followed(store, url, hold=True))
    (waiting,) = store.editorial.proposals(limit=9)
    assert waiting.by == f"{FEED}?…"


async def test_what_an_editor_took_back_stays_so() -> None:
    store = MemoryStore()
    feed = followed(store)
    await visit(store, feed, Item(number=1))
    store.editorial.retract(1, "it is not true", now=NOW)
    assert statuses(await visit(store, feed, Item(number=1, edit=1))) == ["retracted"]
    assert store.catalogue.count() == 0


async def test_categories_become_topics_only_if_they_are_wanted() -> None:
    store, web = MemoryStore(), FakeWeb()
    web.serve(FEED, rss([Item(number=1, categories=("Trade",))]))
    await visitor(store, web, terms=Terms(categories=False)).visit(followed(store))
    assert store.catalogue.revision(1).topics == ()


async def test_a_feed_that_moved_is_followed_there_and_one_that_is_gone_no_more() -> None:
    store, web = MemoryStore(), FakeWeb()
    feed, new = followed(store), "https://journal.example/atom"
    web.pages[FEED] = fetched(new, rss([Item(number=1)]), permanent_url=new)
    await visitor(store, web).visit(feed)
    assert again(store, feed).url == new
    web.pages[new] = Failed(url=new, kind="gone", reason="It answers 410 Gone.", status=410)
    await visitor(store, web).visit(again(store, feed))
    assert again(store, feed).next_at == NEVER
    assert "not followed any more" in again(store, feed).trouble


async def test_a_visit_that_is_ended_early_goes_on_where_it_was() -> None:
    store, web = MemoryStore(), FakeWeb()
    feed = followed(store)
    web.serve(FEED, rss([Item(number=n) for n in range(3)]), validators=Validators("v1"))
    ends = replace(visitor(store, web), stopping=lambda: store.catalogue.count() > 0)
    cut = await ends.visit(feed)
    assert (statuses(cut), cut.later, again(store, feed).etag) == (["new"], 2, "")
    rest = await visitor(store, web).visit(again(store, feed))
    assert (statuses(rest), store.catalogue.count()) == (["new", "new"], 3)


async def test_a_visit_that_died_before_it_could_remember_an_entry_still_knows_it() -> None:
    store = MemoryStore()
    feed = followed(store)
    await visit(store, feed, Item(number=1))
    fresh = MemoryStore().feeds
    store.feeds = fresh
    feed = followed(store)
    assert statuses(await visit(store, feed, Item(number=1))) == ["unchanged"]
    assert statuses(await visit(store, feed, Item(number=1, edit=1))) == ["revised"]


items = st.builds(
    Item,
    number=st.integers(1, 4),
    edit=st.integers(0, 1),
    key=st.sampled_from(["", "k1", "k2"]),
    link=st.sampled_from(["", "https://journal.example/", "https://journal.example/x"]),
)


@dataclass
class Reserved(FakeWeb):
    """A web whose pages are given out minutes after each other."""

    minutes: float = 0
    now: datetime = NOW

    async def get(self, url: str, **how: Any) -> Answer:
        wait = timedelta(minutes=self.minutes if len(self.asked) else 0)
        if wait.total_seconds() > how["patience"]:
            return Failed(url=url, kind="busy", reason="It asked to be left in peace.")
        self.now += wait
        return await super().get(url, **how)


@pytest.mark.parametrize(("minutes", "come"), [(0.5, 6), (6, 3), (14, 1), (16, 0)])
async def test_a_host_that_wants_long_pauses_gives_a_few_pages_a_visit(
    minutes: float, come: int
) -> None:
    store, web = MemoryStore(), Reserved(minutes=minutes)
    feed, items = followed(store), [Item(number=n, teaser=True) for n in range(6)]
    for item in items:
        web.serve(item.url, item.page)
    web.serve(FEED, rss(items), validators=Validators("v1"))
    patient = replace(visitor(store, web), clock=lambda: web.now, patience=timedelta(minutes=15))
    await patient.visit(again(store, feed))
    assert store.catalogue.count() == come
    assert web.now - NOW <= LONGEST < LEASE
    for _ in range(6):
        web.asked.clear()
        await patient.visit(again(store, feed))
    assert store.catalogue.count() == (6 if come else 0)


@settings(max_examples=scaled(20))
@given(st.lists(st.lists(items, max_size=3), max_size=4))
async def test_no_sequence_of_contents_ever_makes_two_pieces_of_one_key(
    readings: list[list[Item]],
) -> None:
    store = MemoryStore()
    feed = followed(store)
    pieces: dict[str, set[int]] = {}
    for reading in readings:
        await visit(store, feed, *reading)
        keys = {item.key or str(item.number) for item in reading}
        for key, known in store.feeds.known_entries(feed.id, sorted(keys)).items():
            pieces.setdefault(key, set()).update({known.piece} - {0})
    assert all(len(found) <= 1 for found in pieces.values())
    urls = [store.catalogue.revision(card.piece).url for card in store.catalogue.newest(limit=99)]
    own = [url for url in urls if url and url != "https://journal.example/"]
    assert len(own) == len(set(own))


async def test_what_a_feed_said_before_it_was_followed_is_no_news() -> None:
    store = MemoryStore()
    feed = followed(store)
    old, older = Item(number=1, published=NOW - timedelta(days=9)), Item(number=2)
    fresh = Item(number=3, published=NOW - timedelta(hours=3))
    assert statuses(await visit(store, feed, old, older, fresh)) == ["new"] * 3
    found = [new.card.title for new in store.catalogue.arrivals(0, limit=9)]
    assert (found, store.catalogue.count()) == (["Harbour 3"], 3)
    late = Item(number=4, published=NOW - timedelta(days=3))
    next_ = Item(number=5, published=NOW)
    await visit(store, feed, old, older, fresh, late, next_)
    found = [new.card.title for new in store.catalogue.arrivals(0, limit=9)]
    assert (found, store.catalogue.count()) == (["Harbour 5", "Harbour 3"], 5)
