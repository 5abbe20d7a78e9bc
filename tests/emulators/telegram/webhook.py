"""Delivers updates to a webhook, as Telegram does: in order, again until they are taken."""

import asyncio
import re
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp

from tests.emulators.telegram.refusals import Json, bad_request
from tests.emulators.telegram.world import World

_PAUSE = 0.02
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)


class Webhook:
    """`balanced` are the origins behind the public one, which take turns; `copies` says how often
    each update is delivered at once, to one after the other. `answers` are the statuses that came.
    """

    def __init__(self, world: World) -> None:
        self.url = ""
        self.secret = ""
        self.balanced: list[str] = []
        self.copies = 1
        self.answers: list[int] = []
        self._world = world
        self._turn = 0
        self._task: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str) -> None:
        if not url.startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        self.url, self.secret = url, secret
        if self._task is None:
            self._task = asyncio.create_task(self._deliver())

    async def remove(self) -> None:
        self.url = ""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _deliver(self) -> None:
        updates = self._world.updates
        async with aiohttp.ClientSession() as session:
            while True:
                async with self._world.changed:
                    await self._world.changed.wait_for(lambda: bool(updates and self.balanced))
                update = updates[0]
                answers = [await self._post(session, update) for _ in range(self.copies)]
                self.answers += answers
                if 200 in answers:
                    updates.remove(update)
                    await self._world.announce()
                else:
                    await asyncio.sleep(_PAUSE)

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> int:
        origin = self.balanced[self._turn % len(self.balanced)]
        self._turn += 1
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            async with session.post(
                origin + urlsplit(self.url).path, json=update, headers=headers
            ) as response:
                return response.status
        except aiohttp.ClientError:
            return 0
