"""Hints at an entry beside a sentence: two signs must meet, and the author's own marks end them."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Mark, Revision, Span
from briefs.references.entry import parse
from briefs.references.related import related

ENTRIES = (
    "Roe, Ada. “Divers Raise the Last Wreck.” Harbour Post, May 4, 2017.",
    "Poe, Max. “Insurers Count the Cranes.” The Example Times, June 1, 2017.",
)
NAMED = "The Harbour Post wrote that divers would raise the last wreck in May."
CLOSE = "In May divers would raise the last wreck."
ELSEWHERE = "The Harbour Post has moved to a smaller house."
SENTENCES = (NAMED, CLOSE, ELSEWHERE, "Nobody has signed the loan.", "Two thirds of them work.")


def piece(sentences: tuple[str, ...] = SENTENCES, entries: tuple[str, ...] = ENTRIES) -> Revision:
    spans, body = [], ""
    for sentence in sentences:
        spans.append(Span(len(body), len(body) + len(sentence)))
        body += sentence + " "
    return Revision(
        piece=1,
        slug="quay",
        number=1,
        sha256="",
        title="The Quay",
        byline="",
        outlet="",
        published=None,
        url="",
        language="en",
        body=body,
        sentences=tuple(spans),
        sources=tuple(parse(raw, number) for number, raw in enumerate(entries, 1)),
        marks=(),
        topics=(),
        stored_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_a_sentence_that_names_the_outlet_and_says_what_the_title_says_has_a_hint() -> None:
    assert related(piece()) == ((1, 1),)


def test_a_name_alone_and_close_words_alone_are_no_hint() -> None:
    assert related(piece((CLOSE, ELSEWHERE, *SENTENCES[3:]))) == ()


def test_an_author_is_named_by_the_family_name() -> None:
    sentences = ("Roe saw the divers raise the last wreck.", *SENTENCES[1:])
    assert related(piece(sentences))[:1] == ((1, 1),)


def test_a_name_that_begins_like_an_article_is_found_whole() -> None:
    entries = (ENTRIES[0].replace("Roe", "Leroe"), ENTRIES[1])
    sentences = ("Leroe saw the divers raise the last wreck.", *SENTENCES[1:])
    assert related(piece(sentences, entries))[:1] == ((1, 1),)


def test_a_name_within_a_word_or_in_small_letters_is_none() -> None:
    sentences = ("The Roebuck divers raise the last wreck of a harbour post.", *SENTENCES[3:])
    assert related(piece(sentences)) == ()


def test_of_two_entries_that_are_as_close_neither_is_hinted_at() -> None:
    assert related(piece(entries=(ENTRIES[0], ENTRIES[0]))) == ()


def test_the_authors_own_marks_end_all_hints() -> None:
    assert related(replace(piece(), marks=(Mark(1, Span(3, 3)),))) == ()


def test_a_link_of_the_text_is_no_entry_to_hint_at() -> None:
    revision = piece()
    links = tuple(replace(source, where="link") for source in revision.sources)
    assert related(replace(revision, sources=links)) == ()


WORDS = st.sampled_from(["Roe", "Poe", "Harbour Post", "divers", "raise", "wreck", "cranes", "the"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=6),
    st.sampled_from(["en", "de", "zh", "xx"]),
)
def test_a_hint_is_always_one_entry_for_a_sentence_that_is_there(
    sentences: list[str], language: str
) -> None:
    revision = replace(piece(tuple(sentences)), language=language)
    hints = related(revision)
    numbers = [sentence for sentence, _ in hints]
    assert numbers == sorted(set(numbers))
    assert set(numbers) <= set(range(1, len(sentences) + 1))
    assert {entry for _, entry in hints} <= {1, 2}
