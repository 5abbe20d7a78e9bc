"""Books in EPUB: read by their spine, without what a reader of the book does not see."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.briefs.test_reading_formats import BODY, FIRST, SECOND, kinds, needs_pandoc, told

_BOOK_HEAD = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    '<head><title>x</title><link rel="stylesheet" href="s.css"/></head>'
)


def book(*, css: str = "", chapter: str = "", beside: str = "") -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as made:
        made.writestr("mimetype", "application/epub+zip")
        made.writestr(
            "META-INF/container.xml",
            '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="c.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>",
        )
        made.writestr(
            "c.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            '<dc:identifier id="i">i</dc:identifier><dc:title>After the Dredger</dc:title>'
            "<dc:creator>Jane Doe</dc:creator><dc:language>en-GB</dc:language></metadata>"
            '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="s" href="s.css" media-type="text/css"/>'
            '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="b"/><itemref idref="a"/></spine></package>',
        )
        made.writestr("s.css", css)
        made.writestr(
            "a.xhtml",
            f"{_BOOK_HEAD}<body><h1>After the Dredger</h1>{chapter}<p>{SECOND}</p></body></html>",
        )
        made.writestr("b.xhtml", f"{_BOOK_HEAD}{beside or '<body></body>'}</html>")
    return stream.getvalue()


@needs_pandoc
def test_a_book_is_read_by_its_spine() -> None:
    draft = told(book(chapter=f"<p>{FIRST}</p>"), "a.epub")
    assert (draft.title, draft.body, draft.byline) == ("After the Dredger", BODY, "Jane Doe")
    assert draft.language == "en"


@needs_pandoc
def test_what_a_books_style_sheet_strikes_out_or_hides_is_left_out() -> None:
    css = ".s { color: red; text-decoration: line-through } .h{display:none}"
    chapter = f'<p>{FIRST[:8]} <span class="s">never</span> <span class="h">x</span>{FIRST[9:]}</p>'
    draft = told(book(css=css, chapter=chapter), "a.epub")
    assert draft.body == BODY
    assert kinds(draft) == {"struck-out passage": (1, "never"), "hidden passage": (1, "x")}


@needs_pandoc
@pytest.mark.parametrize(
    "number",
    [
        '<span epub:type="pagebreak" id="a7">{}</span>',
        '<span epub:type="pagebreak" class="x">[p. {}]</span>',
        '<span role="doc-pagebreak">{}</span>',
        '<span id="page3">{}</span>',
        '<a id="pg3">{}</a>',
        '<a id="pg3"/><span class="pagenum">{}</span>',
        '<span epub:type="pagebreak" title="2"/><b id="page_3">{}</b>',
    ],
)
@pytest.mark.parametrize("at", [8, 9, 11])
def test_a_page_number_within_a_sentence_of_a_book_is_left_out_and_counted(
    number: str, at: int
) -> None:
    chapter = f"<p>{FIRST[:at]}{number.format(3)}{FIRST[at:]}</p>"
    draft = told(book(chapter=chapter), "a.epub")
    assert draft.body == BODY
    assert [(one.kind, one.passages) for one in draft.left_out] == [("navigation", 1)]


@needs_pandoc
@pytest.mark.parametrize("number", ['<span id="note3">{}</span>', '<span id="page4">{}</span>'])
def test_another_number_in_a_book_is_shown(number: str) -> None:
    chapter = f"<p>They lost {number.format(3)} cranes.</p>"
    assert told(book(chapter=chapter), "a.epub").body == f"They lost 3 cranes.\n\n{SECOND}"


@needs_pandoc
@pytest.mark.parametrize("name", ["cover", "index", "lot"])
def test_a_class_of_an_author_is_no_type_of_a_part(name: str) -> None:
    draft = told(book(chapter=f'<div class="{name}"><p>{FIRST}</p></div>'), "a.epub")
    assert draft.body == BODY


@needs_pandoc
def test_a_page_number_within_a_sentence_with_a_note_is_left_out() -> None:
    call = '<a epub:type="noteref" href="#n1">1</a>'
    chapter = (
        f'<p>It{call} <img src="x.png" alt="q"/>was <span id="page3">3</span>shut.</p>'
        '<aside epub:type="footnote" id="n1"><p>So she said.</p></aside>'
    )
    draft = told(book(chapter=chapter), "a.epub")
    assert draft.body.startswith("It was shut.")
    assert [one.text for one in draft.asides] == ["So she said."]


@needs_pandoc
@pytest.mark.parametrize(
    ("css", "hidden"),
    [
        ("b.w{display:none}", '<b class="w">{}</b>'),
        ("p > i{visibility:hidden}", "<i>{}</i>"),
        (".w{color:#fff}", '<span class="w">{}</span>'),
        ("span.w{color:white}", '<span class="w">{}</span>'),
        ("#w{color:rgb(255, 255, 255)}", '<strong id="w">{}</strong>'),
        ("", '<span style="color: #FFFFFF">{}</span>'),
        ("", '<font color="white">{}</font>'),
    ],
)
def test_words_within_a_sentence_that_a_book_hides_are_left_out(css: str, hidden: str) -> None:
    chapter = f"<p>{FIRST[:8]} {hidden.format('and never was')}{FIRST[8:]}</p>"
    draft = told(book(css=css, chapter=chapter), "a.epub")
    assert draft.body == BODY
    assert kinds(draft)["hidden passage"] == (1, "and never was")


@needs_pandoc
@pytest.mark.parametrize(
    "css",
    ["p{background:#000} .w{color:#fff}", "b.w{display:none}", ".w{color:#fff;background:navy}"],
)
def test_words_that_a_book_shows_are_kept(css: str) -> None:
    chapter = f'<p>{FIRST[:8]}<span class="w">{FIRST[8:20]}</span>{FIRST[20:]}</p>'
    assert told(book(css=css, chapter=chapter), "a.epub").body == BODY


@needs_pandoc
@pytest.mark.parametrize(
    "beside",
    [
        '<body epub:type="copyright-page">{}</body>',
        '<body><section epub:type="copyright-page">{}</section></body>',
        '<body><section role="doc-imprint">{}</section></body>',
        '<body><div epub:type="imprint">{}</div></body>',
        '<body epub:type="frontmatter colophon">{}</body>',
    ],
)
def test_the_copyright_page_of_a_book_is_left_out_and_counted(beside: str) -> None:
    said = "All rights reserved by the owners of the quay."
    draft = told(book(chapter=f"<p>{FIRST}</p>", beside=beside.format(f"<p>{said}</p>")), "a.epub")
    assert draft.body == BODY
    assert kinds(draft) == {"navigation": (1, said)}


@needs_pandoc
@pytest.mark.parametrize(
    ("css", "hidden", "kind"),
    [
        (".h{display:none}", '<p class="h">{}</p>', "hidden passage"),
        (".h p{visibility: hidden}", '<div class="h"><p>{}</p></div>', "hidden passage"),
        ("#h{display:none}", '<p id="h">{}</p>', "hidden passage"),
        ("", '<p style="display: none">{}</p>', "hidden passage"),
        ("", '<p hidden="hidden">{}</p>', "hidden passage"),
        ("", '<div hidden="hidden"><p>{}</p></div>', "hidden passage"),
        ("", '<p><span style="display:none">{}</span></p>', "hidden passage"),
        ("", '<ul><li style="display:none">{}</li></ul>', "hidden passage"),
        (".s{text-decoration:line-through}", '<p class="s">{}</p>', "struck-out passage"),
        ("", '<p style="text-decoration: line-through">{}</p>', "struck-out passage"),
    ],
)
def test_a_paragraph_that_a_book_hides_or_strikes_out_is_left_out(
    css: str, hidden: str, kind: str
) -> None:
    said = "She took it “all”, as they said."
    draft = told(book(css=css, chapter=f"<p>{FIRST}</p>" + hidden.format(said)), "a.epub")
    assert draft.body == BODY
    assert kinds(draft) == {kind: (1, said)}


@needs_pandoc
@pytest.mark.parametrize(
    "passage",
    [
        '<aside class="h">SECRET words.</aside>',
        '<blockquote class="h">SECRET words.</blockquote>',
        '<section class="h"><div>SECRET words.</div></section>',
        '<div>SECRET words.<p class="h">x</p></div>'.replace("<div>", '<div class="h">'),
        "<del><p>SECRET words.</p></del>",
        '<table class="h"><tr><td>SECRET words.</td></tr></table>',
    ],
)
def test_loose_words_of_a_block_that_is_not_shown_are_left_out(passage: str) -> None:
    draft = told(book(css=".h{display:none}", chapter=f"<p>{FIRST}</p>{passage}"), "a.epub")
    assert draft.body == BODY
    assert "SECRET words." in " ".join(one.opening for one in draft.left_out)


@needs_pandoc
@pytest.mark.parametrize("hidden", [0, 1])
def test_of_two_equal_paragraphs_the_hidden_one_is_left_out(hidden: int) -> None:
    said = [f"<p{' class=h' * (n == hidden)}>Said twice.</p>" for n in range(2)]
    said = [one.replace("class=h", 'class="h"') for one in said]
    chapter = f"{said[0]}<p>{FIRST}</p>{said[1]}"
    draft = told(book(css=".h{display:none}", chapter=chapter), "a.epub")
    order = ["Said twice.", FIRST] if hidden else [FIRST, "Said twice."]
    assert draft.body == "\n\n".join((*order, SECOND))
    assert kinds(draft)["hidden passage"] == (1, "Said twice.")


@needs_pandoc
def test_the_reading_of_a_ruby_is_joined_to_no_word() -> None:
    chapter = f"<p>{FIRST}</p><p>The <ruby>港<rt>みなと</rt></ruby> is a harbour.</p>"
    draft = told(book(chapter=chapter), "a.epub")
    assert "The 港 is a harbour." in draft.body
    assert kinds(draft)["hidden passage"] == (1, "みなと")


@needs_pandoc
def test_a_title_page_is_counted() -> None:
    first = '<body><section epub:type="titlepage"><p>All rivers run.</p></section></body>'
    draft = told(book(chapter=f"<p>{FIRST}</p>", beside=first), "a.epub")
    assert draft.body == BODY
    assert kinds(draft)["navigation"] == (1, "All rivers run.")
