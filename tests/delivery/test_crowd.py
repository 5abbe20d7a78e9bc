"""Many editions that are due at the same time."""

from contextlib import closing
from datetime import timedelta

from briefs.digests.outbox import Edition, Message, Part
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW
from tests.contracts.engines import Engine
from tests.delivery.engines import on_both
from tests.delivery.rig import place


@on_both
def test_thousands_of_editions_come_in_at_once(engine: Engine) -> None:
    part = Part(message=Message(payload="{}"))
    crowd = [  # more than an engine takes as parameters of one statement
        Edition(to=place(n), name="today", due=NOW, until=NOW + timedelta(days=1), parts=(part,))
        for n in range(6_000)
    ]
    with engine() as url, closing(open_store(url)) as store:
        assert store.outbox.enqueue(crowd[-1:], now=NOW) == 1
        assert store.outbox.enqueue(crowd, now=NOW) == len(crowd) - 1
