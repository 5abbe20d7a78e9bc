"""Emulates Slack's Web API and response_urls over HTTP, with faults on demand."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiohttp import web

from tests.emulators.slack.refused import Refused
from tests.emulators.slack.socket_mode import SocketMode
from tests.emulators.slack.workspace import BOT, BOT_ID, TEAM, Posted, Workspace

BOT_TOKEN = "xoxb-1-emulated-bot-token"
APP_TOKEN = "xapp-1-emulated-app-token"

RESPONSE_URL = "response_url"
"""The name by which `fail` knows the response_urls."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An answer without effect: an error code, or without one a page that is no JSON."""

    error: str = ""
    status: int = 200
    wait: int | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """The connection breaks, before the call is accepted or after."""

    accepted: bool


Fault: TypeAlias = Broken | Dropped


@dataclass
class WebApi:
    workspace: Workspace
    sockets: SocketMode
    on_post: Callable[[Posted], None]
    on_call: Callable[[], None]
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    _faults: dict[str, deque[Fault]] = field(default_factory=dict)

    def fail(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """The next `times` calls of `method` end so."""
        self._faults.setdefault(method, deque()).extend([fault] * times)

    @property
    def faults_left(self) -> bool:
        """Whether a fault is still to come."""
        return any(self._faults.values())

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One method, by GET or POST, with arguments as JSON, form or query."""
        method, args = request.match_info["method"], await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = token or str(args.get("token") or "")
        return await self._answered(
            request, method, args, lambda: self._called(request, method, token, args)
        )

    async def serve_url(self, request: web.Request) -> web.StreamResponse:
        """One use of a response_url, which answers in plain text."""
        args, key = await _arguments(request), request.match_info["key"]

        def respond() -> Mapping[str, Any]:
            self.on_post(self.workspace.respond(key, args))
            return {}

        return await self._answered(request, RESPONSE_URL, args, respond)

    async def _answered(
        self,
        request: web.Request,
        method: str,
        args: Mapping[str, Any],
        work: Callable[[], Mapping[str, Any]],
    ) -> web.StreamResponse:
        self.calls.append((method, args))
        waiting = self._faults.get(method)
        fault = waiting.popleft() if waiting else None
        try:
            answer = _undergone(fault, work)
        except Refused as refused:
            return _no(method, refused)
        finally:
            self.on_call()
        if answer is None:
            return _cut(request)
        if method == RESPONSE_URL:
            return web.Response(text="ok")
        return web.json_response({"ok": True, **answer})

    def _called(
        self, request: web.Request, method: str, token: str, args: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        if not token:
            raise Refused("not_authed")
        if token not in {BOT_TOKEN, APP_TOKEN}:
            raise Refused("invalid_auth")
        if (token == APP_TOKEN) != (method == "apps.connections.open"):
            raise Refused("not_allowed_token_type")
        match method:
            case "apps.connections.open":
                return {"url": f"ws://{request.host}/link/?ticket={self.sockets.open()}"}
            case "auth.test":
                return {"team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "user": "sourcebrief"}
            case "chat.postMessage":
                return self._said(self.workspace.post(args), "ts")
            case "chat.postEphemeral":
                return self._said(self.workspace.whisper(args), "message_ts")
            case "chat.update":
                return self._said(self.workspace.update(args), "ts")
            case _:
                raise Refused("unknown_method")

    def _said(self, said: Posted, key: str) -> Mapping[str, Any]:
        self.on_post(said)
        return {"channel": said.channel, key: said.ts}


def _undergone(
    fault: Fault | None, work: Callable[[], Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """What the work comes to under a fault; None if nobody will hear of it."""
    match fault:
        case None:
            return work()
        case Broken(error, status, wait):
            raise Refused(error, status=status, wait=wait)
        case Dropped(accepted):
            if accepted:
                work()
            return None


def _no(method: str, refused: Refused) -> web.Response:
    headers = {"Retry-After": str(refused.wait)} if refused.wait is not None else {}
    if not refused.code:
        page = "<html>Something is broken</html>"
        return web.Response(text=page, status=refused.status, content_type="text/html")
    if method == RESPONSE_URL:
        status = refused.status if refused.status != 200 else 400
        return web.Response(text=refused.code, status=status, headers=headers)
    body = {"ok": False, "error": refused.code, "errors": [refused.why]}
    return web.json_response(body, status=refused.status, headers=headers)


async def _arguments(request: web.Request) -> Mapping[str, Any]:
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        try:
            args |= json.loads(body) if body else {}
        except ValueError:
            args["text"] = ""  # Slack finds no arguments in it, and so no text
    elif request.method == "POST":
        args |= {name: str(value) for name, value in (await request.post()).items()}
    if isinstance(args.get("blocks"), str):
        args["blocks"] = json.loads(args["blocks"])
    return args


def _cut(request: web.Request) -> web.StreamResponse:
    """Break the connection under the answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
