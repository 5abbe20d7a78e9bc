"""Leases: what one process at a time may do, taken over by another once its holder is silent.

No clock is compared with another's. Whoever wants a lease watches it: if no beat came for longer
than any holder would go on without one, by the watcher's own clock, the holder is gone.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Lease:
    """One as it stands: nobody's if `holder` is blank.

    `fence` is one more with each taking, `beat` with each taking and each sign of life: neither
    ever goes back.
    """

    holder: str = ""
    fence: int = 0
    beat: int = 0


class Leases(Protocol):
    """Each method is one transaction."""

    def look(self, name: str) -> Lease:
        """A lease as it stands; `Lease()` for one that was never taken."""
        ...

    def take(self, name: str, holder: str, seen: Lease) -> Lease | None:
        """Take a lease if it still stands as `seen`; None if not. `holder` is a name of one's own.

        Whoever held it before loses it with this.
        """
        ...

    def beat(self, name: str, mine: Lease) -> bool:
        """Show that its holder lives; False if somebody else has taken it since, or it was left."""
        ...

    def leave(self, name: str, mine: Lease) -> None:
        """Make it nobody's, unless somebody else has taken it since."""
        ...
