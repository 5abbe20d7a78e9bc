"""A third platform is served whole, and nothing of the product names it but the registry."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from bot.config import Settings
from bot.open_library import clock
from bot.platforms import registry
from bot.platforms.base import Migrated, Platform, Reachable, Unreachable
from bot.service import runtime
from briefs.digests.digest import Subscription, upcoming
from briefs.digests.outbox import Rejected
from briefs.errors import BadArgument
from briefs.model import Address
from briefs.storage.sql.store import SqlStore, open_store
from handlers.message import Request
from tests.delivery.stage import answering, until
from tests.handlers.newsroom import NOW, piece, text
from tests.loopback import platform as loopback
from tests.loopback.platform import CAPABILITIES, NAME, LoopbackPlatform, room

ROOM, OTHER = room("news"), room("desk")


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> LoopbackPlatform:
    """It, as the only other platform that is known."""
    found: Platform = LoopbackPlatform()
    monkeypatch.setattr(loopback, "LOOPBACK", found)
    monkeypatch.setitem(registry.PLATFORMS, NAME, f"{loopback.__name__}:LOOPBACK")
    assert isinstance(found, LoopbackPlatform)
    return found


@pytest.fixture
def library(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/library.db"
    with closing(open_store(url)) as store:
        store.catalogue.add(piece(title="The dam"), now=NOW)
    return url


@asynccontextmanager
async def served(library: str, **given: object) -> AsyncIterator[SqlStore]:
    """All that `run` serves, over an open store."""
    settings = Settings().model_copy(update={"database_url": library, **given})
    stop = asyncio.Event()
    with ThreadPoolExecutor(4) as pool, closing(open_store(library)) as store:
        workers = app.Workers(answers=pool, delivery=pool, sources=pool, heartbeats=pool)
        found = app.services_of(settings, store, workers)
        serving = asyncio.create_task(
            runtime.serve(found.services, stop, deliveries=found.deliveries, others=found.others)
        )
        try:
            yield store
        finally:
            stop.set()
            assert await serving


def asks(line: str, sender: str = "p1") -> Request:
    command, _, rest = line.partition(" ")
    return Request(
        command=command,
        args=tuple(rest.split()),
        text=rest,
        sender=sender,
        origin=ROOM,
        at=clock(),
        role="admin",
        can=CAPABILITIES,
    )


async def test_a_person_is_answered(platform: LoopbackPlatform, library: str) -> None:
    async with served(library):
        answer = await platform.hear(asks("brief"))
    assert answer is not None
    assert "The dam held through the night." in text(answer.reply)


async def test_what_is_due_is_posted_once(platform: LoopbackPlatform, library: str) -> None:
    _order_now(library, ROOM)
    async with served(library) as store:
        await until(lambda: any("The dam" in said for _, said in platform.said))
        rows = store.outbox.rows(limit=99)
        await until(lambda: {r.status for r in store.outbox.rows(limit=99)} == {"sent"})
    assert len(platform.poster.posted) == len(rows)


async def test_a_platform_with_threads_offers_full_briefs(
    platform: LoopbackPlatform, library: str
) -> None:
    async with served(library):
        await platform.hear(asks("digest on 08:30 Berlin"))
        full = await platform.hear(asks("digest full on"))
    assert full is not None
    assert "follow in the thread" in text(full.reply)


async def test_its_places_close_open_and_move(platform: LoopbackPlatform, library: str) -> None:
    async with served(library) as store:
        await platform.hear(asks("digest on 08:30 Berlin"))
        for change, at, paused in (
            (Unreachable(ROOM, "The room is locked."), ROOM, True),
            (Reachable(ROOM), ROOM, False),
            (Migrated(ROOM, OTHER), OTHER, False),
        ):
            await platform.hear(change)
            order = store.subscriptions.get(at)
            assert order is not None
            assert bool(order.pause) is paused


async def test_a_refused_place_rests(platform: LoopbackPlatform, library: str) -> None:
    platform.poster.does = answering(Rejected("The room is locked.", "place"))
    _order_now(library, ROOM)
    async with served(library, operator=str(OTHER)) as store:
        await until(lambda: _is_paused(store))


async def test_its_editors_are_listed_with_their_workspace(
    platform: LoopbackPlatform, library: str
) -> None:
    async with served(library, editors="loopback:L1:ines"):
        refused = await platform.hear(asks("piece"))
        taken = await platform.hear(asks("piece", sender="ines"))
    assert refused is not None
    assert taken is not None
    assert "loopback:L1:p1" in text(refused.reply)
    assert "Only editors" not in text(taken.reply)
    with pytest.raises(BadArgument, match="as an editor"):
        async with served(library, editors="loopback:ines"):
            raise AssertionError("it is not served")


def _is_paused(store: SqlStore) -> bool:
    order = store.subscriptions.get(ROOM)
    return order is not None and order.pause is not None


def _order_now(url: str, place: Address) -> None:
    now = clock()
    with closing(open_store(url)) as store:
        order = Subscription(
            to=place,
            at=now.time().replace(second=0, microsecond=0),
            zone="UTC",
            starts=now - timedelta(hours=1),
        )
        assert store.subscriptions.save(order, next(upcoming(order, order.starts)), now=now)
