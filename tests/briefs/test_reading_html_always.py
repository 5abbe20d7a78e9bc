"""What holds of every page: nothing is invented or lost unsaid, and nothing breaks the reader."""

import re
import unicodedata
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading.html import article as html_article
from briefs.reading.html.article import article
from tests.briefs.test_html_reference_lists_always import MARKUP
from tests.briefs.test_reading_html import LONG, page
from tests.chromium import chromium, missing
from tests.conftest import scaled

FEW = settings(max_examples=scaled(40), suppress_health_check=[HealthCheck.too_slow])

INLINE = st.sampled_from(
    """
        b i em a span code kbd mark u small q sub time button label abbr ins cite font
        """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)
STRUCK = st.sampled_from(("del", "s", "strike"))
BLOCK = st.sampled_from(
    """
    p div h2 h3 li blockquote section td th figcaption pre aside dd
    """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)


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


class Words:
    """Numbered words, so that each is told from all others, in a page that is put together."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, many: int) -> str:
        first, self.count = self.count, self.count + many
        return " ".join(f"word{n}x" for n in range(first, self.count))


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, int]:
    """A page of numbered words in all kinds of elements, and how many words it has."""
    words = Words()
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 8))):
        tag = draw(BLOCK)
        inner: list[str] = []
        for _ in range(draw(st.integers(1, 4))):
            kind = draw(st.integers(0, 5))
            said = words(draw(st.integers(1, 12)))
            if kind == 0:
                wrapped = draw(INLINE | STRUCK)
                said = f"<{wrapped}>{said}</{wrapped}>"
            elif kind == 1:
                said = f"<span class='sidenote'>{said}</span>"
            elif kind == 2:
                said = f"{said}<br><br>{words(2)}"
            inner.append(said)
        loose = words(draw(st.integers(0, 3)))
        end = draw(st.sampled_from((".", "", "?")))
        parts.append(f"<{tag}>{' '.join(inner)}{end}</{tag}> {loose} ")
    text = "".join(f"<p>{words(14)}. {words(9)}.</p>" for _ in range(4))
    at = draw(st.integers(0, len(parts)))
    body = "".join((*parts[:at], text, *parts[at:]))
    return (
        f"<html><head><title>Title</title></head><body><main>{body}</main></body></html>",
        words.count,
    )


def told(draft: Draft) -> Counter[str]:
    """The numbered words that a draft has, in its body or in another named place."""
    places = (
        draft.title,
        draft.body,
        draft.byline,
        *(source.raw for source in draft.sources if source.where == "list"),
        *(aside.text for aside in draft.asides),
    )
    return Counter(re.findall(r"word\d+x", " ".join(places)))


@FEW
@given(pages())
def test_every_word_of_a_page_is_in_one_place_or_counted(made: tuple[str, int]) -> None:
    html, count = made
    try:
        draft = article(html)
    except Unreadable:
        return
    found = told(draft)
    assert set(found.values()) <= {1}
    assert found.total() + sum(one.words for one in draft.left_out) == count


@FEW
@given(pages())
def test_no_two_words_of_a_page_are_joined_or_reordered(made: tuple[str, int]) -> None:
    draft = read(made[0].encode())
    if draft is None:
        return
    order = {word: at for at, word in enumerate(re.findall(r"word\d+x", made[0]))}
    places = [order[word] for word in re.findall(r"word\d+x", draft.body)]
    assert places == sorted(places)
    assert re.search(r"\dxword", draft.body) is None


SHOWN = """
for (const part of document.querySelectorAll("details")) part.open = true;
document.body.innerText
"""


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


SEEN = {
    "plain": "<p>The mayor took <button>no</button> money, says <q>the audit</q>.</p>",
    "loose": f"<h3>Part</h3>{LONG[0]}<h3>Part</h3>{LONG[1]}",
    "breaks": f"<div>{LONG[0]}<br><br>{LONG[1]}<br>{LONG[2]}</div>",
    "ruby": "<p>The word <ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby> means a harbour.</p>",
    "hidden": "<style>.x{display:none}</style><p>It was <b class=x>not </b>so, they said here.</p>",
    "table": f"<table><tr><td>{LONG[0]}</td></tr></table><p>{LONG[1]}</p>",
    "inline": "<p>A<wbr>B <code>x</code><sup>2</sup> and <time>5 May</time> for all of them.</p>",
    "blocks in p": f"<p>{LONG[0]}<div>{LONG[1]}</div>{LONG[2]}</p>",
    "entities": f"<p>{escape('a < b & c')} &amp;amp; &nbsp; so it was said by all of them.</p>",
}


@pytest.mark.skipif(missing, reason="no Chromium is installed here")
def test_each_paragraph_is_a_run_of_what_a_browser_shows(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with chromium() as browser:
        for name, part in SEEN.items():
            html = page(part + "".join(f"<p>{paragraph}</p>" for paragraph in LONG))
            path.write_text(html, "utf-8")
            browser.open(path.as_uri())
            shown = letters(browser.run(SHOWN))
            draft = article(html)
            assert draft.body
            assert [one for one in draft.body.split("\n\n") if letters(one) not in shown] == [], (
                name
            )


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
    "styles": "<style>" + ".a{display:none}" * 20_000 + "</style><p>x</p>",
    "buttons": "<p>a" + "<button>b</button>" * 5_000 + "c</p>",
    "notes": "<p>a" + "<span class=sidenote>b</span>" * 3_000 + "c</p>",
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
