"""The store's contract for the ledger: which sentences are in which sent message."""

from dataclasses import dataclass
from datetime import timedelta

from briefs.digests.outbox import Rejected, Retry, Sent, Unknown
from briefs.model import Shown, Span
from briefs.storage import Store
from briefs.storage.ledger import LedgerEntry
from tests.briefs.builders import NOW
from tests.contracts.contract import Contract
from tests.contracts.posting import CHAT, PLACE, THREAD, edition, end, send, sending

LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True)
class Quote:
    piece: int
    revision: int
    at: Span
    earlier: bool = False


class LedgerContract(Contract):
    def test_an_answer_is_entered_with_what_it_quotes(self, store: Store) -> None:
        quotes = [Quote(2, 1, Span(9, 20)), Quote(2, 1, Span(0, 8)), Quote(3, 4, Span(5, 7))]
        store.chat_state.note_shown(THREAD, "m1", Shown(2, 1), now=NOW, quotes=quotes)
        expected = LedgerEntry(
            to=THREAD,
            message="m1",
            piece=2,
            revision=1,
            spans=(Span(0, 8), Span(9, 20)),
            sent_at=NOW,
        )
        assert store.ledger.quoting(2, limit=9) == (expected,)
        assert store.ledger.quoting(3, limit=9)[0].spans == (Span(5, 7),)
        assert store.ledger.quoting(4, limit=9) == ()
        assert store.chat_state.shown(THREAD) == Shown(2, 1)

    def test_an_answer_about_no_one_piece_is_entered_and_is_not_the_last_one_shown(
        self, store: Store
    ) -> None:
        store.chat_state.note_shown(CHAT, "m1", None, now=NOW, quotes=[Quote(2, 1, Span(0, 8))])
        assert len(store.ledger.quoting(2, limit=9)) == 1
        assert store.chat_state.shown(CHAT) is None

    def test_a_page_that_is_not_of_the_library_is_not_entered(self, store: Store) -> None:
        store.chat_state.note_shown(CHAT, "m1", None, now=NOW, quotes=[Quote(-2, 1, Span(0, 8))])
        assert store.ledger.quoting(-2, limit=9) == ()

    def test_the_newest_come_first_and_no_more_than_asked(self, store: Store) -> None:
        for hours in range(4):
            now = NOW + timedelta(hours=hours)
            quotes = [Quote(2, hours + 1, Span(0, 8))]
            store.chat_state.note_shown(CHAT, f"m{hours}", None, now=now, quotes=quotes)
        found = store.ledger.quoting(2, limit=3)
        assert [entry.message for entry in found] == ["m3", "m2", "m1"]

    def test_a_message_that_is_put_in_the_place_of_another_takes_its_entry(
        self, store: Store
    ) -> None:
        for piece in (1, 2):
            quotes = [Quote(piece, 1, Span(0, 8))]
            store.chat_state.note_shown(CHAT, "m1", Shown(piece, 1), now=NOW, quotes=quotes)
        assert store.ledger.quoting(1, limit=9) == ()
        assert len(store.ledger.quoting(2, limit=9)) == 1

    def test_a_digest_is_entered_with_the_outcome_of_each_part(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2)], now=NOW)
        send(store, Sent("m1"))
        send(store, Sent("m2"), now=LATER)
        entries = store.ledger.quoting(1, limit=9)
        assert [(e.to, e.message, e.sent_at) for e in entries] == [
            (PLACE, "m2", LATER),
            (PLACE, "m1", NOW),
        ]
        assert {(e.revision, e.spans) for e in entries} == {(2, (Span(3, 9),))}

    def test_what_was_not_sent_is_not_entered(self, store: Store) -> None:
        for name, outcome in (
            ("a", Retry("Busy.", timedelta())),
            ("b", Rejected("Too long.")),
        ):
            store.outbox.enqueue([edition(CHAT, name)], now=NOW)
            (one,) = sending(store)
            end(store, one, outcome)
            store.outbox.drop(one.id, now=NOW)
        assert store.ledger.quoting(1, limit=9) == ()

    def test_what_may_have_been_sent_and_cannot_be_looked_for_is_entered_without_an_id(
        self, store: Store
    ) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = sending(store)
        assert end(store, one, Unknown("The line broke."))
        (entry,) = store.ledger.quoting(1, limit=9)
        assert (entry.to, entry.message, entry.said) == (PLACE, f"uncertain {one.id}", "")

    def test_what_its_worker_settles_late_is_entered_under_its_own_id(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = sending(store)
        over = NOW + timedelta(days=1)
        store.outbox.expire_leases(now=over, look_after=timedelta(), lookable=())
        assert store.ledger.quoting(1, limit=9)[0].message == f"uncertain {one.id}"
        assert end(store, one, Sent("m1"), now=over)
        assert [entry.message for entry in store.ledger.quoting(1, limit=9)] == ["m1"]

    def test_what_is_found_to_have_been_sent_is_entered(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = sending(store)
        assert end(store, one, Unknown("The line broke."), can_look=True)
        assert store.outbox.resolve(store.outbox.get(one.id), Sent("m9"), now=LATER)
        (entry,) = store.ledger.quoting(1, limit=9)
        assert (entry.to, entry.message) == (PLACE, "m9")
