import json
import re
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading import reader
from briefs.reading.html import article as html_article
from briefs.reading.html.article import article
from briefs.text import sentences
from tests.briefs import web
from tests.briefs.web import ENTRIES, PARAGRAPHS

LONG = (
    *PARAGRAPHS,
    "The harbour master keeps a ledger of every berth, and he reads from it when he is asked.",
    "Nobody on the quay expects the old traffic to come back before the dredging is paid for.",
    "Three firms have offered to dredge the outer basin. Two of them have done it once before.",
)
TEXT = "\n\n".join(LONG)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
LISTED = "<h2>Sources</h2><ol>" + "".join(f"<li>{entry}</li>" for entry in ENTRIES) + "</ol>"


def around(paragraphs: Sequence[str], below: str = "") -> str:
    """As `web.around`, without the author's life, which is a paragraph like any other."""
    return re.sub("<p class=.bio.>.*?</p>", "", web.around(paragraphs, below))


def page(body: str = BODY, head: str = "", **html_attrs: str) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in html_attrs.items())
    return (
        f"<!doctype html><html{attributes}><head><title>After the quay | The Example Review</title>"
        f"{head}</head><body><nav><a href='/'>Home</a></nav><main><article><h1>After the quay</h1>"
        f"{body}</article></main><footer>© 2021 The Example Review</footer></body></html>"
    )


def refused(data: bytes, *, name: str = "", origin: str = "") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        html_article.read(data, name=name, origin=origin)
    return caught.value


def test_a_page_is_its_title_its_text_and_its_sources() -> None:
    draft = article(around(LONG, LISTED))
    assert draft.title == "After the quay"
    assert draft.body == TEXT
    assert tuple(source.raw for source in draft.sources) == ENTRIES
    assert draft.language == "en"


@pytest.mark.parametrize("around", ["article", "main", "section", "div", "x-story"])
@pytest.mark.parametrize("left_out", [("html", "head", "body"), ("html", "body"), ("body",)])
def test_tags_that_html_lets_a_page_leave_out_are_not_missed(
    around: str, left_out: tuple[str, ...]
) -> None:
    whole = (
        "<!doctype html><html><head><meta charset=utf-8><title>After the quay</title></head><body>"
        f"<{around}><h1>After the quay</h1>{BODY}{LISTED}</{around}></body></html>"
    )
    bare = re.sub(rf"</?(?:{'|'.join(left_out)})>", "", whole)
    assert article(bare) == article(whole)
    assert article(bare).body == TEXT


def test_what_stands_around_a_piece_is_left_out() -> None:
    shown = article(around(LONG)).body
    assert not [word for word in ("Home", "Share", "Related", "My Own", "©") if word in shown]


def test_marks_stand_behind_the_words_they_belong_to() -> None:
    marked = [LONG[0] + "<sup><a href='#n2'>2</a></sup>", *LONG[1:]]
    listed = "".join(f"<li id='n{n}'>{entry}</li>" for n, entry in enumerate(ENTRIES, 1))
    draft = article(around(marked, f"<h2>Notes</h2><ol>{listed}</ol>"))
    assert draft.body == TEXT
    assert [(mark.source, mark.at.start) for mark in draft.marks] == [(2, len(LONG[0]))]
    assert draft.warnings == ("never cited: entries 1, 3, 4",)


def test_a_link_in_a_sentence_is_a_source_behind_the_list() -> None:
    linked = LONG[0].replace(
        "port authority", '<a href="https://port.example.org/a?utm_source=x">port authority</a>'
    )
    draft = article(around([linked, *LONG[1:]], LISTED))
    link = draft.sources[-1]
    assert (link.number, link.where, link.raw) == (5, "link", "port authority")
    assert (link.title, link.container) == ("port authority", "port.example.org")
    assert [source.where for source in draft.sources[:4]] == ["list"] * 4


def test_a_link_to_an_entry_of_the_list_is_that_entry() -> None:
    entry = 'Doe, Jane. “The Quay.” Herald, May 2, 2019. <a href="https://example.net/quay/">x</a>'
    linked = LONG[0].replace("the quay", '<a href="http://www.example.net/quay#top">the quay</a>')
    draft = article(around([linked, *LONG[1:]], f"<h2>Sources</h2><ul><li>{entry}</ul>"))
    assert [source.where for source in draft.sources] == ["list"]


