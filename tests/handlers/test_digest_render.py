"""A digest is one message: each piece by its title, one exact sentence, and a way to the rest."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram.render import render
from briefs.digests.digest import Digest
from briefs.errors import Unproved
from briefs.model import Edited, Press
from handlers.digest import render as digest_render
from handlers.message import Emphasis, Link, Paragraph, Reply, Strong, presses
from handlers.outgoing import verified
from tests.briefs.ordered import order
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import (
    NOW,
    Corrupted,
    add,
    button,
    copied,
    labels,
    library,
    piece,
    quotes,
    short_piece,
    text,
)

MONDAY = date(2026, 11, 23)
RHYTHM = "daily at 08:30 Europe/Berlin"
HELD = "The dam held through the long night."


def dam(n: int = 1, *paragraphs: str, **fields: Any) -> Edited:
    fields.setdefault("title", f"Dam {n}")
    return short_piece(*(paragraphs or (f"The dam {n} held through the long night.",)), **fields)


def held(store: MemoryStore, **fields: Any) -> Digest:
    return digest_render.current_digest(order(**fields), MONDAY, store, NOW)


def composed(*pieces: Edited, **fields: Any) -> Reply:
    store = library(*pieces)
    return verified(digest_render.compose(held(store, **fields), RHYTHM), store)


def test_a_digest_says_its_date_and_shows_each_piece_with_one_exact_sentence() -> None:
    first = dam(1, outlet="Basin Post", byline="A. Writer", published=NOW)
    assert text(composed(first, dam(2))) == (
        "Digest · Monday 23 November 2026 · 2 pieces\n"
        "#2 Dam 2\n"
        "undated\n"
        "S1 The dam 2 held through the long night.\n"
        "#1 Dam 1\n"
        "Basin Post · A. Writer · 20 Nov 2026\n"
        "S1 The dam 1 held through the long night.\n"
        "Exact sentences of the pieces · sent daily at 08:30 Europe/Berlin · /digest off ends it"
    )


def test_each_piece_is_a_button_away_in_the_very_revision_that_was_told() -> None:
    digest = composed(dam(1), dam(2))
    assert labels(digest) == ["#2", "#1"]
    assert button(digest, "#1").does == Press("brief", ("#1@1",))


def test_a_title_opens_the_original_where_its_address_is_safe() -> None:
    safe, unsafe = dam(1, url="https://example.org/1"), dam(2, url="javascript:alert(1)")
    paragraphs = [b for b in composed(safe, unsafe).blocks if isinstance(b, Paragraph)]
    assert paragraphs[0].content[1] == Strong("Dam 2")
    assert paragraphs[1].content[1] == Link("Dam 1", "https://example.org/1")


def test_a_sentence_is_quoted_whole_with_its_own_number_and_place() -> None:
    digest = composed(dam(1, "He had doubted it. " + HELD))
    (quote,) = quotes(digest)
    assert (quote.label, quote.extract.text) == ("S2", HELD)
    assert quote.extract.at.start == len("He had doubted it. ")


def test_a_body_that_is_tampered_with_after_it_was_chosen_is_not_sent() -> None:
    store = Corrupted()
    add(store, dam())
    with pytest.raises(Unproved):
        verified(digest_render.compose(held(library(dam())), RHYTHM), store)


def test_a_piece_without_a_sentence_to_stand_alone_shows_its_title_alone() -> None:
    digest = composed(dam(1, "He fell."))
    assert copied(digest) == ()
    assert "Dam 1" in text(digest)
    assert "Titles alone · sent daily" in text(digest)


def test_a_new_version_of_a_piece_that_was_told_says_so() -> None:
    store = library(dam(1, origin="dam.md"))
    told = store.catalogue.arrival()
    add(store, dam(1, "The dam broke in the early morning.", origin="dam.md"))
    digest = digest_render.compose(held(store, since=told), RHYTHM)
    assert "Revised · undated" in text(digest)
    assert button(digest, "#1").does == Press("brief", ("#1@2",))


def test_several_wanted_topics_stand_under_their_names() -> None:
    pieces = (dam(1, topics=("Energy",)), dam(2, topics=("Water",)), dam(3, topics=("Energy",)))
    lines = text(composed(*pieces, wanted=("water", "energy"))).split("\n")
    shown = [line for line in lines if line in ("Water", "Energy") or line.startswith("#")]
    assert shown == ["Water", "#2 Dam 2", "Energy", "#3 Dam 3", "#1 Dam 1"]


def test_a_single_topic_needs_no_name() -> None:
    assert "\nEnergy\n" not in text(composed(dam(1, topics=("Energy",)), wanted=("energy", "sea")))


def test_what_is_beyond_ten_pieces_is_counted() -> None:
    digest = composed(*(dam(n) for n in range(1, 14)))
    assert text(digest).startswith("Digest · Monday 23 November 2026 · 10 of 13 pieces\n")
    assert "\n3 more in the next digests, or now: /latest\n" in text(digest)
    assert len(labels(digest)) == 10


def test_a_day_without_news_says_since_when() -> None:
    assert text(composed(last=date(2026, 11, 20))) == (
        "Digest · Monday 23 November 2026\n"
        "Nothing new since Friday 20 November 2026.\n"
        "Sent daily at 08:30 Europe/Berlin · /digest off ends it"
    )
    assert "Nothing new yet." in text(composed())


def test_the_full_brief_is_that_of_the_brief_command() -> None:
    store = library(piece(origin="dam.md"))
    card = store.catalogue.newest(limit=1)[0]
    add(store, dam(1, origin="dam.md"))
    brief = digest_render.in_full(card, NOW, store)
    assert text(brief).startswith("The dam\n")
    assert "revision 1" in text(brief)
    assert [q.label for q in quotes(brief)] == ["S1", "S4"]


WORDS = st.lists(
    st.sampled_from(("dam", "river", "energy", "council", "€", "😀")), min_size=1, max_size=14
)


@st.composite
def pieces(draw: st.DrawFn) -> Edited:
    title, opening = " ".join(draw(WORDS)), " ".join(draw(WORDS))
    return short_piece(
        f"Council {opening} of the town. {HELD}",
        title=title,
        outlet=draw(st.sampled_from(("", "The Basin Post"))),
        byline=draw(st.sampled_from(("", "Anna Writer"))),
        topics=draw(st.sampled_from(((), ("energy",), ("water",)))),
        url=draw(st.sampled_from(("", "https://example.org/dam"))),
        origin=draw(st.uuids()).hex,
    )


@given(st.lists(pieces(), max_size=12, unique_by=lambda edited: edited.draft.origin))
def test_a_digest_is_always_proved_and_one_message_on_telegram(edited: list[Edited]) -> None:
    store = MemoryStore()
    for one in edited:
        store.catalogue.add(one, now=NOW)
    for wanted in ((), ("energy", "water")):
        digest = verified(digest_render.compose(held(store, wanted=wanted), RHYTHM), store)
        messages = render(digest, dict.fromkeys(presses(digest), "t" * 22))
        assert len(messages) == 1
        assert all(
            extract.at in store.catalogue.revision(extract.piece).sentences
            for extract in copied(digest)
        )


def test_the_foot_is_small_print() -> None:
    foot = composed(dam()).blocks[-2]
    assert isinstance(foot, Paragraph)
    assert isinstance(foot.content[0], Emphasis)
