"""Each mistake that a delivery system is prone to is caught, and only that: the oracle can see."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import sleep
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import UniqueConstraint, insert, select
from sqlalchemy.exc import IntegrityError

from briefs.digests.digest import Subscription, due
from briefs.storage.schema_outbox import deliveries
from briefs.storage.sql.store import open_store
from tests.contracts.engines import Engine, file
from tests.delivery.engines import on_both, on_both_at_length
from tests.delivery.platform import Entry, Temper
from tests.delivery.rig import MILLISECOND, Rig, ended, place, rig, until
from tests.delivery.worker import QUICK
from tests.postgres import new_library

LATER = timedelta(seconds=90)
BRIEF = replace(QUICK, lease=500 * MILLISECOND)
"""What a worker that stands still comes too late for by itself."""

PATIENT = replace(QUICK, lease=timedelta(minutes=1))
"""What no worker of a slow machine comes too late for."""


def at_once(rigged: Rig, mutant: str, **told: Any) -> None:
    """One worker, from start to end."""
    assert rigged.run(rigged.job(mutant=mutant, **told)) == 0


def died(rigged: Rig, mutant: str, dies_at: str) -> None:
    """One worker dies, and another finishes."""
    rigged.run(rigged.job(mutant=mutant, dies_at=dies_at))
    at_once(rigged, mutant, name="w2", ahead=LATER)


def stalled(
    rigged: Rig, mutant: str, stalls_at: str, *, longer: timedelta = timedelta(), **told: Any
) -> None:
    """One worker stands still there with what it has until another has done it all, or `longer`:
    that one's clock is ahead, and on this one's nothing may be over yet.
    """
    sign = rigged.book.with_name("sign")
    slow = rigged.start(rigged.job(mutant=mutant, stalls_at=stalls_at, sign=sign, **told))
    reached = "claimed" if stalls_at == "before intend" else "sending"
    until(lambda: reached in rigged.statuses())
    at_once(rigged, "", name="w2", ahead=LATER, **told)
    sleep(longer.total_seconds())
    sign.touch()
    assert ended(slow) == 0


PLAIN = Temper()
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A mutant and what brings its mistake about; `breaks` is the invariant that it breaks."""

    mutant: str
    breaks: str
    work: Callable[[Rig, str], None]
    temper: Temper = PLAIN


TRIALS = (
    Trial(
        mutant="no fencing",
        breaks="I1",
        work=lambda rigged, mutant: stalled(rigged, mutant, "before intend", policy=PATIENT),
    ),
    Trial(
        mutant="no look at the clock when it leaves",
        breaks="I1",
        work=lambda rigged, mutant: stalled(
            rigged,
            mutant,
            "request leaving",
            longer=BRIEF.lease,
            can_look=True,
            policy=BRIEF,
        ),
    ),
    Trial(
        mutant="marked after the call",
        breaks="I1",
        work=lambda rigged, mutant: died(
            rigged, mutant, "before intend" if mutant else "after post"
        ),
    ),
    Trial(
        mutant="marked before the call",
        breaks="I3",
        work=lambda rigged, mutant: died(rigged, mutant, "before post"),
    ),
    Trial(
        mutant="a lease shorter than a call",
        breaks="I1",
        work=lambda rigged, mutant: at_once(rigged, mutant, can_look=True),
        temper=Temper(least=1.2, most=1.3),
    ),
    Trial(
        mutant="tried again without an answer",
        breaks="I1",
        work=at_once,
        temper=Temper(first=("lost",)),
    ),
    Trial(
        mutant="a client that tries again",
        breaks="I1",
        work=at_once,
        temper=Temper(first=("lost",)),
    ),
)


def on_an_engine(trial: Trial) -> list[pytest.ParameterSet]:
    """Those that hang on the library are tried on each, the others on PostgreSQL in a soak."""
    rarely = () if trial.mutant == "no fencing" else (pytest.mark.soak,)
    return [
        pytest.param(trial, file, id=f"{trial.mutant}, on sqlite"),
        pytest.param(trial, new_library, id=f"{trial.mutant}, on postgres", marks=rarely),
    ]


