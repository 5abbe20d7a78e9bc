"""Workers, connections and the server itself are killed, in any order, while work goes on."""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import sleep
from typing import Final, Literal, TypeAlias, assert_never

import pytest

from briefs.digests.outbox import Policy
from tests.delivery.crew import Crew
from tests.delivery.failing_server import FailingServer, failing_server
from tests.delivery.oracle import worst
from tests.delivery.platform import BAD
from tests.delivery.rig import MILLISECOND, Rig, rig

Blow: TypeAlias = Literal["worker", "connection", "server"]

WORKERS, CALLS = 4, 16
"""A worker has no more in hand than it has calls: what all have is sent within a lease."""

POLICY: Final = Policy(
    lease=1000 * MILLISECOND, back_off=10 * MILLISECOND, look_after=1000 * MILLISECOND
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """How many of each are killed, and how fast messages may be sent meanwhile (a second)."""

    workers: int
    connections: int
    crashes: int
    places: int
    rate: int
    seed: int = 7

    def blows(self) -> list[Blow]:
        counts: dict[Blow, int] = {
            "worker": self.workers,
            "connection": self.connections,
            "server": self.crashes,
        }
        all_of_them = [blow for blow, count in counts.items() for _ in range(count)]
        Random(self.seed).shuffle(all_of_them)
        return all_of_them

    def unsure(self) -> int:
        """How many deliveries may stay uncertain where a platform cannot be searched."""
        return CALLS * (self.workers + WORKERS + self.connections + WORKERS * self.crashes)


SHOWER = Storm(workers=4, connections=4, crashes=2, places=200, rate=100)
HURRICANE = Storm(workers=250, connections=100, crashes=25, places=10_000, rate=100)


def rage(storm: Storm, rigged: Rig, server: FailingServer, *, can_look: bool) -> None:
    chance = Random(storm.seed)
    job = rigged.job(
        can_look=can_look,
        policy=POLICY,
        account_rate=1000 * MILLISECOND / storm.rate,
        calls=CALLS,
        in_hand=CALLS,
    )
    crew = Crew(rigged, job, WORKERS)
    for blow in storm.blows():
        crew.muster()
        sleep(chance.uniform(0.2, 0.6))
        match blow:
            case "worker":
                crew.kill_one(chance)
            case "connection":
                while not server.end_one(chance):
                    crew.muster()
                    sleep(0.05)
            case "server":
                server.crash()
            case never:
                assert_never(never)
    assert crew.finish() == 0


@pytest.mark.parametrize(
    ("storm", "can_look"),
    [
        pytest.param(SHOWER, True, id="shower"),
        pytest.param(HURRICANE, True, id="hurricane", marks=pytest.mark.soak),
        pytest.param(HURRICANE, False, id="darkness", marks=pytest.mark.soak),
    ],
)
def test_losing_workers_connections_and_the_server_doubles_nothing_and_loses_nothing(
    storm: Storm, can_look: bool, tmp_path: Path
) -> None:
    with failing_server() as server, rig(tmp_path, BAD, server.library) as rigged:
        assert rigged.fill(storm.places) == storm.places
        rage(storm, rigged, server, can_look=can_look)
        unsure = 0 if can_look else storm.unsure()
        assert rigged.faults(unsure=unsure, patience=POLICY.look_after) == []
        # A crash of the server may forget which slots had just been taken.
        assert worst(rigged.calls()) <= 2 * 1.25 * storm.rate