def test_links_outside_the_text_are_no_sources() -> None:
    assert article(around(LONG)).sources == ()


def test_no_break_spaces_and_line_breaks_are_the_authors() -> None:
    body = "".join(f"<p>{p}</p>" for p in LONG).replace("June 2019", "June&nbsp;2019", 1)
    draft = article(page(body.replace("money. The", "money.<br>\n The")))
    assert "June\u00a02019" in draft.body
    assert "question of money.\nThe ministry" in draft.body


def test_a_list_is_a_paragraph_of_lines() -> None:
    items = (
        "<ul><li>the crane of the <b>north</b> basin</li><li>the crane of the south basin</li></ul>"
    )
    body = f"<p>{LONG[0]}</p>{items}" + "".join(f"<p>{p}</p>" for p in LONG[1:])
    assert (
        "\n\nthe crane of the north basin\nthe crane of the south basin\n\n"
        in article(page(body)).body
    )


@pytest.mark.parametrize(
    "within",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        "<span class='sr-only'>(opens in a new window)</span>",
        "<span hidden>unseen</span>",
        "<span style='display:none'>unseen</span>",
        "<button>Copy</button>",
        "<iframe src='http://127.0.0.1/'>frame</iframe>",
        "<!-- a remark -->",
    ],
)
def test_what_is_not_shown_as_text_leaves_the_sentence_around_it_whole(within: str) -> None:
    body = "".join(f"<p>{p.replace(' the ', f' the {within}', 1)}</p>" for p in LONG)
    assert article(page(body)).body == TEXT


def test_what_cannot_be_used_is_counted() -> None:
    body = "".join(f"<p>{p}</p><p><img src='a.png' alt=''></p>" for p in LONG)
    body = body.replace("<p>What", "<table><tr><td>1</td><td>2</td></tr></table><p>What")
    body = body.replace("<p>Three", "<iframe src='https://example.org/film'></iframe><p>Three")
    draft = article(page(body))
    assert draft.body == TEXT
    assert draft.warnings == ("left out of the body: 1 table, 6 images, 1 embedded frame",)


def test_a_page_that_is_laid_out_in_a_table_is_read() -> None:
    cells = "".join(f"<tr><td><p>{p}</p></td></tr>" for p in LONG)
    assert article(page(f"<table>{cells}</table>")).body == TEXT


def test_a_short_text_is_told_to_be_short() -> None:
    draft = article(page(f"<p>{LONG[0]}</p><p>{LONG[1]}</p>"))
    assert draft.warnings == ("only 32 words: the page may show no more than the beginning",)


@pytest.mark.parametrize("body", ["", "<p></p>", "<img src='a.png'>", "<script>x()</script>"])
def test_a_page_without_text_is_refused(body: str) -> None:
    error = refused(f"<!doctype html><html><body>{body}</body></html>".encode(), origin="a.html")
    assert str(error) == "a.html: no main text was found on the page"
    assert error.hint


def test_files_are_read_as_pages_by_their_content() -> None:
    draft = reader.read(around(LONG, LISTED).encode(), name="quay.txt", origin="desk/quay.txt")
    assert (draft.body, draft.slug, draft.origin) == (TEXT, "quay", "desk/quay.txt")
    assert len(draft.original) == 64


def test_a_page_from_the_web_is_named_by_its_address() -> None:
    draft = html_article.read(
        page().encode(), origin="https://example.org/2021/after-the-quay.html?x=1"
    )
    assert draft.slug == "after-the-quay"
    assert draft.url == draft.origin


@pytest.mark.parametrize(
    "origin", ["http://[", "https://", "http://exa mple", "https://a/" + "b" * 9_000]
)
def test_an_address_that_is_none_does_no_harm(origin: str) -> None:
    assert html_article.read(page().encode(), origin=origin).body == TEXT


ACCENTS = "«Le port a rouvert à Noël», dit-elle — d’après l’armateur, c’était prévu."


