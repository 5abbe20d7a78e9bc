"""What a store promises of its search."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Source
from briefs.search_query import Query, Term, ask, parse
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

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("dam", [5, 3, 2, 1]),
            ("dam -weir", [5, 2, 1]),
            ("dam -lind", [5, 3]),
            ('dam -"river rose"', [5, 3, 2]),
            ('dam -"rose river"', [5, 3, 2, 1]),
            ("-dam", [4]),
            ("-dam -harbour", []),
            ("-wei*", [5, 4, 2, 1]),
            ("by:lind", [4, 2, 1]),
            ("by:LIND dam", [2, 1]),
            ('by:"anna lind"', [2, 1]),
            ("by:anna by:lind", [2, 1]),
            ("by:nobody", []),
            ("by:dam", []),
            ("on:energy", [3, 1]),
            ('on:Energy on:"dry land"', [3]),
            ("on:energy dam -weir", [1]),
            ("on:nothing", []),
            ("before:2017", [2, 1]),
            ("before:2016-03-10", [1]),
            ("after:2016", [4, 3]),
            ("after:2015 before:2017 by:lind", [2]),
            ("after:2031", []),
            ("cites:soundings", [3, 2]),
            ("cites:soundings -weir", [2]),
            ("dam cites:soundings on:energy", [3]),
            ("cites:soundings by:okafor", [3, 2]),
        ],
    )
    def test_a_filter_narrows_down(self, store: Store, words: str, found: list[int]) -> None:
        cited = (Source(number=1, raw="Port. Soundings. 2014."),)
        rows = (
            ("The dam held. The river rose.", "Anna Lind", ("Energy",), "2015-05-04", ()),
            ("A dam in the hills.", "Anna Lind and Per Okafor", (), "2016-03-10", cited),
            ("A dam and a weir.", "Per Okafor", ("energy", "Dry land"), "2017-01-01", cited),
            ("The harbour.", "Pär Lind", (), "2018-01-01", ()),
            ("An old dam.", "", (), None, ()),
        )
        for text, byline, topics, day, sources in rows:
            made = edited(
                *(text, "Nobody knew."),
                title="Walks",
                byline=byline,
                topics=topics,
                published=None if day is None else datetime.fromisoformat(f"{day}T00:00:00+00:00"),
                sources=sources,
                origin=text,
            )
            store.catalogue.add(made, now=NOW, anyway=True)
        asked = ask(words)
        if asked.cites:
            hits = store.catalogue.citing(asked.cites, text=asked.text, where=asked.where, limit=9)
        else:
            hits = store.catalogue.search(asked.text, where=asked.where, limit=9)
            part = store.catalogue.search(asked.text, where=asked.where, limit=2, skip=1)
            assert part == hits[1:3]
        assert numbers(hit.card for hit in hits) == found

    def test_unwanted_words_are_looked_for_in_all_of_a_long_text(self, store: Store) -> None:
        long = " ".join(f"Word{n} stands here, and the rain fell." for n in range(600))
        store.catalogue.add(edited(f"{long} The weir broke at last."), now=NOW)
        store.catalogue.add(edited("Rain fell on the weir."), now=NOW)
        for words, found in (
            ('rain -"weir broke"', [2]),
            ("rain -broke", [2]),
            ("rain -x", [1, 2]),
        ):
            asked = ask(words)
            hits = store.catalogue.search(asked.text, where=asked.where, limit=9)
            assert sorted(numbers(hit.card for hit in hits)) == found
