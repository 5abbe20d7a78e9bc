"""/sources with a format answers with the whole reference list as a file."""

import pytest

from briefs.model import Press
from briefs.references.export import EXPORTS
from handlers.message import Attachment
from handlers.sources import format_of
from tests.handlers.newsroom import (
    Reader,
    add,
    attached,
    button,
    labels,
    library,
    piece,
    short_piece,
    source,
    text,
)

DAM = short_piece("The dam held.", title="The dam", slug="the-dam", sources=(source(1), source(2)))
SNOW = short_piece("It snowed.", title="Snow", slug="snow", sources=(source(1, "On Snow"),))


def reader() -> Reader:
    """Somebody who may ask about the dam (piece 1) and about snow (piece 2, the newest)."""
    return Reader(library(DAM, SNOW))


def test_a_format_after_a_piece_answers_with_its_whole_list_as_a_file() -> None:
    answer = reader().ask("/sources 1 bibtex")
    assert text(answer) == "2 references as BibTeX · The dam"
    assert attached(answer) == Attachment(
        "the-dam.bib", "application/x-bibtex", EXPORTS["bibtex"].write(DAM.draft.sources)
    )
    assert not answer.private


@pytest.mark.parametrize("form", EXPORTS)
def test_every_format_there_is_can_be_asked_for(form: str) -> None:
    export = EXPORTS[form]  # type: ignore[index]  # pytest widens the literal
    answer = reader().ask(f"/sources the-dam {form}")
    assert text(answer) == f"2 references as {export.label} · The dam"
    assert attached(answer).text == export.write(DAM.draft.sources)
    assert attached(answer).name == f"the-dam{export.suffix}"


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("BibTeX", "bibtex"),
        ("bib", "bibtex"),
        (".bib", "bibtex"),
        ("BIBLATEX", "biblatex"),
        ("ris", "ris"),
        ("Csl", "csl"),
        ("csl-json", "csl"),
        ("JSON", "csl"),
        ("chicago", "chicago"),
        ("MLA", "mla"),
        ("apa", "apa"),
        ("endnote", None),
        ("", None),
    ],
)
def test_a_format_has_the_names_that_people_type(word: str, form: str | None) -> None:
    assert format_of(word) == form


def test_a_format_alone_is_about_the_piece_at_hand_or_else_the_newest() -> None:
    asking = reader()
    assert attached(asking.ask("/sources ris")).name == "snow.ris"
    asking.ask("/brief 1")
    asking.ask("/brief 2")
    assert attached(asking.ask("/sources bibtex")).name == "snow.bib"
    assert attached(asking.ask("/sources bibtex", replied_to=1)).name == "the-dam.bib"


def test_a_number_before_a_format_is_a_piece_whatever_was_shown() -> None:
    asking = reader()
    asking.ask("/brief 2")
    assert attached(asking.ask("/sources 1 apa")).name == "the-dam.txt"


def test_words_before_a_format_find_the_piece() -> None:
    assert attached(reader().ask("/sources dam held json")).name == "the-dam.json"


def test_after_a_file_the_piece_is_the_one_at_hand() -> None:
    asking = reader()
    asking.ask("/sources 1 ris")
    assert text(asking.ask("/sources")).startswith("Sources (2) · The dam\n")


def test_the_buttons_below_a_list_give_the_files_of_that_very_revision() -> None:
    asking = reader()
    listed = asking.ask("/sources #1")
    assert labels(listed)[-3:] == ["BibTeX", "RIS", "CSL-JSON"]
    assert button(listed, "BibTeX").does == Press("sources", ("#1@1", "bibtex"))
    newer = short_piece("The dam fell.", title="The dam", slug="the-dam", sources=(source(1),))
    add(asking.store, newer)
    assert attached(asking.press("RIS")).text == EXPORTS["ris"].write(DAM.draft.sources)


def test_a_reference_that_was_not_read_goes_into_the_file_as_written() -> None:
    raw = source(2, None, raw="Brook, A., notes on dams", status="raw")
    answer = Reader(library(piece(sources=(source(1), raw)))).ask("/sources bibtex")
    assert text(answer).startswith("2 references as BibTeX")
    assert "Brook, A., notes on dams" in attached(answer).text


def test_a_piece_without_sources_has_no_file() -> None:
    answer = Reader(library(piece())).ask("/sources bibtex")
    assert text(answer) == "The dam\nThis piece lists no sources."
    assert labels(answer) == ["Brief"]


def test_a_piece_that_is_named_like_a_format_is_there_by_its_number() -> None:
    asking = Reader(library(short_piece("Read it.", title="RIS", slug="ris", sources=(source(),))))
    assert attached(asking.ask("/sources ris ris")).name == "ris.ris"
    assert text(asking.ask("/sources #1")).startswith("Sources (1) · RIS\n")
    assert text(asking.ask("/sources ris p1")).startswith("Sources (1) · RIS\n")


def test_a_piece_that_is_not_there_is_said_without_its_format() -> None:
    answer = reader().ask("/sources #99 bibtex")
    assert "“#99”" in text(answer)
    assert answer.private
