"""A subscription that cannot be served, or a scheduler that dies at any step, stops no other."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery import scheduler
from bot.delivery.scheduler import DigestComposer
from briefs.errors import StoreUnavailable
from briefs.model import Brief, Length, Revision, Span
from briefs.storage.sql.catalogue import SqlCatalogue
from tests.bot.conftest import Logged
from tests.bot.publishing import (
    DUE,
    MINUTE,
    START,
    Newsroom,
    dam,
    opened,
    place,
)
from tests.conftest import scaled
from tests.contracts.memory_store import MemoryStore


@pytest.fixture(params=["memory", "sqlite"])
def newsroom(request: pytest.FixtureRequest) -> Iterator[Newsroom]:
    with opened(request.param) as store:
        yield Newsroom(store)


class UntoldCatalogue(SqlCatalogue):
    """A library in which the body of piece 1 was written into behind everybody's back."""

    def revision(self, piece: int, number: int | None = None) -> Revision:
        kept = super().revision(piece, number)
        return replace(kept, body=kept.body.replace("held", "fell")) if piece == 1 else kept


class Untold(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.catalogue = UntoldCatalogue(self.database, self._intake)


def test_a_piece_that_cannot_be_proved_keeps_no_other_back(
    logged: Logged,
) -> None:
    newsroom = Newsroom(Untold())
    newsroom.add(dam(1), dam(2))
    newsroom.order()
    assert newsroom.tick(DUE) == 1
    (row,) = newsroom.rows()
    assert "The dam 2" in newsroom.said(row)
    assert "Dam 1" not in newsroom.said(row)
    assert "Left out: 1 piece that can't be proved." in newsroom.said(row)
    assert "digest.left_out" in str(logged)


class UnsaidCatalogue(SqlCatalogue):
    """A library in which the normal extract of piece 1 has a span that is no sentence."""

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        kept = super().brief(piece, length, number)
        if piece != 1 or length != "normal":
            return kept
        return replace(kept, summary=replace(kept.summary, sentences=(Span(1, 2),)))


class Unsaid(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.catalogue = UnsaidCatalogue(self.database, self._intake)


def test_an_extract_that_cannot_be_proved_keeps_no_other_back_either() -> None:
    newsroom = Newsroom(Unsaid())
    newsroom.add(dam(1), dam(2))
    newsroom.order(in_full=True)
    assert newsroom.tick(DUE) == 1
    said = "".join(map(newsroom.said, newsroom.rows()))
    assert "The dam 2" in said
    assert "Left out: 1 piece that can't be proved." in said


def test_orders_that_cannot_be_served_keep_no_other_back_and_are_tried_again(
    monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    newsroom = Newsroom()
    monkeypatch.setattr(scheduler, "_BATCH", 2)
    newsroom.add(dam())
    for n in range(9):
        newsroom.order(place(n))
    broken = {place(n) for n in range(5)}
    composed = DigestComposer.parts

    def breaking(press: Any, order: Any, digest: Any) -> Any:
        if order.to in broken:
            raise ZeroDivisionError
        return composed(press, order, digest)

    monkeypatch.setattr(DigestComposer, "parts", breaking)
    assert newsroom.tick(DUE) == 4
    assert str(logged).count("publisher.order_failed") == 5
    broken.clear()
    assert newsroom.tick(DUE + MINUTE) == 0
    assert newsroom.tick(DUE + scheduler.RETRY_AFTER) == 5


def test_a_zone_that_is_gone_pauses_its_order_with_a_reason_and_no_other(
    newsroom: Newsroom,
) -> None:
    newsroom.add(dam())
    newsroom.order(place(1))
    newsroom.order(place(2))
    newsroom.tick()
    lost = newsroom.ordered(place(1))
    assert newsroom.store.subscriptions.save(replace(lost, zone="Mars/Base"), None, now=START)
    assert newsroom.tick(DUE) == 1
    pause = newsroom.ordered(place(1)).pause
    assert pause is not None
    assert "Mars/Base" in pause.reason


class Dying:
    """A store that breaks off after so many of its methods were called."""

    def __init__(self, inner: object, steps: list[int]) -> None:
        self._inner = inner
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):  # a part of the store
            return Dying(found, self._steps)

        def called(*args: Any, **fields: Any) -> Any:
            self._steps[0] -= 1
            if self._steps[0] < 0:
                raise StoreUnavailable("it has gone away")
            done = found(*args, **fields)
            if self._steps[0] == 0:
                raise StoreUnavailable("it went away just after")
            return done

        return called


@given(
    kind=st.sampled_from(["memory", "sqlite"]),
    deaths=st.lists(st.integers(1, 12), max_size=4),
    hours=st.lists(st.sampled_from([8, 9]), min_size=1, max_size=6),
)
@settings(max_examples=scaled(40))
def test_dying_anywhere_always_leads_to_the_same_outbox(
    kind: str, deaths: list[int], hours: list[int]
) -> None:
    with opened(kind) as store, opened("memory") as model:
        rooms = [Newsroom(store), Newsroom(model)]
        for room in rooms:
            room.add(dam(1), dam(2))
            for n, hour in enumerate(hours):
                room.order(place(n), at=time(hour, 0))
            room.now = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
        for death in deaths:
            dying: Any = Dying(store, [death])
            try:
                rooms[0].another(store=dying).tick()
            except StoreUnavailable:
                continue
        for room in rooms:
            room.tick()
        told = [
            sorted((str(row.place), row.edition, row.part, room.said(row)) for row in room.rows())
            for room in rooms
        ]
        words = [[(*row[:3], row[3].split('"tokens"')[0]) for row in rows] for rows in told]
        assert words[0] == words[1]
        assert len(words[0]) == len(hours)


async def test_a_bad_tick_does_not_end_it(monkeypatch: pytest.MonkeyPatch, logged: Logged) -> None:
    newsroom, stop = Newsroom(), asyncio.Event()
    ends = iter([ZeroDivisionError(), StoreUnavailable("It is locked.")])

    def tick() -> int:
        error = next(ends, None)
        if error is None:
            asyncio_loop.call_soon_threadsafe(stop.set)
            return 0
        raise error

    asyncio_loop = asyncio.get_running_loop()
    monkeypatch.setattr(newsroom.publisher, "tick", tick)
    monkeypatch.setattr(scheduler, "EVERY", timedelta(milliseconds=1))
    with ThreadPoolExecutor(1) as workers:
        await asyncio.wait_for(newsroom.publisher.run(workers, stop), 60)
    assert "publisher.failed" in str(logged)
    assert "It is locked." in str(logged)
