"""The chat service: every button gets a token, and a press does what the button said."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot.access import Editors
from bot.chat import ChatService
from bot.http_client.results import Answer, Failed, Fetched, Validators
from bot.linked_pages import ExternalPages
from briefs.errors import StoreUnavailable
from briefs.model import ANYWHERE, Address, Press, Shown
from briefs.storage.ledger import Quoted
from briefs.storage.sql.add import SqlProvenance
from briefs.storage.sql.chat_state import SqlChatState
from handlers.message import Capabilities, Request, presses
from tests.bot.conftest import Logged
from tests.bot.publishing import CountingFreezer
from tests.contracts.memory_store import Away, MemoryStore
from tests.handlers.newsroom import library, piece, text

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HERE = Address("telegram", "1", "-100")


def request(command: str, *args: str, at: Address = HERE) -> Request:
    return Request(command=command, args=args, origin=at, at=NOW)


def desk() -> ChatService:
    return ChatService(library(piece()), lambda: NOW)


def test_every_press_of_an_answer_has_a_token() -> None:
    answer = desk().answer(request("brief"))
    assert set(answer.tokens) == set(presses(answer.reply))


def test_a_press_is_answered_as_if_its_command_had_been_typed() -> None:
    opened = desk()
    asked = opened.answer(request("brief"))
    for press, token in asked.tokens.items():
        pressed = opened.press(token, request(""))
        assert pressed is not None
        assert pressed.reply == opened.answer(request(press.command, *press.args)).reply
        assert pressed.in_place == press.in_place


def test_a_token_of_another_channel_is_unknown() -> None:
    opened = desk()
    token = next(iter(opened.answer(request("brief")).tokens.values()))
    assert opened.press(token, request("", at=Address("telegram", "1", "-200"))) is None
    assert opened.press("never-issued", request("")) is None


def test_a_reply_to_a_sent_message_is_about_what_it_showed() -> None:
    opened = desk()
    answer = opened.answer(request("brief"))
    opened.sent(answer.reply, HERE, "42")
    shown = opened.store.chat_state.shown(HERE, "42")
    assert shown is not None
    assert (shown.piece, shown.revision) == (1, 1)


class LockedChatState(SqlChatState):
    full = False

    def note_shown(
        self,
        at: Address,
        message: str,
        shown: Shown | None,
        *,
        now: datetime,
        quotes: Sequence[Quoted] = (),
        said: str | None = None,
    ) -> None:
        if self.full:
            raise StoreUnavailable("The database /srv/library.db is locked.")
        super().note_shown(at, message, shown, now=now, quotes=quotes, said=said)

    def issue(self, presses: Sequence[Press], at: Address, *, now: datetime) -> tuple[str, ...]:
        raise StoreUnavailable("The database is locked.", hint="Try again in a minute.")

    def redeem(self, token: str, at: Address) -> Press | None:
        raise StoreUnavailable("The database is locked.", hint="Try again in a minute.")


class Locked(MemoryStore):
    """Finds and tells, but can't write, nor look buttons up."""

    def __init__(self) -> None:
        super().__init__()
        self.chat_state: LockedChatState = LockedChatState(self.database, b"", self.ledger)


def test_a_database_that_is_away_is_told_to_whoever_asked_and_to_the_operator(
    logged: Logged,
) -> None:
    store = Locked()
    store.catalogue.add(piece(), now=NOW)
    answer = ChatService(store, lambda: NOW).press("token", request(""))
    assert answer is not None
    assert text(answer.reply).startswith("The library can't be used for this at the moment.")
    assert "locked" not in text(answer.reply)
    assert answer.reply.private
    assert [event["event"] for event in logged] == ["desk.no_store"]


@pytest.mark.parametrize(
    "asked", [("brief", "1"), ("read", "1"), ("sources", "1"), ("check", "S1")]
)
def test_while_nothing_can_be_written_people_read_without_buttons(
    asked: tuple[str, ...], logged: Logged
) -> None:
    store, whole = Locked(), MemoryStore()
    for one in (store, whole):
        one.catalogue.add(piece(), now=NOW)
        one.chat_state.note_shown(HERE, "0", Shown(1, 1), now=NOW)
    store.chat_state.full = True
    answer = ChatService(store, lambda: NOW).answer(request(*asked))
    usual = ChatService(whole, lambda: NOW).answer(request(*asked))
    assert text(answer.reply) == text(usual.reply)
    assert not answer.tokens
    assert not presses(answer.reply)
    assert presses(usual.reply)
    ChatService(store, lambda: NOW).sent(answer.reply, HERE, "1")
    assert "desk.no_buttons" in {event["event"] for event in logged}


class Unlinked(MemoryStore):
    """Can't say which of its pieces a link is of."""

    def __init__(self) -> None:
        super().__init__()
        locked = StoreUnavailable("The database is locked.", hint="Try again in a minute.")
        self.provenance = cast("SqlProvenance", Away(locked))


def nowhere(url: str) -> Answer:
    return Failed(url=url, kind="gone", reason="Nobody should have asked.")


def test_a_link_that_the_database_can_not_look_up_is_told_to_both_too(logged: Logged) -> None:
    store = Unlinked()
    external = ExternalPages(store, nowhere, timedelta(days=1))
    opened = ChatService(store, lambda: NOW, external_pages=external)
    answer = opened.answer(request("brief", "https://example.org/essay"))
    assert "locked" not in text(answer.reply)
    assert [event["event"] for event in logged] == ["desk.no_store"]


