"""What certainty costs: digests per second and CPU per digest of one delivery worker, beside bare
calls.

A platform in another process on loopback takes 50 ms for each call. The bare calls are aiohttp's,
with the same bytes, as many at once, from one process. The worker's go through the same client, and
each is claimed, proved (every quoted sentence and the whole body), committed as about to be sent,
sent, and committed as sent, in a library on disk. CPU is that of the calling process with all its
threads; the library's disk waits count only in the rate. Then rates are set, and the busiest second
that the platform saw is printed.
"""

import asyncio
import multiprocessing
import time
from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bot.delivery import WorkerSettings
from bot.delivery.worker import DeliveryWorker
from bot.platforms.sending import send_guard
from briefs.digests.outbox import OPEN, Edition, Message, Outcome, Part, Quotation, Rate, Sent
from briefs.model import Address, Draft
from briefs.pieces import ingest
from briefs.storage.sql.store import SqlStore, open_store

LATENCY = 0.05
CALLS = 64
PIECES = 8
SIZE = 3_500
ROUNDS = 3
MANY = 3_000
ACCOUNT = "telegram:1"
RATES = ((25, 150), (1_000, 4_000))
"""Messages a second, and how many of them."""


class Server(asyncio.Protocol):
    """Answers each request after a while; returns the times of all requests at /times."""

    def __init__(self, times: list[float]) -> None:
        self._times = times
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, ended, body = self._data.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
        if not ended or len(body) < length:
            return
        self._data = b""
        if head.startswith(b"GET"):
            answer, wait = repr(self._times).encode(), 0.0
            self._times.clear()
        else:
            self._times.append(time.monotonic())
            answer, wait = b'{"ok":true,"result":{"message_id":7}}', LATENCY
        asyncio.get_running_loop().call_later(wait, self._answer, answer)

    def _answer(self, body: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            )


def serve(told: Connection) -> None:
    async def forever() -> None:
        times: list[float] = []
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Server(times), "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


@dataclass(slots=True)
class BarePoster:
    """Makes the same call as the bare one."""

    session: aiohttp.ClientSession
    account_rate: Rate | None = None
    account: str = ACCOUNT
    can_look: bool = False

    def place_rate(self, to: Address) -> Rate | None:  # noqa: ARG002  # as a Poster has it
        return None

    async def open(self) -> None: ...
    async def close(self) -> None: ...

    async def post(self, to: Address, payload: str, key: str) -> Outcome:  # noqa: ARG002  # as above
        return Sent(await send(self.session, payload.encode()))

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        return await self.post(to, payload, message)

    async def look(self, to: Address, key: str, since: datetime) -> None: ...


async def send(session: aiohttp.ClientSession, payload: bytes) -> str:
    async with session.post("/sendMessage", data=payload) as answer:
        return str((await answer.json(content_type=None))["result"]["message_id"])


def clock() -> datetime:
    return datetime.now(UTC)


def stock(store: SqlStore) -> Message:
    """Pieces, and a message that quotes a sentence of each."""
    quotes = []
    for n in range(PIECES):
        body = "\n\n".join(
            f"Barge {n} came in at {p} o'clock. Its hold was dry." for p in range(40)
        )
        draft = Draft(title=f"Barge {n}", body=body, origin=f"barge/{n}")
        card = store.catalogue.add(ingest.edit(draft), now=clock()).card
        revision = store.catalogue.revision(card.piece)
        at = revision.sentences[0]
        quotes.append(
            Quotation(
                piece=card.piece,
                revision=revision.number,
                sha256=revision.sha256,
                at=at,
                text=at.of(revision.body),
            )
        )
    return Message(payload="x" * SIZE, quotes=tuple(quotes))


def fill(store: SqlStore, message: Message, count: int, name: str) -> None:
    now = clock()
    store.outbox.enqueue(
        [
            Edition(
                to=Address("telegram", "1", str(place)),
                name=name,
                due=now,
                until=now + timedelta(hours=1),
                parts=(Part(message=message),),
            )
            for place in range(count)
        ],
        now=now,
    )


