"""/digest starts, shows, changes and ends the subscription of the place where it is sent."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from briefs.digests.digest import Pause, due
from briefs.digests.outbox import Edition, Message, Part, Rejected, Sent, Unknown
from briefs.model import Address, Edited
from briefs.storage.editorial import Proposal
from briefs.storage.subscriptions import Step
from handlers.message import Capabilities, Role
from tests.contracts.memory_store import MemoryStore
from tests.handlers.chat_admin import HOUR, Admin
from tests.handlers.newsroom import NOW, add, fact, labels, library, quoted, short_piece, text

DAY = timedelta(days=1)
GRACE = timedelta(hours=18)


def dam(n: int, *topics: str) -> Edited:
    return short_piece(f"The dam {n} held through the long night.", title=f"Dam {n}", topics=topics)


def stocked() -> MemoryStore:
    """Dam 1 came in two days before NOW, Dam 2 and Dam 3 just now."""
    store = MemoryStore()
    store.catalogue.add(dam(1, "energy"), now=NOW - 2 * DAY)
    add(store, dam(2, "Sport"), dam(3, "Energy"))
    return store


def begun(line: str = "/digest on 08:30 Berlin") -> Admin:
    admin = Admin(stocked())
    admin.ask(line)
    return admin


def test_without_an_order_it_says_how_to_begin() -> None:
    said = Admin(stocked()).said("/digest")
    assert said.startswith("No digest comes to this chat yet\n")
    assert "\n/digest on 08:30 Berlin weekdays\n" in said


@pytest.mark.parametrize(
    "line",
    [
        "/digest on 08:30 Europe/Berlin weekdays",
        "/digest ON weekdays europe/berlin 8:30",
        "/digest on berlin 8.30am mon-fri",
        "/digest 0830 munich mon,tue,wed,thu,fri",
    ],
)
def test_an_order_is_begun_by_a_time_and_a_zone_in_any_spelling(line: str) -> None:
    order = begun(line).order
    assert (order.at, order.zone) == (time(8, 30), "Europe/Berlin")
    assert order.weekdays == (0, 1, 2, 3, 4)


def test_the_answer_repeats_what_was_understood_and_what_comes_next() -> None:
    answer = Admin(stocked()).ask("/digest on 08:30 Europe/Berlin weekdays -sport")
    assert text(answer).startswith("The digest of this chat\n")
    assert fact(answer, "Sent") == "on weekdays at 08:30 Europe/Berlin (now UTC+1)"
    assert fact(answer, "Topics") == "all but sport"
    assert fact(answer, "Next") == "Monday 23 November 2026, 08:30"
    assert fact(answer, "Would hold now") == "1 piece: “Dam 3”"


def test_a_test_is_posted_at_once_and_counts_as_nothing_told() -> None:
    admin = Admin(stocked())
    answer = admin.ask("/digest on 08:30 Berlin")
    assert "\nTest of the digest · Saturday 21 November 2026 · 2 pieces\n" in text(answer)
    assert quoted(answer) == [
        "The dam 3 held through the long night.",
        "The dam 2 held through the long night.",
    ]
    assert labels(answer) == ["#3", "#2"]
    assert fact(admin.ask("/digest"), "Would hold now") == "2 pieces: “Dam 3”, “Dam 2”"
    assert admin.store.outbox.counts().get("pending", 0) == 0


def test_a_test_can_be_asked_for() -> None:
    assert begun().said("/digest test").startswith("Test of the digest · Saturday 21 November")


def test_the_first_digest_holds_the_pieces_of_the_last_day() -> None:
    assert fact(begun().ask("/digest"), "Would hold now") == "2 pieces: “Dam 3”, “Dam 2”"


def test_a_piece_that_waited_for_its_editor_hides_no_other_from_the_first_digest() -> None:
    store = MemoryStore()
    waits = store.editorial.propose(dam(1), by="ines", at=None, now=NOW - 2 * DAY)
    assert isinstance(waits, Proposal)
    add(store, dam(2))
    store.editorial.publish(waits.revision.piece, waits.revision.number, now=NOW)
    answer = Admin(store).ask("/digest on 08:30 Berlin")
    assert fact(answer, "Would hold now") == "2 pieces: “Dam 2”, “Dam 1”"


def test_a_proposal_that_waited_long_is_news_once_it_is_public() -> None:
    store = MemoryStore()
    store.catalogue.add(dam(1), now=NOW - 5 * DAY)
    waits = store.editorial.propose(dam(2), by="ines", at=None, now=NOW - 4 * DAY)
    assert isinstance(waits, Proposal)
    store.editorial.publish(waits.revision.piece, waits.revision.number, now=NOW - HOUR)
    answer = Admin(store).ask("/digest on 08:30 Berlin")
    assert fact(answer, "Would hold now") == "1 piece: “Dam 2”"


def test_an_empty_library_can_have_a_digest_too() -> None:
    answer = Admin(library()).ask("/digest on 08:30 Berlin")
    assert fact(answer, "Would hold now") == "nothing new yet"
    assert "Nothing new yet." in text(answer)


def test_a_new_order_is_due_for_the_first_time_after_it_was_made() -> None:
    order = begun().order
    assert due(order, NOW + HOUR, GRACE) is None
    tomorrow = due(order, datetime(2026, 11, 21, 7, 30, tzinfo=UTC), GRACE)
    assert tomorrow is not None
    assert tomorrow.edition == date(2026, 11, 21)


@pytest.mark.parametrize("line", ["/digest on", "/digest on Berlin", "/digest on weekdays"])
def test_a_missing_time_is_asked_for_with_examples(line: str) -> None:
    admin = Admin(stocked())
    said = admin.said(line)
    assert said.startswith("At what time should the digest come?\n")
    assert said.count("/digest on ") == 3
    assert admin.store.subscriptions.get(admin.at) is None


def test_a_missing_zone_is_asked_for_with_examples_and_never_guessed() -> None:
    admin = Admin(stocked())
    said = admin.said("/digest on 8.30am weekdays")
    assert said.startswith("In which time zone?\n")
    assert said.count("/digest on 08:30 ") == 3
    assert admin.store.subscriptions.get(admin.at) is None


def test_a_misspelt_zone_brings_the_one_that_was_meant() -> None:
    assert "Did you mean Europe/Berlin" in Admin(stocked()).said("/digest on 8:30 Berln")


def test_a_fixed_offset_is_taken_with_a_warning() -> None:
    said = Admin(stocked()).said("/digest on 8:30 UTC+2")
    assert "at 08:30 UTC+02:00 (now UTC+2)" in said
    assert "follows no summer time" in said
    assert "follows no summer time" not in Admin(stocked()).said("/digest on 8:30 UTC")


def test_what_is_not_said_again_stays() -> None:
    admin = begun("/digest on 08:30 Berlin weekdays +energy")
    admin.ask("/digest on 9:15")
    assert (admin.order.at, admin.order.zone) == (time(9, 15), "Europe/Berlin")
    admin.ask("/digest on Tokyo")
    assert (admin.order.at, admin.order.zone) == (time(9, 15), "Asia/Tokyo")
    admin.ask("/digest on daily")
    assert admin.order.weekdays == (0, 1, 2, 3, 4, 5, 6)
    assert admin.order.wanted == ("energy",)


def test_midnight_is_a_time_like_any_other() -> None:
    admin = begun()
    admin.ask("/digest on midnight")
    assert admin.order.at == time(0)


def test_another_time_keeps_what_was_told_and_begins_from_now() -> None:
    admin = begun()
    before = admin.order
    admin.now += HOUR
    admin.ask("/digest on 12:00")
    assert admin.order.since == before.since
    assert admin.order.starts == admin.now
    admin.now += HOUR
    admin.ask("/digest on 12:00")
    assert admin.order.starts == admin.now - HOUR  # nothing moved


def test_a_paused_digest_is_resumed_with_all_that_came_in_meanwhile() -> None:
    admin = begun()
    answer = admin.ask("/digest pause")
    assert fact(answer, "Paused") == "since Friday 20 November 2026"
    assert "/digest resume" in fact(answer, "Next")
    admin.now += 3 * DAY
    admin.store.catalogue.add(dam(4), now=admin.now)
    answer = admin.ask("/digest resume")
    assert "Paused" not in text(answer)
    assert fact(answer, "Next") == "Tuesday 24 November 2026, 08:30"
    assert fact(answer, "Would hold now").startswith("3 pieces: “Dam 4”")
    assert due(admin.order, admin.now, GRACE) is None


def test_on_wakes_a_paused_digest_as_well() -> None:
    admin = begun()
    admin.ask("/digest pause")
    admin.now += 3 * DAY
    admin.ask("/digest on")
    assert (admin.order.pause, admin.order.starts) == (None, admin.now)


def test_a_pause_of_the_platforms_is_told_and_can_be_ended() -> None:
    admin = begun()
    admin.store.subscriptions.pause(admin.at, "The bot was removed from the chat.", now=NOW)
    assert fact(admin.ask("/digest"), "Paused") == "The bot was removed from the chat."
    admin.ask("/digest resume")
    assert admin.order.pause is None


def test_resuming_what_runs_and_pausing_what_rests_change_nothing() -> None:
    admin = begun()
    admin.now += HOUR
    admin.ask("/digest resume")
    assert admin.order.starts == NOW
    admin.ask("/digest pause")
    admin.now += 3 * DAY
    admin.ask("/digest pause")
    assert admin.order.pause == Pause("person", "since Friday 20 November 2026")


def test_a_word_on_days_without_news_can_be_had() -> None:
    admin = begun()
    assert "Days without news" in admin.said("/digest empty on")
    assert admin.order.when_empty
    assert "Days without news" not in admin.said("/digest empty off")
    assert "On or off?" in admin.said("/digest empty")


def test_full_briefs_need_threads() -> None:
    admin = begun()
    assert "there are no such threads here" in admin.said("/digest full on")
    at = Address("slack", "T1", "C1")
    slack = Admin(stocked(), at=at, can=Capabilities(threads=True, answers_anywhere=True))
    slack.ask("/digest on 08:30 Berlin")
    assert "follow in the thread" in slack.said("/digest full on")
    assert slack.order.in_full
    assert "follow in the thread" not in slack.said("/digest full off")


def test_off_ends_it() -> None:
    admin = begun()
    assert admin.said("/digest off").startswith("The digest of this chat is off.")
    assert admin.store.subscriptions.get(admin.at) is None
    assert admin.said("/digest off").startswith("No digest comes to this chat yet")


def test_an_order_made_anew_repeats_neither_the_day_nor_a_piece_that_was_told() -> None:
    admin = begun()
    admin.now = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    admin.posted("2026-11-21", Sent("1"))
    admin.ask("/digest off")
    admin.now += HOUR
    admin.store.catalogue.add(dam(4), now=admin.now)
    answer = admin.ask("/digest on 20:00 Berlin")
    assert fact(answer, "Next") == "Sunday 22 November 2026, 20:00"
    assert fact(answer, "Would hold now") == "1 piece: “Dam 4”"


def test_pieces_of_an_edition_that_failed_are_not_taken_for_told() -> None:
    admin = begun()
    admin.now = NOW + HOUR
    admin.posted("2026-11-20", Rejected("It was too long."))
    admin.ask("/digest off")
    answer = admin.ask("/digest on 20:00 Berlin")
    assert fact(answer, "Would hold now") == "2 pieces: “Dam 3”, “Dam 2”"


def test_the_status_tells_what_became_of_the_last_edition_and_not_of_tests() -> None:
    admin = begun()
    assert "Last: " not in admin.said("/digest status")
    admin.posted("2026-11-20", Sent("1"))
    admin.posted("test-2026-11-20T09:30:00Z", Rejected("No."))
    assert fact(admin.ask("/digest"), "Last") == "Friday 20 November 2026: sent"
    admin.posted("2026-11-21", Rejected("The message was refused."))
    assert fact(admin.ask("/digest"), "Last") == (
        "Saturday 21 November 2026: not sent. The message was refused."
    )
    admin.posted("2026-11-22", Unknown("The line broke."))
    assert "can't be told whether it arrived" in fact(admin.ask("/digest"), "Last")
    admin.posted("2026-11-23", None)
    assert fact(admin.ask("/digest"), "Last") == "Monday 23 November 2026: on its way."


def test_the_preview_is_the_next_digest_as_of_now() -> None:
    admin = begun()
    assert admin.said("/digest preview").startswith(
        "Preview of the digest · Saturday 21 November 2026 · 2 pieces\n"
    )
    assert labels(admin.ask("/digest")) == ["Preview"]


CHANGES = ("on 9:00 Berlin", "topics all", "test", "pause", "resume", "off", "empty on", "full on")


@pytest.mark.parametrize("change", CHANGES)
def test_readers_may_change_nothing(change: str) -> None:
    admin = begun()
    before = admin.order
    admin.role = "reader"
    answer = admin.ask(f"/digest {change}")
    assert "Only an administrator of this chat can change its digest" in text(answer)
    assert answer.private
    assert admin.order == before


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("/digest", "The digest of"),
        ("/digest status", "The digest of"),
        ("/digest preview", "Preview of the digest · "),
    ],
)
def test_readers_may_look(line: str, shown: str) -> None:
    admin = begun()
    admin.role = "reader"
    assert admin.said(line).startswith(shown)


@pytest.mark.parametrize("role", ["admin", "editor"])
def test_admins_and_editors_may_change_it(role: Role) -> None:
    admin = Admin(stocked(), role=role)
    admin.ask("/digest on 08:30 Berlin")
    assert admin.order.zone == "Europe/Berlin"


@pytest.mark.parametrize("verb", ["topics all", "pause", "resume", "test", "preview", "empty on"])
def test_without_an_order_there_is_nothing_to_change(verb: str) -> None:
    said = Admin(stocked()).said(f"/digest {verb}")
    assert said.startswith("No digest comes to this chat yet.")
    assert "begins one" in said


def test_an_unknown_word_brings_the_known_ones() -> None:
    said = begun().said("/digest frobnicate")
    assert "I don't know /digest frobnicate." in said
    assert "on, topics, age, preview, test, status, pause, resume, off" in said


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("/digest puase", "Did you mean /digest pause?"),
        ("/digest resum", "Did you mean /digest resume?"),
        ("/digest weekly", "on the days you name: /digest on 08:30 Berlin mon"),
        ("/digest hourly", "once a day"),
        ("/digest every day at nine", "9 in the morning or in the evening?"),
    ],
)
def test_a_slip_brings_the_nearest_words(said: str, advice: str) -> None:
    assert advice in begun().said(said)


@pytest.mark.parametrize("said", ["/digest stop", "/digest cancel", "/digest unsubscribe"])
def test_other_words_for_an_end_end_it(said: str) -> None:
    assert "is off." in begun().said(said)


def test_how_a_digest_is_set_is_for_the_asker_alone() -> None:
    assert all(begun().ask(f"/digest {verb}").private for verb in ("", "pause", "off", "preview"))


def test_a_pause_holds_back_what_is_on_its_way_and_says_what_waits() -> None:
    admin = begun()
    order = admin.order
    on_its_way = Edition(
        to=admin.at,
        name="2026-11-21",
        due=NOW + DAY,
        until=NOW + 2 * DAY,
        parts=(Part(message=Message(payload="{}")),),
        since=order.since,
        upto=3,
    )
    told = replace(order, since=3, last=date(2026, 11, 21))
    admin.store.subscriptions.advance([Step(told, None, on_its_way)], zones="z", now=NOW)
    assert fact(admin.ask("/digest"), "Would hold now") == "nothing new yet"
    answer = admin.ask("/digest pause")
    assert fact(answer, "Would hold now") == "2 pieces: “Dam 3”, “Dam 2”"
    assert admin.store.outbox.rows(limit=9) == ()
    assert admin.order.last is None


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("14 days", 14),
        ("14", 14),
        ("1 day", 1),
        ("3 weeks", 21),
        ("2w", 14),
        ("6 Months", 180),
        ("any", None),
    ],
)
def test_how_old_news_may_be_is_set_for_each_place(asked: str, days: int | None) -> None:
    admin = begun()
    assert "News" not in admin.said("/digest status")
    said = admin.said(f"/digest age {asked}")
    assert admin.order.max_age_days == days
    assert ("News: of any age" if days is None else f"News: of the last {days} day") in said


@pytest.mark.parametrize("asked", ["", "old", "0 days", "-3", "99999", "3 fortnights"])
def test_an_age_that_is_none_is_asked_for_again(asked: str) -> None:
    admin = begun()
    assert "/digest age 14 days" in admin.said(f"/digest age {asked}")
    assert admin.order.max_age_days == 60
