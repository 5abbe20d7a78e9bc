"""Visits to feeds and looks at a folder, in CPU time, as ratios to the bare work within them.

A feed of 200 whole entries is visited three times: first 20 entries are new, then none is, then the
server says that nothing has changed. The peer of each is the bare library parsing the same bytes. A
folder of 400 files is imported, then imported again after a restart; its floor is reading and
hashing the same files.
"""

import asyncio
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import escape
from io import BytesIO
from pathlib import Path
from time import process_time

import feedparser
import structlog

from bot.feeds.visit import Visitor
from bot.folder.scan import REST
from bot.folder.sync import FolderSync
from bot.folder.watcher import Folder
from bot.http_client.results import Answer, Fetched, NotModified, Validators
from briefs.storage.sql.store import SqlStore, open_store

URL = "https://journal.example/feed"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NONE = Validators()


def text(number: int) -> str:
    return " ".join(
        f"In harbour h{number} the ship s{number}x{n} came from port p{number}x{n}"
        f" with cargo c{number}x{n} on the tide of day d{number}x{n}."
        for n in range(20)
    )


def feed(entries: int) -> bytes:
    items = "".join(
        f"<item><guid>{n}</guid><link>https://journal.example/{n}</link><title>Harbour {n}</title>"
        f"<description>{escape(f'<p>{text(n)}</p>')}</description></item>"
        for n in range(entries)
    )
    head = "<title>The Journal</title><link>https://journal.example/</link>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


@dataclass
class Served:
    """A web with one page."""

    answers: dict[str, Answer] = field(default_factory=dict)

    async def get(
        self,
        url: str,
        *,
        known: Validators | None = None,
        accept: str = "",
        most_bytes: int = 0,
        patience: float = 0,
    ) -> Answer:
        assert known is None or not accept or (most_bytes and patience)
        return self.answers[url]


def timed(done: Callable[[], object]) -> float:
    before = process_time()
    done()
    return process_time() - before


def visits(store: SqlStore, data: bytes) -> Iterator[tuple[str, float, float]]:
    """What each visit took, and what its peer took."""
    bare = min(timed(lambda: feedparser.parse(BytesIO(data))) for _ in range(3))
    page = Fetched(
        url=URL, body=data, media_type="", charset="", validators=NONE, permanent_url=None
    )
    web = Served({URL: page})
    store.feeds.follow(URL, title="", topics=(), hold=False, now=NOW)
    visitor = Visitor(store=store, web=web, clock=lambda: NOW)

    def visit() -> None:
        asyncio.run(visitor.visit(store.feeds.followed()[0]))

    yield "a first visit: 20 entries taken in", timed(visit), bare
    assert store.catalogue.count() == 20  # noqa: PLR2004  # the most of a visit
    yield "a visit: the same 200 entries", min(timed(visit) for _ in range(3)), bare
    web.answers[URL] = NotModified(url=URL, validators=NONE, permanent_url=None)
    yield "a visit: nothing has changed", min(timed(visit) for _ in range(3)), bare


def looks(store: SqlStore, folder: Path, files: int) -> Iterator[tuple[str, float, float]]:
    for number in range(files):
        (folder / f"{number}.txt").write_text(f"Harbour {number}\n\n{text(10_000 + number)}\n")
    paths = sorted(folder.iterdir())
    floor = min(
        timed(lambda: [sha256(path.read_bytes()).digest() for path in paths]) for _ in range(3)
    )
    before = store.catalogue.count()

    def look() -> None:
        watched = Folder(folder, FolderSync(store, folder, clock=lambda: NOW))
        watched.step(NOW)
        watched.step(NOW + REST)

    yield f"a folder: {files} files taken in", timed(look), floor
    assert store.catalogue.count() == before + files
    yield "a folder: unchanged, after a restart", timed(look), floor
    assert store.catalogue.count() == before + files
    watched = Folder(folder, FolderSync(store, folder, clock=lambda: NOW))
    for seconds in range(0, 6, 2):
        watched.step(NOW + timedelta(seconds=seconds))
    still = min(timed(lambda: watched.step(NOW + timedelta(minutes=1))) for _ in range(3))
    yield "a folder: one look, nothing new", still, floor


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    data = feed(200)
    print(f"{'':38} {'ms CPU':>8} {'x peer':>7}")
    with tempfile.TemporaryDirectory() as place:
        store = open_store(f"sqlite:///{place}/library.db")
        asyncio.run(asyncio.sleep(0))  # warm: the first loop imports
        inbox = Path(place) / "in"
        inbox.mkdir()
        for rows in (visits(store, data), looks(store, inbox, 400)):
            for name, took, peer in rows:
                print(f"{name:38} {1_000 * took:8.1f} {took / peer:7.2f}")
        store.close()


if __name__ == "__main__":
    main()
