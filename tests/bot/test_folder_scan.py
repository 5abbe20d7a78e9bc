"""Which changes successive scans of a folder report."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.folder import scan
from bot.folder.scan import REST, FolderScan, Look, Stamp

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
A, B = Path("a.md"), Path("b.md")
NEW = Stamp(size=2, written=2, changed=2, inode=2)
OLD = Stamp(size=1, written=1, changed=1, inode=1)


def after(*looks: tuple[int, dict[Path, Stamp]]) -> FolderScan:
    """What is known after looks at so many seconds."""
    found: FolderScan = {}
    for seconds, there in looks:
        found = scan.seen(found, Look(there), at(seconds))
    return found


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_a_file_is_whole_once_it_has_rested() -> None:
    found = after((0, {A: OLD}), (1, {A: OLD, B: OLD}), (2, {A: OLD, B: NEW}))
    assert scan.rested(found, at(2)) == (A,)
    assert scan.rested(found, at(3)) == (A,)
    assert scan.rested(found, at(4)) == (A, B)
    assert scan.rested(scan.acted_upon(found, [A, B]), at(9)) == ()


def test_a_file_has_gone_once_it_has_been_away_for_longer_than_a_new_one_needs() -> None:
    found = after((0, {A: OLD}), (1, {}))
    assert (scan.gone(found, at(4)), scan.gone(found, at(5))) == ((), (A,))
    back = scan.seen(found, Look({A: NEW}), at(4))
    assert scan.gone(back, at(9)) == ()
    assert scan.rested(back, at(6)) == (A,)


def test_hidden_temporary_and_other_files_are_not_looked_at(tmp_path: Path) -> None:
    names = ["a.md", "b.PDF", "deep/c.txt", ".d.md", "~$e.docx", "f.md.part", "g.tmp", "h.md~"]
    for name in [*names, ".git/i.md", "j.swp", "k"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "dangling.md").symlink_to(tmp_path / "nowhere.md")
    found = scan.look(tmp_path)
    assert found is not None
    assert sorted(str(path.relative_to(tmp_path)) for path in found.files) == names[:3]
    assert scan.look(tmp_path / "nowhere") is None


def test_a_file_that_may_be_read_by_others_now_looks_different(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    before, then = scan.look(tmp_path), path.stat()
    while path.stat().st_ctime_ns == then.st_ctime_ns:  # the clock of a file system has its ticks
        path.chmod(0o600)
    after = scan.look(tmp_path)
    assert path.stat().st_mtime_ns == then.st_mtime_ns
    assert before is not None
    assert after is not None
    assert after.files[path] != before.files[path]


def test_a_mass_is_more_than_ten_and_more_than_half() -> None:
    assert scan.is_mass(11, 21)
    assert not scan.is_mass(11, 22)
    assert not scan.is_mass(10, 10)


@given(st.lists(st.dictionaries(st.sampled_from([A, B]), st.sampled_from([OLD, NEW]))))
def test_whatever_is_seen_a_file_that_just_changed_is_never_taken_for_whole(
    looks: list[dict[Path, Stamp]],
) -> None:
    found: FolderScan = {}
    for seconds, there in enumerate(looks):
        before, found = found, scan.seen(found, Look(there), at(seconds))
        for path in scan.rested(found, at(seconds)):
            assert found[path].stamp == there[path] == before[path].stamp
            assert at(seconds) - found[path].since >= REST
        assert not set(scan.gone(found, at(seconds))) & set(there)


def test_a_link_that_leads_out_of_the_folder_is_not_seen(tmp_path: Path) -> None:
    inbox, secret = tmp_path / "inbox", tmp_path / "secret.txt"
    inbox.mkdir()
    secret.write_text("a token")
    (inbox / "own.txt").write_text("The quay reopened.")
    (inbox / "innocent.txt").symlink_to(secret)
    looked = scan.look(inbox)
    assert looked is not None
    assert [path.name for path in looked.files] == ["own.txt"]
