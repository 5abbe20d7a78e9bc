"""A worker that cannot reach the library for longer than its lease, and then can: it is fenced."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from briefs.outbox import Policy
from tests.delivery.link import Linking, cable, gate
from tests.delivery.platform import Temper
from tests.delivery.rig import MILLISECOND, Rig, ended, rig, until
from tests.postgres import new_library

LEASE = 500 * MILLISECOND
POLICY = Policy(lease=LEASE, back_off=10 * MILLISECOND, look_after=LEASE)
CALLS = 16
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
    with rig(tmp_path, Temper(most=0.02), new_library) as rigged, linking(rigged.url) as link:
        for number in range(cuts):
            rigged.fill(EACH, name=f"{number}")
            before = len(rigged.entries())
            job = rigged.job(
                can_look=can_look, policy=POLICY, calls=CALLS, account_rate=4 * MILLISECOND
            )
            away = replace(job, url=link.url, name=f"a{number}", goes_on=True)
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
        assert rigged.faults(unsure=0 if can_look else cuts * CALLS) == []
