"""Frozen messages are what would be sent, with every quotation in them and none besides."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.base import Freezer
from bot.platforms.slack.render import content as slack_content
from bot.platforms.slack.render import freeze as on_slack
from bot.platforms.slack.render import render as slack_render
from bot.platforms.telegram.render import content as telegram_content
from bot.platforms.telegram.render import freeze as on_telegram
from bot.platforms.telegram.render import render as telegram_render
from briefs.digests.outbox import Message
from briefs.model import Press, Shown, Span
from handlers.message import (
    Actions,
    Attachment,
    Button,
    Extract,
    Heading,
    Paragraph,
    Quote,
    Reply,
    extracts,
    presses,
)
from tests.bot.replies import replies
from tests.conftest import scaled
from tests.loopback.platform import freeze as on_loopback

FREEZERS: tuple[Freezer, ...] = (on_telegram, on_slack, on_loopback)
wordy = replies.map(
    lambda r: Reply(tuple(b for b in r.blocks if not isinstance(b, Attachment)), about=r.about)
)


def tokens(reply: Reply) -> dict[Press, str]:
    return {press: f"token-{n}" for n, press in enumerate(presses(reply))}


def bare(text: str) -> str:
    """What is left of a text, whatever became of the white space in it."""
    return re.sub(r"\s+", "", text)


def strings(value: object) -> str:
    """All the text of a payload, in order."""
    match value:
        case str():
            return value
        case list():
            return "".join(map(strings, value))
        case dict():
            return "".join(map(strings, value.values()))
        case _:
            return ""


@settings(max_examples=scaled(50))
@given(wordy, st.sampled_from(FREEZERS))
def test_quotations_always_stand_in_their_message_and_none_is_lost(
    reply: Reply, freeze: Freezer
) -> None:
    messages = freeze(reply, tokens(reply))
    for message in messages:
        shown = bare(strings(json.loads(message.payload)))
        for quote in message.quotes:
            assert bare(quote.text) in shown
            assert len(quote.text) == quote.at.end - quote.at.start
    quoted = "".join(quote.text for message in messages for quote in message.quotes)
    assert bare(quoted) == bare("".join(extract.text for extract in extracts(reply)))


@settings(max_examples=scaled(50))
@given(wordy)
def test_a_payload_is_always_what_a_reply_would_send(reply: Reply) -> None:
    given = tokens(reply)
    frozen = [json.loads(message.payload) for message in on_telegram(reply, given)]
    sent = [telegram_content(message) for message in telegram_render(reply, given)]
    assert frozen == [{k: v for k, v in one.items() if v is not None} for one in sent]
    frozen = [json.loads(message.payload) for message in on_slack(reply, given)]
    quiet = {"unfurl_links": False, "unfurl_media": False}
    sent = [slack_content(message) | quiet for message in slack_render(reply, given)]
    assert frozen == json.loads(json.dumps(sent))


def long_digest() -> Reply:
    """Ten sentences, in more than one message."""
    blocks: list[Quote | Paragraph | Heading | Actions] = [Heading("Digest")]
    for n in range(10):
        text = f"Sentence {n} " + "of the piece " * 150
        place = Span(n * 9_000, n * 9_000 + len(text))
        extract = Extract(text, place, n + 1, 2, f"{n:064x}")
        blocks += [Paragraph((f"Piece {n}",)), Quote("S1", extract)]
    blocks.append(Actions((Button("#1", Press("brief", ("#1@2",))),)))
    return Reply(tuple(blocks), about=Shown(0))


@pytest.mark.parametrize("freeze", FREEZERS, ids=["Telegram", "Slack", "loopback"])
def test_each_message_of_a_long_reply_carries_its_own_quotations(freeze: Freezer) -> None:
    reply = long_digest()
    messages: tuple[Message, ...] = freeze(reply, tokens(reply))
    assert len(messages) > 1
    assert all(message.quotes for message in messages)
    pieces = [{quote.piece for quote in message.quotes} for message in messages]
    assert set().union(*pieces) == set(range(1, 11))
    assert all(message.about == Shown(0) for message in messages)
    quotes = [quote for message in messages for quote in message.quotes]
    assert {(quote.revision, quote.sha256) for quote in quotes} == {
        (2, f"{n:064x}") for n in range(10)
    }


@pytest.mark.parametrize("freeze", FREEZERS, ids=["Telegram", "Slack", "loopback"])
def test_the_same_reply_freezes_to_the_same_key(freeze: Freezer) -> None:
    keys = [[m.key for m in freeze(long_digest(), tokens(long_digest()))] for _ in range(2)]
    assert keys[0] == keys[1]
    assert len(set(keys[0])) == len(keys[0])


@pytest.mark.parametrize("freeze", FREEZERS, ids=["Telegram", "Slack", "loopback"])
def test_a_file_cannot_be_frozen(freeze: Freezer) -> None:
    with pytest.raises(ValueError, match=r"list\.bib"):
        freeze(Reply((Attachment("list.bib", "text/plain", "@book{a}"),)), {})


@pytest.mark.parametrize("freeze", FREEZERS, ids=["Telegram", "Slack", "loopback"])
def test_a_button_without_a_token_is_a_mistake(freeze: Freezer) -> None:
    with pytest.raises(KeyError):
        freeze(Reply((Actions((Button("Read", Press("read")),)),)), {})
