"""A month of corrections: each message that needs one gets it, once, and no other is touched."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from briefs.storage.sql.store import open_store
from tests.bot.month import SMALL, WHOLE, Size, lived
from tests.bot.month_judged import Outcome
from tests.conftest import sampled
from tests.contracts.engines import postgres
from tests.leaping import LeapingLoop


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Faults are many, and each is logged: nobody reads it here."""
    with capture_logs():
        yield


def month(url: str, size: Size, seed: int) -> Outcome:
    store = open_store(url)
    try:
        with asyncio.Runner(loop_factory=LeapingLoop) as runner:
            return runner.run(lived(store, size, seed))
    finally:
        store.close()


def holds(found: Outcome) -> None:
    assert found.affected > found.listed
    assert found.replies
    assert (found.missed, found.twice, found.touched) == ([], [], [])


@pytest.mark.parametrize("seed", sampled([1, 2]))
def test_a_small_month_leaves_no_message_wrong_and_touches_no_other(seed: int) -> None:
    holds(month("sqlite://", SMALL, seed))


@pytest.mark.soak
@pytest.mark.parametrize("seed", [3, 4])
def test_it_is_the_same_on_postgres(seed: int) -> None:
    with postgres() as url:
        holds(month(url, SMALL, seed))


@pytest.mark.soak
def test_a_whole_month_leaves_no_message_wrong_and_touches_no_other(tmp_path: Path) -> None:
    holds(month(f"sqlite:///{tmp_path}/month.db", WHOLE, 7))
