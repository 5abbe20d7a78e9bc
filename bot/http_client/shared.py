"""One fetcher shared by a running bot: for its event loop, and blocking for its worker threads."""

import asyncio
from concurrent.futures import CancelledError
from datetime import timedelta
from typing import Final

from bot.http_client import throttle
from bot.http_client.client import ACCEPT_PAGES, MAX_PAGE_BYTES, Fetcher
from bot.http_client.results import Answer, Failed, Validators

MAX_WAIT: Final = timedelta(seconds=45)
"""How long a thread waits; a host's pause may come before its request."""


class SharedFetcher:
    """A service that is open while it runs; before and after, requests fail as unreachable."""

    def __init__(self, fetcher: Fetcher, *, patience: timedelta = MAX_WAIT) -> None:
        self._fetcher = fetcher
        self._patience = patience
        self._opened = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._under_way: set[asyncio.Task[Answer]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Stay open until `stop` is set; requests under way are finished."""
        async with self._fetcher:
            self._loop = asyncio.get_running_loop()
            self._opened.set()
            await stop.wait()
            self._loop = None
            self._fetcher.hurry()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def get(
        self,
        url: str,
        *,
        known: Validators | None = None,
        accept: str = ACCEPT_PAGES,
        most_bytes: int = MAX_PAGE_BYTES,
        patience: float = throttle.MAX_WAIT_SECONDS,
    ) -> Answer:
        """As `Fetcher.get`; waits until it is open."""
        await self._opened.wait()
        if self._loop is None:
            return _closed(url)
        asked = self._fetcher.get(
            url, known=known, accept=accept, most_bytes=most_bytes, patience=patience
        )
        task = asyncio.create_task(asked)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await task

    def wait_for(self, url: str) -> Answer:
        """The page, for a worker thread, which it blocks; never to be called in the event loop."""
        loop = self._loop
        if loop is None:
            return _closed(url)
        seconds = self._patience.total_seconds()
        coming = asyncio.run_coroutine_threadsafe(self.get(url, patience=seconds), loop)
        try:
            return coming.result(seconds)
        except TimeoutError:
            coming.cancel()
            return Failed(url=url, kind="slow", reason="It took too long.")
        except CancelledError:
            return _closed(url)


def _closed(url: str) -> Failed:
    return Failed(url=url, kind="unreachable", reason="Nothing can be fetched just now.")
