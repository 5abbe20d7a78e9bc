"""Receives updates: signs in, polls, joins the parts of one message, and queues them by chat.

Only Telegram's own verdict on the token ends sign-in and getUpdates, and only after it was given
several times: a Bot API server has answered 401 for a good token
(github.com/tdlib/telegram-bot-api/issues/77), and a proxy's page is no verdict.

The parts of an album, of a long paste, and corrections belong together. Telegram delivers each part
as an update of its own, and no part says that it is the last.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any, Final

from telegram import Message, Update
from telegram.constants import ChatType, MediaGroupLimit

from bot.platforms.sending import Pause, backoff
from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.errors import Done, Failure, Result, is_token_refused
from bot.platforms.telegram.updates import (
    BRINGS,
    COMMAND,
    WANTED,
    Json,
    Me,
    message_of,
    said_in,
)
from briefs.digests.outbox import Rejected, Retry, Unknown
from briefs.errors import SourcebriefError
from briefs.log import get_logger
from handlers.router import bare

LONG_POLL: Final = timedelta(seconds=30)
_MARGIN: Final = timedelta(seconds=10)
_MAX_REFUSALS: Final = 3
_MAX_PAUSE: Final = timedelta(minutes=1)
"""The longest pause of getUpdates, even if Telegram asks for more: people are waiting, and a call
that comes too soon is only refused again.
"""


class TokenRefused(SourcebriefError):
    """Telegram does not know the bot's token. Its text never contains the token."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refused the bot's token.",
            hint="Copy it again from @BotFather, or make a new one there with /token.",
        )


class Verdicts:
    """Counts how often in a row Telegram has refused the token."""

    def __init__(self) -> None:
        self._refusals = 0

    def hear(self, result: Result) -> None:
        """Count a result; raises TokenRefused after too many refusals in a row."""
        refused = not isinstance(result, Done) and is_token_refused(result)
        self._refusals = self._refusals + 1 if refused else 0
        if self._refusals >= _MAX_REFUSALS:
            raise TokenRefused


class Polling:
    """Reads updates from an offset; `take` gets them in order and may wait."""

    def __init__(self, api: BotApi, take: Callable[[Json], Awaitable[None]], pause: Pause) -> None:
        self._api = api
        self._take = take
        self._pause = pause
        self._offset = 0

    async def run(self) -> None:
        """Fetch and pass on updates until cancelled; raises TokenRefused, and retries after other
        errors.
        """
        failures, verdicts = 0, Verdicts()
        while True:
            result = await self._fetch(wait=LONG_POLL)
            verdicts.hear(result)
            match result:
                case Done(list() as updates):
                    for update in updates:
                        await self._hand_on(update)
                    failures = 0
                    continue
                case Done():
                    result = Unknown("Telegram's updates could not be read.")
            failures += 1
            await self._rest(result, failures)

    async def confirm(self) -> None:
        """Tell Telegram which updates were taken, so that the next start doesn't get them again."""
        if not self._offset:
            return
        result = await self._fetch(wait=timedelta(), limit=1)
        if not isinstance(result, Done):
            _log.warning("telegram.unconfirmed", outcome=result)

    async def _fetch(self, *, wait: timedelta, limit: int = 100) -> Result:
        seconds = int(wait.total_seconds())
        return await self._api.call(
            "getUpdates",
            {"offset": self._offset, "timeout": seconds, "limit": limit, "allowed_updates": WANTED},
            read_seconds=(wait + _MARGIN).total_seconds(),
        )

    async def _hand_on(self, raw: Any) -> None:  # noqa: ANN401  # JSON, whatever it is
        number = raw.get("update_id") if isinstance(raw, dict) else None
        try:
            await self._take(raw)
        except Exception:  # noqa: BLE001  # any error of parsing: the update is dropped
            _log.exception("telegram.unreadable_update", update=number)
        if isinstance(number, int):
            self._offset = number + 1

    async def _rest(self, failure: Failure, failures: int) -> None:
        asked = timedelta()
        match failure:
            case Rejected(said=said) if said.lower().startswith("conflict"):
                _log.error("telegram.another_poller", hint="Run one bot per token.")
            case Retry(after=after, all_wait=True):
                asked = min(after, _MAX_PAUSE)
                _log.warning("telegram.polling_failed", outcome=failure, failures=failures)
            case _:
                _log.warning("telegram.polling_failed", outcome=failure, failures=failures)
        await self._pause(max(backoff(failures), asked).total_seconds())


async def signed_in(api: BotApi, pause: Pause) -> Me:
    """Wait until Telegram accepts the token, however long it can't be
    reached; raises TokenRefused.
    """
    failures, verdicts = 0, Verdicts()
    while True:
        result = await api.call("getMe")
        verdicts.hear(result)
        match result:
            case Done({"id": int() as number, **known}):
                me = Me(str(number), str(known.get("username") or ""))
                _log.info("telegram.signed_in", bot=me.username)
                return me
        failures += 1
        _log.warning("telegram.unreachable", outcome=result, failures=failures)
        await pause(backoff(failures).total_seconds())


async def admitted(token: str, base_url: str | None, pause: Pause) -> None:
    """Wait until Telegram has accepted a token, without serving its bot; raises TokenRefused."""
    api = BotApi(token, base_url)
    try:
        await signed_in(api, pause)
    finally:
        await api.close()


