"""Slack messages: how each block looks, and the limits that hold for every reply."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.slack.render import MAX_BLOCKS_CHARS, SlackMessage, render
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
from tests.emulators.slack import block_kit

ATTACKS = (
    "<!channel>",
    "<@U1>",
    "<http://x.example|your bank>",
    "&lt;!here&gt;",
    "*b* _i_ `c` ~s~",
)


def rendered(*blocks: Block) -> tuple[SlackMessage, ...]:
    return tokened(Reply(blocks))


def tokened(reply: Reply) -> tuple[SlackMessage, ...]:
    return render(reply, {press: f"{n:022d}" for n, press in enumerate(presses(reply))})


def wire(message: SlackMessage) -> list[Any]:
    """The blocks as Slack gets to see them."""
    blocks: list[Any] = json.loads(json.dumps(message.blocks))
    return blocks


def one(block: Block) -> Any:
    ((message,),) = [rendered(block)]
    (found,) = wire(message)
    return found


def extract(text: str, *, marked: bool = False) -> Extract:
    return Extract(text, Span(10, 10 + len(text)), 1, 1, "ab" * 32, marked)


def leaves(messages: Sequence[SlackMessage]) -> Iterator[str]:
    """Every string of running text, in reading order, with what is said about files."""
    for message in messages:
        if message.file is not None:
            yield unescaped(message.text)
        for block in wire(message):
            yield from _texts(block)


def _texts(thing: Any) -> Iterator[str]:
    match thing:
        case {"text": str(text)}:
            yield text
        case {"text": nested}:
            yield from _texts(nested)
        case {"elements": elements}:
            for element in elements:
                yield from _texts(element)


def dense(text: str) -> str:
    return "".join(text.split())


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def appears(text: str, shown: Sequence[str]) -> bool:
    """Whether a text stands whole in one string, or in several as its consecutive parts."""
    rest = text
    for part in shown:
        rest = rest.lstrip()
        if part and rest.startswith(part):
            rest = rest[len(part) :]
            if not rest.strip():
                return True
    return text in shown or not text.strip()


def test_a_heading_is_a_header() -> None:
    assert one(Heading("After the flood")) == {
        "type": "header",
        "text": {"type": "plain_text", "text": "After the flood", "emoji": False},
    }


def test_a_heading_too_long_for_a_header_is_bold_text() -> None:
    block = one(Heading("long " * 31))
    (section,) = block["elements"]
    assert section["elements"] == [
        {"type": "text", "text": ("long " * 31).strip(), "style": {"bold": True}}
    ]


def test_a_quote_is_its_label_the_whole_sentence_and_the_authors_notes() -> None:
    (quote,) = one(Quote("S7", extract("The truce held."), (3, 4)))["elements"]
    assert quote["type"] == "rich_text_quote"
    assert quote["elements"] == [
        {"type": "text", "text": "S7 ", "style": {"bold": True}},
        {"type": "text", "text": "The truce held."},
        {"type": "text", "text": " [3] [4]"},
    ]


def test_a_quote_that_opens_a_paragraph_has_an_empty_line_before_it() -> None:
    blank, quote = one(Quote("S7", extract("The truce held."), opens=True))["elements"]
    assert blank == {"type": "rich_text_section", "elements": [{"type": "text", "text": " "}]}
    assert quote["type"] == "rich_text_quote"


def test_running_text_keeps_its_styles_and_marks() -> None:
    block = one(
        Paragraph(
            ("a ", Strong("b"), Emphasis("c"), Code("d"), extract("e"), extract("f", marked=True))
        )
    )
    (section,) = block["elements"]
    assert [(leaf["text"], leaf.get("style")) for leaf in section["elements"]] == [
        ("a ", None),
        ("b", {"bold": True}),
        ("c", {"italic": True}),
        ("d", {"code": True}),
        ("e", None),
        ("f", {"bold": True}),
    ]


def test_a_link_opens_only_an_address_of_the_web() -> None:
    safe, unsafe = (
        one(Paragraph((Link("here", url),)))["elements"][0]["elements"][0]
        for url in ("https://example.org/a?b#c", "javascript:alert(1)")
    )
    assert safe == {"type": "link", "url": "https://example.org/a?b#c", "text": "here"}
    assert unsafe == {"type": "text", "text": "here"}


def test_a_list_goes_on_counting_where_it_is_told_and_keeps_an_empty_item() -> None:
    (numbered,) = one(Bullets((("a",), (), ("c",)), start=9))["elements"]
    assert (numbered["style"], numbered["offset"], len(numbered["elements"])) == ("ordered", 8, 3)
    (plain,) = one(Bullets((("a",),)))["elements"]
    assert plain["style"] == "bullet"


def test_plain_facts_are_small_print_and_facts_with_links_are_text() -> None:
    small = one(Facts((("Proof", ("5 of 41",)), ("", ("revision 2",)))))
    assert small["type"] == "context"
    assert [fact["text"] for fact in small["elements"]] == ["Proof: 5 of 41\nrevision 2"]
    full = one(Facts((("From", (Link("here", "https://example.org/"),)), ("Hash", (Code("c0"),)))))
    assert block_kit.visible([full]).split("\n")[:2] == ["From: here", "Hash: c0"]


def test_details_stand_under_their_name() -> None:
    block = one(Collapsed("How we know", (Quote("S1", extract("Rain fell.")), Paragraph(("x",)))))
    assert [part["type"] for part in block["elements"]] == [
        "rich_text_section",
        "rich_text_quote",
        "rich_text_section",
    ]
    assert block_kit.visible([block]).split("\n")[:3] == ["How we know", "S1 Rain fell.", "x"]


def test_a_button_gives_its_token_or_opens_an_address() -> None:
    press = Press("sources", ("12",))
    reply = Reply(
        (
            Actions((Button("Sources", press), Button("Original", "https://example.org/"))),
            Actions((Button("w" * 90, press), Button("Bad", "ftp://example.org/"))),
        )
    )
    (message,) = render(reply, {press: "tok"})
    first, second = wire(message)
    assert [(b["text"]["text"], b.get("value"), b.get("url")) for b in first["elements"]] == [
        ("Sources", "tok", None),
        ("Original", None, "https://example.org/"),
    ]
    assert [b["text"]["text"] for b in second["elements"]] == ["w" * 74 + "…"]
    assert message.text == f"Sources · Original · {'w' * 90} · Bad"


def test_more_buttons_than_a_row_holds_are_not_lost() -> None:
    press = Press("check")
    buttons = tuple(Button(f"S{n}", press) for n in range(60))
    (message,) = render(Reply((Actions(buttons),)), {press: "tok"})
    rows = wire(message)
    block_kit.check(rows)
    assert [len(row["elements"]) for row in rows] == [25, 25, 10]


def test_what_looks_like_markup_is_literal_in_blocks_and_in_text() -> None:
    for attack in ATTACKS:
        reply = Reply(
            (
                Heading(attack),
                Paragraph((attack,)),
                Quote("S1", extract(attack)),
                Facts(((attack, ()),)),
            )
        )
        (message,) = tokened(reply)
        assert block_kit.pings(message.text, wire(message)) == ()
        assert block_kit.visible(wire(message)).count(attack) == 4
        assert unescaped(message.text).count(attack) == 4


def test_the_text_is_cut_between_characters_never_within_an_escape() -> None:
    for padding in range(5):
        (message, *_) = rendered(Paragraph(("x" * padding + "&" * 5_000,)))
        assert len(message.text) <= 3_900
        assert message.text.lstrip("x").replace("&amp;", "") == "…"


def test_nothing_to_see_is_no_message() -> None:
    assert rendered() == ()
    assert rendered(Divider(), Paragraph((" \n ",)), Heading("")) == ()


@given(replies)
@settings(max_examples=scaled(60), deadline=None)
def test_slack_always_takes_every_message(reply: Reply) -> None:
    for message in tokened(reply):
        blocks = wire(message)
        block_kit.check(blocks)
        assert bool(blocks) == (message.file is None)
        assert len(json.dumps(message.blocks, ensure_ascii=False)) <= MAX_BLOCKS_CHARS
        assert message.text.strip() or message.file is not None
        assert len(message.text) <= 3_900


@given(replies)
@settings(max_examples=scaled(60), deadline=None)
def test_no_message_ever_calls_anybody_or_poses_as_a_link(reply: Reply) -> None:
    for message in tokened(reply):
        assert block_kit.pings(message.text, wire(message)) == ()


@given(replies)
@settings(max_examples=scaled(60), deadline=None)
def test_all_words_are_always_kept_in_order(reply: Reply) -> None:
    shown = iter(dense("".join(leaves(tokened(reply)))))
    missing = [c for c in dense("".join(written(reply))) if c not in shown]
    assert missing == []


@given(replies)
@settings(max_examples=scaled(60), deadline=None)
def test_copied_text_is_always_shown_whole_or_as_consecutive_parts(reply: Reply) -> None:
    messages = tokened(reply)
    shown = list(leaves(messages))
    # What is said about a file is one text, with what was copied within it.
    said = [unescaped(message.text) for message in messages if message.file is not None]
    for copied in extracts(reply):
        within = any(copied.text.strip() in comment for comment in said)
        assert within or appears(copied.text, shown)


@given(st.integers(51, 130))
@settings(max_examples=scaled(10), deadline=None)
def test_more_blocks_than_a_message_takes_are_spread_over_several(count: int) -> None:
    messages = rendered(*(Paragraph((f"p{n}",)) for n in range(count)))
    assert [len(message.blocks) for message in messages[:-1]] == [50] * (len(messages) - 1)
    assert list(leaves(messages)) == [f"p{n}" for n in range(count)]
