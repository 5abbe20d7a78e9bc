"""A platform, a library with an outbox, and workers that start and stop: the basis of each test."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from briefs.digests.outbox import Edition, Message, Part, Quotation
from briefs.model import Address, Revision, Shown
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW, edited
from tests.contracts.engines import Engine, file
from tests.delivery import platform, worker
from tests.delivery.oracle import Account, violations
from tests.delivery.platform import Entry, Temper
from tests.delivery.worker import Job
from tests.forked import FORKING

ACCOUNT = "chatter:1"
MILLISECOND = timedelta(milliseconds=1)
_PATIENCE = 120


def place(number: int) -> Address:
    return Address("chatter", "1", f"place-{number}")


def message(revision: Revision, payload: str) -> Message:
    """A payload that quotes the first sentence of a piece."""
    at = revision.sentences[0]
    quote = Quotation(
        piece=revision.piece,
        revision=revision.number,
        sha256=revision.sha256,
        at=at,
        text=at.of(revision.body),
    )
    about = Shown(revision.piece, revision.number)
    return Message(payload=payload, quotes=(quote,), about=about)


@dataclass(slots=True)
class Rig:
    url: str
    port: int
    book: Path
    due: dict[str, str] = field(default_factory=dict)

    def fill(self, places: int, *, parts: int = 1, name: str = "2031-05-04") -> int:
        """Put one edition for each place into the outbox; how many came in."""
        now = datetime.now(UTC)
        with closing(open_store(self.url)) as store:
            card = store.catalogue.add(edited(origin="rig"), now=NOW).card
            revision = store.catalogue.revision(card.piece)
            editions = [
                Edition(
                    to=place(number),
                    name=name,
                    due=now,
                    until=now + timedelta(days=1),
                    parts=tuple(
                        Part(message=message(revision, f'{{"text":"{name} {number} {part}"}}'))
                        for part in range(parts)
                    ),
                )
                for number in range(places)
            ]
            came = store.outbox.enqueue(editions, now=now)
        for edition in editions:
            for number, part in enumerate(edition.parts):
                digest = sha256(part.message.payload.encode()).hexdigest()
                self.due[f"{edition.to}/{edition.name}/{number}"] = digest
        return came

    def job(self, **told: Any) -> Job:
        return Job(url=self.url, port=self.port, account=ACCOUNT, **told)

    def start(self, job: Job) -> ForkServerProcess:
        process = FORKING.Process(target=worker.main, args=(job,), daemon=True)
        process.start()
        return process

    def run(self, job: Job) -> int | None:
        """A worker from its start to its end; its exit code."""
        return ended(self.start(job))

    def entries(self) -> tuple[Entry, ...]:
        return platform.read(self.book)

    def calls(self) -> list[datetime]:
        """When each call was made: one that was accepted although its answer was lost is one."""
        return [entry.at for entry in self.entries() if entry.kind == "fault" or not entry.fault]

    def account(self, *, unsure: int = 0, patience: timedelta = timedelta.max) -> Account:
        with closing(open_store(self.url)) as store:
            rows = store.outbox.rows(limit=10**9)
        return Account(
            due=self.due, rows=rows, book=self.entries(), unsure=unsure, patience=patience
        )

    def faults(self, *, unsure: int = 0, patience: timedelta = timedelta.max) -> list[str]:
        """What does not hold, as the oracle sees it."""
        return violations(self.account(unsure=unsure, patience=patience))

    def statuses(self) -> list[str]:
        return [row.status for row in reversed(self.account().rows)]


def ended(process: ForkServerProcess, *, within: float = _PATIENCE) -> int | None:
    """Its exit code, once it has ended, which it has to within so many seconds."""
    process.join(within)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that must come to hold within a while."""
    given_up = monotonic() + _PATIENCE
    while not holds():
        assert monotonic() < given_up
        sleep(0.01)


@contextmanager
def rig(folder: Path, temper: Temper, engine: Engine = file) -> Iterator[Rig]:
    """An empty library, and a platform of that temper."""
    folder.mkdir(parents=True, exist_ok=True)
    book = folder / "book.jsonl"
    ready, told = FORKING.Pipe(duplex=False)
    server = FORKING.Process(target=platform.serve, args=(book, temper, told), daemon=True)
    server.start()
    try:
        with engine() as url:
            yield Rig(url, ready.recv(), book)
    finally:
        server.kill()
        server.join()
        ready.close()
        told.close()
