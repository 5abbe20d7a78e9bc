"""What a store promises of what is proposed, made public and taken back."""

from dataclasses import replace

import pytest
from hypothesis import given

from briefs.errors import NotFound
from briefs.model import Address, Edited, Source, Span, Summary
from briefs.search_query import parse
from briefs.storage import Store
from briefs.storage.editorial import Proposal
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract, anything, modest, numbers

DESK = Address("slack", "T1", "D1")
CITED = (Source(number=1, raw="Lind, Anna. The river. 2030."),)


def propose(store: Store, piece: Edited, *, by: str = "slack:T1:U1", replaces: int = 0) -> Proposal:
    proposal = store.editorial.propose(piece, by=by, at=DESK, now=NOW, replaces=replaces)
    assert isinstance(proposal, Proposal)
    return proposal


def is_nowhere(store: Store, piece: int) -> bool:
    """Whether readers find no trace of it."""
    listed = [*store.catalogue.newest(limit=99), *store.catalogue.newest(limit=99, topic="rain")]
    listed += [hit.card for hit in store.catalogue.search(parse("river or bridge"), limit=99)]
    listed += [hit.card for hit in store.catalogue.citing(parse("lind"), limit=99)]
    listed += [arrival.card for arrival in store.catalogue.arrivals(0, limit=99)]
    assert store.catalogue.count() == len(store.catalogue.newest(limit=99))
    return (
        piece not in numbers(listed)
        and store.catalogue.find(f"#{piece}") is None
        and piece not in dict(store.catalogue.references())
        and dict(store.catalogue.topics()).get("Rain", 0) == store.catalogue.count(topic="rain")
    )


