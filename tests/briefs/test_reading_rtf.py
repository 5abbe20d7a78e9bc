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
    rb"{\rtf1\ansi \u233?.}": "é.",
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


COLOURS = (
    r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red0\green0\blue128;"
    r"\red254\green254\blue254;}"
)
STYLES = r"{\stylesheet{\s0 Normal;}{\*\cs1\cf2 Pale;}}"


def coloured(text: str) -> bytes:
    return f"{{\\rtf1\\ansi {COLOURS}{STYLES}{TITLE}\\par {text}\\par}}".encode("ascii")


@pytest.mark.skipif(pandoc.path() is None, reason="the extra “formats” is not installed")
@pytest.mark.parametrize(
    ("passage", "words"),
    [
        (r"{\cf2 never }", "never"),
        (r"\cf2 never \cf1 ", "never"),
        (r"\cf4 never \plain ", "never"),
        (r"{\b\cf2 no, {\i not} ever }", "no, not ever"),
        (r"{\cf2 n\'e9ver \u233?t\u233 ? }", "néver été"),
        (r"{\highlight2\cf2 never }", "never"),
    ],
)
def test_white_letters_are_left_out_and_counted(passage: str, words: str) -> None:
    draft = drafted(coloured(f"{PARAGRAPHS[0]} It was {passage}so."), "a.rtf")
    assert draft.body == f"{PARAGRAPHS[0]} It was so."
    assert [(one.kind, one.passages, one.words) for one in draft.left_out] == [
        ("hidden passage", 1, len(words.split()))
    ]


@pytest.mark.skipif(pandoc.path() is None, reason="the extra “formats” is not installed")
@pytest.mark.parametrize(
    "passage",
    [
        r"{\cf1 ever }",
        r"{\cf3 ever }",
        r"{\cf0 ever }",
        r"{\highlight3\cf2 ever }",
        r"{\cf2\cb3 ever }",
        r"{\cf2\chcbpat1 ever }",
    ],
)
def test_letters_that_are_seen_on_their_ground_are_kept(passage: str) -> None:
    draft = drafted(coloured(f"{PARAGRAPHS[0]} It was {passage}so."), "a.rtf")
    assert draft.body == f"{PARAGRAPHS[0]} It was ever so."
    assert draft.left_out == ()


SHEET = (
    r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134 \'cb\'ce\'cc\'e5;}}"
    r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"
    r"{\stylesheet{\s0 Normal;}{\s1\sbasedon2 Pale;}{\s2\cf2 Base;}{\s3\v Hidden;}"
    r"{\s4\strike Struck;}{\*\cs5\cf2 Pale;}{\*\cs6\strike Struck;}"
    r"{\s7 Fu\'dfzeile;}{\s8\outlinelevel1 \u220\'dcberschrift 2;}}"
)
SAID = "The clerk kept the accounts of the harbour for twenty years."


def styled(text: str) -> bytes:
    return f"{{\\rtf1\\ansi\\deff0{SHEET}{TITLE}\\par {SAID}\\par\n{text}\\par}}".encode("latin-1")


@pytest.mark.skipif(pandoc.path() is None, reason="the extra “formats” is not installed")
@pytest.mark.parametrize(
    ("passage", "shown", "left"),
    [
        (r"\pard\s1 Never.", "", ["1 hidden passage (1 word: “Never.…”)"]),
        (r"\pard\plain\s3 Never.", "", ["1 hidden passage (1 word: “Never.…”)"]),
        (r"\pard\s4 Never.", "", ["1 struck-out passage (1 word: “Never.…”)"]),
        (r"He took {\cs5 no }money.", "He took money.", ["1 hidden passage (1 word: “no…”)"]),
        (r"He took {\cs6 no }money.", "He took money.", ["1 struck-out passage (1 word: “no…”)"]),
        (r"He took {\fs1 no }money.", "He took money.", ["1 hidden passage (1 word: “no…”)"]),
        (r"He took {\v no }money.", "He took money.", ["1 hidden passage (1 word: “no…”)"]),
        (r"He took {\striked1 no }it.", "He took it.", ["1 struck-out passage (1 word: “no…”)"]),
        (r"He took {\deleted no }money.", "He took money.", ["deleted text (1 word: “no…”)"]),
        (r"\pard\s7 Gr\'f6\'dfe.", "Größe.", []),
        (r"He {\pict\jpegblip\bin9 \cf2 }{no }took it.", "He took it.", ["1 image"]),
        (r"He{\xe{\v Harbour}} took it.{\tc Harbour}", "He took it.", []),
        (
            r"{\header Courier\par}He took it.",
            "He took it.",
            ["1 running head (1 word: “Courier…”)"],
        ),
        (r"{\pntext\'b7\tab}He took it.", "He took it.", []),
        (r"He took it.\sect And left.", "He took it.\n\nAnd left.", []),
    ],
)
def test_what_a_style_or_a_group_does_not_show_is_left_out(
    passage: str, shown: str, left: list[str]
) -> None:
    draft = drafted(styled(passage), "a.rtf")
    assert draft.body == "\n\n".join(filter(None, (SAID, shown)))
    assert [str(one) for one in draft.left_out] == left


@pytest.mark.skipif(pandoc.path() is None, reason="the extra “formats” is not installed")
def test_the_names_of_fonts_and_styles_are_no_words_and_a_headings_style_makes_headings() -> None:
    draft = drafted(styled(r"\pard\plain\s8 Der Hafen\par \pard\plain Er ruht."), "a.rtf")
    assert draft.body == f"{SAID}\n\nDer Hafen\n\nEr ruht."


@pytest.mark.skipif(pandoc.path() is None, reason="the extra “formats” is not installed")
def test_a_sign_right_behind_a_control_word_is_kept() -> None:
    said = r"He took \ldblquote none\rdblquote, \b not one\b0; and it was so\emdash! \i Was it\i0?"
    draft = drafted("{\\rtf1\\ansi " + f"{TITLE}\\par {said}\\par" + "}", "a.rtf")
    assert draft.body == "He took “none”, not one; and it was so—! Was it?"
