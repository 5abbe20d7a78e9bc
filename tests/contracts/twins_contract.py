"""The store's contract for near-duplicates, and for the many addresses of one page."""

import pytest

from briefs.model import Edited
from briefs.storage import Store
from briefs.storage.editorial import Proposal
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import Contract


def article(seed: int, sentences: int = 20) -> tuple[str, ...]:
    """Sentences that no other seed has a sequence of words of."""
    return tuple(
        " ".join(f"{place}w{number}of{seed}" for place in range(9)).capitalize() + "."
        for number in range(sentences)
    )


def piece(*sentences: str, **fields: str) -> Edited:
    return edited(" ".join(sentences), **fields)


class TwinsContract(Contract):
    def test_a_copy_with_another_opening_is_told_and_not_taken_in(self, store: Store) -> None:
        first = store.catalogue.add(piece(*article(5), origin="a"), now=NOW)
        store.catalogue.add(piece(*article(7)), now=NOW)
        copied = piece("From our wire service.", *article(5)[1:], origin="b", url="https://b.org/1")
        added = store.catalogue.add(copied, now=NOW)
        assert (added.status, added.card, added.sha256) == ("twin", first.card, first.sha256)
        assert 0.8 < added.likeness < 1
        assert store.catalogue.count() == 2
        taken = store.catalogue.add(copied, now=NOW, anyway=True)
        assert (taken.status, taken.card.piece) == ("new", 3)
        assert store.catalogue.add(copied, now=NOW).status == "unchanged"

    def test_pieces_of_a_series_are_not_twins(self, store: Store) -> None:
        boilerplate = article(11, sentences=6)
        for seed in (5, 7):
            added = store.catalogue.add(piece(*article(seed), *boilerplate), now=NOW)
            assert (added.status, added.likeness) == ("new", 0)

    def test_short_texts_are_twins_only_when_they_are_the_same(self, store: Store) -> None:
        store.catalogue.add(piece(*article(5, sentences=4)), now=NOW)
        assert (
            store.catalogue.add(piece(*article(5, sentences=4), "More."), now=NOW).status == "new"
        )

    def test_a_changed_version_of_a_piece_is_no_twin_of_it(self, store: Store) -> None:
        store.catalogue.add(piece(*article(5), origin="a"), now=NOW)
        assert (
            store.catalogue.add(piece(*article(5), "More.", origin="a"), now=NOW).status
            == "revised"
        )
        assert store.editorial.twin(" ".join(article(5)), beside=1) is None

    def test_a_twin_is_the_likest_of_what_is_public(self, store: Store) -> None:
        store.catalogue.add(piece(*article(5)[:15], *article(7)[:5]), now=NOW)
        store.catalogue.add(piece(*article(5)[:18], *article(11)[:2]), now=NOW, anyway=True)
        twin = store.editorial.twin(" ".join(article(5)))
        assert twin is not None
        assert (twin.card, round(twin.likeness, 1)) == (store.catalogue.newest(limit=1)[0], 0.9)
        store.editorial.retract(2, "", now=NOW)
        twin = store.editorial.twin(" ".join(article(5)))
        assert twin is not None
        assert twin.card.piece == 1
        store.editorial.retract(1, "", now=NOW)
        assert store.editorial.twin(" ".join(article(5))) is None

    def test_a_proposal_tells_its_twin(self, store: Store) -> None:
        store.catalogue.add(piece(*article(5)), now=NOW)
        proposal = store.editorial.propose(piece(*article(5)[2:]), by="me", at=None, now=NOW)
        assert isinstance(proposal, Proposal)
        assert (proposal.twin, proposal.replaces) == (1, 0)
        assert proposal.likeness > 0.8
        alone = store.editorial.propose(piece(*article(7)), by="me", at=None, now=NOW)
        assert isinstance(alone, Proposal)
        assert (alone.twin, alone.likeness) == (0, 0)
        assert store.editorial.proposals(limit=9)[::-1] == (proposal, alone)

    @pytest.mark.parametrize(
        "url",
        [
            "https://www.example.org/river/",
            "http://example.org/river?utm_source=mail&fbclid=x",
            "https://EXAMPLE.org/river#comments",
        ],
    )
    def test_one_page_is_one_piece_however_its_address_is_written(
        self, store: Store, url: str
    ) -> None:
        store.catalogue.add(edited("Old.", url="https://example.org/river"), now=NOW)
        assert store.catalogue.add(edited("New.", url=url), now=NOW).card.piece == 1

    @pytest.mark.parametrize("url", ["https://example.org/river?page=2", "https://example.org/#/a"])
    def test_another_page_is_another_piece(self, store: Store, url: str) -> None:
        store.catalogue.add(edited("Old.", url="https://example.org/river"), now=NOW)
        store.catalogue.add(edited("Older.", url="https://example.org/#/b"), now=NOW)
        assert store.catalogue.add(edited("New.", url=url), now=NOW).status == "new"
