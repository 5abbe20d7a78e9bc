"""Whatever is done to them, the SQL store and the store in plain dictionaries answer alike."""

from contextlib import closing
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from briefs.model import Address, Draft, Press, Shown
from briefs.search import parse
from briefs.sql_store import open_store
from tests.briefs.builders import NOW, edit
from tests.contracts.memory_store import MemoryStore

SENTENCES = ("The river rose.", "Then the bridge held.", "A harbour closed early.", "Rain fell.")
drafts = st.builds(
    Draft,
    title=st.sampled_from(["River", "Harbour"]),
    body=st.lists(st.sampled_from(SENTENCES), max_size=3).map(" ".join),
    published=st.none() | st.integers(-2, 2).map(lambda days: NOW + timedelta(days=days)),
    url=st.sampled_from(["", "https://example.org/1"]),
    topics=st.sets(st.sampled_from(["Rain", "rain", "Trade"])).map(tuple),
    slug=st.sampled_from(["", "one", "One", "two", "2"]),
    named=st.booleans(),
    origin=st.sampled_from(["", "a", "b", "c"]),
    original=st.sampled_from(["", "11", "22"]),
)
addresses = st.builds(
    Address, st.just("slack"), st.just("T"), st.sampled_from("CD"), st.sampled_from(["", "1"])
)
messages = st.sampled_from(["m1", "m2"])


class Agreement(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.model = MemoryStore()
        self.hours = 0

    @initialize()
    def start(self) -> None:
        self.sql = open_store("sqlite://")

    def teardown(self) -> None:
        with closing(self.sql):
            pass

    @rule(draft=drafts)
    def add(self, draft: Draft) -> None:
        self.hours += 1
        now, edited = NOW + timedelta(hours=self.hours), edit(draft)
        assert self.sql.add(edited, now=now) == self.model.add(edited, now=now)

    @rule(at=addresses, message=messages, shown=st.builds(Shown, st.integers(0, 2)))
    def note(self, at: Address, message: str, shown: Shown) -> None:
        for store in (self.sql, self.model):
            store.note_shown(at, message, shown, now=NOW)

    @rule(at=addresses, message=st.none() | messages)
    def ask_what_was_shown(self, at: Address, message: str | None) -> None:
        assert self.sql.shown(at, message) == self.model.shown(at, message)

    @rule(there=addresses, here=addresses)
    def press(self, there: Address, here: Address) -> None:
        press = [Press("brief", ("1",)), Press("read", ("1",))]
        redeemed = [
            [store.redeem(token, here) for token in store.issue(press, there, now=NOW)]
            for store in (self.sql, self.model)
        ]
        assert redeemed[0] == redeemed[1]

    @precondition(lambda self: self.hours)
    @rule(data=st.data())
    def read_an_old_revision(self, data: st.DataObject) -> None:
        piece = data.draw(st.integers(1, self.model.count()))
        number = data.draw(st.integers(1, self.model.revision(piece).number))
        assert self.sql.revision(piece, number) == self.model.revision(piece, number)

    @rule(words=st.sampled_from(["river", "rain or bridge", '"rain fell"', "har*", "the river"]))
    def search(self, words: str) -> None:
        query = parse(words)
        assert self.sql.search(query, limit=3) == self.model.search(query, limit=3)

    @rule(ref=st.sampled_from(["1", "#2", "one", "TWO", "one-2", "piece", "none"]))
    def find(self, ref: str) -> None:
        assert self.sql.find(ref) == self.model.find(ref)

    @invariant()
    def lists_agree(self) -> None:
        cards = self.model.newest(limit=99)
        assert self.sql.newest(limit=99) == cards
        assert self.sql.newest(limit=2, skip=1, topic="RAIN") == self.model.newest(
            limit=2, skip=1, topic="RAIN"
        )
        assert self.sql.topics() == self.model.topics()
        assert self.sql.count(topic="rain") == self.model.count(topic="rain")
        for card in cards[:1]:
            assert self.sql.brief(card.piece, "short") == self.model.brief(card.piece, "short")


def test_the_stores_agree_whatever_is_done() -> None:
    run_state_machine_as_test(
        Agreement, settings=settings(max_examples=25, stateful_step_count=20, deadline=None)
    )