def test_a_page_is_turned_in_place_and_a_failure_leaves_it_where_it_is() -> None:
    opened = ChatService(
        library(piece(*(f"Paragraph {n} is here. " * 40 for n in range(9)))), lambda: NOW
    )
    first = opened.answer(request("read"))
    (turn,) = (token for press, token in first.tokens.items() if press.in_place)
    page = opened.press(turn, request(""))
    assert page is not None
    assert page.in_place
    opened.store.editorial.retract(1, "It was wrong.", now=NOW)
    gone = opened.press(turn, request(""))
    assert gone is not None
    assert "It was wrong." in text(gone.reply)
    assert not gone.in_place


def test_what_shows_no_piece_is_not_noted() -> None:
    opened = desk()
    opened.sent(opened.answer(request("help")).reply, HERE, "43")
    assert opened.store.chat_state.shown(HERE, "43") is None


CHANNEL = Address("slack", "T1", "C1")


def ordering(*words: str) -> Request:
    can = Capabilities(answers_anywhere=True)
    return Request(command="digest", args=words, origin=CHANNEL, at=NOW, role="admin", can=can)


def test_what_a_reply_wants_posted_elsewhere_is_in_the_outbox_when_it_is_given() -> None:
    store, freezer = library(piece()), CountingFreezer()
    opened = ChatService(store, lambda: NOW, {"slack": freezer})
    opened.answer(ordering("on", "08:30", "Berlin"))
    assert not store.outbox.rows(limit=9)
    opened.answer(ordering("test"))
    (row,) = store.outbox.rows(limit=9)
    assert (row.place, row.status, row.due) == (CHANNEL, "pending", NOW)
    assert row.edition.startswith("test-")
    message = store.outbox.message(row.message)
    assert [quote.text for quote in message.quotes] == ["The dam held through the night."]


def test_the_buttons_of_what_is_posted_work_wherever_it_is_seen() -> None:
    store = library(piece())
    opened = ChatService(store, lambda: NOW, {"slack": CountingFreezer()})
    opened.answer(ordering("on", "08:30", "Berlin"))
    opened.answer(ordering("test"))
    (row,) = store.outbox.rows(limit=9)
    for token in json.loads(store.outbox.message(row.message).payload)["tokens"]:
        assert (
            store.chat_state.redeem(token, HERE)
            == store.chat_state.redeem(token, ANYWHERE)
            is not None
        )


def test_asking_twice_at_once_posts_one_test() -> None:
    store = library(piece())
    opened = ChatService(store, lambda: NOW, {"slack": CountingFreezer()})
    opened.answer(ordering("on", "08:30", "Berlin"))
    opened.answer(ordering("test"))
    opened.answer(ordering("test"))
    assert len(store.outbox.rows(limit=9)) == 1


PAGE = b"""<html lang="en"><head><title>The Dam</title></head><body><article><h1>The Dam</h1>
<p>The dam held all through the night, as the engineers had said that it would.</p>
<p>Nobody in the valley slept, and by the morning the lake had filled to its brim.</p>
</article></body></html>"""


def editors_desk(answer: Answer) -> tuple[ChatService, list[str]]:
    """A desk that fetches, and the addresses that it fetched."""
    fetched: list[str] = []

    def get(url: str) -> Answer:
        fetched.append(url)
        return answer

    editors = Editors.read("telegram:77")
    return ChatService(library(), lambda: NOW, editors=editors, get=get), fetched


def adding(url: str, sender: str = "77") -> Request:
    at = Address("telegram", "1", sender)
    args = ("add", url)
    return Request(
        command="piece", args=args, sender=sender, origin=at, at=NOW, text=" ".join(args)
    )


def page(url: str) -> Fetched:
    return Fetched(
        url=url,
        body=PAGE,
        media_type="text/html",
        charset="utf-8",
        validators=Validators(),
        permanent_url=None,
    )


def test_an_editors_link_is_fetched_before_it_is_answered() -> None:
    opened, fetched = editors_desk(page("https://example.org/dam"))
    said = text(opened.answer(adding("https://example.org/dam?a=b")).reply)
    assert fetched == ["https://example.org/dam?a=b"]
    assert said.startswith("The Dam")
    (waiting,) = opened.store.editorial.proposals(limit=2)
    assert waiting.revision.url == "https://example.org/dam"


def test_a_strangers_link_is_left_alone() -> None:
    opened, fetched = editors_desk(page("https://example.org/dam"))
    assert "Only editors" in text(opened.answer(adding("https://example.org/dam", "78")).reply)
    assert fetched == []


def test_a_page_that_cannot_be_had_is_told_with_what_to_do() -> None:
    url = "https://example.org/dam"
    opened, _ = editors_desk(Failed(url=url, kind="gone", reason="example.org answers 404."))
    said = text(opened.answer(adding(url)).reply)
    assert f"{url} can't be taken in: example.org answers 404." in said
    assert "save it, and add the file" in said


def test_a_button_is_answered_by_the_role_of_whoever_presses_it() -> None:
    opened, _ = editors_desk(page("https://example.org/dam"))
    asked = opened.answer(replace(adding("https://example.org/dam"), origin=HERE))
    publish = next(press for press in asked.tokens if press.args[0] == "publish")
    for sender, count in (("78", 0), ("77", 1)):
        base = Request(command="", sender=sender, origin=HERE, at=NOW, role="editor")
        assert opened.press(asked.tokens[publish], base) is not None
        assert opened.store.catalogue.count() == count