@pytest.mark.parametrize(
    ("trial", "engine"), [case for trial in TRIALS for case in on_an_engine(trial)]
)
def test_the_mistake_is_caught(trial: Trial, tmp_path: Path, engine: Engine) -> None:
    """A mistake shows where two things meet in time, which a busy machine may prevent: one of a few
    attempts has to catch it, and none may accuse the sound outbox.
    """
    for attempt in range(_ATTEMPTS):
        with (
            rig(tmp_path / f"sound {attempt}", trial.temper, engine) as sound,
            rig(tmp_path / f"mutant {attempt}", trial.temper, engine) as mutant,
        ):
            for rigged, name in ((sound, ""), (mutant, trial.mutant)):
                rigged.fill(3)
                trial.work(rigged, name)
            assert sound.faults(unsure=3) == []
            if trial.breaks in {fault[:2] for fault in mutant.faults(unsure=3)}:
                return
    pytest.fail(f"{trial.mutant} was not caught in {_ATTEMPTS} attempts")


def without_its_key(url: str) -> None:
    """Take the key that refuses doubles from the table of an empty outbox."""
    with closing(open_store(url)) as store, store._database.write() as connection:
        deliveries.drop(connection)
        kept = set(deliveries.constraints)
        try:
            deliveries.constraints -= {one for one in kept if isinstance(one, UniqueConstraint)}
            deliveries.create(connection)
        finally:
            deliveries.constraints = kept


def put_again(url: str) -> None:
    """What a second publisher writes that looked at the outbox just before the first one wrote."""
    columns = [column for column in deliveries.c if column.name != "id"]
    again = insert(deliveries).from_select(columns, select(*columns))
    with closing(open_store(url)) as store, store._database.write() as connection:
        connection.execute(again)


@on_both
def test_an_outbox_with_its_key_refuses_doubles(tmp_path: Path, engine: Engine) -> None:
    with rig(tmp_path, PLAIN, engine) as rigged:
        assert (rigged.fill(3), rigged.fill(3)) == (3, 0)
        with pytest.raises(IntegrityError):
            put_again(rigged.url)
        at_once(rigged, "")
        assert rigged.faults() == []


@on_both
def test_an_outbox_without_its_key_is_caught(tmp_path: Path, engine: Engine) -> None:
    with rig(tmp_path, PLAIN, engine) as rigged:
        without_its_key(rigged.url)
        rigged.fill(3)
        put_again(rigged.url)
        at_once(rigged, "")
        assert "I1" in {fault[:2] for fault in rigged.faults()}


NEW_YORK = ZoneInfo("America/New_York")
HALF_PAST_ONE = time(1, 30)
THE_DAY = date(2026, 11, 1)
"""On which the clock there shows half past one twice."""


def minutes() -> list[datetime]:
    start = datetime.combine(THE_DAY, time(), NEW_YORK).astimezone(UTC)
    return [start + minute * timedelta(minutes=1) for minute in range(24 * 60)]


def by_instants() -> dict[str, date]:
    """As cron has it: every instant at which the clock shows the time is an edition."""
    local = {at: at.astimezone(NEW_YORK) for at in minutes()}
    return {
        at.isoformat(): there.date() for at, there in local.items() if there.time() == HALF_PAST_ONE
    }


def by_dates() -> dict[str, date]:
    """As we have it: an edition is named by the local date."""
    order = Subscription(
        to=place(0), at=HALF_PAST_ONE, zone=str(NEW_YORK), starts=minutes()[0] - timedelta(hours=1)
    )
    runs = [due(order, now, timedelta(hours=18)) for now in minutes()]
    return {run.edition.isoformat(): run.edition for run in runs if run is not None}


def editions(book: tuple[Entry, ...], dates: Mapping[str, date]) -> dict[tuple[str, date], int]:
    """How many editions of a local date each place got."""
    found: dict[tuple[str, date], int] = {}
    for entry in book:
        day = entry.to, dates[entry.key.split("/")[1]]
        found[day] = found.get(day, 0) + 1
    return found


@on_both_at_length
@pytest.mark.parametrize(("schedule", "times"), [(by_dates, 1), (by_instants, 2)])
def test_a_schedule_by_instants_is_caught(
    schedule: Callable[[], dict[str, date]], times: int, tmp_path: Path, engine: Engine
) -> None:
    with rig(tmp_path, Temper(), engine) as rigged:
        for name in schedule():
            rigged.fill(1, name=name)
        at_once(rigged, "", place_rate=MILLISECOND)
        assert editions(rigged.entries(), schedule()) == {(str(place(0)), THE_DAY): times}
