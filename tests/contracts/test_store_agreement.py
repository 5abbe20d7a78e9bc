"""Whatever is done to them, the SQL store and the store in plain dictionaries answer alike."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from briefs.errors import NotFound
from briefs.model import Address, Draft, Press, Shown, Source
from briefs.pieces.corrected_fields import Change, SetField, SetSource, UndoField
from briefs.search_query import EVERYTHING, parse
from briefs.storage import Store
from tests.briefs.builders import NOW, edit
from tests.conftest import scaled
from tests.contracts import engines
from tests.contracts.memory_store import MemoryStore, on_postgres
from tests.contracts.model_store import model_store

TITLES = ("Harbour closed", "Rain on the river", "A bridge")
sources = st.builds(
    Source,
    number=st.just(1),
    raw=st.sampled_from(TITLES),
    title=st.none() | st.sampled_from(TITLES),
    container=st.none() | st.just("The Courier"),
)
SENTENCES = ("The river rose.", "Then the bridge held.", "A harbour closed early.", "Rain fell.")
drafts = st.builds(
    Draft,
    title=st.sampled_from(["River", "Harbour"]),
    body=st.lists(st.sampled_from(SENTENCES), max_size=3).map(" ".join),
    published=st.none() | st.integers(-2, 2).map(lambda days: NOW + timedelta(days=days)),
    url=st.sampled_from(["", "https://example.org/1"]),
    sources=st.lists(sources, max_size=2).map(tuple),
    topics=st.sets(st.sampled_from(["Rain", "rain", "Trade"])).map(tuple),
    slug=st.sampled_from(["", "one", "One", "two", "2"]),
    named=st.booleans(),
    origin=st.sampled_from(["", "a", "b", "c"]),
    original=st.sampled_from(["", "11", "22"]),
)
addresses = st.builds(
    Address, st.just("slack"), st.just("T"), st.sampled_from("CD"), st.sampled_from(["", "1"])
)
corrections: st.SearchStrategy[Change] = st.one_of(
    st.builds(SetField, st.just("title"), st.sampled_from(TITLES)),
    st.builds(SetField, st.just("url"), st.sampled_from(["", "https://example.org/1"])),
    st.builds(SetField, st.just("topics"), st.sampled_from([(), ("Rain",)])),
    st.builds(SetSource, st.integers(1, 2), sources),
    st.builds(UndoField, st.sampled_from(["title", "topics", "url"])),
)
messages = st.sampled_from(["m1", "m2"])
numbers = st.integers(-1, 3)


class Agreement(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.kept = ExitStack()
        self.model = model_store()
        self.hours = 0

    @initialize()
    def start(self) -> None:
        self.sql = self.open()
        self.kept.callback(self.sql.close)

    def open(self) -> Store:
        raise NotImplementedError

    def teardown(self) -> None:
        self.kept.close()

    def later(self) -> datetime:
        self.hours += 1
        return NOW + timedelta(hours=self.hours)

    def both(self, ask: Callable[[Store], object]) -> None:
        """What is done to both, and answered or refused alike."""
        assert _answer(ask, self.sql) == _answer(ask, self.model)

    @rule(draft=drafts, anyway=st.booleans(), archive=st.booleans())
    def add(self, draft: Draft, anyway: bool, archive: bool) -> None:
        now, edited = self.later(), edit(draft)
        self.both(
            lambda store: store.catalogue.add(edited, now=now, anyway=anyway, archive=archive)
        )

    @rule(draft=drafts, by=st.sampled_from(["anna", "bert"]), replaces=st.integers(-1, 2))
    def propose(self, draft: Draft, by: str, replaces: int) -> None:
        now, edited = self.later(), edit(draft)
        self.both(
            lambda store: store.editorial.propose(
                edited, by=by, at=None, now=now, replaces=replaces
            )
        )

    @rule(piece=numbers, revision=numbers)
    def publish(self, piece: int, revision: int) -> None:
        now = self.later()
        self.both(lambda store: store.editorial.publish(piece, revision, now=now))

    @rule(piece=numbers, revision=numbers)
    def ask_whether_it_was_public(self, piece: int, revision: int) -> None:
        self.both(lambda store: store.editorial.was_public(piece, revision))

    @rule(piece=numbers, revision=numbers)
    def discard(self, piece: int, revision: int) -> None:
        self.both(lambda store: store.editorial.discard(piece, revision))

    @rule(piece=numbers)
    def retract(self, piece: int) -> None:
        now = self.later()
        self.both(lambda store: store.editorial.retract(piece, "wrong", now=now))

    @rule(piece=numbers, revision=numbers, changes=st.lists(corrections, max_size=2))
    def correct(self, piece: int, revision: int, changes: list[Change]) -> None:
        now = self.later()
        self.both(lambda store: store.editorial.correct(piece, revision, changes, now=now))

    @rule(piece=numbers, revision=numbers, hours=st.none() | st.integers(0, 5))
    def schedule(self, piece: int, revision: int, hours: int | None) -> None:
        now = self.later()
        due_at = None if hours is None else now + timedelta(hours=hours)
        self.both(lambda store: store.editorial.schedule(piece, revision, due_at, now=now))

    @rule()
    def publish_due(self) -> None:
        now = self.later()
        self.both(lambda store: store.editorial.next_due())
        self.both(lambda store: store.editorial.publish_due(now=now))

    @rule(draft=drafts, hours=st.integers(0, 9))
    def pass_by(self, draft: Draft, hours: int) -> None:
        now, edited = self.later(), edit(draft)
        until = now + timedelta(hours=hours)
        kept = [
            store.editorial.keep_external(edited, now=now, until=until)
            for store in (self.sql, self.model)
        ]
        # The numbers are a store's own: nobody is to guess them.
        sql, model = (replace(one, piece=0, slug="") for one in kept)
        assert sql == model

    @rule()
    def sweep(self) -> None:
        now = NOW + timedelta(hours=self.hours)
        self.both(lambda store: store.editorial.expire_external(now))

    @rule(at=addresses, message=messages, shown=st.builds(Shown, st.integers(0, 2)))
    def note(self, at: Address, message: str, shown: Shown) -> None:
        for store in (self.sql, self.model):
            store.chat_state.note_shown(at, message, shown, now=NOW)

    @rule(at=addresses, message=st.none() | messages)
    def ask_what_was_shown(self, at: Address, message: str | None) -> None:
        assert self.sql.chat_state.shown(at, message) == self.model.chat_state.shown(at, message)

    @rule(there=addresses, here=addresses)
    def press(self, there: Address, here: Address) -> None:
        press = [Press("brief", ("1",)), Press("read", ("1",))]
        redeemed = [
            [
                store.chat_state.redeem(token, here)
                for token in store.chat_state.issue(press, there, now=NOW)
            ]
            for store in (self.sql, self.model)
        ]
        assert redeemed[0] == redeemed[1]

    @rule(piece=st.integers(-2, 4), number=st.none() | st.integers(1, 4))
    def read_a_revision(self, piece: int, number: int | None) -> None:
        self.both(lambda store: store.catalogue.revision(piece, number))
        self.both(lambda store: store.catalogue.brief(piece, "short", number))

    @rule(words=st.sampled_from(["river", "rain or bridge", '"rain fell"', "har*", "the river"]))
    def search(self, words: str) -> None:
        query = parse(words)
        assert self.sql.catalogue.search(query, limit=3) == self.model.catalogue.search(
            query, limit=3
        )
        for text in (EVERYTHING, parse("rain or bridge")):
            found = [
                store.catalogue.citing(query, text=text, limit=3)
                for store in (self.sql, self.model)
            ]
            assert found[0] == found[1]

    @rule(ref=st.sampled_from(["1", "#2", "one", "TWO", "one-2", "piece", "none"]))
    def find(self, ref: str) -> None:
        assert self.sql.catalogue.find(ref) == self.model.catalogue.find(ref)
        assert self.sql.editorial.find(ref) == self.model.editorial.find(ref)
        assert self.sql.catalogue.withdrawn(ref) == self.model.catalogue.withdrawn(ref)

    @invariant()
    def lists_agree(self) -> None:
        cards = self.model.catalogue.newest(limit=99)
        assert self.sql.catalogue.newest(limit=99) == cards
        assert self.sql.catalogue.newest(
            limit=2, skip=1, topic="RAIN"
        ) == self.model.catalogue.newest(limit=2, skip=1, topic="RAIN")
        assert self.sql.catalogue.topics() == self.model.catalogue.topics()
        assert self.sql.catalogue.arrival() == self.model.catalogue.arrival()
        assert self.sql.catalogue.arrivals(0, limit=99) == self.model.catalogue.arrivals(
            0, limit=99
        )
        assert self.sql.catalogue.topics() == self.model.catalogue.topics()
        assert self.sql.catalogue.arrival() == self.model.catalogue.arrival()
        assert self.sql.catalogue.arrivals(0, limit=99) == self.model.catalogue.arrivals(
            0, limit=99
        )
        assert self.sql.editorial.proposals(limit=9) == self.model.editorial.proposals(limit=9)
        assert self.sql.editorial.log(limit=9) == self.model.editorial.log(limit=9)
        assert self.sql.catalogue.references() == self.model.catalogue.references()
        assert self.sql.catalogue.count(topic="rain") == self.model.catalogue.count(topic="rain")
        for card in cards[:1]:
            assert self.sql.catalogue.brief(card.piece, "short") == self.model.catalogue.brief(
                card.piece, "short"
            )


def _answer(ask: Callable[[Store], object], store: Store) -> object:
    try:
        return ask(store)
    except NotFound as error:
        return (str(error), error.hint)


class InMemory(Agreement):
    def open(self) -> Store:
        return MemoryStore()


class OnPostgres(Agreement):
    def open(self) -> Store:
        return on_postgres(self.kept.enter_context(engines.postgres()))


@pytest.mark.parametrize(("machine", "lives"), [(InMemory, 25), (OnPostgres, 10)])
def test_the_stores_agree_whatever_is_done(machine: type[Agreement], lives: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=scaled(lives), stateful_step_count=20, deadline=None),
    )
