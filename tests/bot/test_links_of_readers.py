"""Links of readers: fetched once, kept for a while, and never shown as pieces of the library."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event, Thread

import pytest

from bot.chat import ChatService
from bot.http_client.results import Answer as Page
from bot.http_client.results import Failed, Refused
from bot.linked_pages import ExternalPages
from bot.platforms.base import Answer
from briefs.errors import BadArgument
from briefs.model import Address, Press
from handlers.format import MARK
from handlers.message import Request
from tests.bot.feeds import NOW, Item, fetched
from tests.briefs.builders import edited
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import fact, labels, text

HERE = Address("telegram", "1", "-100")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass
class Web:
    """Serves every address a page of its own, unless it is told otherwise."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, url: str) -> Page:
        self.asked.append(url)
        return self.pages.get(url) or fetched(url, Item(number=len(self.asked)).page)


@dataclass
class Chat:
    """Somebody who gives links; `at` is now."""

    web: Web = field(default_factory=Web)
    store: MemoryStore = field(default_factory=MemoryStore)

    def __post_init__(self) -> None:
        self.external = ExternalPages(self.store, self.web.get, 7 * DAY)
        self.desk = ChatService(self.store, lambda: NOW, external_pages=self.external)
        self.at = NOW

    def request(self, line: str, sender: str = "U1") -> Request:
        command, *args = line.split()
        return Request(command=command, args=tuple(args), sender=sender, origin=HERE, at=self.at)

    def ask(self, line: str, sender: str = "U1") -> Answer:
        return self.desk.answer(self.request(line, sender))

    def press(self, answer: Answer, label: str) -> Answer:
        wanted = next(
            token for press, token in answer.tokens.items() if _says(press, label.lower())
        )
        pressed = self.desk.press(wanted, self.request("none"))
        assert pressed is not None
        return pressed


def _says(press: Press, command: str) -> bool:
    return press.command == command


@pytest.fixture
def chat() -> Chat:
    return Chat()


def url(number: int = 1) -> str:
    return f"https://elsewhere.example/{number}"


def test_a_link_is_answered_with_a_brief_of_its_page_marked_as_what_it_is(chat: Chat) -> None:
    reply = chat.ask(f"brief {url()} short").reply
    assert text(reply).splitlines()[:2] == ["Harbour 1", f"{MARK} · kept until 27 Nov 2026"]
    assert "Exact extract" in fact(reply, "Proof")
    assert labels(reply) == ["Sources", "Read", "Check", "Longer", "Original"]
    assert (chat.store.catalogue.count(), chat.store.catalogue.arrival()) == (0, 0)


def test_every_button_of_a_passing_brief_works_and_says_what_it_is_of(chat: Chat) -> None:
    answer = chat.ask(f"brief {url()}")
    for label in ("Sources", "Read", "Check"):
        assert MARK in text(chat.press(answer, label).reply), label


def test_a_reply_to_a_passing_brief_is_about_it(chat: Chat) -> None:
    chat.desk.sent(chat.ask(f"brief {url()}").reply, HERE, "42")
    asked = replace(chat.request("read"), replied_to="42")
    assert "the ship s1x0 came" in text(chat.desk.answer(asked).reply)


def test_a_page_is_fetched_once_however_its_address_is_written(chat: Chat) -> None:
    first = chat.ask(f"brief {url()}")
    again = chat.ask("brief http://www.elsewhere.example/1/?utm_source=chat")
    assert first.reply == again.reply
    assert chat.web.asked == [url()]


def test_an_address_that_led_to_another_is_fetched_once_too(chat: Chat) -> None:
    chat.web.pages["https://short.example/x"] = fetched(url(), Item(number=1).page)
    for _ in range(2):
        assert "Harbour 1" in text(chat.ask("brief https://short.example/x").reply)
    assert len(chat.web.asked) == 1


def test_a_page_of_the_library_is_its_piece_and_is_not_fetched(chat: Chat) -> None:
    chat.store.catalogue.add(edited("The dam held.", title="The dam", url=url()), now=NOW)
    reply = chat.ask(f"brief {url()}?utm_medium=chat").reply
    assert text(reply).startswith("The dam\n")
    assert MARK not in text(reply)
    assert chat.web.asked == []


def test_a_page_is_forgotten_when_its_time_is_over(chat: Chat) -> None:
    answer = chat.ask(f"brief {url()}")
    chat.store.editorial.expire_external(NOW + 8 * DAY)
    assert "kept no longer" in text(chat.press(answer, "Read").reply)


def test_more_than_three_links_in_a_minute_are_refused_and_others_are_not(chat: Chat) -> None:
    for number in range(3):
        chat.ask(f"brief {url(number)}")
    assert "more than 3 links" in text(chat.ask(f"brief {url(3)}").reply)
    assert MARK in text(chat.ask(f"brief {url(2)}").reply)
    assert MARK in text(chat.ask(f"brief {url(4)}", sender="U2").reply)
    chat.at = NOW + MINUTE
    assert MARK in text(chat.ask(f"brief {url(3)}").reply)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Refused(url(), "robots", "It asks robots not to read this page."), "robots not to read"),
        (Refused(url(), "address", "It is not on the public web."), "not on the public web"),
        (Failed(url=url(), kind="gone", reason="It answers 404."), "It answers 404"),
        (fetched(url(), b"<html><body></body></html>"), "no main text"),
    ],
)
def test_a_page_that_cannot_be_had_is_told_in_words_to_who_asked(
    chat: Chat, page: Page, said: str
) -> None:
    chat.web.pages[url()] = page
    reply = chat.ask(f"brief {url()}").reply
    assert reply.private
    assert said in text(reply)
    assert url() in text(reply)


def test_what_is_no_link_is_left_as_it_is(chat: Chat) -> None:
    for line in ("brief", "brief 12", "brief javascript:alert(1)", "search https://a.example"):
        asked = chat.request(line)
        assert chat.external.named(asked) is asked
    assert chat.web.asked == []


def test_while_a_page_is_fetched_others_are_not_kept_waiting_for_another() -> None:
    store, begun, go_on = MemoryStore(), Event(), Event()

    def slow(address: str) -> Page:
        begun.set()
        go_on.wait(60)
        return fetched(address, Item(number=1).page)

    external = ExternalPages(store, slow, DAY)
    chat = Chat()
    first = Thread(target=external.named, args=(chat.request(f"brief {url(1)}"),))
    first.start()
    begun.wait(60)
    for _ in range(9):  # what was not fetched does not count
        with pytest.raises(BadArgument, match="another page"):
            external.named(chat.request(f"brief {url(2)}"))
    go_on.set()
    first.join()
    assert store.editorial.external(url(1), now=NOW) is not None
    assert external.named(chat.request(f"brief {url(2)}")).args != (url(2),)
