"""The SQL store beyond the contract: its schema, its index, its costs, and what it forgets."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event

from briefs.model import Address, Press, Shown, Source
from briefs.search_query import parse
from briefs.storage import engine
from briefs.storage.schema_outbox import library as metadata
from briefs.storage.sql.retention import RetentionPeriods
from briefs.storage.sql.store import SqlStore, open_store
from briefs.storage.sqlite import Sqlite, engine_fact
from tests.briefs.builders import NOW, edited

CHANNEL = Address("slack", "T1", "C1")
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    with closing(open_store(f"sqlite:///{path}")) as store:
        yield store


# The schema


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


def test_every_migration_is_known_to_the_code() -> None:
    folder = Path(engine.__file__).parent / "migrations"
    scripts = ScriptDirectory(str(folder)).walk_revisions()
    assert tuple(script.revision for script in scripts)[::-1] == engine.REVISIONS


# Search


@pytest.mark.parametrize("words", ["bridge", "bridges", "bridging", "ecole", "ÉCOLES", "eco*"])
def test_forms_of_a_word_and_its_accents_make_no_difference(store: SqlStore, words: str) -> None:
    store.catalogue.add(edited("A bridge by the École."), now=NOW)
    assert [hit.snippet for hit in store.catalogue.search(parse(words), limit=1)] == [
        "A bridge by the École."
    ]


def test_the_index_follows_every_revision(store: SqlStore) -> None:
    for n in range(5):
        cited = tuple(Source(number=i, raw=f"Entry {i} of {n}") for i in range(n % 3))
        dated = NOW - n % 3 * DAY
        store.catalogue.add(
            edited(f"Word{n} in text.", origin="a", published=dated, sources=cited), now=NOW
        )
        store.catalogue.add(edited(f"Other{n} in text."), now=NOW)
    store.editorial.propose(edited("A proposal in text."), by="me", at=None, now=NOW)
    store.editorial.propose(edited("More in text.", origin="a"), by="me", at=None, now=NOW)
    store.editorial.keep_external(edited("Passing text."), now=NOW, until=NOW)
    store.editorial.publish(1, 2, now=NOW)
    store.editorial.retract(2, "wrong", now=NOW)
    store.editorial.expire_external(NOW)
    assert len(store.catalogue.search(parse("text"), limit=99)) == store.catalogue.count() == 5
    with store._database.write() as connection:
        # Raises if a word is indexed that is not in the public revisions, or one of them is not.
        connection.exec_driver_sql("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        connection.exec_driver_sql(
            "INSERT INTO words_cited (words_cited, rank) VALUES ('integrity-check', 1)"
        )
    assert [len(sources) for _, sources in store.catalogue.references()] == [1]


# Buttons and messages


@contextmanager
def statements(store: SqlStore) -> Iterator[list[str]]:
    ran: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        ran.append(statement)

    assert isinstance(store._database, Sqlite)
    engines = (store._database._writer, store._database._readers)
    for one in engines:
        event.listen(one, "before_cursor_execute", note)
    yield ran
    for one in engines:
        event.remove(one, "before_cursor_execute", note)


def test_issuing_again_costs_no_statement(store: SqlStore) -> None:
    presses = [Press("brief", ("1",)), Press("read", ("1",))]
    tokens = store.chat_state.issue(presses, CHANNEL, now=NOW)
    with statements(store) as ran:
        assert store.chat_state.issue(presses, CHANNEL, now=NOW + DAY) == tokens
    assert ran == []


def test_serving_a_brief_takes_one_statement_a_question(store: SqlStore) -> None:
    store.catalogue.add(edited(topics=("Rain",)), now=NOW)
    with statements(store) as ran:
        store.catalogue.newest(limit=1)
        store.catalogue.newest(limit=1, topic="rain")
        store.catalogue.brief(1, "short")
        store.catalogue.find("1")
    assert len(ran) == 4


def test_searching_a_small_library_takes_a_few_short_statements(store: SqlStore) -> None:
    store.catalogue.add(edited(topics=("Rain",)), now=NOW)
    with statements(store) as ran:
        store.catalogue.search(parse("river"), limit=5)
    kinds, edge, found = ran
    assert ("words_kinds" in kinds, "OFFSET" in edge, "MATCH" in found) == (True, True, True)
    with statements(store) as ran:
        store.catalogue.citing(parse("lind"), text=parse("river"), limit=5)
    assert len(ran) <= 6


@pytest.mark.parametrize(("durable", "full"), [(True, 2), (False, 1)])
def test_what_lasts_waits_for_the_disk_and_a_note_does_not(
    store: SqlStore, durable: bool, full: int
) -> None:
    assert isinstance(store._database, Sqlite)
    with store._database.write(durable=durable) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == full
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_tokens_outlive_the_process_and_differ_between_libraries(
    path: Path, store: SqlStore
) -> None:
    presses = [Press("brief", ("1",))]
    tokens = store.chat_state.issue(presses, CHANNEL, now=NOW)
    with (
        closing(open_store(f"sqlite:///{path}")) as again,
        closing(open_store("sqlite://")) as other,
    ):
        assert again.chat_state.redeem(tokens[0], CHANNEL) == presses[0]
        assert again.chat_state.issue(presses, CHANNEL, now=NOW) == tokens
        assert other.chat_state.issue(presses, CHANNEL, now=NOW) != tokens


def test_tokens_follow_from_the_secret_alone() -> None:
    def issue(secret: bytes) -> tuple[str, ...]:
        with closing(open_store("sqlite://", random=lambda n: secret * n)) as store:
            return store.chat_state.issue([Press("brief")], CHANNEL, now=NOW)

    assert issue(b"a") == issue(b"a") != issue(b"b")


def test_a_token_pushed_out_of_memory_is_issued_the_same(store: SqlStore) -> None:
    (token,) = store.chat_state.issue([Press("brief", ("1",))], CHANNEL, now=NOW)
    store.chat_state.issue([Press("read", (str(n),)) for n in range(10_001)], CHANNEL, now=NOW)
    with statements(store) as ran:
        assert store.chat_state.issue([Press("brief", ("1",))], CHANNEL, now=NOW) == (token,)
    assert ran != []


def test_what_was_shown_is_forgotten_after_ninety_days(store: SqlStore) -> None:
    store.chat_state.note_shown(CHANNEL, "m1", Shown(1, 1), now=NOW)
    store.chat_state.note_shown(CHANNEL, "m2", Shown(2, 1), now=NOW + 90 * DAY)
    assert store.chat_state.shown(CHANNEL, "m1") == Shown(1, 1)
    pruned = list(store.retention.prune(RetentionPeriods(), now=NOW + 91 * DAY))
    assert [(one.kind, one.rows) for one in pruned] == [("shown", 1)]
    assert store.chat_state.shown(CHANNEL, "m1") is None
    assert store.chat_state.shown(CHANNEL, "m2") == Shown(2, 1)


# For the operator


def test_the_store_describes_itself(path: Path, store: SqlStore) -> None:
    store.catalogue.add(edited(), now=NOW)
    facts = dict(store.describe())
    assert facts["engine"].startswith("SQLite 3.")
    assert (facts["file"], facts["journal"], facts["integrity"]) == (str(path), "wal", "ok")
    assert (facts["schema"], facts["pieces"]) == (engine.REVISIONS[-1], "1")
    assert facts["size"].endswith(" bytes")


def test_a_sqlite_that_can_lose_writes_is_warned_of() -> None:
    assert engine_fact((3, 51, 3)) == "SQLite 3.51.3"
    assert "upgrade pysqlite3" in engine_fact((3, 51, 2))
