from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import importing
from briefs.errors import CannotRank
from briefs.model import Draft, Mark, Revision, Source, Span
from briefs.pieces import ingest
from briefs.pieces.versions import (
    KnownVersion,
    New,
    Revised,
    Stored,
    StoredVersions,
    Unchanged,
    plan,
)

DRAFT = Draft(
    title="After the Dredger",
    body="The quay reopened. Insurers waited.",
    byline="Jane Doe",
    sources=(Source(number=1, raw="Doe, Jane. 2019."),),
    marks=(Mark(1, Span(18, 18)),),
)
STORED = Revision(
    piece=4,
    slug="after-the-dredger",
    number=1,
    sha256="",
    title=DRAFT.title,
    byline=DRAFT.byline,
    outlet="",
    published=None,
    url="",
    language="en",
    body=DRAFT.body,
    sentences=(Span(0, 18), Span(19, 35)),
    sources=DRAFT.sources,
    marks=DRAFT.marks,
    topics=(),
    stored_at=datetime(2026, 1, 1, tzinfo=UTC),
)


PUBLIC = StoredVersions(STORED, STORED)


def test_what_nothing_ties_to_the_library_is_new() -> None:
    assert plan(DRAFT, KnownVersion(), None) == New()


def test_the_same_piece_again_changes_nothing() -> None:
    assert plan(DRAFT, KnownVersion(original=4, origin=4, body=4), PUBLIC) == Unchanged(STORED)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Before the Dredger"},
        {"body": "The quay reopened. Insurers came back."},
        {"byline": "John Roe"},
        {"outlet": "The Example"},
        {"published": datetime(2026, 2, 1, tzinfo=UTC)},
        {"url": "https://example.org/quay"},
        {"language": "de"},
        {"topics": ("ports",)},
        {"sources": (Source(number=1, raw="Roe, Richard. 2019."),)},
        {"marks": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_readers_see_changed_is_a_revision(change: dict[str, Any]) -> None:
    assert plan(replace(DRAFT, **change), KnownVersion(origin=4), PUBLIC) == Revised(STORED)


def test_what_readers_do_not_see_is_no_revision() -> None:
    same = replace(DRAFT, origin="elsewhere", original="ff", warnings=("late",), slug="other")
    assert plan(same, KnownVersion(url=4), PUBLIC) == Unchanged(STORED)


def test_an_entry_that_is_read_better_is_no_revision() -> None:
    better = replace(DRAFT, sources=(Source(number=1, raw="Doe, Jane. 2019.", issued="2019"),))
    assert plan(better, KnownVersion(origin=4), PUBLIC) == Unchanged(STORED)


def test_earlier_bytes_bring_the_earlier_text_back() -> None:
    later = replace(STORED, number=2, body="Later.")
    assert plan(DRAFT, KnownVersion(original=4), StoredVersions(later, later)) == Revised(later)


def test_what_waits_or_was_taken_back_is_stored_already() -> None:
    assert plan(DRAFT, KnownVersion(origin=4), StoredVersions(None, STORED)) == Stored(STORED)
    assert plan(DRAFT, KnownVersion(body=4), StoredVersions(None, STORED)) == Stored(STORED)


def test_a_change_goes_on_from_the_latest_whatever_is_public() -> None:
    later = replace(STORED, number=2, body="Later.")
    assert plan(DRAFT, KnownVersion(origin=4), StoredVersions(STORED, later)) == Unchanged(STORED)
    same_as_later = replace(DRAFT, body="Later.")
    assert plan(same_as_later, KnownVersion(origin=4), StoredVersions(STORED, later)) == Stored(
        later
    )
    another = replace(DRAFT, body="Another.")
    assert plan(another, KnownVersion(origin=4), StoredVersions(STORED, later)) == Revised(later)


def test_the_body_of_another_piece_is_a_copy() -> None:
    assert plan(replace(DRAFT, title="A copy"), KnownVersion(body=4), PUBLIC) == Unchanged(STORED)


@given(st.lists(st.none() | st.integers(1, 5), min_size=4, max_size=4))
def test_the_surest_tie_decides_which_piece_it_is(ties: list[int | None]) -> None:
    original, url, origin, slug = ties
    known = KnownVersion(original=original, url=url, origin=origin, slug=slug, body=6)
    assert known.tied == next(filter(None, ties), None)
    assert known.piece == (known.tied or 6)


def test_editing_finds_sentences_and_summaries() -> None:
    edited = ingest.edit(DRAFT)
    assert [span.of(DRAFT.body) for span in edited.sentences] == [
        "The quay reopened.",
        "Insurers waited.",
    ]
    assert edited.summaries
    assert all(set(made.sentences) <= set(edited.sentences) for made in edited.summaries)


def test_where_ranking_cannot_work_the_lead_stands() -> None:
    assert {made.method for made in ingest.edit(DRAFT, method="lexrank").summaries} == {"lead"}


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(CannotRank):
        ingest.edit(DRAFT, method="guess")


def test_folders_give_their_texts_sorted_and_nothing_hidden(tmp_path: Path) -> None:
    for name in ("b.md", "a.TXT", "c.markdown", "d.exe", ".hidden.txt", "in/e.pdf", ".git/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Text.")
    found = [path.relative_to(tmp_path).as_posix() for path in importing.survey([tmp_path]).files]
    assert found == ["a.TXT", "b.md", "c.markdown", "in/e.pdf"]


def test_a_path_that_is_named_is_given_back_whatever_it_is(tmp_path: Path) -> None:
    named = [tmp_path / "missing.txt", tmp_path / ".hidden.pdf"]
    assert list(importing.survey(named).files) == named


def test_a_link_that_leads_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    inbox, secret = tmp_path / "inbox", tmp_path / "secret.txt"
    inbox.mkdir()
    secret.write_text("a token")
    (inbox / "own.txt").write_text("The quay reopened.")
    (inbox / "innocent.txt").symlink_to(secret)
    (inbox / "again.txt").symlink_to(inbox / "own.txt")
    assert [path.name for path in importing.survey([inbox]).files] == ["again.txt", "own.txt"]
