"""The bot on Telegram: signs in, sets its menu, and serves updates until it is told to stop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog
from telegram import Bot, BotCommand, Update
from telegram.error import InvalidToken, TelegramError

from bot.platforms.front_desk import FrontDesk
from bot.platforms.outcome import Outcome
from bot.platforms.patience import Pause, backoff
from bot.platforms.telegram.conversation import Conversation
from bot.platforms.telegram.failures import outcome_of
from bot.platforms.telegram.intake import Asked, Pressed, event
from bot.platforms.telegram.lanes import Lanes
from bot.platforms.telegram.message import TelegramMessage
from bot.platforms.telegram.polling import Polling, TokenRefused
from bot.platforms.telegram.sender import Sender
from bot.platforms.telegram.transport import Transport
from briefs.model import Address
from handlers.commands import COMMANDS

_OFFICIAL = "https://api.telegram.org/bot"
_IN_HAND, _OF_ONE_CHAT = 200, 20
_GRACE: Final = timedelta(seconds=10)

_log = structlog.get_logger(__name__)


class Telegram:
    """One bot account, fed by long polling.

    `base_url` is the Bot API's address up to and with "/bot"; None means Telegram's own.
    """

    def __init__(
        self,
        desk: FrontDesk,
        workers: Executor,
        *,
        token: str,
        base_url: str | None = None,
        clock: Callable[[], datetime],
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._pause = pause
        transport = Transport()
        self._bot = Bot(
            token,
            base_url=base_url or _OFFICIAL,
            request=transport,
            get_updates_request=transport,
        )
        self._sender = Sender(self._bot)
        self._conversation = Conversation(desk, workers, self._sender, pause)
        self._lanes = Lanes(room=_IN_HAND, depth=_OF_ONE_CHAT)
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

    async def send(self, to: Address, message: TelegramMessage) -> Outcome:
        """Post one message, once; what became of it is a value, whatever happens."""
        return await self._sender.send(to, message)

    async def _serve(self) -> None:
        await self._sign_in()
        await self._set_menu()
        await self._polling.run()

    async def _sign_in(self) -> None:
        failures = 0
        while True:
            try:
                await self._bot.initialize()
            except InvalidToken:
                break  # its text holds the token: it must not become another error's context
            except TelegramError as error:
                failures += 1
                _log.warning("telegram.unreachable", outcome=outcome_of(error), failures=failures)
                await self._pause(backoff(failures).total_seconds())
            else:
                _log.info("telegram.signed_in", bot=self._bot.username)
                return
        raise TokenRefused

    async def _set_menu(self) -> None:
        try:
            await self._bot.set_my_commands([BotCommand(c.name, c.does) for c in COMMANDS])
        except TelegramError as error:
            _log.warning("telegram.menu_not_set", outcome=outcome_of(error))

    async def _take(self, update: Update) -> None:
        match event(update, self._bot.bot, self._clock()):
            case Asked() as asked:
                chat, work = asked.request.origin.channel, partial(self._conversation.answer, asked)
            case Pressed() as pressed:
                chat, work = pressed.base.origin.channel, partial(self._conversation.press, pressed)
            case None:
                return
        if not await self._lanes.put(chat, work):
            _log.warning("telegram.too_many_at_once", chat=chat)
