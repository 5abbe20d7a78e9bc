"""A strict Slack on loopback that the real client libraries talk to: Web API and Socket Mode."""

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from aiohttp import web

from tests.emulators.slack.request_urls import SIGNING_SECRET, RequestUrls
from tests.emulators.slack.socket_mode import SocketMode
from tests.emulators.slack.web_api import (
    APP_TOKEN,
    BOT_TOKEN,
    RESPONSE_URL,
    UPLOAD_URL,
    Broken,
    Dropped,
    WebApi,
)
from tests.emulators.slack.workspace import (
    BOT,
    BOT_ID,
    TEAM,
    Channel,
    Posted,
    SharedFile,
    Workspace,
)

__all__ = [
    "APP_TOKEN",
    "BOT",
    "BOT_TOKEN",
    "RESPONSE_URL",
    "SIGNING_SECRET",
    "TEAM",
    "UPLOAD_URL",
    "Broken",
    "Channel",
    "Dropped",
    "Posted",
    "SharedFile",
    "SlackEmulator",
]


_OWN: dict[str, str] = {"id": TEAM}


class SlackEmulator:
    """Use it as an async context; its coroutines do what people do in Slack.

    `patience` is the seconds an envelope waits for its ack; with `limited`, a channel takes one
    post a second by `clock`.
    """

    def __init__(
        self,
        *,
        patience: float = 3.0,
        limited: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.workspace = Workspace(clock, limited)
        self.sockets = SocketMode(patience)
        self.request_urls = RequestUrls()
        self.api = WebApi(self.workspace, self.sockets, self._on_post)
        self._tasks: set[asyncio.Task[object]] = set()
        self._origin = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=0)
        app.router.add_route("*", "/api/{method}", self.api.serve)
        app.router.add_post("/hooks/{key}", self.api.serve_url)
        app.router.add_post("/upload/{key}", self.api.serve_upload)
        app.router.add_get("/files/{ts}/{number}", self.api.serve_file)
        app.router.add_get("/link/", self.sockets.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._origin = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close()
        await self._runner.cleanup()

    @property
    def _way_in(self) -> SocketMode | RequestUrls:
        """An app that has a request URL is not spoken to over Socket Mode."""
        return self.request_urls if self.request_urls.balanced else self.sockets

    @property
    def base_url(self) -> str:
        return f"{self._origin}/api/"

    @property
    def answers(self) -> list[Posted]:
        """What the bot has said, in order."""
        return [message for message in self.workspace.messages if message.user == BOT]

    async def connected(self) -> None:
        """Wait until a client has said hello."""
        await asyncio.wait_for(self.sockets.connected.wait(), 60)

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until what the bot has said or changed fulfils a condition."""
        try:
            async with asyncio.timeout(60):
                while not happened():  # noqa: ASYNC110  # what the bot does within tells nobody
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError([message.seen for message in self.answers]) from None

    async def answered(self, count: int) -> list[Posted]:
        """Wait until the bot has said so many messages."""
        await self.until(lambda: len(self.answers) >= count)
        return self.answers

    async def command(
        self, name: str, text: str = "", *, channel: str = "C1", user: str = "U1", copies: int = 1
    ) -> bool:
        """Somebody types a slash command; whether the bot acknowledged it."""
        payload = {
            "token": "legacy",
            "team_id": TEAM,
            "channel_id": channel,
            "channel_name": self.workspace.channels[channel].name,
            "user_id": user,
            "command": name,
            "text": text,
            "api_app_id": "A1",
            "response_url": self.response_url(channel, user),
            "trigger_id": uuid4().hex,
        }
        return await self._way_in.deliver("slash_commands", payload, copies=copies)

    async def mention(
        self,
        text: str,
        *files: SharedFile,
        channel: str = "C1",
        user: str = "U1",
        thread: str = "",
        copies: int = 1,
    ) -> Posted:
        """Somebody writes to @Sourcebrief in a channel; `text` is what follows the mention."""
        said = self.workspace.say(user, channel, f"<@{BOT}> {text}", thread, *files)
        await self.event({**_event("app_mention", said), **self._sent(said)}, copies=copies)
        return said

    async def direct(
        self, text: str, *files: SharedFile, user: str = "U1", thread: str = ""
    ) -> Posted:
        """Somebody writes to the bot in a direct message."""
        said = self.workspace.say(user, "D1", text, thread, *files)
        sent = {**self._sent(said), "subtype": "file_share"} if files else {}
        await self.event({**_event("message", said), "channel_type": "im", **sent})
        return said

    async def press(
        self, message: Posted, label: str, *, user: str = "U1", team: object = _OWN
    ) -> bool:
        """Somebody presses a button of a message; whether the bot acknowledged it.

        In an organisation Slack may name no `team`, or that of whoever presses.
        """
        thread = {"thread_ts": message.thread} if message.thread else {}
        container: dict[str, object] = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": bool(message.only_for),
            **thread,
        }
        payload: dict[str, object] = {
            "type": "block_actions",
            "team": team,
            "user": {"id": user, "team_id": TEAM},
            "channel": {"id": message.channel},
            "container": container,
            "actions": [{**message.buttons[label], "block_id": "b", "action_ts": "1.1"}],
            "response_url": self.response_url(message.channel, user, message.ts),
            "trigger_id": uuid4().hex,
        }
        if not message.only_for:
            payload["message"] = {"ts": message.ts, "text": message.text, **thread}
        return await self._way_in.deliver("interactive", payload)

    async def invite(self, channel: str) -> None:
        """The bot is invited into a channel."""
        self.workspace.channels[channel].member = True
        await self.event(_change("member_joined_channel", channel, user=BOT))

    async def remove(self, channel: str) -> None:
        """The bot is removed from a channel."""
        place = self.workspace.channels[channel]
        place.member = False
        await self.event(_change("group_left" if place.private else "channel_left", channel))

    async def archive(self, channel: str, *, archived: bool = True) -> None:
        """A channel is archived, or brought back."""
        place = self.workspace.channels[channel]
        place.archived = archived
        kind = "group" if place.private else "channel"
        verb = "archive" if archived else "unarchive"
        await self.event(_change(f"{kind}_{verb}", channel, user="U1"))

    async def event(
        self, event: dict[str, Any], *, copies: int = 1, host: str = TEAM, installed: str = TEAM
    ) -> bool:
        """Something happens that the app has subscribed to.

        In a channel that another workspace hosts, the event is that one's (`host`), and the
        installation that it is for stands beside it.
        """
        payload = {
            "type": "event_callback",
            "team_id": host,
            "context_team_id": installed,
            "api_app_id": "A1",
            "event_id": f"Ev{uuid4().hex}",
            "is_ext_shared_channel": host != installed,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": installed,
                    "user_id": BOT,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "event": event,
        }
        return await self._way_in.deliver("events_api", payload, copies=copies)

    def response_url(self, channel: str, user: str, bearer: str = "") -> str:
        key = uuid4().hex
        self.workspace.open_url(key, channel, user, bearer)
        return f"{self._origin}/hooks/{key}"

    def _sent(self, said: Posted) -> dict[str, Any]:
        """The files of a message as events tell of them;"""
        if not said.files:
            return {}
        return {
            "files": [
                {
                    "id": f"F{number}",
                    "name": file.name,
                    "mimetype": file.media_type,
                    "size": len(file.data),
                    "url_private_download": f"{self._origin}/files/{said.ts}/{number}",
                }
                for number, file in enumerate(said.files)
            ]
        }

    def _on_post(self, said: Posted) -> None:
        reached = self.sockets.connections or self.request_urls.balanced
        if said.channel.startswith("D") and not said.only_for and reached:
            # Slack tells an app of its own direct messages too.
            own = {**_event("message", said), "channel_type": "im", "bot_id": BOT_ID}
            self._start(self.event(own))

    def _start(self, work: Any) -> None:
        task: asyncio.Task[object] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _event(kind: str, said: Posted) -> dict[str, Any]:
    thread = {"thread_ts": said.thread} if said.thread else {}
    return {
        "type": kind,
        "channel": said.channel,
        "user": said.user,
        "text": said.text,
        "ts": said.ts,
        "event_ts": said.ts,
        "team": TEAM,
        **thread,
    }


def _change(kind: str, channel: str, **more: str) -> dict[str, Any]:
    return {"type": kind, "channel": channel, "event_ts": "1.1", **more}
