"""What a store promises of its search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Source
from briefs.search_query import Query, Term, parse
from briefs.storage import Store
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract, anything, modest, numbers, storable


class SearchContract(Contract):
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("bridge", [3, 1]),
            ("BRIDGE river", [1]),
            ("bridge -river", [1]),
            ('"bridge held"', [1]),
            ('"held bridge"', []),
            ("brid*", [3, 1]),
            ('"stone brid*"', []),
            ('"stone brid"*', [3]),
            ("river or harbour", [2, 1]),
            ("bridge river or stone", [3, 1]),
            ("Quay", [2]),
            ("Mirembe", [2]),
            ("Courier", [2]),
            ("freight", [2]),
            ("cafe", [3]),
            ("café", [3]),
            ("u.s.", [2]),
            ("nothing", []),
            ("", []),
            ("+-?!", []),
        ],
    )
    def test_search_finds(self, store: Store, words: str, found: list[int]) -> None:
        store.catalogue.add(edited("The river rose. The bridge held."), now=NOW)
        store.catalogue.add(
            edited(
                "The harbour, run by a U.S. firm, closed.",
                title="At the quay",
                byline="Ada Mirembe",
                outlet="The Courier",
                topics=("Freight",),
            ),
            now=NOW + DAY,
        )
        store.catalogue.add(edited("A stone bridge. A café.", title="Walks"), now=NOW + 2 * DAY)
        assert numbers(hit.card for hit in store.catalogue.search(parse(words), limit=9)) == found

    def test_search_gives_the_newest_matches(self, store: Store) -> None:
        for n, days in enumerate((3, 1, 2)):
            store.catalogue.add(edited(f"Rain, {n}.", published=NOW + days * DAY), now=NOW)
        assert numbers(hit.card for hit in store.catalogue.search(parse("rain"), limit=2)) == [1, 3]

    def test_pieces_of_every_year_are_found(self, store: Store) -> None:
        for n, year in enumerate((1950, 2031, 1, 1969)):
            at, sources = NOW.replace(year=year), (Source(number=1, raw="The dredging report."),)
            draft = edited(f"Rain, {n}.", published=at, topics=("Rain",), sources=sources)
            store.catalogue.add(draft, now=NOW)
        for limit in (9, 3):
            expected = [2, 4, 1, 3][:limit]
            assert (
                numbers(hit.card for hit in store.catalogue.search(parse("rain"), limit=limit))
                == expected
            )
            cited = store.catalogue.citing(parse("dredging"), limit=limit)
            assert numbers(hit.card for hit in cited) == expected
            assert numbers(store.catalogue.newest(limit=limit, topic="rain")) == expected

    def test_only_the_newest_revision_is_searched(self, store: Store) -> None:
        store.catalogue.add(edited("The river rose.", origin="a"), now=NOW)
        store.catalogue.add(edited("The harbour closed.", origin="a"), now=NOW)
        assert store.catalogue.search(parse("rose"), limit=9) == ()
        (hit,) = store.catalogue.search(parse("closed"), limit=9)
        assert hit.card.revision == 2

    def test_a_hit_quotes_the_first_sentence_that_matches(self, store: Store) -> None:
        text = "Calm at first. Then the river rose. The river fell."
        store.catalogue.add(edited(text, title="A day"), now=NOW)
        (hit,) = store.catalogue.search(parse("river"), limit=9)
        assert hit.snippet == "Then the river rose."
        assert hit.at is not None
        assert hit.at.of(store.catalogue.revision(1).body) == hit.snippet
        assert hit.sha256 == store.catalogue.revision(1).sha256

    def test_a_hit_in_the_title_alone_quotes_nothing(self, store: Store) -> None:
        store.catalogue.add(edited("Calm at first.", title="The river"), now=NOW)
        (hit,) = store.catalogue.search(parse("river"), limit=9)
        assert (hit.snippet, hit.at) == ("", None)

    def test_nothing_that_a_person_types_is_syntax(self, store: Store) -> None:
        store.catalogue.add(edited(), now=NOW)
        nasty = st.sampled_from(
            ['foo"', "c++", "AND", "NOT", "NEAR(a b)", "title:x", "^a", "a* *", "-", "or or or"]
        )

        @modest
        @given(anything | nasty | st.lists(nasty, max_size=60).map(" ".join))
        def holds(text: str) -> None:
            for hit in store.catalogue.search(parse(text), limit=5):
                assert hit.card.piece == 1

        holds()

    def test_a_query_made_by_hand_cannot_be_syntax_either(self, store: Store) -> None:
        store.catalogue.add(edited(), now=NOW)
        terms = st.builds(Term, st.lists(storable, max_size=3).map(tuple), st.booleans())
        groups = st.lists(st.lists(terms, min_size=1, max_size=3).map(tuple), max_size=3)

        @modest
        @given(groups.map(tuple))
        def holds(groups: tuple[tuple[Term, ...], ...]) -> None:
            assert len(store.catalogue.search(Query(groups), limit=5)) <= 1

        holds()
