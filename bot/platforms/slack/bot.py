"""The bot on Slack: takes deliveries over Socket Mode or HTTP, and sends the answers."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
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
from bot.platforms.base import STALE, Answer, Responder, apology, notify
from bot.platforms.inbox import LOST, Deduplicator, Fate, Inbox, Seen
from bot.platforms.sending import Pause
from bot.platforms.slack import events, permissions
from bot.platforms.slack.client import WebApi, admitted, signed_in
from bot.platforms.slack.downloads import Downloads
from bot.platforms.slack.events import Asked, Pressed
from bot.platforms.slack.permissions import Permissions
from bot.platforms.slack.render import SlackMessage, render
from bot.platforms.slack.replies import Replies, SlackSender
from bot.platforms.slack.webhook import Hook
from briefs.digests.outbox import Outcome, Sent
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.model import Address
from briefs.storage.coordination import Inbox as InboxStore
from briefs.storage.coordination import TakenRequest
from handlers.message import Paragraph, Reply, Request, is_noted

_GRACE_SECONDS: Final = 45.0
"""How long a stop waits for answers under way: a write waits up to 30 s for a locked database."""

_READING_AFTER_SECONDS: Final = 3.0
"""When a line says that the page of a link is being read: the Web API shows bots as typing in
assistant threads alone (docs.slack.dev/reference/methods/assistant.threads.setStatus).
"""

_ANYTHING: Final = re.compile("")

_TAKEN: Final = "taken"
"""The key in Bolt's context for a delivery that is to be answered in this process."""

_PREFIX: Final = "slack:"
"""What request keys begin with, to differ from those of other platforms."""

_T = TypeVar("_T")

_log = get_logger(__name__)


