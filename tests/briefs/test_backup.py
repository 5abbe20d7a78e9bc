"""Backups of a library in use are complete, held until released, and never overwrite another."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from briefs.errors import BadArgument, SourcebriefError, StoreUnavailable
from briefs.storage.backup import back_up, put_back
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW, edited
from tests.contracts.engines import file


def untold(_done: int, _of: int) -> None:
    """Nobody watches."""


@pytest.fixture
def url() -> Iterator[str]:
    with file() as url:
        yield url


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def add(url: str, *texts: str) -> None:
    with closing(open_store(url)) as store:
        for text in texts:
            store.catalogue.add(edited(text), now=NOW)


def count(url: str) -> int:
    with closing(open_store(url)) as store:
        return store.catalogue.count()


def test_a_copy_is_one_file_with_all_of_it_for_its_owner_alone(url: str, tmp_path: Path) -> None:
    add(url, "One.", "Two.")
    copy = tmp_path / "copy.db"
    told: list[tuple[int, int]] = []
    size = back_up(url, copy, now=NOW, progress=lambda done, of: told.append((done, of)))
    assert [one.name for one in tmp_path.iterdir()] == ["copy.db"]
    assert (size, copy.stat().st_mode & 0o777) == (copy.stat().st_size, 0o600)
    assert told[-1][0] == told[-1][1] > 0
    assert count(f"sqlite:///{copy}") == 2


def test_a_copy_is_of_one_moment_while_others_write(url: str, tmp_path: Path) -> None:
    add(url, "One.")
    stop = threading.Event()

    def write() -> None:
        with closing(open_store(url)) as store:
            for n in range(10_000):
                if stop.is_set():
                    return
                store.catalogue.add(edited(f"Text {n}.", topics=("Rain",)), now=NOW)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            back_up(url, tmp_path / f"{n}.db", now=NOW, progress=untold)
    finally:
        stop.set()
        writer.join()
    for n in range(5):
        with closing(open_store(f"sqlite:///{tmp_path}/{n}.db")) as store:
            assert dict(store.catalogue.topics()).get("Rain", 0) == store.catalogue.count() - 1


def test_a_copy_is_held_and_the_library_is_not(url: str, tmp_path: Path) -> None:
    back_up(url, tmp_path / "copy.db", now=NOW, progress=untold)
    with (
        closing(open_store(f"sqlite:///{tmp_path}/copy.db")) as copy,
        closing(open_store(url)) as store,
    ):
        held = copy.posting_hold.current()
        assert held is not None
        assert held.known == NOW
        assert store.posting_hold.current() is None


def test_a_copy_takes_no_other_file_s_place(url: str, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_text("mine")
    with pytest.raises(BadArgument, match="There is a file"):
        back_up(url, there, now=NOW, progress=untold)
    assert there.read_text() == "mine"


def test_a_damaged_library_gives_no_copy(url: str, tmp_path: Path) -> None:
    add(url, *(f"Sentence {n} of the piece." * 200 for n in range(30)))
    path = path_of(url)
    data = bytearray(path.read_bytes())
    for page in range(4096 * 8, len(data) - 4096, 4096):
        data[page : page + 8] = b"\xff" * 8
    path.write_bytes(data)
    with pytest.raises(StoreUnavailable):
        back_up(url, tmp_path / "copy.db", now=NOW, progress=untold)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk:very-secret@db.example/library",
        "postgresql://desk@db.example/library?password=very-secret&sslpassword=very-secret",
    ],
)
def test_a_library_elsewhere_has_its_own_tool(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadArgument) as refused:
        back_up(address, tmp_path / "a copy", now=NOW, progress=untold)
    assert "pg_dump --format=custom" in refused.value.hint
    assert "very-secret" not in refused.value.hint
    with pytest.raises(BadArgument) as refused:
        put_back(address, tmp_path / "a copy", force=True, now=NOW, progress=untold)
    assert "pg_restore" in refused.value.hint
    with pytest.raises(BadArgument, match="in memory"):
        back_up("sqlite://", tmp_path / "copy", now=NOW, progress=untold)


def test_a_copy_is_put_where_nothing_was(url: str, tmp_path: Path) -> None:
    add(url, "One.")
    back_up(url, tmp_path / "copy.db", now=NOW, progress=untold)
    new = f"sqlite:///{tmp_path}/new.db"
    done = put_back(new, tmp_path / "copy.db", force=False, now=NOW, progress=untold)
    assert (done.aside, done.known) == (None, NOW)
    with closing(open_store(new)) as store:
        assert store.catalogue.count() == 1
        assert store.posting_hold.current()


def test_a_library_is_only_put_aside_by_force_and_is_kept(url: str, tmp_path: Path) -> None:
    back_up(url, tmp_path / "copy.db", now=NOW, progress=untold)
    add(url, "One.")
    with pytest.raises(BadArgument, match="a library already"):
        put_back(url, tmp_path / "copy.db", force=False, now=NOW, progress=untold)
    assert count(url) == 1
    done = put_back(url, tmp_path / "copy.db", force=True, now=NOW, progress=untold)
    assert count(url) == 0
    assert done.aside is not None
    assert count(f"sqlite:///{done.aside}") == 1


def test_a_library_in_use_is_not_put_aside(url: str, tmp_path: Path) -> None:
    back_up(url, tmp_path / "copy.db", now=NOW, progress=untold)
    with closing(open_store(url)) as store:
        store.catalogue.add(edited("One."), now=NOW)
        with pytest.raises(StoreUnavailable, match="is in use"):
            put_back(url, tmp_path / "copy.db", force=True, now=NOW, progress=untold)
        assert store.catalogue.count() == 1
    assert not list(path_of(url).parent.glob("*.new"))


def test_a_library_that_a_crash_left_its_log_beside_is_put_aside_whole(
    url: str, tmp_path: Path
) -> None:
    back_up(url, tmp_path / "copy.db", now=NOW, progress=untold)
    log = path_of(url).with_name("library.db-wal")
    with closing(open_store(url)) as store:
        store.catalogue.add(edited("One."), now=NOW)
        left = path_of(url).read_bytes(), log.read_bytes()
    path_of(url).write_bytes(left[0])
    log.write_bytes(left[1])
    done = put_back(url, tmp_path / "copy.db", force=True, now=NOW, progress=untold)
    assert not log.exists()
    assert count(url) == 0
    assert count(f"sqlite:///{done.aside}") == 1


def test_what_is_no_database_any_more_is_put_aside_too(url: str, tmp_path: Path) -> None:
    add(url, "One.")
    back_up(url, tmp_path / "copy.db", now=NOW, progress=untold)
    path_of(url).write_bytes(b"no database at all " * 500)
    done = put_back(url, tmp_path / "copy.db", force=True, now=NOW, progress=untold)
    assert count(url) == 1
    assert done.aside is not None
    assert done.aside.read_bytes().startswith(b"no database")


@pytest.mark.parametrize("content", [b"", b"no database at all " * 500])
def test_what_is_no_library_is_not_put_back(url: str, tmp_path: Path, content: bytes) -> None:
    add(url, "One.")
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(SourcebriefError):
        put_back(url, tmp_path / "copy.db", force=True, now=NOW, progress=untold)
    assert count(url) == 1


def test_a_plain_copy_is_held_too_once_it_is_put_back(url: str, tmp_path: Path) -> None:
    with closing(open_store(url)) as store:
        store.posting_hold.beat(now=NOW)
    (tmp_path / "copy.db").write_bytes(path_of(url).read_bytes())
    done = put_back(url, tmp_path / "copy.db", force=True, now=NOW, progress=untold)
    assert done.known == NOW
    with closing(open_store(url)) as store:
        assert store.posting_hold.current()
