"""What a process does that claims, intends and settles all it can, and says what it would send."""

from contextlib import closing

from briefs.digests.outbox import Sent, apply_outcome
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW
from tests.contracts.posting import ACCOUNTS, LEASE, POLICY


def send_all(url: str, name: str) -> None:
    with closing(open_store(url)) as store:
        outbox = store.outbox
        while claimed := outbox.claim(name, ACCOUNTS, now=NOW, lease=LEASE, limit=7):
            ours = outbox.intend(name, claimed, now=NOW, lease=LEASE)
            for one in ours:
                print(one.key, flush=True)  # noqa: T201 - the parent reads it
            ends = [apply_outcome(one, Sent(name), NOW, POLICY, can_look=False) for one in ours]
            outbox.settle(name, ends, now=NOW)
