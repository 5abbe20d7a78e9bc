"""The topics of a digest: named behind its time and its zone, or alone."""

import pytest

from tests.handlers.chat_admin import Admin
from tests.handlers.newsroom import fact, text
from tests.handlers.test_digest_command import begun, stocked


def test_topics_are_chosen_and_the_unknown_ones_named() -> None:
    admin = begun()
    answer = admin.ask("/digest topics +energy +enrgy -sport")
    assert fact(answer, "Topics") == "energy, enrgy, but not sport"
    assert fact(answer, "Would hold now") == "1 piece: “Dam 3”"
    assert "No piece is on “enrgy” today. The nearest: Energy." in text(answer)
    assert fact(admin.ask("/digest topics all"), "Topics") == "all"


@pytest.mark.parametrize(
    "topics", ["+public water -sport", '+"public water" -sport', "+“public water”, -sport"]
)
def test_topics_of_several_words_come_after_the_time_and_the_zone(topics: str) -> None:
    order = begun(f"/digest on 08:30 Berlin {topics}").order
    assert (order.zone, order.wanted, order.unwanted) == (
        "Europe/Berlin",
        ("public water",),
        ("sport",),
    )


def test_a_topic_never_moves_the_clock() -> None:
    admin = begun()
    admin.ask("/digest on +south korea")
    assert (admin.order.zone, admin.order.wanted) == ("Europe/Berlin", ("south korea",))


@pytest.mark.parametrize("line", ["/digest on +energy 9:15 Berlin", "/digest on +energy noon"])
def test_a_time_behind_the_topics_is_put_before_them(line: str) -> None:
    admin = begun()
    before = admin.order
    said = admin.said(line)
    assert said.startswith("Topics come last.\n")
    assert "/digest on 08:30 Berlin +energy -sport" in said
    assert admin.order == before


def test_a_zone_behind_the_topics_is_asked_for_before_them() -> None:
    said = Admin(stocked()).said("/digest on 08:30 +energy Berlin")
    assert said.startswith("In which time zone?\nTopics come last. ")
