"""The library on PostgreSQL: opening it, many at work on it, and saying what is wrong."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import make_url, text

from briefs.digests.outbox import Rejected, Sent
from briefs.errors import StoreUnavailable
from briefs.model import Address, Press
from briefs.storage import engine
from briefs.storage.schema_outbox import library as metadata
from briefs.storage.sql.store import SqlStore, open_store
from tests.briefs.builders import NOW, edited
from tests.contracts.posting import CHAT, PLACE, edition, end, order, run, sending
from tests.postgres import bare_database, empty_library


@pytest.fixture
def url() -> Iterator[str]:
    with empty_library() as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    with closing(open_store(url)) as store:
        yield store


@contextmanager
def somebody_else(url: str) -> Iterator[psycopg.Connection]:
    """A connection that is not the store's; its transaction ends with it."""
    with closing(psycopg.connect(url)) as connection:
        yield connection


def run_apart(url: str, statement: str) -> None:
    with somebody_else(url) as other:
        other.execute(statement.encode())
        other.commit()


def refusal(url: str) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as refused:
        open_store(url)
    assert refused.value.hint
    return refused.value


# Opening


def test_the_migrations_lead_to_the_tables_as_the_code_knows_them(store: SqlStore) -> None:
    with store._database.write() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, parents: (
                    kind != "table" or not (name or "").startswith("words")
                ),
                "compare_type": True,
            },
        )
        assert compare_metadata(context, metadata) == []


def test_texts_are_compared_by_their_characters_whatever_the_server_speaks(
    store: SqlStore,
) -> None:
    with store._database.read() as connection:
        others = connection.scalars(
            text("""
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND data_type = 'text'
                AND collation_name IS DISTINCT FROM 'C'
            """)
        )
        assert others.all() == []


def test_a_new_database_can_be_opened_by_many_at_once() -> None:
    def enter(address: str, n: int) -> int:
        with closing(open_store(address)) as store:
            return store.catalogue.add(edited(f"Text {n}."), now=NOW).card.piece

    with bare_database() as new, ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(enter, [new] * 4, range(4))) == [1, 2, 3, 4]


def test_the_database_of_another_program_is_refused_and_left_alone() -> None:
    with bare_database() as url:
        run_apart(url, "CREATE TABLE bookmarks (url text)")
        assert str(refusal(url)) == "The database belongs to another program."
        with somebody_else(url) as other:
            tables = other.execute("SELECT relname FROM pg_class WHERE relname ~ 'piece'")
            assert tables.fetchall() == []


def test_a_database_that_does_not_keep_every_character_is_refused() -> None:
    with bare_database("latin1") as url:
        assert "keeps texts as LATIN1" in str(refusal(url))


def test_both_spellings_of_the_address_are_understood(url: str) -> None:
    with closing(open_store(url.replace("postgresql:", "postgres:"))) as store:
        assert store.catalogue.count() == 0


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    said = refusal("postgresql://anna:sekret@127.0.0.1:1/library")
    assert str(said).startswith("The database library on 127.0.0.1 cannot be reached: ")
    assert "refused" in str(said)
    assert "sekret" not in f"{said} {said.hint} {said.__cause__}"


def test_what_the_server_refuses_is_said_in_its_words(url: str) -> None:
    absent = make_url(url).set(database="absent", password="sekret").render_as_string(False)
    said = refusal(absent)
    assert str(said).endswith('cannot be reached: database "absent" does not exist.')
    assert "sekret" not in f"{said} {said.hint} {said.__cause__}"


def test_an_address_with_what_the_driver_does_not_know_is_refused() -> None:
    said = refusal("postgresql://anna:sekret@127.0.0.1/library?mode=ro")
    assert "cannot be read" in str(said)
    assert "sekret" not in str(said)


def test_the_store_describes_itself(url: str, store: SqlStore) -> None:
    facts = dict(store.describe())
    assert facts["engine"].startswith("PostgreSQL 1")
    assert facts["database"] == f"{make_url(url).database} on this machine"
    assert facts["size"].endswith(" bytes")
    assert (facts["schema"], facts["pieces"]) == (engine.REVISIONS[-1], "0")


# At work


@pytest.mark.parametrize(("durable", "waits"), [(True, "on"), (False, "off")])
def test_what_lasts_waits_for_the_disk_and_a_note_does_not(
    store: SqlStore, durable: bool, waits: str
) -> None:
    with store._database.write(durable=durable) as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == waits
        assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"


