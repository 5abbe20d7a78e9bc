"""A worker that is too late for its slots gives them up."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.send import BurstLimiter
from briefs.model import Address
from tests.delivery.oracle import worst
from tests.delivery.rig import MILLISECOND
from tests.delivery.stage import FakePoster, channel, clock

TENTH = 100 * MILLISECOND
BOTH = FakePoster(account_rate=("all", TENTH), place=10 * TENTH)


def test_what_comes_in_time_does_not_wait() -> None:
    gate = BurstLimiter()
    assert [gate.wait(BOTH, channel(n), n / 10) for n in range(5)] == [0] * 5


def test_what_comes_late_goes_one_after_another() -> None:
    gate = BurstLimiter()
    waits = [gate.wait(BOTH, channel(n), 5.0) for n in range(4)]
    assert [round(wait, 6) for wait in waits] == [0, 0.05, 0.15, 0.25]  # a little is caught up


def test_a_place_gets_none_too_soon() -> None:
    gate = BurstLimiter()
    assert [gate.wait(BOTH, channel(), now) for now in (5.0, 5.5)] == [0, 0.5]


def test_without_rates_nothing_waits() -> None:
    gate = BurstLimiter()
    assert [gate.wait(FakePoster(), channel(), 5.0) for _ in range(3)] == [0] * 3


def test_places_of_long_ago_are_forgotten() -> None:
    gate = BurstLimiter()
    for number in range(10_000):
        gate.wait(FakePoster(place=TENTH), channel(number), float(number))
    assert len(gate._next) < 5_000


@given(st.lists(st.tuples(st.floats(0, 0.5), st.integers(0, 5)), min_size=1, max_size=60))
def test_no_window_ever_holds_more_than_the_rate_and_what_is_caught_up(
    steps: list[tuple[float, int]],
) -> None:
    gate, now, start = BurstLimiter(), 0.0, clock()
    calls: list[tuple[float, Address]] = []
    for step, number in steps:
        now += step
        to = channel(number)
        calls.append((now + gate.wait(BOTH, to, now), to))
    assert worst(start + timedelta(seconds=at) for at, _ in calls) <= 11
    for place in {to for _, to in calls}:
        times = sorted(at for at, to in calls if to == place)
        assert all(b - a >= 1 - 1e-6 for a, b in pairwise(times))
