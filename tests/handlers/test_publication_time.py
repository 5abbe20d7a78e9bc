"""Times of publication are read as written, never guessed, and kept over clock changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import BadArgument
from handlers.editorial.schedule import read_time
from tests.contracts.memory_store import MemoryStore
from tests.handlers.editing import CHANGED, Editor, file
from tests.handlers.newsroom import NOW, Reader, text

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("11:00 Berlin", "2026-11-20T10:00"),
        ("06:00 Berlin", "2026-11-21T05:00"),
        ("6am Paris tomorrow", "2026-11-21T05:00"),
        ("24 Dec 18:30 UTC+2", "2026-12-24T16:30"),
        ("24. December 2027 18:30 New York", "2027-12-24T23:30"),
        ("2027-03-01 noon UTC", "2027-03-01T12:00"),
        ("1 March 08:00 UTC", "2027-03-01T08:00"),
        ("29 Feb 08:00 UTC", "2028-02-29T08:00"),
        ("2027-03-28 02:30 Berlin", "2027-03-28T01:30"),  # skipped there: 03:30 on their clock
        ("2027-10-31 02:30 Berlin", "2027-10-31T00:30"),  # twice there: the first
    ],
)
def test_a_time_is_that_of_the_clock_that_is_named(words: str, at: str) -> None:
    assert read_time(words.split(), NOW).at == datetime.fromisoformat(at).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "At what time"),
        ("06:00", "In which time zone?"),
        ("24 Dec Berlin", "At what time"),
        ("08:00 Berlin weekdays", "At what time"),
        ("2026-11-19 08:00 Berlin", "That time is over."),
        ("2026-11-31 08:00 Berlin", "There is no such day"),
        ("30 Feb 08:00 Berlin", "There is no such day"),
        ("24 Dec 25 Dec 08:00 Berlin", "One date"),
        ("2096-01-01 08:00 Berlin", "too far ahead"),
    ],
)
def test_what_is_no_time_to_publish_at_is_refused(words: str, said: str) -> None:
    with pytest.raises(BadArgument, match=said):
        read_time(words.split(), NOW)


@given(
    st.integers(0, 730 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    st.times(),
    st.sampled_from(ZONES),
)
def test_a_time_without_a_date_is_the_next_that_its_clock_shows(
    now: datetime, at: time, zone: str
) -> None:
    found = read_time([f"{at:%H:%M}", zone], now).at
    assert now < found <= now + timedelta(hours=27)
    shown = found.astimezone(ZoneInfo(zone))
    skipped = (shown.hour, shown.minute) != (at.hour, at.minute)
    if skipped:  # only in the hour that a clock skips
        before = (found - timedelta(hours=2)).astimezone(ZoneInfo(zone))
        assert before.utcoffset() != shown.utcoffset()


def sending() -> Editor:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    return editor


def test_a_scheduled_piece_is_nowhere_until_its_time_and_everywhere_after() -> None:
    editor, store = (sent := sending()), sent.store
    answer = text(editor.ask("/piece publish #1 at 06:00 Berlin"))
    assert "Saturday 21 November 2026, 06:00 Europe/Berlin" in answer
    assert "Saturday 21 November 2026, 05:00 UTC" in answer
    assert "public on Saturday 21 November 2026, 05:00 UTC" in text(editor.ask("/piece"))
    due = datetime(2026, 11, 21, 5, tzinfo=UTC)
    store.editorial.publish_due(now=due - timedelta(seconds=1))
    reader = Reader(store)
    for asked in ("/brief", "/brief 1", "/search harbour", "/read 1", "/sources 1 bibtex"):
        assert "silted" not in text(reader.ask(asked))
    store.editorial.publish_due(now=due)
    assert "silted" in text(reader.ask("/brief"))


def test_a_schedule_is_taken_back_by_its_button() -> None:
    editor = sending()
    editor.ask("/piece publish #1 at 06:00 Berlin")
    assert "Not scheduled" in text(editor.press("Don't schedule"))
    assert editor.store.editorial.next_due() is None


def test_a_newer_version_keeps_the_time() -> None:
    editor = sending()
    editor.ask("/piece publish #1 at 06:00 Berlin")
    editor.ask("/piece revise #1", file(CHANGED))
    assert editor.store.editorial.next_due() == datetime(2026, 11, 21, 5, tzinfo=UTC)


def test_what_does_not_wait_is_not_scheduled() -> None:
    editor = sending()
    editor.press("Publish")
    assert "is public" in text(editor.ask("/piece publish #1 at 06:00 Berlin"))


CHANGES = [(3, 28), (10, 31), (3, 14), (11, 7), (4, 4), (10, 3)]
"""Days of 2027 on which a clock of `ZONES` is changed."""


@given(
    st.sampled_from(ZONES),
    st.sampled_from(CHANGES).map(lambda day: datetime(2027, *day, tzinfo=UTC)),
    st.integers(0, 240),
)
def test_a_time_that_the_clock_there_skips_or_repeats_is_told_and_no_other(
    zone: str, day: datetime, minutes: int
) -> None:
    asked = day + timedelta(minutes=minutes)
    said = read_time((f"{asked:%Y-%m-%d}", f"{asked:%H:%M}", zone), NOW)
    offsets = {asked.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)}
    assert bool(said.changed) == (len(offsets) > 1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("2027-03-28 02:30 Berlin", "skips 02:30"),
        ("2027-10-31 02:30 Berlin", "shows 02:30 twice"),
        ("2027-04-04 01:45 Australia/Lord_Howe", "shows 01:45 twice"),  # by half an hour
        ("2027-10-03 02:15 Australia/Lord_Howe", "skips 02:15"),
        ("2027-10-03 02:30 Berlin", ""),
    ],
)
def test_what_a_change_of_the_clocks_makes_of_a_time_is_told(words: str, told: str) -> None:
    said = read_time(words.split(), NOW).changed
    assert told in said
    assert bool(told) == bool(said)


def test_a_retraction_tells_that_nothing_of_the_piece_comes_by_itself() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    editor.press("Publish")
    editor.ask("/piece revise #1", file(CHANGED))
    editor.ask("/piece publish #1 at 06:00 Berlin")
    assert "waits for an editor" in text(editor.ask("/piece retract #1 wrong"))
    assert editor.store.editorial.next_due() is None
