"""A digest in the outbox that no worker has begun follows changes of its
subscription and pieces.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from briefs.digests.digest import Pause
from briefs.digests.outbox import Rejected
from tests.bot.publishing import DAY, DUE, MINUTE, TODAY, Newsroom, dam, opened
from tests.contracts.posting import send

HOUR = timedelta(hours=1)


@pytest.fixture(params=["memory", "sqlite"])
def newsroom(request: pytest.FixtureRequest) -> Iterator[Newsroom]:
    with opened(request.param) as store:
        yield Newsroom(store)


def test_a_digest_that_quotes_what_was_retracted_is_made_anew_for_the_same_day(
    newsroom: Newsroom,
) -> None:
    newsroom.add(dam(1), dam(2))
    newsroom.order()
    newsroom.tick(DUE - MINUTE)
    newsroom.store.editorial.retract(1, "It was wrong.", now=DUE)
    newsroom.now = DUE
    assert newsroom.look() == ()
    assert newsroom.rows() == []
    assert newsroom.tick() == 1
    (errand,) = newsroom.look()
    assert errand.delivery.edition == TODAY
    assert "The dam 2" in errand.message.payload
    assert "Dam 1" not in errand.message.payload


def test_a_digest_that_has_begun_goes_on_without_what_was_retracted(newsroom: Newsroom) -> None:
    newsroom.add(dam(1), dam(2))
    newsroom.order(in_full=True)
    newsroom.tick(DUE)
    send(newsroom.store, now=DUE)
    newsroom.store.editorial.retract(2, "It was wrong.", now=DUE)
    assert newsroom.look() == ()
    assert newsroom.tick(DUE + MINUTE) == 0
    assert [row.status for row in newsroom.rows()] == ["sent", "failed", "failed"]


def test_a_pause_holds_a_digest_back_that_is_put_out_already(newsroom: Newsroom) -> None:
    newsroom.add(dam())
    newsroom.order()
    newsroom.tick(DUE - MINUTE)
    resting = replace(newsroom.ordered(), pause=Pause("person", ""))
    assert newsroom.store.subscriptions.save(resting, None, now=newsroom.now)
    assert newsroom.rows() == []
    assert newsroom.tick(DUE) == 0
    awake = replace(newsroom.ordered(), pause=None, starts=DUE + HOUR)
    assert newsroom.store.subscriptions.save(awake, None, now=newsroom.now)
    assert newsroom.tick(DUE + HOUR) == 0
    assert newsroom.tick(DUE + DAY) == 1
    assert "The dam 1" in newsroom.said(newsroom.rows()[0])


def test_a_change_of_time_counts_for_a_digest_that_is_put_out_already(newsroom: Newsroom) -> None:
    newsroom.add(dam())
    newsroom.order()
    newsroom.tick(DUE - MINUTE)
    later = replace(newsroom.ordered(), at=time(18, 0), starts=newsroom.now)
    assert newsroom.store.subscriptions.save(later, None, now=newsroom.now)
    assert newsroom.tick(DUE) == 0
    assert newsroom.tick(DUE.replace(hour=18, minute=0)) == 1
    (row,) = newsroom.rows()
    assert (row.edition, row.due) == (TODAY, DUE.replace(hour=18, minute=0))


def test_a_change_of_topics_counts_for_a_digest_that_waits_past_its_time(
    newsroom: Newsroom,
) -> None:
    newsroom.add(dam(1, topics=("rain",)), dam(2, topics=("sport",)))
    newsroom.order()
    newsroom.tick(DUE)
    choosy = replace(newsroom.ordered(), unwanted=("sport",))
    assert newsroom.store.subscriptions.save(choosy, None, now=newsroom.now)
    assert newsroom.tick(DUE + MINUTE) == 1
    (row,) = newsroom.rows()
    assert row.edition == TODAY
    assert "Dam 2" not in newsroom.said(row)


def test_a_digest_that_is_sent_again_is_not_repeated_the_next_day(newsroom: Newsroom) -> None:
    newsroom.add(dam())
    newsroom.order()
    newsroom.tick(DUE)
    failed = send(newsroom.store, Rejected("Too long."), now=DUE)
    assert newsroom.store.outbox.resend(failed.id, now=DUE + HOUR, until=DUE + DAY)
    send(newsroom.store, now=DUE + HOUR)
    assert newsroom.tick(DUE + DAY) == 0


def test_what_was_told_before_it_was_retracted_is_not_told_again(newsroom: Newsroom) -> None:
    newsroom.add(dam(1))
    newsroom.order()
    newsroom.tick(DUE)
    told = newsroom.ordered().since
    newsroom.store.editorial.retract(1, "It was wrong.", now=DUE)
    newsroom.tick(DUE + DAY)
    assert newsroom.ordered().since == told
