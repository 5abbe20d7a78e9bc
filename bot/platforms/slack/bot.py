"""The bot on Slack: takes what is delivered, over Socket Mode or HTTP, and brings answers back."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar
from weakref import WeakValueDictionary

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.access import Editors
from bot.log import get_logger
from bot.platforms.base import STALE, Answer, Responder, apology, notify
from bot.platforms.sending import Pause
from bot.platforms.slack import events, permissions
from bot.platforms.slack.block_kit import SlackMessage
from bot.platforms.slack.client import WebApi, admitted, signed_in
from bot.platforms.slack.downloads import Downloads
from bot.platforms.slack.events import Asked, Pressed
from bot.platforms.slack.permissions import Permissions
from bot.platforms.slack.render import render
from bot.platforms.slack.replies import Replies
from bot.platforms.slack.send import SlackSender
from bot.platforms.slack.webhook import Hook
from bot.service.leader import Deduplicator
from briefs.digests.outbox import Outcome, Sent
from briefs.errors import StoreUnavailable
from handlers.message import Paragraph, Reply, Request, is_noted

MAX_SEEN: Final = 4_096
"""Events kept in mind; Slack gives up redelivering after three tries within the hour."""


class Seen:
    """A bounded memory of keys, the oldest forgotten first; for one event loop."""

    def __init__(self, most: int = MAX_SEEN) -> None:
        self._most = most
        self._keys: dict[str, None] = {}

    def first(self, key: str) -> bool:
        """Whether `key` is met for the first time; from then on it is known."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > self._most:
            del self._keys[next(iter(self._keys))]
        return True


_GRACE_SECONDS: Final = 45.0
"""Seconds for the answers under way at the end: a write waits 30 for a locked database."""

_READING_AFTER_SECONDS: Final = 3.0
"""Slack shows no bot as typing (docs.slack.dev): a line says so instead."""

_ANYTHING: Final = re.compile("")

_T = TypeVar("_T")

_log = get_logger(__name__)


