"""What a store promises of finding pieces by what they cite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Organisation, Person, Source
from briefs.search_query import EVERYTHING, Query, Term, parse
from briefs.storage import Store
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract, anything, modest, numbers, storable

HARBOUR = Source(
    number=1,
    raw="Okafor, N. “Harbour closed.” The Coast Courier, 3 March 2026.",
    authors=(Person("Okafor", "Nneka"),),
    title="Harbour closed",
    container="The Coast Courier",
    url="https://www.courier.example/2026/harbour",
)
SILT = Source(
    number=2,
    raw="[Silt and certainty](https://ports.example/silt)",
    title="Silt and certainty",
    authors=(Organisation("Bureau of Tides"),),
    publisher="Quayside Press",
)
LETTER = Source(number=1, raw="A letter about the tides, kept by the café.")


class CitingContract(Contract):
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("harbour", [(1, HARBOUR)]),
            ("HARBOUR closed", [(1, HARBOUR)]),
            ("nneka", [(1, HARBOUR)]),
            ("courier.example", [(1, HARBOUR)]),
            ("courier.example/2026", [(1, HARBOUR)]),
            ("quayside", [(1, SILT)]),
            ("tides", [(2, LETTER), (1, SILT)]),
            ("cafe or closed", [(2, LETTER), (1, HARBOUR)]),
            ('"closed harbour"', []),
            ("cert*", [(1, SILT)]),
            ("harbour silt", []),
            ("river", []),
            ("", []),
        ],
    )
    def test_citing_finds_the_first_entry_that_has_it_all(
        self, store: Store, words: str, found: list[tuple[int, Source]]
    ) -> None:
        store.catalogue.add(edited("The river rose.", sources=(HARBOUR, SILT)), now=NOW)
        store.catalogue.add(edited("Calm.", sources=(LETTER,)), now=NOW + DAY)
        hits = store.catalogue.citing(parse(words), limit=9)
        assert [(hit.card.piece, hit.cites) for hit in hits] == found
        assert all((hit.snippet, hit.at) == ("", None) for hit in hits)

    def test_what_is_cited_is_not_found_as_text(self, store: Store) -> None:
        store.catalogue.add(edited("The river rose.", sources=(HARBOUR,)), now=NOW)
        assert store.catalogue.search(parse("harbour"), limit=9) == ()

    def test_the_text_may_be_asked_for_too(self, store: Store) -> None:
        store.catalogue.add(edited("The river rose.", sources=(HARBOUR,)), now=NOW)
        store.catalogue.add(edited("A dry day.", title="Dry", sources=(HARBOUR,)), now=NOW + DAY)

        def found(text: Query) -> list[int]:
            return numbers(
                h.card for h in store.catalogue.citing(parse("harbour"), text=text, limit=9)
            )

        assert found(EVERYTHING) == [2, 1]
        assert found(parse("river")) == [1]
        assert found(parse("snow")) == []
        assert store.catalogue.citing(EVERYTHING, text=parse("river"), limit=9) == ()

    def test_the_newest_come_first_each_piece_once(self, store: Store) -> None:
        for n, days in enumerate((3, 1, 2)):
            cited = (HARBOUR, HARBOUR)
            store.catalogue.add(
                edited(f"Rain, {n}.", published=NOW + days * DAY, sources=cited), now=NOW
            )
        hits = store.catalogue.citing(parse("harbour"), limit=2)
        assert numbers(hit.card for hit in hits) == [1, 3]

    def test_only_the_newest_revision_cites(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a", sources=(HARBOUR, LETTER)), now=NOW)
        store.catalogue.add(
            edited("Two.", origin="a", published=NOW + DAY, sources=(SILT,)), now=NOW
        )
        assert store.catalogue.citing(parse("harbour"), limit=9) == ()
        assert store.catalogue.references() == ((1, (SILT,)),)
        (hit,) = store.catalogue.citing(parse("silt"), limit=9)
        assert (hit.card.revision, hit.cites) == (2, SILT)

    def test_references_come_by_piece_newest_first_and_never_empty(self, store: Store) -> None:
        assert store.catalogue.references() == ()
        store.catalogue.add(edited("One.", sources=(HARBOUR, SILT)), now=NOW)
        store.catalogue.add(edited("Two."), now=NOW + DAY)
        store.catalogue.add(edited("Three.", sources=(LETTER,)), now=NOW + 2 * DAY)
        assert store.catalogue.references() == ((3, (LETTER,)), (1, (HARBOUR, SILT)))

    def test_no_words_for_a_source_are_syntax(self, store: Store) -> None:
        store.catalogue.add(edited(sources=(HARBOUR,)), now=NOW)
        terms = st.builds(Term, st.lists(storable, max_size=3).map(tuple), st.booleans())
        groups = st.lists(st.lists(terms, min_size=1, max_size=3).map(tuple), max_size=3)
        queries = groups.map(lambda made: Query(tuple(made))) | anything.map(parse)

        @modest
        @given(queries, queries)
        def holds(query: Query, text: Query) -> None:
            assert len(store.catalogue.citing(query, text=text, limit=5)) <= 1

        holds()
