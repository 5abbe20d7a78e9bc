"""One library and many at work on it: threads, processes, and one that is killed."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from functools import partial
from threading import Event

import pytest

from briefs.model import prove_body
from briefs.search_query import parse
from briefs.storage import Store
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW, edited
from tests.contracts.adding import add
from tests.contracts.engines import SHARED, UNMADE, Engine, memory
from tests.forked import Forked, forked


def adding(url: str, name: str, count: int) -> AbstractContextManager[Forked]:
    return forked(partial(add, url, name, count))


@pytest.mark.parametrize("engine", [memory, *SHARED])
def test_eight_threads_read_while_one_adds(engine: Engine) -> None:
    done = Event()

    def read(store: Store) -> int:
        seen = 0
        while not done.is_set():
            for card in store.catalogue.newest(limit=1):
                assert card.piece >= seen
                seen = card.piece
                prove_body(store.catalogue.brief(card.piece, "short").revision)
            for hit in store.catalogue.search(parse("text"), limit=3):
                assert hit.snippet.startswith("This is text")
        return seen

    with engine() as url, closing(open_store(url)) as store:
        store.catalogue.add(edited("This is text 0."), now=NOW)
        with ThreadPoolExecutor(8) as pool:
            readers = [pool.submit(read, store) for _ in range(8)]
            try:
                for n in range(1, 30):
                    store.catalogue.add(edited(f"This is text {n}."), now=NOW)
            finally:
                done.set()
            assert all(0 < reader.result() <= 30 for reader in readers)
        assert store.catalogue.count() == 30


def test_threads_that_add_at_once_lose_nothing(url: str) -> None:
    with closing(open_store(url)) as store, ThreadPoolExecutor(8) as pool:
        pieces = pool.map(
            lambda n: store.catalogue.add(edited(f"Text {n}.", slug="same"), now=NOW).card.piece,
            range(40),
        )
        assert sorted(pieces) == list(range(1, 41))
        assert len({card.slug for card in store.catalogue.newest(limit=99)}) == 40


@pytest.mark.parametrize("engine", UNMADE)
def test_two_processes_make_and_fill_one_library_at_once(engine: Engine) -> None:
    with engine() as url, adding(url, "one", 25) as one, adding(url, "two", 25) as two:
        lines = [*one.rest().splitlines(), *two.rest().splitlines()]
        assert (one.returncode, two.returncode) == (0, 0)
        assert sorted(int(line.split()[0]) for line in lines) == list(range(1, 51))
        with closing(open_store(url)) as store:
            bodies = {store.catalogue.revision(piece).body for piece in range(1, 51)}
            assert len(bodies) == store.catalogue.count() == 50
            assert len(store.catalogue.search(parse("wrote"), limit=99)) == 50


def test_what_was_answered_for_outlives_a_killed_process(url: str) -> None:
    with adding(url, "one", 100_000) as process:
        said = [next(process.said).split() for _ in range(40)]
        process.kill()
        said += [words for line in process.said if len(words := line.split()) == 2]
    with closing(open_store(url)) as store:
        kept = [
            store.catalogue.revision(card.piece).body
            for card in store.catalogue.newest(limit=100_000)
        ]
        for _, n in said:
            assert kept.count(f"one wrote text {n}.") == 1
        assert 0 <= len(kept) - len(said) <= 1
        assert len(store.catalogue.search(parse("wrote"), limit=100_000)) == len(kept)
        assert dict(store.describe()).get("integrity", "ok") == "ok"
        assert (
            store.catalogue.add(edited("one wrote text 0.", origin="one/0"), now=NOW).status
            == "unchanged"
        )


@pytest.mark.parametrize(
    ("count", "kills"),
    [(60, (7, 31)), pytest.param(2_000, (1, 200, 700, 1_400, 1_900), marks=pytest.mark.soak)],
)
def test_an_import_that_is_killed_and_begun_again_takes_everything_in_once(
    url: str, count: int, kills: tuple[int, ...]
) -> None:
    for kill_after in kills:
        with adding(url, "one", count) as process:
            for _ in range(kill_after):
                next(process.said)
            process.kill()
    with adding(url, "one", count) as process:
        said = process.rest().splitlines()
        assert (process.returncode, len(said)) == (0, count)
    with closing(open_store(url)) as store:
        cards = store.catalogue.newest(limit=count + 1)
        assert sorted(card.piece for card in cards) == list(range(1, count + 1))
        bodies = {store.catalogue.revision(card.piece).body for card in cards}
        assert bodies == {f"one wrote text {n}." for n in range(count)}
        assert {card.revision for card in cards} == {1}
        assert (
            store.catalogue.arrival()
            == len(store.catalogue.search(parse("wrote"), limit=count + 1))
            == count
        )
        for card in cards:
            hashed = store.editorial.original_sha256(card.piece, 1)
            original = store.editorial.original(hashed)
            assert original is not None
            assert original.data.decode() == store.catalogue.revision(card.piece).body
