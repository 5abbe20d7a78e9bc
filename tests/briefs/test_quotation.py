"""A quotation is ours to the letter, changed, or not ours, whatever was put around it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Revision
from briefs.receipts.difference import differences, likeness
from briefs.receipts.quotation import (
    Changed,
    Finding,
    NotOurs,
    Verbatim,
    judge,
    queries,
    reads_as_quotation,
    sentences_of,
)
from tests.briefs import receipt_mutations as bent

AUDIT = bent.revision()
FORWARDED = """The Courier · Amara Delgado · 4 May 2031

S1  Nobody on the panel believes that the mayor took the money. [1]

Proof: Exact extract · 1 of 6 sentences · revision 2
"""


def judged(text: str, revision: Revision = AUDIT) -> tuple[Finding, ...]:
    return judge(sentences_of(text), [revision])


def shape(found: tuple[Finding, ...]) -> list[tuple[str, int]]:
    return [(type(one).__name__, 0 if isinstance(one, NotOurs) else one.number) for one in found]


@pytest.mark.parametrize("language", tuple(bent.BODIES))
def test_a_whole_piece_is_verbatim_sentence_by_sentence(language: str) -> None:
    revision = bent.revision(language)
    found = judged(revision.body, revision)
    numbers = list(range(1, len(revision.sentences) + 1))
    assert shape(found) == [("Verbatim", number) for number in numbers]


@pytest.mark.parametrize(
    "text",
    [
        "S1  Nobody on the panel believes that the mayor took the money. [1]",
        "#12 S1  Nobody on the panel believes that the mayor took the money.",
        "> Nobody on the panel believes that the mayor took the money.",
        "“Nobody on the panel believes that the mayor took the money.”",
        "Nobody on the panel  believes that\u00a0the mayor took the money.\u200b",
        FORWARDED,
    ],
)
def test_what_is_put_around_a_sentence_does_not_count(text: str) -> None:
    assert shape(judged(text)) == [("Verbatim", 1)]


def test_half_a_sentence_is_a_part_and_what_is_missing_is_shown() -> None:
    (found,) = judged("the mayor took the money.")
    assert isinstance(found, Changed)
    assert (found.number, found.part) == (1, True)
    (left_out,) = found.differences
    assert left_out.ours.of(found.candidate.texts[0]) == "Nobody on the panel believes that"
    assert not left_out.theirs


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        ("Nobody on the panel believes that the mayor stole the money.", "took", "stole"),
        ("The audit ran for ten months.", "nine", "ten"),
        ("It paid 35 million.", "3.5", "35"),
        ("It cost no more than the sum it looked for.", "", "no"),
        ("It cost more than the sum.", "it looked for", ""),
    ],
)
def test_a_changed_word_is_shown_with_what_it_was(text: str, ours: str, theirs: str) -> None:
    (found,) = judged(text)
    assert isinstance(found, Changed)
    whole = found.candidate.texts[found.number - 1]
    assert [(d.ours.of(whole), d.theirs) for d in found.differences] == [(ours, theirs)]


def test_another_accent_capital_or_sign_is_a_change() -> None:
    for text in ("The audit ran for Nine months.", "The audit ran for nine months!"):
        (found,) = judged(text)
        assert isinstance(found, Changed)
        assert len(found.differences) == 1


def test_what_nobody_wrote_is_not_ours() -> None:
    assert shape(judged("The moon is made of cheese, they said.")) == [("NotOurs", 0)]


def test_each_sentence_is_told_apart() -> None:
    text = "It cost more than the sum it looked for. Cats are no dogs, he said. The audit ran."
    assert shape(judged(text)) == [("Verbatim", 3), ("NotOurs", 0), ("Changed", 2)]


def test_what_is_added_between_our_sentences_is_not_passed_over() -> None:
    text = (
        "The audit ran for nine months. and the mayor is guilty\nProof that he took it was found."
    )
    assert shape(judged(text)) == [("Changed", 2), ("NotOurs", 0)]


def test_a_title_and_a_dateline_of_ours_are_passed_over() -> None:
    revision = replace(AUDIT, title="The Audit")
    text = "#12 The Audit\nThe Courier · Amara Delgado · undated\nThe audit ran for nine months."
    assert shape(judged(text, revision)) == [("Verbatim", 2)]


def test_two_of_our_sentences_that_run_together_are_both_ours() -> None:
    revision = bent.revision("zh")
    joined = revision.body[:20].rstrip("。") + "。" + revision.body[20:]
    assert {type(one) for one in judged(joined, revision)} == {Verbatim}


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_be_judged(text: str) -> None:
    said = sentences_of(text)
    assert len(judge(said, [AUDIT])) <= max(len(said), 6)
    reads_as_quotation(text)
    for one in said:
        list(queries(one))


@given(
    st.sampled_from(sorted(bent.BODIES)),
    st.integers(0, 10),
    st.integers(0, 80),
    st.sampled_from(["not", "x", "9", "ё"]),
)
def test_no_changed_sentence_is_verbatim(language: str, which: int, at: int, word: str) -> None:
    revision = bent.revision(language)
    span = revision.sentences[which % len(revision.sentences)]
    text = span.of(revision.body)
    place = at % len(text)
    changed = f"{text[:place]} {word} {text[place:]}"
    found = judge((changed,), [revision])
    assert not any(isinstance(one, Verbatim) for one in found)


@given(st.lists(st.sampled_from(["the", "dam", "held", "no", "3.5", "Ö", "ö", "."]), max_size=12))
def test_a_sentence_differs_from_itself_in_nothing(words: list[str]) -> None:
    text = " ".join(words)
    assert differences(text, text) == ()
    assert likeness(text, text) in {0.0, 1.0}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("12", False),
        ("water damascus", False),
        ("dam S4", False),
        ("#12 S7", False),
        ("receipt", False),
        ("The dam held.", True),
        ("“It held”", False),
        ("nobody believes that the mayor took money", True),
        ("没有人相信市长拿了钱。", True),
    ],
)
def test_a_quotation_is_told_from_the_words_of_a_search(text: str, is_one: bool) -> None:
    assert reads_as_quotation(text) == is_one
