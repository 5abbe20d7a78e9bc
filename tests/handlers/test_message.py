"""A reply can be asked for all it copied and for all that its buttons do."""

import pytest

from briefs.model import Press, Span
from handlers.message import (
    Actions,
    Attachment,
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
            Attachment("list.txt", "text/plain", "not copied"),
        )
    )
    assert "".join(extract.text for extract in extracts(reply)) == "abcdefgh"


def test_presses_are_given_once_in_order_and_addresses_are_left_out() -> None:
    read, longer = Press("read", ("#1",)), Press("brief", ("long",), in_place=True)
    first = Actions((Button("Read", read), Button("Original", "https://example.org/")))
    second = Actions((Button("Longer", longer), Button("Read again", read)))
    assert presses(Reply((first, Heading("between"), second))) == (read, longer)


@pytest.mark.parametrize("name", ["", "a/b", "a\\b", 'a".bib', "a;b", "a\nb", "a\x00", "\ud800"])
def test_a_file_has_a_name_that_is_nothing_but_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="not a file's name"):
        Attachment(name, "text/plain", "text")


def test_a_file_holds_something() -> None:
    with pytest.raises(ValueError, match="an empty file"):
        Attachment("a.txt", "text/plain", "")


def test_a_file_is_its_text_in_utf_8() -> None:
    assert Attachment("räksmörgås 1.txt", "text/plain", "é\r\n").data == b"\xc3\xa9\r\n"
