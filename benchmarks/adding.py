"""Adding pieces: pieces per second of CPU, as a ratio to storing the same bytes unread."""

import argparse
import sqlite3
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import process_time

from bot.open_library import clock
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.storage.sql.store import open_store

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "corpora"


def pieces(count: int) -> list[Path]:
    """Real pieces of the corpora, alternating Markdown and plain text."""
    folders = ("openstax-political-science/plain", "openstax-political-science/markdown")
    found = [sorted((CORPUS / folder).iterdir()) for folder in folders]
    blog = sorted((CORPUS / "18f-blog" / "original").iterdir())
    return [*(path for pair in zip(*found, strict=False) for path in pair), *blog][:count]


def floor(paths: list[Path], folder: Path) -> None:
    """Read, hash and store each file, one transaction each: the least that
    any library has to do.
    """
    database = sqlite3.connect(str(folder / "floor.db"))
    database.execute("pragma journal_mode=wal")
    database.execute("create table kept (hash text unique, body text)")
    for path in paths:
        data = path.read_bytes()
        row = (sha256(data).hexdigest(), data.decode("utf-8", "replace"))
        with database:
            database.execute("insert into kept values (?, ?)", row)
    database.close()


def ours(paths: list[Path], folder: Path) -> None:
    store = open_store(f"sqlite:///{folder}/library.db")
    for path in paths:
        draft = reader.read(path.read_bytes(), name=path.name, origin=str(path))
        store.catalogue.add(ingest.edit(draft), now=clock())
    store.close()


def understood(paths: list[Path], _: Path) -> None:
    for path in paths:
        ingest.edit(reader.read(path.read_bytes(), name=path.name, origin=str(path)))


def again(paths: list[Path], folder: Path) -> None:
    """Add the same files once more: nothing changes."""
    ours(paths, folder)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=500)
    count = options.parse_args().count
    if not CORPUS.exists():
        raise SystemExit(f"the corpora are not at {CORPUS}")
    paths = pieces(count)
    readable = [path for path in paths if _readable(path)]
    print(f"{len(readable)} pieces, {sum(p.stat().st_size for p in readable) / 1e6:.1f} MB")
    understood(readable[:20], Path())  # warm: imports and stem caches
    folder = Path(tempfile.mkdtemp(prefix="adding"))
    steps: tuple[tuple[str, Callable[[list[Path], Path], None]], ...] = (
        ("floor: read, hash, keep", floor),
        ("read and understood, not stored", understood),
        ("added", ours),
        ("added again, unchanged", again),
    )
    base = 0.0
    print(f"{'':34} {'pieces/CPU s':>12} {'x floor':>8}")
    for name, step in steps:
        before = process_time()
        step(readable, folder)
        taken = process_time() - before
        base = base or taken
        print(f"{name:34} {len(readable) / taken:12.0f} {taken / base:8.1f}")


def _readable(path: Path) -> bool:
    try:
        reader.read(path.read_bytes(), name=path.name)
    except Exception:  # noqa: BLE001  # this benchmark times; the tests judge
        return False
    return True


if __name__ == "__main__":
    main()
