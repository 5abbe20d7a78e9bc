"""The store's contract for what receipts rest on: the chain of revisions, and the public keys."""

from datetime import timedelta

from briefs.pieces.corrected_fields import SetField
from briefs.receipts.receipt import revision_hash
from briefs.receipts.signing import PublicKey
from briefs.storage import Store
from tests.briefs.builders import NOW, draft, edit
from tests.contracts.contract import Contract

FIRST, SECOND = PublicKey(b"1" * 32), PublicKey(b"2" * 32)
LATER = NOW + timedelta(hours=1)


class ReceiptsContract(Contract):
    def test_each_revision_is_hashed_together_with_the_one_stored_before(
        self, store: Store
    ) -> None:
        store.catalogue.add(edit(draft("The dam held.", title="One")), now=NOW)
        store.catalogue.add(edit(draft("The river rose.", title="Two", slug="two")), now=NOW)
        store.editorial.correct(1, 1, [SetField("title", "Won")], now=LATER)
        chain = store.receipts.links(limit=9)
        assert [(one.position, one.piece, one.revision) for one in chain] == [
            (1, 1, 1),
            (2, 2, 1),
            (3, 1, 2),
        ]
        previous = None
        for link in chain:
            revision = store.catalogue.revision(link.piece, link.revision)
            assert link.previous == previous
            assert link.sha256 == revision_hash(revision, previous)
            assert store.receipts.link(link.piece, link.revision) == link
            previous = link.sha256
        assert store.receipts.links(after=1, limit=1) == chain[1:2]
        assert store.receipts.unlinked(limit=9) == ()

    def test_a_page_that_is_not_of_the_library_is_in_no_chain(self, store: Store) -> None:
        page = edit(draft(url="https://example.org/page"))
        kept = store.editorial.keep_external(page, now=NOW, until=LATER)
        assert store.receipts.link(kept.piece, kept.number) is None
        assert store.receipts.links(limit=9) == ()

    def test_what_no_piece_has_is_in_no_chain(self, store: Store) -> None:
        assert store.receipts.link(2**40, 1) is None

    def test_a_new_key_retires_the_one_before_and_none_is_forgotten(self, store: Store) -> None:
        store.receipts.add_key(FIRST, now=NOW)
        store.receipts.add_key(SECOND, now=LATER)
        store.receipts.add_key(FIRST, now=LATER)
        assert store.receipts.public_keys() == (
            PublicKey(SECOND.raw, LATER),
            PublicKey(FIRST.raw, NOW, retired_at=LATER),
        )

    def test_a_key_in_other_hands_is_revoked_and_stays_known(self, store: Store) -> None:
        store.receipts.add_key(FIRST, now=NOW)
        assert store.receipts.revoke_key(FIRST.id, now=LATER)
        assert store.receipts.revoke_key(FIRST.id, now=LATER + timedelta(hours=1))
        assert not store.receipts.revoke_key(SECOND.id, now=LATER)
        assert store.receipts.public_keys() == (PublicKey(FIRST.raw, NOW, revoked_at=LATER),)
