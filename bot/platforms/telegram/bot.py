"""Sign-in, menu, dispatch per chat.

Does many things at once, yet one after the other within each lane; a lane is a chat here.

The bot on Telegram: signs in, sets its menu, and serves updates until it is told to stop.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, assert_never

import structlog
from telegram import BotCommand, Update
from telegram.error import TelegramError

from bot.access import Editors
from bot.leader import Deduplicator
from bot.platforms.base import Migrated, Reachable, Responder, Unreachable
from bot.platforms.sending import Pause
from bot.platforms.telegram.client import call
from bot.platforms.telegram.errors import outcome_of
from bot.platforms.telegram.permissions import Downloads, Permissions
from bot.platforms.telegram.polling import Polling, bot_of, signed_in
from bot.platforms.telegram.replies import Replies
from bot.platforms.telegram.send import Sender
from bot.platforms.telegram.updates import Asked, Pressed, change, event
from bot.platforms.telegram.webhook import Hook
from briefs.errors import StoreUnavailable
from handlers.commands import COMMANDS


class ChatQueues:
    """At most `room` things in hand, and at most `depth` of them in one lane."""

    def __init__(self, *, room: int, depth: int) -> None:
        self._room = asyncio.Semaphore(room)
        self._depth = depth
        self._lanes: dict[str, list[asyncio.Task[None]]] = {}

    async def put(self, lane: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Start `work` once all before it in its lane is done; False: the lane is full.

        Waits while there is no room at all. Work that raises is logged and ends alone.
        """
        if len(self._lanes.get(lane, ())) >= self._depth:
            return False
        await self._room.acquire()
        tasks = self._lanes.setdefault(lane, [])
        before = tasks[-1] if tasks else None
        task = asyncio.create_task(self._do(before, work))
        tasks.append(task)
        task.add_done_callback(lambda done: self._left(lane, done))
        return True

    async def drain(self, patience: timedelta) -> None:
        """Wait until all is done; what is not done after `patience` is cancelled."""
        tasks = [task for lane in self._lanes.values() for task in lane]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=patience.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if late:
            _log.warning("lanes.cut_short", unfinished=len(late))

    async def _do(
        self, before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await work()
        except Exception:  # noqa: BLE001  # one lane's bug is not the others' end
            _log.exception("lanes.bug")

    def _left(self, lane: str, task: asyncio.Task[None]) -> None:
        self._room.release()
        tasks = self._lanes[lane]
        tasks.remove(task)
        if not tasks:
            del self._lanes[lane]


_IN_HAND, _OF_ONE_CHAT = 200, 20
_GRACE: Final = timedelta(seconds=10)

_log = structlog.get_logger(__name__)


class Telegram:
    """One bot account, fed by long polling, or by what comes in at its `hook`.

    `base_url` is the Bot API's address up to and with "/bot"; None means Telegram's own.
    `signed_in` is set once Telegram has taken the token. Files are had from `editors` alone.
    Without `once`, nothing is delivered to more than one process.
    """

    def __init__(
        self,
        desk: Responder,
        workers: Executor,
        *,
        token: str,
        base_url: str | None = None,
        editors: Editors | None = None,
        once: Deduplicator | None = None,
        hook: Hook | None = None,
        clock: Callable[[], datetime],
        pause: Pause = asyncio.sleep,
    ) -> None:
        self.signed_in: Final = asyncio.Event()
        self._clock = clock
        self._pause = pause
        self._once = once
        self._hook = hook
        self._bot = bot_of(token, base_url)
        self._sender = Sender(self._bot)
        self._conversation = Replies(
            desk,
            workers,
            self._sender,
            permissions=Permissions(self._bot),
            downloads=Downloads(self._bot, editors or Editors()),
            pause=pause,
        )
        self._lanes = ChatQueues(room=_IN_HAND, depth=_OF_ONE_CHAT)
        self._polling = Polling(self._bot, self._take, pause)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; then finish what is in hand, for ten seconds at most.

        Raises TokenRefused if Telegram does not know the token. Nothing that may pass ends it.
        """
        serving = asyncio.create_task(self._serve())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            serving.cancel()
            await asyncio.wait({serving, stopping})
            await asyncio.gather(self._polling.confirm(), self._lanes.drain(_GRACE))
            with suppress(TelegramError):
                await self._bot.shutdown()
        if not serving.cancelled():
            serving.result()

    async def _serve(self) -> None:
        await signed_in(self._bot, self._pause)
        self.signed_in.set()
        await self._set_menu()
        if self._hook is not None:
            await self._hook.serve(self._bot, self._hand, self._pause)
        else:
            await self._unhook()
            await self._polling.run()

    async def _unhook(self) -> None:
        """Have Telegram keep for our polling what it would deliver at a hook of earlier times."""
        try:
            await call(self._bot, "deleteWebhook", {})
        except TelegramError as error:
            _log.warning("telegram.hook_not_removed", outcome=outcome_of(error))

    async def _hand(self, raw: Mapping[str, Any]) -> None:
        """Take what came in at the hook; what can't be read is set aside, or it came for ever."""
        try:
            await self._take(Update.de_json(dict(raw), self._bot))
        except Exception:  # noqa: BLE001  # anything at all may be wrong with it
            _log.exception("telegram.unreadable_update", update=raw.get("update_id"))

    async def _set_menu(self) -> None:
        try:
            await self._bot.set_my_commands([BotCommand(c.name, c.does) for c in COMMANDS])
        except TelegramError as error:
            _log.warning("telegram.menu_not_set", outcome=outcome_of(error))

    async def _take(self, update: Update) -> None:
        bot = self._bot.bot
        match change(update, bot) or event(update, bot, self._clock()):
            case Asked() as asked:
                chat, work = asked.request.origin.channel, partial(self._conversation.answer, asked)
            case Pressed() as pressed:
                chat, work = pressed.base.origin.channel, partial(self._conversation.press, pressed)
            case Unreachable() | Reachable() | Migrated() as changed:
                chat, work = changed.at.channel, partial(self._conversation.tell, changed)
            case None:
                return
            case never:
                assert_never(never)
        if not await self._lanes.put(chat, partial(self._do_once, update.update_id, work)):
            _log.warning("telegram.too_many_at_once", chat=chat)

    async def _do_once(self, update: int, work: Callable[[], Awaitable[None]]) -> None:
        """Do what an update asks for, unless that has been begun already, here or elsewhere."""
        key = f"telegram:{self._bot.id}:{update}"
        try:
            if self._once is not None and not await self._once.first((key,)):
                return
        except StoreUnavailable as error:
            _log.warning("telegram.once_unknown", update=update, error=str(error))
        await work()
