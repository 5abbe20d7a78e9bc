"""What a store promises of where its pieces came from."""

from datetime import datetime

from briefs.storage import Holding, Store
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract

URL = "https://example.org/river"
SPELT = "http://www.example.org/river/?utm_source=x"


class HoldingsContract(Contract):
    def test_a_piece_is_found_by_its_address_however_it_is_written(self, store: Store) -> None:
        store.add(edited(url=URL), now=NOW)
        assert (store.holdings.at(URL), store.holdings.at(SPELT)) == (1, 1)
        assert (store.holdings.at("https://example.org/sea"), store.holdings.at("")) == (0, 0)

    def test_a_piece_of_no_public_revision_is_held_too(self, store: Store) -> None:
        draft = edited(url=URL, origin="/in/a.md", original="11")
        store.publishing.propose(draft, by="me", at=None, now=NOW)
        held = Holding(piece=1, origin="/in/a.md", original="11", public=False)
        assert store.holdings.at(URL) == 1
        assert store.holdings.read_from("11") == held
        store.publishing.publish(1, 1, now=NOW)
        store.publishing.retract(1, "no longer true", now=NOW)
        assert store.holdings.below("/in/") == (held,)

    def test_older_bytes_lead_to_what_the_piece_stands_by_now(self, store: Store) -> None:
        for number in ("11", "22"):
            store.add(edited(f"Text {number}.", origin="/in/a.md", original=number), now=NOW)
        stands = Holding(piece=1, origin="/in/a.md", original="22", public=True)
        assert store.holdings.read_from("11") == store.holdings.read_from("22") == stands
        assert store.holdings.read_from("33") is None
        assert store.holdings.read_from("") is None

    def test_a_folder_holds_what_begins_with_it_to_the_letter(self, store: Store) -> None:
        for number, origin in enumerate(("/in/b.md", "/in/a.md", "/IN/a.md", "/i%/a.md", "")):
            store.add(edited(f"Text {number}.", origin=origin), now=NOW)
        assert [held.piece for held in store.holdings.below("/in/")] == [1, 2]
        assert [held.piece for held in store.holdings.below("/i%/")] == [4]
        assert store.holdings.below("/nowhere/") == ()

    def test_a_place_is_that_of_the_piece_that_stands_by_it(self, store: Store) -> None:
        store.add(edited("One.", origin="/in/a.md", original="11"), now=NOW)
        stands = Holding(piece=1, origin="/in/a.md", original="11", public=True)
        assert store.holdings.from_place("/in/a.md") == stands
        assert store.holdings.from_place("/in/a") is None
        assert store.holdings.from_place("") is None

    def test_a_moved_piece_is_tied_to_its_new_place_alone(self, store: Store) -> None:
        store.add(edited("One.", origin="/in/a.md"), now=NOW)
        store.holdings.move(1, "/in/b.md")
        assert store.add(edited("Two.", origin="/in/a.md"), now=NOW).card.piece == 2
        assert store.add(edited("Three.", origin="/in/b.md"), now=NOW).card.piece == 1
        store.holdings.move(9, "/in/c.md")
        assert store.holdings.below("/in/c.md") == ()

    def test_it_is_known_how_long_a_passing_piece_is_kept(self, store: Store) -> None:
        until: datetime = NOW + DAY
        passing = store.publishing.pass_by(edited(url=URL), now=NOW, until=until)
        assert store.holdings.until(passing.piece) == until
        assert store.holdings.until(-9) is None
        assert store.holdings.at(URL) == 0
        assert store.holdings.below("") == ()
