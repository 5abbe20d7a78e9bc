import io
import logging
from collections.abc import Iterator

import pytest

from bot import log
from bot.platforms.telegram.intake import TokenRefused
from tests.bot.telegram_stage import ToldDesk, on_stage
from tests.emulators.telegram.faults import Dropped, Garbled
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator


@pytest.fixture(params=[False, True], ids=["for people", "json"])
def lines(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that is logged, at DEBUG, with the emulator's token to be kept secret."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    out = io.StringIO()
    token = TelegramEmulator().token
    log.configure("DEBUG", json=request.param, secrets=(token,), stream=out)
    yield out
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in log._NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.NOTSET)


async def test_the_token_is_in_no_line_of_a_whole_session(lines: io.StringIO) -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(77)
        telegram.faults.add("getUpdates", Garbled())
        telegram.faults.add("getUpdates", Dropped(after_accepting=False))
        telegram.faults.add("sendMessage", Dropped(after_accepting=True))
        async with on_stage(telegram, ToldDesk()):
            await telegram.people.say(77, "/brief")
            await telegram.people.poison()
            await telegram.people.say(77, "/help")
            await telegram.world.until(lambda: len(telegram.world.posted(77)) == 2)
            logging.getLogger("anyone").error(
                "%s", {"address": f"{telegram.base_url}{telegram.token}"}
            )
    logged = lines.getvalue()
    assert _part() not in logged
    assert log.HIDDEN in logged
    assert "Traceback" in logged


async def test_the_token_is_in_no_line_when_it_is_refused(lines: io.StringIO) -> None:
    async with TelegramEmulator() as telegram:
        telegram.faults.add("getMe", Refused(401, "Unauthorized"), 9)
        with pytest.raises(TokenRefused) as refused:
            async with on_stage(telegram, ToldDesk()):
                await telegram.world.until(lambda: telegram.count("getMe") == 3)
        logging.getLogger("anyone").error("ended", exc_info=refused.value)
    assert _part() not in lines.getvalue()
    assert refused.value.__cause__ is refused.value.__context__ is None


async def test_a_token_that_is_revoked_ends_the_bot_with_what_to_do() -> None:
    async with TelegramEmulator() as telegram:
        telegram.faults.add("getUpdates", Refused(401, "Unauthorized"), 9)
        with pytest.raises(TokenRefused, match="Telegram refused") as refused:
            async with on_stage(telegram, ToldDesk()):
                await telegram.world.until(lambda: telegram.count("getUpdates") == 3)
    assert "@BotFather" in refused.value.hint


def _part() -> str:
    """What makes the token a secret: all of it after the bot's public number."""
    return TelegramEmulator().token.split(":")[1]
