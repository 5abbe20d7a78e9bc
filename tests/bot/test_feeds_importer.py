"""Which entries of a feed become pieces."""

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import importer
from briefs.reading.feed_formats import Feed, FeedEntry
from briefs.storage.subscriptions import KnownEntry

HOME = "https://journal.example/"


def entry(key: str, text: str = "It says this.", *, url: str = "") -> FeedEntry:
    return FeedEntry(key=key, html=text, url=url)


def seen(*entries: FeedEntry) -> dict[str, KnownEntry]:
    return {one.key: KnownEntry(one.key, importer.said(one), 1) for one in entries}


def keys(entries: tuple[FeedEntry, ...]) -> list[str]:
    return [one.key for one in entries]


NEWEST_FIRST = tuple(entry(f"k{n}") for n in range(30))


def test_of_a_long_past_the_newest_are_taken_the_oldest_of_them_first() -> None:
    chosen = importer.choose(NEWEST_FIRST, {}, most=3)
    assert keys(chosen.taken) == ["k2", "k1", "k0"]
    assert [known.key for known in chosen.passed] == [f"k{n}" for n in range(3, 30)]
    assert chosen.later == 0


def test_of_later_news_the_rest_is_left_for_the_next_visit() -> None:
    chosen = importer.choose(NEWEST_FIRST, seen(entry("k29")), most=3)
    assert keys(chosen.taken) == ["k2", "k1", "k0"]
    assert (chosen.passed, chosen.later) == ((), 26)


def test_what_was_seen_is_taken_again_only_if_it_says_something_else() -> None:
    old, edited = entry("a"), entry("b", "It says that now.")
    known = seen(old, entry("b"))
    assert keys(importer.choose((old, edited), known).taken) == ["b"]


def test_what_was_passed_over_is_not_taken_even_if_it_is_edited() -> None:
    known = {"a": importer.passed_over(entry("a"))}
    assert importer.choose((entry("a", "It was edited."),), known).taken == ()


def test_two_entries_of_one_address_are_one() -> None:
    url = f"{HOME}essay?utm_source=feed"
    feed = Feed(link=HOME, entries=(entry("new", url=url), entry("old", url=f"{HOME}essay")))
    assert keys(importer.entries(feed)) == ["new"]


def test_the_page_of_the_feed_is_no_address_of_an_entry() -> None:
    feed = Feed(link=HOME, entries=tuple(entry(key, url=HOME) for key in "ab"))
    found = importer.entries(feed)
    assert keys(found) == ["a", "b"]
    assert {one.url for one in found} == {""}


def test_keys_that_no_database_takes_are_kept_as_hashes() -> None:
    odd = ("x" * 5_000, "\ud800", "a\0b", "é")
    found = importer.entries(Feed(entries=tuple(entry(key) for key in odd)))
    assert len({one.key for one in found}) == len(odd)
    assert all(one.key.isascii() and len(one.key) == 64 for one in found)


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyz")), max_size=12),
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", "x", "y"]), max_size=6),
    st.integers(1, 4),
)
def test_no_visit_ever_takes_more_than_it_may_or_anything_twice(
    told: list[tuple[str, str]], before: dict[str, str], most: int
) -> None:
    found = importer.entries(Feed(entries=tuple(entry(key, text) for key, text in told)))
    known = {
        key: KnownEntry(key, text and importer.said(entry(key, text)))
        for key, text in before.items()
    }
    relevant = {one.key: known[one.key] for one in found if one.key in known}
    chosen = importer.choose(found, relevant, most=most)
    taken = keys(chosen.taken)
    passed = [one.key for one in chosen.passed]
    assert len(taken) <= most
    assert len({*taken, *passed}) == len(taken) + len(passed)
    assert not {key for key in taken if key in known and not known[key].said}
