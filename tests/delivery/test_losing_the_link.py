"""A worker that cannot reach the library for longer than its lease, and then can: it is fenced."""

from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import text

from briefs.digests.outbox import Policy
from briefs.storage.sql.store import open_store
from tests.delivery.link import Linking, cable, gate
from tests.delivery.platform import Temper
from tests.delivery.rig import MILLISECOND, Rig, ended, rig, until
from tests.postgres import new_library

LEASE = 500 * MILLISECOND
POLICY = Policy(lease=LEASE, back_off=10 * MILLISECOND, look_after=LEASE)
CALLS = 16
"""As many as are in hand: what all have is sent within a lease, on a slow machine too."""
EACH = 120
"""Deliveries there are to be made while the link is cut."""


def more_than(rigged: Rig, calls: int) -> bool:
    return len(rigged.entries()) > calls


@pytest.mark.parametrize("can_look", [False, True])
@pytest.mark.parametrize(
    ("linking", "cuts", "seconds"),
    [
        pytest.param(gate, 1, 1.5, id="a gate"),
        pytest.param(gate, 20, 1.5, id="a gate, often", marks=pytest.mark.soak),
        pytest.param(cable, 10, 1.5, id="a cable", marks=pytest.mark.soak),
        # Longer than a connection is believed in that nothing comes through.
        pytest.param(cable, 1, 40, id="a cable, for long", marks=pytest.mark.soak),
    ],
)
def test_a_worker_that_was_cut_off_doubles_nothing(
    linking: Linking, cuts: int, seconds: float, can_look: bool, tmp_path: Path
) -> None:
    with linking() as link, rig(tmp_path, Temper(most=0.02), link.library) as rigged:
        for number in range(cuts):
            rigged.fill(EACH, name=f"{number}")
            before = len(rigged.entries())
            job = rigged.job(
                can_look=can_look,
                policy=POLICY,
                calls=CALLS,
                in_hand=CALLS,
                account_rate=4 * MILLISECOND,
            )
            away = replace(job, url=link.far, name=f"a{number}", goes_on=True)
            far = rigged.start(away)
            until(partial(more_than, rigged, before + 4))
            link.cut()
            near = rigged.start(replace(job, name=f"n{number}"))
            sleep(seconds)
            assert ended(near) == 0
            link.heal()
            far.terminate()
            assert ended(far) == 0
            # What it had said it would send, and did not, it has given back meanwhile.
            assert rigged.run(replace(job, name=f"l{number}")) == 0
        unsure = 0 if can_look else cuts * CALLS
        assert rigged.faults(unsure=unsure, patience=POLICY.look_after) == []


def test_a_worker_that_was_cut_off_rests_and_then_goes_on_by_itself(tmp_path: Path) -> None:
    with gate() as link, rig(tmp_path, Temper(most=0.02), link.library) as rigged:
        rigged.fill(2 * EACH)
        job = rigged.job(
            can_look=True, policy=POLICY, calls=CALLS, in_hand=CALLS, account_rate=4 * MILLISECOND
        )
        far = rigged.start(replace(job, url=link.far, goes_on=True))
        until(partial(more_than, rigged, 4))
        link.cut()
        sleep(2 * LEASE.total_seconds())
        posted = rigged.entries()
        sleep(LEASE.total_seconds())
        assert rigged.entries() == posted
        assert len(posted) < 2 * EACH
        link.heal()
        until(lambda: rigged.statuses() == ["sent"] * 2 * EACH)
        far.terminate()
        assert ended(far) == 0
        assert rigged.faults(patience=POLICY.look_after) == []


def test_a_transaction_of_which_half_has_come_is_not_waited_for_for_ever() -> None:
    until_when = text("SELECT current_setting('transaction_timeout', true)")
    with new_library() as url, closing(open_store(url)) as store:
        with store._database.write() as connection:
            # None before PostgreSQL 17, which cannot be told.
            assert connection.scalar(until_when) in {"1min", None}
        with store._database.snapshot() as connection:
            assert connection.scalar(until_when) in {"0", None}
