"""What a store promises of its lists, and of finding one piece."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import NotFound
from briefs.storage import Store
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract, anything, modest, numbers

strangers = st.sampled_from(["9" * 5000, "9" * 10, "٢", "0", "-1", "##1", "rain", "rains-"])


class CatalogueContract(Contract):
    def test_lists_are_newest_first_then_as_pieces_came_in(self, store: Store) -> None:
        for n, days in enumerate((0, 2, 1, 2, -40_000)):
            store.catalogue.add(edited(f"Text {n}.", published=NOW + days * DAY), now=NOW)
        assert numbers(store.catalogue.newest(limit=9)) == [4, 2, 3, 1, 5]

    def test_pieces_of_every_year_are_listed_in_order(self, store: Store) -> None:
        years = (1950, 1, 2031, 1500, 9999, 1969, 1000)
        for year in years:
            draft = edited(f"Written in {year}.", published=NOW.replace(year=year))
            store.catalogue.add(draft, now=NOW)
        listed = [card.published for card in store.catalogue.newest(limit=9)]
        assert listed == [NOW.replace(year=year) for year in sorted(years, reverse=True)]

    def test_a_piece_without_a_date_stands_where_it_came_in(self, store: Store) -> None:
        store.catalogue.add(edited("One.", published=NOW + DAY), now=NOW)
        store.catalogue.add(edited("Two."), now=NOW + 2 * DAY)
        store.catalogue.add(edited("Three.", published=NOW + 3 * DAY), now=NOW)
        assert numbers(store.catalogue.newest(limit=9)) == [3, 2, 1]

    def test_a_correction_does_not_make_a_piece_newer(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a", published=NOW), now=NOW)
        store.catalogue.add(edited("Two.", origin="b", published=NOW), now=NOW)
        store.catalogue.add(edited("One, corrected.", origin="a", published=NOW), now=NOW + DAY)
        assert numbers(store.catalogue.newest(limit=9)) == [2, 1]

    def test_a_corrected_date_moves_the_piece_and_its_topics(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a", published=NOW, topics=("Rain",)), now=NOW)
        store.catalogue.add(edited("Two.", origin="b", published=NOW, topics=("Rain",)), now=NOW)
        late = edited("One.", origin="a", published=NOW + DAY, topics=("Rain",))
        assert store.catalogue.add(late, now=NOW).status == "revised"
        assert numbers(store.catalogue.newest(limit=9)) == [1, 2]
        assert numbers(store.catalogue.newest(limit=9, topic="rain")) == [1, 2]
        assert store.catalogue.count(topic="rain") == 2

    def test_a_list_can_be_read_on(self, store: Store) -> None:
        for n in range(5):
            store.catalogue.add(edited(f"Text {n}."), now=NOW + n * DAY)
        assert numbers(store.catalogue.newest(limit=2)) == [5, 4]
        assert numbers(store.catalogue.newest(limit=2, skip=2)) == [3, 2]
        assert numbers(store.catalogue.newest(limit=2, skip=4)) == [1]
        assert store.catalogue.newest(limit=2, skip=5) == ()

    def test_topics_are_compared_without_regard_to_case(self, store: Store) -> None:
        store.catalogue.add(edited("One.", topics=("Énergie", "Rain", "RAIN")), now=NOW)
        store.catalogue.add(edited("Two.", topics=("énergie",)), now=NOW + DAY)
        assert numbers(store.catalogue.newest(limit=9, topic="ÉNERGIE")) == [2, 1]
        assert store.catalogue.count(topic="rain") == 1
        assert store.catalogue.count(topic="snow") == 0
        assert store.catalogue.newest(limit=9, topic="snow") == ()

    def test_topics_come_with_their_pieces_most_first_then_in_order(self, store: Store) -> None:
        store.catalogue.add(edited("One.", topics=("water", "Trade")), now=NOW)
        store.catalogue.add(edited("Two.", topics=("Water", "aid")), now=NOW)
        assert store.catalogue.topics() == (("Water", 2), ("aid", 1), ("Trade", 1))

    def test_topics_are_those_of_the_newest_revisions(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a", topics=("water", "aid")), now=NOW)
        store.catalogue.add(edited("Two.", origin="a", topics=("trade", "aid")), now=NOW)
        assert store.catalogue.topics() == (("aid", 1), ("trade", 1))
        assert store.catalogue.newest(limit=1, topic="water") == ()

    @pytest.mark.parametrize("ref", ["2", "#2", " 2 ", "02", "dry-season", "Dry-Season"])
    def test_a_piece_answers_to_its_number_and_its_slug(self, store: Store, ref: str) -> None:
        store.catalogue.add(edited("One.", slug="rains"), now=NOW)
        card = store.catalogue.add(edited("Two.", slug="dry-season"), now=NOW).card
        assert store.catalogue.find(ref) == card

    def test_a_number_goes_before_a_slug_of_digits(self, store: Store) -> None:
        store.catalogue.add(edited("One.", slug="2"), now=NOW)
        store.catalogue.add(edited("Two.", slug="1984"), now=NOW)
        assert [
            card and card.piece for card in map(store.catalogue.find, ("2", "1984", "1", "-1"))
        ] == [
            2,
            2,
            1,
            None,
        ]

    def test_no_other_word_finds_a_piece(self, store: Store) -> None:
        store.catalogue.add(edited("One.", slug="rains"), now=NOW)

        @modest
        @given(anything | strangers)
        def holds(ref: str) -> None:
            word = ref.strip()
            known = word.casefold() == "rains" or word.removeprefix("#").lstrip("0") == "1"
            assert known or store.catalogue.find(ref) is None
            assert ref == "" or store.catalogue.count(topic=ref) == 0

        holds()

    def test_what_is_not_there_is_not_found(self, store: Store) -> None:
        bare = replace(edited("One."), summaries=())
        store.catalogue.add(bare, now=NOW)
        for piece in (0, 2, -1, 2**70):
            with pytest.raises(NotFound, match=str(piece)):
                store.catalogue.revision(piece)
            with pytest.raises(NotFound):
                store.catalogue.brief(piece, "short")
        for number in (0, 2, -1, 2**70):
            with pytest.raises(NotFound, match=f"1, revision {number}"):
                store.catalogue.revision(1, number)
        with pytest.raises(NotFound):
            store.catalogue.brief(1, "short")

    def test_an_earlier_revision_keeps_its_brief(self, store: Store) -> None:
        store.catalogue.add(edited("Old one. Old two.", origin="a"), now=NOW)
        store.catalogue.add(edited("New one. New two.", origin="a"), now=NOW)
        brief = store.catalogue.brief(1, "short", 1)
        assert brief.revision == store.catalogue.revision(1, 1)
        assert [at.of(brief.revision.body) for at in brief.summary.sentences] == ["Old one."]
        assert store.catalogue.brief(1, "short", 2) == store.catalogue.brief(1, "short")
        for number in (0, 3, 2**70):
            with pytest.raises(NotFound, match=f"1, revision {number}"):
                store.catalogue.brief(1, "short", number)

    def test_a_brief_is_of_the_newest_revision_and_the_length_asked_for(self, store: Store) -> None:
        store.catalogue.add(edited("Old one. Old two.", origin="a"), now=NOW)
        store.catalogue.add(edited("New one. New two.", origin="a"), now=NOW)
        short, long = store.catalogue.brief(1, "short"), store.catalogue.brief(1, "long")
        assert short.revision == long.revision == store.catalogue.revision(1, 2)
        assert [at.of(short.revision.body) for at in short.summary.sentences] == ["New one."]
        assert len(long.summary.sentences) == 2
