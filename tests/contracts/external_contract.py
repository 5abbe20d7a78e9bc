"""The store's contract for external pages, which are kept for a while."""

import pytest
from hypothesis import given

from briefs.errors import NotFound
from briefs.model import Revision
from briefs.search_query import parse
from briefs.storage import Store
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract, anything, modest

URL = "https://example.org/river"
SPELT = "http://www.example.org/river/?utm_source=x"


class ExternalContract(Contract):
    def test_a_passing_piece_is_proved_like_any_and_is_in_no_list(self, store: Store) -> None:
        draft = edited(url=URL, topics=("Rain",))
        external = store.editorial.keep_external(draft, now=NOW, until=NOW + DAY)
        assert external.piece < 0
        assert (external.number, external.body) == (1, draft.draft.body)
        assert (
            store.catalogue.revision(external.piece, 1)
            == external
            == store.catalogue.brief(external.piece, "short", 1).revision
        )
        assert (store.catalogue.count(), store.catalogue.topics(), store.catalogue.arrival()) == (
            0,
            (),
            0,
        )
        assert store.catalogue.search(parse("river"), limit=9) == ()
        for ref in (f"{external.piece}", f"#{external.piece}", f"{-external.piece}", external.slug):
            assert store.catalogue.find(ref) is None
            assert store.editorial.find(ref) is None
        with pytest.raises(NotFound):
            store.catalogue.revision(external.piece)

    def test_a_page_that_is_kept_is_kept_once(self, store: Store) -> None:
        first = store.editorial.keep_external(edited("One.", url=URL), now=NOW, until=NOW + DAY)
        again = store.editorial.keep_external(edited("One.", url=URL), now=NOW, until=NOW)
        assert again == first == store.editorial.external(SPELT, now=NOW)
        changed = store.editorial.keep_external(edited("Two.", url=SPELT), now=NOW, until=NOW + DAY)
        assert (changed.piece, changed.number) == (first.piece, 2)
        assert store.editorial.external(URL, now=NOW) == changed
        assert store.catalogue.revision(first.piece, 1) == first

    def test_pieces_without_an_address_are_each_their_own(self, store: Store) -> None:
        kept = [
            store.editorial.keep_external(edited("One."), now=NOW, until=NOW + DAY).piece
            for _ in range(2)
        ]
        assert len(set(kept)) == len(kept)
        assert max(kept) < 0
        assert store.editorial.external("", now=NOW) is None

    def test_no_other_address_finds_a_page(self, store: Store) -> None:
        store.editorial.keep_external(edited(url=URL), now=NOW, until=NOW + DAY)

        @modest
        @given(anything)
        def holds(path: str) -> None:
            url = f"https://example.org/sea/{path}"
            assert store.editorial.external(url, now=NOW) is None

        holds()

    def test_what_is_over_is_forgotten(self, store: Store) -> None:
        pages = [
            store.editorial.keep_external(
                edited(f"Text {n}.", url=f"{URL}/{n}"), now=NOW, until=NOW + n * DAY
            )
            for n in range(3)
        ]
        assert store.editorial.external(f"{URL}/1", now=NOW + DAY) is None
        assert store.editorial.expire_external(NOW + DAY) == 2
        for page in pages[:2]:
            with pytest.raises(NotFound):
                store.catalogue.revision(page.piece, 1)
        assert store.catalogue.revision(pages[2].piece, 1).body == "Text 2."
        assert store.editorial.expire_external(NOW + 9 * DAY) == 1
        assert store.editorial.expire_external(NOW + 9 * DAY) == 0

    def test_asking_for_a_page_again_keeps_it_longer(self, store: Store) -> None:
        page = store.editorial.keep_external(edited(url=URL), now=NOW, until=NOW + DAY)
        store.editorial.keep_external(edited(url=URL), now=NOW, until=NOW + 3 * DAY)
        assert store.editorial.expire_external(NOW + 2 * DAY) == 0
        assert store.catalogue.revision(page.piece, 1)

    def test_beyond_the_quota_those_go_that_would_go_soonest(self, store: Store) -> None:
        def keep(n: int, days: int, size: int = 10_000) -> Revision:
            page = edited(f"Page {n} {'goes on ' * (size // 8)}.", url=f"{URL}/{n}")
            return store.editorial.keep_external(
                page, now=NOW, until=NOW + days * DAY, quota=25_000
            )

        first, second, third = keep(1, days=3), keep(2, days=2), keep(3, days=4)
        assert store.editorial.external(f"{URL}/2", now=NOW) is None
        with pytest.raises(NotFound):
            store.catalogue.revision(second.piece, 1)
        for page in (first, third):
            assert store.catalogue.revision(page.piece, 1) == page
        whole = keep(4, days=1, size=40_000)  # itself more than the quota: it is there, alone
        assert store.catalogue.revision(whole.piece, 1) == whole
        assert store.editorial.external(f"{URL}/3", now=NOW) is None
        assert keep(5, days=9).body

    def test_a_page_that_changes_each_time_counts_with_all_its_revisions(
        self, store: Store
    ) -> None:
        other = store.editorial.keep_external(
            edited("Other.", url=f"{URL}/other"), now=NOW, until=NOW + DAY, quota=30_000
        )
        for n in range(4):
            changing = edited(f"Now {n} {'goes on ' * 1_200}.", url=URL)
            store.editorial.keep_external(changing, now=NOW, until=NOW + 2 * DAY, quota=30_000)
        with pytest.raises(NotFound):
            store.catalogue.revision(other.piece, 1)

    def test_a_passing_piece_ties_nothing_to_it(self, store: Store) -> None:
        fields = {"url": URL, "origin": URL, "original": "11", "slug": "passing-1", "named": True}
        store.editorial.keep_external(edited(**fields), now=NOW, until=NOW + DAY)
        added = store.catalogue.add(edited(**fields), now=NOW)
        assert (added.status, added.card.piece) == ("new", 1)
        assert store.editorial.expire_external(NOW + DAY) == 1
        assert store.catalogue.revision(1)

    def test_a_passing_piece_cannot_be_made_public(self, store: Store) -> None:
        page = store.editorial.keep_external(edited(url=URL), now=NOW, until=NOW + DAY)
        with pytest.raises(NotFound):
            store.editorial.publish(page.piece, 1, now=NOW)
        with pytest.raises(NotFound):
            store.editorial.propose(edited("New."), by="me", at=None, now=NOW, replaces=page.piece)
