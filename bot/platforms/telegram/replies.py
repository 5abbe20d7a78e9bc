"""Carries what people ask to the desk, and the desk's answers back, part after part."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import TypeVar, assert_never

import structlog

from bot.platforms.base import STALE, Answer, Change, Migrated, Responder, apology, notify
from bot.platforms.sending import Pause, retry
from bot.platforms.telegram.message import TelegramMessage, without_file
from bot.platforms.telegram.permissions import Downloads, Permissions
from bot.platforms.telegram.render import render
from bot.platforms.telegram.send import Sender
from bot.platforms.telegram.updates import Asked, Pressed
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address
from handlers.message import Reply

_log = structlog.get_logger(__name__)
T = TypeVar("T")


class Replies:
    """Answers one event at a time for each caller; nothing that goes wrong is raised.

    A private reply is given where it was asked for: Telegram shows a group's messages to all.
    """

    def __init__(
        self,
        desk: Responder,
        workers: Executor,
        sender: Sender,
        *,
        permissions: Permissions,
        downloads: Downloads,
        pause: Pause,
    ) -> None:
        self._desk = desk
        self._permissions = permissions
        self._downloads = downloads
        self._workers = workers
        self._sender = sender
        self._pause = pause

    async def answer(self, asked: Asked) -> None:
        request = asked.request
        try:
            request = await self._permissions.with_role(request)
            request = await self._downloads.with_files(request, asked.offered)
            answer, messages = await self._at_desk(lambda: _rendered(self._desk.answer(request)))
        except Exception:  # noqa: BLE001  # a bug in one answer must not end the bot
            answer, messages = _rendered(apology(request))
        await self._give(answer.reply, messages, request.origin, asked.answering)

    async def press(self, pressed: Pressed) -> None:
        def redeem() -> tuple[Answer, tuple[TelegramMessage, ...]] | None:
            found = self._desk.press(pressed.token, pressed.base)
            return _rendered(found) if found is not None else None

        try:
            found = await self._at_desk(redeem)
        except Exception:  # noqa: BLE001  # a bug in one answer must not end the bot
            found = _rendered(apology(pressed.base))
        if found is None:
            await self._sender.acknowledge(pressed.query, STALE)
            return
        await self._sender.acknowledge(pressed.query)
        answer, messages = found
        if answer.in_place and await self._replaced(answer.reply, messages, pressed):
            return
        await self._give(answer.reply, messages, pressed.base.origin, pressed.answering)

    async def tell(self, change: Change) -> None:
        """Let the desk know what Telegram did to a chat."""
        if isinstance(change, Migrated):
            self._sender.moved(change.at.channel, change.to.channel)
        try:
            await self._at_desk(lambda: notify(change, self._desk))
        except Exception:  # noqa: BLE001  # what is not known now, the next post there finds out
            _log.exception("telegram.not_told", change=change)

    async def _replaced(
        self, reply: Reply, messages: tuple[TelegramMessage, ...], pressed: Pressed
    ) -> bool:
        """Put the answer in the place of the button's message; False: it must be given anew."""
        if pressed.message is None or len(messages) != 1 or messages[0].file is not None:
            return False
        at = pressed.base.origin
        edit = partial(self._sender.edit, at, pressed.message, messages[0])
        outcome = await retry(edit, self._pause)
        match outcome:
            case Sent(message_id):
                await self._note(reply, at, (message_id,))
                return True
            case Unknown():
                _log.warning("telegram.edit_unknown", chat=at.channel, outcome=outcome)
                return True
            case Rejected() | Retry():
                _log.warning("telegram.not_edited", chat=at.channel, outcome=outcome)
                return False
            case _:
                assert_never(outcome)

    async def _give(
        self,
        reply: Reply,
        messages: tuple[TelegramMessage, ...],
        at: Address,
        answering: int | None,
    ) -> None:
        """Send the parts in order: none before the one ahead of it is posted, none twice."""
        posted: list[str] = []
        for n, message in enumerate(messages):
            outcome = await self._sent(message, at, answering if n == 0 else None)
            match outcome:
                case Sent(message_id):
                    posted.append(message_id)
                case Unknown():
                    _log.warning("telegram.send_unknown", chat=at.channel, outcome=outcome)
                case Rejected() | Retry():
                    _log.error("telegram.not_sent", chat=at.channel, outcome=outcome)
                    break
                case _:
                    assert_never(outcome)
        await self._note(reply, at, tuple(posted))

    async def _sent(self, message: TelegramMessage, at: Address, answering: int | None) -> Outcome:
        """What became of a message in the end; a file that is refused leaves its words there."""
        send = partial(self._sender.send, at, answering=answering)
        outcome = await retry(partial(send, message), self._pause)
        if message.file is not None and isinstance(outcome, Rejected):
            _log.warning("telegram.file_refused", chat=at.channel, outcome=outcome)
            said = f"I can't put {message.file.name} here. {outcome.reason}"
            outcome = await retry(partial(send, without_file(message, said)), self._pause)
        return outcome

    async def _note(self, reply: Reply, at: Address, posted: tuple[str, ...]) -> None:
        """Let the desk remember what each message showed; a reply about nothing costs no trip."""
        if reply.about is None or not posted:
            return

        def note() -> None:
            for message_id in posted:
                self._desk.sent(reply, at, message_id)

        try:
            await self._at_desk(note)
        except Exception:  # noqa: BLE001  # the answer is out; only a reply to it may miss its piece
            _log.exception("telegram.not_noted", chat=at.channel)

    async def _at_desk(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work)


def _rendered(answer: Answer) -> tuple[Answer, tuple[TelegramMessage, ...]]:
    """An answer with its messages: rendered in the worker too, to keep the loop free."""
    return answer, render(answer.reply, answer.tokens)
