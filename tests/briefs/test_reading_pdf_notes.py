"""Notes and reference lists of PDF files: where they lie, and what calls them."""

import pytest

from briefs.left_out import LeftOut
from briefs.model import (
    Draft,
)
from tests.briefs.paper import Linked, Ruled, Words, lines
from tests.briefs.pdf_pages import BODY, DOE, ROE, TITLE, text, told


def cited(draft: Draft) -> list[tuple[str, str]]:
    """The words before each mark, and the entry that it names."""
    return [
        (draft.body[: mark.at.start].split()[-1], draft.sources[mark.source - 1].raw)
        for mark in draft.marks
    ]


def raised(number: str, x: float, y: float) -> Words:
    return Words(text=number, x=x, y=y, size=7, rise=4)


def test_footnotes_at_the_foot_of_a_page_are_entries_and_their_numbers_marks() -> None:
    first = [
        TITLE,
        *text(),
        raised("1", 376, 644),
        *lines([f"1 {DOE[:34]}", DOE[34:].strip()], top=80, size=8, leading=10),
    ]
    second = [*text(), raised("1", 376, 644), Words(text=f"1. {ROE}", y=80, size=8)]
    draft = told(first, second)
    assert draft.body == f"{BODY}\n\n{BODY}"
    assert cited(draft) == [("it.", DOE), ("it.", ROE)]


def test_a_footnote_that_goes_on_over_the_page_is_whole() -> None:
    first = [TITLE, *text(), raised("1", 376, 644), Words(text=f"1 {DOE[:34]}", y=80, size=8)]
    second = [
        *text(),
        raised("2", 376, 644),
        *lines([DOE[34:].strip(), f"2 {ROE}"], top=80, size=8, leading=10),
    ]
    assert cited(told(first, second)) == [("it.", DOE), ("it.", ROE)]


def test_small_type_at_a_foot_that_nothing_calls_is_left_out_and_told() -> None:
    draft = told([TITLE, *text(), Words(text="4 people saw the tables below.", y=80, size=8)])
    assert draft.body == BODY
    assert draft.left_out == (LeftOut("small print", 1, 6, "4 people saw the tables below."),)


def test_endnotes_under_a_heading_are_entries() -> None:
    page = [
        TITLE,
        *text(),
        raised("1", 376, 644),
        Words(text="Then insurers waited.", y=616),
        raised("2", 178, 616),
        Words(text="Notes", y=560, size=14),
        *lines([f"1. {DOE}", f"2. {ROE}"], top=540, size=8, leading=10),
    ]
    draft = told(page)
    assert draft.body == f"{BODY}\n\nThen insurers waited."
    assert cited(draft) == [("it.", DOE), ("waited.", ROE)]


def test_a_raised_number_that_calls_no_note_stays_raised() -> None:
    page = [TITLE, *text(), Words(text="It covers 12 km", y=600), raised("2", 151, 600)]
    assert told(page).body.endswith("It covers 12 km²")


def test_a_note_without_a_space_behind_its_number_is_no_sentence() -> None:
    page = [TITLE, *text(), raised("1", 376, 644), Words(text=f"1{DOE}", y=80, size=8)]
    assert cited(told(page)) == [("it.", DOE)]


def test_a_note_in_the_texts_own_type_is_told_by_its_raised_number() -> None:
    note = [raised("1", 72, 80), Words(text=DOE, x=77, y=80)]
    draft = told([TITLE, *text(), raised("1", 376, 644), *note])
    assert (draft.body, cited(draft)) == (BODY, [("it.", DOE)])


def test_a_note_in_the_texts_own_type_is_told_by_its_number_and_place() -> None:
    draft = told([TITLE, *text(), raised("1", 376, 644), Words(text=f"1 {DOE}", y=80)])
    assert (draft.body, cited(draft)) == (BODY, [("it.", DOE)])


def test_an_item_that_bears_a_called_number_is_no_note() -> None:
    items = lines(["1. The quay was open.", "2. The cranes were at work."], top=600)
    note = Words(text=f"1 {DOE}", y=80, size=8)
    draft = told([TITLE, *text(), raised("1", 376, 644), *items, note])
    assert draft.body == f"{BODY}\n\n1. The quay was open.\n\n2. The cranes were at work."


def test_a_note_that_goes_on_below_a_rule_never_joins_a_sentence() -> None:
    rule = Ruled(x=72, y=100, width=120)
    first: list[Words | Linked | Ruled] = [
        TITLE,
        *text(),
        raised("1", 376, 644),
        rule,
        raised("1", 72, 80),
        Words(text=DOE[:34], x=77, y=80),
    ]
    second: list[Words | Linked | Ruled] = [*text(), rule, Words(text=DOE[34:].strip(), y=80)]
    draft = told(first, second)
    assert (draft.body, cited(draft)) == (f"{BODY}\n\n{BODY}", [("it.", DOE)])


def test_a_sign_calls_a_note_as_a_number_does() -> None:
    note = [Words(text="*", y=80, size=6, rise=3), Words(text=ROE, x=76, y=80, size=8)]
    draft = told([TITLE, *text(), Words(text="*", x=376, y=644, size=7, rise=4), *note])
    assert (draft.body, cited(draft)) == (BODY, [("it.", ROE)])


