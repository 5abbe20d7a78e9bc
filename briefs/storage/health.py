"""Whether a store's database can be used: what failed, how often, and whether writing works."""

from dataclasses import dataclass
from threading import Lock
from typing import Final

SLOW_SECONDS: Final = 5.0
"""A write that waited longer than this for its lock counts as a failure, though it succeeds."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a database "is" or "has", as the end of a sentence; what to do; how often it was met."""

    what: str
    hint: str
    times: int


class Health:
    """Counts since the store was opened; from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._troubles: dict[str, Trouble] = {}
        self._writes = 0

    @property
    def writes(self) -> int:
        """How many transactions were committed."""
        return self._writes

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        with self._lock:
            return tuple(self._troubles.values())

    def failed(self, what: str, hint: str) -> None:
        with self._lock:
            known = self._troubles.get(what)
            self._troubles[what] = Trouble(what, hint, known.times + 1 if known else 1)

    def wrote(self) -> None:
        with self._lock:
            self._writes += 1
