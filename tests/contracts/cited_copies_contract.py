"""What a store promises of the pages that pieces cite, and of the copies of their text."""

from datetime import timedelta

from briefs.model import Source
from briefs.storage import Store
from briefs.storage.cited_copies import CitedCopy, CitedPage
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import Contract

PAGE, URL = "courier.example/harbour", "https://www.courier.example/harbour"
LATER = NOW + timedelta(days=30)
COPY = CitedCopy(url=URL, copied_at=NOW, title="Harbour", text="It closed.\n\nIt stayed so.")


class CitedCopiesContract(Contract):
    def test_pieces_are_walked_by_number_with_what_they_link_to(self, store: Store) -> None:
        linked = Source(number=1, raw="Roe.", url=URL)
        for at in range(3):
            sources = (linked, Source(number=2, raw="A letter."))[at % 2 :]
            draft = edited(f"Harbour {at} closed in a year that nobody names.", sources=sources)
            store.catalogue.add(draft, now=NOW, anyway=True)
        assert store.cited_copies.cited_after(0, limit=2) == ((1, (URL,)), (2, ()))
        assert store.cited_copies.cited_after(2, limit=2) == ((3, (URL,)),)
        assert store.cited_copies.cited_after(3, limit=2) == ()

    def test_a_page_is_known_as_it_was_found(self, store: Store) -> None:
        assert store.cited_copies.page(PAGE) is None
        store.cited_copies.note(PAGE, gone=False, copy=COPY, now=NOW)
        assert store.cited_copies.page(PAGE) == CitedPage(page=PAGE, looked_at=NOW, copy=COPY)
        assert store.cited_copies.looked_at([PAGE, "other.example"]) == {PAGE: NOW}
        assert store.cited_copies.bytes_kept() == len(COPY.text)

    def test_the_first_copy_stays(self, store: Store) -> None:
        other = CitedCopy(url=URL, copied_at=LATER, title="Other", text="It opened.", whole=False)
        store.cited_copies.note(PAGE, gone=False, copy=COPY, now=NOW)
        store.cited_copies.note(PAGE, gone=False, copy=other, now=LATER)
        assert store.cited_copies.page(PAGE) == CitedPage(page=PAGE, looked_at=LATER, copy=COPY)

    def test_a_copy_may_come_after_a_look_that_brought_none(self, store: Store) -> None:
        store.cited_copies.note(PAGE, gone=True, copy=None, now=NOW)
        store.cited_copies.note(PAGE, gone=False, copy=COPY, now=LATER)
        assert store.cited_copies.page(PAGE) == CitedPage(page=PAGE, looked_at=LATER, copy=COPY)

    def test_a_dead_page_is_gone_since_it_was_found_so_first(self, store: Store) -> None:
        store.cited_copies.note(PAGE, gone=True, copy=None, now=NOW)
        store.cited_copies.note(PAGE, gone=True, copy=None, now=LATER)
        found = store.cited_copies.page(PAGE)
        assert found == CitedPage(page=PAGE, looked_at=LATER, gone_since=NOW)

    def test_what_could_not_be_told_changes_nothing(self, store: Store) -> None:
        store.cited_copies.note(PAGE, gone=True, copy=None, now=NOW)
        store.cited_copies.note(PAGE, gone=None, copy=None, now=LATER)
        found = store.cited_copies.page(PAGE)
        assert found == CitedPage(page=PAGE, looked_at=LATER, gone_since=NOW)

    def test_a_page_that_is_back_is_not_gone(self, store: Store) -> None:
        store.cited_copies.note(PAGE, gone=True, copy=None, now=NOW)
        store.cited_copies.note(PAGE, gone=False, copy=None, now=LATER)
        assert store.cited_copies.page(PAGE) == CitedPage(page=PAGE, looked_at=LATER)
