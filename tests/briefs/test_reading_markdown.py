import pytest

from briefs.reading.reader import read_text

HEAD = "# The Quay\n\n"


def body(source: str) -> str:
    return read_text(HEAD + source, name="piece.md").body


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One line\nand its wrap.", "One line and its wrap."),
        ("A hard  \nbreak, and\\\nanother.", "A hard\nbreak, and\nanother."),
        ("## What next\n\nText.", "What next\n\nText."),
        ("- one\n- two\n  lines\n  - three\n\nText.", "one\ntwo lines\nthree\n\nText."),
        ("1. first\n\n2. second\n\nText.", "first\nsecond\n\nText."),
        ("> quoted\n> words", "quoted words"),
        (
            "*Some* **bold**, `code` and [a link](https://example.org).",
            "Some bold, code and a link.",
        ),
        ("Fish &amp; chips, &amp;amp; &nbsp;so on.", "Fish & chips, &amp; \u00a0so on."),
        ("a<br>b <i>c</i> <!-- no -->d", "a\nb c d"),
        ("40 m<sup>2</sup> and the 4<sup>th</sup>", "40 m² and the 4th"),
        ("An &#x202e;override", "An override"),
        ("Hello <!channel> there.", "Hello <!channel> there."),
        ("<!channel> said so.", "<!channel> said so."),
        ("snake_case and 2 * 3 * 4 stay", "snake_case and 2 * 3 * 4 stay"),
    ],
)
def test_markup_is_read_as_the_words_it_shows(source: str, expected: str) -> None:
    assert body(source) == expected


def test_what_is_no_text_is_left_out_and_counted() -> None:
    draft = read_text(
        HEAD
        + "Text ![a](a.png).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n"
        + "<iframe src='x'></iframe>\n\n![b](b.png)\n\n    indented\n\nEnd.",
        name="piece.md",
    )
    assert draft.body == "Text .\n\nEnd."
    assert draft.warnings == (
        "left out of the body: 2 code blocks, 1 table, 2 images, 1 embedded frame",
    )


def test_footnotes_become_sources_and_marks() -> None:
    draft = read_text(
        HEAD + "It reopened.[^a] Nobody knew.[^2]\n\n"
        "[^a]: Doe, Jane. “The Quay.” *Example Herald*, April 2, 2019.\n[^2]: https://example.org/2\n",
        name="piece.md",
    )
    assert draft.body == "It reopened. Nobody knew."
    assert [(mark.source, mark.at.start) for mark in draft.marks] == [(1, 12), (2, 25)]
    assert draft.sources[0].raw == "Doe, Jane. “The Quay.” *Example Herald*, April 2, 2019."


@pytest.mark.parametrize(
    "marker", ["[1]", "<sup>1</sup>", "<sup>[1](#fn1)</sup>", "[1](#fn1)", "¹"]
)
def test_markers_of_a_numbered_list_are_lifted(marker: str) -> None:
    draft = read_text(
        f"{HEAD}It reopened.{marker}\n\n## References\n\n1. Doe, Jane. “The Quay.” Herald, 2019.\n",
        name="piece.md",
    )
    assert draft.body == "It reopened."
    assert [(mark.source, mark.at.start) for mark in draft.marks] == [(1, 12)]


def test_a_text_is_markdown_by_its_name_or_by_its_signs() -> None:
    assert read_text("# A Title\n\nSome *words* here.").body == "Some words here."
    assert read_text("A Title\n\n2 * 3 * 4 is *not* much.").body == "2 * 3 * 4 is *not* much."


def test_a_repeated_title_is_not_in_the_body() -> None:
    assert (
        read_text("---\ntitle: The Quay\n---\n\n# The Quay\n\nText.", name="a.md").body == "Text."
    )
