"""Workers are killed again and again while a bad platform does its worst."""

from pathlib import Path
from random import Random
from time import sleep

import pytest

from briefs.outbox import Policy
from tests.delivery.oracle import worst
from tests.delivery.platform import BAD
from tests.delivery.rig import MILLISECOND, Engine, Rig, rig
from tests.delivery.worker import Job

SHORT = Policy(
    lease=400 * MILLISECOND,
    back_off=10 * MILLISECOND,
    look_after=400 * MILLISECOND,
)
CALLS = 16
RATE = 250
"""Messages a second."""


def kill(rigged: Rig, *, kills: int, workers: int, can_look: bool, seed: int = 7) -> None:
    """Kill one of the workers after a while, start another in its place; in the end one is left."""
    chance = Random(seed)
    names = iter(range(10**9))

    def job(*, goes_on: bool) -> Job:
        return rigged.job(
            name=f"w{next(names)}",
            can_look=can_look,
            policy=SHORT,
            account_rate=1000 * MILLISECOND / RATE,
            goes_on=goes_on,
            calls=CALLS,
        )

    at_work = [rigged.start(job(goes_on=True)) for _ in range(workers)]
    for left in range(kills - 1, -1, -1):
        sleep(chance.uniform(0.1, 0.4))
        victim = at_work.pop(0)
        victim.kill()
        victim.join()
        if left >= workers:
            at_work.append(rigged.start(job(goes_on=True)))
    assert rigged.run(job(goes_on=False)) == 0


@pytest.mark.parametrize(
    ("places", "kills", "workers", "can_look"),
    [
        (200, 10, 1, False),
        (200, 10, 2, True),
        pytest.param(6000, 130, 1, False, marks=pytest.mark.soak),
        pytest.param(6000, 130, 2, False, marks=pytest.mark.soak),
        pytest.param(6000, 130, 1, True, marks=pytest.mark.soak),
        pytest.param(6000, 130, 2, True, marks=pytest.mark.soak),
    ],
)
def test_killing_workers_doubles_nothing_and_loses_nothing(
    *, places: int, kills: int, workers: int, can_look: bool, tmp_path: Path, engine: Engine
) -> None:
    with rig(tmp_path, BAD, engine) as rigged:
        assert rigged.fill(places) == places
        kill(rigged, kills=kills, workers=workers, can_look=can_look)
        assert rigged.faults(unsure=0 if can_look else kills * CALLS) == []
        assert worst(rigged.calls()) <= 1.25 * RATE
