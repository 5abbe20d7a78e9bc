"""A crowd is spread evenly, for ten minutes at most, each place always at its own moment."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.scheduler import spread_offset
from briefs.model import Address

SECOND, TEN_MINUTES = timedelta(seconds=1), timedelta(minutes=10)
places = st.builds(Address, st.just("telegram"), st.just("7"), st.text(min_size=1, max_size=9))


@given(places, st.integers(0, 100_000), st.none() | st.timedeltas(timedelta(), SECOND))
def test_a_place_always_comes_within_its_window_and_never_early(
    place: Address, crowd: int, interval: timedelta | None
) -> None:
    found = spread_offset(place, crowd, interval)
    assert timedelta() <= found <= min(TEN_MINUTES, (interval or timedelta()) * crowd)
    assert found == spread_offset(place, crowd, interval)


def test_one_alone_is_never_late() -> None:
    assert spread_offset(Address("telegram", "7", "1"), 1, SECOND) == timedelta()


def test_a_crowd_comes_as_evenly_as_an_account_can_post() -> None:
    found = [spread_offset(Address("telegram", "7", str(n)), 600, SECOND) for n in range(600)]
    minutes = [
        sum(part * 60 * SECOND <= one < (part + 1) * 60 * SECOND for one in found)
        for part in range(10)
    ]
    assert sum(minutes) == 600
    assert max(minutes) < 100
