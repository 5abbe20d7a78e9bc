"""What the delivery worker does with messages that are due, whatever the platform answers."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from briefs.digests.outbox import Delivery, Message, Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address, Revision, Shown
from briefs.storage.sql.catalogue import SqlCatalogue
from tests.contracts.memory_store import MemoryStore
from tests.delivery.rig import MILLISECOND
from tests.delivery.stage import (
    HABITS,
    FakePoster,
    answering,
    channel,
    clock,
    courier,
    deliver,
    patient,
    put,
    rows,
    statuses,
    stock,
    until,
)

OTHER = "slack:T2"
ENDED = {"sent", "failed", "uncertain"}


class TamperedCatalogue(SqlCatalogue):
    """A library whose texts were changed behind its back."""

    def revision(self, piece: int, number: int | None = None) -> Revision:
        kept = super().revision(piece, number)
        return replace(kept, body=kept.body.replace("river", "price"))


class Tampered(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.catalogue = TamperedCatalogue(self.database, self._intake)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


async def test_parts_are_posted_in_order_and_remembered_for_replies(store: MemoryStore) -> None:
    make, poster = stock(store), FakePoster()
    put(store, make("1"), make("2"), make("3"))
    await deliver(store, poster, till=lambda: statuses(store) == ["sent"] * 3)
    assert [payload for _, payload in poster.posted] == ["1", "2", "3"]
    assert [row.posted for row in rows(store)] == ["m1", "m2", "m3"]
    assert store.chat_state.shown(channel(), "m2") == Shown(1, 1)
    assert not poster.is_open


async def test_what_is_not_due_waits(store: MemoryStore) -> None:
    make, poster = stock(store), FakePoster()
    put(store, make("later"), due=clock() + timedelta(hours=1))
    put(store, make("now"), to=channel(2))
    await deliver(store, poster, till=lambda: "sent" in statuses(store))
    assert [payload for _, payload in poster.posted] == ["now"]


async def test_what_cannot_be_proved_is_not_sent() -> None:
    store = Tampered()
    card_makes, poster = stock(MemoryStore()), FakePoster()
    stock(store)
    put(store, card_makes("1"))
    await deliver(store, poster, till=lambda: statuses(store) == ["failed"])
    assert poster.posted == []
    assert rows(store)[0].error.startswith("What cannot be proved is not sent: ")


async def test_one_message_that_cannot_be_read_does_not_keep_others(store: MemoryStore) -> None:
    class Unreadable(SqlCatalogue):
        def revision(self, piece: int, number: int | None = None) -> Revision:
            raise ValueError("not a list of spans")

    odd, poster = MemoryStore(), FakePoster()
    odd.catalogue = Unreadable(odd.database, odd._intake)
    make = stock(store)
    put(odd, make("1"))
    put(odd, Message(payload="plain"), to=channel(2))
    await deliver(odd, poster, till=lambda: set(statuses(odd)) <= ENDED)
    assert statuses(odd) == ["failed", "sent"]


async def test_a_failed_call_is_made_again_after_what_was_asked(store: MemoryStore) -> None:
    make = stock(store)
    poster = FakePoster(does=answering(Retry("Wait.", 100 * MILLISECOND)))
    put(store, make("1"))
    await deliver(store, poster, till=lambda: statuses(store) == ["sent"])
    assert poster.times[1] - poster.times[0] >= 100 * MILLISECOND
    assert rows(store)[0].attempts == 2


async def test_an_account_that_must_wait_posts_nothing_and_others_do(store: MemoryStore) -> None:
    make = stock(store)
    waiting = FakePoster(does=answering(Retry("Wait.", timedelta(hours=1), all_wait=True)))
    other = FakePoster(OTHER)
    put(store, make("1"))
    await deliver(store, waiting, other, till=lambda: bool(rows(store)[0].error))
    for number in range(2, 5):
        put(store, make("more"), to=channel(number))
        put(store, make("more"), to=channel(number, OTHER))
    await deliver(store, waiting, other, till=lambda: statuses(store).count("sent") == 3)
    assert (len(waiting.posted), len(other.posted)) == (1, 3)


async def test_a_slot_that_was_taken_before_the_account_had_to_wait_is_not_used(
    store: MemoryStore,
) -> None:
    make = stock(store)
    poster = FakePoster(
        does=answering(Retry("Wait.", timedelta(hours=1), all_wait=True)),
        account_rate=("slack:T1", 300 * MILLISECOND),
    )
    for number in range(4):
        put(store, make("1"), to=channel(number))
    all_slots = clock() + 5 * 300 * MILLISECOND
    await deliver(store, poster, till=lambda: clock() > all_slots)
    assert len(poster.posted) == 1
    assert set(statuses(store)) == {"pending"}


async def test_a_place_that_must_wait_keeps_no_other(store: MemoryStore) -> None:
    make = stock(store)
    poster = FakePoster(does=answering(Retry("Wait.", timedelta(hours=1))), place=MILLISECOND)
    put(store, make("1"))
    await deliver(store, poster, till=lambda: bool(rows(store)[0].error))
    put(store, make("2"), to=channel(2))
    thread = Address("slack", "T1", "C1", "1.2")
    put(store, make("3"), to=thread)
    await deliver(store, poster, till=lambda: statuses(store)[1] == "sent")
    assert thread not in [to for to, _ in poster.posted]


async def test_a_refusal_ends_it(store: MemoryStore) -> None:
    make, poster = stock(store), FakePoster(does=answering(Rejected("No.", blame="message")))
    put(store, make("1"), make("2"))
    await deliver(store, poster, till=lambda: set(statuses(store)) == {"failed"})
    assert len(poster.posted) == 1


async def test_a_poster_that_breaks_leaves_a_doubt_and_goes_on(store: MemoryStore) -> None:
    async def broken(to: Address) -> Outcome:
        if to == channel(1):
            raise RuntimeError("a bug")
        return Sent("m")

    make = stock(store)
    put(store, make("1"))
    put(store, make("2"), to=channel(2))
    await deliver(store, FakePoster(does=broken), till=lambda: set(statuses(store)) <= ENDED)
    assert statuses(store) == ["uncertain", "sent"]


async def test_a_call_without_end_is_a_doubt_after_half_the_lease(store: MemoryStore) -> None:
    async def forever(_to: Address) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError

    make, poster = stock(store), FakePoster(does=forever)
    put(store, make("1"))
    settings = patient(lease=100 * MILLISECOND)
    await deliver(store, poster, till=lambda: statuses(store) == ["uncertain"], settings=settings)
    assert len(poster.posted) == 1


async def test_a_slow_account_does_not_hold_up_another(store: MemoryStore) -> None:
    freed = asyncio.Event()

    async def slow(_to: Address) -> Outcome:
        await freed.wait()
        return Sent("m")

    make = stock(store)
    hanging, quick = FakePoster(does=slow), FakePoster(OTHER)
    for number in range(9):
        put(store, make("1"), to=channel(number))
        put(store, make("1"), to=channel(number, OTHER))
    settings = replace(HABITS, in_hand=4, batch=4, calls=2)
    await deliver(store, hanging, quick, till=lambda: len(quick.posted) == 9, settings=settings)
    freed.set()
    assert len(hanging.posted) == 2


@pytest.mark.parametrize(
    ("sees", "status", "calls"),
    [
        (Sent("m9"), "sent", 1),
        (Retry("Not there.", timedelta()), "sent", 2),
        (None, "uncertain", 1),
    ],
)
async def test_a_doubt_is_looked_into_where_that_can_be_done(
    store: MemoryStore, sees: Sent | Retry | None, status: str, calls: int
) -> None:
    make = stock(store)
    poster = FakePoster(does=answering(Unknown("Lost.")), can_look=True, sees=sees)
    put(store, make("1"))
    await deliver(
        store,
        poster,
        till=lambda: (
            len(poster.looked) > 0
            and rows(store)[0].look_at is None
            and rows(store)[0].status in ENDED
        ),
    )
    assert (statuses(store), len(poster.posted), len(poster.looked)) == ([status], calls, 1)


async def test_a_look_that_tells_nothing_yet_is_repeated(store: MemoryStore) -> None:
    make = stock(store)
    poster = FakePoster(does=answering(Unknown("Lost.")), can_look=True, sees=Unknown("Busy."))
    put(store, make("1"))
    await deliver(store, poster, till=lambda: len(poster.looked) == 3)
    assert statuses(store) == ["uncertain"]


async def test_told_to_stop_it_finishes_what_is_in_flight_and_gives_back_the_rest(
    store: MemoryStore,
) -> None:
    answered = asyncio.Event()

    async def slow(_to: Address) -> Outcome:
        await answered.wait()
        return Sent("m")

    make = stock(store)
    poster = FakePoster(does=slow, account_rate=("slack:T1", 400 * MILLISECOND))
    for number in range(4):
        put(store, make("1"), to=channel(number))
    stop, now = asyncio.Event(), clock()
    with courier(store, poster, clock=lambda: now) as at_work:  # no later slot comes
        running = asyncio.create_task(at_work.run(stop))
        await until(lambda: len(poster.posted) == 1)
        stop.set()
        await until(lambda: statuses(store).count("pending") == 3)
        assert not running.done()
        answered.set()
        await running
    assert sorted(statuses(store)) == ["pending", "pending", "pending", "sent"]


async def test_what_does_not_finish_is_left_to_its_lease(store: MemoryStore) -> None:
    async def forever(_to: Address) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError

    make, poster = stock(store), FakePoster(does=forever)
    put(store, make("1"))
    settings = replace(patient(lease=timedelta(minutes=9)), finish=10 * MILLISECOND)
    await deliver(store, poster, till=lambda: bool(poster.posted), settings=settings)
    assert statuses(store) == ["sending"]


async def test_a_nudge_is_felt_at_once(store: MemoryStore) -> None:
    make, poster, stop = stock(store), FakePoster(), asyncio.Event()
    with courier(store, poster, settings=replace(HABITS, poll=timedelta(hours=1))) as at_work:
        running = asyncio.create_task(at_work.run(stop))
        await asyncio.sleep(0.05)
        put(store, make("1"))
        at_work.nudge()
        await until(lambda: statuses(store) == ["sent"])
        stop.set()
        await running


async def test_a_worker_that_was_held_up_does_not_call(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    intend = store.outbox.intend

    def late(
        worker: str, deliveries: Sequence[Delivery], *, now: datetime, lease: timedelta
    ) -> tuple[Delivery, ...]:
        return intend(worker, deliveries, now=now - 3 * lease / 4, lease=lease)

    make, poster = stock(store), FakePoster()
    put(store, make("1"))
    monkeypatch.setattr(store.outbox, "intend", late)  # its commit took most of the lease
    await deliver(store, poster, till=lambda: "held up" in rows(store)[0].error)
    assert poster.posted == []
