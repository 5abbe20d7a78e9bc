"""A service that ends unasked shows in /health and /status, and the operator is told once."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest

from bot.operations import alerts
from bot.operations.alerts import Operator
from bot.operations.status_pages import PrivatePages, StatusPage
from bot.platforms.webhooks import Server
from bot.service.monitor import Monitor
from briefs.errors import SourcebriefError
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import NOW
from tests.loopback.platform import freeze, room


@dataclass
class Ending:
    """A service that ends as it is told to: with an error, by itself, or when it is asked."""

    error: Exception | None = None
    waits: bool = False

    async def run(self, stop: asyncio.Event) -> None:
        if self.waits:
            await stop.wait()
        if self.error is not None:
            raise self.error


@pytest.fixture
def workers() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


REVOKED = SourcebriefError("Telegram refused the bot's token.", hint="Copy it again.")


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        (Ending(REVOKED), "Telegram refused the bot's token. Copy it again."),
        (Ending(RuntimeError("a bug")), "It failed; the log says why."),
        (Ending(), "It ended by itself."),
    ],
)
async def test_an_end_that_nobody_asked_for_is_told_once(
    workers: Executor, service: Ending, reason: str
) -> None:
    told: list[tuple[str, str]] = []
    monitor = Monitor(lambda *said: told.append(said), workers)
    watched = monitor.watch("telegram", service)
    if service.error is None:
        await watched.run(asyncio.Event())
    else:
        with pytest.raises(type(service.error)):
            await watched.run(asyncio.Event())
    assert told == [("telegram", reason)]
    assert (monitor.up, monitor.ended) == (set(), {"telegram": reason})


async def test_who_ends_when_asked_to_has_not_ended_by_itself(workers: Executor) -> None:
    monitor, stop = Monitor(_never, workers), asyncio.Event()
    running = asyncio.create_task(monitor.watch("slack", Ending(waits=True)).run(stop))
    await asyncio.sleep(0)
    assert monitor.up == {"slack"}
    stop.set()
    await running
    assert (monitor.up, monitor.ended) == (set(), {})


def _never(name: str, reason: str) -> None:
    raise AssertionError(name, reason)


async def test_health_is_bad_only_when_all_that_people_are_answered_by_has_ended(
    workers: Executor,
) -> None:
    async def alive() -> None: ...

    monitor, stop = Monitor(lambda *_: None, workers), asyncio.Event()
    for name in ("slack", "telegram"):
        monitor.watch(name, Ending(), essential=True)
    monitor.watch("feeds", Ending())
    server = Server("127.0.0.1", 0, (), alive, monitor=monitor, notice=timedelta())
    running = asyncio.create_task(server.run(stop))
    await server.listening.wait()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as session:

        async def health() -> tuple[int, str]:
            async with session.get("/health") as response:
                return response.status, await response.text()

        assert await health() == (200, "ok\n")
        for ended in ("feeds", "telegram"):
            await monitor.note(ended, "Telegram refused the bot's token.")
            assert await health() == (200, "degraded\n")
        await monitor.note("slack", "It failed; the log says why.")
        status, said = await health()
    assert status == 503
    assert "slack" not in said  # anybody may ask
    stop.set()
    await running


async def test_status_tells_the_operator_what_is_up_what_has_ended_why_and_how_much_is_kept(
    workers: Executor,
) -> None:
    async def sizes() -> dict[str, int]:
        return {"library": 4096}

    monitor = Monitor(lambda *_: None, workers)
    monitor.up.add("slack")
    await monitor.note("telegram", "Telegram refused the bot's token.")
    page = StatusPage(
        answered=Counter({("/slack", 200): 2, ("/slack", 413): 1}), monitor=monitor, sizes=sizes
    )
    pages, stop = PrivatePages(host="127.0.0.1", port=0, pages={"/status": page}), asyncio.Event()
    running = asyncio.create_task(pages.run(stop))
    await pages.listening.wait()
    async with (
        aiohttp.ClientSession(f"http://127.0.0.1:{pages.port}") as session,
        session.get("/status") as response,
    ):
        said = await response.text()
    assert said.splitlines() == [
        "# TYPE sourcebrief_requests_total counter",
        'sourcebrief_requests_total{door="/slack",status="200"} 2',
        'sourcebrief_requests_total{door="/slack",status="413"} 1',
        "# TYPE sourcebrief_service_up gauge",
        'sourcebrief_service_up{service="slack"} 1',
        'sourcebrief_service_up{service="telegram"} 0',
        "# telegram has ended: Telegram refused the bot's token.",
        "# TYPE sourcebrief_bytes gauge",
        'sourcebrief_bytes{of="library"} 4096',
    ]
    stop.set()
    await running


def test_the_operator_reads_of_it_in_their_chat() -> None:
    store, at = MemoryStore(), room("desk")
    alerts.tell_of_end(store, Operator(at, freeze), "telegram", "It was refused.", NOW)
    (row,) = store.outbox.rows(limit=9)
    assert row.place == at
    assert "telegram has ended" in store.outbox.message(row.message).payload


def test_without_an_operator_nothing_is_posted() -> None:
    store = MemoryStore()
    alerts.tell_of_end(store, None, "telegram", "It was refused.", NOW)
    assert store.outbox.rows(limit=9) == ()


def test_digests_of_an_account_that_nobody_serves_are_told_once_a_day() -> None:
    store, operator = MemoryStore(), Operator(room("desk"), freeze)
    for _ in range(2):
        alerts.tell_of_unserved(store, operator, {"slack:TEXT": 3}, NOW)
    (row,) = store.outbox.rows(limit=9)
    assert "3 ordered of slack:TEXT" in store.outbox.message(row.message).payload
