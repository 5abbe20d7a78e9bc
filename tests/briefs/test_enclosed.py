"""Passages between an opening and the nearest closing mark."""

import re

from hypothesis import given
from hypothesis import strategies as st

from briefs.reading.base import Enclosed

MARKS = st.text("ab{}#\n", max_size=40)


@given(MARKS)
def test_it_is_replaced_as_one_pattern_would_replace_it(text: str) -> None:
    whole = re.compile(r"\{#(.*?)#\}", re.DOTALL | re.MULTILINE)
    assert Enclosed(r"\{#", r"#\}").sub("[]", text) == whole.sub("[]", text)


@given(MARKS)
def test_an_opening_that_nothing_closes_stands(text: str) -> None:
    open_alone = text.replace("#}", "")
    while "#}" in open_alone:
        open_alone = open_alone.replace("#}", "")
    assert Enclosed(r"\{#", r"#\}").sub("[]", open_alone) == open_alone


def test_what_stands_between_is_its_group() -> None:
    told = Enclosed(r"%%", r"%%").sub(lambda found: found[1].upper(), "a %%b%% c %%")
    assert told == "a B c %%"
