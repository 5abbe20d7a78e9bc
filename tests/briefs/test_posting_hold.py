"""The posting hold: an old copy of a library posts nothing again, whatever was posted since."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.digests.digest import Subscription, due, upcoming
from briefs.search_query import parse
from briefs.storage.backup import back_up, put_back
from briefs.storage.coordination import passed_over
from briefs.storage.sql.store import SqlStore, open_store
from tests.briefs.builders import NOW, edited
from tests.conftest import scaled
from tests.contracts.engines import Engine, file
from tests.contracts.posting import (
    CHAT,
    DAY,
    ELSEWHERE,
    MINUTE,
    PLACE,
    claim,
    edition,
    order,
    run,
    sending,
    statuses,
)
from tests.postgres import bare_database, empty_library, new_library, run_program

HOUR = 60 * MINUTE
GRACE = 18 * HOUR


@pytest.fixture(params=[file, empty_library], ids=["SQLite", "PostgreSQL"])
def store(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    engine: Engine = request.param
    with engine() as url, closing(open_store(url)) as store:
        yield store


def test_nothing_is_claimed_and_no_order_is_due_while_it_is_held(store: SqlStore) -> None:
    assert store.subscriptions.save(order(), run(days=0), now=NOW)
    store.outbox.enqueue([edition()], now=NOW)
    store.posting_hold.hold("It is a copy.", known=NOW)
    store.posting_hold.hold("It is another.", known=None)
    held = store.posting_hold.check(now=NOW)
    assert held is not None
    assert (held.reason, held.known) == ("It is a copy.", NOW)
    assert [*store.subscriptions.due(now=NOW + DAY, limit=9), *claim(store)] == []
    assert store.posting_hold.release(now=NOW)
    assert not store.posting_hold.release(now=NOW)
    assert store.posting_hold.current() is None
    assert len(store.subscriptions.due(now=NOW + DAY, limit=9)) == len(claim(store)) == 1


def test_what_was_served_here_last_is_not_held(store: SqlStore) -> None:
    assert store.posting_hold.last_served() is None
    for n in range(3):
        assert store.posting_hold.check(now=NOW + n * DAY) is None
        store.posting_hold.beat(now=NOW + n * DAY + MINUTE)
    assert store.posting_hold.last_served() == NOW + 2 * DAY + MINUTE


def test_what_may_have_been_posted_counts_as_posted_and_the_rest_goes_on(store: SqlStore) -> None:
    store.catalogue.add(edited(), now=NOW)
    assert store.subscriptions.save(order(PLACE), run(), now=NOW)
    assert store.subscriptions.save(order(CHAT, at=time(10)), run(), now=NOW)
    editions = [edition(PLACE, "a", due=NOW), edition(ELSEWHERE, "b", due=NOW + 3 * DAY)]
    store.outbox.enqueue([*editions, edition(CHAT, "c")], now=NOW)
    (begun,) = (row for row in sending(store) if row.place == CHAT)
    store.posting_hold.hold("It is a copy.", known=NOW)

    morning = run().at + 30 * MINUTE
    done = store.posting_hold.mark_due_as_posted(before=morning, now=morning)
    assert (done.orders, done.deliveries) == (1, 2)
    assert statuses(store, PLACE) == statuses(store, CHAT) == ["dropped"]
    assert statuses(store, ELSEWHERE) == ["pending"]
    assert store.outbox.get(begun.id).worker == ""
    told, untold = store.subscriptions.get(PLACE), store.subscriptions.get(CHAT)
    assert told is not None
    assert untold is not None
    assert (told.last, told.since) == (run().edition, store.catalogue.arrival())
    assert (untold.last, untold.since) == (None, 0)
    assert store.posting_hold.mark_due_as_posted(before=morning, now=morning) == type(done)(0, 0)
    assert store.posting_hold.current()


def test_what_was_due_after_the_time_that_is_named_is_still_posted(store: SqlStore) -> None:
    assert store.subscriptions.save(order(), run(), now=NOW)
    store.posting_hold.hold("It is a copy.", known=NOW)
    store.posting_hold.mark_due_as_posted(before=run().at, now=run(2).at + HOUR)
    store.posting_hold.release(now=run(2).at + HOUR)
    (waiting,) = store.subscriptions.due(now=run(2).at + HOUR, limit=9)
    assert due(waiting, run(2).at + HOUR, GRACE) == run(2)


minutes = st.integers(0, 60 * 24 * 20).map(lambda n: NOW + n * MINUTE)


@settings(max_examples=scaled(200))
@given(
    at=st.times().map(lambda t: t.replace(microsecond=0)),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia", "America/New_York"]),
    known=minutes,
    later=minutes,
)
def test_no_edition_that_was_due_before_is_ever_due_again(
    at: time, weekdays: tuple[int, ...], zone: str, known: datetime, later: datetime
) -> None:
    before, now = sorted((known, later))
    kept = Subscription(to=PLACE, at=at, zone=zone, weekdays=weekdays, starts=NOW)
    step = passed_over(kept, before, 7)
    after = step.subscription if step else kept
    run = due(after, now, GRACE)
    assert run is None or run.at > before
    assert run is None or run == due(kept, now, GRACE)  # what was due later is due still
    assert next(upcoming(after, now)) == next(upcoming(kept, now))


# Old copies


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def untold(_done: int, _of: int) -> None:
    """Nobody watches."""


def test_yesterday_s_copy_put_back_posts_nothing_again(tmp_path: Path) -> None:
    with file() as url:
        with closing(open_store(url)) as store:
            assert store.subscriptions.save(order(), run(), now=NOW)
            store.outbox.enqueue([edition(name="before the copy")], now=NOW)
        back_up(url, tmp_path / "copy.db", now=NOW, progress=untold)
        today = run().at + HOUR
        put_back(url, tmp_path / "copy.db", force=True, now=today, progress=untold)
        with closing(open_store(url)) as store:
            assert store.posting_hold.check(now=today) is not None
            assert [*claim(store, now=today), *store.subscriptions.due(now=today, limit=9)] == []
            store.posting_hold.mark_due_as_posted(before=today, now=today)
            assert store.posting_hold.release(now=today)
            assert [*claim(store, now=today), *store.subscriptions.due(now=today, limit=9)] == []
            assert len(store.subscriptions.due(now=run(2).at, limit=9)) == 1


def test_an_older_file_put_in_the_place_of_the_one_last_served_is_held() -> None:
    with file() as url:
        with closing(open_store(url)) as store:
            assert store.posting_hold.check(now=NOW) is None
        older = path_of(url).read_bytes()
        with closing(open_store(url)) as store:
            store.posting_hold.beat(now=NOW + HOUR)
        path_of(url).write_bytes(older)
        with closing(open_store(url)) as store:
            held = store.posting_hold.check(now=NOW + 2 * HOUR)
            assert held is not None
            assert held.known == NOW
            assert store.posting_hold.release(now=NOW + 2 * HOUR)
        with closing(open_store(url)) as store:
            assert store.posting_hold.check(now=NOW + 3 * HOUR) is None


def test_a_new_library_where_another_was_is_not_held() -> None:
    with file() as url:
        with closing(open_store(url)) as store:
            store.posting_hold.beat(now=NOW)
        path_of(url).unlink()
        with closing(open_store(url)) as store:
            assert store.posting_hold.check(now=NOW + DAY) is None


@pytest.mark.parametrize("left", ["", "no time", "2026-11", "2031-05-04T13"])
def test_a_note_beside_the_file_that_says_nothing_raises_no_doubt(left: str) -> None:
    with file() as url, closing(open_store(url)) as store:
        store.posting_hold.beat(now=NOW)
        path_of(url).with_name("library.db-alive").write_text(left)
        assert store.posting_hold.check(now=NOW) is None


def test_a_dump_that_is_put_into_another_database_is_whole_and_held(tmp_path: Path) -> None:
    with new_library() as old, bare_database() as new:
        with closing(open_store(old)) as store:
            store.catalogue.add(edited("The river rose."), now=NOW)
            store.posting_hold.beat(now=NOW)
            assert store.posting_hold.check(now=NOW) is None
        dump = f"--file={tmp_path}/dump"
        run_program("pg_dump", "--format=custom", "--no-owner", dump, old)
        into = f"--dbname={new}"
        run_program("pg_restore", "--no-owner", "--exit-on-error", into, f"{tmp_path}/dump")
        with closing(open_store(new)) as store:
            held = store.posting_hold.check(now=NOW)
            assert held is not None
            assert "this is a copy" in held.reason
            assert len(store.catalogue.search(parse("rivers"), limit=9)) == 1
            store.posting_hold.release(now=NOW)
            assert store.posting_hold.check(now=NOW) is None


def test_the_clock_that_goes_back_raises_no_doubt() -> None:
    with file() as url, closing(open_store(url)) as store:
        store.posting_hold.beat(now=datetime(2040, 1, 1, tzinfo=UTC))
        store.posting_hold.beat(now=NOW)
        assert store.posting_hold.check(now=NOW + timedelta(seconds=1)) is None
