"""Topics are read as people name them, and those that no piece has are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import BadArgument
from handlers.digest import topics as digest_topics
from handlers.digest.topics import Wishes
from tests.briefs.ordered import order

KNOWN = ("Energy", "Public Water", "Sport")


@pytest.mark.parametrize(
    ("said", "more", "less"),
    [
        ("+energy -sport", ("energy",), ("sport",)),
        ("+Energy −Sport", ("energy",), ("sport",)),
        ("energy, sport", ("energy", "sport"), ()),
        ("energy sport", ("energy", "sport"), ()),
        ("+public water -sport", ("public water",), ("sport",)),
        ("public water", ("public water",), ()),
        ("peace talks", ("peace talks",), ()),
        ("peace talks, energy -sport", ("peace talks", "energy"), ("sport",)),
        ("covid-19", ("covid-19",), ()),
        ("peace-talks, low-energy", ("peace-talks", "low-energy"), ()),
        ('+"public water" -sport', ("public water",), ("sport",)),
        ("“peace talks”, +„energy“", ("peace talks", "energy"), ()),
        ("+5g", ("5g",), ()),
        ("+energy -energy", (), ("energy",)),
    ],
)
def test_topics_are_read_in_each_spelling(
    said: str, more: tuple[str, ...], less: tuple[str, ...]
) -> None:
    assert digest_topics.read(said.split(), KNOWN) == Wishes(more, less)


@pytest.mark.parametrize("said", ["", "+", ",", "- ,"])
def test_without_a_topic_one_is_asked_for(said: str) -> None:
    with pytest.raises(BadArgument, match="Which topics"):
        digest_topics.read(said.split(), KNOWN)


@pytest.mark.parametrize("word", ["+2", "-03:30", "+0530", "-", "energy"])
def test_an_offset_is_no_topic(word: str) -> None:
    assert not digest_topics.is_signed(word)


def test_the_last_word_on_a_topic_holds_and_the_others_stay() -> None:
    before = order(wanted=("energy", "sea"), unwanted=("sport",))
    after = digest_topics.read(["+sport", "-sea"], KNOWN).of(before)
    assert (after.wanted, after.unwanted) == (("energy", "sport"), ("sea",))


def test_an_unknown_topic_is_named_with_the_nearest_there_is() -> None:
    asked = order(wanted=("enrgy", "sport"), unwanted=("xyzzy",))
    assert list(digest_topics.unknown(asked, KNOWN)) == [
        "No piece is on “enrgy” today. The nearest: Energy.",
        "No piece is on “xyzzy” today.",
    ]


@pytest.mark.parametrize(
    ("more", "less", "said"),
    [
        ((), (), "all"),
        (("energy", "sea"), (), "energy, sea"),
        ((), ("sport",), "all but sport"),
        (("energy",), ("sport",), "energy, but not sport"),
    ],
)
def test_an_orders_topics_are_said_in_words(
    more: tuple[str, ...], less: tuple[str, ...], said: str
) -> None:
    assert digest_topics.spelled(order(wanted=more, unwanted=less)) == said


TOPICS = st.sampled_from(("energy", "sport", "sea"))
SAID = st.lists(st.tuples(st.sampled_from("+-"), TOPICS).map("".join), min_size=1)


@given(st.lists(SAID))
def test_no_topic_is_ever_wanted_and_unwanted_at_once(life: list[list[str]]) -> None:
    asked = order()
    for words in life:
        asked = digest_topics.read(words, KNOWN).of(asked)
        assert not set(asked.wanted) & set(asked.unwanted)
        assert len(set(asked.wanted)) == len(asked.wanted)
