"""Spreads what is due at one instant over the minutes that an account needs to post it all."""

from datetime import timedelta
from hashlib import sha256

from briefs.model import Address

_LONGEST = timedelta(minutes=10)
_UNIT = 2**32


def offset(place: Address, crowd: int, interval: timedelta | None) -> timedelta:
    """How long after the instant it is due a place gets its digest: the same every day.

    `crowd` is how many are due at that instant, `interval` the account's least time between two.
    At most ten minutes; what cannot be posted in ten minutes follows as fast as it can.
    """
    if interval is None or crowd <= 1:
        return timedelta()
    window = min(interval * crowd, _LONGEST)
    turn = int.from_bytes(sha256(str(place).encode()).digest()[:4], "big")
    return window * (turn / _UNIT)
