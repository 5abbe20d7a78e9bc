"""Fetching the page of an editor's link does not make others wait."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event

import pytest

from bot import open_library
from bot.access import Editors
from bot.chat import ChatService
from bot.config import Settings
from bot.http_client.results import Answer
from bot.linked_pages import ExternalPages, Limiter
from briefs.errors import BadArgument
from briefs.model import Address
from handlers.message import Incoming, Request
from handlers.router import link_to_add
from tests.bot.feeds import NOW, Item, fetched
from tests.contracts.memory_store import MemoryStore
from tests.handlers import newsroom
from tests.handlers.editing import CHANGED, file
from tests.handlers.newsroom import text

EDITOR = "77"
BUSY = "I am reading another page just now."


@dataclass
class SlowWeb:
    """A web whose pages come when they are let go."""

    asked: Event = field(default_factory=Event)
    let_go: Event = field(default_factory=Event)

    def get(self, url: str) -> Answer:
        self.asked.set()
        assert self.let_go.wait(60)
        return fetched(url, Item(number=1).page)


@pytest.fixture
def elsewhere() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as workers:
        yield workers


def desk(web: SlowWeb, *, places: int = 1) -> ChatService:
    store, room = MemoryStore(), Limiter(places)
    return ChatService(
        store,
        lambda: NOW,
        editors=Editors.read(f"telegram:{EDITOR}"),
        get=room.within(web.get),
        external_pages=ExternalPages(store, web.get, timedelta(days=7), room=room),
    )


def request(line: str, *files: Incoming) -> Request:
    command, _, words = line.removeprefix("/").partition(" ")
    return Request(
        command=command,
        args=tuple(words.split()),
        sender=EDITOR,
        origin=Address("telegram", "1", EDITOR),
        at=NOW,
        text=words,
        files=files,
    )


@pytest.mark.parametrize("first", ["/piece add", "/brief"])
@pytest.mark.parametrize("second", ["/piece add", "/brief"])
def test_editors_and_readers_wait_for_pages_in_one_room(
    first: str, second: str, elsewhere: Executor
) -> None:
    web = SlowWeb()
    opened = desk(web)
    waiting = elsewhere.submit(opened.answer, request(f"{first} https://a.example/1"))
    assert web.asked.wait(60)
    refused = text(opened.answer(request(f"{second} https://a.example/2")).reply)
    web.let_go.set()
    assert BUSY in refused
    assert "Ask again in half a minute." in refused
    assert "Harbour 1" in text(waiting.result(60).reply)
    assert BUSY not in text(opened.answer(request(f"{second} https://a.example/2")).reply)


def test_a_room_has_as_many_places_as_it_was_made_with(elsewhere: Executor) -> None:
    web = SlowWeb()
    opened = desk(web, places=2)
    waiting = elsewhere.submit(opened.answer, request("/piece add https://a.example/1"))
    assert web.asked.wait(60)
    web.let_go.set()
    assert "Harbour 1" in text(opened.answer(request("/piece add https://a.example/2")).reply)
    assert "Harbour 1" in text(waiting.result(60).reply)


def test_a_place_is_free_again_when_the_page_could_not_be_had() -> None:
    def broken(_url: str) -> Answer:
        raise OSError

    room = Limiter()
    for _ in range(2):
        with pytest.raises(OSError):  # noqa: PT011 - it is the one that was raised above
            room.within(broken)("https://a.example/1")
    with room.place(), pytest.raises(BadArgument, match=BUSY), room.place():
        pass


@pytest.mark.parametrize("method", ["brief", "lead"])
def test_an_editors_piece_is_summarised_by_the_method_that_is_set(method: str) -> None:
    store = MemoryStore()
    settings = Settings().model_copy(update={"method": method})
    opened = open_library.chat_service(store, settings)
    for line, sent in (("/piece add", file()), ("/piece revise 1", file(CHANGED))):
        asked = replace(request(line, sent), origin=Address("console", "", "local"))
        opened.answer(asked)
    for number in (1, 2):
        assert store.catalogue.brief(1, "normal", number).summary.method == method


def test_a_link_is_told_apart_from_a_text() -> None:
    assert (
        link_to_add(newsroom.request("/piece add https://example.org/a")) == "https://example.org/a"
    )
    assert (
        link_to_add(newsroom.request("/piece revise #1 https://example.org/a"))
        == "https://example.org/a"
    )
    assert link_to_add(newsroom.request("/piece add https://example.org/a says so")) is None
    assert link_to_add(newsroom.request("/brief https://example.org/a")) is None
    assert link_to_add(newsroom.request("/piece add ftp://example.org/a")) is None
