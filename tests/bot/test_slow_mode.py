"""One place that is asked to wait delays none of the others' digests."""

from datetime import timedelta

from briefs.digests.outbox import Outcome, Retry, Sent
from briefs.model import Address
from tests.contracts.memory_store import MemoryStore
from tests.delivery.stage import FakePoster, channel, deliver, put, rows, stock

SLOW = channel(0)
OTHERS = 5


async def test_one_group_in_slow_mode_holds_up_no_other() -> None:
    async def does(to: Address) -> Outcome:
        if to == SLOW:
            moment = timedelta(milliseconds=50)
            return Retry("It asks for a pause.", timedelta(hours=1), account_after=moment)
        return Sent("m")

    store = MemoryStore()
    make, poster = stock(store), FakePoster(does=does)
    put(store, make("news"), to=SLOW)
    for number in range(1, OTHERS + 1):
        put(store, make("news"), to=channel(number))

    def sent() -> int:
        return sum(row.status == "sent" for row in rows(store))

    await deliver(store, poster, till=lambda: sent() == OTHERS)
    (held,) = [row for row in rows(store) if row.status != "sent"]
    assert (held.place, held.status) == (SLOW, "pending")
    assert [to for to, _ in poster.posted].count(SLOW) == 1
