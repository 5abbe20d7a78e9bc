"""One person's flood: 200 000 presses and searches, all with different words, 5 000 a second.

Other people ask for help and briefs meanwhile, through the same two workers, as they do before it.
Printed are the p99 of their waiting time as a ratio to the quiet time before, and what the flood
left in the library: rows and bytes. Beside it stands the same without budgets, with fewer
questions, scaled to the same number.
"""

import argparse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import perf_counter, sleep

from sqlalchemy import func, select

from bot import log
from bot.access import Budgets
from bot.app import stock_examples
from bot.chat import ChatService
from briefs.model import Address, Press
from briefs.storage.schema_outbox import quoted, shown, tokens
from briefs.storage.sql.store import SqlStore, open_store
from handlers.commands import load_all
from handlers.message import Request

MANY, UNBOUNDED = 200_000, 2_000
QUIET_QUESTIONS = 1_000
RATE = 5_000
WORKERS = 2


def now() -> datetime:
    return datetime.now(UTC)


def asked(command: str, *args: str, chat: str = "7") -> Request:
    return Request(
        command=command, args=args, sender=chat, origin=Address("telegram", "1", chat), at=now()
    )


class Crowd:
    """Other people, who ask one after another, each in a chat of their own."""

    def __init__(self, desk: ChatService, workers: ThreadPoolExecutor) -> None:
        self._desk, self._workers, self._next = desk, workers, 100

    def waits(self, count: int, over: Event | None = None) -> Iterator[float]:
        while count > 0 or (over is not None and not over.is_set()):
            count -= 1
            self._next += 1
            chat = str(self._next)
            request = asked("help", chat=chat) if count % 2 else asked("brief", "1", chat=chat)
            begun = perf_counter()
            assert self._desk.admit(request) is None
            self._workers.submit(self._desk.answer, request).result()
            yield perf_counter() - begun
            sleep(0.002)


def p99(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)]


def flood(desk: ChatService, workers: ThreadPoolExecutor, count: int) -> None:
    """Every third request is a press, of a button in another's answer."""
    press = Press("brief", ("#1", "long"), in_place=True)
    here = asked("help").origin
    (token,) = desk.store.chat_state.issue([press], here, now=now())
    begun = perf_counter()
    for n in range(count):
        if n % 100 == 0:
            sleep(max(0.0, begun + n / RATE - perf_counter()))
        request = asked(*(("search", f"water{n}"), ("brief", "1", "water", f"w{n}"))[n % 2])
        if desk.admit(request) is not None:
            continue
        if n % 3 == 0:
            workers.submit(desk.press, token, replace(request, command="")).result()
        else:
            workers.submit(desk.answer, request).result()


def left_by(store: SqlStore, place: Address) -> tuple[int, int]:
    """The rows of the place, and the approximate bytes of their texts."""
    at = str(place)
    size = func.length(tokens.c.token) + func.length(tokens.c.channel) + func.length(tokens.c.press)
    with store._database.read() as connection:  # noqa: SLF001 - what is measured
        buttons = select(func.count(), func.sum(size)).where(tokens.c.channel == at)
        count, held = connection.execute(buttons).one()
        for column in (shown.c.address, quoted.c.to):
            count += connection.scalar(select(func.count()).where(column == at)) or 0
        return count, held or 0


def measure(folder: Path, budgets: Budgets | None, count: int) -> None:
    with (
        closing(open_store(f"sqlite:///{folder}/library.db")) as store,
        ThreadPoolExecutor(WORKERS) as workers,
        ThreadPoolExecutor(1) as attacker,
    ):
        stock_examples(store)
        desk = ChatService(store, now, budgets=budgets)
        crowd = Crowd(desk, workers)
        quiet = list(crowd.waits(QUIET_QUESTIONS))
        over, begun = Event(), perf_counter()

        def attack() -> None:
            flood(desk, workers, count)
            over.set()

        attacking = attacker.submit(attack)
        during = list(crowd.waits(0, over))
        attacking.result()
        took = perf_counter() - begun
        left, size = left_by(store, asked("help").origin)
        print(
            f"{'budgets' if budgets else 'none':8} {count:7,} in {took:5.1f} s "
            f"({count / took:8,.0f}/s): others' p99 {p99(during) / p99(quiet):.1f}x of quiet, "
            f"{len(during):,} asked; the flood left {left:,} rows, {size / 1024:,.0f} KB; "
            f"of {MANY:,} that makes {left * MANY // count:,} rows, "
            f"{size / 2**20 * MANY / count:,.1f} MB"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=MANY)
    count = options.parse_args().count
    log.configure("ERROR", json=False, secrets=())
    load_all()
    for budgets, many in ((None, UNBOUNDED), (Budgets.sized(), count)):
        with TemporaryDirectory(prefix="flood") as folder:
            measure(Path(folder), budgets, many)


if __name__ == "__main__":
    main()
