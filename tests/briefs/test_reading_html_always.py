from collections.abc import Iterable

import pytest
from briefs.reading.html.main_text import Lookup
from briefs.reading.html.visible_text import show
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading.html import article as html_article
from briefs.reading.html import rewrite, tree
from briefs.reading.html.article import article
from tests.briefs.test_html_reference_lists_always import MARKUP
from tests.briefs.test_reading_html import LONG, page

FEW = settings(max_examples=40)
WORDS = st.text(alphabet="ab \u00a0\u200b\n.é", min_size=1, max_size=12)


def read(data: bytes) -> Draft | None:
    try:
        return html_article.read(data)
    except Unreadable:
        return None


@FEW
@given(st.binary() | st.text().map(str.encode) | MARKUP.map(str.encode))
def test_no_page_is_too_broken_to_be_read_or_refused(data: bytes) -> None:
    draft = read(b"<html><body>" + data)
    assert draft is None or draft.body == draft.body.strip() != ""


def letters(texts: Iterable[str]) -> str:
    return "".join(char for text in texts for char in text if char.isprintable() and char != " ")


@FEW
@given(MARKUP, st.integers(0, len(LONG)))
def test_every_paragraph_of_a_body_stands_on_its_page(markup: str, at: int) -> None:
    paragraphs = [f"<p>{p}</p>" for p in LONG]
    source = page("".join((*paragraphs[:at], markup, *paragraphs[at:])))
    draft = read(source.encode())
    root = tree.parse(rewrite.find(source).rest)
    assert root is not None
    shown = letters([show(root).text])
    if draft is not None and not draft.marks:  # a lifted mark leaves a gap
        assert all(letters([part]) in shown for part in draft.body.split("\n\n"))


@given(st.lists(WORDS), WORDS, st.lists(WORDS))
def test_words_are_always_found_where_they_stand(
    before: list[str], words: str, after: list[str]
) -> None:
    text = " ".join((*before, words, *after))
    found = Lookup(text).find(" ".join(words.split()))
    if letters([words]):
        assert found is not None
        assert letters([found.of(text)]) == letters([words])


@given(
    st.text(alphabet="ab \u00a0\n"), st.text(alphabet="ab \u00a0", max_size=5), st.integers(0, 9)
)
def test_words_are_never_found_where_they_do_not_stand(text: str, words: str, start: int) -> None:
    found = Lookup(text).find(words, start)
    if found is None:
        assert not letters([words]) or letters([words]) not in letters([text[start:]])
    else:
        assert found.start >= start
        assert letters([found.of(text)]) == letters([words])


HOSTILE = {
    "nested": "<div>" * 100_000 + "<p>x</p>",
    "nested a little": "<div>" * 240 + "".join(f"<p>{p}</p>" for p in LONG),
    "never closed": "<b>" * 1_500 + "".join(f"<p>{p}</p>" for p in LONG),
    "lists in lists": "<ul><li>a" * 900,
    "tables in tables": "<table><tr><td>" * 60 + "x",
    "elements": "<i>x</i>" * 60_000,
    "words": "<p>" + "word and more words. " * 120_000,
    "less than": "<" * 100_000,
    "quotes": "<a href='" * 20_000,
    "entities": "&amp;&#x202e;&nosuch;" * 20_000,
    "entity bomb": "<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;" * 100,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_read_or_refused(source: str) -> None:
    draft = read(f"<html><body>{source}".encode())
    assert draft is None or len(draft.body) <= len(source)


def test_a_page_that_is_nested_deeply_is_refused_with_what_to_do() -> None:
    with pytest.raises(Unreadable, match="nested") as caught:
        article(HOSTILE["nested a little"])
    assert caught.value.hint.startswith("Save the text")


def test_a_page_of_many_megabytes_is_refused() -> None:
    with pytest.raises(Unreadable, match="too large"):
        html_article.read(b"<html>" + b"x" * 10_000_000)


def test_a_zero_byte_does_not_end_a_page() -> None:
    assert article(page().replace("<p>The port", "<p>\0The port", 1)).body.endswith(LONG[-1])
