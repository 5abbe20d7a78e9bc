"""A watched folder: the library follows it, and a disk that disappears deletes nothing."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from errno import EACCES
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.folder.scan import REST
from bot.folder.sync import REMOVED, FolderSync
from bot.folder.watcher import Folder
from briefs.errors import StoreUnavailable
from briefs.storage.editorial import Proposal
from tests.bot.conftest import Logged
from tests.briefs.builders import edited
from tests.conftest import scaled
from tests.contracts.memory_store import MemoryStore

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@dataclass
class Watched:
    """A folder with its library, and a clock that moves when somebody waits."""

    path: Path
    store: MemoryStore = field(default_factory=MemoryStore)
    now: datetime = START

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start watching, as after a restart."""
        self.folder = Folder(self.path, FolderSync(self.store, self.path, clock=lambda: self.now))

    def settle(self) -> None:
        """Look until nothing is left to come back for."""
        for _ in range(9):
            again = self.folder.step(self.now)
            self.now += REST
            if not again:
                return
        raise AssertionError("it never comes to rest")

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text)

    @property
    def public(self) -> list[str]:
        return sorted(
            self.store.catalogue.revision(card.piece).body
            for card in self.store.catalogue.newest(limit=99)
        )

    @property
    def there(self) -> list[str]:
        return sorted(path.read_text() for path in self.path.iterdir())


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def text(number: int) -> str:
    return f"The harbour was dredged {number} times. Nobody paid."


def test_a_file_is_taken_in_once_it_has_rested_and_a_changed_one_again(watched: Watched) -> None:
    watched.write("a.txt", text(1))
    assert watched.folder.step(watched.now)
    assert watched.public == []
    watched.settle()
    assert watched.public == [text(1)]
    watched.write("a.txt", text(23))
    watched.settle()
    assert watched.public == [text(23)]
    assert watched.store.catalogue.revision(1).number == 2


def test_a_file_that_is_still_written_is_not_read(watched: Watched) -> None:
    for number in range(5):
        watched.write("a.txt", text(1)[: 10 + number])
        watched.folder.step(watched.now)
        watched.now += timedelta(seconds=1)
    assert watched.store.catalogue.count() == 0
    watched.write("a.txt", text(1))
    watched.settle()
    assert watched.public == [text(1)]
    assert watched.store.catalogue.revision(1).number == 1


def test_a_removed_file_takes_its_piece_with_it_and_brings_it_back(watched: Watched) -> None:
    watched.write("a.txt", text(1))
    watched.settle()
    (watched.path / "a.txt").unlink()
    watched.settle()
    retraction = watched.store.catalogue.retraction(1)
    assert retraction is not None
    assert (retraction.reason, watched.public) == (REMOVED, [])
    watched.write("a.txt", text(1))
    watched.settle()
    assert watched.public == [text(1)]
    (watched.path / "a.txt").unlink()
    watched.settle()
    watched.write("a.txt", text(2))
    watched.settle()
    assert watched.public == [text(2)]


def test_what_an_editor_took_back_stays_so(watched: Watched) -> None:
    watched.write("a.txt", text(1))
    watched.settle()
    watched.store.editorial.retract(1, "it is not true", now=START)
    watched.write("a.txt", text(2))
    watched.settle()
    assert watched.public == []
    (watched.path / "a.txt").unlink()
    watched.settle()
    retraction = watched.store.catalogue.retraction(1)
    assert retraction is not None
    assert retraction.reason == "it is not true"


def test_a_renamed_file_stays_its_piece_and_is_not_taken_back_meanwhile(watched: Watched) -> None:
    watched.write("a.txt", text(1))
    watched.settle()
    (watched.path / "a.txt").rename(watched.path / "b.txt")
    watched.settle()
    assert (watched.public, watched.store.catalogue.arrival()) == ([text(1)], 1)


def test_a_name_that_is_used_anew_is_a_new_piece(watched: Watched) -> None:
    watched.write("draft.txt", text(1))
    watched.settle()
    (watched.path / "draft.txt").rename(watched.path / "final.txt")
    watched.write("draft.txt", text(2))
    watched.settle()
    assert watched.public == [text(1), text(2)]
    assert watched.store.catalogue.revision(1).body == text(1)


