"""Emulates Socket Mode: connections, envelopes, acks, redelivery and disconnects."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from tests.emulators.slack.refused import Refused

_TRIES = 4


@dataclass
class SocketMode:
    """`patience` is how many seconds an envelope may wait for its ack (3 at Slack)."""

    patience: float = 3.0
    tickets: set[str] = field(default_factory=set)
    connections: list[web.WebSocketResponse] = field(default_factory=list)
    hellos: int = 0
    unacked: list[str] = field(default_factory=list)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    _acks: dict[str, asyncio.Future[Mapping[str, Any]]] = field(default_factory=dict)

    def open(self) -> str:
        """A ticket for one connection (apps.connections.open)."""
        ticket = uuid4().hex
        self.tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            raise web.HTTPForbidden
        self.tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections.append(socket)
        self.hellos += 1
        count = len(self.connections)
        await socket.send_json({"type": "hello", "num_connections": count, "debug_info": {}})
        self.connected.set()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
        finally:
            self._drop(socket)
        return socket

    async def deliver(self, kind: str, payload: Mapping[str, Any], *, copies: int = 1) -> bool:
        """Whether the payload was acknowledged; an event that is not comes again, three times."""
        tries = _TRIES if kind == "events_api" else 1
        for attempt in range(tries):
            retry = {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
            acks = [await self._send(kind, payload, retry) for _ in range(copies)]
            _, late = await asyncio.wait(acks, timeout=self.patience)
            if not late:
                return True
        self.unacked.append(kind)
        return False

    async def send_raw(self, text: str) -> None:
        """Send something that no Socket Mode server should."""
        await self.connections[-1].send_str(text)

    async def disconnect(self) -> None:
        """Ask the client to connect anew, as Slack does every few hours, and wait until it has."""
        old = list(self.connections)
        self.connected.clear()
        for socket in old:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await asyncio.wait_for(self.connected.wait(), 60)
        for socket in old:
            self._drop(socket)
            await socket.close()

    async def close(self) -> None:
        for socket in list(self.connections):
            await socket.close()

    async def _send(
        self, kind: str, payload: Mapping[str, Any], retry: Mapping[str, Any]
    ) -> "asyncio.Future[Mapping[str, Any]]":
        envelope = uuid4().hex
        ack: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self._acks[envelope] = ack
        body = {
            "type": kind,
            "envelope_id": envelope,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
            **retry,
        }
        await asyncio.wait_for(self.connected.wait(), 60)
        await self.connections[-1].send_json(body)
        return ack

    def _acknowledged(self, message: Mapping[str, Any]) -> None:
        ack = self._acks.pop(message["envelope_id"], None)
        if ack is None:
            raise Refused("unknown_envelope")
        if not ack.done():
            ack.set_result(message)

    def _drop(self, socket: web.WebSocketResponse) -> None:
        if socket in self.connections:
            self.connections.remove(socket)
        if not self.connections:
            self.connected.clear()
