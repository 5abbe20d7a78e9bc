"""Keeps a worker that was held up from making up for it in a burst."""

from bot.platforms.base import Poster
from briefs.digests.rate_limit import Rate
from briefs.model import Address

_REMEMBERED = 4096
_LEEWAY = 0.05
"""Seconds by which an account may catch up: a moment's delay must not cost it slots for good."""


class Gate:
    """Slots are an interval apart, but calls that come late to theirs would all go at once."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}

    def wait(self, poster: Poster, to: Address, now: float) -> float:
        """The seconds from `now` (a clock that only goes forward) until a call may be made."""
        account, place = poster.account_rate, poster.place_rate(to)
        at = max(now, self._free(account, now) - _LEEWAY, self._free(place, now))
        self._take(account, max(at, self._free(account, now)))
        self._take(place, at)
        if len(self._next) > _REMEMBERED:
            self._next = {key: free for key, free in self._next.items() if free > now}
        return at - now

    def _free(self, rate: Rate | None, now: float) -> float:
        return now if rate is None else self._next.get(rate[0], now)

    def _take(self, rate: Rate | None, at: float) -> None:
        if rate is not None:
            self._next[rate[0]] = at + rate[1].total_seconds()