_MAX_KEPT: Final = 4_096
"""Messages and albums that are remembered."""

_PASTE_UNITS: Final = 1_500
"""A shorter message is no first part of a text that a client has cut at 4096 UTF-16 units."""

PASTE_SECONDS: Final = 1.5
"""The parts of a paste arrive right after one another: no part after this pause means the end."""


class Memory(dict[tuple[int, object], str]):
    """A dictionary that forgets its oldest entries."""

    def keep(self, key: tuple[int, object], value: str) -> None:
        self.pop(key, None)
        self[key] = value
        while len(self) > _MAX_KEPT:
            del self[next(iter(self))]


class Corrections:
    """The texts of recent messages, by which an edit of the words is recognised."""

    def __init__(self) -> None:
        self._said = Memory()

    def note(self, message: Message) -> None:
        self._said.keep(_key(message), said_in(message))

    def is_one(self, message: Message) -> bool:
        """Whether the words of a remembered message changed; the new words are remembered."""
        before = self._said.get(_key(message))
        self.note(message)
        return before is not None and before != said_in(message)


class Albums:
    """Documents sent together: a command under one of them is about all of them.

    Pictures sent together are one message to their sender, and are answered once.
    """

    def __init__(self) -> None:
        self._captions = Memory()
        self._pictures = Memory()
        self._waiting: dict[tuple[int, object], list[Update]] = {}

    def together(self, update: Update) -> Iterator[tuple[Update, str]]:
        """The updates that can be read now, each with the caption under
        another one of its album.
        """
        message = message_of(update)
        if message is None or message.media_group_id is None:
            yield update, ""
            return
        key = (message.chat.id, message.media_group_id)
        if message.document is None:
            if said_in(message) or key not in self._pictures:
                yield update, ""
            self._pictures.keep(key, "")
        elif _is_command(said_in(message)):
            self._captions.keep(key, said_in(message))
            yield update, ""
            earlier = self._waiting.pop(key, [])
            for one in earlier if _is_about_each(said_in(message)) else ():
                yield one, said_in(message)
        elif message.chat.type == ChatType.PRIVATE or said_in(message):
            yield update, ""
        elif key in self._captions:
            if _is_about_each(self._captions[key]):
                yield update, self._captions[key]
        else:
            self._waiting.setdefault(key, []).append(update)
            del self._waiting[key][MediaGroupLimit.MAX_MEDIA_LENGTH :]
            while len(self._waiting) > _MAX_KEPT:
                del self._waiting[next(iter(self._waiting))]


class Pastes:
    """Long texts that a client may have cut into several messages."""

    def __init__(self) -> None:
        self._open: dict[tuple[int, object], list[Message]] = {}

    def begin(self, message: Message) -> bool:
        """Whether more of this text may follow; if so, `rest` must be called."""
        text = message.text or ""
        if len(text.encode("utf-16-le")) // 2 < _PASTE_UNITS:
            return False
        self._open[_from(message)] = []
        return True

    def goes_on(self, message: Message) -> bool:
        """Whether a message is the next part of a text that is being pasted."""
        parts = self._open.get(_from(message))
        if parts is None or not message.text or _is_command(said_in(message)):
            return False
        parts.append(message)
        return True

    async def rest(self, message: Message) -> bool:
        """Wait until no more parts come; returns whether any came."""
        parts, seen = self._open[_from(message)], -1
        while len(parts) > seen:
            seen = len(parts)
            await asyncio.sleep(PASTE_SECONDS)
        self._open.pop(_from(message), None)
        return bool(parts)


def _is_command(text: str) -> bool:
    return COMMAND.match(bare(text)) is not None


def _is_about_each(text: str) -> bool:
    """Whether a command under a document of an album is about all its documents."""
    found = COMMAND.match(bare(text))
    return found is not None and found["name"].lower() == BRINGS


def _key(message: Message) -> tuple[int, object]:
    return message.chat.id, message.message_id


def _from(message: Message) -> tuple[int, object]:
    sender = message.sender_chat or message.from_user
    return message.chat.id, sender.id if sender is not None else None


_log = get_logger(__name__)


class ChatQueues:
    """Queues of work, one for each lane (a chat), which run concurrently.

    At most `room` works run and `waiting` more wait; a lane has at most `depth`.
    """

    def __init__(self, *, room: int, depth: int, waiting: int = 0) -> None:
        self._room = asyncio.Semaphore(room)
        self._places = asyncio.Semaphore(room + waiting)
        self._depth = depth
        self._lanes: dict[str, list[asyncio.Task[None]]] = {}

    async def put(self, lane: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Start `work` after all earlier work of its lane; False if the lane is full.

        Waits while all queues together are full. Work that raises is logged, and the lane goes on.
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
        """Wait until all is done; after `patience` cancel the rest. Returns the lanes of cancelled
        work.
        """
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
        except Exception:  # noqa: BLE001  # a bug in one lane must not stop the others
            _log.exception("lanes.bug")

    def _left(self, lane: str, task: asyncio.Task[None]) -> None:
        self._places.release()
        tasks = self._lanes[lane]
        tasks.remove(task)
        if not tasks:
            del self._lanes[lane]
