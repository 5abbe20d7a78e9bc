"""A link to a sentence is to that alone, by the browsers' own rules; else there is none."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Span
from briefs.reading.html.visible_text import MAX_CHARS, blocks
from briefs.receipts.text_fragment import (
    BREAK,
    PageText,
    Place,
    Terms,
    is_bound,
    of_body,
    sentences_url,
)
from briefs.text.sentences import split
from tests import chromium
from tests.briefs import receipt_mutations as bent
from tests.followed_links import follow, marked_alone, marked_by, served, serving

URL = "https://example.org/a"
BODY = (
    "It rained. The dam held, it is said, for “good” - and all.\n\nIt rained. Nobody slept at all."
)


def link(page: list[str], body: str, number: int, language: str = "en") -> str | None:
    at = split(body, language)[number - 1]
    found = sentences_url(URL, PageText(page), body, [at])
    return None if found is None else found.removeprefix(f"{URL}#:~:text=")


def test_a_sentence_that_stands_once_is_linked_whole() -> None:
    assert link(BODY.split("\n\n"), BODY, 4) == "Nobody%20slept%20at%20all."


def test_commas_hyphens_and_ampersands_are_encoded() -> None:
    found = link(BODY.split("\n\n"), BODY, 2)
    assert found is not None
    assert "held%2C%20it%20is" in found
    assert "%20%2D%20and" in found
    assert Terms("a&b", "c-d", "e,f", "g").directive == "text=e%2Cf-,a%26b,c%2Dd,-g"


def test_a_sentence_that_stands_before_is_told_by_what_is_around_it() -> None:
    page = BODY.split("\n\n")
    assert link(page, BODY, 1) == "It%20rained."
    found = link(page, BODY, 3)
    assert found is not None
    assert "-" in found
    terms = PageText(page).terms(Place(1, 0, 10))
    assert terms is not None
    assert PageText(page).first(terms) == Place(1, 0, 10)


def test_what_nothing_tells_apart_is_not_linked() -> None:
    body = "\n\n".join(["It rained."] * 40)
    assert link(body.split("\n\n"), body, 20) is None


def test_a_page_that_does_not_show_the_sentence_is_not_linked() -> None:
    assert link(["Something else.", "It rained."], BODY, 2) is None


def test_case_and_accents_do_not_tell_places_apart() -> None:
    page = ["NOBODY SLÉPT AT ALL.", *BODY.split("\n\n")]
    found = link(page, BODY, 4)
    assert found is not None
    assert found != "Nobody%20slept%20at%20all."


def test_a_note_mark_within_a_sentence_is_run_over() -> None:
    body = (
        "The dam held through the long night, and it was said to have been lucky, but who knows it."
    )
    shown = body.replace("night", "night[3]")
    found = link([shown], body, 1)
    assert found is not None
    start, end = unquote(found).split(",")[0], unquote(found).rpartition(",")[2]
    assert shown.startswith(start)
    assert shown.endswith(end)


def test_a_line_end_or_picture_stands_in_no_term() -> None:
    body = "The dam held through the long and stormy night, and nobody knew for how long it would."
    shown = body.replace("stormy night", f"stormy{BREAK}night")
    found = link([shown], body, 1)
    assert found is not None
    assert BREAK not in unquote(found)
    short = "The dam held."
    assert link([f"The dam{BREAK}held."], short, 1) is None


@pytest.mark.parametrize(
    ("text", "at", "is_one"),
    [
        ("in 1978.2 men", 8, False),
        ("entirely.2 men", 9, True),
        ("it's", 2, False),
        ("said.” Then", 6, True),
        ("U.S. men", 2, False),
        ("ab", 1, False),
        ("3,5", 1, False),
        ("没有人", 1, True),
    ],
)
def test_words_are_bound_as_unicode_says(text: str, at: int, is_one: bool) -> None:
    assert is_bound(text, at) == is_one


@pytest.mark.parametrize("language", tuple(bent.BODIES))
def test_every_sentence_of_every_language_is_linked_to_itself(language: str) -> None:
    body = bent.BODIES[language].replace("\u2067", "")
    page = PageText(of_body("The Audit", body, ()))
    for at in split(body, language):
        place = page.find(body, at)
        assert place is not None
        assert page.blocks[place.block].text[place.start : place.end] == at.of(body)
        terms = page.terms(place)
        assert terms is not None
        assert page.first(terms) == place


@given(st.lists(st.sampled_from(["It rained.", "The dam held.", "A b.", "Nobody."]), max_size=9))
def test_a_link_that_is_given_goes_to_its_sentence(sentences: list[str]) -> None:
    body = " ".join(sentences)
    page = PageText([body] if body else [])
    start = 0
    for text in sentences:
        place = page.find(body, Span(start, start + len(text)))
        assert place == Place(0, start, start + len(text))
        terms = page.terms(place)
        assert terms is None or page.first(terms) == place
        start += len(text) + 1


def test_a_page_is_taken_block_by_block_without_what_it_hides() -> None:
    html = (
        "<!doctype html><title>No</title><p>One <b>two</b>\n three<br>four</p><p hidden>No</p>"
        "<div>Five<p>Six <img src=x> seven</p>eight</div><script>no</script>"
        "<p style='display: none'>No</p><ul><li>Nine<li>Ten <!-- no -->end</ul><pre>a\nb</pre>"
    )
    assert blocks(html.encode()) == (
        f"One two three{BREAK}four",
        "Five",
        f"Six {BREAK} seven",
        "eight",
        "Nine",
        "Ten end",
        f"a{BREAK}b",
    )


def test_a_page_of_endless_text_is_not_looked_through() -> None:
    assert blocks(b"<html><body><p>" + b"word " * (MAX_CHARS // 4)) == ()


@given(st.binary(max_size=400))
def test_no_page_is_too_broken_to_be_looked_at(data: bytes) -> None:
    assert isinstance(blocks(data), tuple)


MARKED = """
The dam held through the night of 3 May 1998.[^1] Nobody in the valley below had slept, and nobody -
not even the engineers, who had doubted it - was sure of the morning.[^2]