class Slack:
    """The bot of one workspace. Tests give a `base_url` and a `pause`.

    `digest_admins` says who may set a channel's digest (`permissions.digest_admins`): BadArgument
    if it can't be read. Files are downloaded for `editors` alone.

    Deliveries come in at `hook` or, without one, over Socket Mode, which needs the `app_token`.
    Without `once`, this must be the only process that gets deliveries.
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
        inbox: InboxStore | None = None,
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
        self._downloads = Downloads(self._api)
        self._editors = editors or Editors()
        self._replies = Replies(SlackSender(self._api), pause)
        self._seen = Seen()
        self._once = once
        self._inbox_store = inbox
        self._inbox: Inbox | None = None
        self._hook = hook
        self._busy: set[asyncio.Task[Any]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then finish the answers under way.

        Raises SourcebriefError if Slack refuses one of the tokens. Every other connection error is
        retried.
        """
        await self._api.open()
        await self._app_api.open()
        recovering: asyncio.Task[None] | None = None
        try:
            await self._sign_in(stop)
            if stop.is_set():
                return
            if self._inbox_store is not None:
                account = Address("slack", self._team, "").account
                self._inbox = Inbox(store=self._inbox_store, account=account, clock=self._clock)
                recovering = asyncio.create_task(self._inbox.recover(self._take_again, stop))
            if self._hook is not None:
                await self._hook.serve(self._app(), stop)
            else:
                await self._serve_socket(stop)
        finally:
            if recovering is not None:
                recovering.cancel()
                await asyncio.wait({recovering})
            if self._busy:
                await asyncio.wait(self._busy, timeout=_GRACE_SECONDS)
            if self._inbox is not None:
                await self._inbox.close()
            await self._api.close()
            await self._app_api.close()

    async def _sign_in(self, stop: asyncio.Event) -> None:
        """Learn which workspace the bot is installed in, unless `stop` is set first."""
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
        """Bolt without the checks that only HTTP needs: `Hook` makes them before anything is
        parsed.
        """
        app = AsyncApp(
            name="sourcebrief",  # else it reads the source of every caller for one
            client=self._api.sdk,
            logger=self._api.log,
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=self._hook is not None,
            attaching_function_token_enabled=False,
        )
        app.use(self._take)
        # Every kind of delivery is acknowledged: Slack redelivers what is not.
        app.command(_ANYTHING)(self._on_command)
        app.action(_ANYTHING)(self._on_press)
        app.event(_ANYTHING)(self._on_event)
        return app

    async def _take(
        self,
        body: dict[str, Any],
        context: AsyncBoltContext,
        next_: Callable[[], Awaitable[object]],
    ) -> None:
        """Store a request before it is acknowledged: Slack does not deliver it again after that."""
        self._in_hand()
        try:
            found = self._read(body, context.bot_user_id or "")
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            found = None
            _log.warning("slack.unreadable_delivery", error=type(error).__name__)
        if found is not None:
            context[_TAKEN] = await self._is_taken(found[0], body, context.bot_user_id or "")
        await next_()

    def _read(self, body: dict[str, Any], bot: str) -> tuple[Asked, Pressed | None] | None:
        """The request in a delivery, and the button if one was pressed; None if it asks for
        nothing.
        """
        if "command" in body:
            return events.command(body, at=self._clock(), team=self._team), None
        if body.get("type") == "block_actions":
            pressed = events.press(body, at=self._clock(), team=self._team)
            return (pressed.asked, pressed) if pressed is not None else None
        if "event" not in body or events.installed_in(body, self._team) != self._team:
            return None
        asked = events.event(body, bot=bot, at=self._clock(), team=self._team)
        return (asked, None) if asked is not None else None

    async def _is_taken(self, asked: Asked, body: dict[str, Any], bot: str) -> bool:
        """Whether this process answers a delivery: each event once, and only if its sender is
        admitted.
        """
        if not self._seen.first(asked.key):
            return False
        if (refusal := self._responder.admit(asked.request)) is not None:
            _, messages = _composed(refusal)
            if messages:
                self._in_background(self._replies.give(asked, messages, private=True))
            return False
        if self._inbox is not None:
            await self._inbox.note(_key(asked), json.dumps({"body": body, "bot": bot}))
        return True

    async def _take_again(self, one: TakenRequest, fate: Fate) -> None:
        """Answer a request of a process that died, or tell its asker that it may be lost."""
        said = json.loads(one.payload)
        found = self._read(said["body"], said["bot"])
        if found is None:
            raise ValueError("it asks for nothing")
        asked, pressed = found
        if not self._seen.first(asked.key):
            return  # it was delivered again and is answered already
        if fate == "answer" and await self._is_first(asked.key):
            self._in_background(self._answer(asked, pressed))
            return
        _, messages = _composed(Answer(Reply((Paragraph((LOST,)),), private=True), {}))
        await self._replies.give(asked, messages, private=True)
        self._done(asked)

    def _done(self, asked: Asked) -> None:
        if self._inbox is not None:
            self._inbox.done(_key(asked))

    async def _on_command(
        self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        if context.get(_TAKEN):
            await self._serve(events.command(body, at=self._clock(), team=self._team))

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
        if not context.get(_TAKEN):
            return
        asked = events.event(body, bot=bot, at=self._clock(), team=team)
        if asked is not None:
            await self._serve(asked)

    async def _on_press(
        self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        if not context.get(_TAKEN):
            return
        pressed = events.press(body, at=self._clock(), team=self._team)
        if pressed is not None:
            await self._serve(pressed.asked, pressed)

    async def _serve(self, asked: Asked, pressed: Pressed | None = None) -> None:
        """Answer a request, unless another process does."""
        self._in_hand()
        if await self._is_first(asked.key):
            await self._answer(asked, pressed)

    async def _answer(self, asked: Asked, pressed: Pressed | None) -> None:
        try:
            await self._answered(asked, pressed)
        finally:
            self._done(asked)

    async def _answered(self, asked: Asked, pressed: Pressed | None) -> None:
        work: Callable[[Request], Answer | None] = self._responder.answer
        if pressed is not None:
            work = partial(self._responder.press, pressed.token)
        waiting = asyncio.create_task(self._say_that_it_reads(asked))
        try:
            request = await self._permissions.with_role(asked.request)
            get = self._downloads.get
            request = await self._editors.with_files(request, asked.offered, get)
            answer, messages = await self._in_worker(lambda: _composed(work(request)))
        except Exception:  # noqa: BLE001  # the asker is told of every error
            answer, messages = _composed(apology(asked.request))
        finally:
            waiting.cancel()
        if not messages:
            return
        # Two answers must not mix their messages, and Slack takes one post a second in a channel.
        async with self._turns.setdefault(asked.request.origin.channel, asyncio.Lock()):
            if pressed is not None and answer.in_place and len(messages) == 1:
                outcomes = await self._replies.replace(pressed, messages[0])
            else:
                outcomes = await self._replies.give(asked, messages, private=answer.reply.private)
        await self._note(asked, answer.reply, messages, outcomes)

    async def _say_that_it_reads(self, asked: Asked) -> None:
        """Tell the sender of a link that its page is being read, if that takes longer than a
        moment.
        """
        if not any("://" in word for word in asked.request.args):
            return
        await asyncio.sleep(_READING_AFTER_SECONDS)
        said = Answer(Reply((Paragraph(("One moment: I am reading that page.",)),)), {})
        _, messages = _composed(said)
        await self._replies.give(asked, messages, private=not asked.direct)

    def _in_background(self, work: Coroutine[Any, Any, object]) -> None:
        """Run a task that a stop waits for."""
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    def _in_hand(self) -> None:
        """Let a stop wait for the current task."""
        task = asyncio.current_task()
        if task is not None:
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    async def _is_first(self, key: str) -> bool:
        """Whether no other process answers this; if the store does not answer, this one does."""
        try:
            return self._once is None or bool(await self._once.first((f"{_PREFIX}{key}",)))
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
        """Store what was shown, for each message and for its thread.

        What a message quotes is stored with that message alone: the thread's first may be
        anybody's.
        """
        if not is_noted(reply) or (reply.private and not asked.direct):
            return
        origin = asked.request.origin
        # Slack returns no message id for a response_url.
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


def _key(asked: Asked) -> str:
    return f"{_PREFIX}{asked.key}"


def _composed(answer: Answer | None) -> tuple[Answer, tuple[SlackMessage, ...]]:
    answer = answer or Answer(Reply((Paragraph((STALE,)),), private=True), {})
    return answer, render(answer.reply, answer.tokens)
