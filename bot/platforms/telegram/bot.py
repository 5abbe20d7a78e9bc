"""The bot on Telegram: signs in, sets its menu, and serves updates until it is told to stop.

What is asked in one chat is answered in order; chats are answered side by side.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeAlias, assert_never

from telegram import Message, Update

from bot.access import COMMAND, Editors
from bot.log import get_logger
from bot.platforms.base import Answer, Change, Migrated, Reachable, Responder, Unreachable
from bot.platforms.sending import Pause
from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.errors import Done
from bot.platforms.telegram.intake import Albums, Corrections, Pastes
from bot.platforms.telegram.permissions import Downloads, Permissions
from bot.platforms.telegram.polling import Polling, signed_in
from bot.platforms.telegram.render import TelegramMessage
from bot.platforms.telegram.replies import Replies
from bot.platforms.telegram.send import Sender
from bot.platforms.telegram.updates import (
    Asked,
    Json,
    Me,
    Pressed,
    brings,
    change,
    event,
    is_edit,
    message_of,
    parsed,
)
from bot.platforms.telegram.webhook import Hook
from bot.service.leader import Deduplicator
from briefs.digests.outbox import Sent
from briefs.errors import StoreUnavailable
from briefs.model import Address
from handlers.commands import COMMANDS
from handlers.message import Paragraph, Reply, Request


class ChatQueues:
    """At most `room` things in hand and `waiting` more behind them; at most `depth` in one lane."""

    def __init__(self, *, room: int, depth: int, waiting: int = 0) -> None:
        self._room = asyncio.Semaphore(room)
        self._places = asyncio.Semaphore(room + waiting)
        self._depth = depth
        self._lanes: dict[str, list[asyncio.Task[None]]] = {}

    async def put(self, lane: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Start `work` once all before it in its lane is done; False: the lane is full.

        Waits while there is no place at all. Work that raises is logged and ends alone.
        """
        if len(self._lanes.get(lane, ())) >= self._depth:
            return False
        await self._places.acquire()
        tasks = self._lanes.setdefault(lane, [])
        before = tasks[-1] if tasks else None
        task = asyncio.create_task(self._do(before, work))
        tasks.append(task)
        task.add_done_callback(lambda done: self._left(lane, done))
        return True

    async def drain(self, patience: timedelta) -> tuple[str, ...]:
        """Wait until all is done; after `patience` cancel what is not. The lanes where that was."""
        tasks = [task for lane in self._lanes.values() for task in lane]
        if not tasks:
            return ()
        _, late = await asyncio.wait(tasks, timeout=patience.total_seconds())
        cut = tuple(lane for lane, own in self._lanes.items() if not late.isdisjoint(own))
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if late:
            _log.warning("lanes.cut_short", unfinished=len(late))
        return cut

    async def _do(
        self, before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            async with self._room:
                await work()
        except Exception:  # noqa: BLE001  # one lane's bug is not the others' end
            _log.exception("lanes.bug")

    def _left(self, lane: str, task: asyncio.Task[None]) -> None:
        self._places.release()
        tasks = self._lanes[lane]
        tasks.remove(task)
        if not tasks:
            del self._lanes[lane]


_Press: TypeAlias = tuple[Address, str | None, str, str]

_IN_HAND, _OF_ONE_CHAT = 200, 20
_WAITING: Final = 10_000
"""Updates that wait for room: until then the next are read, so that presses are acknowledged."""

_GRACE: Final = timedelta(seconds=45)
"""For what is in hand at the end. A write waits 30 seconds for a locked database: what was taken is
answered late rather than lost.
"""

_LOST: Final = "I had to stop before I could answer here. Please ask again."

_TOO_MANY: Final = Reply(
    (
        Paragraph(
            (
                f"{_OF_ONE_CHAT} questions of this chat wait already: I leave this one out. ",
                "Please ask it again in a moment.",
            )
        ),
    ),
    private=True,
)

_log = get_logger(__name__)


class Telegram:
    """One bot account, fed by long polling, or by what comes in at its `hook`.

    `base_url` is the Bot API's address up to and with "/bot"; None means Telegram's own.
    `signed_in` is set once Telegram has taken the token. Files are had from `editors` alone.
    Without `once`, nothing is delivered to more than one process.
    """

    def __init__(
        self,
        responder: Responder,
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
        self._responder = responder
        self._editors = editors or Editors()
        self._clock = clock
        self._pause = pause
        self._once = once
        self._hook = hook
        self._api = BotApi(token, base_url)
        self._me = Me(self._api.id)
        self._sender = Sender(self._api)
        self._replies = Replies(
            responder,
            workers,
            self._sender,
            permissions=Permissions(self._api),
            downloads=Downloads(self._api, self._editors),
            pause=pause,
        )
        self._queues = ChatQueues(room=_IN_HAND, depth=_OF_ONE_CHAT, waiting=_WAITING)
        self._albums, self._corrections, self._pastes = Albums(), Corrections(), Pastes()
        self._pressed: set[_Press] = set()
        self._full: set[str] = set()  # chats that were told that too much of theirs waits
        self._acknowledging: set[asyncio.Task[None]] = set()
        self._polling = Polling(self._api, self._take, pause)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; then finish what is in hand, for 45 seconds at most.

        A chat whose questions could not be answered by then is told so.


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
            _, cut = await asyncio.gather(self._polling.confirm(), self._queues.drain(_GRACE))
            await asyncio.gather(*map(self._say_lost, cut))
            await asyncio.gather(*self._acknowledging)
            await self._api.close()
        if not serving.cancelled():
            serving.result()

    async def _say_lost(self, chat: str) -> None:
        at = Address("telegram", self._api.id, chat)
        outcome = await self._sender.send(at, TelegramMessage(_LOST))
        if not isinstance(outcome, Sent):
            _log.warning("telegram.not_said_lost", chat=chat, outcome=outcome)

    async def _serve(self) -> None:
        self._me = await signed_in(self._api, self._pause)
        self.signed_in.set()
        await self._set_menu()
        if self._hook is not None:
            await self._hook.serve(self._api, self._hand, self._pause)
        else:
            await self._unhook()
            await self._polling.run()

    async def _unhook(self) -> None:
        """Have Telegram keep for our polling what it would deliver at a hook of earlier times."""
        result = await self._api.call("deleteWebhook")
        if not isinstance(result, Done):
            _log.warning("telegram.hook_not_removed", outcome=result)

    async def _hand(self, raw: Json) -> None:
        """Take what came in at the hook; what can't be read is set aside, or it came for ever."""
        try:
            await self._take(raw)
        except Exception:  # noqa: BLE001  # anything at all may be wrong with it
            _log.exception("telegram.unreadable_update", update=raw.get("update_id"))

    async def _set_menu(self) -> None:
        """Readers' menu for all; the editors' command stands in the menus of editors alone."""
        menu = [{"command": c.name, "description": c.does} for c in COMMANDS]
        readers = [command for command in menu if command["command"] != COMMAND]
        result = await self._api.call("setMyCommands", {"commands": readers})
        if not isinstance(result, Done):
            _log.warning("telegram.menu_not_set", outcome=result)
        for chat in self._editors.chats_on("telegram"):
            scope = {"type": "chat", "chat_id": chat}
            result = await self._api.call("setMyCommands", {"commands": menu, "scope": scope})
            if not isinstance(result, Done):  # who never wrote to the bot has no chat with it
                _log.info("telegram.no_editors_menu", chat=chat, outcome=result)

    async def _take(self, raw: Json) -> None:
        update = parsed(raw)
        message = message_of(update)
        if message is not None:
            if is_edit(update) and not self._corrections.is_one(message):
                return
            self._corrections.note(message)
            if self._pastes.goes_on(message):
                return
        for one, caption in self._albums.together(update):
            await self._take_one(one, caption)

    async def _take_one(self, update: Update, caption: str) -> None:
        now, message = self._clock(), message_of(update)
        found = change(update, self._me) or event(update, self._me, now, album_caption=caption)
        if isinstance(found, Pressed):
            # Telegram shows a waiting press until it is acknowledged: no queue may delay that.
            self._acknowledge(found)
        if isinstance(found, Asked | Pressed):
            request = found.request if isinstance(found, Asked) else found.base
            if (refusal := self._responder.admit(request)) is not None:
                await self._refuse(refusal, request, found.answering)
                return
        match found:
            case Asked() as asked if message and brings(asked) and self._pastes.begin(message):
                chat = asked.request.origin.channel
                work = partial(self._answer_paste, asked, message)
            case Asked() as asked:
                chat, work = asked.request.origin.channel, partial(self._replies.answer, asked)
            case Pressed() as pressed:
                if (again := _same(pressed)) in self._pressed:
                    return
                self._pressed.add(again)
                chat, work = pressed.base.origin.channel, partial(self._press, pressed)
            case Unreachable() | Reachable() | Migrated() as changed:
                chat, work = changed.at.channel, partial(self._replies.tell, changed)
            case None:
                return
            case never:
                assert_never(never)
        if not await self._queues.put(chat, partial(self._do_once, update.update_id, work)):
            await self._turn_away(found)
        else:
            self._full.discard(chat)

    async def _refuse(self, refusal: Answer, request: Request, answering: int | None) -> None:
        """Say in place of an answer what there is to say; it waits for no answer of its chat."""
        if refusal.reply.blocks:
            work = partial(self._replies.give, refusal, request, answering)
            await self._queues.put(f"{request.origin.channel} refused", work)

    async def _turn_away(self, found: Asked | Pressed | Change) -> None:
        """Tell a chat that it has too many questions waiting; once, until another finds room."""
        if not isinstance(found, Asked | Pressed):
            _log.error("telegram.change_left_out", change=found)
            return
        request = found.request if isinstance(found, Asked) else found.base
        chat = request.origin.channel
        _log.warning("telegram.too_many_at_once", chat=chat)
        if isinstance(found, Pressed):
            self._pressed.discard(_same(found))
        if chat not in self._full:
            self._full.add(chat)
            await self._refuse(Answer(_TOO_MANY, {}), request, found.answering)

    async def _answer_paste(self, asked: Asked, message: Message) -> None:
        cut = await self._pastes.rest(message) or asked.request.cut
        await self._replies.answer(replace(asked, request=replace(asked.request, cut=cut)))

    async def _press(self, pressed: Pressed) -> None:
        try:
            await self._replies.press(pressed)
        finally:
            self._pressed.discard(_same(pressed))

    def _acknowledge(self, pressed: Pressed) -> None:
        task = asyncio.create_task(self._sender.acknowledge(pressed.query))
        self._acknowledging.add(task)
        task.add_done_callback(self._acknowledging.discard)

    async def _do_once(self, update: int, work: Callable[[], Awaitable[None]]) -> None:
        """Do what an update asks for, unless that has been begun already, here or elsewhere."""
        key = f"telegram:{self._api.id}:{update}"
        try:
            if self._once is not None and not await self._once.first((key,)):
                return
        except StoreUnavailable as error:
            _log.warning("telegram.once_unknown", update=update, error=str(error))
        await work()


def _same(pressed: Pressed) -> _Press:
    """What is the same of two presses of one button by one person."""
    return pressed.base.origin, pressed.base.replied_to, pressed.token, pressed.base.sender
