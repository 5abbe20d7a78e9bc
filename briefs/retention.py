"""For how long is kept what would else only ever grow; the library itself is kept for ever."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """`deliveries`: what was sent, failed or was dropped, with messages that no other has.

    `buttons`: those that nothing has been sent with since; pressing one later says that it is old.
    """

    deliveries: timedelta = timedelta(days=30)
    buttons: timedelta = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Thinned:
    """So many rows of a kind were forgotten in one short transaction."""

    kind: str
    rows: int


class Retention(Protocol):
    def thin(self, keeping: Keeping, *, now: datetime) -> Iterator[Thinned]:
        """Forget what is over, a little with each step: others have their turn in between.

        Any number may do it at once, and be broken off anywhere. What is uncertain stays until an
        operator has said what became of it.
        """
        ...