class PublishingContract(Contract):
    def test_a_proposal_is_nowhere_until_it_is_published(self, store: Store) -> None:
        proposal = propose(store, edited(topics=("Rain",), sources=CITED, slug="river"))
        waiting = proposal.revision
        assert (waiting.piece, waiting.number, proposal.replaces) == (1, 1, 0)
        assert (proposal.by, proposal.at, proposal.proposed_at) == ("slack:T1:U1", DESK, NOW)
        assert is_nowhere(store, 1)
        assert (store.catalogue.arrival(), store.catalogue.find("river")) == (0, None)
        with pytest.raises(NotFound):
            store.catalogue.revision(1)
        assert (
            store.catalogue.revision(1, 1)
            == waiting
            == store.catalogue.brief(1, "short", 1).revision
        )

        card = store.editorial.publish(1, 1, now=NOW + DAY)
        assert not is_nowhere(store, 1)
        assert (
            store.catalogue.newest(limit=9, topic="rain")
            == (card,)
            == (store.catalogue.find("river"),)
        )
        assert store.catalogue.search(parse("river"), limit=1)[0].card == card
        assert store.catalogue.references() == ((1, CITED),)
        assert store.catalogue.revision(1) == waiting
        assert store.editorial.proposals(limit=9) == ()

    def test_what_is_proposed_for_a_public_piece_changes_nothing_yet(self, store: Store) -> None:
        card = store.catalogue.add(edited("Old.", origin="a"), now=NOW).card
        proposal = propose(store, edited("New.", origin="a"))
        assert (proposal.revision.piece, proposal.revision.number, proposal.replaces) == (1, 2, 1)
        assert store.catalogue.newest(limit=9) == (card,)
        assert store.catalogue.revision(1).body == "Old."
        assert store.editorial.publish(1, 2, now=NOW).revision == 2
        assert store.catalogue.revision(1).body == "New."
        assert store.catalogue.search(parse("old"), limit=1) == ()

    def test_a_proposal_that_says_nothing_new_is_answered_with_the_piece(
        self, store: Store
    ) -> None:
        card = store.catalogue.add(edited("Old.", origin="a"), now=NOW).card
        again = store.editorial.propose(edited("Old.", origin="b"), by="me", at=None, now=NOW)
        assert again == card
        assert store.editorial.proposals(limit=9) == ()

    def test_the_same_proposal_again_waits_once(self, store: Store) -> None:
        first = propose(store, edited("One.", origin="a"))
        assert propose(store, edited("One.", origin="a"), by="another") == first
        assert store.editorial.proposals(limit=9) == (first,)

    def test_a_proposal_takes_the_place_of_the_same_persons_earlier_one(self, store: Store) -> None:
        propose(store, edited("One.", origin="a"))
        second = propose(store, edited("Two.", origin="a"))
        third = propose(store, edited("Three.", origin="a"), by="another")
        assert [p.revision.number for p in (second, third)] == [2, 3]
        assert store.editorial.proposals(limit=9) == (third, second)
        assert store.editorial.proposals(limit=1) == (third,)
        assert store.catalogue.revision(1, 1).body == "One."

    def test_what_waits_for_a_piece_is_found_among_all_that_waits(self, store: Store) -> None:
        first = propose(store, edited("One.", origin="a"))
        again = propose(store, edited("Other.", origin="a"), by="another")
        other = propose(store, edited("Two.", origin="b"))
        assert store.editorial.proposals(limit=9, piece=1) == (again, first)
        assert store.editorial.proposals(limit=1, piece=1) == (again,)
        assert store.editorial.proposals(limit=9, piece=2) == (other,)
        assert store.editorial.proposals(limit=9, piece=3) == ()

    def test_a_proposal_is_of_the_piece_that_it_replaces(self, store: Store) -> None:
        store.catalogue.add(edited("One."), now=NOW)
        assert propose(store, edited("Quite another."), replaces=1).revision.piece == 1
        for missing in (2, -1, 2**40):
            with pytest.raises(NotFound, match=str(missing)):
                propose(store, edited("Quite another."), replaces=missing)

    def test_a_discarded_proposal_waits_no_longer_and_can_be_made_again(self, store: Store) -> None:
        propose(store, edited("One.", origin="a"))
        assert store.editorial.discard(1, 1)
        assert not store.editorial.discard(1, 1)
        assert store.editorial.proposal(1, 1) is None
        again = propose(store, edited("One.", origin="a"))
        assert (again.revision.piece, again.revision.number) == (1, 1)
        assert store.editorial.proposal(1, 1) == again

    def test_what_does_not_wait_is_no_proposal(self, store: Store) -> None:
        store.catalogue.add(edited("One."), now=NOW)
        for piece, revision in ((1, 1), (2, 1), (-1, 1), (2**40, 2**40)):
            assert store.editorial.proposal(piece, revision) is None
            assert not store.editorial.discard(piece, revision)

    def test_an_older_revision_can_be_published_again_and_arrives(self, store: Store) -> None:
        store.catalogue.add(edited("Old.", origin="a", topics=("Rain",)), now=NOW)
        store.catalogue.add(edited("New.", origin="a", topics=("Trade",)), now=NOW)
        card = store.editorial.publish(1, 1, now=NOW)
        (arrival,) = store.catalogue.arrivals(0, limit=9)
        assert (arrival.number, arrival.first, arrival.card) == (3, 1, card)
        assert store.catalogue.topics() == (("Rain", 1),)
        assert store.catalogue.revision(1) == store.catalogue.revision(1, 1)

    def test_what_is_public_already_does_not_arrive_again(self, store: Store) -> None:
        card = store.catalogue.add(edited(), now=NOW).card
        assert store.editorial.publish(1, 1, now=NOW) == card
        assert store.catalogue.arrival() == 1

    def test_only_a_stored_revision_can_be_published(self, store: Store) -> None:
        store.catalogue.add(edited(), now=NOW)
        for piece, revision in ((1, 2), (1, 0), (2, 1), (0, 1), (2**40, 1)):
            with pytest.raises(NotFound):
                store.editorial.publish(piece, revision, now=NOW)

    def test_adding_a_changed_version_goes_on_after_what_was_proposed(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        propose(store, edited("Two.", origin="a"))
        added = store.catalogue.add(edited("Three.", origin="a"), now=NOW)
        assert (added.status, added.card.revision) == ("revised", 3)

    def test_adding_what_waits_publishes_it(self, store: Store) -> None:
        waiting = propose(store, edited("One.", origin="a")).revision
        added = store.catalogue.add(edited("One.", origin="a"), now=NOW)
        assert (added.status, added.card.piece, added.card.revision) == ("new", 1, 1)
        assert store.catalogue.revision(1) == waiting
        assert store.editorial.proposals(limit=9) == ()

    def test_a_retracted_piece_is_nowhere_and_its_receipts_hold(self, store: Store) -> None:
        store.catalogue.add(edited(topics=("Rain",), sources=CITED, slug="river"), now=NOW)
        store.catalogue.add(edited("Another bridge.", topics=("Rain",)), now=NOW)
        kept = store.catalogue.brief(1, "short")
        retraction = store.editorial.retract(1, "the figures were wrong", now=NOW + DAY)
        assert store.catalogue.retraction(1) == retraction
        for ref in ("1", "#1", "River"):
            assert store.catalogue.withdrawn(ref) == retraction
        assert store.catalogue.withdrawn("2") is store.catalogue.withdrawn("nine") is None
        assert (retraction.piece, retraction.revision) == (1, 1)
        assert (retraction.reason, retraction.retracted_at) == ("the figures were wrong", NOW + DAY)
        assert is_nowhere(store, 1)
        assert (store.catalogue.find("river"), store.catalogue.topics()) == (None, (("Rain", 1),))
        assert store.catalogue.brief(1, "short", 1) == kept
        assert store.editorial.find("river") == kept.revision
        said = "It was retracted on 5 May 2031: the figures were wrong."
        for asked in (
            lambda: store.catalogue.revision(1),
            lambda: store.catalogue.brief(1, "short"),
        ):
            with pytest.raises(NotFound) as gone:
                asked()
            assert gone.value.hint == said == retraction.notice

    @pytest.mark.parametrize(
        ("reason", "told"),
        [
            ("the figures were wrong", "the figures were wrong."),
            ("the figures were wrong.", "the figures were wrong."),
            ("who checked this?", "who checked this?"),
        ],
    )
    def test_the_notice_of_a_retraction_is_one_sentence(
        self, store: Store, reason: str, told: str
    ) -> None:
        store.catalogue.add(edited("One."), now=NOW)
        store.catalogue.add(edited("Two."), now=NOW)
        said = "It was retracted on 4 May 2031"
        notice = store.editorial.retract(1, reason, now=NOW).notice
        assert notice == f"{said}: {told}"
        assert store.editorial.retract(2, "", now=NOW).notice == f"{said}."

    def test_any_words_can_be_a_reason(self, store: Store) -> None:
        store.catalogue.add(edited("One."), now=NOW)

        @modest
        @given(anything)
        def holds(reason: str) -> None:
            assert store.editorial.retract(1, reason, now=NOW) == store.catalogue.retraction(1)
            store.editorial.publish(1, 1, now=NOW)

        holds()

    def test_a_revision_was_public_once_it_is_for_good(self, store: Store) -> None:
        was_public = store.editorial.was_public
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        propose(store, edited("Two.", origin="a"))
        store.editorial.publish(1, 2, now=NOW)
        store.editorial.publish(1, 1, now=NOW)
        store.editorial.publish(1, 2, now=NOW)
        store.editorial.retract(1, "wrong", now=NOW)
        assert was_public(1, 1)
        assert was_public(1, 2)

    def test_what_nobody_published_was_never_public(self, store: Store) -> None:
        was_public = store.editorial.was_public
        propose(store, edited("Discarded.", origin="a"))
        store.editorial.discard(1, 1)
        propose(store, edited("Replaced.", origin="a"))
        propose(store, edited("Published.", origin="a"))
        store.editorial.publish(1, 3, now=NOW)
        propose(store, edited("Newer.", origin="a"))
        assert [was_public(1, number) for number in (1, 2, 3, 4)] == [False, False, True, False]
        store.editorial.keep_external(edited("Passing."), now=NOW, until=NOW + DAY)
        for piece, revision in ((-1, 1), (0, 0), (1, 5), (2, 1), (2**40, 1), (1, 2**40)):
            assert not was_public(piece, revision)

    def test_only_what_is_public_can_be_retracted(self, store: Store) -> None:
        propose(store, edited("Waiting."))
        store.catalogue.add(edited("One."), now=NOW)
        store.editorial.retract(2, "", now=NOW)
        for piece in (0, 1, 2, 3, -1, 2**40):
            with pytest.raises(NotFound):
                store.editorial.retract(piece, "again", now=NOW)
        assert store.catalogue.retraction(1) is None
        assert store.catalogue.retraction(2**40) is None

    def test_the_number_of_arrivals_never_falls(self, store: Store) -> None:
        store.catalogue.add(edited("One."), now=NOW)
        store.catalogue.add(edited("Two."), now=NOW)
        store.editorial.retract(2, "", now=NOW)
        assert store.catalogue.arrival() == 2
        assert store.catalogue.add(edited("Three."), now=NOW).card.piece == 3
        assert [arrival.number for arrival in store.catalogue.arrivals(0, limit=9)] == [3, 1]

    def test_what_was_retracted_does_not_come_back_by_being_added(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a", original="11"), now=NOW)
        store.editorial.retract(1, "wrong", now=NOW)
        same = edited("One.", origin="a", original="11")
        changed = edited("One, changed.", origin="a")
        copied = edited("One.", origin="elsewhere")
        for draft in (same, changed, copied):
            added = store.catalogue.add(draft, now=NOW)
            assert (added.status, added.card.piece) == ("retracted", 1)
            assert is_nowhere(store, 1)
        with pytest.raises(NotFound):
            store.catalogue.revision(1, 2)

    @pytest.mark.parametrize("text", ["One.", "One, mended."])
    def test_nor_by_being_proposed_and_added(self, store: Store, text: str) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        store.editorial.retract(1, "wrong", now=NOW)
        waiting = propose(store, edited(text, origin="a"))
        assert store.catalogue.add(edited(text, origin="a"), now=NOW).status == "retracted"
        assert is_nowhere(store, 1)
        assert store.editorial.proposals(limit=9) == (waiting,)

    @pytest.mark.parametrize(("text", "revision"), [("One.", 1), ("One, mended.", 2)])
    def test_an_editors_word_brings_it_back(self, store: Store, text: str, revision: int) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        store.editorial.retract(1, "wrong", now=NOW)
        added = store.catalogue.add(edited(text, origin="a"), now=NOW, anyway=True)
        assert (added.status, added.card.revision) == ("revised", revision)
        assert store.catalogue.retraction(1) is None
        (arrival,) = store.catalogue.arrivals(0, limit=9)
        assert (arrival.number, arrival.first) == (2, 1)
        assert store.catalogue.find("1") == added.card

    def test_publishing_brings_a_retracted_piece_back(self, store: Store) -> None:
        card = store.catalogue.add(edited("One.", origin="a"), now=NOW).card
        store.editorial.retract(1, "wrong", now=NOW)
        assert propose(store, edited("One.", origin="a")).revision == store.catalogue.revision(1, 1)
        assert store.editorial.publish(1, 1, now=NOW) == card
        assert store.catalogue.retraction(1) is None

    def test_adding_does_not_undo_that_an_editor_went_back(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        store.catalogue.add(edited("Two.", origin="a"), now=NOW)
        first = store.editorial.publish(1, 1, now=NOW)
        added = store.catalogue.add(edited("Two.", origin="a"), now=NOW)
        assert (added.status, added.card) == ("unchanged", first)
        assert (
            store.catalogue.add(edited("Two.", origin="a"), now=NOW, anyway=True).card.revision == 2
        )

    def test_a_piece_is_named_whether_it_is_public_or_not(self, store: Store) -> None:
        waiting = propose(store, edited("One.", slug="first")).revision
        store.catalogue.add(edited("Two.", slug="1"), now=NOW)
        public = store.catalogue.revision(2)
        propose(store, edited("Three."), replaces=2)
        named = store.editorial.find
        assert [named(ref) for ref in ("1", "#1", " First ")] == [waiting] * 3
        assert [named(ref) for ref in ("2", "#2")] == [public] * 2
        assert [named(ref) for ref in ("3", "none", "", "-1", "\ud800")] == [None] * 5

    def test_an_editors_choice_takes_the_place_of_the_summaries(self, store: Store) -> None:
        store.catalogue.add(edited("One. Two. Three.", origin="a"), now=NOW)
        chosen = Summary(method="editor", length="short", sentences=(Span(5, 9),), coverage=0.5)
        store.editorial.set_summaries(1, 1, [chosen])
        assert store.catalogue.brief(1, "short").summary == chosen
        with pytest.raises(NotFound):
            store.catalogue.brief(1, "long")
        store.editorial.set_summaries(1, 1, [replace(chosen, method="auto")])
        assert store.catalogue.brief(1, "short", 1).summary.method == "auto"
        for piece, revision in ((1, 2), (2, 1)):
            with pytest.raises(NotFound):
                store.editorial.set_summaries(piece, revision, [chosen])

    # What was to become public by itself, and what happens before its time

    def test_a_piece_that_was_retracted_does_not_come_back_by_itself(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        waits = propose(store, edited("Two.", origin="a"), replaces=1)
        store.editorial.schedule(1, waits.revision.number, NOW + DAY, now=NOW)
        store.editorial.retract(1, "wrong", now=NOW, by="ines")
        assert store.editorial.publish_due(now=NOW + 2 * DAY) == ()
        assert store.editorial.next_due() is None
        assert [one.due_at for one in store.editorial.proposals(limit=9)] == [None]
        entry, before, *_ = store.editorial.log(limit=9)
        assert (entry.action, entry.detail, entry.revision) == ("scheduled", "", 2)
        assert before.action == "retracted"

    def test_a_newer_revision_is_not_replaced_by_an_older_one_by_itself(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        for text in ("Two.", "Three."):
            waits = propose(store, edited(text, origin="a"), by=text, replaces=1)
            store.editorial.schedule(1, waits.revision.number, NOW + DAY, now=NOW)
        store.editorial.publish(1, 3, now=NOW)
        assert [one.due_at for one in store.editorial.proposals(limit=9)] == [None]
        assert store.editorial.publish_due(now=NOW + 2 * DAY) == ()
        assert store.catalogue.revision(1).number == 3

    def test_a_file_that_came_in_is_not_replaced_by_what_was_scheduled_before(
        self, store: Store
    ) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        waits = propose(store, edited("Two.", origin="a"), replaces=1)
        store.editorial.schedule(1, waits.revision.number, NOW + DAY, now=NOW)
        store.catalogue.add(edited("Three.", origin="a"), now=NOW)
        assert store.editorial.publish_due(now=NOW + 2 * DAY) == ()
        assert store.catalogue.revision(1).body == "Three."

    def test_what_is_newer_than_what_was_published_comes_at_its_time(self, store: Store) -> None:
        store.catalogue.add(edited("One.", origin="a"), now=NOW)
        for text in ("Two.", "Three."):
            waits = propose(store, edited(text, origin="a"), by=text, replaces=1)
            store.editorial.schedule(1, waits.revision.number, NOW + DAY, now=NOW)
        store.editorial.publish(1, 2, now=NOW)
        assert len(store.editorial.publish_due(now=NOW + 2 * DAY)) == 1
        assert store.catalogue.revision(1).number == 3