def test_a_copy_lives_on_when_its_model_is_changed(watched: Watched) -> None:
    watched.write("a.txt", text(1))
    watched.settle()
    shutil.copy(watched.path / "a.txt", watched.path / "b.txt")
    watched.settle()
    watched.write("a.txt", text(2))
    watched.settle()
    assert watched.public == [text(1), text(2)]


def test_an_older_version_under_another_name_is_a_piece_of_its_own(watched: Watched) -> None:
    for number in (1, 2):
        watched.write("a.txt", text(number))
        watched.settle()
    watched.write("old.txt", text(1))
    for _ in range(2):
        watched.settle()
        assert watched.public == [text(1), text(2)]
        watched.begin()


def test_a_bad_file_is_told_of_and_stops_no_other(watched: Watched, logged: Logged) -> None:
    watched.write("a.txt", "")
    watched.write("b.txt", text(1))
    watched.settle()
    assert watched.public == [text(1)]
    told = [event for event in logged if event["event"] == "folder.not_in"]
    assert [Path(event["path"]).name for event in told] == ["a.txt"]


def test_at_the_start_the_folder_is_compared_with_the_library(watched: Watched) -> None:
    for number in range(3):
        watched.write(f"{number}.txt", text(number))
    watched.settle()
    (watched.path / "0.txt").unlink()
    watched.write("1.txt", text(9))
    (watched.path / "2.txt").rename(watched.path / "3.txt")
    watched.begin()
    watched.settle()
    assert watched.public == [text(2), text(9)]
    assert watched.store.catalogue.revision(3).number == 1


def test_what_an_editor_brought_in_over_a_file_stands_until_the_file_changes(
    watched: Watched,
) -> None:
    watched.write("a.txt", text(1))
    watched.settle()
    better = edited(text(1), "It was paid in May.", origin="chat")
    found = watched.store.editorial.propose(better, by="me", at=None, now=START, replaces=1)
    assert isinstance(found, Proposal)
    watched.store.editorial.publish(1, 2, now=START)
    for _ in range(2):
        watched.begin()
        watched.settle()
    assert watched.store.catalogue.revision(1).number == 2
    watched.write("a.txt", text(3))
    watched.settle()
    assert watched.public == [text(3)]
    assert watched.store.catalogue.revision(1).number == 3


def test_a_file_that_cannot_be_read_any_more_keeps_its_piece(watched: Watched) -> None:
    watched.write("a.txt", text(1))
    watched.settle()
    watched.write("a.txt", "")
    for _ in range(2):
        watched.settle()
        assert watched.public == [text(1)]
        watched.begin()


def test_a_lost_disk_takes_nothing_with_it(watched: Watched, logged: Logged) -> None:
    for number in range(12):
        watched.write(f"{number}.txt", text(number))
    watched.settle()
    shutil.move(watched.path, watched.path.with_name("away"))
    watched.settle()
    assert watched.store.catalogue.count() == 12
    watched.path.mkdir()
    watched.settle()
    watched.begin()
    watched.settle()
    assert watched.store.catalogue.count() == 12
    told = {event["event"] for event in logged if event["log_level"] == "error"}
    assert told == {"folder.missing", "folder.mass_removal"}
    watched.path.rmdir()
    shutil.move(watched.path.with_name("away"), watched.path)
    watched.settle()
    assert (watched.store.catalogue.count(), watched.store.catalogue.arrival()) == (12, 12)


def test_a_disk_that_is_lost_again_is_told_of_again(watched: Watched, logged: Logged) -> None:
    watched.write("a.txt", text(1))
    watched.settle()
    for _ in range(2):
        shutil.move(watched.path, watched.path.with_name("away"))
        watched.settle()
        watched.settle()
        shutil.move(watched.path.with_name("away"), watched.path)
        watched.settle()
    told = [(event["event"], event["files"]) for event in logged if event["log_level"] == "error"]
    assert told == [("folder.missing", 0)] * 2


