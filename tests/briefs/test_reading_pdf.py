from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.left_out import LeftOut
from briefs.model import (
    Draft,
)
from briefs.reading.pdf.lines import Line
from briefs.reading.pdf.paragraphs import put_together, vocabulary
from briefs.reading.reader import read
from tests.briefs.paper import Linked, Words, lines, pdf
from tests.briefs.pdf_pages import BODY, DOE, FIRST, ROE, SECOND, TITLE, line, text, told

UNDATED = "undated: that the file was made on 2019-04-02 says nothing of when it was published"


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data, name="piece.pdf", origin="desk/piece.pdf")
    assert str(caught.value).startswith("desk/piece.pdf: ")
    return caught.value


def test_lines_become_paragraphs_and_the_biggest_type_the_title() -> None:
    draft = told([TITLE, *text()])
    assert (draft.title, draft.body) == ("After the Dredger", BODY)
    assert (draft.slug, draft.origin, draft.warnings) == ("piece", "desk/piece.pdf", ())
    assert len(draft.original) == 64


def test_a_title_of_several_lines_is_one() -> None:
    title = lines(["After the Dredger: What a Harbour", "Owes to Those Who Wait"], top=740, size=20)
    title = [Words(text=one.text, y=760 - 24 * n, size=20) for n, one in enumerate(title)]
    assert (
        told([*title, *text()]).title == "After the Dredger: What a Harbour Owes to Those Who Wait"
    )


def test_what_stands_above_the_title_is_read_or_named() -> None:
    above = [Words(text="Harbour Notes", y=775, size=9), Words(text="2 April 2019", y=762, size=9)]
    draft = told([*above, TITLE, *text()])
    assert (draft.title, draft.body) == ("After the Dredger", BODY)
    assert draft.published is not None
    assert draft.published.date().isoformat() == "2019-04-02"
    assert draft.warnings == ("left out above the title: “Harbour Notes”",)


def test_paragraphs_that_are_indented_are_parted() -> None:
    draft = told(
        [
            TITLE,
            *lines([FIRST[0]], x=90),
            *lines(["", FIRST[1]]),
            Words(text=SECOND[0], x=90, y=672),
            Words(text=SECOND[1], y=658),
        ]
    )
    assert draft.body == BODY


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    first = [TITLE, *lines(FIRST, top=700), Words(text=SECOND[0], y=658)]
    assert told(first, [Words(text=SECOND[1], y=740)]).body == BODY


@pytest.mark.parametrize("by_rows", [False, True], ids=["column by column", "row by row"])
def test_columns_are_read_one_after_the_other(by_rows: bool) -> None:
    left = [f"left column, line {n} of ten that go" for n in range(10)]
    right = [f"right column, line {n} of ten that go" for n in range(10)]
    columns = [*lines(left), *lines(right, x=320)]
    if by_rows:
        columns.sort(key=lambda words: -words.y)
    draft = told([TITLE, *columns])
    assert draft.body == " ".join(left + right)


def test_running_heads_and_page_numbers_are_left_out_and_told() -> None:
    days = ("Monday", "Tuesday", "Wednesday")
    pages = [
        [
            Words(text="Harbour Notes 12", y=770, size=9),
            *([TITLE] if number == 1 else []),
            *lines([f"On {day} {FIRST[0]}", f"and then {day} was over."], size=10),
            Words(text=str(number), x=300, y=30, size=9),
        ]
        for number, day in enumerate(days, 1)
    ]
    draft = told(*pages)
    assert draft.body == "\n\n".join(f"On {d} {FIRST[0]} and then {d} was over." for d in days)
    assert draft.left_out == (LeftOut("running head", 6, 12, "Harbour Notes 12"),)
    assert draft.warnings == ("left out of the body: 6 running heads",)


def test_the_number_of_an_only_page_is_left_out() -> None:
    draft = told([TITLE, *text(), Words(text="1", x=300, y=30, size=9)])
    assert draft.body == BODY


