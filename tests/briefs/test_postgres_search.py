"""Search on PostgreSQL: it finds what SQLite finds, in the longest text too."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from briefs.model import Source
from briefs.reading.reader import read
from briefs.search_query import ALL, Query, Term, parse, wanted
from briefs.storage.postgres_search import match
from briefs.storage.sql.store import SqlStore, open_store
from tests.briefs.builders import NOW, edit, edited
from tests.conftest import sampled, scaled
from tests.contracts.contract import anything, modest
from tests.postgres import empty_library, new_library

CORPORA = Path(__file__).parents[3] / "shared" / "data" / "corpora"
FOLDERS = ("18f-blog/original", "openstax-political-science/markdown")


@pytest.fixture
def store() -> Iterator[SqlStore]:
    with empty_library() as url, closing(open_store(url)) as store:
        yield store


def words(count: int, seed: int = 7) -> list[str]:
    """Made-up prose: every third word is "the"."""
    random = Random(seed)
    return ["the" if n % 3 == 0 else f"w{random.randrange(500)}" for n in range(count)]


def pieces(store: SqlStore, asked: str) -> list[int]:
    return [hit.card.piece for hit in store.catalogue.search(parse(asked), limit=9)]


def test_a_phrase_is_found_wherever_it_stands_in_a_long_text(store: SqlStore) -> None:
    said = words(9_000)
    store.catalogue.add(edited(" ".join(said) + "."), now=NOW)
    for at in (0, 1_990, 1_999, 2_000, 3_999, 4_050, 7_997, 8_980):
        phrase = " ".join(said[at : at + 12])
        assert pieces(store, f'"{phrase}"') == [1], at
        assert pieces(store, f'"{phrase} {phrase}"') == [], at


def test_words_far_apart_in_a_long_text_are_both_found(store: SqlStore) -> None:
    store.catalogue.add(
        edited(" ".join(["first", *words(9_000), "last", "of", "all"]) + "."), now=NOW
    )
    assert pieces(store, "first last") == [1]
    assert pieces(store, 'first "last of all"') == [1]
    assert pieces(store, '"nowhere at" or "of all" first') == [1]
    assert pieces(store, '"first last"') == []


def test_a_phrase_does_not_run_from_one_field_into_the_next(store: SqlStore) -> None:
    store.catalogue.add(edited("River rose.", title="The quay", byline="Ada Lind"), now=NOW)
    assert pieces(store, '"quay ada"') == pieces(store, '"lind river"') == []
    assert pieces(store, '"ada lind" "the quay"') == [1]


def test_a_text_with_more_words_than_an_index_can_hold_is_taken_in_and_found(
    store: SqlStore,
) -> None:
    endless = " ".join(f"w{n}x{n * n}x{n * n}" for n in range(60_000))
    store.catalogue.add(edited(f"First things first. {endless}."), now=NOW)
    assert pieces(store, '"things first"') == pieces(store, "w10x100x100") == [1]


def test_forms_accents_and_capitals_make_no_difference_in_any_locale(store: SqlStore) -> None:
    store.catalogue.add(edited("A bridge by the École — “Россия”, Ñandú’s."), now=NOW)
    for asked in ("bridges", "ecole", "ÉCOLES", "россия", "РОСС*", "nandu", '"ecole россия"'):
        assert pieces(store, asked) == [1], asked


def test_the_index_follows_every_revision(store: SqlStore) -> None:
    for n in range(5):
        cited = tuple(Source(number=i, raw=f"Entry {i} of {n}") for i in range(n % 3))
        store.catalogue.add(edited(f"Word{n} in text.", origin="a", sources=cited), now=NOW)
    assert [pieces(store, f"word{n}") for n in range(5)] == [[], [], [], [], [1]]
    assert len(store.catalogue.citing(parse("entry"), limit=9)) == 1
    store.editorial.retract(1, "", now=NOW)
    assert pieces(store, "text") == []
    assert store.catalogue.citing(parse("entry"), limit=9) == ()


@modest
@given(anything.map(parse) | st.lists(anything).map(lambda words: Query(((Term(tuple(words)),),))))
def test_a_question_is_words_in_quotes_and_operators_whatever_was_asked(query: Query) -> None:
    for asked in match(wanted(query, ALL).groups):
        assert re.fullmatch(r"(?:'[^\s'\\()&|<>:*!]+'|:\*|[()&|]|<->| )*", asked)


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[SqlStore, SqlStore, list[str]]]:
    """One library of real pieces on SQLite and on PostgreSQL, and their bodies."""
    if not CORPORA.exists():
        pytest.skip(f"the corpora are not at {CORPORA}")
    paths = [path for folder in FOLDERS for path in sorted((CORPORA / folder).iterdir())][::3]
    drafts = [read(path.read_bytes(), name=path.name, origin=str(path)) for path in sampled(paths)]
    with (
        new_library() as url,
        closing(open_store("sqlite://")) as sqlite,
        closing(open_store(url)) as postgres,
    ):
        for draft in drafts:
            for store in (sqlite, postgres):
                store.catalogue.add(edit(draft), now=NOW, anyway=True)
        yield sqlite, postgres, [draft.body for draft in drafts]


def test_both_engines_find_the_same(both: tuple[SqlStore, SqlStore, list[str]]) -> None:
    sqlite, postgres, bodies = both
    asked = 0
    for question in _questions(bodies, Random(3)):
        found = [_found(store, question) for store in (sqlite, postgres)]
        assert found[0] == found[1], question
        asked += 1
    assert asked > scaled(500)


def test_both_engines_index_the_same_stems(both: tuple[SqlStore, SqlStore, list[str]]) -> None:
    sqlite, postgres, _ = both
    ours, theirs = Counter[str](), Counter[str]()
    with sqlite._database.write() as connection:
        connection.execute(
            text("CREATE VIRTUAL TABLE temp.stems USING fts5vocab(main, words, row)")
        )
        for stem, count in connection.execute(text("SELECT term, doc FROM temp.stems")):
            if not re.fullmatch(r"t\dx[0-9a-f]+", stem):  # where a row stands, for SQLite alone
                ours[stem] = count
    with postgres._database.read() as connection:
        for stem, count in connection.execute(
            text("SELECT word, ndoc FROM ts_stat('SELECT words FROM words')")
        ):
            theirs[stem] = count
    assert len(ours) > scaled(5_000)
    assert ours == theirs


def _found(store: SqlStore, question: str) -> list[tuple[int, str]]:
    return [
        (hit.card.piece, hit.snippet) for hit in store.catalogue.search(parse(question), limit=10)
    ]


def _questions(bodies: list[str], random: Random) -> Iterator[str]:
    """What people may ask for: single words, two, beginnings, quoted runs of words."""
    said = [re.findall(r"\S+", body) for body in bodies if len(body) > 1_000]

    def run(length: int) -> str:
        body = random.choice(said)
        at = random.randrange(len(body) - length)
        return " ".join(body[at : at + length]).replace('"', " ")

    kinds: tuple[Callable[[], str], ...] = (
        lambda: run(1),
        lambda: f"{run(1)} {run(1)}",
        lambda: f"{run(1)} or {run(1)} {run(1)}",
        lambda: f'"{run(2)}"',
        lambda: f'"{run(random.randrange(3, 12))}"',
        lambda: f'"{run(2)}" or "{run(2)}" {run(1)}',
        lambda: f"{run(1)[:4]}*",
    )
    for _ in range(scaled(100)):
        for kind in kinds:
            yield kind()
