"""Remembers which events have been taken up, for Slack delivers some of them more than once."""

from typing import Final

MEMORY: Final = 4_096
"""Events kept in mind; Slack gives up redelivering after three tries within the hour."""


class Seen:
    """A bounded memory of keys, the oldest forgotten first; for one event loop."""

    def __init__(self, most: int = MEMORY) -> None:
        self._most = most
        self._keys: dict[str, None] = {}

    def first(self, key: str) -> bool:
        """Whether `key` is met for the first time; from then on it is known."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > self._most:
            del self._keys[next(iter(self._keys))]
        return True
