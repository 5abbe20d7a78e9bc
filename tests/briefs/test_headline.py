from datetime import UTC, datetime

import pytest

from briefs.reading.reader import read_text

BODY = (
    "The quay reopened in April, and two thirds of the cranes were working again by the second "
    "week, long before anybody had thought it possible."
)


@pytest.mark.parametrize(
    "line",
    [
        "After the Dredger: What the Harbour Learned",
        "Will the grain ships ever return?",
        "‘Nobody knew’, says the harbour master",
        "The port and the U.S.",
    ],
)
def test_a_headline_above_the_text_is_the_title(line: str) -> None:
    draft = read_text(f"{line}\n\n{BODY}")
    assert (draft.title, draft.body) == (line, BODY)


def test_a_headline_right_above_a_long_line_is_the_title() -> None:
    long = " ".join([BODY] * 3)
    assert read_text(f"After the Dredger\n{long}").title == "After the Dredger"


@pytest.mark.parametrize(
    "line",
    [
        "The quay is open again.",
        "what the harbour learned",
        "- What the harbour learned",
        "https://example.org/quay",
        "The harbour learned this:",
        "A " * 90,
    ],
)
def test_in_doubt_the_first_line_is_of_the_body(line: str) -> None:
    draft = read_text(f"{line}\n\n{BODY}")
    assert draft.title == ""
    assert draft.body.startswith(line.strip())


def test_a_sentence_with_a_marker_behind_it_is_a_sentence() -> None:
    assert read_text("The Quay\n\nIt reopened.[1]").title == "The Quay"


def test_short_lines_alone_have_no_title() -> None:
    assert read_text("Berlin\n\nParis\n\nRome").title == ""


NINTH = datetime(2017, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "byline", "published"),
    [
        ("By Jane Doe", "Jane Doe", None),
        ("By Jane Doe and John Roe", "Jane Doe and John Roe", None),
        ("Par Anne Müller-Étienne", "Anne Müller-Étienne", None),
        ("Jane Doe | 9 January 2017", "Jane Doe", NINTH),
        ("By Jane Doe, January 9, 2017", "Jane Doe", NINTH),
        ("Published on Monday, 9 January 2017", "", NINTH),
        ("By Jane Doe\n\n2017-01-09", "Jane Doe", NINTH),
        ("9 January 2017\nBy Jane Doe", "Jane Doe", NINTH),
        ("*By Jane Doe*", "Jane Doe", None),
    ],
)
def test_a_byline_and_a_date_are_found_and_not_in_the_body(
    lines: str, byline: str, published: datetime | None
) -> None:
    draft = read_text(f"After the Dredger\n\n{lines}\n\n{BODY}")
    assert (draft.title, draft.byline, draft.published) == ("After the Dredger", byline, published)
    assert draft.body == BODY


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe",
        "By the second week the ships had gone.",
        "January 2017",
        "Damascus, 9 January 2017",
    ],
)
def test_in_doubt_a_line_below_the_title_is_of_the_body(line: str) -> None:
    draft = read_text(f"After the Dredger\n\n{line}\n\n{BODY}")
    assert (draft.byline, draft.published) == ("", None)
    assert draft.body == f"{line}\n\n{BODY}"


def test_front_matter_stands_and_a_line_that_says_otherwise_stays() -> None:
    head = "---\nbyline: Jane Doe\n---\nAfter the Dredger\n\n"
    assert read_text(f"{head}By Jane Doe\n\n{BODY}").body == BODY
    other = read_text(f"{head}By John Roe\n\n{BODY}")
    assert (other.byline, other.body) == ("Jane Doe", f"By John Roe\n\n{BODY}")


def test_a_marker_in_the_title_goes() -> None:
    entry = "Doe, Jane. “The Quay.” Example Herald, April 2, 2019."
    draft = read_text(f"# After the Dredger[^1]\n\n{BODY}\n\n[^1]: {entry}")
    assert (draft.title, draft.marks) == ("After the Dredger", ())
