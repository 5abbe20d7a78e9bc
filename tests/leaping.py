"""An event loop whose time leaps to the next timer as soon as nothing is left to do.

Sockets on loopback are ready as soon as they are written to, so that real servers and clients in
one loop never wait: hours go by in as long as their work takes.
"""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class _Selector(selectors.DefaultSelector):  # chosen at run time
    """Waits for no timer: it tells the loop's clock to leap instead."""

    leap: Callable[[float], None]

    def select(self, timeout: float | None = None) -> Any:  # the loop's own
        found = super().select(None if timeout is None else 0)
        if not found and timeout:
            self.leap(timeout)
        return found


class LeapingLoop(asyncio.SelectorEventLoop):
    """Its time begins at 0 and only leaps."""

    def __init__(self) -> None:
        selector = _Selector()
        selector.leap = self._leap
        self._now = 0.0
        super().__init__(selector)

    def time(self) -> float:
        return self._now

    def _leap(self, seconds: float) -> None:
        self._now += seconds


class AtOnce(Executor):
    """Does its work where it is asked: a thread would be overtaken by the leaping clock."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
            done.set_exception(error)
        return done
