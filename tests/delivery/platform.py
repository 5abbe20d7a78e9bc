"""A platform on loopback, in a process of its own, that writes down every post it accepts.

What it does to a call is worked out from its seed, the delivery and the number of the call, so that
each run of a test meets the same faults. Work goes on when the caller dies. At the end of each body
is when its worker let go of it.
"""

import asyncio
import json
import os
import struct
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import parse_qs, urlsplit

Fault: TypeAlias = Literal["", "reset", "lost", "wait", "bad gateway", "broke", "forbidden"]
"""Reset: before it is accepted. Lost: the answer, after. Bad gateway: before. Broke: after."""

AMBIGUOUS: Final[frozenset[Fault]] = frozenset({"reset", "lost", "bad gateway", "broke"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Temper:
    """How likely each fault is (of 1), and how many seconds a call takes at least and at most."""

    seed: int = 0
    faults: tuple[tuple[Fault, float], ...] = ()
    least: float = 0.003
    most: float = 0.01
    first: tuple[Fault, ...] = ()
    """What happens to the first calls of every delivery, before chance has a say."""


BAD: Final = Temper(
    faults=(
        ("reset", 0.03),
        ("lost", 0.03),
        ("wait", 0.05),
        ("bad gateway", 0.02),
        ("broke", 0.01),
        ("forbidden", 0.005),
    ),
    most=0.04,
)


_STAMP: Final = struct.Struct("!d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the book: a post that was accepted, or a call that met a fault.

    `at` is when the worker let go of it, `late` by how many seconds more than it had to take it
    came to this: both of them, and the network, run only when the machine lets them.
    """

    kind: Literal["post", "fault"]
    key: str
    to: str
    sha256: str
    at: datetime
    late: float = 0
    id: str = ""
    fault: Fault = ""


def stamped(payload: bytes, at: datetime) -> bytes:
    """What is posted, as long at any time."""
    return payload + _STAMP.pack(at.timestamp())


def _parted(body: bytes) -> tuple[bytes, datetime]:
    (at,) = _STAMP.unpack(body[-_STAMP.size :])
    return body[: -_STAMP.size], datetime.fromtimestamp(at, UTC)


def read(book: Path) -> tuple[Entry, ...]:
    """The book so far."""
    if not book.exists():
        return ()
    lines = (json.loads(line) for line in book.read_text().splitlines())
    return tuple(Entry(**line | {"at": datetime.fromisoformat(line["at"])}) for line in lines)


class Platform:
    def __init__(self, book: Path, temper: Temper) -> None:
        self._book = os.open(book, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        self._temper = temper
        self._calls: Counter[str] = Counter()
        self.posted: dict[str, str] = {}

    def receive(self, key: str, to: str, body: bytes, caller: asyncio.Transport) -> None:
        payload, at = _parted(body)
        self._calls[key] += 1
        call, temper = self._calls[key], self._temper
        chance = Random(f"{temper.seed}/{key}/{call}")
        fault = temper.first[call - 1] if call <= len(temper.first) else self._fault(chance)
        seconds = chance.uniform(temper.least, temper.most)
        met = Entry(
            kind="fault",
            key=key,
            to=to,
            sha256=sha256(payload).hexdigest(),
            at=at,
            fault=fault,
        )
        due = at + timedelta(seconds=seconds)
        asyncio.get_running_loop().call_later(seconds, self._finish, met, due, caller)

    def _fault(self, chance: Random) -> Fault:
        drawn = chance.random()
        for fault, share in self._temper.faults:
            drawn -= share
            if drawn < 0:
                return fault
        return ""

    def _finish(self, met: Entry, due: datetime, caller: asyncio.Transport) -> None:
        met = replace(met, late=(datetime.now(UTC) - due).total_seconds())
        if met.fault:
            self._write(met)
        if met.fault in {"", "lost", "broke"}:
            number = str(len(self.posted) + 1)
            self.posted[met.key] = number
            self._write(replace(met, kind="post", id=number))
        match met.fault:
            case "":
                answer(caller, 200, {"id": self.posted[met.key]})
            case "reset" | "lost":
                caller.abort()
            case "wait":
                answer(caller, 429, {"retry_after": 0.05})
            case "bad gateway":
                answer(caller, 502, {})
            case "broke":
                answer(caller, 500, {})
            case "forbidden":
                answer(caller, 403, {})

    def _write(self, entry: Entry) -> None:
        line = asdict(entry) | {"at": entry.at.isoformat()}
        os.write(self._book, json.dumps(line).encode() + b"\n")


class Caller(asyncio.Protocol):
    """One connection: POST /post and GET /look, both with `key` and `to`."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, ended, body = self._data.partition(b"\r\n\r\n")
        if not ended:
            return
        request, *lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        length = int(headers.get("content-length", 0))
        if len(body) < length:
            return
        self._data = b""
        url = urlsplit(request.split(" ")[1])
        asked = {name: value for name, (value, *_) in parse_qs(url.query).items()}
        if url.path == "/post":
            self._platform.receive(asked["key"], asked["to"], body, self._transport)
        else:
            found = self._platform.posted.get(asked["key"])
            answer(self._transport, 200, {"id": found})


def answer(caller: asyncio.Transport, status: int, content: dict[str, Any]) -> None:
    body = json.dumps(content).encode()
    if not caller.is_closing():
        caller.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body)


def serve(book: Path, temper: Temper, told: Connection) -> None:
    """The process's main; tells its port."""

    async def forever() -> None:
        platform = Platform(book, temper)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Caller(platform), "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())
