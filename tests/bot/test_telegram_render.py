import json
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.telegram.render import Entity, TelegramMessage, content, render
from briefs.model import Press, Span
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Collapsed,
    Divider,
    Emphasis,
    Extract,
    Facts,
    Heading,
    Link,
    Paragraph,
    Quote,
    Reply,
    Strong,
    extracts,
    presses,
)
from tests.bot.replies import replies, written
from tests.conftest import scaled
from tests.emulators.telegram import refusals


def rendered(*blocks: Block) -> tuple[TelegramMessage, ...]:
    return tokened(Reply(blocks))


def tokened(reply: Reply) -> tuple[TelegramMessage, ...]:
    return render(reply, {press: f"{n:022d}" for n, press in enumerate(presses(reply))})


def one(*blocks: Block) -> TelegramMessage:
    (message,) = rendered(*blocks)
    return message


def marked(message: TelegramMessage, entity: Entity) -> str:
    """What an entity marks up, found as Telegram finds it."""
    units = message.text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


def markup(message: TelegramMessage) -> list[tuple[str, str]]:
    return [(e.kind, marked(message, e)) for e in message.entities]


def extract(text: str, *, is_marked: bool = False) -> Extract:
    return Extract(text, Span(10, 10 + len(text)), 1, 1, "ab" * 32, is_marked)


def dense(text: str) -> str:
    return "".join(text.split())


def test_a_quote_is_its_label_the_whole_sentence_and_the_authors_notes() -> None:
    message = one(Quote("S7", extract("The truce held."), (3, 4)))
    assert message.text == "S7 The truce held. [3][4]"
    assert markup(message) == [("blockquote", message.text), ("code", "S7")]


def test_offsets_count_utf_16_units() -> None:
    message = one(Paragraph(("🇸🇾 ", Strong("Aleppo 🕊"), " ", Emphasis("today"))))
    assert message.entities == (Entity("bold", 5, 9), Entity("italic", 15, 5))
    assert markup(message) == [("bold", "Aleppo 🕊"), ("italic", "today")]


def test_a_quote_folded_away_is_no_quote_within_a_quote() -> None:
    message = one(Collapsed("How we know", (Quote("S1", extract("Rain fell.")), Paragraph(("x",)))))
    assert message.text == "How we know\nS1 Rain fell.\nx"
    assert markup(message) == [
        ("expandable_blockquote", message.text),
        ("bold", "How we know"),
        ("code", "S1"),
    ]


def test_markup_characters_are_plain_text() -> None:
    message = one(Paragraph(("<b>*_`[x](y)</b> &amp;",)))
    assert message == TelegramMessage("<b>*_`[x](y)</b> &amp;")


def test_every_kind_of_block_has_its_look() -> None:
    message = one(
        Heading("After the flood"),
        Paragraph((Emphasis("Example Post · 3 May 2026"),)),
        Quote("S1", extract("One.")),
        Quote("S2", extract("Two.")),
        Quote("S9", extract("Nine."), opens=True),
        Divider(),
        Bullets((("a",), (Strong("b"),)), start=9),
        Facts((("Revision", ("2",)), ("", (Code("c0ffee"),)))),
        Paragraph((extract("Plain."), " ", extract("Marked.", is_marked=True))),
    )
    assert message.text == (
        "After the flood\nExample Post · 3 May 2026\n\nS1 One.\nS2 Two.\n\nS9 Nine.\n\n———\n\n"
        "9. a\n10. b\n\n"
        "Revision: 2\nc0ffee\n\nPlain. Marked."
    )
    assert ("bold", "After the flood") in markup(message)
    assert ("bold", "Marked.") in markup(message)


def test_buttons_are_keys_of_the_last_message_in_rows_a_telephone_can_show() -> None:
    press = Press("sources", ("#1@2",))
    reply = Reply(
        (
            Actions((Button("Sources (6)", press), Button("Read", press), Button("Check", press))),
            Paragraph(("word " * 2_000,)),
            Actions((Button("Original", "https://example.org/"), Button("x" * 40, press))),
        )
    )
    *before, last = render(reply, {press: "tok"})
    assert before
    assert not any(message.keyboard for message in before)
    assert [[key.label for key in row] for row in last.keyboard] == [
        ["Sources (6)", "Read", "Check"],
        ["Original"],
        ["x" * 40],
    ]
    assert last.keyboard[0][0].token == "tok"
    assert last.keyboard[1][0].url == "https://example.org/"