def test_a_question_outlives_the_end_of_every_connection(url: str, store: SqlStore) -> None:
    store.catalogue.add(edited(), now=NOW)
    run_apart(
        url,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    assert store.catalogue.count() == 1
    assert store.catalogue.add(edited("Another."), now=NOW).status == "new"


def test_a_connection_that_ends_in_the_middle_is_said_and_nothing_is_half_done(
    url: str, store: SqlStore
) -> None:
    def forget() -> None:
        with store._database.write() as connection:
            pid = connection.scalar(text("SELECT pg_backend_pid()"))
            connection.execute(text("DELETE FROM secrets"))
            run_apart(url, f"SELECT pg_terminate_backend({pid}, 5000)")

    with pytest.raises(StoreUnavailable, match="does not answer"):
        forget()
    with store._database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM secrets")) == 1


def test_a_lock_that_is_never_let_go_is_said(url: str, store: SqlStore) -> None:
    def ask() -> None:
        with store._database.write() as connection:
            connection.execute(text("SET LOCAL lock_timeout = 1"))
            connection.execute(text("SELECT count(*) FROM pieces"))

    with somebody_else(url) as other:
        other.execute("LOCK TABLE pieces")
        with pytest.raises(StoreUnavailable, match="is busy"):
            ask()


def test_a_bug_in_a_statement_stays_a_bug(store: SqlStore) -> None:
    with pytest.raises(Exception, match="nowhere") as raised, store._database.read() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(raised.value, StoreUnavailable)


def test_arrivals_are_numbered_in_the_order_in_which_they_are_seen(url: str) -> None:
    with closing(open_store(url)) as one, closing(open_store(url)) as two:
        with ThreadPoolExecutor(8) as pool:
            adding = [
                pool.submit((one, two)[n % 2].catalogue.add, edited(f"Text {n}."), now=NOW)
                for n in range(40)
            ]
            seen = 0
            while seen < 40:
                fresh = [arrival.number for arrival in one.catalogue.arrivals(seen, limit=99)]
                assert sorted(fresh) == list(range(seen + 1, seen + 1 + len(fresh)))
                seen += len(fresh)
        assert all(added.result().status == "new" for added in adding)


def test_two_that_issue_the_same_buttons_in_other_orders_do_not_wait_for_each_other(
    url: str,
) -> None:
    at = Address("slack", "T1", "C1")

    def issue(store: SqlStore, presses: list[Press]) -> list[str]:
        return sorted(store.chat_state.issue(presses, at, now=NOW))

    with (
        closing(open_store(url)) as one,
        closing(open_store(url)) as two,
        ThreadPoolExecutor(2) as pool,
    ):
        for n in range(3):
            presses = [Press("read", (str(n), str(m))) for m in range(200)]
            first = pool.submit(issue, one, presses)
            second = pool.submit(issue, two, presses[::-1])
            assert first.result() == second.result()


def test_workers_go_on_while_a_piece_comes_in(url: str, store: SqlStore) -> None:
    store.outbox.enqueue([edition(PLACE), edition(CHAT)], now=NOW)
    # One takes a piece in; the other is a worker.
    with store._database.write(), closing(open_store(url)) as other:
        ours = sending(other)
        assert len(ours) == 2
        assert all(end(other, one, Sent("m1")) for one in ours)


def test_an_order_that_is_stepped_on_meanwhile_keeps_what_it_told(store: SqlStore) -> None:
    """A failed edition gives its pieces back, but not once a later edition is out."""
    assert store.subscriptions.save(order(CHAT, since=5), run(), now=NOW)
    store.outbox.enqueue([edition(CHAT, "one", since=3)], now=NOW)
    (lost,) = sending(store)
    with ThreadPoolExecutor(1) as pool:
        with store._database.write() as connection:  # the publisher takes the order a step on
            connection.execute(text("UPDATE subscriptions SET version = version + 1, since = 9"))
            store.outbox._editions.enqueue(connection, [edition(CHAT, "two", since=5)], NOW)
            ended = pool.submit(end, store, lost, Rejected("It is too long."))
            _wait_until_somebody_waits(store)
        assert ended.result()
    kept = store.subscriptions.get(CHAT)
    assert kept is not None
    assert kept.since == 9


def _wait_until_somebody_waits(store: SqlStore) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with store._database.read() as connection:
        while not connection.scalar(waiting):
            pass
