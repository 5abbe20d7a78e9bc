"""A topic brief: what several pieces say, each thing once, in their own sentences."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Brief, Length, Revision
from briefs.search_query import fold, parse
from briefs.summarise.query_focused import across
from tests.briefs import builders

STORM = builders.revision(
    "The storm closed the port for nine days. Ships waited in the bay.",
    "A crane fell into the port and blocked the berth. Insurers will pay for the crane.",
    piece=3,
)
TOLL = builders.revision(
    "The toll at the port doubles in June. Shippers call the toll a tax on the coast.",
    "Few of them will leave the port for it. The mayor calls the port a bargain.",
    piece=2,
)
RAIL = builders.revision(
    "Freight trains to the port run half empty. The line to the port floods each winter.",
    "Lorries carry what the trains to the port do not.",
    piece=1,
)
PASSING = builders.revision(
    "The new museum opened on Sunday. It shows ships in bottles.",
    "Its café looks out on the port. Children enter without paying.",
    piece=4,
)

_VERBS = ("sells", "buys", "moves", "guards", "floods", "paints", "taxes", "blocks", "names")
_CLAUSES = st.sampled_from(
    [
        "The port closed for the night.",
        "Ships waited outside the port in the rain.",
        "The mayor of the town resigned over the toll.",
        "However, nobody at the port was surprised.",
        "Trains carry the freight of the whole valley.",
        "A headline without an end",
        "It rained.",
        "The mayor, of the TOWN, resigned over the toll!",
        "The crane fell " + "and the crane fell " * 40 + "into the port.",
    ]
)
_PARAGRAPHS = st.lists(st.lists(_CLAUSES, min_size=1, max_size=5).map(" ".join), max_size=4)
_LENGTHS: st.SearchStrategy[Length] = st.sampled_from(["short", "normal", "long"])


def _texts(briefs: Sequence[Brief]) -> list[str]:
    return [at.of(b.revision.body) for b in briefs for at in b.summary.sentences]


def _pieces(briefs: Sequence[Brief]) -> list[int]:
    return [brief.revision.piece for brief in briefs]


def test_pieces_that_say_something_different_are_all_heard_in_their_order() -> None:
    assert _pieces(across((STORM, TOLL, RAIL), parse("port"))) == [3, 2, 1]


def test_it_is_no_longer_than_a_message_and_shorter_or_longer_if_asked() -> None:
    quays = builders.revision(
        "Ferries reach the port from three islands. Fishermen sell fish at the port by night.",
        "Schools from inland visit the port in May. Swimmers keep away from the port in winter.",
        piece=5,
    )
    pieces = (STORM, TOLL, RAIL, quays)
    short, normal, long = (
        len(_texts(across(pieces, parse("port"), length))) for length in ("short", "normal", "long")
    )
    assert short == 3
    assert 5 <= normal <= 7
    assert normal < long <= 14


def test_a_piece_that_mentions_it_in_passing_gives_way_to_those_that_are_about_it() -> None:
    assert _pieces(across((PASSING, STORM, TOLL), parse("port"))) == [3, 2]


def test_where_all_mention_it_in_passing_all_are_heard() -> None:
    assert _pieces(across((PASSING, RAIL), parse("winter"))) == [4, 1]


def test_what_two_pieces_say_in_nearly_the_same_words_is_said_once() -> None:
    again = builders.revision(
        "The storm closed the port, for nine days! Nobody at the port counts the cost.",
        "A second crane for the port is on order. The port hopes for June.",
        piece=5,
    )
    said = _texts(across((again, STORM), parse("port"), "long"))
    assert sum("nine days" in text for text in said) == 1


def test_a_sentence_that_leans_on_another_is_not_taken_from_its_place() -> None:
    leaning = builders.revision(
        "The port will be sold in May. However, no buyer for the port was named. "
        "The port employs nine hundred people. The union of the port will strike.",
        piece=6,
    )
    assert not any(t.startswith("However") for t in _texts(across((leaning, TOLL), parse("port"))))


def test_the_last_sentence_of_a_lone_voice_makes_room_for_a_second_piece() -> None:
    long = builders.revision(
        *(f"The port {verb} the port of the port of {verb}land." for verb in _VERBS), piece=7
    )
    other = builders.revision("A dull day for gulls. Nothing moved at all there.", piece=8)
    assert _pieces(across((long, other), parse("port"))) == [7, 8]


def test_no_pieces_make_no_brief() -> None:
    assert across((), parse("port")) == ()


def _revisions(bodies: list[list[str]]) -> tuple[Revision, ...]:
    return tuple(
        replace(found, stored_at=found.stored_at - timedelta(days=number))
        for number, paragraphs in enumerate(bodies, start=1)
        if paragraphs
        for found in [builders.revision(*paragraphs, piece=number)]
    )


@given(
    st.lists(_PARAGRAPHS, max_size=5),
    st.sampled_from(["port", "mayor toll", "zebra", ""]),
    _LENGTHS,
)
def test_always_stored_sentences_each_once_no_more_than_asked_pieces_by_date(
    bodies: list[list[str]], words: str, length: Length
) -> None:
    most = {"short": 3, "normal": 7, "long": 14}[length]
    revisions = _revisions(bodies)
    found = across(revisions, parse(words), length)
    for brief in found:
        spans = brief.summary.sentences
        assert list(spans) == sorted(set(spans) & set(brief.revision.sentences))
        assert 0 <= brief.summary.coverage <= 1
    said = [fold(text) for text in _texts(found)]
    assert len(set(said)) == len(said) <= most
    dates = [brief.revision.dated for brief in found]
    assert dates == sorted(dates, reverse=True)
    assert bool(found) == any(revision.sentences for revision in revisions)
    assert across(revisions, parse(words), length) == found
