"""The front desk: tokens for every button, and presses that mean what the button said."""

from datetime import UTC, datetime

from bot.desk import Desk
from briefs.model import Address
from handlers.message import Request, presses
from tests.handlers.newsroom import library, piece

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HERE = Address("telegram", "1", "-100")


def request(command: str, *args: str, at: Address = HERE) -> Request:
    return Request(command=command, args=args, origin=at, at=NOW)


def desk() -> Desk:
    return Desk(library(piece()), lambda: NOW)


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
    shown = opened.store.shown(HERE, "42")
    assert shown is not None
    assert (shown.piece, shown.revision) == (1, 1)


def test_what_shows_no_piece_is_not_noted() -> None:
    opened = desk()
    opened.sent(opened.answer(request("help")).reply, HERE, "43")
    assert opened.store.shown(HERE, "43") is None
