"""The room for those who wait for pages: others, who ask for none, are not kept waiting by them."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from bot.fetching.answers import Answer
from bot.importing import Get
from briefs.errors import BadArgument


class Room:
    """Has place for `at_once` at a time, whoever they are; used from any thread."""

    def __init__(self, at_once: int = 1) -> None:
        self._places = BoundedSemaphore(at_once)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for as long as it takes; BadArgument if all are taken."""
        if not self._places.acquire(blocking=False):
            raise BadArgument(
                "I am reading another page just now.", hint="Ask again in half a minute."
            )
        try:
            yield
        finally:
            self._places.release()

    def within(self, get: Get) -> Get:
        """The same way to get pages, for those who have a place; BadArgument as above."""

        def got(url: str) -> Answer:
            with self.place():
                return get(url)

        return got
