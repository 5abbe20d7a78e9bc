"""Stands before an object and trips at its calls: how a process of these tests dies at a place."""

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Any, cast

from bot.delivery.send import SendStore
from bot.platforms.base import Poster
from briefs.digests.outbox import Outbox, RateLimiter
from briefs.model import Address, Revision, Shown
from briefs.storage.editorial import EditorialStore

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

    inner: SendStore
    outbox: Outbox
    pace: RateLimiter

    @property
    def publishing(self) -> EditorialStore:
        return self.inner.publishing

    def revision(self, piece: int, number: int | None = None) -> Revision:
        return self.inner.revision(piece, number)

    def note_shown(self, at: Address, message: str, shown: Shown, *, now: datetime) -> None:
        self.inner.note_shown(at, message, shown, now=now)


def wired_shelf(shelf: SendStore, trip: Callable[[str], None]) -> SendStore:
    """The shelf with a wire before everything that it writes."""
    whole = Wire(shelf, trip)
    outbox, pace = Wire(shelf.outbox, trip), Wire(shelf.pace, trip)
    return WiredShelf(cast("SendStore", whole), cast("Outbox", outbox), cast("RateLimiter", pace))


def wired_poster(poster: Poster, trip: Callable[[str], None]) -> Poster:
    return cast("Poster", Wire(poster, trip))
