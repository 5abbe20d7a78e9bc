"""Words of a PDF that a line goes through are left out and counted, whoever drew the line."""

import pytest

from briefs.left_out import LeftOut
from briefs.model import Draft
from tests.briefs.paper import Page, Ruled, Words, lines, pdf
from tests.briefs.pdf_pages import BODY, TITLE, text, told
from tests.briefs.quay import drafted

STRUCK = "said on Monday that she had taken the money for herself"
BASELINE = 620.0
SENTENCE = (
    Words(text="The mayor", x=72, y=BASELINE),
    Words(text=STRUCK, x=124, y=BASELINE),
    Words(text="took no money.", x=416, y=BASELINE),
)


def read(*drawn: Ruled) -> Draft:
    return told([TITLE, *text(), *SENTENCE, *drawn])


def last(draft: Draft) -> str:
    return draft.body.rpartition("\n\n")[2]


@pytest.mark.parametrize("rise", [2.0, 3.3, 5.0])
def test_a_line_through_words_strikes_them_out(rise: float) -> None:
    draft = read(Ruled(123, BASELINE + rise, 285))
    assert last(draft) == "The mayor took no money."
    assert draft.left_out == (LeftOut("struck-out passage", 1, 11, STRUCK),)


@pytest.mark.parametrize("rise", [-2.0, 0.0, 9.0])
def test_a_line_under_words_or_over_them_strikes_nothing(rise: float) -> None:
    draft = read(Ruled(123, BASELINE + rise, 285))
    assert STRUCK in last(draft)
    assert draft.left_out == ()


def test_a_line_beside_words_strikes_nothing() -> None:
    assert STRUCK in last(read(Ruled(500, BASELINE + 3, 60)))


def test_a_line_of_type_that_is_struck_as_a_whole_is_gone() -> None:
    page: Page = [TITLE, *text(), *lines(["She took it all, they said."], top=600)]
    draft = told([*page, Ruled(70, 603, 200)])
    assert draft.body == BODY
    assert [one.kind for one in draft.left_out] == ["struck-out passage"]


def test_what_a_reviewer_struck_out_with_a_note_on_the_page_is_gone() -> None:
    made = pdf([[TITLE, *text(), *SENTENCE]])
    quads = "123 630 408 630 123 617 408 617"
    note = f"<< /Type /Annot /Subtype /StrikeOut /Rect [123 617 408 630] /QuadPoints [{quads}] >>"
    draft = drafted(made.replace(b"/Annots []", f"/Annots [{note}]".encode()), "a.pdf")
    assert last(draft) == "The mayor took no money."
