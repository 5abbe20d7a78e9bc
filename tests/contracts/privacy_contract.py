"""What a store promises of forgetting a person."""

from briefs.model import ANYWHERE, Address, Press, Shown, Span
from briefs.storage import Store
from briefs.storage.privacy import FORGOTTEN, Forgotten
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import Contract
from tests.contracts.ledger_contract import Quote
from tests.contracts.posting import edition, order

ME, OTHER = Address("telegram", "7", "4711"), Address("telegram", "7", "471")
DIRECT = Address("slack", "T1", "D9")
CHANNELS = (
    OTHER,
    Address("telegram", "7", "-4711", "4711"),
    Address("telegram", "4711", "12"),
    Address("slack", "T1", "4711"),
    Address("slack", "T1", "D90"),
)


def lived(store: Store, at: Address, who: str) -> None:
    """Somebody who reads and edits at an address."""
    made = edited(f"Piece of {at}.", "Nobody knew.", origin=str(at))
    found = store.editorial.propose(made, by=who, at=at, now=NOW)
    assert found is not None
    store.chat_state.issue([Press("brief", ("water",))], at, now=NOW)
    quotes = [Quote(1, 1, Span(0, 5))]
    store.chat_state.note_shown(at, "m1", Shown(1, 1), now=NOW, quotes=quotes)
    store.subscriptions.save(order(at), None, now=NOW)


class PrivacyContract(Contract):
    def test_a_forgotten_person_is_in_nothing_that_can_be_asked_for(self, store: Store) -> None:
        for place, who in ((ME, "telegram:4711"), (DIRECT, "telegram:4711")):
            lived(store, place, who)
        store.editorial.publish(1, 1, now=NOW, by="telegram:4711")
        done = store.privacy.forget("telegram:4711", [DIRECT], now=NOW)
        assert done.unnamed == 2  # the proposal that still waits, and the publication
        assert done.deleted > 0
        for place in (ME, DIRECT):
            assert store.chat_state.shown(place) is None
            assert store.chat_state.shown(place, "m1") is None
            assert store.subscriptions.get(place) is None
        assert store.ledger.quoting(1, limit=9) == ()
        assert [one.by for one in store.editorial.log(limit=9)] == [FORGOTTEN]
        (waits,) = store.editorial.proposals(limit=9)
        assert (waits.by, waits.at) == (FORGOTTEN, None)
        assert store.privacy.forget("telegram:4711", [DIRECT], now=NOW) == Forgotten(0, 0)

    def test_nobody_else_is_forgotten_with_them(self, store: Store) -> None:
        for place in CHANNELS:
            lived(store, place, "telegram:47112")
        assert store.privacy.forget("telegram:4711", [DIRECT], now=NOW) == Forgotten(0, 0)
        for place in CHANNELS:
            assert store.chat_state.shown(place) == Shown(1, 1)
            assert store.subscriptions.get(place) is not None
        assert len(store.ledger.quoting(1, limit=9)) == len(CHANNELS)
        assert {one.by for one in store.editorial.proposals(limit=9)} == {"telegram:47112"}

    def test_what_was_sent_to_them_is_forgotten(self, store: Store) -> None:
        store.outbox.enqueue([edition(ME), edition(OTHER)], now=NOW)
        assert ANYWHERE not in {ME, OTHER}
        store.privacy.forget("telegram:4711", now=NOW)
        assert [row.place for row in store.outbox.rows(limit=9)] == [OTHER]
