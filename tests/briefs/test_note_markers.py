from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Mark, Span
from briefs.references.cross_references import lift, numbers
from briefs.references.find_list import ListEntry

THREE = {"1": 1, "2": 2, "3": 3}


def places(body: str, called: Mapping[str, int] = THREE) -> tuple[str, list[tuple[int, str]]]:
    """The lifted body, and each mark's source with the words before it."""
    lifted = lift(body, called)
    return lifted.body, [(m.source, lifted.body[: m.at.start]) for m in lifted.marks]


@pytest.mark.parametrize(
    ("marker", "sources"),
    [
        ("[1]", [1]),
        (" [2]", [2]),
        ("[1, 3]", [1, 3]),
        ("[1-3]", [1, 2, 3]),
        ("[1–2]", [1, 2]),
        ("[1][3]", [1, 3]),
        ("¹", [1]),
        ("¹,³", [1, 3]),
        ("<sup>2</sup>", [2]),
        ("<sup>[2]</sup>", [2]),
        ("[^3]", [3]),
    ],
)
def test_a_marker_is_lifted_and_its_place_is_kept(marker: str, sources: list[int]) -> None:
    body, found = places(f"The quay reopened.{marker} Insurers waited.")
    assert body == "The quay reopened. Insurers waited."
    assert found == [(source, "The quay reopened.") for source in sources]


def test_a_mark_is_an_empty_span_of_the_lifted_body() -> None:
    lifted = lift("One [1] two [2].", THREE)
    assert lifted.body == "One two."
    assert lifted.marks == (Mark(1, Span(3, 3)), Mark(2, Span(7, 7)))


@pytest.mark.parametrize(
    "text",
    [
        "It covers 40 m² and 3 km².",
        "About 10³ of them, or 2² a day.",
        "See item [4] of the annex.",
        "Both [1, 7] were lost.",
        "He said “they [sic] left” in [2017].",
        "[1] opens a line, and so is no note.",
        "The grid is x[12] wide.",
        "An unknown note[^later].",
        "Twelve hectares² of reeds.",
        "See [2](https://example.org).",
    ],
)
def test_what_is_no_marker_or_names_no_entry_stays(text: str) -> None:
    assert lift(text, THREE).body == text
    assert lift(text, THREE).marks == ()


def test_a_marker_without_an_entry_is_told() -> None:
    assert lift("One.[4] Two.[^x] Three.[1]", THREE).unresolved == ("[4]", "[^x]")


def test_without_a_list_nothing_is_a_marker() -> None:
    lifted = lift("One.[1] Two.²", {})
    assert (lifted.body, lifted.marks, lifted.unresolved) == ("One.[1] Two.²", (), ())


def test_entries_are_called_by_their_labels_or_else_by_their_place() -> None:
    assert numbers([ListEntry("a", "2"), ListEntry("b", "7")]) == {"2": 1, "7": 2}
    assert numbers([ListEntry("a"), ListEntry("b")]) == {"1": 1, "2": 2}
    assert numbers([ListEntry("a", "^x"), ListEntry("b", "^y")]) == {"^x": 1, "^y": 2}


def test_a_label_that_two_entries_bear_calls_neither() -> None:
    assert numbers([ListEntry("a", "1"), ListEntry("b", "1"), ListEntry("c", "2")]) == {"2": 3}


def test_a_footnote_is_not_called_by_a_bracketed_number() -> None:
    assert lift("One.[1]", {"^1": 1}).body == "One.[1]"


def test_a_range_of_thousands_is_no_marker() -> None:
    assert lift("Rooms [1-999] are let.", {str(n): n for n in range(1, 1000)}).marks == ()


MARKED = st.lists(
    st.sampled_from(["word", "long words.", " ", "\n", "[1]", "[2, 3]", "²", "[^3]", "[9]", "m²"]),
    max_size=30,
).map("".join)


@given(MARKED)
def test_marks_lie_in_the_body_in_order(text: str) -> None:
    lifted = lift(text, THREE)
    places = [mark.at.start for mark in lifted.marks]
    assert places == sorted(places)
    assert all(0 < place <= len(lifted.body) for place in places)
    assert all(not lifted.body[place - 1].isspace() for place in places)


@given(MARKED)
def test_nothing_but_markers_is_lifted(text: str) -> None:
    lifted = lift(text, THREE)
    gone = len(text) - len(lifted.body)
    assert (gone > 0) == bool(lifted.marks)
    assert list(filter(str.isalpha, lifted.body)) == list(filter(str.isalpha, text))
