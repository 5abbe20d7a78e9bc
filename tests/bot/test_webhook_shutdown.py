"""A process that stops says so, accepts what still arrives, and answers all that it accepted."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.platforms.inbox import Deduplicator
from bot.platforms.slack.bot import Slack
from bot.platforms.slack.webhook import Hook as SlackHook
from bot.platforms.telegram.bot import Telegram
from bot.platforms.telegram.webhook import Hook as TelegramHook
from bot.platforms.webhooks import Door, Server, StopsAfterServer
from bot.service.runtime import Service, serve
from briefs.errors import SourcebriefError
from handlers.message import Reply
from tests.bot.slack_room import NotingDesk, say
from tests.bot.telegram_stage import ToldDesk, on_stage
from tests.bot.test_webhook_server import Echo, read
from tests.bot.web_stage import PUBLIC, alive, listening, now, posted
from tests.contracts.memory_store import MemoryStore
from tests.emulators.slack import BOT_TOKEN, SIGNING_SECRET, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

CHAT = 7
LONG = timedelta(minutes=5)


@pytest.fixture
def workers() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@dataclass
class Gate:
    """A desk's work that is begun, and goes on once it is let go."""

    begun: threading.Event
    let_go: threading.Event

    def pass_through(self) -> Reply:
        self.begun.set()
        assert self.let_go.wait(30)
        return say("done")

    async def until_begun(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, 30)


@pytest.fixture
def gate() -> Gate:
    return Gate(threading.Event(), threading.Event())


@asynccontextmanager
async def process(front: Service, door: Door) -> AsyncIterator[str]:
    """The origin of what `run` serves: a front behind its server. It is stopped at the end."""
    server, stop = Server("127.0.0.1", 0, (door,), alive), asyncio.Event()
    served = serve(
        {"front": StopsAfterServer(front, server.closed)}, stop, others={"listening": server}
    )
    running = asyncio.create_task(served)
    try:
        await asyncio.wait_for(server.listening.wait(), 60)
        yield f"http://127.0.0.1:{server.port}"
    finally:
        stop.set()
        assert await running


async def test_what_is_in_hand_is_answered_where_telegram_delivers(
    workers: Executor, gate: Gate
) -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(CHAT)
        hook = TelegramHook(token=telegram.token, public_url=PUBLIC)
        bot = Telegram(
            ToldDesk({"brief": gate.pass_through}),
            workers,
            token=telegram.token,
            base_url=telegram.base_url,
            once=Deduplicator(taken=MemoryStore().deduplication, workers=workers, clock=now),
            hook=hook,
            clock=now,
        )
        async with process(bot, hook) as origin:
            telegram.webhook.balanced.append(origin)
            for _ in range(3):
                await telegram.people.say(CHAT, "/brief")
            await telegram.world.until(lambda: not telegram.world.updates)
            asyncio.get_running_loop().call_later(0.05, gate.let_go.set)
        assert len(telegram.world.posted(CHAT)) == 3


async def test_what_is_in_hand_is_answered_where_slack_delivers(
    workers: Executor, gate: Gate
) -> None:
    desk = NotingDesk(lambda _: gate.pass_through())
    async with SlackEmulator() as slack:
        once = Deduplicator(taken=MemoryStore().deduplication, workers=workers, clock=now)
        hook = SlackHook(signing_secret=SIGNING_SECRET, once=once, clock=now)
        bot = Slack(
            desk,
            workers,
            bot_token=BOT_TOKEN,
            base_url=slack.base_url,
            once=once,
            hook=hook,
            clock=now,
        )
        async with process(bot, hook) as origin:
            slack.request_urls.balanced.append(f"{origin}{hook.path}")
            while not await slack.command("/brief"):  # noqa: ASYNC110  # no event tells of it
                await asyncio.sleep(0)
            await slack.mention("brief")
            asyncio.get_running_loop().call_later(0.05, gate.let_go.set)
        assert len(slack.answers) == 2


async def test_what_is_in_hand_is_answered_where_telegram_is_polled(gate: Gate) -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(CHAT)
        async with on_stage(telegram, ToldDesk({"brief": gate.pass_through})):
            for _ in range(3):
                await telegram.people.say(CHAT, "/brief")
            await gate.until_begun()
            asyncio.get_running_loop().call_later(0.05, gate.let_go.set)
        # What had not been fetched by then waits for the next start.
        assert len(telegram.world.posted(CHAT)) + len(telegram.world.updates) == 3


async def test_whoever_asks_for_its_health_is_told_while_the_door_still_takes() -> None:
    door = Echo()
    server, stop = Server("127.0.0.1", 0, (door,), alive, notice=LONG), asyncio.Event()
    running = asyncio.create_task(server.run(stop))
    await asyncio.wait_for(server.listening.wait(), 60)
    origin = f"http://127.0.0.1:{server.port}"
    assert await read(f"{origin}/health") == (200, "ok\n")
    stop.set()
    while (await read(f"{origin}/health"))[0] == 200:  # noqa: ASYNC110  # no event tells of it
        await asyncio.sleep(0)
    assert await read(f"{origin}/health") == (503, "It is being stopped.\n")
    assert await posted(f"{origin}{door.path}", "still here", {}) == 200
    assert not server.closed.is_set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert server.closed.is_set()


@dataclass
class Front:
    """Serves until it is asked to stop."""

    ended: bool = False

    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.ended = True


async def test_a_front_goes_on_until_nothing_more_can_come_in() -> None:
    front, stop, closed = Front(), asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(StopsAfterServer(front, closed).run(stop))
    stop.set()
    for _ in range(9):
        await asyncio.sleep(0)
    assert not front.ended
    closed.set()
    await running
    assert front.ended


async def test_a_front_whose_server_cannot_listen_ends_with_a_word() -> None:
    front, stop = Front(), asyncio.Event()
    async with listening() as origin:
        taken = Server("127.0.0.1", int(origin.rpartition(":")[2]), (), alive)
        behind = {"front": StopsAfterServer(front, taken.closed)}
        assert not await serve(behind, stop, others={"listening": taken})
    assert front.ended
    with pytest.raises(SourcebriefError, match="Nothing can be delivered"):
        await StopsAfterServer(front, taken.closed).run(stop)