@pytest.mark.parametrize(
    ("encoding", "meta", "said", "warned"),
    [
        ("utf-8", "", "", False),
        ("utf-8", "utf-8", "", False),
        ("utf-8-sig", "iso-8859-1", "iso-8859-1", False),
        ("utf-8", "iso-8859-1", "", True),
        ("utf-8", "", "windows-1251", True),
        ("utf-16", "utf-8", "", False),
        ("cp1252", "iso-8859-1", "", False),
        ("cp1252", "", "windows-1252", False),
        ("cp1252", "koi8-r", "windows-1252", False),
        ("cp1252", "", "", True),
        ("cp1252", "utf-8", "no-such-charset", True),
    ],
)
def test_a_page_is_decoded_by_what_its_bytes_can_be(
    encoding: str, meta: str, said: str, *, warned: bool
) -> None:
    head = f"<meta charset='{meta}'>" if meta else ""
    data = page("".join(f"<p>{p}</p>" for p in (ACCENTS, *LONG)), head).encode(encoding)
    draft = html_article.read(data, charset=said)
    assert draft.body.startswith(ACCENTS)
    assert any("read as" in warning for warning in draft.warnings) is warned


def test_bytes_that_no_charset_explains_are_told() -> None:
    data = page().encode().replace(b"cranes", b"cr\x81nes")
    assert "1 character could not be read as utf-8" in html_article.read(data).warnings


def test_nothing_is_fetched_and_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", opened)
    monkeypatch.setattr(socket, "getaddrinfo", opened)
    head = (
        "<link rel='canonical' href='http://127.0.0.1:1/a'><base href='http://127.0.0.1:1/'>"
        "<link rel='amphtml' href='http://127.0.0.1:1/amp'>"
        "<meta http-equiv='refresh' content='0;url=http://127.0.0.1:1/next'>"
    )
    body = "<img src='http://127.0.0.1:1/a.png'><iframe src='http://127.0.0.1:1/'></iframe>"
    assert article(page(body + "".join(f"<p>{p}</p>" for p in LONG), head)).body == TEXT


SHARED = Path(__file__).parents[2] / "../shared/data"


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not here")
def test_sentences_of_a_page_are_those_of_the_piece_on_it() -> None:
    book = SHARED / "corpora/openstax-political-science"
    for line in (book / "truth.jsonl").read_text("utf-8").splitlines()[::12]:
        truth = json.loads(line)
        text = (book / "plain" / f"{truth['id']}.txt").read_bytes()
        piece = reader.read(text, name="piece.txt")
        plain = [p for p in piece.body.split("\n\n") if re.search(r"\.$", p) and "\n" not in p]
        body = [p.replace("&", "&amp;").replace("<", "&lt;") for p in plain]
        entries = "".join(f"<li>{e.replace('&', '&amp;')}</li>" for e in truth["refs"])
        draft = article(around(body, f"<h2>References</h2><ol>{entries}</ol>"))
        assert told(draft) == [s.of(t) for t in plain for s in sentences.split(t)]
        listed = [source.raw for source in draft.sources if source.where == "list"]
        assert [" ".join(raw.split()) for raw in listed] == [
            " ".join(e.split()) for e in truth["refs"]
        ]


def told(draft: Draft) -> list[str]:
    return [span.of(draft.body) for span in sentences.split(draft.body, draft.language)]


@pytest.mark.parametrize("said", ["\x1d", "&#29;", "\f", "&#xffff;", "\x02 "])
def test_control_characters_do_not_stop_a_page_from_being_read(said: str) -> None:
    """A tree takes them from its parser, and refuses to be given them when its text is moved."""
    loose = f"The loose words{said} before it.{BODY}Behind{said} it."
    assert LONG[0] in html_article.read(page(f"<div>{loose}</div>{LISTED}").encode()).body


@pytest.mark.parametrize("head", ["<title>The quay</title>", '<META charset="utf-8">'])
def test_a_page_may_leave_out_all_that_html_lets_it_leave_out(head: str) -> None:
    draft = reader.read(f"{head}\n<h1>After the quay</h1>{BODY}".encode())
    assert "<p>" not in draft.body
    assert LONG[1] in draft.body
