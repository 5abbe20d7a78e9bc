"""Properties of the extract of any text, by any method that can rank it."""

from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import CannotRank
from briefs.summarise.ranking import METHODS
from briefs.summarise.summary import extract, summaries
from briefs.text.canonical import canonical
from briefs.text.sentences import split

_SAID = (
    "The harbour reopened on Monday.",
    "However, the mayor of Oak Bay stayed away!",
    "“Why now?” asked 40 of the sailors.",
    "It was over.",
    "Ships, cranes and 3.5 tonnes of bread were lost",
    "- a list",
    "Он уехал домой вчера.",
    "\n",
    "\n\n",
)
_PROSE = st.lists(st.sampled_from(_SAID), max_size=30).map(" ".join)
_BODIES = st.one_of(st.text(max_size=300), _PROSE).map(canonical)
_UNRELATED = "\n\nZebras graze quietly. Giraffes drink beside violet lakes every evening."


def _picks(body: str, method: str, title: str, query: str, **size: int) -> tuple[int, ...]:
    try:
        return extract(
            title=title,
            body=body,
            sentences=split(body),
            method=method,
            query=query,
            **size,  # type: ignore[arg-type]  # a count or a number of words
        ).picks
    except CannotRank:
        return ()


@given(
    _BODIES,
    st.sampled_from(sorted(METHODS)),
    st.sampled_from(["", "The harbour reopened"]),
    st.sampled_from(["", "sailors bread", "xyz"]),
    st.integers(0, 6),
)
def test_an_extract_is_always_of_distinct_sentences_in_order_and_no_more_than_asked(
    body: str, method: str, title: str, query: str, count: int
) -> None:
    spans = split(body)
    picks = _picks(body, method, title, query, count=count)
    texts = [spans[index].of(body) for index in picks]
    assert len(picks) <= count
    assert list(picks) == sorted(set(picks))
    assert len(set(texts)) == len(texts)
    assert all(text and text in body and text == text.strip() for text in texts)


@given(_BODIES, st.sampled_from(sorted(METHODS)), st.integers(1, 40))
def test_an_extract_is_always_the_same_whatever_came_before(
    body: str, method: str, words: int
) -> None:
    first = _picks(body, method, "", "", words=words)
    _picks(_UNRELATED, method, "", "", words=words)
    assert _picks(body, method, "", "", words=words) == first


@given(_BODIES)
def test_a_paragraph_added_at_the_end_never_takes_a_sentence_its_proof(body: str) -> None:
    longer = body + _UNRELATED
    spans = split(longer)
    for made in summaries(title="", body=body, sentences=split(body)):
        for span in made.sentences:
            assert span in spans
            assert span.of(longer) == span.of(body)
