"""The pieces of a first run are read without a warning, each in the form that it is to show."""

from datetime import UTC, datetime

import pytest

from briefs.examples import pieces
from briefs.model import Draft
from briefs.reading.reader import read
from briefs.text import sentences

EXAMPLES = pieces()
PLAIN = ("keeping-the-book-on-groundwater.txt", "who-keeps-count-of-a-ceasefire.txt")
"""Texts without front matter, as most pieces come."""

CITING = ("the-case-for-quoting.md", "what-seventy-per-cent-owes-the-reader.md")
"""Those whose author set note markers."""

each = pytest.mark.parametrize("name", [name for name, _ in EXAMPLES])


def example(name: str) -> Draft:
    return read(dict(EXAMPLES)[name], name=name)


def test_there_are_six_sorted_by_name() -> None:
    names = [name for name, _ in EXAMPLES]
    assert len(names) == 6
    assert names == sorted(names)


@each
def test_an_example_is_read_without_a_warning(name: str) -> None:
    assert example(name).warnings == ()


@each
def test_an_example_is_a_titled_argument_of_seven_to_nine_paragraphs(name: str) -> None:
    piece = example(name)
    paragraphs = piece.body.split("\n\n")
    assert 3 <= len(piece.title.split()) <= 12
    assert piece.title not in piece.body
    assert 7 <= len(paragraphs) <= 9
    assert 600 <= len(piece.body.split()) <= 950


@each
def test_an_example_has_sentences_enough_for_a_brief_to_choose_from(name: str) -> None:
    piece = example(name)
    spans = sentences.split(piece.body, piece.language)
    assert len(spans) >= 20
    assert all(span.of(piece.body)[-1] in ".!?”" for span in spans)


@each
def test_the_sources_of_an_example_are_all_read(name: str) -> None:
    sources = example(name).sources
    assert 5 <= len(sources) <= 10
    assert {source.status for source in sources} <= {"parsed", "partial"}
    assert all(source.title and source.issued for source in sources)


@each
def test_no_entry_of_the_list_is_left_in_the_body(name: str) -> None:
    piece = example(name)
    assert not [source for source in piece.sources if source.raw[:40] in piece.body]
    assert "[" not in piece.body


@each
def test_an_example_says_who_wrote_it_and_when(name: str) -> None:
    piece = example(name)
    assert len(piece.byline.split()) == 2
    assert piece.published is not None
    assert datetime(2026, 9, 1, tzinfo=UTC) <= piece.published < datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", [name for name, _ in EXAMPLES if name not in PLAIN])
def test_front_matter_says_where_and_on_what(name: str) -> None:
    piece = example(name)
    assert piece.outlet in {"The Harbour Review", "Northgate Institute"}
    assert piece.topics


@pytest.mark.parametrize("name", CITING)
def test_every_source_of_a_piece_with_note_markers_is_cited_in_order(name: str) -> None:
    piece = example(name)
    assert [mark.source for mark in piece.marks] == [source.number for source in piece.sources]
    assert all(piece.body[mark.at.start - 1].strip() for mark in piece.marks)


@pytest.mark.parametrize("name", [name for name, _ in EXAMPLES if name not in CITING])
def test_a_piece_without_note_markers_is_given_none(name: str) -> None:
    assert example(name).marks == ()
