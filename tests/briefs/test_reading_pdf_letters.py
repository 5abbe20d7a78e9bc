"""Letters of PDF files that PDFium gives otherwise than the page shows them."""

import pytest

from briefs.errors import Unreadable
from briefs.reading.pdf import runs
from tests.briefs.paper import Words, lines, pdf
from tests.briefs.pdf_pages import BODY, FIRST, SECOND, TITLE, text, told
from tests.briefs.quay import drafted


class Places:
    """Characters that stand one point behind another, from the left or from the right."""

    def __init__(self, places: list[float], generated: frozenset[int] = frozenset()) -> None:
        self._places, self._generated = places, generated

    def edges(self, index: int) -> tuple[float, float]:
        return self._places[index], self._places[index] + 1

    def is_generated(self, index: int) -> bool:
        return index in self._generated


def test_a_word_that_is_written_as_it_stands_is_read_from_the_right() -> None:
    shown = "الميناء رحبلاو"
    right_to_left = [20.0 - at for at in range(8)]
    places = Places([*right_to_left, *(float(at) for at in range(6))])
    assert runs.in_reading_order(places, shown, 0) == "الميناء والبحر"


def test_latin_words_and_figures_beside_it_stay() -> None:
    shown = "NATO 2024 ملو"
    places = Places([float(at) for at in range(len(shown))])
    assert runs.in_reading_order(places, shown, 0) == "NATO 2024 ولم"


def test_spaces_that_only_stand_in_gaps_go_where_the_file_has_its_own() -> None:
    shown = "T h e q u a y a n d i t"
    assert runs.is_spread(shown)
    own = {5, 13, 19}
    found = frozenset(at for at, letter in enumerate(shown) if letter == " ") - own
    closed = runs.closed_up(Places([0.0] * len(shown), found), shown, 0)
    assert closed.replace(runs.SPREAD, "") == "The quay and it"
    assert not runs.is_spread("The quay reopened in April, as it had to, by law.")


def test_a_drop_capital_is_the_first_letter_of_its_paragraph() -> None:
    capital = Words(text=FIRST[0][0], x=72, y=686, size=36)
    beside = [Words(text=FIRST[0][1:], x=96, y=700), Words(text=FIRST[1], x=96, y=686)]
    below = lines(SECOND, top=658)
    draft = told([TITLE, capital, *beside, *below])
    assert (draft.title, draft.body) == ("After the Dredger", BODY)


def test_a_letter_that_stands_alone_in_the_texts_size_is_a_line() -> None:
    assert "A" in told([TITLE, *text(), Words(text="A", y=600)]).body.split("\n\n")


def test_a_hyphen_that_stands_alone_is_a_line() -> None:
    shown = told([TITLE, *text(), Words(text="-", x=400, y=600), *lines(SECOND, top=560)])
    assert "-" in shown.body.split("\n\n")


def test_paragraphs_of_one_line_each_stand_apart_by_the_space_between_them() -> None:
    rows = [
        "The quay reopened in April, two years after the storm had closed it, and nobody",
        "had paid for it.",
    ]
    short = [
        "It was never measured, so that no bank would lend on it, and so it stayed as it was.",
        "It was never counted, so that no one could say what it was worth in any of the years.",
        "It was never painted, so that it rusted from below, as all who saw it in time said.",
        "It was never insured, so that no ship called there again until the end of the year.",
    ]
    page = [*lines(rows), *(Words(text=one, y=660 - 26 * at) for at, one in enumerate(short))]
    assert told([TITLE, *page]).body.split("\n\n") == [" ".join(rows), *short]


def test_a_marker_that_a_line_begins_with_begins_no_entry() -> None:
    rows = [
        "The quay reopened in April, two years after the storm had closed it, as it said",
        "[1]. Its owners had put off the work twice, as a loan for the cranes fell due, and so",
        "[2]. Nobody has called there since, so that no one could say what it was worth.",
    ]
    assert told([TITLE, *lines(rows)]).body == " ".join(rows)


def test_a_box_beside_the_text_parts_no_sentence_of_it() -> None:
    rows = [
        "The quay reopened in April, two years after",
        "the storm had closed it, and two thirds of the",
        "cranes were working again by the end of that",
        "very same week.",
    ]
    box = ["A pile is a post that is", "driven into the bed of", "a harbour."]
    beside = [Words(text=one, x=380, y=698 - 11 * at, size=9) for at, one in enumerate(box)]
    draft = told([TITLE, *lines(rows), *beside, *lines(SECOND, top=630)])
    assert draft.body.split("\n\n") == [" ".join(rows), " ".join(SECOND)]
    assert [(one.kind, one.words) for one in draft.left_out] == [("text box", 14)]


MARKED = Words(text="The ha#bour silted up in a single winter, and nobody was ready.", y=600)


def unmapped(sign: str, *page: Words) -> bytes:
    """A file with a letter that its font gives no meaning, where the text has a #."""
    return pdf([page]).replace(b"#", sign.encode())


@pytest.mark.parametrize("sign", ["\\001", "\\037"])
def test_a_paragraph_with_a_letter_of_no_meaning_is_withheld(sign: str) -> None:
    draft = drafted(unmapped(sign, TITLE, *text(), MARKED), "a.pdf")
    assert draft.body == BODY
    assert [one.kind for one in draft.left_out] == ["unfinished paragraph"]


def test_a_file_most_of_whose_letters_have_no_meaning_is_refused() -> None:
    with pytest.raises(Unreadable, match="does not say what its letters are"):
        drafted(unmapped("\\001", TITLE, MARKED), "a.pdf")


def spelled(words: str, *, between: float, behind: float, y: float, size: float) -> list[Words]:
    """Words letter by letter: how far letters begin behind each other, and words besides."""
    placed: list[Words] = []
    x = 72.0
    for letter in words:
        if letter != " ":
            placed.append(Words(text=letter, x=x, y=y, size=size))
        x += behind if letter == " " else between
    return placed


@pytest.mark.parametrize(("between", "behind"), [(26, 14), (30, 16), (36, 20)])
def test_a_title_that_is_set_letter_by_letter_is_words(between: float, behind: float) -> None:
    title = spelled("AFTER THE DREDGER", between=between, behind=behind, y=740, size=20)
    draft = told([*title, *text()])
    assert (draft.title, draft.body) == ("AFTER THE DREDGER", BODY)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("T H E   C O S T S", "THE COSTS"),
        ("T h e   c o s t s ,   a g a i n", "The costs, again"),
        ("It was a   v e r y   l o n g   night at the quay, and nobody slept.", None),
        ("H A R B O U R", "HARBOUR"),
        ("A B C D E F", "A B C D E F"),
        ("The classes are A B C D and the rest of them, as ever.", "…"),
        ("a A b B c C d D", "a A b B c C d D"),
        ("1 2 3 4 5 6", "1 2 3 4 5 6"),
    ],
)
def test_letters_with_spaces_between_are_a_word_where_words_stand_further_apart(
    written: str, shown: str | None
) -> None:
    wanted = {None: "It was a very long night at the quay, and nobody slept.", "…": written}
    draft = told([TITLE, *text(), Words(text=written, y=600)])
    assert draft.body == f"{BODY}\n\n{wanted.get(shown, shown)}"
