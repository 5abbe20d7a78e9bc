"""What reads as a sentence, and what only stands where one could."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.summarise.units import reads_as_sentence


@pytest.mark.parametrize(
    "text",
    [
        "The harbour reopened on Monday.",
        "“We are tired,” she said.",
        "Who will pay for the new bridge?",
        "40 boats were counted in the bay.",
        "$40 was all that he had left.",
        "The dam broke at night.[3]",
        "The dam broke at night.¹²",
        "The board called it “a disgrace.”",
        "iPhone sales fell again last year.",
        "They walked for days and days…",
        "Figure 3, for example, shows how the river rose.",
        "By Monday the harbour was open, and ships came in.",
        "Он уехал домой вчера вечером.",
        "会议结束了没有。",
        "وصل الوزير إلى المدينة اليوم.",
    ],
)
def test_a_sentence_reads_as_one(text: str) -> None:
    assert reads_as_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "Harbour reopens after a week",
        "By Mara Lind",
        "By Mara Lind.",
        "Reporting by Mara Lind.",
        "Photo: The harbour at dawn.",
        "Image copyright The Harbour Desk.",
        "Figure 3. The river in spring.",
        "© The Harbour Desk, all of it.",
        "They brought three things:",
        "- bread and salt and pepper.",
        "• bread and salt and pepper.",
        "2. Check the list once again.",
        "Nothing.",
        "HARBOUR REOPENS ON MONDAY MORNING.",
        "and went home after the show.",
        "The Harbour Desk, January 3, 2017.",
        "Accessed January 8, 2017.",
        "Read more about the harbour here.",
        "https://example.org/harbour/reopens.",
        "Boats\t40\tShips\t12\tFerries\t3.",
        "| Boats | 40 | Ships | 12 | so far.",
        "for (let i = 0; i < n; i++) { print(i); }.",
        "12 14 16 18 20 22 24 boats ships.",
    ],
)
def test_what_is_no_sentence_does_not_read_as_one(text: str) -> None:
    assert not reads_as_sentence(text)


@given(st.text(max_size=300))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert reads_as_sentence(text) in {True, False}


@given(st.text(alphabet="abc ABC,;", min_size=1, max_size=80))
def test_what_does_not_end_with_a_stop_is_never_a_sentence(text: str) -> None:
    assert not reads_as_sentence(text)
