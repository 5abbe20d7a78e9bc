"""/privacy is true to the code: somebody does all that can be done, and all columns are read."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import LargeBinary, Text, select, type_coerce

from bot.access import Editors
from bot.chat import ChatService
from bot.delivery.scheduler import DigestComposer
from briefs.digests.digest import Subscription
from briefs.digests.outbox import Edition, Policy, Sent, apply_outcome
from briefs.model import Address
from briefs.storage.coordination import TakenRequest
from briefs.storage.corrections import Decision
from briefs.storage.privacy import IN_HAND, OF_EDITORS, OF_PRIVATE_CHATS
from briefs.storage.schema_outbox import library as metadata
from briefs.storage.sql.retention import RetentionPeriods
from briefs.storage.sql.store import SqlStore, open_store
from handlers.message import Incoming, Request
from handlers.privacy import UNTIL
from tests.bot.conftest import Run
from tests.bot.publishing import CountingFreezer
from tests.handlers.editing import HARBOUR
from tests.handlers.newsroom import text

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
WHO = "4711000999"
CHAT = Address("telegram", "7", WHO)
DECLARED = {column for one in (*OF_EDITORS, *OF_PRIVATE_CHATS, IN_HAND) for column in one.columns}


def found(store: SqlStore) -> set[str]:
    """Each "table.column" of the library in which the person's id stands."""
    columns = set[str]()
    with store._database.read() as connection:
        for table in metadata.sorted_tables:
            for column in table.columns:
                kept = column if isinstance(column.type, LargeBinary) else type_coerce(column, Text)
                values = connection.scalars(select(kept))
                if any(WHO in str(value) for value in values if value is not None):
                    columns.add(f"{table.name}.{column.name}")
    return columns


class Somebody:
    """Reads, presses, gets digests and edits, in a private chat."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        editors = Editors(frozenset({f"telegram:{WHO}"}))
        self.desk = ChatService(store, lambda: NOW, editors=editors)
        self.sent = 0

    def ask(self, line: str, *files: Incoming) -> str:
        command, _, said = line.removeprefix("/").partition(" ")
        request = Request(
            command=command,
            args=tuple(said.split()),
            sender=WHO,
            origin=CHAT,
            at=NOW,
            role="admin",
            text=said,
            files=files,
        )
        answer = self.desk.answer(request)
        self.sent += 1
        self.desk.sent(answer.reply, CHAT, str(self.sent))
        for token in answer.tokens.values():
            if line.startswith("/brief"):
                self.desk.press(token, replace(request, command="", args=(), files=()))
        return text(answer.reply)

    def live(self) -> None:
        data = HARBOUR.encode()
        for line in (
            "/piece add",
            "/piece publish #1",
            "/piece edit #1 date 9 Jan 2017",
            "/brief harbour water",
            "/digest on 08:30 Berlin",
            "/search boats",
        ):
            self.ask(line, *((Incoming(name="harbour.md", data=data),) if "add" in line else ()))
        self.ask("/piece revise #1", Incoming(name="b.md", data=data.replace(b"nine", b"ten")))
        self._get_a_digest()
        self._be_corrected()
        asked = TakenRequest(key="u1", payload=f'{{"from": {WHO}}}', taken_at=NOW)
        self.store.inbox.note([asked], account=CHAT.account, worker="w")

    def _be_corrected(self) -> None:
        self.store.editorial.publish(1, 1, now=NOW)
        (newest,) = self.store.corrections.recent(limit=1)
        stale = self.store.corrections.stale(CHAT.account, since=NOW, limit=1)[0]
        reply = Edition(to=CHAT, name="reply", due=NOW, until=NOW, parts=())
        made = Decision(
            correction=newest.id,
            to=CHAT,
            message=stale.message,
            said=stale.said,
            verdict="material",
            reply=reply,
        )
        self.store.corrections.decide([made], now=NOW)

    def _get_a_digest(self) -> None:
        order = self.store.subscriptions.get(CHAT)
        assert isinstance(order, Subscription)
        composer = DigestComposer(self.store, CountingFreezer(), NOW)
        digest = composer.digest(replace(order, since=0, max_age_days=None), NOW.date())
        parts = composer.parts(order, digest)
        edition = Edition(to=CHAT, name="x", due=NOW, until=NOW + timedelta(days=1), parts=parts)
        self.store.outbox.enqueue([edition], now=NOW)
        lease = timedelta(minutes=2)
        rate = (str(CHAT), timedelta(seconds=1))
        self.store.rate_limiter.reserve([[rate]], now=NOW, until=NOW + lease)
        rows = self.store.outbox.claim("w", (CHAT.account,), now=NOW, lease=lease, limit=9)
        intended = self.store.outbox.intend("w", rows, now=NOW, lease=lease)
        ends = [apply_outcome(r, Sent("m9"), NOW, Policy(), can_look=False) for r in intended]
        assert self.store.outbox.settle("w", ends, now=NOW) == len(ends) > 0


@pytest.fixture
def somebody() -> Iterator[Somebody]:
    with closing(open_store("sqlite://")) as store:
        somebody = Somebody(store)
        somebody.live()
        yield somebody


def test_every_column_that_holds_a_persons_id_is_named(somebody: Somebody) -> None:
    assert found(somebody.store) == DECLARED


def test_who_is_forgotten_is_in_none_of_them(somebody: Somebody) -> None:
    assert "Forget me" not in somebody.ask("/privacy forget")
    said = somebody.ask("/privacy forget me")
    somebody.store.inbox.done(["u1"])
    assert said.startswith("Forgotten: ")
    assert "log name nobody any more" in said
    assert found(somebody.store) == set()
    assert somebody.store.editorial.needs_wiping()
    assert somebody.store.catalogue.count() == 1


def test_what_is_said_names_each_thing_and_how_long_it_is_kept(somebody: Somebody) -> None:
    said = somebody.ask("/privacy")
    for one in (*OF_EDITORS, *OF_PRIVATE_CHATS, IN_HAND):
        assert one.what[1:] in said
    assert f"telegram:{WHO}" in said


def test_what_is_kept_for_a_time_is_gone_after_it(somebody: Somebody) -> None:
    """The times that /privacy names are those after which the rows are deleted."""
    periods = RetentionPeriods()
    assert UNTIL["90 days"] == f"{periods.shown.days} days" == f"{periods.quotations.days} days"
    assert UNTIL["deliveries"].startswith(f"{periods.deliveries.days} days")
    assert UNTIL["buttons"].startswith(f"{periods.buttons.days} days")
    store = somebody.store
    store.subscriptions.delete(CHAT)
    list(store.retention.prune(periods, now=NOW + timedelta(days=431)))
    kept = {column for one in OF_EDITORS for column in one.columns}
    assert found(store) == kept


def test_the_command_line_names_columns_and_forgets(sourcebrief: Run) -> None:
    said = sourcebrief("privacy").out
    assert all(column in said for column in DECLARED)
    done = sourcebrief("privacy", "forget", f"telegram:{WHO}", "slack:T1:D7")
    assert (done.status, "Forgotten: 0 rows deleted." in done.out) == (0, True)
    assert sourcebrief("privacy", "forget", "anna").status == 1
