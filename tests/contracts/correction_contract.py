"""What a store promises of corrections, scheduled publication, and the editors' log."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import NotFound
from briefs.model import CorrectedSource, Correction, Edited, Source
from briefs.pieces.corrected_fields import (
    Change,
    SetField,
    SetSource,
    UndoField,
    UndoSource,
    as_read,
)
from briefs.search_query import parse
from briefs.storage import Store
from briefs.storage.editorial import Proposal
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract, modest, numbers, storable

CITED = (Source(number=1, raw="Lind. River. 2030."), Source(number=2, raw="Okafor. Bridge."))
LIND = Source(number=1, raw="Lind, Anna. The river. 2030.", title="The river", status="parsed")
HOUR = timedelta(hours=1)

changes = st.one_of(
    st.builds(SetField, st.sampled_from(["title", "byline", "outlet", "url"]), storable),
    st.builds(SetField, st.just("topics"), st.lists(storable, max_size=2).map(tuple)),
    st.builds(SetField, st.just("published"), st.none() | st.just(NOW - DAY)),
    st.builds(UndoField, st.sampled_from(["title", "byline", "published", "topics"])),
    st.builds(SetSource, st.integers(1, 3), st.just(LIND)),
    st.builds(UndoSource, st.integers(1, 2)),
)


def correct(store: Store, *made: Change, revision: int = 1, by: str = "me") -> None:
    store.editorial.correct(1, revision, made, now=NOW + HOUR, by=by)


def propose(store: Store, piece: Edited, *, by: str = "me") -> Proposal:
    found = store.editorial.propose(piece, by=by, at=None, now=NOW)
    assert isinstance(found, Proposal)
    return found


class CorrectionContract(Contract):
    def test_a_correction_is_what_readers_get_and_what_was_read_stays_beside_it(
        self, store: Store
    ) -> None:
        store.catalogue.add(edited(title="Rivr", byline="Lind", topics=("Rain",)), now=NOW)
        correct(store, SetField("title", "River"), SetField("topics", ("Floods",)))
        found = store.catalogue.revision(1)
        assert (found.number, found.title, found.topics) == (2, "River", ("Floods",))
        assert found.corrections == (
            Correction("title", "Rivr", "River"),
            Correction("topics", ("Rain",), ("Floods",)),
        )
        assert store.catalogue.newest(limit=9, topic="floods")[0].title == "River"
        assert store.catalogue.newest(limit=9, topic="rain") == ()
        assert store.catalogue.revision(1, 1).title == "Rivr"
        assert (
            store.catalogue.brief(1, "normal").summary
            == store.catalogue.brief(1, "normal", 1).summary
        )
        assert store.catalogue.revision(1).sha256 == store.catalogue.revision(1, 1).sha256

    def test_a_correction_is_no_news(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        store.catalogue.add(edited("Two.", origin="b"), now=NOW)
        correct(store, SetField("byline", "Anna Lind"))
        assert [(new.number, new.card.piece) for new in store.catalogue.arrivals(0, limit=9)] == [
            (2, 2),
            (1, 1),
        ]
        assert store.catalogue.arrival() == 2

    def test_a_corrected_date_moves_the_piece_in_time(self, store: Store) -> None:
        store.catalogue.add(edited("One.", published=NOW, origin="a"), now=NOW)
        store.catalogue.add(edited("Two.", published=NOW - DAY, origin="b"), now=NOW)
        correct(store, SetField("published", NOW - 2 * DAY))
        assert numbers(store.catalogue.newest(limit=9)) == [2, 1]

    def test_the_same_file_again_changes_nothing(self, store: Store) -> None:
        store.catalogue.add(edited(title="Rivr", origin="a"), now=NOW)
        correct(store, SetField("title", "River"))
        assert store.catalogue.add(edited(title="Rivr", origin="a"), now=NOW).status == "unchanged"
        assert store.catalogue.revision(1).title == "River"

    def test_a_new_version_of_the_file_keeps_the_corrections(self, store: Store) -> None:
        store.catalogue.add(edited("Old.", title="Rivr", sources=CITED, origin="a"), now=NOW)
        correct(store, SetField("title", "River"), SetSource(1, LIND))
        moved = (Source(number=1, raw="New."), Source(number=2, raw=CITED[0].raw))
        added = store.catalogue.add(
            edited("New.", title="Rivr", sources=moved, origin="a"), now=NOW
        )
        assert (added.status, added.card.revision) == ("revised", 3)
        found = store.catalogue.revision(1)
        assert (found.title, found.body) == ("River", "New.")
        assert [source.title for source in found.sources] == [None, "The river"]
        assert [source.number for source in found.sources] == [1, 2]

    def test_a_corrected_reference_is_found_and_the_one_that_was_read_is_kept(
        self, store: Store
    ) -> None:
        store.catalogue.add(edited(sources=CITED), now=NOW)
        correct(store, SetSource(1, LIND))
        assert store.catalogue.revision(1).sources == (LIND, CITED[1])
        assert store.catalogue.revision(1).corrections == (CorrectedSource(CITED[0], LIND),)
        assert numbers(hit.card for hit in store.catalogue.citing(parse("anna"), limit=9)) == [1]
        assert store.catalogue.references() == ((1, (LIND, CITED[1])),)

    def test_a_correction_that_is_undone_leaves_what_was_read(self, store: Store) -> None:
        store.catalogue.add(edited(title="Rivr", byline="Lind"), now=NOW)
        correct(store, SetField("title", "River"), SetField("byline", "Okafor"))
        correct(store, UndoField("title"), revision=2)
        found = store.catalogue.revision(1)
        assert (found.title, found.byline) == ("Rivr", "Okafor")
        assert [type(one) for one in found.corrections] == [Correction]

    def test_what_is_read_already_is_no_correction(self, store: Store) -> None:
        store.catalogue.add(edited(title="River"), now=NOW)
        correct(store, SetField("title", "River"))
        assert store.catalogue.revision(1).number == 1
        assert store.editorial.log(limit=9) == ()

    def test_a_proposal_that_is_corrected_still_waits(self, store: Store) -> None:
        propose(store, edited(title="Rivr"))
        correct(store, SetField("title", "River"))
        (waiting,) = store.editorial.proposals(limit=9)
        assert (waiting.revision.number, waiting.revision.title) == (2, "River")
        assert store.catalogue.count() == 0
        assert not store.editorial.was_public(1, 2)

    def test_another_language_brings_its_own_sentences_and_summaries(self, store: Store) -> None:
        store.catalogue.add(edited("One. Two.", language="en"), now=NOW)
        whole = edited("One. Two", language="de")
        store.editorial.correct(1, 1, [SetField("language", "de")], now=NOW, edited=whole)
        assert store.catalogue.revision(1).sentences == whole.sentences
        assert store.catalogue.brief(1, "short").summary == whole.summaries[0]

    def test_what_there_is_not_cannot_be_corrected(self, store: Store) -> None:
        store.catalogue.add(edited(), now=NOW)
        for piece, revision in ((2, 1), (1, 2), (-1, 1)):
            with pytest.raises(NotFound):
                store.editorial.correct(piece, revision, [SetField("title", "x")], now=NOW)

    def test_whatever_is_corrected_the_body_and_what_was_read_stay(self) -> None:
        @modest
        @given(st.lists(st.lists(changes, max_size=3), max_size=3))
        def holds(rounds: list[list[Change]]) -> None:
            store = self.open()
            store.catalogue.add(edited(title="Rivr", sources=CITED, published=NOW), now=NOW)
            first = store.catalogue.revision(1)
            for made in rounds:
                correct(store, *made, revision=store.catalogue.revision(1).number)
            found = store.catalogue.revision(1)
            assert (found.body, found.sentences, found.marks) == (
                first.body,
                first.sentences,
                first.marks,
            )
            for name in ("title", "byline", "published", "topics", "url", "sources", "language"):
                assert getattr(as_read(found), name) == getattr(first, name)
            assert store.catalogue.revision(1, 1) == first
            store.close()

        holds()

    def test_a_scheduled_proposal_becomes_public_when_its_time_has_come(self, store: Store) -> None:
        propose(store, edited("One.", origin="a"))
        propose(store, edited("Two.", origin="b"))
        store.editorial.schedule(1, 1, NOW + 2 * HOUR, now=NOW)
        store.editorial.schedule(2, 1, NOW + HOUR, now=NOW)
        assert store.editorial.next_due() == NOW + HOUR
        assert store.editorial.publish_due(now=NOW + HOUR - timedelta(microseconds=1)) == ()
        assert store.catalogue.count() == 0
        assert numbers(store.editorial.publish_due(now=NOW + HOUR)) == [2]
        assert numbers(store.editorial.publish_due(now=NOW + DAY)) == [1]
        assert store.editorial.publish_due(now=NOW + DAY) == ()
        assert store.editorial.next_due() is None
        assert numbers(a.card for a in store.catalogue.arrivals(0, limit=9)) == [1, 2]

    def test_no_more_are_published_at_once_than_asked(self, store: Store) -> None:
        for number in (1, 2, 3):
            propose(store, edited(f"{number}.", origin=f"{number}"))
            store.editorial.schedule(number, 1, NOW + HOUR, now=NOW)
        found = [store.editorial.publish_due(now=NOW + DAY, limit=2) for _ in range(3)]
        assert [numbers(cards) for cards in found] == [[1, 2], [3], []]

    def test_a_schedule_can_be_taken_back(self, store: Store) -> None:
        propose(store, edited())
        store.editorial.schedule(1, 1, NOW + HOUR, now=NOW)
        assert store.editorial.schedule(1, 1, None, now=NOW).due_at is None
        assert store.editorial.publish_due(now=NOW + DAY) == ()

    def test_a_newer_version_of_what_is_scheduled_takes_its_time(self, store: Store) -> None:
        propose(store, edited("Old.", origin="a"))
        store.editorial.schedule(1, 1, NOW + HOUR, now=NOW)
        assert propose(store, edited("New.", origin="a")).due_at == NOW + HOUR
        correct(store, SetField("title", "River"), revision=2)
        assert [p.due_at for p in store.editorial.proposals(limit=9)] == [NOW + HOUR]

    def test_what_is_discarded_or_published_is_not_due(self, store: Store) -> None:
        for origin in "ab":
            propose(store, edited(f"{origin}.", origin=origin))
            store.editorial.schedule(ord(origin) - 96, 1, NOW + HOUR, now=NOW)
        store.editorial.discard(1, 1)
        store.editorial.publish(2, 1, now=NOW)
        assert store.editorial.next_due() is None
        assert store.editorial.publish_due(now=NOW + DAY) == ()

    def test_what_does_not_wait_is_not_scheduled(self, store: Store) -> None:
        store.catalogue.add(edited(), now=NOW)
        for piece, revision in ((1, 1), (2, 1)):
            with pytest.raises(NotFound):
                store.editorial.schedule(piece, revision, NOW, now=NOW)

    def test_a_time_is_kept_to_the_microsecond_wherever_it_was_set(self, store: Store) -> None:
        propose(store, edited())
        at = datetime.fromisoformat("2031-10-26T02:30:00.000001+01:00")
        store.editorial.schedule(1, 1, at, now=NOW)
        assert store.editorial.next_due() == at
        assert store.editorial.publish_due(now=at.astimezone(UTC)) != ()

    def test_the_log_says_who_did_what_and_when_the_newest_first(self, store: Store) -> None:
        propose(store, edited(origin="a"))
        store.editorial.schedule(1, 1, NOW + HOUR, now=NOW, by="anna")
        correct(store, SetField("title", "River"), SetField("published", None), by="bert")
        store.editorial.publish(1, 2, now=NOW + DAY, by="carl")
        store.editorial.retract(1, "wrong", now=NOW + DAY, by="dora")
        store.catalogue.add(edited("Other.", origin="b"), now=NOW)
        log = store.editorial.log(limit=9)
        assert [(one.by, one.action, one.revision, one.detail) for one in log] == [
            ("dora", "retracted", 2, "wrong"),
            ("carl", "published", 2, ""),
            ("bert", "corrected", 2, "date, title"),
            ("anna", "scheduled", 1, (NOW + HOUR).astimezone(UTC).isoformat()),
        ]
        assert [one.at for one in log] == [NOW + DAY, NOW + DAY, NOW + HOUR, NOW]
        assert store.editorial.log(limit=2) == log[:2]
        assert store.editorial.log(limit=9, piece=2) == ()
