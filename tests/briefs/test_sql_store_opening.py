"""Opening the SQL store, refusing to, and saying what is wrong while it is at work."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from zlib import compress

import pysqlite3
import pytest
from sqlalchemy import Connection, Engine, NullPool, create_engine, text, update
from sqlalchemy.exc import IntegrityError

from briefs.errors import StoreUnavailable, Unproved
from briefs.model import prove_body
from briefs.storage import engine
from briefs.storage.editorial import Original
from briefs.storage.schema import originals, revisions
from briefs.storage.sql.store import SqlStore, open_store
from briefs.storage.sqlite import Sqlite
from tests.briefs.builders import NOW, edited


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    with closing(open_store(f"sqlite:///{path}")) as store:
        yield store


def refusal(url: str) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        open_store(url)
    assert refused.value.hint
    return str(refused.value)


@contextmanager
def another_program(path: Path) -> Iterator[Connection]:
    """A connection that is not the store's."""
    url = f"sqlite:///{path}"
    other = create_engine(url, module=pysqlite3, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        yield connection


# Opening


def test_a_library_is_made_with_its_folders_and_stays(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/folder/library.db"
    with closing(open_store(url)) as store:
        store.catalogue.add(edited(), now=NOW)
    with closing(open_store(url)) as store:
        assert store.catalogue.count() == 1


def test_opening_again_changes_nothing(path: Path, store: SqlStore) -> None:
    store.catalogue.add(edited(), now=NOW)
    with another_program(path) as other:
        before = other.exec_driver_sql("PRAGMA data_version").scalar()
        open_store(f"sqlite:///{path}").close()
        assert other.exec_driver_sql("PRAGMA data_version").scalar() == before


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/100 % é #1/li;brary.db")) as store:
        store.catalogue.add(edited(), now=NOW)
    assert (tmp_path / "100 % é #1" / "li;brary.db").exists()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert refusal(f"sqlite:///{tmp_path}") == f"The database {tmp_path} cannot be opened."


def test_a_folder_that_cannot_be_made_is_said(path: Path) -> None:
    path.write_text("a file")
    assert refusal(f"sqlite:///{path}/library.db").startswith(f"The folder {path} cannot be made")


def test_a_file_of_another_kind_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("Not a database, but somebody's notes. " * 50)
    before = path.read_bytes()
    assert refusal(f"sqlite:///{path}") == f"The database {path} is not a database."
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with another_program(path) as other:
        other.exec_driver_sql("CREATE TABLE bookmarks (url)")
        assert refusal(f"sqlite:///{path}") == "The database belongs to another program."
        assert other.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all() == [
            "bookmarks"
        ]


def test_a_newer_schema_is_refused(path: Path, store: SqlStore) -> None:
    with store._database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer version of Sourcebrief (schema 9999)" in refusal(f"sqlite:///{path}")


def test_a_schema_is_made_whole_or_not_at_all(path: Path) -> None:
    class PowerCut(Exception):
        pass

    def make(database: Sqlite) -> None:
        with database.write() as connection:
            engine.upgrade(connection)
            raise PowerCut

    with closing(Sqlite(path)) as database:
        with pytest.raises(PowerCut):
            make(database)
        with database.read() as connection:
            assert engine.current_revision(connection) is None


def test_a_new_library_can_be_opened_by_many_at_once(path: Path) -> None:
    together = Barrier(4)

    def enter(n: int) -> int:
        together.wait()
        with closing(open_store(f"sqlite:///{path}")) as store:
            return store.catalogue.add(edited(f"Text {n}."), now=NOW).card.piece

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(enter, range(4))) == [1, 2, 3, 4]


def test_a_library_left_half_made_is_finished(path: Path) -> None:
    with another_program(path) as half:
        half.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    with closing(open_store(f"sqlite:///{path}")) as store:
        assert store.catalogue.count() == 0


def test_another_engine_is_refused_by_name() -> None:
    assert refusal("mysql://anna:secret@db.example.org/x") == (
        "Databases of the kind “mysql” are not supported."
    )


@pytest.mark.parametrize("url", ["sqlite://folder/library.db", "sqlite:///library.db?mode=ro"])
def test_an_address_that_would_mean_another_file_is_refused(url: str) -> None:
    assert refusal(url) == "The address of the database is not that of a file."


def test_an_address_that_cannot_be_read_is_not_repeated() -> None:
    assert "secret" not in refusal("anna:secret@/library.db")


# Trouble while at work


def writer_of(store: SqlStore) -> Engine:
    assert isinstance(store._database, Sqlite)
    return store._database._writer


@contextmanager
def pragma(store: SqlStore, setting: str, back: str) -> Iterator[None]:
    """The setting on the store's writing connection, for a while."""
    with closing(writer_of(store).raw_connection()) as writer:
        writer.cursor().execute(f"PRAGMA {setting}")
    yield
    with closing(writer_of(store).raw_connection()) as writer:
        writer.cursor().execute(f"PRAGMA {back}")


def test_a_full_disk_is_said_and_the_store_goes_on_once_there_is_room(store: SqlStore) -> None:
    with (
        pragma(store, "max_page_count = 1", "max_page_count = 1000000"),
        pytest.raises(StoreUnavailable, match="the disk is full"),
    ):
        store.catalogue.add(edited("Very long. " * 100_000), now=NOW)
    assert store.catalogue.count() == 0
    assert store.catalogue.add(edited(), now=NOW).status == "new"


def test_a_disk_that_cannot_be_written_to_is_said(store: SqlStore) -> None:
    with (
        pragma(store, "query_only = ON", "query_only = OFF"),
        pytest.raises(StoreUnavailable, match="read-only"),
    ):
        store.catalogue.add(edited(), now=NOW)


def test_a_lock_that_is_never_let_go_is_said(path: Path, store: SqlStore) -> None:
    with another_program(path) as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with (
            pragma(store, "busy_timeout = 10", "busy_timeout = 30000"),
            pytest.raises(StoreUnavailable, match="locked by another program"),
        ):
            store.catalogue.add(edited(), now=NOW)
        assert store.catalogue.count() == 0


def test_readers_cannot_write(store: SqlStore) -> None:
    with pytest.raises(StoreUnavailable, match="read-only"), store._database.read() as connection:
        connection.execute(text("DELETE FROM secrets"))


def test_an_add_that_fails_leaves_nothing(store: SqlStore) -> None:
    once = edited("A text.")
    with pytest.raises(IntegrityError):
        store.catalogue.add(replace(once, summaries=once.summaries * 2), now=NOW)
    assert store.catalogue.count() == 0
    assert store.catalogue.add(edited("Another."), now=NOW).card.piece == 1


def test_a_body_changed_behind_our_back_is_read_as_it_is(store: SqlStore) -> None:
    store.catalogue.add(edited("The river rose."), now=NOW)
    with store._database.write() as connection:
        connection.execute(update(revisions).values(body="The river fell."))
    changed = store.catalogue.brief(1, "short").revision
    assert changed.body == store.catalogue.revision(1).body == "The river fell."
    with pytest.raises(Unproved):
        prove_body(changed)


def test_sentences_changed_behind_our_back_are_read_as_they_are(store: SqlStore) -> None:
    store.catalogue.add(edited("The river rose."), now=NOW)
    assert store.catalogue.revision(1).sentences != ()
    with store._database.write() as connection:
        connection.execute(update(revisions).values(sentences=()))
    assert store.catalogue.revision(1).sentences == ()


@pytest.mark.parametrize("packed", [b"not what was kept", compress(b"another file")])
def test_an_original_changed_behind_our_back_is_not_given_out(
    store: SqlStore, packed: bytes
) -> None:
    file = Original(sha256(b"a file").hexdigest(), "a.txt", "text/plain", b"a file")
    store.catalogue.add(edited(original=file.sha256), now=NOW, original=file)
    with store._database.write() as connection:
        connection.execute(update(originals).values(packed=packed))
    with pytest.raises(Unproved, match="is not what was stored"):
        store.editorial.original(file.sha256)


def test_a_draft_mends_a_body_changed_behind_our_back(store: SqlStore) -> None:
    store.catalogue.add(edited("The river rose.", origin="a"), now=NOW)
    with store._database.write() as connection:
        connection.execute(update(revisions).values(body="The river fell."))
    assert store.catalogue.add(edited("The river rose.", origin="a"), now=NOW).status == "revised"
    prove_body(store.catalogue.revision(1))


def test_a_new_library_and_its_log_are_their_owner_s_alone(tmp_path: Path) -> None:
    file = tmp_path / "library.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        store.catalogue.add(edited("One."), now=NOW)
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("library.db*")}
    assert modes["library.db"] == 0o600
    assert set(modes.values()) == {0o600}
