"""The scheduler: a subscription that is due becomes one edition, whatever happens in between."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.delivery import scheduler
from bot.delivery.corrector import Corrector
from briefs.digests.digest import Pause
from briefs.digests.outbox import Rejected
from briefs.model import Address, Edited
from briefs.storage.sql.store import open_store
from tests.bot.conftest import Logged
from tests.bot.publishing import (
    ACCOUNT,
    DAY,
    DUE,
    GRACE,
    MINUTE,
    START,
    TODAY,
    Newsroom,
    dam,
    opened,
    place,
)
from tests.contracts.posting import send
from tests.handlers.newsroom import short_piece

HOUR = timedelta(hours=1)
TOMORROW = (DUE + DAY).date().isoformat()


@pytest.fixture(params=["memory", "sqlite"])
def newsroom(request: pytest.FixtureRequest) -> Iterator[Newsroom]:
    with opened(request.param) as store:
        yield Newsroom(store)


def test_an_order_is_published_shortly_before_it_is_due(newsroom: Newsroom) -> None:
    newsroom.add(dam())
    newsroom.order()
    assert newsroom.tick(DUE - scheduler.AHEAD - MINUTE) == 0
    assert newsroom.tick(DUE - scheduler.AHEAD) == 1
    (row,) = newsroom.rows()
    assert (row.place, row.edition, row.due, row.until) == (place(), TODAY, DUE, DUE + GRACE)
    assert "The dam 1 held through the long night." in newsroom.said(row)
    assert newsroom.ordered().last == DUE.date()


def test_an_edition_is_put_out_once_however_often_is_looked(newsroom: Newsroom) -> None:
    newsroom.add(dam())
    newsroom.order()
    newsroom.tick(DUE)
    newsroom.add(dam(2))
    for minutes in range(5):
        assert newsroom.tick(DUE + minutes * MINUTE) == 0
    newsroom.another().tick()
    assert len(newsroom.rows()) == 1


def test_the_next_edition_holds_what_has_come_since(newsroom: Newsroom) -> None:
    newsroom.add(dam(1))
    newsroom.order()
    newsroom.tick(DUE)
    newsroom.add(dam(2))
    newsroom.tick(DUE + DAY)
    _, second = newsroom.rows()
    assert "The dam 2" in newsroom.said(second)
    assert "The dam 1" not in newsroom.said(second)


def test_without_news_nothing_is_posted_and_the_order_moves_on(newsroom: Newsroom) -> None:
    newsroom.order()
    assert newsroom.tick(DUE) == 0
    assert newsroom.rows() == []
    assert newsroom.ordered().last == DUE.date()
    newsroom.add(dam())
    assert newsroom.tick(DUE + HOUR) == 0
    assert newsroom.tick(DUE + DAY) == 1


def test_a_day_without_news_is_told_of_where_that_is_wanted(newsroom: Newsroom) -> None:
    newsroom.order(when_empty=True)
    newsroom.tick(DUE)
    (row,) = newsroom.rows()
    assert "Nothing new yet." in newsroom.said(row)


def test_after_a_time_away_only_the_newest_edition_is_sent_with_all_that_came(
    newsroom: Newsroom, logged: Logged
) -> None:
    newsroom.add(dam(1))
    newsroom.order()
    newsroom.now = DUE + DAY
    newsroom.add(dam(2))
    assert newsroom.tick(DUE + 2 * DAY + HOUR) == 1
    (row,) = newsroom.rows()
    assert row.edition == "2026-11-22"
    assert "The dam 1" in newsroom.said(row)
    assert "The dam 2" in newsroom.said(row)
    assert "2026-11-20" in str(logged)
    assert "2026-11-21" in str(logged)


def test_what_was_missed_by_more_than_the_grace_waits_for_the_next(newsroom: Newsroom) -> None:
    newsroom.add(dam())
    newsroom.order()
    assert newsroom.tick(DUE + GRACE + HOUR) == 0
    assert newsroom.tick(DUE + DAY) == 1
    assert newsroom.rows()[0].edition == "2026-11-21"


def test_a_failed_edition_leaves_its_pieces_to_the_next(newsroom: Newsroom) -> None:
    newsroom.add(dam())
    newsroom.order()
    newsroom.tick(DUE)
    send(newsroom.store, Rejected("Too long."), now=DUE)
    newsroom.tick(DUE + DAY)
    assert "The dam 1" in newsroom.said(newsroom.rows()[1])


def test_a_paused_order_and_one_of_another_account_are_left_alone(newsroom: Newsroom) -> None:
    newsroom.add(dam())
    newsroom.order(pause=None)
    assert newsroom.store.subscriptions.save(
        replace(newsroom.ordered(), pause=Pause("person", "")), None, now=START
    )
    newsroom.order(Address("telegram", "7", "1"))
    assert newsroom.tick(DUE) == 0
    assert newsroom.another(account="telegram:7").tick() == 1


def test_full_briefs_go_under_the_digest_where_they_are_wanted(newsroom: Newsroom) -> None:
    newsroom.add(dam(1), dam(2))
    newsroom.order(in_full=True)
    newsroom.tick(DUE)
    parts = newsroom.rows()
    assert [row.part for row in parts] == [0, 1, 2]
    for row in parts[1:]:
        assert "The whole piece" in newsroom.said(row)


def test_places_with_the_same_news_and_rhythm_share_one_message(newsroom: Newsroom) -> None:
    newsroom.add(dam(1), dam(2))
    for n in range(20):
        newsroom.order(place(n), at=time(8, 30) if n % 2 else time(8, 31))
    assert newsroom.tick(DUE) == 20
    assert len(newsroom.freezer.replies) == 2
    assert len({row.message for row in newsroom.rows()}) == 2


def test_five_hundred_places_cost_one_composition() -> None:
    newsroom = Newsroom(open_store("sqlite://"))
    newsroom.add(dam())
    for n in range(500):
        newsroom.order(place(n))
    assert newsroom.tick(DUE) == 500
    assert len(newsroom.freezer.replies) == 1
    assert len({row.place for row in newsroom.rows()}) == 500


def test_a_crowd_is_spread_and_nobody_is_served_before_their_time(newsroom: Newsroom) -> None:
    newsroom.interval = timedelta(seconds=1)
    newsroom.publisher = newsroom.another()
    newsroom.add(dam())
    for n in range(50):
        newsroom.order(place(n))
    newsroom.tick(DUE - MINUTE)
    dues = [row.due for row in newsroom.rows()]
    assert all(DUE <= due < DUE + 50 * newsroom.interval for due in dues)
    assert len(set(dues)) > 40


def test_new_zone_data_makes_next_runs_anew(newsroom: Newsroom) -> None:
    newsroom.add(dam())
    wanted = newsroom.order()
    (stale,) = newsroom.store.subscriptions.stale("z1", limit=9)
    assert stale == wanted
    newsroom.tick()
    assert newsroom.store.subscriptions.stale("z1", limit=9) == ()
    newsroom.zones = "z2"
    newsroom.publisher = newsroom.another()
    assert newsroom.tick(DUE + HOUR) == 1
    assert newsroom.store.subscriptions.stale("z2", limit=9) == ()


async def test_it_ticks_until_it_is_stopped_and_nudges_when_something_came() -> None:
    newsroom = Newsroom()
    newsroom.add(dam())
    newsroom.order()
    newsroom.now = DUE
    stop = asyncio.Event()
    publisher = scheduler.Scheduler(
        newsroom.store,
        newsroom.freezer,
        account=ACCOUNT.account,
        interval=None,
        clock=lambda: newsroom.now,
        zones="z1",
        grace=GRACE,
        nudge=stop.set,
    )
    with ThreadPoolExecutor(1) as workers:
        await asyncio.wait_for(publisher.run(workers, stop), 60)
    assert len(newsroom.rows()) == 1


def test_a_digest_opens_with_corrections_of_what_this_very_channel_was_sent(
    newsroom: Newsroom,
) -> None:
    newsroom.add(dam(origin="dam"))
    newsroom.order()
    newsroom.order(place(2))
    newsroom.tick(DUE)
    quote = newsroom.store.outbox.message(newsroom.rows()[0].message).quotes[0]
    state = newsroom.store.chat_state
    state.note_shown(place(), "m1", None, now=newsroom.now, quotes=[quote], said="[]")
    newsroom.now = DUE + HOUR
    newsroom.add(replace_night(dam(origin="dam")))
    corrector(newsroom).tick()
    newsroom.add(dam(2))
    newsroom.tick(DUE + DAY)
    said = {row.place: newsroom.said(row) for row in newsroom.rows() if row.edition == TOMORROW}
    assert "Corrected since the last digest" in said[place()]
    assert "a number in S1" in said[place()]
    assert "Corrected since" not in said[place(2)]
    newsroom.add(dam(3))
    newsroom.tick(DUE + 2 * DAY)
    assert "Corrected since" not in newsroom.said(newsroom.rows(place())[-1])


def corrector(newsroom: Newsroom) -> Corrector:
    return Corrector(
        store=newsroom.store,
        freezer=newsroom.freezer,
        under=lambda to, _message, frozen: (to, frozen),
        account=ACCOUNT.account,
        clock=lambda: newsroom.now,
    )


def replace_night(made: Edited) -> Edited:
    """The same piece with another number in its sentence, which is as long."""
    body = made.draft.body.replace("The dam 1 held", "The dam 9 held")
    return replace(made, draft=replace(made.draft, body=body))


def test_a_digest_never_tells_of_a_revision_that_says_nothing_else(newsroom: Newsroom) -> None:
    newsroom.add(dam(origin="dam"))
    newsroom.order()
    newsroom.tick(DUE)
    newsroom.now = DUE + HOUR
    body = "The dam 1 held through the lonng night."
    newsroom.add(short_piece(body, title="Dam 1", origin="dam"))
    newsroom.add(dam(2))
    newsroom.tick(DUE + DAY)
    (row,) = [row for row in newsroom.rows() if row.edition == TOMORROW]
    assert "Revised" not in newsroom.said(row)
    assert "Dam 2" in newsroom.said(row)
