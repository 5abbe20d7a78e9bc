"""Yesterday's dump of a library, put into another database, posts nothing that was posted since."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from briefs.storage.sql.store import open_store
from tests.delivery.platform import Temper
from tests.delivery.rig import Rig, ended, rig, until
from tests.postgres import bare_database, new_library, run_program

PLACES = 20


def served(rigged: Rig) -> str:
    """Why it is held when it is about to be served, "" if it is not."""
    with closing(open_store(rigged.url)) as store:
        held = store.posting_hold.check(now=datetime.now(UTC))
    return "" if held is None else held.reason


def put_into(other: str, rigged: Rig, dump: Path) -> Rig:
    """The library as it was dumped, in another database, before the same platform."""
    into = f"--dbname={other}"
    run_program("pg_restore", "--no-owner", "--exit-on-error", into, str(dump))
    return replace(rigged, url=other)


def test_a_dump_put_elsewhere_posts_nothing_twice(tmp_path: Path) -> None:
    with rig(tmp_path, Temper(), new_library) as rigged, bare_database() as other:
        assert rigged.fill(PLACES) == PLACES
        assert served(rigged) == ""
        dump = tmp_path / "dump"
        run_program("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", rigged.url)
        assert rigged.run(rigged.job()) == 0
        assert rigged.faults() == []
        posted = rigged.entries()

        copy = put_into(other, rigged, dump)
        assert "this is a copy" in served(copy)
        worker = copy.start(copy.job(name="w2", goes_on=True))
        sleep(0.5)
        assert set(copy.statuses()) == {"pending"}
        with closing(open_store(copy.url)) as store:
            now = datetime.now(UTC)
            assert store.posting_hold.mark_due_as_posted(before=now, now=now).deliveries == PLACES
            assert store.posting_hold.release(now=now)
        assert served(copy) == ""
        assert copy.fill(PLACES, name="the day after") == PLACES
        until(lambda: copy.statuses().count("sent") == PLACES)
        worker.terminate()
        assert ended(worker) == 0
        keys = [entry.key for entry in rigged.entries()]
        assert rigged.entries()[: len(posted)] == posted
        assert len(keys) == len(set(keys)) == 2 * PLACES
