"""What has been taken up, by key: what is delivered twice, or to two processes, is done once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Taken(Protocol):
    def first(self, keys: Sequence[str], *, now: datetime) -> frozenset[str]:
        """Those of the keys that nobody has taken up yet; from now on the caller has.

        One transaction. Keys are remembered for a day at least.
        """
        ...
