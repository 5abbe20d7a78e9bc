"""Emulates Slack's Web API and response_urls over HTTP, with faults on demand."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiohttp import web

from tests.emulators.slack.files import Files
from tests.emulators.slack.histories import Histories
from tests.emulators.slack.refused import Refused
from tests.emulators.slack.socket_mode import SocketMode
from tests.emulators.slack.workspace import BOT, BOT_ID, TEAM, Posted, Workspace

BOT_TOKEN = "xoxb-1-emulated-bot-token"
APP_TOKEN = "xapp-1-emulated-app-token"

RESPONSE_URL, UPLOAD_URL, DOWNLOAD = "response_url", "upload_url", "download"
"""The names by which `fail` knows the addresses that Slack gives out."""


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
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    _faults: dict[str, deque[Fault]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files = Files(self.workspace)
        self.histories = Histories(self.workspace)

    def fail(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """The next `times` calls of `method` end so."""
        self._faults.setdefault(method, deque()).extend([fault] * times)

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

    async def serve_upload(self, request: web.Request) -> web.StreamResponse:
        """A file on its way in, as raw bytes; what is answered is plain text."""
        data, key = await request.read(), request.match_info["key"]

        def put() -> Mapping[str, Any]:
            self.files.put(key, data, request.headers)
            return {}

        return await self._answered(request, UPLOAD_URL, {"length": len(data)}, put)

    async def serve_file(self, request: web.Request) -> web.Response:
        """A file that people sent; whoever may not have it gets a page to sign in on."""
        self.calls.append((DOWNLOAD, dict(request.match_info)))
        known = request.headers.get("Authorization") == f"Bearer {BOT_TOKEN}"
        if not known or "files:read" in self.workspace.lacking:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        if request.match_info["ts"] == "shared":
            _, data = self.workspace.files_info[request.match_info["number"]]
            return web.Response(body=data, content_type="text/plain")
        message = next(m for m in self.workspace.messages if m.ts == request.match_info["ts"])
        file = message.files[int(request.match_info["number"])]
        return web.Response(body=file.data, content_type=file.media_type)

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
        if answer is None:
            return _cut(request)
        if method in {RESPONSE_URL, UPLOAD_URL}:
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
            case "conversations.history" | "conversations.replies" | "users.info" | "files.info":
                return self._read(request, method, args)
            case "files.getUploadURLExternal":
                upload = self.files.promise(args, request.content_type)
                place = f"http://{request.host}/upload/{upload.key}"
                return {"upload_url": place, "file_id": upload.id}
            case "files.completeUploadExternal":
                return self._shared(self.files.complete(args), args)
            case _:
                raise Refused("unknown_method")

    def _read(
        self, request: web.Request, method: str, args: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        match method:
            case "conversations.history":
                return self.histories.history(args)
            case "conversations.replies":
                return self.histories.replies(args)
            case "users.info":
                return self.workspace.person(args)
            case _:
                return self._file_info(request, str(args.get("file")))

    def _file_info(self, request: web.Request, number: str) -> Mapping[str, Any]:
        """A file of a channel that is shared, of which events tell the id alone."""
        self.workspace.need("files:read")
        if number not in self.workspace.files_info:
            raise Refused("file_not_found")
        name, data = self.workspace.files_info[number]
        place = f"http://{request.host}/files/shared/{number}"
        told = {"id": number, "name": name, "mimetype": "text/plain", "size": len(data)}
        return {"file": {**told, "url_private_download": place}}

    def _said(self, said: Posted, key: str) -> Mapping[str, Any]:
        self.on_post(said)
        return {"channel": said.channel, key: said.ts}

    def _shared(self, said: Posted | None, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Slack answers before the message stands, and so without its id."""
        if said is not None:
            self.on_post(said)
        return {
            "files": [{"id": entry["id"], "title": entry.get("title")} for entry in args["files"]]
        }


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
    if method in {RESPONSE_URL, UPLOAD_URL}:
        status = refused.status if refused.status != 200 else 400
        if method == UPLOAD_URL:
            return web.Response(text=refused.code, status=status, headers=headers)
        said = {"ok": False, "error": refused.code}
        return web.json_response(said, status=status, headers=headers)
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
    for name in ("blocks", "files", "metadata"):
        if isinstance(args.get(name), str):
            args[name] = json.loads(args[name])
    return args


def _cut(request: web.Request) -> web.StreamResponse:
    """Break the connection under the answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