def test_what_is_in_a_folder_that_cannot_be_opened_just_now_stays(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    deep = watched.path / "deep"
    deep.mkdir()
    watched.write("a.txt", text(1))
    watched.write("deep/b.txt", text(2))
    watched.settle()
    open_folder = os.scandir

    def opened(path: Path) -> object:
        if Path(path) == deep:
            raise PermissionError(EACCES, "Permission denied", str(path))
        return open_folder(path)

    with monkeypatch.context() as closed:
        closed.setattr(os, "scandir", opened)
        (watched.path / "a.txt").unlink()
        for _ in range(2):
            watched.settle()
            assert watched.public == [text(2)]
            watched.begin()
    told = [event["folders"] for event in logged if event["event"] == "folder.closed"]
    assert told == [[str(deep)]] * 2
    (deep / "b.txt").unlink()
    watched.settle()
    assert watched.public == []


@pytest.mark.parametrize("act", ["unlink", "rewrite"])
def test_what_the_store_could_not_take_back_it_takes_back_later(
    watched: Watched, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("a.txt", 1), ("b.txt", 2)):
        watched.write(name, text(number))
    watched.settle()
    path = watched.path / "a.txt"
    if act == "unlink":
        path.unlink()
    else:
        shutil.copy(watched.path / "b.txt", path)
    with monkeypatch.context() as locked:
        locked.setattr(watched.store.editorial, "retract", _is_locked)
        for _ in range(4):
            with suppress(StoreUnavailable):
                watched.folder.step(watched.now)
            watched.now += REST
    assert watched.public == [text(1), text(2)]
    watched.settle()
    assert watched.public == [text(2)]


def _is_locked(*_: object, **__: object) -> None:
    raise StoreUnavailable("It is locked.")


def test_a_step_that_is_ended_early_goes_on_where_it_was(watched: Watched) -> None:
    for number in range(3):
        watched.write(f"{number}.txt", text(number))
    watched.folder.step(watched.now)
    watched.now += REST
    watched.folder.step(watched.now, stopping=lambda: watched.store.catalogue.count() > 0)
    assert watched.store.catalogue.count() == 1
    watched.settle()
    assert watched.store.catalogue.count() == 3


names = st.sampled_from(["a.txt", "b.txt", "c.txt"])
acts = st.lists(
    st.one_of(
        st.tuples(st.just("write"), names, names),
        st.tuples(st.just("rename"), names, names),
        st.tuples(st.just("remove"), names, names),
        st.tuples(st.just("copy"), names, names),
        st.tuples(st.just("look"), names, names),
        st.tuples(st.just("restart"), names, names),
    ),
    max_size=14,
)


@settings(max_examples=scaled(60))
@given(acts)
def test_whatever_is_done_the_library_ends_as_the_folder(
    done: list[tuple[str, str, str]],
) -> None:
    with TemporaryDirectory() as place:
        watched = Watched(Path(place))
        numbers = iter(range(100))
        for what, one, other in done:
            path, to = watched.path / one, watched.path / other
            match what:
                case "write":
                    path.write_text(text(next(numbers)))
                case "rename" if path.exists():
                    path.rename(to)
                case "copy" if path.exists() and one != other:
                    shutil.copy(path, to)
                case "remove":
                    path.unlink(missing_ok=True)
                case "restart":
                    watched.begin()
                case _:
                    watched.settle()
        watched.settle()
        assert watched.public == sorted(set(watched.there))


def test_what_lies_beside_a_file_says_what_the_file_does_not(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.write("essay.txt", "The quay held.\n\nThe river rose on Monday. Nobody was hurt.\n")
    watched.settle()
    watched.write("essay.yaml", "byline: Ada Roe\ndate: 2026-01-09\ntopics: [water]\n")
    watched.settle()
    revision = watched.store.catalogue.revision(1)
    assert (revision.number, revision.byline, revision.topics) == (2, "Ada Roe", ("water",))
    assert revision.published == datetime(2026, 1, 9, tzinfo=UTC)
    watched.begin()
    watched.settle()
    assert watched.store.catalogue.revision(1).number == 2
    assert watched.store.catalogue.count() == 1


def test_what_lay_beside_a_file_is_unsaid_when_it_goes(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.write("essay.txt", "The quay held.\n\nThe river rose on Monday. Nobody was hurt.\n")
    watched.write("essay.yaml", "byline: Ada Roe\n")
    watched.settle()
    assert watched.store.catalogue.revision(1).byline == "Ada Roe"
    (tmp_path / "essay.yaml").unlink()
    watched.settle()
    revision = watched.store.catalogue.revision(1)
    assert (revision.number, revision.byline) == (2, "")
