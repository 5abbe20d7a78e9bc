"""Stems of Persian words: endings behind a zero-width non-joiner, in time that a word can take."""

import re

from hypothesis import given
from hypothesis import strategies as st

from briefs.text import stemmers

PARTED = re.compile("(?:" + "|".join(stemmers._JOINED) + ")+")
"""The same by trying every way to part the endings, which short tails are good for."""


@given(st.lists(st.sampled_from((*stemmers._JOINED, "ب", "ی", "ا", "ن")), max_size=5))
def test_endings_are_known_however_they_are_parted(parts: list[str]) -> None:
    tail = "".join(parts)
    assert stemmers._is_endings(tail) == (PARTED.fullmatch(tail) is not None)


def test_an_ending_is_taken_off_behind_a_joiner() -> None:
    assert stemmers.persian_stem("کتاب\u200cهایشان") == "کتاب"


def test_endings_of_endings_before_another_letter_are_looked_through_once() -> None:
    """As a pattern, each further ending took twice the time: forty of them would never end."""
    assert stemmers.persian_stem("کتاب\u200c" + "یان" * 2_000 + "ب").endswith("یانب")
