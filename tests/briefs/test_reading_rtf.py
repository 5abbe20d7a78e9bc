"""RTF as programs set its letters: by code pages of fonts, and by numbers with stand-ins."""

import pytest

from briefs.reading import pandoc, rtf
from tests.briefs.quay import CLERK, PARAGRAPHS, TITLE, added, drafted

LETTERS = {
    rb"{\rtf1\ansi\ansicpg1252 B\u246?schung}": "Böschung",
    rb"{\rtf1\ansi\ansicpg1252 B\u246\'f6schung}": "Böschung",
    rb"{\rtf1\ansi\ansicpg1252 {\uc2 B\u246\'c3\'b6}schung}": "{Bö}schung",
    rb"{\rtf1\ansi\ansicpg1252 \uc0 B\u246 schung}": "Böschung",
    rb"{\rtf1\ansi\ansicpg1252 B\'f6schung}": "Böschung",
    rb"{\rtf1\ansi\ansicpg1251 \'cf\'ee\'f0\'f2}": "Порт",
    rb"{\rtf1\ansi\ansicpg1251 " + "Порт".encode("cp1251") + b"}": "Порт",
    rb"{\rtf1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 A;}}a {\f1 \'cf} \'e9}": r"a {\f1 П} é",
    rb"{\rtf1\ansi\ansicpg1250 \'b3\'f3d\'9f}": "łódź",
    rb"{\rtf1\ansi\ansicpg932 \'8d\'60\'82\'c6 \'83A}": "港と ア",
    rb"{\rtf1\mac \'8a\'d2x\'d3}": "ä“x”",
    rb"{\rtf1\ansi \u-10179?\u-8704?}": "\U0001f600",
    rb"{\rtf1\ansi \uc0\u55357 \u56832 }": "\U0001f600",
    rb"{\rtf1\ansi \u-10179?}": "",
    rb"{\rtf1\ansi \{a\} \\ b}": r"\{a\} \\ b",
}


def told(data: bytes) -> str:
    """The letters of a file that is in numbers."""
    parts = pandoc.edited(data, tuple(rtf.edits(data))).decode("ascii").split("\\uc0\\u")
    letters = (chr(int(part.split(" ")[0])) + part.partition(" ")[2] for part in parts[1:])
    return parts[0] + rtf.whole_letters("".join(letters))


@pytest.mark.parametrize(("data", "text"), LETTERS.items(), ids=range(len(LETTERS)))
def test_letters_are_those_of_their_font_and_no_stand_in_is_one(data: bytes, text: str) -> None:
    assert told(data).endswith(f"{text}}}")


@pytest.mark.parametrize(
    "data", [b"", b"\\", rb"{\rtf1 \u", rb"{\rtf1 \u5", rb"}}}\'", rb"{\rtf1\ansicpg99999 \'e9}"]
)
def test_a_broken_file_breaks_nothing(data: bytes) -> None:
    assert pandoc.edited(data, tuple(rtf.edits(data)))[:4] == data[:4]


@pytest.mark.skipif(pandoc.path() is None, reason="the extra “formats” is not installed")
def test_a_files_of_textedit_has_its_paragraphs() -> None:
    lines = "\\\n\\\n".join(
        (TITLE, *PARAGRAPHS[:1], CLERK.replace("desk", "B\\u246?ro"), *PARAGRAPHS[1:])
    )
    draft = drafted("{\\rtf1\\ansi\\ansicpg1252\\cocoartf2709\n" + lines + "\\\n}", "a.rtf")
    assert (draft.title, added(draft)) == (TITLE, [CLERK.replace("desk", "Böro")])


@pytest.mark.skipif(pandoc.path() is None, reason="the extra “formats” is not installed")
def test_a_letter_that_has_two_numbers_is_whole() -> None:
    text = f"{PARAGRAPHS[0]} \\u-10179?\\u-8640? And on."
    draft = drafted("{\\rtf1\\ansi " + f"{TITLE}\\par {text}\\par" + "}", "a.rtf")
    assert draft.body == f"{PARAGRAPHS[0]} \U0001f640 And on."
