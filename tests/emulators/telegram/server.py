"""A strict Telegram on 127.0.0.1 for the real client library: refuses what Telegram refuses."""

import json
from copy import deepcopy
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.emulators.telegram.faults import Dropped, Fault, Faults, Garbled
from tests.emulators.telegram.limits import Limits
from tests.emulators.telegram.methods import Files, Methods
from tests.emulators.telegram.people import People
from tests.emulators.telegram.refusals import LARGEST_FILE, Refused
from tests.emulators.telegram.webhook import Webhook
from tests.emulators.telegram.world import File, World

TOKEN = "4242:AAF-not-a-real-token_0123456789abcdef"


class TelegramEmulator:
    """`async with` it; then `base_url` is for the client, `people` for what they do, `world` for
    what they see. `faults.add` lets the next calls fail; `calls` counts all that came in,
    `bodies` has those that were JSON as they came, `results` what was answered to those that were
    carried out.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        token: str = TOKEN,
        largest_file: int = LARGEST_FILE,
    ) -> None:
        self.token = token
        self.world = World()
        self.people = People(self.world)
        self.faults = Faults()
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.bodies: list[tuple[str, dict[str, Any]]] = []
        self.results: list[tuple[str, Any]] = []
        self.webhook = Webhook(self.world)
        self._methods = Methods(self.world, limits, largest_file, self.webhook)
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=0)  # what is too large, the methods say
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/documents/{name}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/bot"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.webhook.remove()
        if self._runner is not None:
            await self._runner.cleanup()

    def count(self, method: str) -> int:
        return sum(name == method.lower() for name, _ in self.calls)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._answered(request)
        finally:
            await self.world.announce()

    async def _download(self, request: web.Request) -> web.Response:
        """A file by the path that getFile gave."""
        self.calls.append(("download", dict(request.match_info)))
        file = self.world.file(f"file-{request.match_info['name']}")
        if file is None or request.match_info["token"] != self.token:
            return _refusal(Refused(404, "Not Found"))
        return web.Response(body=file.data)

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        # Telegram takes parameters from the address and the body alike, and methods in any case.
        body, files = await _body(request)
        params = {**request.query, **body}
        token, method = request.match_info["token"], request.match_info["method"].lower()
        self.calls.append((method, params))
        if request.content_type == "application/json":
            self.bodies.append((method, await request.json()))
        fault = self.faults.meet(method)
        if isinstance(fault, Dropped | Garbled) and not fault.after_accepting:
            return _failed(fault, request)
        try:
            result = await self._carried_out(token, method, params, files, fault)
        except Refused as refused:
            return _refusal(refused)
        self.results.append((method, deepcopy(result)))
        return _failed(fault, request) if fault is not None else _answer(result)

    async def _carried_out(
        self, token: str, method: str, params: dict[str, str], files: Files, fault: Fault | None
    ) -> Any:
        if token != self.token:
            raise Refused(401, "Unauthorized")
        if isinstance(fault, Refused):
            raise fault
        return await self._methods.call(method, params, files)


async def _body(request: web.Request) -> tuple[dict[str, str], Files]:
    """A form's fields and files, or a JSON object's fields; what is no text in it stands as JSON
    in the other.
    """
    if request.content_type == "application/json":
        given: dict[str, Any] = await request.json()
        return {k: v if isinstance(v, str) else json.dumps(v) for k, v in given.items()}, {}
    fields: dict[str, str] = {}
    files: dict[str, File] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.content_type, value.file.read())
        else:
            fields[name] = str(value)
    return fields, files


def _answer(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refusal(refused: Refused) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refused.code,
        "description": refused.description,
    }
    if refused.parameters:
        body["parameters"] = dict(refused.parameters)
    return web.json_response(body, status=refused.code)


def _failed(fault: Fault, request: web.Request) -> web.Response:
    match fault:
        case Garbled(status, body, headers):
            return web.Response(status=status, text=body, content_type="text/html", headers=headers)
        case _:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
