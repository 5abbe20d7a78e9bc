"""Passes requests to the chat service, and sends its answers, message by message, with at most one
more call for each, if Telegram's refusal says what to change.

Every asker gets the answer or the reason why not, by the best way that works: in the chat, in
private, or by a reaction to their message.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, Final, TypeVar, assert_never

from bot.access import Editors
from bot.platforms.base import (
    STALE,
    Answer,
    Change,
    Migrated,
    Responder,
    apology,
    notify,
)
from bot.platforms.sending import Pause, retry
from bot.platforms.telegram.client import (
    NOT_MODIFIED,
    BotApi,
    outcome_of,
    thread_of,
    without_refused_markup,
)
from bot.platforms.telegram.errors import Done
from bot.platforms.telegram.permissions import Downloads, Permissions, is_person
from bot.platforms.telegram.render import TelegramMessage, content, render, without_file
from bot.platforms.telegram.updates import Asked, Pressed
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.log import get_logger
from briefs.model import Address
from handlers.message import Paragraph, Reply, Request, is_noted, presses

_TYPING_AFTER_SECONDS: Final = 1.0
_TYPING_AGAIN_SECONDS: Final = 4.0
"""Telegram shows a bot as typing for five seconds (core.telegram.org/bots/api#sendchataction)."""

_log = get_logger(__name__)
T = TypeVar("T")


CANNOT_SPEAK: Final = "🙊"
"""One of the reactions that bots may use (core.telegram.org/bots/api#reactiontypeemoji)."""


class Sender:
    """Sends the bot's answers. No method raises for an error of Telegram or the network."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._migrated: dict[str, str] = {}
        self._untold: set[str] = set()

    async def send(
        self,
        to: Address,
        message: TelegramMessage,
        *,
        answering: int | None = None,
        only_for: str = "",
    ) -> Outcome:
        """Post one message, as a reply to the message `answering` if that still exists.

        In a group it can be shown to one person alone; if Telegram refuses that, to all.
        """
        reply = {"message_id": answering, "allow_sending_without_reply": True}
        fields = {
            **thread_of(to),
            "reply_parameters": reply if answering is not None else None,
        }
        method = "sendMessage" if message.file is None else "sendDocument"
        params = {**fields, **content(message)}
        if only_for:
            aside = {"ephemeral_message_parameters": {"receiver_user_id": int(only_for)}}
            outcome = await self._tried(method, to, {**params, **aside}, message)
            if not isinstance(outcome, Rejected):
                return outcome
        return await self._tried(method, to, params, message)

    async def edit(self, to: Address, posted: int, message: TelegramMessage) -> Outcome:
        """Replace the message `posted` by a message without a file."""
        params = {"message_id": posted, **content(message)}
        return await self._tried("editMessageText", to, params, message)

    def on_migrated(self, chat: str, to: str) -> None:
        """From now on, messages for `chat` are sent `to` that chat."""
        _log.warning("telegram.chat_moved", chat=chat, to=to)
        self._migrated[chat] = to
        self._untold.discard(chat)

    def migrated_to(self, at: Address) -> Address | None:
        """The new chat of a migration that was not reported yet; asking for
        it counts as reporting.
        """
        if at.channel not in self._untold:
            return None
        self._untold.discard(at.channel)
        return Address(at.platform, at.workspace, self._migrated[at.channel])

    async def react(self, at: Address, message: int) -> None:
        """Put a reaction on a message, to show that it can't be answered."""
        mark = [{"type": "emoji", "emoji": CANNOT_SPEAK}]
        given = {"chat_id": at.channel, "message_id": message, "reaction": mark}
        result = await self._api.call("setMessageReaction", given)
        if not isinstance(result, Done):
            _log.info("telegram.no_reaction", chat=at.channel, outcome=result)

    async def show_typing(self, at: Address) -> None:
        thread = {k: v for k, v in thread_of(at).items() if k == "message_thread_id"}
        await self._api.call(
            "sendChatAction", {"chat_id": at.channel, "action": "typing", **thread}
        )

    async def acknowledge(self, query: str) -> None:
        """Acknowledge a button's press; failing because it is too late does no harm."""
        result = await self._api.call("answerCallbackQuery", {"callback_query_id": query})
        if not isinstance(result, Done):
            _log.info("telegram.unacknowledged", outcome=result)

    async def _tried(
        self, method: str, to: Address, params: dict[str, Any], message: TelegramMessage
    ) -> Outcome:
        """One call, and at most one more if Telegram's refusal says what to change."""
        chat = self._migrated.get(to.channel, to.channel)
        given = {"chat_id": chat, **params}
        result = await self._api.call(method, given, to=to, file=message.file)
        match result:
            case Rejected(moved_to=Address() as there) if there.channel != chat:
                self.on_migrated(to.channel, there.channel)
                self._untold.add(to.channel)
                return await self._tried(method, to, params, message)
            case Rejected(said=said) if NOT_MODIFIED in said.lower():
                return Sent(str(params["message_id"]))
            case Rejected(said=said):
                kept = without_refused_markup(params, said)
                if kept is not None:
                    _log.error("telegram.markup_refused", chat=to.channel, reason=said)
                    return await self._tried(method, to, kept, message)
        return outcome_of(result)


class Replies:
    """Answers one event at a time for each caller; no method raises.

    A private reply in a group is shown to its asker alone, if Telegram allows it: Bot API 10.3,
    core.telegram.org/bots/api#ephemeralmessageparameters.
    """

    def __init__(
        self,
        responder: Responder,
        workers: Executor,
        sender: Sender,
        *,
        permissions: Permissions,
        downloads: Downloads,
        editors: Editors,
        pause: Pause,
    ) -> None:
        self._responder = responder
        self._permissions = permissions
        self._downloads = downloads
        self._editors = editors
        self._workers = workers
        self._sender = sender
        self._pause = pause

    async def answer(self, asked: Asked) -> None:
        request = asked.request
        async with self._typing(request.origin):
            try:
                if request.command == "digest":  # no other command depends on who is an admin
                    request = await self._permissions.with_role(request)
                get = self._downloads.get
                request = await self._editors.with_files(request, asked.offered, get)
                answer, messages = await self._in_worker(
                    lambda: _rendered(self._responder.answer(request))
                )
            except Exception:  # noqa: BLE001  # a bug in one answer must not end the bot
                answer, messages = _rendered(apology(request))
        await self._delivered(answer, messages, request, asked.answering, asked.message)

    async def give(self, answer: Answer, request: Request, answering: int | None) -> None:
        """Send an answer that did not come from the chat service."""
        answer, messages = _rendered(answer)
        await self._delivered(answer, messages, request, answering, 0)

    async def _delivered(
        self,
        answer: Answer,
        messages: tuple[TelegramMessage, ...],
        request: Request,
        answering: int | None,
        message: int,
    ) -> None:
        only_for = request.sender if _is_aside(answer.reply, request) else ""
        outcome = await self._give(answer.reply, messages, request.origin, answering, only_for)
        await self._say_why(outcome, request, message)

    async def press(self, pressed: Pressed) -> None:
        """Answer a pressed button; the press has been acknowledged before."""

        def redeem() -> tuple[Answer, tuple[TelegramMessage, ...]]:
            found = self._responder.press(pressed.token, pressed.base)
            return _rendered(found or Answer(Reply((Paragraph((STALE,)),), private=True), {}))

        async with self._typing(pressed.base.origin):
            try:
                answer, messages = await self._in_worker(redeem)
            except Exception:  # noqa: BLE001  # a bug in one answer must not end the bot
                answer, messages = _rendered(apology(pressed.base))
        if answer.in_place and await self._replaced(answer.reply, messages, pressed):
            return
        at = pressed.base.origin
        outcome = await self._give(answer.reply, messages, at, pressed.answering)
        await self._say_why(outcome, pressed.base, 0)

    async def tell(self, change: Change) -> None:
        """Tell the chat service about a change that Telegram made to a chat."""
        if isinstance(change, Migrated):
            self._sender.on_migrated(change.at.channel, change.to.channel)
        try:
            await self._in_worker(lambda: notify(change, self._responder))
        except Exception:  # noqa: BLE001  # the next post there notices the change, too
            _log.exception("telegram.not_told", change=change)

    async def _replaced(
        self, reply: Reply, messages: tuple[TelegramMessage, ...], pressed: Pressed
    ) -> bool:
        """Put the answer in the place of the button's message; False if it must be sent anew."""
        if pressed.message is None or len(messages) != 1 or messages[0].file is not None:
            return False
        at = pressed.base.origin
        edit = partial(self._sender.edit, at, pressed.message, messages[0])
        outcome = await retry(edit, self._pause)
        match outcome:
            case Sent(message_id):
                await self._note(reply, at, ((message_id, messages[0]),))
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
        only_for: str = "",
    ) -> Rejected | Retry | None:
        """Send the messages in order: each after the one before it was posted, and none twice.

        Returns why a message was not sent, None if all were.
        """
        posted: list[tuple[str, TelegramMessage]] = []
        refused: Rejected | Retry | None = None
        unsure: Unknown | None = None
        for n, message in enumerate(messages):
            reply_to = answering if n == 0 else None
            outcome = await self._sent(message, at, reply_to, only_for)
            match outcome:
                case Sent(message_id):
                    posted.append((message_id, message))
                case Unknown():
                    _log.warning("telegram.send_unknown", chat=at.channel, outcome=outcome)
                    unsure = outcome
                case Rejected() | Retry():
                    by_people = isinstance(outcome, Rejected) and outcome.blame == "place"
                    tell = _log.info if by_people else _log.error
                    tell("telegram.not_sent", chat=at.channel, outcome=outcome)
                    refused = outcome
                    break
                case _:
                    assert_never(outcome)
        if unsure is not None and not posted:
            said = f"{unsure.reason} If the answer is not here, ask once more."
            await self._sender.send(at, TelegramMessage(said))
        if (there := self._sender.migrated_to(at)) is not None:
            await self.tell(Migrated(at.channel_alone, there))
        await self._note(reply, at, tuple(posted), aside=bool(only_for))
        return refused

    async def _sent(
        self, message: TelegramMessage, at: Address, answering: int | None, only_for: str
    ) -> Outcome:
        """The final outcome of a message; if its file is refused, its text is sent."""
        send = partial(self._sender.send, at, answering=answering, only_for=only_for)
        outcome = await retry(partial(send, message), self._pause)
        if message.file is None:
            return outcome
        match outcome:
            case Rejected(reason) | Retry(reason):
                _log.warning("telegram.file_refused", chat=at.channel, outcome=outcome)
                said = f"I can't put {message.file.name} here. {reason}"
                return await retry(partial(send, without_file(message, said)), self._pause)
            case Unknown():
                said = (
                    f"{message.file.name} may not have arrived. If it is not here, ask once more."
                )
                await self._sender.send(at, TelegramMessage(said))
        return outcome

    async def _say_why(
        self, refused: Rejected | Retry | None, request: Request, message: int
    ) -> None:
        """Tell the asker that the answer could not be given, by the best way that works."""
        if refused is None:
            return
        at, here = request.origin, "here"
        if isinstance(refused, Rejected) and refused.blame in {"message", "unknown"}:
            said = TelegramMessage(f"I can't send the answer. {refused.reason}")
            if isinstance(await self._sender.send(at, said), Sent):
                return
        here = f"in “{request.place_name}”" if request.place_name else "where you asked"
        if request.overheard and is_person(request.sender):
            said = TelegramMessage(f"I can't answer {here}. {refused.reason} Ask me here instead.")
            private = Address(at.platform, at.workspace, request.sender)
            if isinstance(await self._sender.send(private, said), Sent):
                return
        if message:
            await self._sender.react(at, message)

    @asynccontextmanager
    async def _typing(self, at: Address) -> AsyncIterator[None]:
        """Show the bot as typing if the answer takes longer than a moment."""

        async def show() -> None:
            await asyncio.sleep(_TYPING_AFTER_SECONDS)
            while True:
                await self._sender.show_typing(at)
                await asyncio.sleep(_TYPING_AGAIN_SECONDS)

        showing = asyncio.create_task(show())
        try:
            yield
        finally:
            showing.cancel()
            with suppress(asyncio.CancelledError):
                await showing

    async def _note(
        self,
        reply: Reply,
        at: Address,
        posted: tuple[tuple[str, TelegramMessage], ...],
        *,
        aside: bool = False,
    ) -> None:
        """Store what each message showed and quotes; nothing to store needs no call.

        A message that only its asker sees is never corrected: others would read the correction.
        """
        if not is_noted(reply) or not posted:
            return

        def note() -> None:
            for message_id, message in posted:
                said = () if message.file is not None else message.said
                self._responder.sent(reply, at, message_id, None if aside else said)

        try:
            await self._in_worker(note)
        except Exception:  # noqa: BLE001  # the answer was sent all the same
            _log.exception("telegram.not_noted", chat=at.channel)

    async def _in_worker(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work)


def _is_aside(reply: Reply, request: Request) -> bool:
    """Whether an answer is shown to its asker alone: it is private, in a group, and without
    buttons.
    """
    return reply.private and request.overheard and is_person(request.sender) and not presses(reply)


def _rendered(answer: Answer) -> tuple[Answer, tuple[TelegramMessage, ...]]:
    """An answer with its messages: rendering takes CPU, so the worker thread does it."""
    return answer, render(answer.reply, answer.tokens)
