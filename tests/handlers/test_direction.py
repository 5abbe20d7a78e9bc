"""Lines lie as their script wants, on both platforms, and copied text is never changed."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Span
from handlers.message import Bullets, Emphasis, Extract, Heading, Paragraph, Quote, Reply, Strong
from handlers.outgoing import LEFT_TO_RIGHT, RIGHT_TO_LEFT, directed, first_strong

ARABIC = "انخفض نهر المدينة هذا الصيف."
HEBREW = "הנהר ירד השנה."


def extract(text: str) -> Extract:
    return Extract(text, Span(0, len(text)), 1, 1, "0" * 64)


def only(reply: Reply) -> object:
    (block,) = directed(reply).blocks
    return block


def test_a_quotation_lies_from_the_right_with_its_label() -> None:
    for text in (ARABIC, HEBREW):
        quote = only(Reply((Quote("S3", extract(text), (1,)),)))
        assert quote == Quote(f"{RIGHT_TO_LEFT}S3", extract(text), (1,))


def test_a_quotation_from_the_left_is_as_it_was() -> None:
    reply = Reply((Quote("S3", extract("The word سلام means peace.")), Heading("Sources (3)")))
    assert directed(reply) == reply


def test_a_heading_that_names_a_title_lies_as_the_title_does() -> None:
    assert only(Reply((Heading(f"S2 · {ARABIC}"),))) == Heading(f"{RIGHT_TO_LEFT}S2 · {ARABIC}")
    assert only(Reply((Heading(f"{ARABIC}"),))) == Heading(ARABIC)
    assert only(Reply((Heading("Found · The word سلام"),))) == Heading("Found · The word سلام")


def test_a_date_of_ours_keeps_its_number_beside_its_month() -> None:
    line = Paragraph((Emphasis("البريد · آنا كيلر · 12 May 2026 (today)"),))
    (part,) = only(Reply((line,))).content  # type: ignore[attr-defined]
    dated = f"{LEFT_TO_RIGHT}12 May 2026 (today){LEFT_TO_RIGHT}"
    assert part == Emphasis(f"البريد · آنا كيلر · {dated}")


def test_a_line_of_a_list_lies_as_its_title_does() -> None:
    item = ("Piece ", Strong(ARABIC), "\nThe Post · 12 May 2026")
    assert only(Reply((Bullets((item,)),))) == Bullets(
        ((RIGHT_TO_LEFT, "Piece ", Strong(ARABIC), "\n", "The Post · 12 May 2026"),)
    )


@given(st.text("aب1 ·\n(§", max_size=30), st.text("bتc. 2", min_size=1, max_size=20))
def test_marks_are_all_that_is_added_and_copies_stay(said: str, quoted: str) -> None:
    content = (said, extract(quoted), Strong(quoted), Emphasis(said))
    (block,) = directed(Reply((Paragraph(content),))).blocks
    assert isinstance(block, Paragraph)
    shown = "".join(part if isinstance(part, str) else part.text for part in block.content)
    marks = str.maketrans("", "", RIGHT_TO_LEFT + LEFT_TO_RIGHT)
    assert shown.translate(marks) == f"{said}{quoted}{quoted}{said}"
    assert [part for part in block.content if isinstance(part, Extract)] == [extract(quoted)]


@given(st.text())
def test_the_first_strong_letter_is_that_of_unicode(text: str) -> None:
    strong = [unicodedata.bidirectional(char) for char in text]
    assert first_strong(text) == next((one for one in strong if one in {"L", "R", "AL"}), "")
