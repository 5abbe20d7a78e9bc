"""Workers are killed again and again while the platform fails in every way."""

from pathlib import Path
from random import Random
from time import sleep

import pytest

from briefs.digests.outbox import Policy
from tests.contracts.engines import Engine, file
from tests.delivery.crew import Crew
from tests.delivery.oracle import worst
from tests.delivery.platform import BAD
from tests.delivery.rig import MILLISECOND, Rig, rig
from tests.postgres import new_library

SHORT = Policy(
    lease=600 * MILLISECOND,
    back_off=10 * MILLISECOND,
    look_after=600 * MILLISECOND,
)
"""A worker, or the platform, may stand still for longer: what is on its way then comes in late."""
CALLS = 16
"""As many as are in hand: what all have is sent within a lease, on a slow machine too."""
RATE = 250
"""Messages a second."""


def kill(rigged: Rig, *, kills: int, workers: int, can_look: bool, seed: int = 7) -> None:
    """Kill one of the workers after a while, again and again; in the end one does the rest."""
    chance = Random(seed)
    job = rigged.job(
        can_look=can_look,
        policy=SHORT,
        account_rate=1000 * MILLISECOND / RATE,
        calls=CALLS,
        in_hand=CALLS,
    )
    crew = Crew(rigged, job, workers)
    for _ in range(kills - workers):
        crew.muster()
        sleep(chance.uniform(0.1, 0.4))
        crew.kill_one(chance)
    crew.muster()
    sleep(chance.uniform(0.1, 0.4))
    assert crew.finish() == 0


@pytest.mark.parametrize(
    ("places", "kills", "workers", "can_look", "engine"),
    [
        pytest.param(150, 7, 1, False, file, id="sqlite"),
        pytest.param(150, 7, 2, True, file, id="sqlite, searchable"),
        pytest.param(150, 7, 2, True, new_library, id="postgres, searchable"),
        pytest.param(6000, 130, 1, False, file, marks=pytest.mark.soak),
        pytest.param(6000, 130, 2, False, file, marks=pytest.mark.soak),
        pytest.param(6000, 130, 1, True, file, marks=pytest.mark.soak),
        pytest.param(6000, 130, 2, True, file, marks=pytest.mark.soak),
    ],
)
def test_killing_workers_doubles_nothing_and_loses_nothing(
    *, places: int, kills: int, workers: int, can_look: bool, tmp_path: Path, engine: Engine
) -> None:
    with rig(tmp_path, BAD, engine) as rigged:
        assert rigged.fill(places) == places
        kill(rigged, kills=kills, workers=workers, can_look=can_look)
        unsure = 0 if can_look else kills * CALLS
        assert rigged.faults(unsure=unsure, patience=SHORT.look_after) == []
        assert worst(rigged.calls()) <= 1.25 * RATE
