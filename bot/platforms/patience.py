"""How long to keep trying: a call that was surely not posted is made again, within reason."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeAlias

from briefs.outcome import Outcome, Retry

Pause: TypeAlias = Callable[[float], Awaitable[None]]
"""Waits a number of seconds, as asyncio.sleep does."""

_TRIES = 6
_PATIENCE: Final = timedelta(seconds=90)
_LONGEST: Final = timedelta(seconds=30)
_BELIEVED: Final = 3_600


async def patiently(call: Callable[[], Awaitable[Outcome]], pause: Pause) -> Outcome:
    """What became of a call in the end; only Retry is tried again, after the pause it asks for."""
    outcome = await call()
    waited = timedelta()
    for _ in range(_TRIES - 1):
        if not isinstance(outcome, Retry) or waited + outcome.after > _PATIENCE:
            break
        await pause(outcome.after.total_seconds())
        waited += outcome.after
        outcome = await call()
    return outcome


def backoff(failures: int) -> timedelta:
    """The pause after so many failures in a row: half a second, doubled each time, up to 30."""
    return min(timedelta(seconds=0.5 * 2 ** min(failures - 1, 10)), _LONGEST)


def believed(seconds: int) -> timedelta:
    """A pause that a platform asks for, an hour at most: who comes too soon is only told again."""
    return timedelta(seconds=min(seconds, _BELIEVED))
