"""A digest belongs to one place: a chat, a thread, or a channel that is set up from elsewhere."""

from dataclasses import replace
from datetime import datetime

import pytest

from briefs.digests.digest import Run, Subscription
from briefs.errors import Unproved
from briefs.storage.sql.subscriptions import SqlSubscriptions
from handlers.message import Extract, Posting, Quote, Reply
from handlers.outgoing import verified
from tests.contracts.memory_store import MemoryStore
from tests.handlers.chat_admin import CHANNEL, Admin
from tests.handlers.newsroom import CHAT, fact, labels, library, quoted, short_piece, text

PIECE = short_piece("The dam held through the long night.")


def test_each_thread_has_an_order_of_its_own() -> None:
    store = library(PIECE)
    thread = Admin(store, at=replace(CHAT, thread="5"))
    thread.ask("/digest on 08:30 Berlin")
    Admin(store).ask("/digest on 20:00 Tokyo")
    assert thread.order.zone == "Europe/Berlin"
    assert Admin(store).order.zone == "Asia/Tokyo"


def test_a_channel_is_set_up_from_a_private_chat() -> None:
    admin = Admin(library(PIECE))
    answer = admin.ask("/digest @news on 08:30 Berlin", place=CHANNEL, name="@news")
    order = admin.store.subscriptions.get(CHANNEL)
    assert order is not None
    assert order.name == "@news"
    assert admin.store.subscriptions.get(CHAT) is None
    assert text(answer).startswith("The digest of @news\n")
    assert text(answer).endswith("A test is on its way to @news.")
    assert labels(answer) == []  # a button here would be about this chat


def test_its_test_goes_to_the_channel_under_a_name_of_its_own() -> None:
    admin = Admin(library(PIECE))
    answer = admin.ask("/digest @news on 08:30 Berlin", place=CHANNEL, name="@news")
    assert quoted(answer) == []
    (posting,) = answer.posts
    assert (posting.to, posting.name) == (CHANNEL, "test-2026-11-20T09:30:00Z")
    assert text(posting.reply).startswith("Test of the digest · Saturday 21 November 2026")
    assert quoted(posting.reply) == ["The dam held through the long night."]


def test_all_of_it_is_looked_after_from_there() -> None:
    admin = Admin(library(PIECE))
    for words in ("on 08:30 Berlin", "topics +energy", "pause"):
        admin.ask(f"/digest @news {words}", place=CHANNEL, name="@news")
    status = admin.ask("/digest @news", place=CHANNEL, name="@news")
    assert fact(status, "Topics") == "energy"
    assert "Paused" in text(status)
    ended = admin.ask("/digest @news off", place=CHANNEL, name="@news")
    assert text(ended).startswith("The digest of @news is off. /digest @news on ")


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        (False, "on"),
        (False, "on 8:30"),
        (False, "resume"),
        (False, "off"),
        (True, "topics"),
        (True, "empty"),
        (True, "pause"),
        (True, "on 8:30 UTC+2"),
    ],
)
def test_advice_is_about_the_channel_that_was_named(begun: bool, words: str) -> None:
    admin = Admin(library(PIECE))
    if begun:
        admin.ask("/digest @news on 08:30 Berlin", place=CHANNEL, name="@news")
    said = text(admin.ask(f"/digest @news {words}", place=CHANNEL, name="@news"))
    assert said.count("/digest") == said.count("/digest @news ") > 0


def test_a_channel_that_cannot_be_seen_says_what_to_do() -> None:
    answer = Admin(library(PIECE)).ask("/digest @news on 08:30 Berlin")
    assert text(answer).startswith("I can't see @news.\nMake me an administrator there")
    assert "/digest @news on 08:30 Berlin" in text(answer)


def test_the_role_is_that_in_the_channel() -> None:
    admin = Admin(library(PIECE), role="reader")
    answer = admin.ask("/digest @news on 08:30 Berlin", place=CHANNEL, name="@news")
    assert "Only an administrator of @news" in text(answer)
    assert admin.store.subscriptions.get(CHANNEL) is None


def test_what_is_posted_elsewhere_is_proved_as_well() -> None:
    store = library(PIECE)
    body = store.catalogue.revision(1)
    false = Extract("The dam fell.", body.sentences[0], 1, 1, body.sha256)
    elsewhere = Posting(CHANNEL, "test-1", Reply((Quote("S1", false),)))
    with pytest.raises(Unproved):
        verified(Reply((), posts=(elsewhere,)), store)


class Contested(SqlSubscriptions):
    """Somebody else is faster, as often as `rivals` says."""

    rivals = 0

    def save(self, subscription: Subscription, next_run: Run | None, *, now: datetime) -> bool:
        if self.rivals:
            self.rivals -= 1
            theirs = self.get(subscription.to)
            assert theirs is not None
            super().save(replace(theirs, when_empty=True), next_run, now=now)
        return super().save(subscription, next_run, now=now)


class ContestedStore(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.contested = Contested(self.database, self._editions)
        self.subscriptions = self.contested


def test_a_change_made_at_the_same_moment_is_kept_beside_ours() -> None:
    store = ContestedStore()
    admin = Admin(store)
    admin.ask("/digest on 08:30 Berlin")
    store.contested.rivals = 1
    admin.ask("/digest topics +energy")
    assert (admin.order.wanted, admin.order.when_empty) == (("energy",), True)


def test_one_who_is_never_faster_is_told_so() -> None:
    store = ContestedStore()
    admin = Admin(store)
    admin.ask("/digest on 08:30 Berlin")
    store.contested.rivals = 99
    said = admin.said("/digest topics +energy")
    assert "Somebody else is changing this digest at the same time." in said
    assert "/digest status" in said
