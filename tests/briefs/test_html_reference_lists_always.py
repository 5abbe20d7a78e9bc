import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.reading.html.references_and_notes import find
from briefs.references.cross_references import lift, numbers
from briefs.references.parse import source
from tests.briefs.web import ENTRIES, PARAGRAPHS, around, raws, shown

TAGS = [
    "p",
    "div",
    "li",
    "ol",
    "ul",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "h2",
    "section",
    "aside",
    "footer",
    "a",
    "sup",
    "br",
    "b",
    "article",
    "nav",
]
ATTRIBUTES = ["", " id=fn1", " id=n", " href='#fn1'", " href=#n", " class=footnotes", " class=toc"]
ATTRIBUTES += [" role=doc-endnotes", " href=https://example.org", " hidden", " value=7"]
WORDS = [*ENTRIES, "Sources", "1", "[2]", "↩", "word ", "&amp;", "&#0;", "<", "&lt;b&gt;", "\u202e"]
OPENED = st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
CLOSED = st.sampled_from(TAGS).map("</{}>".format)
MARKUP = st.lists(OPENED | CLOSED | st.sampled_from(WORDS), max_size=40).map("".join)


@given(st.text() | MARKUP)
def test_no_page_is_too_broken_to_be_read(page: str) -> None:
    found = find(page)
    assert [entry.number for entry in found.entries] == list(range(1, len(found.entries) + 1))
    assert all(entry.raw == " ".join(entry.raw.split()) != "" for entry in found.entries)
    assert all(source(entry).raw == entry.raw for entry in found.entries)
    assert "sourcebrief-part" not in found.rest


@given(MARKUP)
def test_every_label_calls_its_own_entry(page: str) -> None:
    entries = find(page).entries
    called = numbers(entries)
    assert [called[entry.label] for entry in entries] == [entry.number for entry in entries]


@given(MARKUP)
def test_what_is_left_of_a_page_has_no_other_words_than_it_had(page: str) -> None:
    def words(text: str) -> set[str]:
        return set(re.findall(r"[^\W\d]{3,}", text.casefold()))

    own = {"doctype", "html", "body", "tbody"}
    inline = re.sub(r"</?(?:a|b|sup)\b[^<>]*>", "", page)
    assert words(find(page).rest) <= words(page) | words(inline) | own


@given(st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=8), st.data())
def test_linked_markers_always_lead_to_the_entry_they_name(
    entries: list[str], data: st.DataObject
) -> None:
    cited = data.draw(st.lists(st.integers(1, len(entries)), max_size=6))
    body = "".join(f"So it is.<sup><a href='#n{n}'>{n}</a></sup> " for n in cited)
    listed = "".join(f"<li id=n{n}>{entry}" for n, entry in enumerate(entries, 1))
    page = find(around([f"{body}And so on."], f"<h2>Notes</h2><ol>{listed}</ol>"))
    lifted = lift(shown(page)[0], numbers(page.entries))
    assert raws(page) == tuple(entries)
    assert [mark.source for mark in lifted.marks] == cited
    assert lifted.body == "So it is. " * len(cited) + "And so on."


def test_a_page_that_is_nested_too_deeply_comes_back_whole() -> None:
    page = "<p>before</p>" + "<div>" * 100_000 + "within" + "</div>" * 100_000
    assert find(page).rest == page


@pytest.mark.parametrize(
    "page",
    [
        "<p>w" + "<sup>" * 1_900 + "1",
        "<ol>" + "<li><ol>" * 900 + "x",
        "<p>" + "w<a href='#n'>1</a>" * 5_000 + f"</p><p id=n>{ENTRIES[0]}",
        "<h2>Notes</h2><p>x</p>" * 2_000,
        "<section><h2>Notes</h2>" * 900 + "<p>x</p>" * 500,
        "<aside>" * 1_900 + "<p>x</p>" * 500,
        f"<p class='{'a ' * 500_000}' id='{'b' * 1_000_000}'>x",
        "<p>" + "(a “b " * 100_000,
        "<" * 100_000,
    ],
    ids=["raised", "lists", "markers", "headings", "sections", "asides", "names", "quotes", "less"],
)
def test_a_hostile_page_is_read_to_its_end(page: str) -> None:
    assert len(find(page).entries) <= 1


def test_nothing_is_expanded_or_fetched() -> None:
    secret = Path(__file__).name
    page = (
        f'<!DOCTYPE html [<!ENTITY a "{"x" * 50}"><!ENTITY b "{"&a;" * 50}">'
        f'<!ENTITY c SYSTEM "file://{Path(__file__)}">]>'
        f"<h2>Sources</h2><ol><li>{ENTRIES[0]} &b; &c;</ol>"
    )
    entry = find(page).entries[0]
    assert entry.raw == f"{ENTRIES[0]} &b; &c;"
    assert secret not in entry.raw


def test_invisible_marks_of_direction_are_left_out_of_an_entry() -> None:
    listed = f"<h2>Sources</h2><ol><li>{ENTRIES[0]}&#8238;&#x202a;&nbsp;\u200b</ol>"
    assert raws(find(around(PARAGRAPHS, listed))) == (f"{ENTRIES[0]} \u200b",)
