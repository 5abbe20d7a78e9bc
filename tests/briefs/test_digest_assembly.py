"""A digest shows ten pieces at most, each by a whole sentence that can stand alone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests.digest import MOST, Digest, NewPiece, assemble, news, opening
from briefs.model import Brief, Card, Edited
from briefs.pieces import versions
from tests.briefs.builders import NOW
from tests.briefs.ordered import order
from tests.handlers.newsroom import piece, short_piece

MONDAY = date(2026, 11, 23)
LONG = "The council " + "of the old town by the river " * 8 + "voted for the dam."
TEXT = (
    "He had doubted it from the start. The dam held through the long night.",
    "Was it luck or good work? By morning the lake was full to the brim.",
)


def brief(edited: Edited, number: int = 1) -> Brief:
    revision = versions.revise(edited, piece=number, slug=f"p{number}", number=1, now=NOW)
    return Brief(revision, next(s for s in edited.summaries if s.length == "short"))


def said(shown: Brief, longest: int = 280) -> str | None:
    at = opening(shown, longest=longest)
    return at.of(shown.revision.body) if at else None


def assembled(*edited: Edited, wanted: tuple[str, ...] = ()) -> Digest:
    """A digest of these pieces, the first the newest."""
    briefs = {n: brief(one, n) for n, one in enumerate(edited, start=1)}
    cards = [shown.revision.card for shown in briefs.values()]
    fresh = tuple(
        (NewPiece(number=99 - n, first=99 - n, at=NOW, card=card), False)
        for n, card in enumerate(cards, start=1)
    )

    def read(card: Card) -> Brief:
        return briefs[card.piece]

    return assemble(fresh, wanted, edition=MONDAY, upto=99, read=read)


def test_the_opening_is_the_first_sentence_of_the_brief_that_stands_alone() -> None:
    assert said(brief(piece(*TEXT, short=(1, 4)))) == "By morning the lake was full to the brim."


def test_without_one_it_is_the_first_of_the_piece_that_does() -> None:
    assert said(brief(piece(*TEXT, short=(1, 3)))) == "The dam held through the long night."


def test_a_sentence_that_is_too_long_does_not_open() -> None:
    shown = brief(short_piece(LONG, "The dam held through the long night."))
    assert said(shown, len(LONG)) == LONG
    assert said(shown, len(LONG) - 1) == "The dam held through the long night."


@pytest.mark.parametrize(
    "text",
    [
        "He had doubted it from the start.",
        "Was it luck or good work?",
        "Photo: the dam at night",
        "It fell.",
        "The dam holds out!",
    ],
)
def test_a_piece_without_a_sentence_that_stands_alone_has_no_opening(text: str) -> None:
    assert said(brief(short_piece(text, title="The dam holds out"))) is None
    entry = assembled(short_piece(text, title="The dam holds out")).entries[0]
    assert entry.opening is None


def test_an_opening_is_a_stored_sentence_with_its_number_and_its_place() -> None:
    (entry,) = assembled(piece(*TEXT, short=(4,))).entries
    assert entry.opening is not None
    body = brief(piece(*TEXT)).revision.body
    assert entry.opening.at.of(body) == entry.opening.text
    assert entry.opening.number == 4


def test_a_span_that_is_no_sentence_of_the_piece_never_opens() -> None:
    shown = brief(piece(*TEXT, short=(4,)))
    at = shown.summary.sentences[0]
    torn = replace(shown.summary, sentences=(replace(at, end=at.end - 1),))
    assert said(Brief(shown.revision, torn)) == "The dam held through the long night."


def test_of_more_than_ten_pieces_the_first_to_come_are_told_and_the_others_stay_news() -> None:
    digest = assembled(*(piece(title=f"Day {n}") for n in range(13)))  # the last came in first
    assert [entry.card.title for entry in digest.entries] == [f"Day {n}" for n in range(3, 13)]
    assert digest.more == 3
    assert digest.upto == 95


@given(st.lists(st.sampled_from(("dams", "rain", "")), max_size=45), st.booleans())
def test_every_wanted_piece_is_told_once_however_many_come(
    topics: list[str], one_topic: bool
) -> None:
    wanted = ("dams",) if one_topic else ()
    pieces = [
        piece(title=f"Day {n}", topics=(topic,) if topic else ()) for n, topic in enumerate(topics)
    ]
    briefs = {n: brief(one, n) for n, one in enumerate(pieces, start=1)}
    cards = {n: shown.revision.card for n, shown in briefs.items()}
    arrivals = [NewPiece(number=n, first=n, at=NOW, card=card) for n, card in cards.items()]
    told: list[int] = []
    asked = order(wanted=wanted)
    while fresh := news(asked, arrivals, NOW):
        digest = assemble(
            fresh, wanted, edition=MONDAY, upto=len(arrivals), read=lambda card: briefs[card.piece]
        )
        assert 0 < len(digest.entries) <= MOST
        told += sorted(entry.card.piece for entry in digest.entries)
        asked = replace(asked, since=digest.upto)
    assert told == [n for n, topic in enumerate(topics, start=1) if not wanted or topic == "dams"]


def test_pieces_stand_under_the_first_topic_that_is_wanted_of_them() -> None:
    digest = assembled(
        piece(title="A", topics=("Dams", "Energy")),
        piece(title="B", topics=("Energy",)),
        piece(title="C", topics=("Dams",)),
        wanted=("energy", "dams"),
    )
    assert [(e.topic, e.card.title) for e in digest.entries] == [
        ("Energy", "A"),
        ("Energy", "B"),
        ("Dams", "C"),
    ]


@pytest.mark.parametrize("wanted", [(), ("dams",)])
def test_one_topic_or_none_is_not_told_apart(wanted: tuple[str, ...]) -> None:
    digest = assembled(piece(topics=("Dams",)), wanted=wanted)
    assert [entry.topic for entry in digest.entries] == [""]


def test_where_there_is_much_to_tell_openings_are_shorter() -> None:
    long = short_piece(LONG, "The dam held through the long night.", outlet="The Basin Post")
    (alone,) = assembled(long).entries
    assert alone.opening is not None
    assert alone.opening.text == LONG
    for entry in assembled(*[long] * 10).entries:
        assert entry.opening is not None
        assert entry.opening.text == "The dam held through the long night."


def test_a_digest_without_news_knows_since_when() -> None:
    def read(card: Card) -> Brief:
        raise AssertionError(card)

    yesterday = date(2026, 11, 22)
    digest = assemble((), (), edition=MONDAY, upto=7, last=yesterday, read=read)
    assert digest == Digest(edition=MONDAY, entries=(), more=0, upto=7, last=yesterday)


WORDS = st.lists(st.sampled_from(("He", "The", "dam", "river", "However", "rose")), min_size=1)
SENTENCES = WORDS.map(lambda words: " ".join(words) + ".")


@given(st.lists(SENTENCES, min_size=1, max_size=8), st.integers(20, 120))
def test_an_opening_is_always_a_whole_sentence_within_its_length(
    sentences: list[str], longest: int
) -> None:
    shown = brief(short_piece(" ".join(sentences)))
    at = opening(shown, longest=longest)
    assert at is None or (at in shown.revision.sentences and at.end - at.start <= longest)
