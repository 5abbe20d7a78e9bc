"""Several bots at one address, as Telegram has them: each sees its own side of the same chats."""

from collections import Counter
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator, _refusal
from tests.emulators.telegram.world import BOT


class Bureau:
    """`async with` it; each bot is an emulator of its own, by its token. Ids of chats, messages and
    updates are alike for all of them, as nothing must rest on their being different.
    """

    def __init__(self, *tokens: str) -> None:
        self.bots = {token: TelegramEmulator(token=token) for token in tokens}
        self.base_url = ""
        self.strangers: Counter[str] = Counter()
        """Calls with tokens of no bot here, by token."""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/bot"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for bot in self.bots.values():
            await bot.webhook.remove()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"].lower()
        if token not in self.bots:
            self.strangers[token] += 1
            return _refusal(Refused(401, "Unauthorized"))
        if method == "getme":
            number, _, _ = token.partition(":")
            me = {**BOT, "id": int(number), "username": f"Sourcebrief{number}Bot"}
            return web.json_response({"ok": True, "result": me})
        return await self.bots[token]._call(request)