class Slack:
    """One workspace's bot. `base_url` is that of another Web API, for tests; `pause` waits.

    `digest_admins` says who may set a channel's digest (`standing.digest_admins`): BadArgument if
    it can't be read. Files are had from `editors` alone.

    What is delivered comes in at `hook` or, without one, over Socket Mode, which takes the
    `app_token`. Without `once`, nothing is delivered to more than one process.
    """

    def __init__(
        self,
        responder: Responder,
        workers: Executor,
        *,
        bot_token: str,
        app_token: str = "",
        base_url: str | None = None,
        digest_admins: str = "anyone",
        editors: Editors | None = None,
        once: Deduplicator | None = None,
        hook: Hook | None = None,
        clock: Callable[[], datetime],
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._responder = responder
        self._workers = workers
        self._clock = clock
        self._pause = pause
        self._api = WebApi(bot_token, base_url)
        self._app_api = WebApi(app_token, base_url)
        self._team = ""
        self._permissions = Permissions(self._api, permissions.digest_admins(digest_admins))
        self._downloads = Downloads(self._api, editors or Editors())
        self._replies = Replies(SlackSender(self._api), pause)
        self._seen = Seen()
        self._once = once
        self._hook = hook
        self._busy: set[asyncio.Task[Any]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then let the answers under way get out.

        Raises SourcebriefError if Slack refuses one of the tokens. Everything else that goes wrong
        with the connection is tried again.
        """
        await self._api.open()
        await self._app_api.open()
        try:
            await self._sign_in(stop)
            if stop.is_set():
                return
            if self._hook is not None:
                await self._hook.serve(self._app(), stop)
            else:
                await self._serve_socket(stop)
        finally:
            if self._busy:
                await asyncio.wait(self._busy, timeout=_GRACE_SECONDS)
            await self._api.close()
            await self._app_api.close()

    async def _sign_in(self, stop: asyncio.Event) -> None:
        """Learn which workspace the bot is installed in, unless it is to stop before that."""
        signing = asyncio.create_task(signed_in(self._api, self._pause))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({signing, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if signing.done():
                known = signing.result()
                self._team = str(known["team_id"])
                if known.get("is_enterprise_install"):
                    _log.warning(
                        "slack.installed_in_an_organisation",
                        hint="It serves one workspace. Install the app in that workspace alone.",
                    )
        finally:
            for task in (signing, stopping):
                task.cancel()
            await asyncio.wait({signing, stopping})

    async def _serve_socket(self, stop: asyncio.Event) -> None:
        sdk = self._app_api.sdk
        opened = await admitted(
            sdk.apps_connections_open(app_token=sdk.token or ""), "app-level token (xapp-…)"
        )
        socket = AsyncSocketModeHandler(
            self._app(), sdk.token, logger=self._app_api.log, web_client=sdk
        )
        socket.client.wss_uri = opened.get("url")
        # slack_bolt leaves these two methods without annotations.
        connecting = asyncio.create_task(socket.connect_async())  # type: ignore[no-untyped-call]
        try:
            await stop.wait()
        finally:
            connecting.cancel()
            with suppress(asyncio.CancelledError):
                await connecting
            await socket.close_async()  # type: ignore[no-untyped-call]

    def _app(self) -> AsyncApp:
        """Bolt, without the checks that only HTTP needs: the hook makes them before all else."""
        app = AsyncApp(
            client=self._api.sdk,
            logger=self._api.log,
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=self._hook is not None,
            attaching_function_token_enabled=False,
        )
        # Every kind of delivery is taken, so that none is delivered again for want of an ack.
        app.command(_ANYTHING)(self._on_command)
        app.action(_ANYTHING)(self._on_press)
        app.event(_ANYTHING)(self._on_event)
        return app

    async def _on_command(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        asked = events.command(body, at=self._clock(), team=self._team)
        await self._serve(asked, self._responder.answer)

    async def _on_event(self, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        self._in_hand()
        team = events.installed_in(body, self._team)
        if team != self._team:
            _log.warning("slack.not_ours", team=team)
            return
        bot = context.bot_user_id or ""
        changed = events.change(body, bot=bot, team=team)
        if changed is not None:
            await self._in_worker(lambda: notify(changed, self._responder))
        asked = events.event(body, bot=bot, at=self._clock(), team=team)
        if asked is not None:
            await self._serve(asked, self._responder.answer)

    async def _on_press(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        pressed = events.press(body, at=self._clock(), team=self._team)
        if pressed is not None:
            work = partial(self._responder.press, pressed.token)
            await self._serve(pressed.asked, work, pressed)

    async def _serve(
        self,
        asked: Asked,
        work: Callable[[Request], Answer | None],
        pressed: Pressed | None = None,
    ) -> None:
        """Answer once, however often the asking is delivered."""
        self._in_hand()
        if not self._seen.first(asked.key):
            return
        if (refusal := self._responder.admit(asked.request)) is not None:
            _, messages = _composed(refusal)
            if messages:
                await self._replies.give(asked, messages, private=True)
            return
        if not await self._is_first(asked.key):
            return
        waiting = asyncio.create_task(self._say_that_it_reads(asked))
        try:
            request = await self._permissions.with_role(asked.request)
            request = await self._downloads.with_files(request, asked.offered)
            answer, messages = await self._in_worker(lambda: _composed(work(request)))
        except Exception:  # noqa: BLE001  # whatever broke, the asker hears of it
            answer, messages = _composed(apology(asked.request))
        finally:
            waiting.cancel()
        if not messages:
            return
        # The parts of two answers must not mix, nor race each other for Slack's one post a second.
        async with self._turns.setdefault(asked.request.origin.channel, asyncio.Lock()):
            if pressed is not None and answer.in_place and len(messages) == 1:
                outcomes = await self._replies.replace(pressed, messages[0])
            else:
                outcomes = await self._replies.give(asked, messages, private=answer.reply.private)
        await self._note(asked, answer.reply, messages, outcomes)

    async def _say_that_it_reads(self, asked: Asked) -> None:
        """Tell who sent a link that its page is being read, if that takes longer than a moment."""
        if not any("://" in word for word in asked.request.args):
            return
        await asyncio.sleep(_READING_AFTER_SECONDS)
        said = Answer(Reply((Paragraph(("One moment: I am reading that page.",)),)), {})
        _, messages = _composed(said)
        await self._replies.give(asked, messages, private=not asked.direct)

    def _in_hand(self) -> None:
        """Have the bot wait at its end for what this task does."""
        task = asyncio.current_task()
        if task is not None:
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    async def _is_first(self, key: str) -> bool:
        """Whether no other process has taken it up; if nobody can tell, it is answered."""
        try:
            return self._once is None or bool(await self._once.first((f"slack:{key}",)))
        except StoreUnavailable as error:
            _log.warning("slack.once_unknown", error=str(error))
            return True

    async def _note(
        self,
        asked: Asked,
        reply: Reply,
        messages: Sequence[SlackMessage],
        outcomes: tuple[Outcome, ...],
    ) -> None:
        """Keep what was shown, under each message and under the thread, whose last it now is.

        What each message quotes is kept with it alone: the thread's first may be anybody's.
        """
        if not is_noted(reply) or (reply.private and not asked.direct):
            return
        origin = asked.request.origin
        # Slack does not tell the id of what goes out by a response_url.
        sent = [
            (outcome.message_id or asked.key, message.said if outcome.message_id else ())
            for outcome, message in zip(outcomes, messages, strict=False)
            if isinstance(outcome, Sent)
        ]

        def note() -> None:
            for number, said in sent:
                self._responder.sent(reply, origin, number, said)
            if sent and origin.thread:
                self._responder.sent(reply, origin, origin.thread)

        await self._in_worker(note)

    async def _in_worker(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work)


def _composed(answer: Answer | None) -> tuple[Answer, tuple[SlackMessage, ...]]:
    answer = answer or Answer(Reply((Paragraph((STALE,)),), private=True), {})
    return answer, render(answer.reply, answer.tokens)
