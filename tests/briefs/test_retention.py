"""Expired data is deleted in small steps; data that is still needed stays."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from briefs.digests.outbox import OPEN, Outcome, Quotation, Rate, Rejected, Sent, Status, Unknown
from briefs.errors import Unproved
from briefs.model import Address, Press, Span
from briefs.storage.schema_outbox import messages, rate_slots, tokens
from briefs.storage.sql.retention import RetentionPeriods, SqlRetention
from briefs.storage.sql.store import SqlStore, open_store
from tests.briefs.builders import NOW
from tests.conftest import scaled
from tests.contracts.engines import Engine, file, memory
from tests.contracts.posting import DAY, PLACE, edition, end, sending
from tests.postgres import empty_library

KEEPING = RetentionPeriods(deliveries=30 * DAY, buttons=400 * DAY)
LATER = NOW + 31 * DAY


@pytest.fixture(params=[memory, empty_library], ids=["SQLite", "PostgreSQL"])
def store(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    engine: Engine = request.param
    with engine() as url, closing(open_store(url)) as store:
        yield store


def thin(store: SqlStore, now: timedelta, stride: int = 3) -> Counter[str]:
    """What is forgotten so long after NOW, by its kind."""
    forgotten: Counter[str] = Counter()
    for step in SqlRetention(store._database, stride).prune(KEEPING, now=NOW + now):
        assert step.rows <= stride
        forgotten[step.kind] += step.rows
    return forgotten


def count(store: SqlStore, table: object) -> int:
    with store._database.read() as connection:
        found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]
        return found


def post(store: SqlStore, number: int, outcome: Outcome | None = None) -> int:
    """A delivery of a message of its own that came to that, or has not begun; its id."""
    place = Address("slack", "T1", f"C{number}")
    store.outbox.enqueue([edition(place, f"n{number}", until=NOW + 90 * DAY)], now=NOW)
    if outcome is not None:
        (row,) = (one for one in sending(store) if one.place == place)
        assert end(store, row, outcome)
    return store.outbox.rows(limit=1)[0].id


def test_what_ended_long_ago_is_forgotten_with_its_message(store: SqlStore) -> None:
    ids = [post(store, n, Sent("m")) for n in range(7)]
    failed, doubtful = post(store, 7, Rejected("No.")), post(store, 8, Unknown("Broke."))
    waiting = post(store, 9)
    key = store.outbox.get(ids[0]).message
    assert thin(store, 29 * DAY) == {}
    assert thin(store, 31 * DAY) == {"deliveries": 8, "messages": 8}
    assert {row.id for row in store.outbox.rows(limit=99)} == {doubtful, waiting}
    assert failed not in {doubtful, waiting}
    with pytest.raises(Unproved):
        store.outbox.message(key)
    assert thin(store, 31 * DAY) == {}


def test_a_message_stays_as_long_as_any_delivery_has_it(store: SqlStore) -> None:
    store.outbox.enqueue([edition(PLACE, "same")], now=NOW)
    (row,) = sending(store)
    end(store, row, Sent("m"))
    store.outbox.enqueue([edition(Address("slack", "T1", "C9"), "same")], now=NOW + 20 * DAY)
    assert thin(store, 31 * DAY) == {"deliveries": 1}
    assert store.outbox.message(row.message).key == row.message


def test_a_button_is_forgotten_once_nothing_has_been_sent_with_it_for_long(
    store: SqlStore,
) -> None:
    press = Press("brief", ("1",))
    for n in range(5):
        store.chat_state.issue([Press("read", (str(n),))], PLACE, now=NOW)
    for day in range(0, 401, 40):
        (token,) = store.chat_state.issue([press], PLACE, now=NOW + day * DAY)
    assert thin(store, 431 * DAY) == {"tokens": 5}
    assert store.chat_state.redeem(token, PLACE) == press
    assert thin(store, 831 * DAY) == {"tokens": 1}
    assert store.chat_state.redeem(token, PLACE) is None
    # Sent anew it works again, though its token is the same.
    assert store.chat_state.issue([press], PLACE, now=NOW + 831 * DAY) == (token,)
    assert store.chat_state.redeem(token, PLACE) == press
    assert count(store, tokens) == 1


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6).map(sorted))
def test_a_button_always_works_as_long_as_is_promised(sent: list[int]) -> None:
    press = Press("brief", ("1",))
    with closing(open_store("sqlite://")) as store:
        for day in sent:
            (token,) = store.chat_state.issue([press], PLACE, now=NOW + day * DAY)
            assert thin(store, day * DAY) == {}
        thin(store, sent[-1] * DAY + KEEPING.buttons)
        assert store.chat_state.redeem(token, PLACE) == press


def test_slots_of_rates_that_have_passed_are_forgotten(store: SqlStore) -> None:
    wishes: list[list[Rate]] = [[(f"place {n}", timedelta(seconds=1))] for n in range(5)]
    store.rate_limiter.reserve(wishes, now=NOW, until=NOW + DAY)
    store.rate_limiter.pause("place 4", NOW + 3 * DAY, now=NOW)
    assert thin(store, timedelta(hours=1)) == {}
    assert thin(store, 2 * DAY) == {"rate_slots": 4}
    assert thin(store, 5 * DAY) == {"rate_slots": 1}
    assert count(store, rate_slots) == 0


def test_what_was_quoted_where_is_kept_while_a_message_can_be_corrected(store: SqlStore) -> None:
    for day in range(4):
        quotes = [Quotation(piece=1, revision=1, sha256="ab", at=Span(0, 9), text="It rained.")]
        now = NOW + day * DAY
        store.chat_state.note_shown(PLACE, f"m{day}", None, now=now, quotes=quotes)
    kept = KEEPING.quotations
    assert thin(store, kept) == {}
    assert thin(store, kept + 2 * DAY, stride=1) == {"quoted": 2}
    assert [entry.message for entry in store.ledger.quoting(1, limit=9)] == ["m3", "m2"]


outcomes = st.sampled_from([None, Sent("m"), Rejected("No."), Unknown("Broke.")])


@settings(max_examples=scaled(25))
@given(
    ended=st.lists(outcomes, max_size=12),
    days=st.integers(0, 60),
    stride=st.integers(1, 5),
    broken_off=st.integers(0, 3),
)
def test_only_what_is_done_with_and_old_is_ever_forgotten(
    ended: list[Outcome | None], days: int, stride: int, broken_off: int
) -> None:
    with file() as url, closing(open_store(url)) as store:
        for n, outcome in enumerate(ended):
            post(store, n, outcome)
        before = {row.id: row for row in store.outbox.rows(limit=99)}
        steps = SqlRetention(store._database, stride).prune(KEEPING, now=NOW + days * DAY)
        for _ in range(broken_off):
            next(steps, None)
        thin(store, days * DAY, stride)
        after = {row.id: row for row in store.outbox.rows(limit=99)}
        needed: set[Status] = {*OPEN, "uncertain"}
        old = days > 30
        assert after == {i: r for i, r in before.items() if not old or r.status in needed}
        assert count(store, messages) == len(after)


def test_the_operator_sees_what_there_is(store: SqlStore) -> None:
    post(store, 1, Sent("m"))
    store.chat_state.issue([Press("brief")], PLACE, now=NOW)
    told = dict(store.describe())
    assert told["deliveries"] == f"1, since {NOW:%Y-%m-%d}"
    assert (told["messages"], told["tokens"], told["rate slots"]) == ("1", "1", "0")
    assert (told["last served"], told["posting"]) == ("not yet", "goes on")
    store.posting_hold.hold("It is a copy.", known=None)
    assert dict(store.describe())["posting"].startswith("WARNING: nothing is posted.")
