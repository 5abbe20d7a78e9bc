"""Makes a release's fixture, by that release's code: `python -m tests.releases.make 0.1.0`.

A fixture is a library as a newsroom would have it, on each engine, and the receipts of its briefs;
`tests/bot/test_upgrade.py` upgrades it with today's code. It is made once, at the release, and
never anew.
"""

import gzip
import io
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli import main
from briefs import examples
from briefs.digests.outbox import Rejected, Unknown
from briefs.storage.sql.store import open_store
from tests.contracts.posting import CHAT, DAY, edition, send
from tests.postgres import new_library, run_program

HERE = Path(__file__).parent
CHANGED = ("the-case-for-quoting.md", "Every morning,", "Each morning,")
"""An example, and what its second version has in another way."""


def newsroom(url: str, folder: Path) -> list[dict[str, object]]:
    """Fill an empty library; the receipts of all its briefs, of every revision."""
    for name, data in examples.pieces():
        (folder / name).write_bytes(data)
    names = sorted(name for name, _ in examples.pieces())
    kept, draft, gone = names[:-2], names[-2], names[-1]
    _said(url, "add", *(str(folder / name) for name in (*kept, gone)))
    _said(url, "add", "--draft", str(folder / draft))
    name, old, new = CHANGED
    changed = folder / name
    changed.write_text(changed.read_text("utf-8").replace(old, new), "utf-8")
    _said(url, "add", str(changed))
    _said(url, "edit", "1", "--byline", "Hana Quist and others")
    _said(url, "retract", str(len(names) - 1), "The figures were another year's.")
    _said(url, "chat", said="/digest on 08:30 Berlin weekdays\n/brief 1\n/sources 1\n")
    with closing(open_store(url)) as store:
        now = store.catalogue.revision(1).stored_at
        for day, outcome in enumerate((None, Unknown("The line broke."), Rejected("Gone."))):
            posted = edition(CHAT, f"2026-11-2{day}", due=now, until=now + DAY)
            store.outbox.enqueue([posted], now=now)
            send(store, outcome, now=now)
        cards = store.catalogue.newest(limit=99)
    refs = [f"{card.piece}@{n}" for card in cards for n in range(1, card.revision + 1)]
    return [
        json.loads(_said(url, "brief", ref, "--length", length, "--json"))
        for ref in refs
        for length in ("short", "normal", "long")
    ]


def _said(url: str, *args: str, said: str = "") -> str:
    paper, before = io.TextIOWrapper(io.BytesIO(), "utf-8"), sys.stdin
    sys.stdin = io.StringIO(said)
    try:
        with redirect_stdout(paper):
            status = main.run(["--database", url, *args])
    finally:
        sys.stdin = before
    if status:
        raise SystemExit(f"{args}: {status}")
    paper.flush()
    return paper.buffer.getvalue().decode()


def _libraries(folder: Path) -> Iterator[tuple[str, str]]:
    yield "sqlite", f"sqlite:///{folder}/library.db"
    with new_library() as url:
        yield "postgresql", url


def run(release: str) -> None:
    to = HERE / release
    to.mkdir()
    for engine, url in _libraries(to):
        with TemporaryDirectory() as folder:
            receipts = newsroom(url, Path(folder))
        if engine == "sqlite":
            with closing(sqlite3.connect(to / "library.db")) as library:
                library.execute("VACUUM INTO ?", (str(to / "whole.db"),))
            packed = gzip.compress((to / "whole.db").read_bytes(), mtime=0)
            (to / "library.db.gz").write_bytes(packed)
            for left in (*to.glob("library.db*"), to / "whole.db"):
                if left.suffix != ".gz":
                    left.unlink()
        else:
            dump = ("--format=custom", "--no-owner", f"--file={to / 'library.dump'}")
            run_program("pg_dump", *dump, url)
        lines = [json.dumps(receipt, ensure_ascii=False) for receipt in receipts]
        kept = to / "receipts.jsonl"
        if kept.exists() and kept.read_text("utf-8").splitlines() != lines:
            raise SystemExit("the engines gave different receipts")
        kept.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    run(*sys.argv[1:])
