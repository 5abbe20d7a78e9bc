"""What a store promises of the files that pieces were read from."""

from contextlib import closing
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import NotFound
from briefs.storage import Store
from briefs.storage.editorial import LARGEST, Original
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import Contract, modest


def original(data: bytes) -> Original:
    return Original(sha256(data).hexdigest(), "river.md", "text/markdown", data)


class OriginalsContract(Contract):
    def test_a_receipt_reaches_back_to_the_file_byte_for_byte(self) -> None:
        @modest
        @given(st.binary(max_size=2_000))
        def holds(data: bytes) -> None:
            came = original(data)
            with closing(self.open()) as store:
                store.catalogue.add(edited(original=came.sha256), now=NOW, original=came)
                assert store.editorial.original_sha256(1, 1) == came.sha256
                assert store.editorial.original(came.sha256) == came

        holds()

    def test_a_proposal_keeps_its_file_too(self, store: Store) -> None:
        came = original(b"# The river")
        draft = edited(original=came.sha256)
        store.editorial.propose(draft, by="me", at=None, now=NOW, original=came)
        assert store.editorial.original(came.sha256) == came

    def test_every_revision_keeps_its_own(self, store: Store) -> None:
        files = [original(b"one"), original(b"two")]
        for n, came in enumerate(files):
            draft = edited(f"Text {n}.", origin="a", original=came.sha256)
            store.catalogue.add(draft, now=NOW, original=came)
        assert [store.editorial.original(came.sha256) for came in files] == files
        assert store.editorial.original_sha256(1, 1) == files[0].sha256

    def test_what_is_not_taken_in_leaves_no_file(self, store: Store) -> None:
        store.catalogue.add(edited("Text.", origin="a"), now=NOW)
        came = original(b"the same text in other bytes")
        added = store.catalogue.add(edited("Text.", origin="a"), now=NOW, original=came)
        assert added.status == "unchanged"
        assert store.editorial.original(came.sha256) is None

    def test_a_file_that_is_too_large_is_not_kept(self, store: Store) -> None:
        largest, larger = original(bytes(LARGEST)), original(bytes(LARGEST + 1))
        for n, came in enumerate((largest, larger)):
            store.catalogue.add(edited(f"Text {n}.", original=came.sha256), now=NOW, original=came)
        assert store.editorial.original(largest.sha256) == largest
        assert store.editorial.original(larger.sha256) is None
        assert store.editorial.original_sha256(2, 1) == larger.sha256

    def test_nothing_is_said_of_a_revision_that_is_not_there(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.editorial.original_sha256(1, 1)
        assert store.editorial.original("") is None
