"""What the HTTP server asks of a door: an address that one platform posts to."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aiohttp import web  # it takes a while to load, and most processes listen to nothing


class Door(Protocol):
    """One address that is posted to. `answer` looks at who sends before it reads what is sent."""

    @property
    def path(self) -> str: ...

    async def answer(self, request: "web.Request") -> "web.StreamResponse": ...
