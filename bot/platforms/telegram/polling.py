"""Sign-in and getUpdates, which end only if Telegram itself refuses the token.

The refusal has to come several times: a Bot API server has been seen to answer 401 for a good token
(github.com/tdlib/telegram-bot-api/issues/77). The error page of a proxy is no refusal.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from bot.platforms.sending import Pause, backoff
from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.errors import Done, Failure, Result, is_token_refused
from bot.platforms.telegram.updates import WANTED, Json, Me
from briefs.digests.outbox import Rejected, Retry, Unknown
from briefs.errors import SourcebriefError
from briefs.log import get_logger

LONG_POLL: Final = timedelta(seconds=30)
_MARGIN: Final = timedelta(seconds=10)
_MAX_REFUSALS: Final = 3
_MAX_PAUSE: Final = timedelta(minutes=1)
"""The longest pause of getUpdates, even if Telegram asks for more: people are waiting, and a call
that comes too soon is only refused again.
"""

_log = get_logger(__name__)


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
