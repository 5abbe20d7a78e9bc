"""Whatever happens, the SQL outbox does as the one in dictionaries, and keeps its promises."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import scaled
from tests.contracts import engines
from tests.contracts.delivering import Delivering


class OnAFile(Delivering):
    engine = staticmethod(engines.file)


class OnPostgres(Delivering):
    engine = staticmethod(engines.postgres)


@pytest.mark.parametrize(("machine", "lives"), [(OnAFile, 40), (OnPostgres, 12)])
def test_no_edition_is_lost_or_doubled_whatever_happens(
    machine: type[Delivering], lives: int
) -> None:
    run_state_machine_as_test(
        machine, settings=settings(max_examples=scaled(lives), stateful_step_count=40)
    )


@pytest.mark.soak
@pytest.mark.parametrize("machine", [OnAFile, OnPostgres])
def test_no_edition_is_lost_or_doubled_in_a_thousand_lives(machine: type[Delivering]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=1_000,
            stateful_step_count=50,
            derandomize=False,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
