"""When a feed is fetched again."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import schedule
from bot.feeds.schedule import Limits
from bot.http_client.results import Failed, Refused, Validators
from briefs.reading.feed_formats import Hints
from briefs.storage.subscriptions import Followed
from tests.bot.feeds import FEED, NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LIMITS = Limits(timedelta(minutes=15), DAY)
FOLLOWED = Followed(id=1, url=FEED, next_at=NOW, added_at=NOW)
spans = st.timedeltas(timedelta(), timedelta(days=60))


def failed(**more: object) -> Failed:
    given: dict[str, object] = {"url": FEED, "kind": "server", "reason": "It answers 500."}
    return Failed(**(given | more))  # type: ignore[arg-type]


def pause(feed: Followed) -> timedelta:
    return feed.next_at - NOW


def test_a_feed_without_hints_is_asked_every_hour() -> None:
    asked = schedule.answered(FOLLOWED, now=NOW, limits=LIMITS, hints=Hints())
    assert pause(asked) == HOUR


def test_the_feed_and_its_server_may_ask_for_more_time_but_not_for_less() -> None:
    hints = Hints(every=4 * HOUR)
    asked = schedule.answered(FOLLOWED, now=NOW, limits=LIMITS, hints=hints)
    assert pause(asked) == asked.interval == 4 * HOUR
    fresh = schedule.answered(FOLLOWED, now=NOW, limits=LIMITS, hints=hints, fresh=6 * HOUR)
    assert (pause(fresh), fresh.interval) == (6 * HOUR, 4 * HOUR)
    eager = schedule.answered(FOLLOWED, now=NOW, limits=LIMITS, hints=Hints(every=timedelta()))
    assert pause(eager) == HOUR


def test_an_unchanged_feed_keeps_the_interval_that_it_hinted() -> None:
    slow = replace(FOLLOWED, interval=5 * HOUR)
    asked = schedule.answered(slow, now=NOW, limits=LIMITS)
    assert (pause(asked), asked.interval) == (5 * HOUR, 5 * HOUR)


def test_hours_that_a_feed_wants_to_be_spared_are_waited_out() -> None:
    hints = Hints(skipped_hours=frozenset({10, 11, 12}))
    asked = schedule.answered(FOLLOWED, now=NOW, limits=LIMITS, hints=hints)
    assert asked.next_at == NOW.replace(hour=13, minute=0)
    never = Hints(skipped_hours=frozenset(range(24)))
    assert pause(schedule.answered(FOLLOWED, now=NOW, limits=LIMITS, hints=never)) == HOUR


def test_an_unchanged_feed_is_spared_in_the_hours_that_it_named_last() -> None:
    hints = Hints(skipped_hours=frozenset({10, 11, 12}))
    named = schedule.answered(FOLLOWED, now=NOW, limits=LIMITS, hints=hints)
    unchanged = schedule.answered(named, now=NOW, limits=LIMITS)
    assert unchanged.next_at == NOW.replace(hour=13, minute=0)
    silent = schedule.answered(unchanged, now=NOW, limits=LIMITS, hints=Hints())
    assert pause(silent) == HOUR


def test_each_failure_in_a_row_doubles_the_pause_up_to_a_day() -> None:
    feed, pauses = FOLLOWED, []
    for _ in range(7):
        feed = schedule.failed(feed, failed(), now=NOW, limits=LIMITS)
        pauses.append(pause(feed) // HOUR)
    assert pauses == [1, 2, 4, 8, 16, 24, 24]
    assert (feed.failures, feed.trouble) == (7, "It answers 500.")
    well = schedule.answered(feed, now=NOW, limits=LIMITS, hints=Hints())
    assert (well.failures, well.trouble, pause(well)) == (0, "", HOUR)


def test_a_server_that_says_when_is_not_asked_before() -> None:
    busy = failed(kind="busy", retry_after=9 * HOUR)
    assert pause(schedule.failed(FOLLOWED, busy, now=NOW, limits=LIMITS)) == 9 * HOUR


def test_a_feed_that_is_gone_for_good_is_never_asked_again() -> None:
    gone = failed(kind="gone", status=410, reason="It answers 410 Gone.")
    ended = schedule.failed(FOLLOWED, gone, now=NOW, limits=LIMITS)
    assert ended.next_at == schedule.NEVER
    assert ended.trouble == "It answers 410 Gone. It is not followed any more."
    missing = failed(kind="gone", status=404)
    assert schedule.failed(FOLLOWED, missing, now=NOW, limits=LIMITS).next_at == NOW + HOUR


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address() -> None:
    new = schedule.moved(FOLLOWED, "https://new.example/feed", Validators("e", "m"))
    assert (new.url, new.etag, new.modified) == ("https://new.example/feed", "e", "m")
    assert schedule.moved(FOLLOWED, None, Validators()).url == FEED


@given(
    every=st.none() | spans,
    fresh=st.none() | spans,
    hours=st.frozensets(st.integers(0, 23)),
    least=st.timedeltas(timedelta(minutes=5), DAY),
)
def test_the_next_visit_is_always_within_the_limits_or_an_hour_that_is_not_spared(
    every: timedelta | None,
    fresh: timedelta | None,
    hours: frozenset[int],
    least: timedelta,
) -> None:
    limits = Limits(least, DAY)
    hints = Hints(every, hours)
    asked = schedule.answered(FOLLOWED, now=NOW, limits=limits, hints=hints, fresh=fresh)
    assert least <= pause(asked) <= 2 * DAY
    if len(hours) < 24:
        assert asked.next_at.hour not in hours


@given(failures=st.integers(0, 10_000), interval=spans, asked=st.none() | spans)
def test_after_any_failure_a_feed_is_asked_again_within_a_day(
    failures: int, interval: timedelta, asked: timedelta | None
) -> None:
    feed = replace(FOLLOWED, failures=failures, interval=interval)
    answers: tuple[Refused | Failed, ...] = (
        failed(retry_after=asked),
        Refused(FEED, "robots", "It asks robots not to."),
    )
    for answer in answers:
        after = schedule.failed(feed, answer, now=NOW, limits=LIMITS)
        assert isinstance(after.next_at, datetime)
        assert LIMITS.least <= pause(after) <= DAY