Nobody slept. Engineers said:[^3] “We were lucky, & we know it.” It paid 3.5 million.

Nobody slept. It rained on, e.g. in the hills, and the lake rose to the brim of the old wall before
it fell again, hour by hour, through all of the second day and of the third.
""".strip().split("\n\n")


MARKERS = ("[{n}]", '<sup id="r{n}"><a href="#n{n}">{n}</a></sup>', '<a href="#n{n}">({n})</a>')
PAGE = """<!doctype html><html lang=en><head><title>The Dam</title></head><body>
<nav><ul><li>Home<li>Nobody slept.</ul></nav><h1>The Dam held through the night</h1><main>{}</main>
<h2>Notes</h2><ol><li id=n1>A. B. 2019.<li id=n2>C. D. 2020.<li id=n3>E. F. 2021.</ol>
<footer>Nobody slept. &copy; The Courier</footer></body></html>"""


@pytest.mark.parametrize("marker", MARKERS)
def test_chromium_goes_to_exactly_the_sentence(marker: str) -> None:
    if chromium.missing:
        pytest.skip("Chromium is not installed")
    page = served(MARKED, marker, PAGE.format)
    with chromium.chromium() as browser:
        tally = follow(browser, page, 99, peer=False)
    assert (tally.given, tally.exact, tally.wrong) == (tally.sentences, tally.sentences, [])
    assert tally.sentences == len(page.sentences) > 5


def test_chromium_marks_all_sentences_of_a_brief() -> None:
    if chromium.missing:
        pytest.skip("Chromium is not installed")
    page, chosen = served(MARKED, MARKERS[0], PAGE.format), (0, 2, 5)
    with serving({"/a": page.html}) as base, chromium.chromium() as browser:
        shown = PageText(blocks(page.html.encode()))
        link = sentences_url(f"{base}/a", shown, page.body, [page.sentences[n] for n in chosen])
        assert link is not None
        assert link.count("text=") == len(chosen)
        found = marked_by(browser, link)
        browser.open(f"{base}/a")
        assert marked_alone(browser, *chosen) == found
