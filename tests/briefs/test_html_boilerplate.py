import pytest

from briefs.reading.base import host_of
from briefs.reading.html.references_and_notes import find
from tests.briefs.web import ENTRIES, PARAGRAPHS, around, raws, shown

LISTED = "".join(f"<li>{entry}</li>" for entry in ENTRIES)
TITLES = "".join(
    f'<li><a href="https://example.com/{n}">The port, part {n}</a></li>' for n in range(12)
)


def test_a_page_without_a_list_has_none_and_keeps_its_text() -> None:
    page = find(around(PARAGRAPHS))
    assert page.entries == ()
    assert shown(page) == PARAGRAPHS
    assert "My Own" in page.rest


@pytest.mark.parametrize(
    "block",
    [
        f"<nav><h2>Sources</h2><ul>{LISTED}</ul></nav>",
        f"<div role='navigation'><ul>{LISTED}</ul></div>",
        f"<div class='comments-area'><h2>Notes</h2><ol>{LISTED}</ol></div>",
        f"<ul class='related-articles'>{LISTED}</ul>",
        f"<div class='social-share'><ul>{TITLES}</ul></div>",
        f"<h3>More on this</h3><ul>{LISTED}</ul>",
        f"<h3>Elsewhere</h3><ul>{TITLES}</ul>",
        f"<aside><ul>{LISTED}</ul></aside>",
        f"<ul>{TITLES}</ul>",
        "<div class='sources'><p>We asked those who were there, and they told us.</p></div>",
        "<h2>Notes</h2><p>We have been asked whether it was signed. It was not, they say.</p>",
        "<footer><p>© 2021 Example Press (London: Example Press, 2021).</p></footer>",
        "<p>Jane Doe is a lecturer. Her book is Ports (London: Example Press, 2016).</p>",
    ],
)
def test_what_stands_around_a_piece_is_no_list(block: str) -> None:
    assert find(around(PARAGRAPHS, block)).entries == ()


@pytest.mark.parametrize(
    "below",
    [
        f"<ul>{TITLES}</ul>",
        f"<h3>More stories</h3><ul>{TITLES}</ul>",
        "<p>Jane Doe is a fellow at the Institute.</p><p>© 2021 Example Review.</p>",
        "<aside><p>Sign up for the newsletter.</p></aside>",
    ],
)
@pytest.mark.parametrize("heading", ["<h2>Sources</h2>", ""])
def test_what_stands_below_a_list_is_not_of_it(heading: str, below: str) -> None:
    listed = f"{heading}<div>{''.join(f'<p>{entry}</p>' for entry in ENTRIES)}</div>{below}"
    page = find(around(PARAGRAPHS, listed))
    assert raws(page) == ENTRIES
    assert "".join(below.split()) in "".join(page.rest.split())


def test_a_name_does_not_hide_what_holds_most_of_the_page() -> None:
    page = find(f"<div class='social-content'>{around(PARAGRAPHS, f'<ol>{LISTED}</ol>')}</div>")
    assert raws(page) == ENTRIES


def test_an_aside_between_entries_stays_on_the_page() -> None:
    listed = LISTED.replace("</li>", "</li></ol><aside>Read this.</aside><ol start='2'>", 1)
    page = find(around(PARAGRAPHS, f"<h2>Sources</h2><ol>{listed}</ol>"))
    assert raws(page) == ENTRIES
    assert "Read this." in page.rest


def test_a_list_leaves_no_empty_boxes() -> None:
    listed = f"<section><div><h2>Sources</h2><ol>{LISTED}</ol></div></section>"
    assert "<section></section>" not in find(around(PARAGRAPHS, listed)).rest.replace("\n", "")


def test_links_of_the_text_are_listed_apart_from_the_list() -> None:
    sentence = (
        'The <a href="https://www.example.org/survey">survey of <b>June</b></a> was late, '
        '<a href="//example.com/late">they</a> said, <a href="https://www.example.org/survey">again'
        '</a>. See <a href="/ports">ports</a> and <a href="mailto:a@example.org">write</a>.'
    )
    entry = '<li>Doe, Jane. “<a href="https://example.net/it">It</a>.” X, May 2, 2019.</li>'
    page = find(around([sentence], f"<h2>Sources</h2><ol>{entry}</ol>"))
    assert [(link.text, link.url, host_of(link.url)) for link in page.links] == [
        ("survey of June", "https://www.example.org/survey", "example.org"),
        ("they", "https://example.com/late", "example.com"),
    ]
    assert page.entries[0].urls == ("https://example.net/it",)


def test_a_menus_word_and_a_list_of_a_blogs_links_are_no_list_of_works() -> None:
    menu = "<div><ul><li><a href='/v'>Videos</a></li><li><a href='/r'>Reference</a></li></ul>"
    assert (
        find(around(PARAGRAPHS, f"{menu}<p><a href='/f'>Find a Port</a></p></div>")).entries == ()
    )
    links = (
        "<ul><li><a href='https://example.org/'>My letters</a></li><li><a href='/b'>B</a></li></ul>"
    )
    widget = f"<div class='widget LinkList' id='LinkList1'><h2>References</h2>{links}</div>"
    assert find(around(PARAGRAPHS, widget)).entries == ()


def test_menus_and_share_bars_are_no_links_of_the_text() -> None:
    assert find(around(PARAGRAPHS, f"<ul>{TITLES}</ul>")).links == ()
