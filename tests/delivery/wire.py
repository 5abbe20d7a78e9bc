"""Wraps an object and fails at chosen calls: this is how a process of these
tests dies at a step.
"""

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any, cast

from bot.delivery import DeliveryStore
from bot.platforms.base import Poster
from briefs.storage import Catalogue, ChatState
from briefs.storage.outbox import Outbox, RateLimiter

KILLED = 137


def die_at(place: str) -> Callable[[str], None]:
    """Die, as if killed, the first time that the place is passed."""

    def trip(passed: str) -> None:
        if passed == place:
            os._exit(KILLED)

    return trip


def stall_at(place: str, sign: Path) -> Callable[[str], None]:
    """Stand still at the place until there is a file by that name."""

    def trip(passed: str) -> None:
        while passed == place and not sign.exists():
            sleep(0.01)

    return trip


class Wire:
    """Every method of `inner`, with `trip("before NAME")` and `trip("after NAME")` around it."""

    def __init__(self, inner: object, trip: Callable[[str], None]) -> None:
        self._inner = inner
        self._trip = trip

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)
        if inspect.iscoroutinefunction(method):

            async def wired_async(*args: Any, **kwargs: Any) -> Any:
                self._trip(f"before {name}")
                result = await method(*args, **kwargs)
                self._trip(f"after {name}")
                return result

            return wired_async
        if not inspect.ismethod(method):
            return method

        def wired(*args: Any, **kwargs: Any) -> Any:
            self._trip(f"before {name}")
            result = method(*args, **kwargs)
            self._trip(f"after {name}")
            return result

        return wired


@dataclass(frozen=True, slots=True)
class WiredShelf:
    """A store as the courier sees it, with other things in the place of its parts."""

    outbox: Outbox
    rate_limiter: RateLimiter
    catalogue: Catalogue
    chat_state: ChatState


def wired_shelf(shelf: DeliveryStore, trip: Callable[[str], None]) -> DeliveryStore:
    """The shelf with a wire before everything that it writes."""
    return WiredShelf(
        cast("Outbox", Wire(shelf.outbox, trip)),
        cast("RateLimiter", Wire(shelf.rate_limiter, trip)),
        cast("Catalogue", Wire(shelf.catalogue, trip)),
        cast("ChatState", Wire(shelf.chat_state, trip)),
    )


def wired_poster(poster: Poster, trip: Callable[[str], None]) -> Poster:
    return cast("Poster", Wire(poster, trip))