def test_a_note_that_names_no_work_stands_beside_the_text() -> None:
    note = Words(text="1 It had been paid for twice.", y=80, size=8)
    draft = told([TITLE, *text(), raised("1", 376, 644), note])
    assert (draft.body, draft.sources) == (BODY, ())
    assert [(one.text, one.label) for one in draft.asides] == [("It had been paid for twice.", "1")]


LIST = [
    "[1] Doe, Jane. The Quay Reopens. The Example Herald, 2019. https://example.com/quay/",
    "[2] Roe, Richard. Who Insures the Port? Example Times, 2019. www.example.org/port/3",
    "[3] Poe, Edna. A Port at Work: The First Ten Years of the Harbour Board and of its",
    "    Cranes. Example Press, 2017.",
    "[4] Moe, Mary. The Pier. Example Press, 2011.",
]


@pytest.mark.parametrize("form", ["[{}]", "{}.", "({})"])
def test_a_numbered_list_without_space_gives_each_number_one_entry(form: str) -> None:
    texts = [
        f"{form.format(line[1])} {line[4:]}" if line.startswith("[") else line for line in LIST
    ]
    entries = [
        Words(text=one.strip(), x=72 + 12 * one.startswith(" "), y=520 - 12 * n, size=9)
        for n, one in enumerate(texts)
    ]
    heading = Words(text="References", y=540, size=14)
    draft = told([TITLE, *text(), heading, *entries])
    assert [one.raw.partition(",")[0] for one in draft.sources] == ["Doe", "Roe", "Poe", "Moe"]
    addresses = ("example.com/quay/", "www.example.org/port/3")
    for source, address in zip(draft.sources, addresses, strict=False):
        assert source.url is not None
        assert source.url.endswith(address)
    assert draft.body == BODY


def test_a_list_goes_on_in_the_next_column_and_small_type_there_is_no_foot() -> None:
    left = lines([f"left column, line {n} of ten that go" for n in range(10)])
    heading = Words(text="References", y=530, size=12)
    entries = [f"[{n}] Doe, Jane. The Quay No. {n}. Example Press, 2011." for n in range(1, 5)]
    column = [Words(text=one, y=510 - 10 * n, size=8) for n, one in enumerate(entries[:2])]
    others = [Words(text=one, x=330, y=700 - 10 * n, size=8) for n, one in enumerate(entries[2:])]
    right = [*others, *lines([f"right column, line {n} of ten" for n in range(5)], x=330, top=640)]
    draft = told([TITLE, *left, heading, *column, *right])
    assert [one.raw.partition(". Example")[0] for one in draft.sources][:2] == [
        "Doe, Jane. The Quay No. 1",
        "Doe, Jane. The Quay No. 2",
    ]
    assert draft.left_out == ()


def test_entries_that_hang_out_of_their_list_are_parted() -> None:
    rows = [
        *("Doe, Jane (2019), The Quay Reopens, or What the Harbour Owes to Those Who", "~Wait."),
        *("Poe, Edna (2017), A Port at Work: The First Ten Years of a Harbour Board,", "~Press."),
        *("Roe, Richard (2018), Who Insures the Port? A Study of Forty Small Harbours,", "~York."),
    ]
    entries = [
        Words(text=row.lstrip("~"), x=72 + 18 * row.startswith("~"), y=520 - 12 * n, size=10)
        for n, row in enumerate(rows)
    ]
    draft = told([TITLE, *text(), Words(text="References", y=545, size=14), *entries])
    assert [one.raw.split(",")[0] for one in draft.sources] == ["Doe", "Poe", "Roe"]


def test_endnotes_in_roman_numerals_are_told_by_their_order() -> None:
    page = [
        TITLE,
        *text(),
        Words(text="i", x=376, y=644, size=7, rise=4),
        Words(text="Then insurers waited.", y=616),
        Words(text="ii", x=178, y=616, size=7, rise=4),
    ]
    notes = [*lines([f"i {DOE}", f"ii {ROE}"], top=700)]
    draft = told(page, notes)
    assert draft.body == f"{BODY}\n\nThen insurers waited."
    assert cited(draft) == [("it.", DOE), ("waited.", ROE)]


def test_the_second_line_of_a_note_is_no_running_foot() -> None:
    pages = [
        [
            *([TITLE] if n == 1 else []),
            *text(top=700 - 20 * n),
            raised(str(n), 376, 644 - 20 * n),
            *lines([f"{n} {DOE[:34]}", DOE[34:].strip()], top=80, size=8, leading=10),
        ]
        for n in (1, 2, 3)
    ]
    draft = told(*pages)
    assert [source.raw for source in draft.sources] == [DOE] * 3
    assert draft.left_out == ()


def test_an_item_goes_on_below_its_text_and_bears_no_bullet() -> None:
    items = [
        Words(
            text="\u2022 The quay was open in April, when two thirds of the cranes had been", y=600
        ),
        Words(text="set to work again.", x=84, y=586),
        Words(text="\u2022 The pier was closed.", y=572),
    ]
    body = told([TITLE, *text(), *items]).body
    assert body.split("\n\n")[2:] == [
        "The quay was open in April, when two thirds of the cranes had been set to work again.",
        "The pier was closed.",
    ]
