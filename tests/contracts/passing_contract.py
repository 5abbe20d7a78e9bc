"""What a store promises of pieces that are not of the library, and are kept for a while."""

import pytest
from hypothesis import given

from briefs.errors import NotFound
from briefs.search_query import parse
from briefs.storage import Store
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract, anything, modest

URL = "https://example.org/river"
SPELT = "http://www.example.org/river/?utm_source=x"


class PassingContract(Contract):
    def test_a_passing_piece_is_proved_like_any_and_is_in_no_list(self, store: Store) -> None:
        draft = edited(url=URL, topics=("Rain",))
        passing = store.publishing.pass_by(draft, now=NOW, until=NOW + DAY)
        assert (passing.piece, passing.number, passing.body) == (-1, 1, draft.draft.body)
        assert store.revision(-1, 1) == passing == store.brief(-1, "short", 1).revision
        assert (store.count(), store.topics(), store.arrival()) == (0, (), 0)
        assert store.search(parse("river"), limit=9) == ()
        for ref in ("-1", "#-1", "1", passing.slug):
            assert store.find(ref) is None
            assert store.publishing.named(ref) is None
        with pytest.raises(NotFound):
            store.revision(-1)

    def test_a_page_that_is_kept_is_kept_once(self, store: Store) -> None:
        first = store.publishing.pass_by(edited("One.", url=URL), now=NOW, until=NOW + DAY)
        again = store.publishing.pass_by(edited("One.", url=URL), now=NOW, until=NOW)
        assert again == first == store.publishing.passing(SPELT, now=NOW)
        changed = store.publishing.pass_by(edited("Two.", url=SPELT), now=NOW, until=NOW + DAY)
        assert (changed.piece, changed.number) == (-1, 2)
        assert store.publishing.passing(URL, now=NOW) == changed
        assert store.revision(-1, 1) == first

    def test_pieces_without_an_address_are_each_their_own(self, store: Store) -> None:
        kept = [
            store.publishing.pass_by(edited("One."), now=NOW, until=NOW + DAY).piece
            for _ in range(2)
        ]
        assert kept == [-1, -2]
        assert store.publishing.passing("", now=NOW) is None

    def test_no_other_address_finds_a_page(self, store: Store) -> None:
        store.publishing.pass_by(edited(url=URL), now=NOW, until=NOW + DAY)

        @modest
        @given(anything)
        def holds(path: str) -> None:
            url = f"https://example.org/sea/{path}"
            assert store.publishing.passing(url, now=NOW) is None
            assert store.holdings.at(url) == 0

        holds()

    def test_what_is_over_is_forgotten_and_its_number_never_given_again(self, store: Store) -> None:
        for n in range(3):
            draft = edited(f"Text {n}.", url=f"{URL}/{n}")
            store.publishing.pass_by(draft, now=NOW, until=NOW + n * DAY)
        assert store.publishing.passing(f"{URL}/1", now=NOW + DAY) is None
        assert store.publishing.sweep(NOW + DAY) == 2
        for piece in (-1, -2):
            with pytest.raises(NotFound):
                store.revision(piece, 1)
        assert store.revision(-3, 1).body == "Text 2."
        assert store.publishing.sweep(NOW + 9 * DAY) == 1
        assert store.publishing.sweep(NOW + 9 * DAY) == 0
        late = store.publishing.pass_by(edited(url=URL), now=NOW + DAY, until=NOW + 2 * DAY)
        assert late.piece == -4

    def test_asking_for_a_page_again_keeps_it_longer(self, store: Store) -> None:
        store.publishing.pass_by(edited(url=URL), now=NOW, until=NOW + DAY)
        store.publishing.pass_by(edited(url=URL), now=NOW, until=NOW + 3 * DAY)
        assert store.publishing.sweep(NOW + 2 * DAY) == 0
        assert store.revision(-1, 1)

    def test_a_passing_piece_ties_nothing_to_it(self, store: Store) -> None:
        fields = {"url": URL, "origin": URL, "original": "11", "slug": "passing-1", "named": True}
        store.publishing.pass_by(edited(**fields), now=NOW, until=NOW + DAY)
        added = store.add(edited(**fields), now=NOW)
        assert (added.status, added.card.piece) == ("new", 1)
        assert store.publishing.sweep(NOW + DAY) == 1
        assert store.revision(1)

    def test_a_passing_piece_cannot_be_made_public(self, store: Store) -> None:
        store.publishing.pass_by(edited(url=URL), now=NOW, until=NOW + DAY)
        with pytest.raises(NotFound):
            store.publishing.publish(-1, 1, now=NOW)
        with pytest.raises(NotFound):
            store.publishing.propose(edited("New."), by="me", at=None, now=NOW, replaces=-1)
