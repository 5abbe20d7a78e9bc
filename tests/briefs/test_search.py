"""The words of a query, and the sentence that a hit quotes."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import BadArgument
from briefs.model import Organisation, Person, Source, Span
from briefs.search_query import (
    ALL,
    LONGEST_SNIPPET,
    MOST_WORDS,
    Filter,
    Query,
    Search,
    Term,
    ask,
    excerpt,
    occurs,
    parse,
)
from briefs.text.words import index_terms, reference_text
from tests.briefs.builders import edited


def terms(*groups: tuple[Term, ...]) -> Query:
    return Query(groups)


def word(*words: str) -> tuple[Term]:
    return (Term(words),)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("water damascus", terms(word("water"), word("damascus"))),
        ('"peace talks" aid', terms(word("peace", "talks"), word("aid"))),
        ("“peace talks”", terms(word("peace", "talks"))),
        ("syr*", terms((Term(("syr",), prefix=True),))),
        ('"peace tal"*', terms((Term(("peace", "tal"), prefix=True),))),
        ('"peace ta*"', terms(word("peace", "ta"))),
        ("aid or food", terms((Term(("aid",)), Term(("food",))))),
        ("aid OR food or rice", terms((Term(("aid",)), Term(("food",)), Term(("rice",))))),
        ("rain aid or food", terms(word("rain"), (Term(("aid",)), Term(("food",))))),
        ("or aid", terms(word("or"), word("aid"))),
        ("aid or", terms(word("aid"), word("or"))),
        ("aid or or", terms((Term(("aid",)), Term(("or",))))),
        ("aid or ... food", terms((Term(("aid",)), Term(("food",))))),
        ('aid "or" food', terms(word("aid"), word("or"), word("food"))),
        ("u.s.", terms(word("u", "s"))),
        ("syria-lebanon", terms(word("syria", "lebanon"))),
        ("c++", terms(word("c"))),
        ("AND NOT", terms(word("AND"), word("NOT"))),
        ('foo"', terms(word("foo"))),
        ('foo "bar baz', terms(word("foo"), word("bar"), word("baz"))),
        ("NEAR(a", terms(word("NEAR", "a"))),
        ("title:aid", terms(word("title", "aid"))),
        ("cafe\u0301", terms(word("café"))),
        ("*", terms()),
        ('""', terms()),
        ("_ - ?", terms()),
        ("", terms()),
    ],
)
def test_a_query_reads_as_a_person_means_it(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "said", "cited"),
    [
        ("syria", "syria", ""),
        ("cites:lister", "", "lister"),
        ("Cites: lister aleppo", "", "lister aleppo"),
        ("water or rain cites:cnn.com", "water or rain", "cnn.com"),
        ("cites:lister cites:cnn.com", "", "lister cnn.com"),
        ("cites:https://www.cnn.com/aid", "", "cnn.com/aid"),
        ("recites:lister", "recites:lister", ""),
        ("water cites:", "water", ""),
    ],
)
def test_what_follows_cites_is_wanted_in_a_reference(text: str, said: str, cited: str) -> None:
    asked = ask(text)
    assert (asked.text, asked.cites, asked.where) == (parse(said), parse(cited), ALL)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "water -damascus",
            Search(text=terms(word("water")), where=Filter(without=(Term(("damascus",)),))),
        ),
        (
            '-"peace talks"',
            Search(
                where=Filter(
                    without=(
                        Term(
                            (
                                "peace",
                                "talks",
                            )
                        ),
                    )
                )
            ),
        ),
        ("well-known", Search(text=terms(word("well", "known")))),
        ("by:Lind", Search(where=Filter(by=(Term(("Lind",)),)))),
        (
            'by:"Anna Lind" dams',
            Search(
                text=terms(word("dams")),
                where=Filter(
                    by=(
                        Term(
                            (
                                "Anna",
                                "Lind",
                            )
                        ),
                    )
                ),
            ),
        ),
        ("by:oka*", Search(where=Filter(by=(Term(("oka",), prefix=True),)))),
        ("on:energy ON:“peace talks”", Search(where=Filter(on=("energy", "peace talks")))),
        ("before:2017", Search(where=Filter(before=datetime(2017, 1, 1, tzinfo=UTC)))),
        ("before:2017-03", Search(where=Filter(before=datetime(2017, 3, 1, tzinfo=UTC)))),
        ("after:2017", Search(where=Filter(since=datetime(2018, 1, 1, tzinfo=UTC)))),
        ("after:2017-12", Search(where=Filter(since=datetime(2018, 1, 1, tzinfo=UTC)))),
        ("after:2017-11", Search(where=Filter(since=datetime(2017, 12, 1, tzinfo=UTC)))),
        ("after:2017-03-09", Search(where=Filter(since=datetime(2017, 3, 10, tzinfo=UTC)))),
        ("is:draft harbour", Search(text=terms(word("harbour")), drafts=True)),
        ("cites:a -b", Search(cites=parse("a"), where=Filter(without=(Term(("b",)),)))),
        ("title:by", Search(text=terms(word("title", "by")))),
        ("-", Search()),
    ],
)
def test_a_search_is_narrowed_down(text: str, asked: Search) -> None:
    assert ask(text) == asked


@pytest.mark.parametrize(
    "text",
    ["before:tuesday", "after:2017-13", "before:2017-02-30", "is:green", "by:", "on:", "after:"],
)
def test_what_narrows_nothing_down_is_said(text: str) -> None:
    with pytest.raises(BadArgument):
        ask(text)


@given(st.text(max_size=60))
def test_a_search_is_read_or_refused_with_a_hint_whatever_is_typed(text: str) -> None:
    with suppress(BadArgument):
        assert ask(text) is not None


def test_a_reference_is_found_by_all_that_is_written_or_read_in_it() -> None:
    raw = "Nneka Okafor: [Silt](https://ports.example/silt)"
    source = Source(
        number=1,
        raw=raw,
        authors=(Person("Okafor", "Nneka"), Organisation("Bureau of Tides")),
        title="Silt",
        container="The Coast Courier",
        url="https://ports.example/silt",
    )
    assert reference_text(source) == f"{raw}\nThe Coast Courier\nBureau of Tides"


@given(st.text(st.characters()))
def test_any_text_is_a_query_of_words_and_nothing_else(text: str) -> None:
    query = parse(text)
    words = [word for group in query.groups for term in group for word in term.words]
    assert not any(re.search(r"[\s\"'()*:&|<>!\\^{}+-]", word) for word in words)
    assert all(term.words for group in query.groups for term in group)
    assert bool(query) == bool(words)


@given(
    st.lists(
        st.sampled_from(["a", "or", '"b c"', "d*", "e.f.g", "的", "北京大学", '"']), max_size=100
    )
)
def test_a_query_never_has_more_than_its_share_of_words(items: list[str]) -> None:
    groups = parse(" ".join(items)).groups
    said = [word for group in groups for term in group for word in term.words]
    assert len(said) <= MOST_WORDS


def test_a_phrase_of_more_words_than_count_stays_a_phrase() -> None:
    ((term,),) = parse('"' + "one two " * MOST_WORDS + '"').groups
    assert term.words == ("one", "two") * (MOST_WORDS // 2)
    ((dotted,),) = parse("w." * 300).groups
    assert len(dotted.words) == MOST_WORDS
    narrowed = ask('-"' + "one two " * MOST_WORDS + '" by:lind').where
    assert len(narrowed.without[0].words) == MOST_WORDS
    assert not narrowed.by


@given(st.text(), st.text())
def test_words_found_in_a_text_occur_in_it(before: str, after: str) -> None:
    words = index_terms([f"{before} Peace Talks {after}"], "en")
    assert occurs(Term(("peace", "talks")), words)
    assert occurs(Term(("PEACE", "tal"), prefix=True), words)
    assert not occurs(Term(()), words)


def quote(text: str, query: str) -> str | None:
    made = edited(text)
    at = excerpt(parse(query), made.draft.body, made.sentences, made.draft.language)
    return None if at is None else at.of(made.draft.body)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("flood", "A flood came."),
        ("nowhere flood", "A flood came."),
        ('"the flood"', "Then the flood went."),
        ("wen*", "Then the flood went."),
        ("ecole", "The École shut."),
        ("schools", "One school stayed."),
        ("staying", "One school stayed."),
        ("nowhere", None),
        ("", None),
    ],
)
def test_a_hit_quotes_the_first_sentence_with_one_of_the_terms(
    query: str, sentence: str | None
) -> None:
    text = "A flood came. Then the flood went. The École shut. One school stayed."
    assert quote(text, query) == sentence


def test_the_very_word_goes_before_an_earlier_form_of_it() -> None:
    assert quote("The bridges stood. The bridge fell.", "bridge") == "The bridge fell."


def test_a_sentence_too_long_for_a_list_is_passed_over() -> None:
    long = "The flood " + "rose and " * (LONGEST_SNIPPET // 9) + "fell."
    assert quote(long, "flood") is None
    assert quote(f"{long} A flood again.", "flood") == "A flood again."


@given(st.text(), st.text(), st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_an_excerpt_is_one_of_the_sentences(query: str, body: str, cuts: list[int]) -> None:
    cuts.sort()
    sentences = [Span(a, b) for a, b in pairwise(cuts)]
    at = excerpt(parse(query), body, sentences, "en")
    assert at is None or at in sentences


def test_a_long_text_is_not_searched_to_its_end_for_a_sentence_to_show() -> None:
    sentences = [f"The water rose {n} times." for n in range(6_000)]
    body = " ".join([*sentences, "A weir broke."])
    ends = list(accumulate(len(one) + 1 for one in [*sentences, "A weir broke."]))
    spans = [Span(start, end - 1) for start, end in zip([0, *ends], ends, strict=False)]
    assert excerpt(parse("weir"), body, spans, "en") is None
    near = [*spans[:4_000], spans[-1]]  # what is not alike is passed over soon
    found = excerpt(parse("weir"), body, near, "en")
    assert found is not None
    assert found.of(body) == "A weir broke."
    assert excerpt(parse("waters"), body, spans, "en") == spans[0]
