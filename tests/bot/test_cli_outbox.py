"""`sourcebrief outbox` and `sourcebrief digest`: the operator lists, resends, drops and resumes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.open_library import clock
from briefs.digests.outbox import (
    Edition,
    Message,
    Outcome,
    Part,
    Quotation,
    Rejected,
    Sent,
    Status,
    Unknown,
)
from briefs.model import Span
from briefs.storage.sql.store import SqlStore, open_store
from tests.bot.conftest import Run
from tests.contracts.posting import CHAT, ELSEWHERE, MINUTE, PLACE, end, order, run, sending
from tests.handlers.newsroom import piece

QUOTED = "The dam held through the night."


@pytest.fixture
def store(folder: Path) -> Iterator[SqlStore]:
    """The library that the commands open, as the running bot has it."""
    opened = open_store(f"sqlite:///{folder}/library.db")
    yield opened
    opened.close()


def post(store: SqlStore, outcome: Outcome | None = None, *, quote: Quotation | None = None) -> int:
    """A delivery to CHAT that came to that, or has not begun; its number."""
    now = clock()
    message = Message(payload='{"text":"News of the day"}', quotes=(quote,) if quote else ())
    day = f"day-{store.outbox.counts()}"
    edition = Edition(
        to=CHAT, name=day, due=now, until=now + MINUTE, parts=(Part(message=message),)
    )
    assert store.outbox.enqueue([edition], now=now) == 1
    if outcome is not None:
        (row,) = sending(store, now=now)
        assert end(store, row, outcome, now=now)
    return store.outbox.rows(limit=1)[0].id


def status(store: SqlStore, number: int) -> Status:
    return store.outbox.get(number).status


def test_deliveries_are_listed_newest_first_with_their_counts(
    sourcebrief: Run, store: SqlStore
) -> None:
    assert sourcebrief("outbox", "list").out == "Nothing has been put out yet.\n"
    first, second = post(store, Rejected("It is too long.")), post(store)
    newest, oldest, counts = sourcebrief("outbox", "list").out.splitlines()
    assert newest.startswith(f"#{second} ")
    assert "pending" in newest
    assert oldest.startswith(f"#{first} ")
    assert oldest.endswith("It is too long.")
    assert counts == "1 pending, 1 failed"


def test_deliveries_are_listed_by_status_as_json(sourcebrief: Run, store: SqlStore) -> None:
    failed = post(store, Rejected("It is too long."))
    post(store)
    (record,) = sourcebrief("outbox", "list", "--status", "failed", "--json").records
    assert (record["id"], record["place"], record["error"]) == (
        failed,
        str(CHAT),
        "It is too long.",
    )
    assert sourcebrief("outbox", "list", "--status", "lost").status == 2


def test_a_delivery_is_shown_with_its_words_and_its_proof(
    sourcebrief: Run, store: SqlStore
) -> None:
    store.catalogue.add(piece(), now=clock())
    revision = store.catalogue.revision(1)
    at = next(at for at in revision.sentences if at.of(revision.body) == QUOTED)
    quote = Quotation(piece=1, revision=1, sha256=revision.sha256, at=at, text=QUOTED)
    shown = sourcebrief("outbox", "show", str(post(store, quote=quote)))
    assert shown.status == 0
    assert "stand in the stored pieces: 1" in shown.out
    assert shown.out.endswith("News of the day\n")


def test_what_cannot_be_proved_any_more_is_shown_as_such(sourcebrief: Run, store: SqlStore) -> None:
    quote = Quotation(piece=1, revision=1, sha256="ab", at=Span(0, 4), text="Rain")
    shown = sourcebrief("outbox", "show", str(post(store, quote=quote)), "--json")
    assert shown.status == 1
    assert "it will not be sent" in shown.records[0]["proof"]


def test_what_was_sent_is_not_said_to_be_kept_back(sourcebrief: Run, store: SqlStore) -> None:
    quote = Quotation(piece=1, revision=1, sha256="ab", at=Span(0, 4), text="Rain")
    shown = sourcebrief("outbox", "show", str(post(store, Sent("m1"), quote=quote)))
    assert "WARNING: it was sent, but can't be proved now" in shown.out
    assert "will not be sent" not in shown.out


def test_what_may_not_have_arrived_is_sent_again_at_the_operator_s_word(
    sourcebrief: Run, store: SqlStore
) -> None:
    number = post(store, Unknown("The connection broke."))
    said = sourcebrief("outbox", "resend", str(number))
    assert said.status == 0
    assert "If it had arrived after all, it is there twice." in said.out
    (row,) = sending(store, now=clock())
    assert row.id == number
    assert row.until > clock() + timedelta(hours=17)


def test_what_was_dropped_is_not_posted_and_not_told_of(sourcebrief: Run, store: SqlStore) -> None:
    waiting, doubtful = post(store, Unknown("The connection broke.")), post(store)
    for number in (waiting, doubtful):
        assert f"#{number} is let go" in sourcebrief("outbox", "drop", str(number)).out
        assert status(store, number) == "dropped"
    assert sending(store, now=clock()) == ()
    assert store.outbox.unreported(limit=9) == ()


def test_dropping_what_is_being_sent_says_that_it_may_arrive(
    sourcebrief: Run, store: SqlStore
) -> None:
    number = post(store)
    assert sending(store, now=clock())
    assert "may arrive all the same" in sourcebrief("outbox", "drop", str(number)).out


def test_what_cannot_be_resent_or_dropped_is_refused_with_its_status(
    sourcebrief: Run, store: SqlStore
) -> None:
    number = str(post(store))
    refused = sourcebrief("outbox", "resend", number)
    assert refused.status == 1
    assert f"#{number} is pending." in refused.err
    sourcebrief("outbox", "drop", number)
    assert sourcebrief("outbox", "drop", number).status == 1
    assert sourcebrief("outbox", "show", "99").status == 1


def rested(store: SqlStore) -> None:
    """Two running orders, and one that its platform refused."""
    for to in (PLACE, ELSEWHERE, CHAT):
        assert store.subscriptions.save(
            order(to, name="News" if to == PLACE else ""), run(), now=clock()
        )
    store.subscriptions.pause(ELSEWHERE, "Invite me.", now=clock())


def test_orders_are_listed_with_what_comes_next(sourcebrief: Run, store: SqlStore) -> None:
    assert "No digest has been ordered" in sourcebrief("digest", "list").out
    rested(store)
    said = sourcebrief("digest", "list").out.splitlines()
    assert len(said) == 3
    assert f"{PLACE}  News  daily at 08:30 Europe/Berlin  [all]  next " in said[0]
    assert said[1].endswith("paused: Invite me.")
    records = sourcebrief("digest", "list", "--json").records
    assert [record["place"] for record in records] == [str(PLACE), str(ELSEWHERE), str(CHAT)]
    assert records[1]["paused"] == "at rest: Invite me."


def test_orders_that_were_refused_go_on_at_the_operator_s_word(
    sourcebrief: Run, store: SqlStore
) -> None:
    rested(store)
    nowhere = sourcebrief("digest", "resume", "foo")
    assert nowhere.status == 1
    assert "Nothing here answers to “foo”" in nowhere.err
    assert "No digest there is paused" in sourcebrief("digest", "resume", str(PLACE)).out
    assert sourcebrief("digest", "resume").out == f"{ELSEWHERE}  resumed\n"
    woken = store.subscriptions.get(ELSEWHERE)
    assert woken is not None
    assert woken.pause is None
