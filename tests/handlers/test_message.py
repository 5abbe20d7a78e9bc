"""A reply can be asked for all it copied and for all that its buttons do."""

from briefs.model import Press, Span
from handlers.message import (
    Actions,
    Bullets,
    Button,
    Collapsed,
    Divider,
    Extract,
    Facts,
    Heading,
    Paragraph,
    Quote,
    Reply,
    extracts,
    presses,
)


def copy(text: str) -> Extract:
    return Extract(text, Span(0, len(text)), piece=1, revision=1, sha256="")


def test_copied_text_is_found_in_every_kind_of_block_in_order() -> None:
    reply = Reply(
        (
            Heading("not copied"),
            Quote("S1", copy("a")),
            Paragraph(("plain", copy("b"), copy("c"))),
            Bullets(((copy("d"),), ("plain",), (copy("e"),))),
            Facts((("name", (copy("f"),)),)),
            Divider(),
            Collapsed("more", (Quote("S2", copy("g")), Bullets(((copy("h"),),)))),
            Actions(()),
        )
    )
    assert "".join(extract.text for extract in extracts(reply)) == "abcdefgh"


def test_presses_are_given_once_in_order_and_addresses_are_left_out() -> None:
    read, longer = Press("read", ("#1",)), Press("brief", ("long",), in_place=True)
    first = Actions((Button("Read", read), Button("Original", "https://example.org/")))
    second = Actions((Button("Longer", longer), Button("Read again", read)))
    assert presses(Reply((first, Heading("between"), second))) == (read, longer)
