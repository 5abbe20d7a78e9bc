"""`migrate-store`, `backup`, `restore`, and releasing a library that is held."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.open_library import clock
from briefs.storage.sql.store import open_store
from tests.bot.conftest import Run
from tests.contracts.posting import PLACE, edition, order, run, statuses

HOUR = timedelta(hours=1)


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/library.db"


def test_a_library_moves_with_one_command(sourcebrief: Run, essay: Path, folder: Path) -> None:
    sourcebrief("add", essay)
    new = f"sqlite:///{folder}/new/home.db"
    moved = sourcebrief("migrate-store", "--to", new)
    assert moved.status == 0
    assert "revisions                   1 rows, the same in both" in moved.out
    assert "never run a bot on both" in moved.out
    assert "Harbour" in sourcebrief("--database", new, "list").out
    again = sourcebrief("migrate-store", "--to", new)
    assert again.status == 1
    assert "has something in it" in again.err


def test_what_was_compared_is_told_as_json(sourcebrief: Run, essay: Path, folder: Path) -> None:
    sourcebrief("add", essay)
    there = sourcebrief("migrate-store", "--to", f"sqlite:///{folder}/b.db", "--json").records
    args = ("--from", f"sqlite:///{folder}/b.db", "--to", f"sqlite:///{folder}/c.db", "--json")
    assert sourcebrief("migrate-store", *args).records == there
    assert {record["table"]: record["rows"] for record in there}["pieces"] == 1


def test_a_password_is_never_printed(sourcebrief: Run) -> None:
    secret = "postgresql://desk:very-secret@127.0.0.1:1/library"
    for args in (("migrate-store", "--to", secret), ("--database", secret, "backup", "copy")):
        ran = sourcebrief(*args)
        assert ran.status == 1
        assert "very-secret" not in ran.out + ran.err
        assert "PGPASSFILE" in ran.err


def test_a_copy_is_made_and_put_back(sourcebrief: Run, essay: Path, folder: Path) -> None:
    sourcebrief("add", essay)
    made = sourcebrief("backup", "copy.db")
    assert made.status == 0
    assert made.out.startswith("copy.db: ")
    refused = sourcebrief("restore", "copy.db")
    assert refused.status == 1
    assert "--force" in refused.err
    done = sourcebrief("restore", "copy.db", "--force")
    assert done.status == 0
    assert "What was there is " in done.out
    assert "sourcebrief outbox forget" in done.out
    assert "Harbour" in sourcebrief("list").out
    well = sourcebrief("doctor")
    assert well.status == 1
    assert "WARNING: nothing is posted. It is a copy that was made on" in well.out
    assert len(list(folder.glob("library.db.*Z"))) == 1


def test_what_was_due_since_the_copy_counts_as_posted_at_the_operator_s_word(
    sourcebrief: Run, folder: Path
) -> None:
    now = clock()
    with closing(open_store(url(folder))) as store:
        assert store.subscriptions.save(order(), run(), now=now)
        store.outbox.enqueue([edition(PLACE, "open", due=now, until=now + HOUR)], now=now)
    assert "Nothing is held" in sourcebrief("outbox", "forget").err
    assert sourcebrief("outbox", "resume").out == "Nothing was held.\n"
    sourcebrief("backup", "copy.db")
    sourcebrief("restore", "copy.db", "--force")
    earlier = sourcebrief("outbox", "forget", "--before", f"{now - HOUR:%Y-%m-%dT%H:%M}")
    assert "0 orders moved on, 0 messages let go." in earlier.out
    done = sourcebrief("outbox", "forget")
    assert "0 orders moved on, 1 message let go." in done.out
    assert "sourcebrief outbox resume" in done.out
    assert "posted again" in sourcebrief("outbox", "resume").out
    with closing(open_store(url(folder))) as store:
        assert statuses(store) == ["dropped"]
        assert store.posting_hold.current() is None
    assert "goes on" in sourcebrief("doctor").out


def test_a_time_that_cannot_be_read_is_refused(sourcebrief: Run) -> None:
    assert sourcebrief("outbox", "forget", "--before", "breakfast").status == 2
