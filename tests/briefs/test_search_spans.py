"""A search looks through span after span of a large library, and says where it stopped."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from briefs.model import Source
from briefs.search_query import Hits, ask
from briefs.storage import postgres_search, sqlite_search
from briefs.storage.postgres import Postgres
from briefs.storage.sql.store import SqlStore, open_store
from handlers.browse import search
from handlers.message import Context, Request
from tests.briefs.builders import NOW, edited
from tests.handlers.newsroom import CHAT
from tests.handlers.newsroom import text as words_of
from tests.postgres import empty_library

DAY = timedelta(days=1)
COUNT = 20
ASKED = (
    "rain",
    "odd",
    "rain odd",
    '"odd rain"',
    '"rain odd"',
    "rain -odd",
    "-odd",
    "n1*",
    "odd n1*",
    "by:lind",
    "by:lin* odd",
    "on:water rain",
    "rain before:2026-11-10",
    "after:2026-11-10 -odd",
    "cites:soundings",
    "cites:sound* odd",
    "cites:soundings on:water",
    "nowhere",
    "城",
    "城市",
)


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def store(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    if request.param == "SQLite":
        with closing(open_store("sqlite://")) as made:
            yield filled(made)
    else:
        with empty_library() as url, closing(open_store(url)) as made:
            yield filled(made)


def filled(store: SqlStore) -> SqlStore:
    for n in range(COUNT):
        odd = "Odd rain fell." if n % 2 else "The rain fell."
        cited = (Source(number=1, raw="Port. Soundings. 2014."),) if n % 3 == 0 else ()
        store.catalogue.add(
            edited(
                f"{odd} It was n{n} of them. {'城市安静' if n == 4 else ''}",
                byline="Anna Lind" if n % 4 == 0 else "Per Okafor",
                topics=("Water",) if n % 5 == 0 else (),
                published=NOW - n * DAY,
                sources=cited,
                origin=str(n),
            ),
            now=NOW,
            anyway=True,
        )
    return store


@given(st.integers(0, 2**20), st.integers(0, 2**18), st.integers(-3, 2**18 + 3))
def test_terms_of_where_rows_stand_cover_a_span_and_nothing_else(
    first: int, length: int, step: int
) -> None:
    last, one = first + length, max(0, first + step)
    cover = list(sqlite_search._cover(first, last))
    assert len(set(cover)) == len(cover)
    has = set(sqlite_search._place_terms(one)) & set(cover)
    assert len(has) == (1 if first <= one <= last else 0)


def small_spans(patch: pytest.MonkeyPatch, size: int) -> None:
    for engine in (sqlite_search, postgres_search):
        patch.setattr(engine, "FIRST_SPAN", size)


def found(store: SqlStore, words: str, *, limit: int = COUNT, seconds: float | None = None) -> Hits:
    asked = ask(words)
    if asked.cites:
        return store.catalogue.citing(asked.cites, text=asked.text, where=asked.where, limit=limit)
    return store.catalogue.search(asked.text, where=asked.where, limit=limit, seconds=seconds)


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("size", [1, 3, COUNT])
def test_spans_make_no_difference_to_what_is_found(
    store: SqlStore, asked: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in (3, COUNT):
        whole = found(store, asked, limit=limit)
        with monkeypatch.context() as patch:
            small_spans(patch, size)
            patch.setattr("briefs.storage.sql.search.SEARCH_SECONDS", 60.0)
            by_spans = found(store, asked, limit=limit, seconds=60.0)
        assert by_spans == whole
        assert whole.is_all
        assert by_spans.is_all


def test_where_the_time_is_up_the_search_ends_and_says_how_far_back_it_came(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_spans(monkeypatch, 5)
    hits = found(store, "rain", seconds=0.0)
    assert [hit.card.piece for hit in hits] == [1, 2, 3, 4, 5]
    assert not hits.is_all
    assert hits.back_to is not None
    later = found(store, f"rain before:{(hits.back_to + DAY).date()}", seconds=0.0)
    assert not {hit.card.piece for hit in hits} >= {hit.card.piece for hit in later}
    assert later[0].card.piece in {5, 6}


def test_what_is_enough_is_no_part(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    small_spans(monkeypatch, 5)
    hits = found(store, "rain", limit=4, seconds=0.0)
    assert hits.is_all
    assert hits.back_to is None


def test_a_reader_is_told_how_far_back_was_looked(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_spans(monkeypatch, 5)
    monkeypatch.setattr("briefs.search_query.SEARCH_SECONDS", 0.0)
    asked = Request(command="search", args=("rain",), sender="1", origin=CHAT, at=NOW)
    told = words_of(search(asked, Context(store)))
    day = (NOW - 5 * DAY).date()
    assert f"I looked back to {day} only: before:{day + DAY} goes on from there." in told


def test_of_a_beginning_of_too_many_words_some_are_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite_search, "MAX_BEGUN", 2)
    with closing(open_store("sqlite://")) as store:
        for n, word in enumerate(("harbour", "harvest", "harsh", "hardly")):
            store.catalogue.add(edited(f"It is {word}.", origin=str(n)), now=NOW, anyway=True)
        cut, whole = found(store, "har*"), found(store, "harb*")
        assert (len(cut), cut.cut) == (2, True)
        assert (len(whole), whole.cut) == (1, False)
        asked = Request(command="search", args=("har*",), sender="1", origin=CHAT, at=NOW)
        assert "add a letter" in words_of(search(asked, Context(store)))


def test_postgresql_breaks_off_what_takes_too_long_and_goes_on() -> None:
    with empty_library() as url, closing(open_store(url)) as store:
        assert isinstance(store._database, Postgres)
        with store._database.read() as connection:
            slow = text("SELECT pg_sleep(60)").columns()
            assert postgres_search.run(connection, slow, {}, 0.01) is None  # type: ignore[arg-type]
            assert connection.execute(text("SHOW statement_timeout")).scalar_one() == "0"
        assert store.health.troubles == ()
