"""A front behind the server: it serves until nothing more can come in at its door."""

import asyncio
from dataclasses import dataclass

from bot.runtime import Service
from briefs.errors import SourcebriefError


@dataclass(frozen=True, slots=True)
class Behind:
    """`closed` is that of the server, which closes by itself if it can't listen."""

    front: Service
    closed: asyncio.Event

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until the server is closed; SourcebriefError if `stop` is not why it is."""
        await self.front.run(self.closed)
        if self.closed.is_set() and not stop.is_set():
            raise SourcebriefError(
                "Nothing can be delivered to it: the server does not listen.",
                hint="The log says above why; start it again once that is mended.",
            )