def test_more_buttons_than_a_message_takes_are_not_lost() -> None:
    press = Press("check")
    buttons = Actions(tuple(Button(f"S{n}", press) for n in range(250)))
    messages = render(Reply((Paragraph(("Pick.",)), buttons)), {press: "tok"})
    labels = [key.label for m in messages for row in m.keyboard for key in row]
    assert labels == [f"S{n}" for n in range(250)]
    assert [len([k for row in m.keyboard for k in row]) for m in messages] == [99, 99, 52]


def test_a_reply_without_words_or_buttons_is_no_message() -> None:
    assert rendered() == ()
    assert rendered(Paragraph((" \n ",))) == ()


def test_hundreds_of_links_are_spread_over_messages_within_the_entity_limit() -> None:
    items = tuple((Link(f"s{n}", f"https://example.org/{n}"),) for n in range(350))
    messages = rendered(Bullets(items, start=1))
    assert all(len(message.entities) <= 100 for message in messages)
    links = [e.url for message in messages for e in message.entities]
    assert links == [f"https://example.org/{n}" for n in range(350)]


@given(replies)
@settings(max_examples=scaled(60), deadline=None)
def test_every_message_is_always_within_each_limit(reply: Reply) -> None:
    for message in tokened(reply):
        assert message.text == message.text.strip()
        assert message.text or message.file is not None
        most = 3_800 if message.file is None else 1_024
        assert len(message.text.encode("utf-16-le")) // 2 <= most
        assert len(message.entities) <= 100
        keys = [key for row in message.keyboard for key in row]
        assert len(keys) <= 100
        assert all(1 <= len(row) <= 8 for row in message.keyboard)
        assert all((key.token is None) != (key.url is None) for key in keys)
        assert all(len((key.token or "").encode()) <= 64 for key in keys)


@given(replies)
@settings(max_examples=scaled(60), deadline=None)
def test_telegram_would_always_take_it(reply: Reply) -> None:
    for message in tokened(reply):
        sent = content(replace(message, file=None))
        params = {name: json.dumps(value) for name, value in sent.items() if value is not None}
        params |= {"text": message.text, "caption": message.text}
        taken = refusals.text if message.file is None else refusals.caption
        assert taken(params) == message.text
        assert len(refusals.entities(params, message.text)) == len(message.entities)
        assert len(refusals.keyboard(params)) == len(message.keyboard)


@given(replies)
@settings(max_examples=scaled(60), deadline=None)
def test_entities_are_always_in_range_ordered_and_rightly_nested(reply: Reply) -> None:
    for message in tokened(reply):
        end = len(message.text.encode("utf-16-le")) // 2
        spans = [(e.offset, e.offset + e.length) for e in message.entities]
        assert all(0 <= start < stop <= end for start, stop in spans)
        assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
        for (start, stop), (later, last) in pairwise(spans):
            assert later >= stop or (start <= later and last <= stop)
        for entity in message.entities:
            assert marked(message, entity).strip()
        quotes = [e for e in message.entities if e.kind.endswith("blockquote")]
        for one_quote, next_quote in pairwise(quotes):
            assert one_quote.offset + one_quote.length <= next_quote.offset


@given(replies)
@settings(max_examples=scaled(60), deadline=None)
def test_all_words_are_always_kept_in_order(reply: Reply) -> None:
    shown = iter(dense("".join(message.text for message in tokened(reply))))
    missing = [c for c in dense("".join(written(reply))) if c not in shown]
    assert missing == []


@given(replies)
@settings(max_examples=scaled(60), deadline=None)
def test_copied_text_is_always_shown_whole_or_as_consecutive_parts(reply: Reply) -> None:
    shown = [message.text for message in tokened(reply)]
    for extract in extracts(reply):
        assert appears(extract.text, shown)


@given(st.integers(1, 40), st.sampled_from([" ", ". ", "\n"]))
@settings(max_examples=scaled(20), deadline=None)
def test_running_text_alone_is_always_the_same_text_again(times: int, joint: str) -> None:
    text = joint.join(f"word{n}🕊" for n in range(times * 30))
    whole = Reply((Paragraph((replace(extract(text), marked=True),)),))
    messages = tokened(whole)
    assert dense("".join(message.text for message in messages)) == dense(text)
    assert all(e.kind == "bold" for message in messages for e in message.entities)


def appears(text: str, shown: list[str]) -> bool:
    """Whether the text stands in one message, or is laid out over several from end to end."""
    if any(text in message for message in shown):
        return True
    return any(_laid_out(text, shown[n:]) for n in range(len(shown)))


def _laid_out(text: str, shown: list[str]) -> bool:
    """The text's first part ends the first message, its last begins (after labels) the last."""
    text = text.strip()
    for part in shown:
        if text in part:
            return True
        found = max((n for n in range(1, len(text)) if text[:n].rstrip() in part), default=0)
        if not found:
            return False
        text = text[found:].lstrip()
    return not text
