"""AsciiDoc as its own programs show it: attributes, links, comments and bibliographies."""

import pytest

from briefs.model import Draft
from briefs.reading import pandoc
from briefs.reading.reader import read

pytestmark = pytest.mark.skipif(
    pandoc.path() is None, reason="the extra “formats” is not installed"
)
PROSE = "The harbour silted up in a single winter, and nobody was ready for it."
HEADER = """= The Quay
Jo Brandt <jo@example.org>
v1.0, 2026-05-02
// said by the writer to herself: SECRET
:site: https://example.org
:page: {site}/quay
:port: the port of \\
Orlen
"""


def drafted(text: str) -> Draft:
    return read(f"{HEADER}\n{PROSE}\n\n{text}\n\n{PROSE}\n".encode(), name="a.adoc")


def added(draft: Draft) -> list[str]:
    assert draft.body.startswith(PROSE)
    assert draft.body.endswith(PROSE)
    return draft.body.split("\n\n")[1:-1]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("It is {port} now.", "It is the port of Orlen now."),
        ("See {page}[the page] on it.", "See the page on it."),
        ("See {site}/a.html[the page] on it.", "See the page on it."),
        ("See https://example.org[the page\nof Orlen] on it.", "See the page of Orlen on it."),
        ("See xref:b.adoc#c[the other\nguide] on it.", "See the other guide on it."),
        ("It is paid.\n// SECRET\nIt is not.", "It is paid. It is not."),
        ("It is{nbsp}paid for.", "It is\u00a0paid for."),
        (":late: yes\n\nIt is paid for.", "It is paid for."),
        (
            "It is \\{port} and `{port}` and `+{port}+` so.",
            "It is {port} and the port of Orlen and {port} so.",
        ),
    ],
)
def test_a_text_has_the_words_that_its_page_shows(said: str, shown: str) -> None:
    draft = drafted(said)
    assert added(draft) == [shown]
    assert "SECRET" not in repr(draft)


@pytest.mark.parametrize("said", ["It is {unknown} now.", "It is `a-{unknown}.zip` now."])
def test_a_paragraph_with_an_unknown_attribute_is_left_out_and_counted(said: str) -> None:
    draft = drafted(said)
    assert added(draft) == []
    assert [one.counted for one in draft.left_out] == ["1 unfinished paragraph"]


def test_an_unknown_attribute_as_an_example_of_code_stays() -> None:
    assert added(drafted("Write `{unknown}` for it.")) == ["Write {unknown} for it."]


def test_an_author_is_a_name_without_an_address() -> None:
    draft = drafted("It is paid for.")
    assert (draft.title, draft.byline) == ("The Quay", "Jo Brandt")


def test_a_bibliography_has_numbers_and_its_marks_lead_to_them() -> None:
    entry = "Okon, Ada. Piles and Decks. +\nOrlen: Shore Press, 2019."
    other = "Brandt, Jo. The Locks. Orlen: Shore Press, 2021."
    source = (
        f"{HEADER}\n{PROSE}\n\nIt is so <<okon>>, and more <<brandt>>.\n\n[bibliography]\n"
        f"== References\n\n- [[[brandt]]] {other}\n- [[[okon,2]]] {entry}\n"
    )
    draft = read(source.encode(), name="a.adoc")
    assert draft.body == f"{PROSE}\n\nIt is so, and more."
    assert [one.raw for one in draft.sources] == [other, entry.replace(" +\n", " ")]
    assert [one.source for one in draft.marks] == [2, 1]


def test_an_example_of_an_include_is_code() -> None:
    draft = drafted("----\ninclude::example$a.json[]\nputs 1\n----")
    assert added(draft) == []
    assert [one.counted for one in draft.left_out] == ["1 code block"]