@pytest.mark.parametrize(
    ("first", "second", "read_as"),
    [
        ("they sat in the com-", "mittee that met", "in the committee that"),
        ("they sat in a well-", "known room, they say", "a well-known room"),
        ("they sat in a fore-", "castle that day", "in a fore-castle that"),
        ("they sat in post-", "War rooms that day", "in post-War rooms"),
        ("they met from 2019-", "2020 on every day", "from 2019-2020 on"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_only_where_that_is_sure(
    first: str, second: str, read_as: str
) -> None:
    other = "The committee had a room of its own, and a name that was well known by then."
    draft = told(
        [TITLE, *lines([f"{other[:50]}", other[50:].strip()]), *lines([first, second], top=600)]
    )
    assert read_as in draft.body


def test_an_address_that_a_link_spells_out_is_whole_again() -> None:
    entry = [
        "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019. https://example.com/",
        "Quays/reopened.html.",
    ]
    url = Linked("https://example.com/Quays/reopened.html", (300, 485, 560, 514))
    other = lines([ROE], top=470)
    page = [
        TITLE,
        *text(),
        *lines(["References"], top=540, size=14),
        *lines(entry, top=500),
        *other,
    ]
    draft = told([*page, url])
    assert [source.url for source in draft.sources] == [
        "https://example.com/Quays/reopened.html",
        None,
    ]


def test_a_link_without_its_address_in_the_text_gives_the_entry_one() -> None:
    link = Linked("https://example.com/quay", (72, 498, 300, 510))
    page = [
        TITLE,
        *text(),
        *lines(["References"], top=540, size=14),
        *lines([DOE, "", ROE], top=500),
    ]
    draft = told([*page, link])
    assert [source.url for source in draft.sources] == ["https://example.com/quay", None]
    assert [source.raw for source in draft.sources] == [DOE, ROE]


def test_links_in_the_text_are_listed_apart_and_one_over_two_lines_is_one() -> None:
    page = [TITLE, *text()]
    width = 612 - 2 * 72
    over = [
        Linked("https://example.com/storm", (72, 695, 160, 712)),
        Linked("https://example.com/cranes", (72 + 0.75 * width, 695, 72 + width, 712)),
        Linked("https://example.com/cranes", (72, 681, 150, 698)),
    ]
    draft = told([*page, *over])
    links = [(one.raw, one.url, one.where) for one in draft.sources]
    assert [link[1:] for link in links] == [
        ("https://example.com/storm", "link"),
        ("https://example.com/cranes", "link"),
    ]
    assert all(raw in draft.body for raw, _, _ in links)
    assert "two thirds of" in links[1][0]


def test_properties_are_used_only_where_the_text_says_nothing_and_told() -> None:
    told_by_file = {
        "Title": "Otherwise",
        "Author": "Jane Doe",
        "CreationDate": "D:20190402103000+02'00'",
    }
    draft = told([TITLE, *text()], **told_by_file)
    assert (draft.title, draft.byline) == ("After the Dredger", "Jane Doe")
    assert draft.published is None
    assert draft.warnings == ("from the file’s properties, not its text: byline", UNDATED)


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        *((name, "") for name in ("python-docx", "Microsoft Office User", "Administrator", "user")),
        *(
            (name, "")
            for name in ("Windows User", "HP", "Acer User", "jsmith", "j.smith@example.org")
        ),
        *((name, "") for name in ("LibreOffice 7.4", "pdfTeX-1.40.21", "User-PC42", "Benutzer")),
        *((name, name) for name in ("Jane Doe", "Reuters", "Marcus Dell", "Zoë")),
        *((name, name) for name in ("Open Society Foundations", "Apple Newton", "bell hooks")),
    ],
)
def test_an_author_who_is_a_program_or_a_login_is_nobody(author: str, byline: str) -> None:
    assert told([TITLE, *text()], Author=author).byline == byline


@pytest.mark.parametrize("date", ["D:19700101000000Z", "yesterday", "D:20191301", ""])
def test_a_date_that_cannot_be_is_none(date: str) -> None:
    assert told([TITLE, *text()], CreationDate=date).published is None


@pytest.mark.parametrize(
    "title", ["Microsoft Word - draft3.docx", "Untitled", "layout 1", "a.indd"]
)
def test_a_title_that_a_program_made_up_is_none(title: str) -> None:
    draft = told(text(), Title=title)
    assert draft.title == ""


def test_text_set_at_an_angle_is_left_out_and_told() -> None:
    data = pdf([[TITLE, *text()]])
    turned = data.replace(
        b"BT /F1 20 Tf 0 Ts 1 0 0 1 72 740 Tm (After the Dredger)",
        b"BT /F1 20 Tf 0 Ts 0 1 -1 0 9 740 Tm (After the Dredger)",
    )
    draft = read(turned)
    assert draft.body == BODY
    assert draft.left_out == (LeftOut("turned text", 1, 3, "After the Dredger"),)


def test_pictures_alone_are_refused_with_what_to_do() -> None:
    error = refused(pdf([[], []]))
    assert error.reason == "there is no text in it, only pictures"
    assert "OCR" in error.hint


def test_a_damaged_file_is_refused() -> None:
    assert refused(b"%PDF-1.7 and so on").reason == "it is damaged, or no PDF at all"


def test_a_file_without_pages_is_not_locked_because_the_one_before_was() -> None:
    key = f"/O <{'11' * 32}> /U <{'22' * 32}>"
    encrypted = f"/Encrypt << /Filter /Standard /V 1 /R 2 {key} /P -4 >> /ID [<00> <00>]"
    assert refused(pdf([], trailer=encrypted)).reason == "it is locked with a password"
    assert refused(pdf([])).reason == "it is damaged, or no PDF at all"


def test_a_signature_after_other_bytes_is_found() -> None:
    assert read(b"\r\n" * 20 + pdf([[TITLE, *text()]])).body == BODY


WORDS = st.text(alphabet="abcdefghilmnoprstu", min_size=1, max_size=9)


LINES = st.lists(
    st.lists(WORDS, min_size=1, max_size=9).map(lambda words: " ".join(words) + "."),
    min_size=1,
    max_size=20,
)


@given(LINES, st.sampled_from([0, 18]), st.sampled_from([12.0, 14.0, 22.0]))
@settings(deadline=None)
def test_every_word_on_a_page_is_always_in_the_body_as_it_was(
    texts: list[str], indent: float, leading: float
) -> None:
    page = lines(["", *texts, "It ends here."], top=720, leading=leading)
    indented = [replace(one, x=one.x + indent * (n % 2)) for n, one in enumerate(page)]
    draft = told([TITLE, *indented])
    kept = [draft.byline, draft.body, *(source.raw for source in draft.sources)]
    assert " ".join(kept).split() == " ".join([*texts, "It ends here."]).split()


def test_a_table_is_named_as_its_cells_are_read_line_by_line() -> None:
    cells = [
        Words(text=words, x=x, y=600 - 16 * row)
        for row in range(4)
        for x, words in ((72, f"Berth {row}"), (250, f"{row} ships"), (430, f"{row} cranes"))
    ]
    draft = told([TITLE, *text(), *cells])
    assert "read line by line: 1 table" in draft.warnings
    assert BODY in draft.body


def test_three_columns_of_prose_are_no_table() -> None:
    columns = [
        one
        for x in (72, 240, 408)
        for one in lines([f"a column's line {n} of its ten" for n in range(10)], x=x)
    ]
    assert not any("table" in warning for warning in told([TITLE, *columns]).warnings)


PRINTED = Path(__file__).parent / "printed"


def read_file(name: str) -> Draft:
    return read((PRINTED / name).read_bytes(), name=name)


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("plain.pdf", "plain.docx"),
        ("plain-chromium.pdf", "plain.docx"),
        ("long.pdf", "long.docx"),
        ("ferry-LiberationSerif.pdf", "ferry-LiberationSerif.fodt"),
    ],
)
def test_a_printed_piece_says_what_was_written(printed: str, written: str) -> None:
    print_, source = read_file(printed), read_file(written)
    assert (print_.title, print_.body) == (source.title, source.body)
    assert [one.raw for one in print_.sources] == [one.raw for one in source.sources]
    assert print_.marks == source.marks


