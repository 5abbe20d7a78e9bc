"""Processes of all roles over one PostgreSQL library: any may die, and nothing comes twice."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefs.digests.outbox import OPEN
from briefs.model import Address
from briefs.storage.sql.store import SqlStore, open_store
from tests.bot.processes import Process, order_now, running, stock, stopped
from tests.emulators.telegram.server import TelegramEmulator
from tests.handlers.newsroom import NOW, short_piece
from tests.postgres import new_library

CHAT = 7
PLACES = range(100, 160)
PATIENCE = 240


@dataclass
class House:
    """All that is at work: a library, and the processes that were started."""

    folder: Path
    url: str
    store: SqlStore
    telegram: TelegramEmulator
    stack: AsyncExitStack

    async def start(self, *roles: str) -> list[Process]:
        settings = {
            "DATABASE_URL": self.url,
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_BASE_URL": self.telegram.base_url,
        }
        begun = (running(self.folder, settings, "--role", role) for role in roles)
        return [await self.stack.enter_async_context(process) for process in begun]

    @property
    def poller(self) -> int:
        """The id of the process that polls, 0 while there is none."""
        holder = self.store.leases.get("telegram:4242 intake").holder
        return int(holder.split("-")[-3]) if holder else 0

    def said(self, chat: int = CHAT) -> list[str]:
        return [message.text for message in self.telegram.world.posted(chat)]

    async def until(self, count: int, chat: int = CHAT) -> None:
        """Wait until so much has been said in a chat."""
        await self.telegram.world.until(lambda: len(self.said(chat)) >= count, PATIENCE)


@pytest.fixture
def url() -> Iterator[str]:
    with new_library() as url:
        stock(url)
        yield url


@asynccontextmanager
async def house(folder: Path, url: str) -> AsyncIterator[House]:
    async with TelegramEmulator() as telegram, AsyncExitStack() as stack:
        telegram.people.open(CHAT)
        with closing(open_store(url)) as store:
            yield House(folder, url, store, telegram, stack)


@pytest.mark.parametrize(
    "end", [signal.SIGTERM, pytest.param(signal.SIGKILL, marks=pytest.mark.soak)]
)
async def test_when_the_process_that_polls_ends_another_answers_each_question_once(
    tmp_path: Path, url: str, end: signal.Signals
) -> None:
    async with house(tmp_path, url) as all_of_it:
        webs = await all_of_it.start("web", "web")
        people = all_of_it.telegram.people
        await people.say(CHAT, "/brief")
        await all_of_it.until(1)
        (dying,) = (web for web in webs if web.pid == all_of_it.poller)
        (heir,) = (web for web in webs if web is not dying)
        dying.send_signal(end)
        await asyncio.to_thread(dying.wait)
        for n in range(5):
            await people.say(CHAT, f"/search nothing{n}")
        await all_of_it.until(6)
        assert all_of_it.poller == heir.pid
        await stopped(heir)
        assert all_of_it.poller == 0
        assert len(all_of_it.said()) == 6
        for n in range(5):
            assert sum(f"nothing{n}" in said for said in all_of_it.said()) == 1


@pytest.mark.soak
async def test_a_digest_comes_once_whoever_of_those_that_post_it_is_killed(
    tmp_path: Path, url: str
) -> None:
    async with house(tmp_path, url) as all_of_it:
        for place in PLACES:
            all_of_it.telegram.people.open(place)
        web, _, publisher, courier = await all_of_it.start("web", "web", "publisher", "courier")
        await all_of_it.telegram.people.say(CHAT, f"/digest on {soon():%H:%M} UTC")
        await all_of_it.until(1)
        # It has something to tell by then, and so much to post that the courier is killed at it.
        all_of_it.store.catalogue.add(
            short_piece("The second dam held too.", title="Twice"), now=NOW
        )
        order_now(url, *(Address("telegram", "4242", str(place)) for place in PLACES))
        await all_of_it.until(1, PLACES[0])
        courier.kill()
        (second,) = await all_of_it.start("courier")
        await all_of_it.until(2)
        # No event tells of what happens in the library.
        while any(all_of_it.store.outbox.counts()[status] for status in OPEN):  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        for process in (web, publisher, second):
            await stopped(process)
        assert sum("Digest · " in said for said in all_of_it.said()) == 1
        rows = {int(row.to.channel): row for row in all_of_it.store.outbox.rows(limit=999)}
        assert set(rows) == {CHAT, *PLACES}
        for place, row in rows.items():
            # What the courier was about when it was killed may have been posted: a person must say.
            came = [said for said in all_of_it.said(place) if "Digest · " in said]
            assert (row.status, len(came)) in {("sent", 1), ("uncertain", 1), ("uncertain", 0)}


def soon() -> datetime:
    """The next minute, or the one after it if that is near."""
    return datetime.now(UTC) + timedelta(seconds=80)