async def bare(session: aiohttp.ClientSession, payload: bytes, count: int) -> None:
    left = iter(range(count))

    async def line() -> None:
        for _ in left:
            await send(session, payload)

    await asyncio.gather(*(line() for _ in range(CALLS)))


async def couriered(store: SqlStore, poster: BarePoster) -> None:
    """Deliver everything in the outbox."""
    stop = asyncio.Event()
    with ThreadPoolExecutor(2) as workers:
        courier = DeliveryWorker(
            store,
            {ACCOUNT: poster},
            workers,
            worker=str(time.monotonic_ns()),
            clock=clock,
            settings=WorkerSettings(calls=CALLS),
        )
        running = asyncio.create_task(courier.run(stop))
        while store.outbox.rows(statuses=sorted(OPEN), limit=1):  # noqa: ASYNC110  # it is a database
            await asyncio.sleep(0.1)
        stop.set()
        await running


class Stopwatch:
    """Wall and CPU seconds."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self, count: int) -> tuple[float, float]:
        """Per second, and CPU microseconds each."""
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return count / wall, cpu / count * 1e6


def worst(times: list[float]) -> int:
    ordered = sorted(times)
    return max(bisect_right(ordered, at + 1) - n for n, at in enumerate(ordered))


async def measure(url: str, library: Path) -> None:
    connector = aiohttp.TCPConnector(limit=CALLS)
    with closing(open_store(f"sqlite:///{library}")) as store:
        async with (
            aiohttp.ClientSession(url, connector=connector, connector_owner=False) as session,
            aiohttp.ClientSession(url, connector=connector, trace_configs=[send_guard()]) as fenced,
        ):
            message = stock(store)
            await compare(store, session, fenced, message)
            for rate, count in RATES:
                await paced(store, fenced, message, rate, count)


async def compare(
    store: SqlStore,
    session: aiohttp.ClientSession,
    fenced: aiohttp.ClientSession,
    message: Message,
) -> None:
    payload = message.payload.encode()
    print(f"{'':10} {'a second':>10} {'CPU µs each':>12}")
    best: dict[str, tuple[float, float]] = {}
    for n in range(ROUNDS):
        fill(store, message, MANY, f"plain {n}")
        for name in ("bare", "courier"):
            watch = Stopwatch()
            if name == "bare":
                await bare(session, payload, MANY)
            else:
                await couriered(store, BarePoster(fenced))
            found = watch.read(MANY)
            print(f"{name:10} {found[0]:10,.0f} {found[1]:12,.0f}")
            kept = best.get(name, (0.0, float("inf")))
            best[name] = max(kept[0], found[0]), min(kept[1], found[1])
    assert store.outbox.counts()["sent"] == ROUNDS * MANY
    (rate, cost), (floor_rate, floor_cost) = best["courier"], best["bare"]
    print(f"the courier's rate is {rate / floor_rate:.2f} of the bare calls', of the best rounds")
    print(f"a digest takes {cost / floor_cost:.2f} times the CPU of a bare call")
    print(f"a core's worth of CPU is {1e6 / cost:,.0f} digests, {1e6 / floor_cost:,.0f} bare calls")


async def paced(
    store: SqlStore, session: aiohttp.ClientSession, message: Message, rate: int, count: int
) -> None:
    await times(session)
    fill(store, message, count, f"at {rate}")
    watch = Stopwatch()
    await couriered(store, BarePoster(session, (f"rate {rate}", timedelta(seconds=1 / rate))))
    reached, _ = watch.read(count)
    most = worst(await times(session))
    print(f"asked for {rate} a second: {reached:,.0f} over {count:,}, {most:,} in the worst second")


async def times(session: aiohttp.ClientSession) -> list[float]:
    async with session.get("/times") as answer:
        return [float(at) for at in (await answer.text()).strip("[]").split(",") if at]


def main() -> None:
    ready, told = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(told,), daemon=True)
    server.start()
    try:
        with TemporaryDirectory() as folder:
            asyncio.run(measure(f"http://127.0.0.1:{ready.recv()}", Path(folder) / "library.db"))
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