def test_turned_text_beside_upright_text_is_left_out_and_counted() -> None:
    turned = Words(text="Draft of the second of April", x=40, y=300, turned=True)
    draft = told([TITLE, *text(), turned])
    assert draft.body == BODY
    assert draft.left_out == (LeftOut("turned text", 1, 6, "Draft of the second of April"),)


def test_a_figure_on_a_turned_page_is_not_raised() -> None:
    rows = [
        Words(text=f"In 20{n} the port had {n} ships and {n + 2} cranes.", x=100 + 14 * n, y=72)
        for n in range(10, 18)
    ]
    page = [replace(row, turned=True) for row in rows]
    body = told([TITLE, *text()], page).body
    assert "In 2010 the port had 10 ships and 12 cranes." in body
    assert not set("⁰¹²³⁴⁵⁶⁷⁸⁹").intersection(body)


def test_lines_that_could_not_be_put_together_are_refused_with_what_to_do() -> None:
    cut = [
        Words(text=words, x=72 + 150 * (n % 3), y=700 - 40 * n, size=(9, 11, 14)[n % 3])
        for n, words in enumerate(
            f"the {n} line of many that goes on and on without" for n in range(12)
        )
    ]
    error = refused(pdf([cut]))
    assert error.reason.startswith("most of its sentences have no end")
    assert "Word" in error.hint


def test_what_repeats_beside_the_text_is_left_out_as_line_numbers_are() -> None:
    pages = [
        [*([TITLE] if page == 0 else []), *text(top=700 - 20 * page)]
        + [Words(text=str(n), x=30, y=700 - 14 * n) for n in range(12)]
        for page in range(3)
    ]
    draft = told(*pages)
    assert draft.body == "\n\n".join([BODY] * 3)
    assert [one.kind for one in draft.left_out] == ["running head"]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (line("a mail client ", cut=True), line("it came late"), "a mail client - it came late"),
        (line("on pages 12–"), line("15 of it"), "on pages 12–15 of it"),
        (line("they said—"), line("nobody knows why"), "they said—nobody knows why"),
        (line("we read 港口"), line("重新开放"), "we read 港口重新开放"),
        (line("at https:"), line("//example.org/a"), "at https://example.org/a"),
        (
            line("at https://example.org/a"),
            line("3. The next"),
            "at https://example.org/a 3. The next",
        ),
    ],
)
def test_what_stands_between_two_lines(first: Line, second: Line, whole: str) -> None:
    assert put_together([first, second], vocabulary([first, second])) == whole


def test_a_huge_paragraph_costs_no_more_a_line_than_a_small_one() -> None:
    many = [
        line(f"line {n} of a paragraph that never ends and is cut", cut=True) for n in range(50_000)
    ]
    assert len(put_together(many, vocabulary(many))) > 2_000_000
