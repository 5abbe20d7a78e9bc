"""The store's contract for arrivals, by which a subscription knows what it has sent."""

from briefs.search_query import parse
from briefs.storage import Store
from briefs.storage.editorial import Proposal
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract


class ArrivalContract(Contract):
    def test_a_piece_of_the_archive_is_found_and_never_arrives(self, store: Store) -> None:
        store.catalogue.add(edited("New.", origin="a"), now=NOW)
        store.catalogue.add(edited("Old.", origin="b"), now=NOW, archive=True)
        (hit,) = store.catalogue.search(parse("old"), limit=9)
        assert hit.card.piece == 2
        assert store.catalogue.count() == 2
        assert [a.card.piece for a in store.catalogue.arrivals(0, limit=9)] == [1]
        assert store.catalogue.arrival() == 1

    def test_whatever_becomes_of_a_piece_of_the_archive_is_no_news(self, store: Store) -> None:
        store.catalogue.add(edited("Old.", origin="b"), now=NOW, archive=True)
        added = store.catalogue.add(edited("Older.", origin="b"), now=NOW)
        assert added.status == "revised"
        store.editorial.retract(1, "wrong", now=NOW)
        store.editorial.publish(1, 1, now=NOW)
        assert store.catalogue.arrivals(0, limit=9) == ()
        assert store.catalogue.arrival() == 0

    def test_a_version_that_is_added_as_archive_is_no_news_again(self, store: Store) -> None:
        store.catalogue.add(edited("New.", origin="a"), now=NOW)
        store.catalogue.add(edited("Newer.", origin="a"), now=NOW, archive=True)
        (arrival,) = store.catalogue.arrivals(0, limit=9)
        assert (arrival.number, arrival.card.revision) == (1, 2)

    def test_a_piece_that_became_news_by_mistake_is_put_into_the_archive(
        self, store: Store
    ) -> None:
        for origin in "ab":
            store.catalogue.add(edited(f"Text {origin}.", origin=origin), now=NOW)
        assert store.editorial.archive(2)
        assert not store.editorial.archive(2)
        assert [a.card.piece for a in store.catalogue.arrivals(0, limit=9)] == [1]
        assert [h.card.piece for h in store.catalogue.search(parse("text"), limit=9)] == [2, 1]
        store.catalogue.add(edited("Text b, corrected.", origin="b"), now=NOW)
        store.catalogue.add(edited("Text c.", origin="c"), now=NOW)
        assert [a.card.piece for a in store.catalogue.arrivals(0, limit=9)] == [3, 1]
        assert store.catalogue.arrival() == 3  # no number is given twice

    def test_what_waits_is_published_into_the_archive(self, store: Store) -> None:
        store.editorial.propose(edited("Old.", origin="a"), by="ines", at=None, now=NOW)
        assert not store.editorial.archive(1)
        assert not store.editorial.archive(99)
        store.editorial.publish(1, 1, now=NOW, archive=True)
        store.editorial.publish(1, 1, now=NOW)
        assert store.catalogue.count() == 1
        assert store.catalogue.arrivals(0, limit=9) == ()

    def test_an_empty_library_has_no_arrivals(self, store: Store) -> None:
        assert store.catalogue.arrival() == 0
        assert store.catalogue.arrivals(0, limit=9) == ()

    def test_every_revision_is_an_arrival_and_an_unchanged_piece_is_none(
        self, store: Store
    ) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        store.catalogue.add(edited("Two.", origin="b"), now=NOW)
        store.catalogue.add(edited("One, corrected.", origin="a"), now=NOW)
        assert store.catalogue.arrival() == 3
        assert store.catalogue.add(edited("Two.", origin="b"), now=NOW).status == "unchanged"
        assert store.catalogue.arrival() == 3

    def test_a_piece_arrives_as_its_newest_revision_newest_first(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a", published=NOW + 9 * DAY), now=NOW)
        store.catalogue.add(edited("Two.", origin="b", published=NOW), now=NOW)
        card = store.catalogue.add(
            edited("One, corrected.", origin="a", topics=("Rain",)), now=NOW
        ).card
        first, second = store.catalogue.arrivals(0, limit=9)
        assert (first.number, first.first, first.card) == (3, 1, card)
        assert (second.number, second.first, second.card.piece) == (2, 2, 2)

    def test_an_arrival_says_when_its_revision_became_public_first(self, store: Store) -> None:
        waits = store.editorial.propose(edited("One."), by="ines", at=None, now=NOW - 9 * DAY)
        assert isinstance(waits, Proposal)
        card = store.editorial.publish(1, 1, now=NOW - 2 * DAY)
        assert [one.at for one in store.catalogue.arrivals(0, limit=9)] == [NOW - 2 * DAY]
        store.editorial.retract(card.piece, "", now=NOW - DAY)
        store.editorial.publish(1, 1, now=NOW)
        assert [one.at for one in store.catalogue.arrivals(0, limit=9)] == [NOW - 2 * DAY]

    def test_arrivals_are_those_after_one(self, store: Store) -> None:
        for n in range(4):
            store.catalogue.add(edited(f"Text {n}.", published=NOW - n * DAY), now=NOW)
        assert [one.number for one in store.catalogue.arrivals(2, limit=9)] == [4, 3]
        assert [one.number for one in store.catalogue.arrivals(0, limit=2)] == [4, 3]
        first = store.catalogue.arrivals(1, limit=2, oldest=True)
        assert [one.number for one in first] == [3, 2]
        assert store.catalogue.arrivals(4, limit=9) == ()
