"""/sources shows what a piece rests on: the list in pages, or one entry whole."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from briefs.model import Edited, Organisation, Person, Press
from briefs.storage.cited_copies import CitedCopy
from handlers.message import Bullets, Link, Reply
from tests.handlers.editing import Editor
from tests.handlers.newsroom import (
    Reader,
    add,
    button,
    fact,
    items,
    labels,
    library,
    noted,
    piece,
    short_piece,
    source,
    text,
)


def sourced(count: int, title: str = "The dam", body: str = "The dam held.") -> Edited:
    sources = tuple(source(n, f"{title}, book {n}") for n in range(1, count + 1))
    return short_piece(body, title=title, sources=sources)


def bullets(reply: Reply) -> Bullets:
    return next(block for block in reply.blocks if isinstance(block, Bullets))


def test_the_list_numbers_each_source_and_says_how_many_there_are() -> None:
    answer = Reader(library(sourced(3))).ask("/sources")
    assert text(answer).startswith("Sources (3) · The dam\n")
    assert bullets(answer).start == 1
    assert [line.split("\n")[0] for line in items(answer)] == [
        f"“The dam, book {n}”" for n in (1, 2, 3)
    ]


def test_an_entry_says_title_who_where_and_when() -> None:
    entry = source(
        authors=(Person("Brook", "Ada"), Organisation("River Board")),
        container="Water Quarterly",
        issued="2017-01-03",
        accessed="2017-01",
        url="https://example.org/dams",
        archive_url="https://example.org/archived/dams",
    )
    answer = Reader(library(piece(sources=(entry,)))).ask("/sources")
    (line,) = items(answer)
    assert line.startswith("Dams and Rivers\nAda Brook and River Board · Water Quarterly · ")
    assert line.endswith(" · 3 Jan 2017 (accessed Jan 2017) · archived copy")
    assert Link("Dams and Rivers", "https://example.org/dams") in bullets(answer).items[0]


def test_an_entry_without_a_date_says_so() -> None:
    answer = Reader(library(piece(sources=(source(),)))).ask("/sources")
    assert items(answer) == ["“Dams and Rivers”\nno date"]


def test_an_address_that_is_not_safe_is_never_a_link() -> None:
    entry = source(url="javascript:alert(1)", archive_url="http://a@b.example/")
    listed = Reader(library(piece(sources=(entry,)))).ask("/sources")
    assert not [part for part in bullets(listed).items[0] if isinstance(part, Link)]
    whole = Reader(library(piece(sources=(entry,)))).ask("/sources #1 1")
    assert fact(whole, "Link") == "javascript:alert(1)"
    assert fact(whole, "Archived") == "http://a@b.example/"


def test_an_entry_that_was_not_read_is_shown_as_written_and_says_so() -> None:
    entry = source(title=None, raw="Brook, A., notes on dams", status="raw")
    answer = Reader(library(piece(sources=(entry,)))).ask("/sources")
    assert items(answer) == ["Brook, A., notes on dams (shown as written)"]


def test_an_entry_read_in_part_is_also_shown_as_written() -> None:
    entry = source(raw="Dams and Rivers. (Somewhere)", status="partial")
    answer = Reader(library(piece(sources=(entry,)))).ask("/sources")
    assert items(answer)[0].endswith("\nAs written: Dams and Rivers. (Somewhere)")


def test_a_piece_without_sources_says_so() -> None:
    answer = Reader(library(piece())).ask("/sources")
    assert text(answer) == "The dam\nThis piece lists no sources."
    assert labels(answer) == ["Brief"]


def test_a_long_list_comes_in_pages_that_keep_the_numbers() -> None:
    reader = Reader(library(sourced(30)))
    first = reader.ask("/sources")
    assert len(items(first)) == 12
    assert "Page 1 of 3" in text(first)
    assert button(first, "Next ›").does == Press("sources", ("#1@1", "p2"), in_place=True)
    second = reader.press("Next ›")
    assert bullets(second).start == 13
    assert items(second)[0].startswith("“The dam, book 13”")
    third = reader.press("Next ›")
    assert len(items(third)) == 6
    assert "Next ›" not in labels(third)
    assert text(reader.press("‹ Previous")) == text(second)


def test_a_page_past_the_end_is_the_last_one() -> None:
    assert "Page 3 of 3" in text(Reader(library(sourced(30))).ask("/sources 1 p9"))


@pytest.mark.parametrize("ask", ["/sources 1 2", "/sources #1 2", "/sources the-dam 2"])
def test_a_piece_and_a_number_show_that_entry_whole(ask: str) -> None:
    dam = short_piece(
        "The dam held.", slug="the-dam", sources=(source(1), source(2, raw="Brook on dams, 1901."))
    )
    answer = Reader(library(dam)).ask(ask)
    assert text(answer).startswith("Source 2 of 2 · The dam\nBrook on dams, 1901.\n")


def test_a_whole_entry_names_every_field_that_could_be_read_and_no_other() -> None:
    entry = source(
        authors=(Person("Brook", "Ada"),),
        container="Water Quarterly",
        publisher="River Press",
        issued="2017",
        updated="2018-02",
        url="https://example.org/dams",
    )
    lines = text(Reader(library(piece(sources=(entry,)))).ask("/sources #1 1")).split("\n")
    assert lines[2:] == [
        "Authors: Ada Brook",
        "Title: Dams and Rivers",
        "In: Water Quarterly",
        "Publisher: River Press",
        "Published: 2017",
        "Updated: Feb 2018",
        "Link: https://example.org/dams",
    ]


def test_a_whole_entry_names_the_sentences_in_which_the_author_cites_it() -> None:
    dam = noted(piece(sources=(source(1), source(2))), (1, 2), (4, 2), (2, 1))
    assert fact(Reader(library(dam)).ask("/sources #1 2"), "Cited in") == "S1, S4"
    assert fact(Reader(library(dam)).ask("/sources #1 1"), "Cited in") == "S2"


@pytest.mark.parametrize("before", ["", "/brief 1", "/latest"])
def test_a_bare_number_is_always_a_piece(before: str) -> None:
    reader = Reader(library(sourced(3, "Snow", "It snowed."), sourced(4)))
    if before:
        reader.ask(before)
    assert text(reader.ask("/sources 2")).startswith("Sources (4) · The dam\n")


@pytest.mark.parametrize("asked", ["/sources [2]", "/sources 1 [2]", "/sources #1 [2]."])
def test_a_number_in_brackets_is_a_source(asked: str) -> None:
    reader = Reader(library(sourced(3, "Snow", "It snowed."), sourced(4)))
    reader.ask("/brief 1")
    assert text(reader.ask(asked)).startswith("Source 2 of 3 · Snow\n")


def test_a_number_with_its_sign_is_always_a_piece() -> None:
    reader = Reader(library(sourced(3, "Snow", "It snowed."), sourced(4)))
    reader.ask("/brief 1")
    assert text(reader.ask("/sources #2")).startswith("Sources (4) · The dam\n")


def test_in_reply_to_an_older_message_a_source_is_of_its_piece() -> None:
    reader = Reader(library(sourced(3, "Snow", "It snowed."), sourced(4)))
    reader.ask("/brief 1")
    reader.ask("/brief 2")
    assert text(reader.ask("/sources [3]", replied_to=0)).startswith("Source 3 of 3 · Snow\n")


def test_words_find_the_piece_whose_sources_are_wanted() -> None:
    reader = Reader(library(sourced(3, "Snow", "It snowed."), sourced(4)))
    assert text(reader.ask("/sources it snowed")).startswith("Sources (3) · Snow\n")
    assert text(reader.ask("/sources snowed 2")).startswith("Source 2 of 3 · Snow\n")


@pytest.mark.parametrize(
    ("count", "said"), [(1, "has 1 source, no number 9."), (3, "has 3 sources, no number 9.")]
)
def test_a_source_that_is_not_there_is_refused_with_the_number_there_are(
    count: int, said: str
) -> None:
    answer = Reader(library(sourced(count))).ask("/sources #1 9")
    assert said in text(answer)
    assert "/sources #1" in text(answer)
    assert answer.private


def test_the_sources_of_an_older_revision_stay_those_it_had() -> None:
    store = library(short_piece("The dam held.", origin="dam.txt", sources=(source(1),)))
    add(store, short_piece("The dam fell.", origin="dam.txt", sources=(source(1), source(2))))
    reader = Reader(store)
    assert text(reader.ask("/sources #1@1")).startswith("Sources (1) ·")
    assert text(reader.ask("/sources #1")).startswith("Sources (2) ·")


def test_of_a_piece_without_sources_no_number_is_asked_for() -> None:
    assert "This piece lists no sources." in text(Reader(library(piece())).ask("/sources #1 3"))


def test_a_long_number_is_a_source_that_is_not_there() -> None:
    reader = Reader(library(piece(sources=(source(),))))
    reader.ask("/brief")
    assert "has 1 source" in text(reader.ask("/sources [" + "9" * 9 + "]"))


def linked(count: int) -> Edited:
    listed = (source(1, "The dam, book 1"),)
    links = tuple(
        replace(source(n, f"The dam, page {n}"), where="link") for n in range(2, count + 2)
    )
    return short_piece("The dam held.", title="The dam", sources=(*listed, *links))


def test_links_in_the_text_stand_apart_from_the_list() -> None:
    answer = Reader(library(linked(2))).ask("/sources")
    assert text(answer).startswith("Sources (1) · The dam\n")
    assert "Links in the text (2)" in text(answer)
    first, second = (block for block in answer.blocks if isinstance(block, Bullets))
    assert (len(first.items), second.start) == (1, 2)


def test_a_link_in_the_text_lacks_neither_date_nor_words() -> None:
    link = source(1, "A page", status="partial", container="weir.example", where="link")
    answer = Reader(library(short_piece("The dam held.", sources=(link,)))).ask("/sources")
    assert items(answer) == ["“A page”\nweir.example"]


def test_links_alone_are_not_called_sources() -> None:
    links = (replace(source(1, "A page"), where="link"),)
    answer = Reader(library(short_piece("The dam held.", sources=links))).ask("/sources")
    assert "This piece lists no sources." in text(answer)
    assert "Links in the text (1)" in text(answer)


def test_a_file_holds_the_list_without_the_links() -> None:
    answer = Reader(library(linked(2))).ask("/sources ris")
    assert "1 reference as RIS" in text(answer)


def test_a_brief_counts_the_list_alone() -> None:
    assert "Sources (1)" in labels(Reader(library(linked(2))).ask("/brief"))


DEAD = "https://ports.example/silt"
FOUND, KEPT = datetime(2031, 5, 1, tzinfo=UTC), datetime(2031, 3, 12, tzinfo=UTC)


def with_dead_link(*, paragraphs: int = 2) -> Reader:
    """A reader of a piece whose one entry has a dead link, with a copy unless it has no text."""
    store = library(short_piece("The dam held.", sources=(source(url=DEAD),)))
    kept = "\n\n".join(f"Paragraph {n} of the page. " + "It held. " * 40 for n in range(paragraphs))
    copy = CitedCopy(url=DEAD, copied_at=KEPT, title="Silt", text=kept) if kept else None
    store.cited_copies.note("ports.example/silt", gone=True, copy=copy, now=FOUND)
    return Reader(store)


def test_an_entry_with_a_dead_link_says_so_and_offers_the_copy() -> None:
    answer = with_dead_link().ask("/sources 1 1")
    assert fact(answer, "Dead link") == "found on 1 May 2031; a copy of 12 Mar 2031 is kept"
    assert labels(answer)[0] == "Read the copy"
    assert button(answer, "Read the copy").does == Press("sources", ("#1@1", "copy", "1"))


def test_a_copy_says_whose_it_is_and_of_which_day() -> None:
    answer = with_dead_link().ask("/sources 1 copy 1")
    told = text(answer)
    assert told.startswith("Copy of source 1 · Silt\n")
    assert "as this bot kept it on 12 Mar 2031. Its link was found dead on 1 May 2031." in told
    assert "no brief quotes it" in told
    assert "Paragraph 0 of the page." in told


def test_a_copy_comes_in_pages() -> None:
    reader = with_dead_link(paragraphs=30)
    assert "Next ›" in labels(reader.ask("/sources 1 copy 1"))
    assert "Paragraph 0 of" not in text(reader.ask("/sources 1 copy 1 p2"))
    assert "p99" not in text(reader.ask("/sources 1 copy 1 p99"))


def test_a_dead_link_without_a_copy_offers_none() -> None:
    reader = with_dead_link(paragraphs=0)
    answer = reader.ask("/sources 1 1")
    assert fact(answer, "Dead link") == "found on 1 May 2031"
    assert "Read the copy" not in labels(answer)
    assert "No copy of source 1 is to be had here." in text(reader.ask("/sources 1 copy 1"))


def test_a_link_that_answers_shows_no_copy() -> None:
    reader = with_dead_link()
    reader.store.cited_copies.note("ports.example/silt", gone=False, copy=None, now=FOUND)
    assert "Read the copy" not in labels(reader.ask("/sources 1 1"))
    assert "No copy of source 1" in text(reader.ask("/sources 1 copy 1"))


def test_a_copy_of_an_entry_that_is_not_there_is_refused_in_words() -> None:
    assert "no number 7" in text(with_dead_link().ask("/sources 1 copy 7"))


def test_a_reference_that_an_editor_corrected_is_marked_for_readers() -> None:
    store = library(noted(piece(sources=(source(1), source(2))), (1, 2)))
    Editor(store).ask("/piece edit #1 source 2 Lind, Anna. The river. Courier, 2017.")
    reader = Reader(store)
    assert text(reader.ask("/sources 1")).count("corrected by an editor") == 1
    assert "read: Dams and Rivers, as written." in text(reader.ask("/sources 1 [2]"))
    assert "orrected by an editor" not in text(reader.ask("/sources 1 [1]"))
    assert "corrected by an editor" in text(reader.ask("/check 1 S1"))
