"""When a message may go by all its rates."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from briefs.digests.outbox import FAR, MAX_SKEW, PlatformPause, Rate, next_slot, reserve
from tests.briefs.builders import NOW

SECOND = timedelta(seconds=1)
RATES: dict[str, Rate] = {"all": ("all", SECOND), "a": ("a", 3 * SECOND), "b": ("b", 5 * SECOND)}
messages = st.lists(
    st.sampled_from([(), ("all",), ("all", "a"), ("all", "b"), ("a",), ("b", "a")]), max_size=12
).map(lambda found: [tuple(RATES[key] for key in keys) for keys in found])
moments = st.integers(-30, 30).map(lambda seconds: NOW + seconds * SECOND)


def asked(seconds: int) -> PlatformPause:
    """A pause until so many seconds from now, asked for a minute ago."""
    return PlatformPause(NOW - 60 * SECOND, NOW + seconds * SECOND)


def test_a_key_nobody_has_used_is_ready() -> None:
    assert next_slot(None, None, NOW) == NOW


def test_a_key_is_ready_once_it_is_free_and_not_held() -> None:
    assert next_slot(NOW + SECOND, None, NOW) == NOW + SECOND
    assert next_slot(NOW + SECOND, asked(9), NOW) == NOW + 9 * SECOND
    assert next_slot(NOW - SECOND, asked(-9), NOW) == NOW


def test_a_slot_from_before_the_clock_was_set_back_does_not_count() -> None:
    assert next_slot(NOW + FAR, None, NOW) == NOW + FAR
    assert next_slot(NOW + FAR + SECOND, None, NOW) == NOW
    assert next_slot(NOW + FAR + SECOND, asked(240), NOW) == NOW + 2 * FAR


@given(st.integers(0, 10_000), st.integers(0, 3600), st.integers(0, 100_000))
def test_nobody_is_held_for_longer_than_was_asked_however_far_the_clock_is_set_back(
    passed: int, pause: int, back: int
) -> None:
    noted = PlatformPause(NOW, NOW + pause * SECOND)
    now = NOW + (passed - back) * SECOND
    assert now <= noted.ends(now) <= now + pause * SECOND + MAX_SKEW


@given(messages, st.dictionaries(st.sampled_from(list(RATES)), moments), st.integers(0, 20))
def test_what_is_taken_always_keeps_every_rate(
    wishes: list[tuple[Rate, ...]], known: dict[str, datetime], within: int
) -> None:
    readiness = {key: next_slot(free, None, NOW) for key, free in known.items()}
    until = NOW + within * SECOND
    slots, ahead = reserve(wishes, readiness, now=NOW, until=until)
    free = {key: readiness.get(key, NOW) for key in RATES}
    for rates, slot in zip(wishes, slots, strict=True):
        assert slot.at == max((free[key] for key, _ in rates), default=NOW)
        if slot.taken:
            assert slot.at <= until
            free |= {key: slot.at + interval for key, interval in rates}
    assert ahead.items() <= free.items()
