"""Reading a reference entry: the ways in which people depart from the styles, and their types."""

from pathlib import Path

import pytest

from briefs.model import Organisation
from briefs.references.parse import LONGEST, parse
from tests.briefs.entries import ADA, ADDRESS, fields

PIECES = Path(__file__).parents[3] / "shared/data/pieces"


def test_a_bare_address_has_no_title() -> None:
    source = parse(ADDRESS)
    assert fields(source) == {"url": ADDRESS}
    assert (source.status, source.type) == ("partial", "webpage")


def test_of_several_sources_in_one_note_the_first_is_read_and_the_note_is_shown_as_written() -> (
    None
):
    source = parse(
        f"Ada Roe, “A Boat,” Post, May 4, 2017, {ADDRESS}; “An Oar,” Globe, May 5, 2017."
    )
    assert (source.title, source.container, source.issued) == ("A Boat", "Post", "2017-05-04")
    assert source.status == "partial"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Ibid.",
        "Ibid., 45.",
        "Roe, Boats, 137.",
        "The term boats is used here in its broadest sense, rafts “in a way” included.",
        "“Boat” is used in its broadest sense.",
        "Roe v. Poe, 144 Ex. 1436 (1994).",
        "x" * (LONGEST + 1),
    ],
)
def test_what_cannot_be_read_is_left_as_written(raw: str) -> None:
    source = parse(raw)
    assert fields(source) == {}
    assert (source.status, source.raw) == ("raw", raw)


def test_a_short_form_is_partly_read() -> None:
    source = parse("Roe, “A Paper Boat.”")
    assert (source.authors, source.title) == ((Organisation("Roe"),), "A Paper Boat")
    assert source.status == "partial"


@pytest.mark.parametrize(
    ("raw", "fitting"),
    [
        ("18. Oktober 2006. „Der Kai“, Hafenblatt.", "2006-10-18"),
        ("18. “Der Kai,” Hafenblatt, Oktober 2006.", "2006-10"),
    ],
)
def test_a_day_at_the_start_is_no_number_in_the_list(raw: str, fitting: str) -> None:
    assert parse(raw).issued == fitting


@pytest.mark.parametrize(
    "marker", ["1. ", "(1) ", "[1] ", "[^1]: ", "[^note]: ", "- ", "* ", "• ", "> 3. ", "¹ "]
)
def test_the_number_in_the_list_is_no_part_of_the_entry(marker: str) -> None:
    plain = "Ada Roe, “A Paper Boat,” Harbour Post, May 4, 2017."
    assert fields(parse(marker + plain)) == fields(parse(plain))


def test_unicode_spaces_and_invisible_characters_change_nothing() -> None:
    plain = "Roe, Ada. “A Paper Boat.” Harbour Post, May 4, 2017. Accessed May 5, 2017."
    spaced = plain.replace(" ", "\u00a0").replace("Paper", "Pa\u00ad\u200bper")
    assert fields(parse("\ufeff" + spaced)) == fields(parse(plain))
    assert parse(spaced).raw == spaced


def test_an_unquoted_title_with_one_sentence_behind_it_is_not_guessed() -> None:
    source = parse(f"Lantern Bay Release. (1945, May 31). Evening Eagle. {ADDRESS}")
    assert fields(source) == {"url": ADDRESS}
    hosted = parse("Lantern Bay Release. (1945, May 31). Evening Eagle. https://eveningeagle.com/1")
    assert (hosted.title, hosted.container) == ("Lantern Bay Release", "Evening Eagle")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Ada Roe, “A Boat,” Harbour Post, May 4, 2017.", "article-newspaper"),
        (f"Ada Roe, “A Boat,” The Example, May 4, 2017, {ADDRESS}.", "webpage"),
        (f"Ada Roe, “A Boat,” Example Weekly, May 4, 2017, {ADDRESS}.", "article-magazine"),
        ("Ada Roe, “A Boat,” Journal of Boats 12, no. 3 (2017): 4–9.", "article-journal"),
        ("Roe, A. (2017). A boat. Journal of Boats, 12(3), 4–9.", "article-journal"),
        (f"Ada Roe, “A Boat,” Rafts (blog), May 4, 2017, {ADDRESS}.", "post-weblog"),
        ("“A Boat,” Example, May 4, 2017, https://www.youtube.com/watch?v=x.", "motion_picture"),
        ("Roe, Ada. 2017. A Boat of Paper. Boston, MA: Example Press.", "book"),
        ("Ada Roe, “A Boat,” Working Paper 12, Example Institute, 2017.", "report"),
        ("“A Boat.”", "document"),
        ("A boat.", None),
    ],
)
def test_a_type_is_given_on_evidence(raw: str, kind: str | None) -> None:
    assert parse(raw).type == kind


def test_a_book_has_a_publisher_and_no_container() -> None:
    source = parse("Roe, Ada. 2017. A Boat of Paper. Boston, MA: Example Press.")
    assert (source.title, source.publisher, source.container) == (
        "A Boat of Paper",
        "Example Press",
        None,
    )
    emphasised = parse("Roe, Ada. *A Boat of Paper*. London: Example Press, 2017.")
    assert fields(emphasised) == {
        "authors": ADA,
        "title": "A Boat of Paper",
        "publisher": "Example Press",
        "issued": "2017",
    }


def test_each_entry_of_the_first_piece_is_read_whole() -> None:
    piece = PIECES / "after-aleppo.txt"
    if not piece.exists():
        pytest.skip(f"the shared pieces are not here: {piece}")
    sources = [
        parse(raw) for raw in piece.read_text(encoding="utf-8").rstrip().split("\n\n\n")[-6:]
    ]
    assert [source.status for source in sources] == ["parsed"] * 6
    assert [source.container for source in sources] == [
        "CNN",
        "CNN",
        "BBC News",
        "CNN",
        "BBC News",
        "The Guardian",
    ]
    assert [source.issued for source in sources] == [
        "2017-01-03",
        "2017-01-03",
        "2016-09-30",
        "2017-01-06",
        "2017-01-06",
        "2017-01-06",
    ]
    assert [(source.accessed or "")[:8] for source in sources] == ["2017-01-"] * 6
    assert [len(source.authors) for source in sources] == [1, 1, 1, 2, 0, 1]
    for source in sources:
        assert source.title
        assert source.title in source.raw.replace("\u00a0", " ")
