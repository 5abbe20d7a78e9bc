"""A long brief has paragraphs, which follow the parts of its piece."""

from hypothesis import given
from hypothesis import strategies as st

from briefs.summarise.units import openings
from briefs.text.sentences import split


def _openings(sentences: int, *brief: int, headings: tuple[int, ...] = ()) -> set[int]:
    lines = ["Of costs" if n in headings else f"Ship {n} lay in port." for n in range(sentences)]
    body = "\n\n".join(lines)
    spans = split(body)
    assert len(spans) == sentences
    return set(openings(body, spans, brief))


def test_a_paragraph_opens_where_the_most_is_left_out() -> None:
    assert _openings(42, 0, 7, 35, 36, 40, 41) == {35}
    assert _openings(60, 0, 1, 2, 20, 21, 22, 50, 51, 52) == {20, 50}


def test_a_paragraph_opens_rather_behind_a_heading() -> None:
    assert _openings(42, 0, 7, 14, 15, 40, 41, headings=(10,)) == {14}


def test_a_short_brief_is_one_paragraph() -> None:
    assert _openings(42, 0, 20, 39, 40, 41) == set()


def test_sentences_that_stand_close_together_are_one_paragraph() -> None:
    assert _openings(12, 0, 1, 3, 5, 7, 9, 11) == set()


@given(st.sets(st.integers(0, 59), min_size=1, max_size=18))
def test_a_brief_never_begins_with_an_opening_and_keeps_three_sentences_to_each(
    chosen: set[int],
) -> None:
    found = _openings(60, *sorted(chosen))
    assert found <= chosen - {min(chosen)}
    assert len(found) <= max(0, round(len(chosen) / 3) - 1)
