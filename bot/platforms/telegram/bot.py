"""The bot on Telegram: signs in, sets its menu, and serves updates until it is stopped.

Requests of one chat are answered in order; different chats are answered concurrently.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeAlias, assert_never

from telegram import Message, Update

from bot.access import COMMAND, Editors
from bot.platforms.base import Answer, Change, Migrated, Reachable, Responder, Unreachable
from bot.platforms.inbox import LOST, Deduplicator, Fate, Inbox
from bot.platforms.sending import Pause
from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.errors import Done
from bot.platforms.telegram.intake import (
    Albums,
    ChatQueues,
    Corrections,
    Pastes,
    Polling,
    signed_in,
)
from bot.platforms.telegram.permissions import Downloads, Permissions
from bot.platforms.telegram.render import TelegramMessage
from bot.platforms.telegram.replies import Replies, Sender
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
from briefs.digests.outbox import Sent
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.model import Address
from briefs.storage.coordination import Inbox as InboxStore
from briefs.storage.coordination import TakenRequest
from handlers.commands import COMMANDS
from handlers.message import Paragraph, Reply, Request

_Press: TypeAlias = tuple[Address, str | None, str, str]

_IN_HAND, _OF_ONE_CHAT = 200, 20
_WAITING: Final = 10_000
"""Updates that may wait beyond those being answered. Reading goes on so far, because presses have
to be acknowledged.
"""

_GRACE: Final = timedelta(seconds=45)
"""How long a stop waits for answers under way. A write waits up to 30 s for a locked database, and
a late answer is better than a lost one.
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
    """One bot account, fed by long polling or by its `hook`.

    `base_url` is the Bot API's address up to and with "/bot"; None means Telegram's own.
    `signed_in` is set once Telegram has accepted the token. Files are downloaded for `editors`
    alone. Without `once`, this must be the only process that gets updates.
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
        inbox: InboxStore | None = None,
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
        self._begun: dict[str, None] = {}  # updates begun here, oldest first
        self._api = BotApi(token, base_url)
        self._me = Me(self._api.id)
        account = Address("telegram", self._api.id, "").account
        self._inbox = Inbox(store=inbox, account=account, clock=clock) if inbox else None
        self._sender = Sender(self._api)
        self._replies = Replies(
            responder,
            workers,
            self._sender,
            permissions=Permissions(self._api),
            downloads=Downloads(self._api),
            editors=self._editors,
            pause=pause,
        )
        self._queues = ChatQueues(room=_IN_HAND, depth=_OF_ONE_CHAT, waiting=_WAITING)
        self._albums, self._corrections, self._pastes = Albums(), Corrections(), Pastes()
        self._pressed: set[_Press] = set()
        # chats that were told that they have too many questions waiting
        self._full: set[str] = set()
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
            if self._inbox is not None:
                await self._inbox.close()
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
        recovering = asyncio.create_task(self._recover())
        try:
            if self._hook is not None:
                await self._hook.serve(self._api, self._hand, self._pause)
            else:
                await self._unhook()
                await self._polling.run()
        finally:
            recovering.cancel()
            await asyncio.wait({recovering})

    async def _recover(self) -> None:
        """Take up the requests of processes that died before they answered."""
        if self._inbox is not None:
            await self._inbox.recover(self._take_again, asyncio.Event())

    async def _take_again(self, one: TakenRequest, fate: Fate) -> None:
        update = parsed(json.loads(one.payload))
        found = event(update, self._me, self._clock(), album_caption="")
        if found is None:
            raise ValueError("it asks for nothing")
        lane = _request_of(found).origin.channel
        if fate == "tell":
            await self._tell_lost(one.key, found)
            return

        async def again() -> None:
            if await self._is_first(update.update_id):
                await self._worked_off(one.key, self._work_of(found))
            elif one.key in self._begun:
                self._done(one.key)  # it was delivered again and is answered already
            else:
                await self._tell_lost(one.key, found)

        if not await self._queues.put(lane, again):
            await self._tell_lost(one.key, found)

    async def _tell_lost(self, key: str, found: Asked | Pressed) -> None:
        said = Answer(Reply((Paragraph((LOST,)),), private=True), {})
        await self._replies.give(said, _request_of(found), found.answering)
        self._done(key)

    def _work_of(self, found: Asked | Pressed) -> Callable[[], Awaitable[None]]:
        if isinstance(found, Asked):
            return partial(self._replies.answer, found)
        return partial(self._press, found)

    async def _unhook(self) -> None:
        """Remove an earlier webhook: Telegram delivers either to it or by getUpdates
        (core.telegram.org/bots/api#getting-updates).
        """
        result = await self._api.call("deleteWebhook")
        if not isinstance(result, Done):
            _log.warning("telegram.hook_not_removed", outcome=result)

    async def _hand(self, raw: Json) -> None:
        """Take an update from the hook. One that cannot be read is dropped: Telegram would repeat
        it.
        """
        try:
            await self._take(raw)
        except Exception:  # noqa: BLE001  # any error of parsing
            _log.exception("telegram.unreadable_update", update=raw.get("update_id"))

    async def _set_menu(self) -> None:
        """Set the readers' menu for all chats; the editors' command is in the menus of editors
        alone.
        """
        menu = [{"command": c.name, "description": c.does} for c in COMMANDS]
        readers = [command for command in menu if command["command"] != COMMAND]
        result = await self._api.call("setMyCommands", {"commands": readers})
        if not isinstance(result, Done):
            _log.warning("telegram.menu_not_set", outcome=result)
        for chat in self._editors.chats_on("telegram"):
            scope = {"type": "chat", "chat_id": chat}
            result = await self._api.call("setMyCommands", {"commands": menu, "scope": scope})
            # an editor who never wrote to the bot has no chat with it
            if not isinstance(result, Done):
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
            await self._take_one(one, caption, raw if one is update else None)

    async def _take_one(self, update: Update, caption: str, raw: Json | None) -> None:
        now, message = self._clock(), message_of(update)
        found = change(update, self._me) or event(update, self._me, now, album_caption=caption)
        if isinstance(found, Pressed):
            # Clients show a progress bar until a press is acknowledged
            # (core.telegram.org/bots/api#callbackquery), so it does not wait in a queue.
            self._acknowledge(found)
        if isinstance(found, Asked | Pressed):
            request = _request_of(found)
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
        if self._inbox is not None and raw is not None and isinstance(found, Asked | Pressed):
            await self._inbox.note(self._key(update.update_id), json.dumps(raw))
        if not await self._queues.put(chat, partial(self._do_once, update.update_id, work)):
            self._done(self._key(update.update_id))
            await self._turn_away(found)
        else:
            self._full.discard(chat)

    async def _refuse(self, refusal: Answer, request: Request, answering: int | None) -> None:
        """Send a refusal in place of an answer, without waiting for other answers of the chat."""
        if refusal.reply.blocks:
            work = partial(self._replies.give, refusal, request, answering)
            await self._queues.put(f"{request.origin.channel} refused", work)

    async def _turn_away(self, found: Asked | Pressed | Change) -> None:
        """Tell a chat that it has too many questions waiting; once, until a
        later one is accepted.
        """
        if not isinstance(found, Asked | Pressed):
            _log.error("telegram.change_left_out", change=found)
            return
        request = _request_of(found)
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
        """Do the work of an update, unless it has been begun already, in any process."""
        if await self._is_first(update):
            await self._worked_off(self._key(update), work)

    async def _is_first(self, update: int) -> bool:
        key = self._key(update)
        try:
            if self._once is not None and not await self._once.first((key,)):
                return False
        except StoreUnavailable as error:
            _log.warning("telegram.once_unknown", update=update, error=str(error))
        self._begun[key] = None
        while len(self._begun) > _WAITING:
            del self._begun[next(iter(self._begun))]
        return True

    async def _worked_off(self, key: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work, and delete the stored request even if that fails or is cancelled."""
        try:
            await work()
        finally:
            self._done(key)

    def _done(self, key: str) -> None:
        if self._inbox is not None:
            self._inbox.done(key)

    def _key(self, update: int) -> str:
        return f"telegram:{self._api.id}:{update}"


def _request_of(found: Asked | Pressed) -> Request:
    return found.request if isinstance(found, Asked) else found.base


def _same(pressed: Pressed) -> _Press:
    """What two presses of one button by one person have in common."""
    return pressed.base.origin, pressed.base.replied_to, pressed.token, pressed.base.sender
