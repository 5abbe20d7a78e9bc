"""The requests of a person and of a chat are limited, so that nobody starves others or fills a
disk.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import DAY, MINUTE, Budgets, Limit, Spent, limits
from bot.chat import MAX_PRESS_CHARS, ChatService, refusal
from bot.platforms.base import Answer
from briefs.model import Address
from handlers.message import Request, presses
from handlers.router import searches
from tests.briefs.builders import edited
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import NOW, text

PRIVATE, GROUP = Address("telegram", "1", "7"), Address("telegram", "1", "-100")


def asking(
    line: str = "help", *, who: str = "U1", at: Address = GROUP, after: timedelta = timedelta()
) -> Request:
    command, *args = line.split()
    return Request(command=command, args=tuple(args), sender=who, origin=at, at=NOW + after)


def test_a_person_has_so_many_at_once_and_then_as_many_as_come_back() -> None:
    budgets = Budgets.sized(30)
    for _ in range(30):
        assert budgets.charge("answers", asking()) is None
    spent = budgets.charge("answers", asking())
    assert spent is not None
    assert (str(spent), spent.hint) == (
        "That is more than 30 answers in a minute.",
        "Ask again in 2 seconds.",
    )
    assert budgets.charge("answers", asking(who="U2")) is None
    assert budgets.charge("answers", asking(after=timedelta(seconds=2))) is None
    assert budgets.charge("answers", asking(after=timedelta(seconds=2))) is not None


def test_a_chat_has_its_own_so_that_many_people_do_not_add_up() -> None:
    budgets = Budgets.sized(30)
    people = [f"U{n}" for n in range(200)]
    spent = [budgets.charge("answers", asking(who=who)) for who in people]
    assert [one is None for one in spent] == [True] * 120 + [False] * 80
    assert str(spent[120]) == "That is more than 120 answers in a minute for this chat."
    assert budgets.charge("answers", asking(at=PRIVATE)) is None


def test_over_a_day_nobody_has_what_a_minute_gives_all_the_time() -> None:
    budgets = Budgets.sized(30)
    minutes = 24 * 60
    had = sum(
        budgets.charge("answers", asking(after=MINUTE * minute)) is None
        for minute in range(minutes)
        for _ in range(30)
    )
    assert had <= 2 * 30 * 50  # what is there at once, and what comes back during the day


def test_it_is_told_once_until_there_is_something_to_have_again() -> None:
    budgets = Budgets.sized(1)
    assert budgets.charge("answers", asking()) is None
    said = [budgets.charge("answers", asking()) for _ in range(9)]
    assert [one is not None and one.first for one in said] == [True] + [False] * 8
    assert [bool(one and refusal(one).reply.blocks) for one in said] == [True] + [False] * 8
    assert budgets.charge("answers", asking(after=MINUTE)) is None
    again = budgets.charge("answers", asking(after=MINUTE))
    assert again is not None
    assert again.first


def test_a_large_page_overdraws_and_is_waited_for() -> None:
    budgets = Budgets.sized(30)
    assert budgets.charge("bytes", asking(at=PRIVATE), 50 * 2**20) is None
    spent = budgets.charge("bytes", asking(at=PRIVATE), 0)
    assert spent is not None
    assert str(spent) == "That is more than 20 MB of pages' text in a day."
    assert budgets.charge("bytes", asking(at=PRIVATE, after=2 * DAY), 0) is None


def test_looking_takes_nothing() -> None:
    budgets = Budgets.sized(1)
    for _ in range(9):
        assert budgets.charge("answers", asking(), 0) is None


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(-10_000, 10_000))
def test_nobody_always_waits_longer_than_the_limit_however_the_clock_is_set(
    gaps: list[int], jump: int
) -> None:
    budgets = Budgets(limits(5), limits(5, times=4))
    at = timedelta()
    for gap in gaps:
        at += timedelta(seconds=gap)
        budgets.charge("searches", asking(after=at))
    spent = budgets.charge("searches", asking(after=at + timedelta(seconds=jump)))
    assert spent is None or spent.wait <= 2 * MINUTE


@given(st.integers(1, 50), st.lists(st.integers(0, 5_000), min_size=1, max_size=120))
def test_within_any_time_nobody_always_has_more_than_the_burst_and_what_came_back(
    most: int, gaps: list[int]
) -> None:
    limit = Limit(most, MINUTE)
    budgets = Budgets({"answers": (limit,)}, {"answers": (Limit(10_000, MINUTE),)})
    at, had = timedelta(), []
    for gap in gaps:
        at += timedelta(milliseconds=gap)
        if budgets.charge("answers", asking(after=at)) is None:
            had.append(at)
    for first, begun in enumerate(had):
        taken = sum(1 for one in had[first:] if one - begun < MINUTE)
        assert taken <= 2 * most


def test_as_many_people_as_there_are_take_no_more_memory_than_that() -> None:
    budgets = Budgets(limits(30), limits(120), max_keys=100)
    for n in range(10_000):
        budgets.charge("answers", asking(who=f"U{n}", at=Address("telegram", "1", f"{n}")))
    assert len(budgets._states) <= 100


@pytest.mark.parametrize(
    ("line", "does"),
    [
        ("search water", True),
        ("find water", True),
        ("brief water damascus", True),
        ("brief 12 water", True),
        ("brief 12", False),
        ("brief #12@1 long", False),
        ("brief", False),
        ("read 3", False),
        ("help", False),
        ("digest on 08:30 Berlin", False),
    ],
)
def test_what_searches_is_told_from_what_does_not(line: str, does: bool) -> None:
    assert searches(asking(line)) == does


@dataclass
class Chat:
    store: MemoryStore = field(default_factory=MemoryStore)
    budgets: Budgets = field(default_factory=lambda: Budgets.sized(10))

    def __post_init__(self) -> None:
        self.store.catalogue.add(edited("Water is scarce. It rains. " * 9, title="Rain"), now=NOW)
        self.desk = ChatService(self.store, lambda: NOW, budgets=self.budgets)

    def ask(self, line: str) -> Answer:
        request = asking(line, at=PRIVATE)
        return self.desk.admit(request) or self.desk.answer(request)


def test_of_a_flood_of_questions_the_budget_is_answered_one_word_is_said_and_then_nothing() -> None:
    chat = Chat()
    said = [text(chat.ask("latest").reply) for _ in range(50)]
    assert all("Rain" in one for one in said[:10])
    assert "more than 10 answers in a minute" in said[10]
    assert said[11:] == [""] * 39


def test_searches_have_a_smaller_budget_of_their_own_and_the_rest_goes_on() -> None:
    chat = Chat()
    said = [text(chat.ask("search water").reply) for _ in range(7)]
    assert all("Rain" in one for one in said[:5])
    assert "more than 5 searches in a minute" in said[5]
    assert said[6] == ""
    assert "Rain" in text(chat.ask("latest").reply)


def test_a_button_carries_no_more_words_than_a_search_reads() -> None:
    chat = Chat(budgets=Budgets.sized(1_000))
    many = " ".join(f"water{n}" for n in range(550))
    for line in (f"brief 1 water {many}", f"brief water {many}", f"latest {many}", many):
        for press in presses(chat.ask(line).reply):
            assert sum(map(len, press.args)) <= MAX_PRESS_CHARS


def test_a_long_word_is_carried_by_no_button() -> None:
    chat = Chat(budgets=Budgets.sized(1_000))
    for press in presses(chat.ask(f"brief 1 water {'x' * 4_000}").reply):
        assert sum(map(len, press.args)) <= MAX_PRESS_CHARS


def test_the_wait_is_told_in_words_that_fit_it() -> None:
    def hint(wait: timedelta) -> str:
        return Spent("links", Limit(100, DAY), by_chat=False, wait=wait, first=True).hint

    assert hint(timedelta(milliseconds=1)) == "Ask again in a second."
    assert hint(timedelta(minutes=14.4)) == "Ask again in 15 minutes."
