"""The operator gets one message about each kind of trouble, which says what to do."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bot.operations import alerts
from bot.operations.alerts import Operator, OperatorAlerts
from briefs.digests.outbox import Rejected, Retry, Unknown
from briefs.errors import StoreUnavailable
from briefs.model import Address
from briefs.storage import Store
from briefs.storage.sql.store import open_store
from tests.bot.conftest import Logged
from tests.bot.publishing import CountingFreezer
from tests.briefs.builders import NOW
from tests.contracts.memory_store import MemoryStore
from tests.contracts.posting import (
    CHAT,
    ELSEWHERE,
    MINUTE,
    PLACE,
    POLICY,
    edition,
    end,
    order,
    run,
    send,
    sending,
)
from tests.handlers.newsroom import text

OPERATOR = Address("telegram", "777", "5")
INVITE = "I'm not in this channel yet. Type /invite there."


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    opened: Store = MemoryStore() if request.param == "memory" else open_store("sqlite://")
    yield opened
    opened.close()


def tell(store: Store, *, now: datetime = NOW, operator: bool = True) -> list[str]:
    """What the operator is told then: each new message."""
    before = {row.id for row in store.outbox.rows(place=OPERATOR, limit=99)}
    freezer = CountingFreezer()
    with ThreadPoolExecutor(1) as workers:
        OperatorAlerts(
            store=store,
            workers=workers,
            operator=Operator(OPERATOR, freezer) if operator else None,
            clock=lambda: now,
        ).tell()
    new = [row for row in store.outbox.rows(place=OPERATOR, limit=99) if row.id not in before]
    assert len(new) == len(freezer.replies)
    return [text(reply) for reply in freezer.replies]


def refuse(store: Store, to: Address = PLACE, reason: str = INVITE) -> None:
    """An order of that place is refused its digest."""
    assert store.subscriptions.save(order(to), run(), now=NOW)
    store.outbox.enqueue([edition(to)], now=NOW)
    send(store, Rejected(reason, "place"))


def test_an_order_at_rest_is_told_with_its_reason_and_only_once(store: Store) -> None:
    refuse(store)
    (said,) = tell(store)
    assert f"{PLACE}\n{INVITE}" in said
    assert "sourcebrief digest resume" in said
    assert "Not sent" not in said
    assert tell(store, now=NOW + MINUTE) == []


def test_what_is_uncertain_is_told_with_what_to_do(store: Store) -> None:
    store.outbox.enqueue([edition(CHAT)], now=NOW)
    row = send(store, Unknown("The connection broke."))
    (said,) = tell(store)
    assert f"#{row.id}, {row.edition}, for {CHAT}. The connection broke." in said
    assert f"sourcebrief outbox drop {row.id}" in said
    assert f"sourcebrief outbox resend {row.id}" in said
    assert tell(store, now=NOW + MINUTE) == []


def test_what_can_be_looked_for_is_told_only_once_that_has_failed(store: Store) -> None:
    store.outbox.enqueue([edition()], now=NOW)
    (row,) = sending(store)
    assert end(store, row, Unknown("The connection broke."), can_look=True)
    assert tell(store) == []
    (doubt,) = store.outbox.uncertain([PLACE.account], now=NOW + POLICY.look_after, limit=9)
    assert store.outbox.resolve(doubt, None, now=NOW)
    assert "May or may not have arrived" in tell(store)[0]


def test_all_of_a_minute_is_one_message_and_an_edition_one_line(store: Store) -> None:
    refuse(store)
    store.outbox.enqueue([edition(ELSEWHERE, parts=3), edition(CHAT)], now=NOW)
    for row in sending(store):
        outcome = Rejected("It is too long.") if row.place == ELSEWHERE else Unknown("It broke.")
        assert end(store, row, outcome)
    (said,) = tell(store)
    for heading in ("Paused digests", "May or may not have arrived", "Not sent"):
        assert heading in said
    assert said.count(f"for {ELSEWHERE}") == 1


def test_many_places_with_one_reason_are_one_line(store: Store) -> None:
    for n in range(30):
        refuse(store, Address("slack", "T1", f"C{n}"), "Slack no longer takes my token.")
    (said,) = tell(store)
    assert said.count("Slack no longer takes my token.") == 1
    assert "and 20 more" in said


def test_many_failures_are_cut_short_and_the_way_to_all_is_named(store: Store) -> None:
    for n in range(30):
        store.outbox.enqueue([edition(Address("slack", "T1", f"C{n}"))], now=NOW)
        send(store, Rejected("It is too long."))
    (said,) = tell(store)
    assert said.count("It is too long.") == 10
    assert "All 30: sourcebrief outbox list --status failed" in said


def test_a_notice_that_fails_is_told_by_no_other(store: Store) -> None:
    refuse(store)
    tell(store)
    send(store, Rejected("The chat is gone.", "place"))
    assert tell(store, now=NOW + MINUTE) == []
    assert store.outbox.unreported(limit=9) == ()


def test_without_a_chat_the_log_alone_is_told(store: Store, logged: Logged) -> None:
    refuse(store)
    assert tell(store, operator=False) == []
    assert INVITE in str(logged)
    assert store.subscriptions.unreported(limit=9) == ()
    assert store.outbox.unreported(limit=9) == ()


def test_what_goes_well_or_is_tried_again_is_not_told(store: Store) -> None:
    store.outbox.enqueue([edition(), edition(CHAT)], now=NOW)
    send_first, again = sending(store)
    assert end(store, again, Retry("A pause.", MINUTE))
    assert tell(store) == []
    assert send_first.status == "sending"


async def test_it_looks_again_after_a_failure_until_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    memory, stop = MemoryStore(), asyncio.Event()
    loop = asyncio.get_running_loop()
    ends = iter([StoreUnavailable("It is locked."), ZeroDivisionError()])

    def unreported(*, limit: int) -> tuple[()]:
        error = next(ends, None)
        if error is not None:
            raise error
        loop.call_soon_threadsafe(stop.set)
        return ()

    monkeypatch.setattr(memory.subscriptions, "unreported", unreported)
    monkeypatch.setattr(alerts, "_EVERY", timedelta(milliseconds=1))
    with ThreadPoolExecutor(1) as workers:
        telling = OperatorAlerts(store=memory, workers=workers, operator=None, clock=lambda: NOW)
        await asyncio.wait_for(telling.run(stop), 60)
    assert "It is locked." in str(logged)
    assert "notices.failed" in str(logged)
