"""A server that platforms deliver to: ours, or the simplest with the same effect; nobody is
answered.

`python -m served.hooked KIND PORT DATABASE` writes its port into the file PORT once it is
listening.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.platforms.inbox import Deduplicator
from bot.platforms.slack.webhook import Hook as SlackHook
from bot.platforms.telegram.webhook import Hook as TelegramHook
from bot.platforms.webhooks import Door, Server
from briefs.storage.sql.store import open_store

TOKEN: Final = "4242:benchmark"  # noqa: S105  # no real one
SIGNING: Final = "benchmark"


def now() -> datetime:
    return datetime.now(UTC)


async def authorize(**_: object) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_id="B1", bot_user_id="U9")


def bolt(*, checks: bool) -> AsyncApp:
    app = AsyncApp(authorize=authorize, signing_secret=SIGNING, request_verification_enabled=checks)

    @app.event("app_mention")
    async def heard(body: object) -> None:
        del body

    return app


async def bare(port: Path, app: web.Application) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await told(port, runner.addresses[0][1])


async def ours(port: Path, door: Door) -> None:
    async def alive() -> None: ...

    server = Server("127.0.0.1", 0, (door,), alive)
    running = asyncio.create_task(server.run(asyncio.Event()))
    await server.listening.wait()
    await told(port, server.port)
    await running


async def told(file: Path, port: int) -> None:
    file.with_suffix(".part").write_text(str(port))
    file.with_suffix(".part").rename(file)
    await asyncio.Event().wait()


async def telegram_bare(request: web.Request) -> web.Response:
    json.loads(await request.read())
    return web.Response()


async def main(kind: str, name: str, database: str) -> None:
    port = Path(name)
    with closing(open_store(database)) as store, ThreadPoolExecutor(2) as workers:
        once = Deduplicator(taken=store.deduplication, workers=workers, clock=now)
        match kind:
            case "telegram-bare":
                app = web.Application()
                app.router.add_post("/telegram/4242", telegram_bare)
                await bare(port, app)
            case "telegram-ours":
                hook = TelegramHook(token=TOKEN, public_url="https://x")

                async def hand(raw: Mapping[str, Any]) -> None:
                    await once.first((f"telegram:4242:{raw['update_id']}",))

                hook._hand = hand  # noqa: SLF001  # as if Telegram had been told
                await ours(port, hook)
            case "slack-bare":
                await bare(port, bolt(checks=True).web_app("/slack"))
            case "slack-ours":
                door = SlackHook(signing_secret=SIGNING, once=once, clock=now)
                door._app = bolt(checks=False)  # noqa: SLF001  # as above
                await ours(port, door)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
