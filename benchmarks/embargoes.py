"""Embargoes: 10 000 pieces with times in many zones and over clock changes, published while
processes die.

Processes on one library publish what is due on a clock that runs fast, and are killed by SIGKILL at
random. In the end every piece has been published once, none before its time. The lateness is in
seconds of the machine, which publishes hundreds of days of embargoes within minutes.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefs.storage.sql.store import SqlStore, open_store
from handlers.editorial.schedule import read_time
from tests.briefs.builders import edited
from tests.postgres import new_library

PIECES = int(os.environ.get("EMBARGOES", "10000"))
PROCESSES = 2
KILLS = 60
SECONDS = 120
START = datetime(2026, 3, 20, tzinfo=UTC)
SPAN = timedelta(days=230)  # both clock changes of both hemispheres
ZONES = (
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"),
    *("America/Santiago", "Africa/Casablanca", "Pacific/Auckland", "UTC"),
)
JOB = """
import sys, time
from datetime import datetime, timedelta
from briefs.errors import StoreUnavailable
from briefs.storage.sql.store import open_store
url, start, began, speed = sys.argv[1:]
store, start = open_store(url), datetime.fromisoformat(start)
while True:
    now = start + timedelta(seconds=(time.time() - float(began)) * float(speed))
    try:
        store.editorial.publish_due(now=now)
    except StoreUnavailable:  # locked: the job is tried again, as in the bot
        pass
    time.sleep(0.01)
"""


def fill(store: SqlStore, seed: int) -> dict[int, datetime]:
    """Proposals with times in the forms that editors write; returns when each piece is due."""
    chance, due = random.Random(seed), dict[int, datetime]()  # noqa: S311  # no secret
    for number in range(1, PIECES + 1):
        store.editorial.propose(edited(f"Piece {number}."), by="me", at=None, now=START)
        day = (START + SPAN * chance.random()).date() + timedelta(days=1)
        hour, minute = chance.choice([(2, 30), (1, 30), (0, 0), (6, 0), (23, 59)])
        said = f"{day} {hour:02}:{minute:02} {chance.choice(ZONES)}"
        due[number] = read_time(said.split(), START).at
        store.editorial.schedule(number, 1, due[number], now=START)
    return due


def run(url: str) -> tuple[int, int, int, timedelta]:
    """How many were early, lost and doubled, and the median lateness on the fast clock."""
    with closing(open_store(url)) as store:
        due = fill(store, seed=1)
    speed = (SPAN + timedelta(days=3)) / timedelta(seconds=SECONDS)
    began, chance = time.time(), random.Random(2)  # noqa: S311  # as above
    argv = (sys.executable, "-c", JOB, url, START.isoformat(), str(began), str(speed))
    jobs = [subprocess.Popen(argv) for _ in range(PROCESSES)]  # noqa: S603  # our own program
    for _ in range(KILLS):
        time.sleep(SECONDS / KILLS)
        at = chance.randrange(PROCESSES)
        os.kill(jobs[at].pid, signal.SIGKILL)
        jobs[at].wait()
        jobs[at] = subprocess.Popen(argv)  # noqa: S603  # as above
    with closing(open_store(url)) as store:
        while store.editorial.next_due() is not None:
            time.sleep(0.2)
        entries = [e for e in store.editorial.log(limit=3 * PIECES) if e.action == "published"]
        shown = store.catalogue.count()
    for job in jobs:
        job.kill()
        job.wait()
    late = sorted(entry.at - due[entry.piece] for entry in entries)
    doubled = len(entries) - len({entry.piece for entry in entries})
    early = sum(one < timedelta() for one in late)
    return early, PIECES - shown, doubled, late[len(late) // 2] / speed


@contextmanager
def file() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'library.db'}"


def main() -> None:
    print(f"{PIECES} embargoes over {len(ZONES)} zones and {SPAN.days} days, {KILLS} kills")
    print(f"{'':12} {'early':>6} {'lost':>6} {'doubled':>8} {'median lateness':>16}")
    for name, engine in (("SQLite", file), ("PostgreSQL", new_library)):
        with ExitStack() as kept:
            early, lost, doubled, late = run(kept.enter_context(engine()))
        print(f"{name:12} {early:6} {lost:6} {doubled:8} {late.total_seconds():14.2f} s")


if __name__ == "__main__":
    main()
