"""The store's contract for adding pieces and returning them."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import NotFound
from briefs.left_out import LeftOut, LeftOutKind
from briefs.model import (
    Aside,
    Edited,
    Mark,
    Organisation,
    OtherVoice,
    Person,
    Source,
    Span,
    Summary,
    VoiceKind,
)
from briefs.storage import Store
from tests.briefs.builders import NOW, draft, edited
from tests.contracts.contract import DAY, Contract, modest, storable

times = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))]))
spans = st.builds(lambda start, length: Span(start, start + length), *[st.integers(0, 9)] * 2)
authors = st.builds(Person, storable, storable) | st.builds(Organisation, storable)
sources = st.builds(
    Source,
    number=st.integers(1, 99),
    raw=storable,
    status=st.sampled_from(["parsed", "partial", "raw"]),
    authors=st.lists(authors, max_size=3).map(tuple),
    title=st.none() | storable,
    issued=st.none() | st.sampled_from(["2017", "2017-01", "2017-01-03"]),
    url=st.none() | storable,
)
editions = st.builds(
    lambda draft, sentences, summary: Edited(
        draft=draft, sentences=tuple(sentences), summaries=(summary,)
    ),
    st.builds(
        draft,
        storable,
        title=storable,
        byline=storable,
        outlet=storable,
        published=st.none() | times,
        url=storable,
        language=storable,
        topics=st.lists(storable, max_size=3).map(tuple),
        sources=st.lists(sources, max_size=3).map(tuple),
        marks=st.lists(st.builds(Mark, st.integers(1, 9), spans), max_size=3).map(tuple),
        left_out=st.lists(
            st.builds(
                LeftOut,
                st.sampled_from(get_args(LeftOutKind)),
                st.integers(0, 9),
                st.integers(0, 9),
                storable,
            ),
            max_size=2,
        ).map(tuple),
        asides=st.lists(
            st.builds(
                Aside, st.sampled_from(("note", "caption")), storable, storable, st.none() | spans
            ),
            max_size=2,
        ).map(tuple),
        voices=st.lists(
            st.builds(OtherVoice, st.sampled_from(get_args(VoiceKind)), spans, storable), max_size=2
        ).map(tuple),
        slug=storable,
        named=st.just(False),
    ),
    st.lists(spans, max_size=4),
    st.builds(
        Summary,
        method=storable,
        length=st.just("normal"),
        sentences=st.lists(spans, max_size=3).map(tuple),
        coverage=st.floats(0, 1),
    ),
)


class IntakeContract(Contract):
    def test_pieces_are_numbered_as_they_come_in(self, store: Store) -> None:
        added = [store.catalogue.add(edited(f"Text {n}."), now=NOW) for n in range(3)]
        assert [(a.status, a.card.piece, a.card.revision) for a in added] == [
            ("new", 1, 1),
            ("new", 2, 1),
            ("new", 3, 1),
        ]

    def test_adding_the_same_again_changes_nothing(self, store: Store) -> None:
        first = store.catalogue.add(edited(origin="a.txt"), now=NOW)
        again = store.catalogue.add(edited(origin="a.txt"), now=NOW + DAY)
        assert again == replace(first, status="unchanged")
        assert store.catalogue.count() == 1
        with pytest.raises(NotFound):
            store.catalogue.revision(1, 2)

    def test_a_changed_version_is_the_next_revision_and_the_earlier_ones_stay(
        self, store: Store
    ) -> None:
        for n in range(1, 4):
            added = store.catalogue.add(edited(f"Version {n}.", origin="a.txt"), now=NOW + n * DAY)
            assert (added.card.piece, added.card.revision) == (1, n)
        assert [store.catalogue.revision(1, n).body for n in (1, 2, 3)] == [
            "Version 1.",
            "Version 2.",
            "Version 3.",
        ]
        assert store.catalogue.revision(1).number == 3

    def test_a_piece_keeps_its_slug_when_its_file_is_renamed(self, store: Store) -> None:
        store.catalogue.add(edited("Old.", slug="harbour", url="https://example.org/1"), now=NOW)
        added = store.catalogue.add(
            edited("New.", slug="port", url="https://example.org/1"), now=NOW
        )
        assert (added.status, added.card.slug) == ("revised", "harbour")

    def test_only_the_latest_version_ties_a_piece_to_an_address(self, store: Store) -> None:
        store.catalogue.add(edited("Old.", origin="a", url="https://example.org/1"), now=NOW)
        store.catalogue.add(edited("New.", origin="a", url="https://example.org/2"), now=NOW)
        added = store.catalogue.add(edited("Other.", url="https://example.org/1"), now=NOW)
        assert added.status == "new"

    def test_bytes_read_before_tie_a_draft_to_their_piece(self, store: Store) -> None:
        store.catalogue.add(edited("Old.", origin="a", original="11"), now=NOW)
        store.catalogue.add(edited("New.", origin="a", original="22"), now=NOW)
        added = store.catalogue.add(edited("Old.", origin="moved", original="11"), now=NOW)
        assert (added.status, added.card.revision) == ("revised", 3)

    def test_a_slug_of_its_own_ties_a_draft_to_its_piece(self, store: Store) -> None:
        store.catalogue.add(edited("Old.", slug="harbour"), now=NOW)
        added = store.catalogue.add(edited("New.", slug="Harbour", named=True), now=NOW)
        assert (added.status, added.card.piece) == ("revised", 1)

    def test_slugs_that_clash_are_told_apart(self, store: Store) -> None:
        slugs = ("harbour", "harbour-2", "Harbour", "harbour", "harbou_", "")
        cards = [
            store.catalogue.add(edited(f"Text {n}.", slug=slug), now=NOW).card
            for n, slug in enumerate(slugs)
        ]
        assert [card.slug for card in cards] == [
            "harbour",
            "harbour-2",
            "harbour-3",
            "harbour-4",
            "harbou_",
            "piece",
        ]

    def test_whatever_is_stored_comes_back_as_it_was(self) -> None:
        @modest
        @given(editions)
        def holds(edition: Edited) -> None:
            given = edition.draft
            with closing(self.open()) as store:
                added = store.catalogue.add(edition, now=NOW)
                brief = store.catalogue.brief(1, "normal")
                kept = brief.revision
                assert brief.summary == edition.summaries[0]
                assert kept == store.catalogue.revision(1) == store.catalogue.revision(1, 1)
                assert kept.sha256 == added.sha256 == sha256(given.body.encode()).hexdigest()
                for name in ("title", "body", "byline", "outlet", "published", "url"):
                    assert getattr(kept, name) == getattr(given, name)
                for name in (
                    "language",
                    "topics",
                    "sources",
                    "marks",
                    "left_out",
                    "asides",
                    "voices",
                ):
                    assert getattr(kept, name) == getattr(given, name)
                assert kept.sentences == edition.sentences
                assert store.catalogue.newest(limit=1) == (added.card,)
                assert kept.published is None or kept.published.tzinfo is UTC

        holds()

    def test_times_keep_their_microseconds_in_utc(self, store: Store) -> None:
        east = timezone(timedelta(hours=9))
        at = datetime(2031, 5, 4, 3, 2, 1, 987654, tzinfo=east)
        store.catalogue.add(edited(published=at), now=at)
        kept = store.catalogue.revision(1)
        assert kept.published == kept.stored_at == at
        assert kept.stored_at.isoformat() == "2031-05-03T18:02:01.987654+00:00"
