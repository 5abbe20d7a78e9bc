"""Extracts of a piece: their lengths, their order, and what they fall back on."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import CannotRank
from briefs.model import Span
from briefs.summarise.summary import Extract, coverage, extract, summaries
from briefs.text.sentences import split

_EDITORIALS = Path(__file__).parents[2] / "../shared/data/summaries/editorials.jsonl"
_SUBJECTS = ("harbour", "bridge", "council", "river", "market", "school", "clinic", "museum")
_BODY = "\n\n".join(
    f"The {subject} of Oak Bay was repaired in {1950 + 3 * n}. Workers spent {n + 2} months on the "
    f"{subject}. However, the mayor never visited it. Visitors praise the {subject}."
    for n, subject in enumerate(_SUBJECTS)
)
_SPANS = split(_BODY)
_WORDS = st.sampled_from(["The ship", "came", "U.S.", "home.", "“Why?”", "\n\n", "\n", "it!"])
_BODIES = st.lists(_WORDS, max_size=60).map(" ".join)


def _extract(body: str = _BODY, **choices: object) -> Extract:
    return extract(title="", body=body, sentences=split(body), **choices)  # type: ignore[arg-type]


def test_as_many_sentences_come_as_were_asked_for_in_order() -> None:
    picks = _extract(count=5).picks
    assert len(picks) == 5
    assert list(picks) == sorted(picks)


def test_whole_sentences_come_within_the_words_asked_for() -> None:
    picks = _extract(words=60).picks
    assert 40 < sum(len(_SPANS[index].of(_BODY).split()) for index in picks) <= 60


def test_at_least_one_sentence_comes_however_few_the_words() -> None:
    assert len(_extract(words=1).picks) == 1


def test_count_and_words_both_hold() -> None:
    assert len(_extract(count=2, words=500).picks) == 2
    assert len(_extract(count=20, words=20).picks) < 5


def test_with_neither_the_extract_is_the_normal_summary() -> None:
    normal = summaries(title="", body=_BODY, sentences=_SPANS)[1]
    assert tuple(_SPANS[index] for index in _extract().picks) == normal.sentences


def test_the_lengths_are_short_normal_and_long_each_within_the_next() -> None:
    short, normal, long = summaries(title="", body=_BODY, sentences=_SPANS)
    assert [summary.length for summary in (short, normal, long)] == ["short", "normal", "long"]
    assert len(short.sentences) == 3
    assert 3 <= len(normal.sentences) <= 7
    assert len(long.sentences) == 2 * len(normal.sentences)
    assert set(short.sentences) <= set(normal.sentences) <= set(long.sentences)


def test_a_sentence_that_leans_does_not_come_alone() -> None:
    picks = _extract(count=6).picks
    assert all(
        index - 1 in picks for index in picks if _SPANS[index].of(_BODY).startswith("However")
    )


def test_a_query_draws_its_subject_in() -> None:
    assert any("museum" in _SPANS[i].of(_BODY) for i in _extract(count=3, query="Museums").picks)


def test_a_headline_repeated_in_the_body_is_not_picked() -> None:
    title = "The storm closed the harbour of Oak Bay"
    body = f"{title}.\n\n{_BODY}"
    spans = split(body)
    assert 0 not in extract(title=title, body=body, sentences=spans, count=40).picks


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("The harbour reopened on Monday. Ships were waiting outside.", "en"),
        ("It was as it was. It is as it is. They are what they are.", "en"),
        ("ประชุมจบแล้ว. ไม่มีใครพูด. ทำไมไม่พูด? ไม่มีใครรู้.", "th"),
        (_BODY, "xx"),
    ],
    ids=["too few sentences", "only small words", "no spaces between words", "unknown language"],
)
def test_where_nothing_can_be_ranked_by_the_lead_is_taken_and_said(
    body: str, language: str
) -> None:
    used = _extract(body, language=language, count=1)
    assert used == Extract("lead", (0,))
    spans = split(body)
    made = summaries(title="", body=body, sentences=spans, language=language)
    assert {summary.method for summary in made} == {"lead"}
    assert all(summary.sentences == spans[: len(summary.sentences)] for summary in made)


def test_a_method_that_cannot_rank_a_piece_leaves_it_with_the_lead() -> None:
    body = " ".join(f"The ship number {n} came into the harbour." for n in range(400))
    with pytest.raises(CannotRank):
        _extract(body, method="kl")
    made = summaries(title="", body=body, sentences=split(body), method="kl")
    assert {summary.method for summary in made} == {"lead"}


def test_an_unknown_method_is_refused_even_where_the_lead_would_do() -> None:
    with pytest.raises(CannotRank, match="nonsense"):
        _extract("Ships came in.", method="nonsense")
    with pytest.raises(CannotRank, match="nonsense"):
        summaries(title="", body="", sentences=(), method="nonsense")


def test_a_text_without_sentences_has_empty_extracts() -> None:
    assert _extract("") == Extract("lead", ())
    assert all(not made.sentences for made in summaries(title="", body="", sentences=()))


def test_a_sentence_too_long_for_a_message_is_left_out_of_the_summaries() -> None:
    body = "The " + "harbour and the " * 100 + "sea were calm. " + _BODY
    spans = split(body)
    for made in summaries(title="", body=body, sentences=spans):
        assert spans[0] not in made.sentences


def test_all_sentences_cover_the_piece_and_none_cover_nothing() -> None:
    everything = range(len(_SPANS))
    assert coverage(title="", body=_BODY, sentences=_SPANS, picks=everything) == pytest.approx(1)
    assert coverage(title="", body=_BODY, sentences=_SPANS, picks=()) == 0


def test_coverage_grows_with_what_is_picked() -> None:
    few = coverage(title="", body=_BODY, sentences=_SPANS, picks=_extract(count=2).picks)
    many = coverage(title="", body=_BODY, sentences=_SPANS, picks=_extract(count=6).picks)
    assert 0 < few < many < 1


@given(_BODIES)
def test_summaries_are_always_sentences_of_the_piece_each_within_the_next(body: str) -> None:
    spans = split(body)
    short, normal, long = summaries(title="", body=body, sentences=spans)
    assert set(short.sentences) <= set(normal.sentences) <= set(long.sentences) <= set(spans)
    for made in (short, normal, long):
        assert list(made.sentences) == sorted(made.sentences)


@pytest.mark.skipif(not _EDITORIALS.exists(), reason="the editorials are not at hand")
def test_on_real_pieces_every_length_fits_a_message() -> None:
    budgets = {"short": 230, "normal": 230, "long": 450}
    for line in _EDITORIALS.read_text().splitlines()[:40]:
        piece = json.loads(line)
        body: str = piece["text"]
        spans: tuple[Span, ...] = split(body)
        for made in summaries(title=piece["title"], body=body, sentences=spans):
            assert made.method == "brief"
            words = sum(len(span.of(body).split()) for span in made.sentences)
            assert words <= budgets[made.length]
