"""A worker that is suspended for longer than its lease, and then continues, sends nothing."""

import os
import signal
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from briefs.digests.outbox import Policy
from tests.contracts.engines import Engine
from tests.delivery.engines import on_both
from tests.delivery.platform import Temper
from tests.delivery.rig import MILLISECOND, Rig, ended, rig, until

LEASE = timedelta(minutes=4)
POLICY = Policy(lease=LEASE, back_off=10 * MILLISECOND, look_after=500 * MILLISECOND)
CALLS = 16
EACH = 60
"""Deliveries there are to be made while a worker stands still."""


def more_than(rigged: Rig, calls: int) -> bool:
    return len(rigged.entries()) > calls


@on_both
@pytest.mark.parametrize("can_look", [False, True])
@pytest.mark.parametrize("pauses", [1, pytest.param(50, marks=pytest.mark.soak)])
def test_a_worker_that_slept_doubles_nothing(
    pauses: int, can_look: bool, tmp_path: Path, engine: Engine
) -> None:
    with rig(tmp_path, Temper(most=0.02), engine) as rigged:
        for number in range(pauses):
            rigged.fill(EACH, name=f"{number}")
            before = len(rigged.entries())
            told = {"can_look": can_look, "policy": POLICY, "calls": CALLS, "in_hand": CALLS}
            # All clocks leap over a lease as one worker sleeps: the others have all the time.
            leap: dict[str, Any] = {
                "ahead": number * LEASE,
                "leaps": LEASE,
                "sign": tmp_path / f"{number}",
            }
            rate = 4 * MILLISECOND
            sleeper = rigged.start(
                rigged.job(name=f"s{number}", goes_on=True, account_rate=rate, **told, **leap)
            )
            until(partial(more_than, rigged, before + 4))
            assert sleeper.pid is not None
            os.kill(sleeper.pid, signal.SIGSTOP)
            leap["sign"].touch()
            job = rigged.job(name=f"t{number}", account_rate=rate, **told, **leap)
            successor = rigged.start(job)
            # It may sleep within a transaction: then the other one waits for it.
            sleep(1)
            os.kill(sleeper.pid, signal.SIGCONT)
            assert ended(successor) == 0
            sleeper.terminate()
            assert ended(sleeper) == 0
            # What it had said it would send, and did not, it has given back meanwhile.
            assert rigged.run(rigged.job(name=f"u{number}", **told, **leap)) == 0
        unsure = 0 if can_look else pauses * CALLS
        assert rigged.faults(unsure=unsure, patience=POLICY.look_after) == []
