"""The store's contract for where its pieces came from."""

from datetime import datetime

from hypothesis import given

from briefs.storage import Provenance, Store
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract, anything, modest

URL = "https://example.org/river"
SPELT = "http://www.example.org/river/?utm_source=x"


class HoldingsContract(Contract):
    def test_a_piece_is_found_by_its_address_however_it_is_written(self, store: Store) -> None:
        store.catalogue.add(edited(url=URL), now=NOW)
        assert (store.provenance.by_url(URL), store.provenance.by_url(SPELT)) == (1, 1)
        assert (
            store.provenance.by_url("https://example.org/sea"),
            store.provenance.by_url(""),
        ) == (0, 0)

    def test_no_other_address_finds_a_piece(self, store: Store) -> None:
        store.catalogue.add(edited(url=URL), now=NOW)

        @modest
        @given(anything)
        def holds(path: str) -> None:
            assert store.provenance.by_url(f"https://example.org/sea/{path}") == 0

        holds()

    def test_a_piece_of_no_public_revision_is_held_too(self, store: Store) -> None:
        draft = edited(url=URL, origin="/in/a.md", original="11")
        store.editorial.propose(draft, by="me", at=None, now=NOW)
        held = Provenance(piece=1, origin="/in/a.md", original="11", public=False)
        assert store.provenance.by_url(URL) == 1
        assert store.provenance.by_original("11") == held
        store.editorial.publish(1, 1, now=NOW)
        store.editorial.retract(1, "no longer true", now=NOW)
        assert store.provenance.under_folder("/in/") == (held,)

    def test_older_bytes_lead_to_what_the_piece_stands_by_now(self, store: Store) -> None:
        for number in ("11", "22"):
            store.catalogue.add(
                edited(f"Text {number}.", origin="/in/a.md", original=number), now=NOW
            )
        stands = Provenance(piece=1, origin="/in/a.md", original="22", public=True)
        assert store.provenance.by_original("11") == store.provenance.by_original("22") == stands
        assert store.provenance.by_original("33") is None
        assert store.provenance.by_original("") is None

    def test_a_folder_holds_what_begins_with_it_to_the_letter(self, store: Store) -> None:
        for number, origin in enumerate(("/in/b.md", "/in/a.md", "/IN/a.md", "/i%/a.md", "")):
            store.catalogue.add(edited(f"Text {number}.", origin=origin), now=NOW)
        assert [held.piece for held in store.provenance.under_folder("/in/")] == [1, 2]
        assert [held.piece for held in store.provenance.under_folder("/i%/")] == [4]
        assert store.provenance.under_folder("/nowhere/") == ()

    def test_a_place_is_that_of_the_piece_that_stands_by_it(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="/in/a.md", original="11"), now=NOW)
        stands = Provenance(piece=1, origin="/in/a.md", original="11", public=True)
        assert store.provenance.by_origin("/in/a.md") == stands
        assert store.provenance.by_origin("/in/a") is None
        assert store.provenance.by_origin("") is None

    def test_a_moved_piece_is_tied_to_its_new_place_alone(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="/in/a.md"), now=NOW)
        store.provenance.set_origin(1, "/in/b.md")
        assert store.catalogue.add(edited("Two.", origin="/in/a.md"), now=NOW).card.piece == 2
        assert store.catalogue.add(edited("Three.", origin="/in/b.md"), now=NOW).card.piece == 1
        store.provenance.set_origin(9, "/in/c.md")
        assert store.provenance.under_folder("/in/c.md") == ()

    def test_it_is_known_how_long_a_passing_piece_is_kept(self, store: Store) -> None:
        until: datetime = NOW + DAY
        external = store.editorial.keep_external(edited(url=URL), now=NOW, until=until)
        assert store.provenance.kept_until(external.piece) == until
        assert store.provenance.kept_until(-9) is None
        assert store.provenance.by_url(URL) == 0
        assert store.provenance.under_folder("") == ()
