"""Digests for the terminal chat are delivered like all others, and once."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Event
from time import sleep

import pytest
from rich.console import Console as Terminal

from bot.chat import ChatService
from bot.delivery.console_delivery import ConsoleInbox, freeze
from bot.platforms.console.terminal import HERE, PROMPT, Console, Letter
from briefs.digests.outbox import Edition, Message, Part, Quotation
from briefs.errors import StoreUnavailable
from briefs.model import Press, Span
from handlers.message import Actions, Button, Reply
from tests.bot.conftest import Logged
from tests.bot.publishing import DUE, GRACE, START, dam
from tests.contracts.memory_store import MemoryStore

HOUR = timedelta(hours=1)


@dataclass
class Chat:
    """A terminal chat that can be opened and closed; its clock stands at `now`."""

    store: MemoryStore = field(default_factory=MemoryStore)
    now: datetime = START
    paper: io.StringIO = field(default_factory=io.StringIO)

    def opened(self) -> Console:
        def clock() -> datetime:
            return self.now

        terminal = Terminal(file=self.paper, highlight=False, markup=False, emoji=False)
        letters = letterbox(self.store, clock).letters
        return Console(ChatService(self.store, clock), terminal, clock, letters)

    def says(self, *lines: str, at: datetime | None = None) -> str:
        """What is printed when these lines are typed into a chat that is opened for them."""
        self.now = at or self.now
        begun = len(self.paper.getvalue())
        self.opened().run(lines)
        return self.paper.getvalue()[begun:]


def letterbox(store: MemoryStore, clock: Callable[[], datetime]) -> ConsoleInbox:
    return ConsoleInbox(store, clock=clock, zones="z1", grace=GRACE, worker=token_hex(4))


def post(chat: Chat, message: Message) -> None:
    edition = Edition(to=HERE, name="note", due=START, until=DUE, parts=(Part(message=message),))
    assert chat.store.outbox.enqueue([edition], now=START) == 1


@pytest.fixture
def chat() -> Chat:
    """With a piece, and a digest ordered for half past eight."""
    opened = Chat()
    opened.store.catalogue.add(dam(), now=START)
    assert "Next: Friday 20 November 2026, 08:30" in opened.says("/digest on 08:30 UTC")
    return opened


def test_what_is_due_is_printed_when_the_chat_is_opened_and_only_then(chat: Chat) -> None:
    assert "Digest · Friday" not in chat.says("/help", at=DUE - HOUR)
    said = chat.says("/topics", at=DUE + HOUR)
    assert said.lstrip().startswith("Digest · Friday 20 November 2026 · 1 piece")
    assert "S1 The dam 1 held through the long night." in said
    assert "Digest · Friday" not in chat.says("/topics")
    assert [row.status for row in chat.store.outbox.rows(place=HERE, limit=9)] == ["sent"]


def test_what_becomes_due_meanwhile_is_printed_before_the_next_line(chat: Chat) -> None:
    def lines() -> Iterator[str]:
        yield "/latest"
        chat.now = DUE
        yield "/topics"

    chat.opened().run(lines())
    _, _, said = chat.paper.getvalue().partition("Latest")
    assert said.index("Digest · Friday") < said.index("No piece has a topic")


def test_the_buttons_below_a_digest_can_be_pressed(chat: Chat) -> None:
    said = chat.says("1", at=DUE)
    assert "(1) #1" in said
    assert "The whole piece, 1 sentence" in said


def test_a_button_to_an_address_shows_it_and_one_that_nobody_knows_is_left_out() -> None:
    chat, gone = Chat(), Press("brief", ("#1@1",))
    buttons = (Button("Gone", gone), Button("Original", "https://example.org/dam"))
    (message,) = freeze(Reply((Actions(buttons),)), {gone: "never-issued"})
    post(chat, message)
    assert chat.says("1").rstrip().endswith("https://example.org/dam")


def test_what_cannot_be_proved_any_more_is_not_printed() -> None:
    chat = Chat()
    said = Quotation(piece=1, revision=1, sha256="ab", at=Span(0, 4), text="Rain")
    post(chat, Message(payload='{"text": "Rain", "buttons": []}', quotes=(said,)))
    assert chat.says("") == ""
    (row,) = chat.store.outbox.rows(place=HERE, limit=9)
    assert row.status == "failed"
    assert "What cannot be proved is not sent" in row.error


def test_what_a_chat_that_died_was_printing_is_not_printed_again(chat: Chat) -> None:
    chat.now = DUE
    letters = letterbox(chat.store, lambda: DUE).letters()
    assert "The dam 1" in next(letters).text
    assert chat.says("", at=DUE + HOUR) == ""
    assert chat.store.outbox.rows(place=HERE, limit=9)[0].status == "uncertain"


def test_what_comes_is_shown_while_a_line_is_waited_for(chat: Chat) -> None:
    def lines() -> Iterator[str]:
        chat.now = DUE
        for _ in range(1_000):
            if PROMPT in chat.paper.getvalue():
                return
            sleep(0.01)
        yield "/help"

    console = chat.opened()
    with console.watching(0.01):
        console.run(lines())
    assert chat.paper.getvalue().count("S1 The dam 1") == 2
    assert "/brief" not in chat.paper.getvalue()


def test_a_store_that_is_away_meanwhile_is_waited_for(logged: Logged) -> None:
    again = Event()
    paper = io.StringIO()

    def letters() -> Iterator[Letter]:
        if not any(event["event"] == "console.no_store" for event in logged):
            raise StoreUnavailable("It is locked.")
        again.set()
        yield from ()

    terminal = Terminal(file=paper)
    console = Console(ChatService(MemoryStore(), lambda: START), terminal, lambda: START, letters)
    with console.watching(0.01):
        assert again.wait(10)


def test_a_store_that_is_away_when_a_line_is_typed_ends_no_chat(logged: Logged) -> None:
    def letters() -> Iterator[Letter]:
        yield from ()
        raise StoreUnavailable("It is locked.")

    paper = io.StringIO()
    console = Console(
        ChatService(MemoryStore(), lambda: START), Terminal(file=paper), lambda: START
    )
    console.letters = letters
    console.run(("/topics",))
    assert "No piece has a topic" in paper.getvalue()
    assert {event["event"] for event in logged} == {"console.no_store"}


def test_a_digest_without_what_was_retracted_comes_all_the_same() -> None:
    chat = Chat()
    for n in (1, 2):
        chat.store.catalogue.add(dam(n), now=START)
    chat.says("/digest on 08:30 UTC")
    letters = letterbox(chat.store, lambda: chat.now).letters
    chat.now = DUE - HOUR / 60
    assert list(letters()) == []
    chat.store.editorial.retract(1, "It was wrong.", now=DUE)
    chat.now = DUE
    letter, told = sorted(letters(), key=lambda one: "Retracted" in one.text)
    assert "It was wrong." in told.text
    assert "The dam 2 held" in letter.text
    assert "Dam 1" not in letter.text
