"""Which of a reader's words a piece has, and extracts that favour sentences with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Summary
from briefs.search_query import parse
from briefs.summarise.query_focused import focused_summary, match_query
from briefs.text.words import words_of
from tests.briefs import builders

_BODY = (
    "The café by the harbour closed in May. The council blamed the floods.",
    "A U.S. firm bought the old pumps. It repaired them within a year.",
    "The harbour master resigned on Friday. Ships wait outside the port.",
    "Fishermen sold their boats in June. The market moved to the next bay.",
)
_PIECE = builders.revision(*_BODY)
_WORDS = [
    "harbour",
    "flood",
    "pumps",
    "zebra",
    "the",
    "u.s.",
    "boat*",
    '"next bay"',
    "or",
    "ø",
    "*",
]


@pytest.mark.parametrize(
    ("asked", "held", "missing", "forms"),
    [
        ("harbour", ("harbour",), (), ("harbour",)),
        ("HARBOURS flood", ("HARBOURS", "flood"), (), ("harbour", "floods")),
        ("cafe", ("cafe",), (), ("café",)),
        ("zebra ships", ("ships",), ("zebra",), ("Ships",)),
        ("fish*", ("fish",), (), ("Fishermen",)),
        ("fish", (), ("fish",), ()),
        (
            '"harbour master" or boat',
            ("harbour", "master", "boat"),
            (),
            ("harbour", "master", "boats"),
        ),
        ("what is the harbour", ("harbour",), (), ("harbour",)),
        ("?!", (), (), ()),
    ],
)
def test_a_word_stands_in_a_piece_in_any_of_its_forms(
    asked: str, held: tuple[str, ...], missing: tuple[str, ...], forms: tuple[str, ...]
) -> None:
    found = match_query(_PIECE, parse(asked))
    assert (found.held, found.missing, found.forms) == (held, missing, forms)


def test_a_leaning_extract_takes_what_is_said_of_the_words() -> None:
    assert "The market moved to the next bay." in _texts(
        focused_summary(_PIECE, ("market",), "short")
    )


def test_each_length_holds_all_of_the_one_before_it() -> None:
    short, normal, long = (
        focused_summary(_PIECE, ("harbour", "market"), length)
        for length in ("short", "normal", "long")
    )
    assert set(short.sentences) <= set(normal.sentences) <= set(long.sentences)
    assert short.coverage <= normal.coverage <= long.coverage


def test_where_nothing_can_be_ranked_the_lead_is_taken_and_said() -> None:
    unknown = builders.revision(*_BODY, language="xx")
    assert focused_summary(unknown, ("harbour",), "normal").method == "lead"


@given(st.lists(st.sampled_from(_WORDS), max_size=4).map(" ".join))
def test_a_leaning_extract_is_always_made_of_stored_sentences_in_order(asked: str) -> None:
    found = match_query(_PIECE, parse(asked))
    assert set(found.forms) <= set(words_of(_PIECE.body))
    made = focused_summary(_PIECE, found.forms, "normal")
    assert list(made.sentences) == sorted(set(made.sentences) & set(_PIECE.sentences))
    assert 0 <= made.coverage <= 1
    assert focused_summary(_PIECE, found.forms, "normal") == made


def _texts(made: Summary) -> list[str]:
    return [at.of(_PIECE.body) for at in made.sentences]
