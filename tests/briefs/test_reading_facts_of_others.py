"""Titles, names and days as sites give them, each right or absent."""

from datetime import UTC, datetime

import pytest

from tests.briefs.quay import PARAGRAPHS, TITLE, added, drafted, markdown, page


def meta(key: str, value: str, by: str = "property") -> str:
    return f'<meta {by}="{key}" content="{value}">'


ENTRY_META = (
    '<div class="entry-meta"><span class="posted-on">Posted on <a href="/x" rel="bookmark">'
    '<time class="entry-date published" datetime="2026-05-03T10:00:00+00:00">May 3, 2026</time>'
    '<time class="updated" datetime="2026-06-09T10:00:00+00:00">June 9, 2026</time></a></span>'
    '<span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/ada/">'
    "Ada Okon</a></span></span></div>"
)
BYLINES = {
    ENTRY_META: "Ada Okon",
    '<div class="byline"><span>By</span> <a>Ada Okon</a><span>Ports correspondent</span></div>': (
        "Ada Okon"
    ),
    "<p>Posted by Ada Okon at 9:41 AM</p>": "Ada Okon",
    '<p class="byline">Words by Ada Okon<br>Photographs by Jo Brandt</p>': "Ada Okon",
    '<p class="byline">By Ada Okon, Jo Brandt and Lea Ruiz</p>': "Ada Okon, Jo Brandt and Lea Ruiz",
    '<p class="byline">Guest post by Ada Okon</p>': "Ada Okon",
    '<p class="byline">By Ada Okon, Staff Writer</p>': "Ada Okon",
    '<p class="auteur">Par Ada Okon et Jo Brandt</p>': "Ada Okon and Jo Brandt",
    '<div class="byline"><ul><li class="author">The Orlen Sport</li></ul>'
    '<ul class="follow-list"><li><a href="/cup">Davis Cup</a></li></ul></div>': "",
    '<div class="user"><span class="username">Username</span></div>': "",
    "<p>The essay by Rick Roe has been answered by many since.</p>": "",
}


@pytest.mark.parametrize(("line", "byline"), BYLINES.items(), ids=range(len(BYLINES)))
def test_a_shown_byline_is_its_names(line: str, byline: str) -> None:
    assert drafted(page(before=line)).byline == byline


def test_a_name_that_is_given_to_be_shared_is_the_authors() -> None:
    label = meta("twitter:label1", "Written by", "name") + meta("twitter:data1", "Ada Okon", "name")
    assert drafted(page(head=label)).byline == "Ada Okon"
    other = meta("twitter:label1", "Filed under", "name") + meta(
        "twitter:data1", "Ada Okon", "name"
    )
    assert not drafted(page(head=other)).byline


def test_people_who_are_shown_come_before_the_house_that_is_declared() -> None:
    house = meta("author", "Orlen News", "name")
    shown = '<div class="article-author"><a class="article-author-link">Ada Okon</a></div>'
    assert drafted(page(before=shown, head=house)).byline == "Ada Okon"
    assert drafted(page(head=house)).byline == "Orlen News"


WINDOWS = {
    f"Opinion | {TITLE} - The Orlen Times": TITLE,
    f"The Orlen Times » {TITLE}": TITLE,
    "index.html": TITLE,
    "Microsoft Word - quay.docx": TITLE,
    "Untitled document": TITLE,
    f"{TITLE} • Ada Okon": TITLE,
}


@pytest.mark.parametrize(("window", "title"), WINDOWS.items())
def test_a_windows_title_is_the_pieces_alone(window: str, title: str) -> None:
    assert drafted(page(title=window)).title == title


HEADINGS = {
    TITLE.upper(): (TITLE, TITLE),
    f"{TITLE}<small>And who pays</small>": (TITLE, f"{TITLE} | Orlen"),
    f'<span class="kicker">Ports</span> {TITLE}': (TITLE, TITLE),
    "Quay &amp; Rail": ("Quay & Rail", "Quay &amp;amp; Rail"),
    "关闭的码头要花多少钱": ("关闭的码头要花多少钱", "关闭的码头要花多少钱_奥伦时报"),
    "Rail or Quay: A Choice": ("Rail or Quay: A Choice", "Rail or Quay: A Choice - Orlen Times"),
}


@pytest.mark.parametrize(("heading", "told"), HEADINGS.items())
def test_a_heading_spells_the_title_without_what_stands_in_it(
    heading: str, told: tuple[str, str]
) -> None:
    title, window = told
    source = page(title=window).replace(f"<h1>{TITLE}</h1>", f"<h1>{heading}</h1>")
    assert drafted(source).title == title


DAYS = {
    "<p class='date'>Publié le 3 mai 2026</p>": "2026-05-03",
    "<p class='published'>Published on May 3rd, 2026</p>": "2026-05-03",
    "<p class='meta'>Updated: June 9, 2026 · Published: May 3, 2026</p>": "2026-05-03",
    "<p class='byline'>May 3, 2026</p>": "2026-05-03",
    "<p class='date'>3. Mai 2026, 10:14 Uhr</p>": "2026-05-03",
    "<p class='date'>2026年5月3日</p>": "2026-05-03",
    "<p>The fair opens on <time datetime='2026-09-01'>1 September</time> at the quay.</p>": "",
    "<abbr class='published' title='2026-05-03T21:11:00+02:00'>21:11</abbr>": "2026-05-03",
    "<p class='article-metadata'>Orlen, 3 May 2026</p>": "2026-05-03",
    "<div class='submitted'>Submitted by ada on 3 May 2026 - 18:55</div>": "2026-05-03",
    "<time class='entry-date published updated' datetime='2026-05-03'>x</time>": "2026-05-03",
    "<p>The board met on <time datetime='2026-04-01'>April 1</time> and left.</p>": "",
}


@pytest.mark.parametrize(("line", "day"), DAYS.items(), ids=range(len(DAYS)))
def test_a_day_is_that_of_publication_or_none(line: str, day: str) -> None:
    found = drafted(page(before=line)).published
    assert (found.date().isoformat() if found else "") == day


@pytest.mark.parametrize("program", ["LibreOffice 7.4.7.2 (Linux)", "Cocoa HTML Writer"])
def test_a_word_processors_page_opens_with_its_headline_and_byline(program: str) -> None:
    lines = (f"<font size=6>{TITLE}</font>", "By Ada Okon", *PARAGRAPHS)
    body = "".join(f"<p>{line}</p>" for line in lines)
    draft = drafted(f"<html><head>{meta('generator', program, 'name')}</head><body>{body}</body>")
    assert (draft.title, draft.byline, added(draft)) == (TITLE, "Ada Okon", [])


def test_all_of_a_word_processors_page_is_the_piece() -> None:
    listed = '<ul class="lst-kix_a-0"><li>It is rotten.</li></ul>'
    body = "".join(f'<p class="c0"><span>{text}</span></p>' for text in PARAGRAPHS)
    draft = drafted(
        f'<html><body class="c5 doc-content"><p class="title">{TITLE}</p>{listed}{body}</body>'
    )
    assert (draft.title, added(draft)) == (TITLE, ["It is rotten."])


def test_of_several_marked_days_the_one_by_the_headline_is_the_pieces() -> None:
    own = "<p class='post-date'>3 May 2026</p>"
    others = "".join(f"<li><span class='post-date'>{n} March 2025</span></li>" for n in range(1, 9))
    found = drafted(page(before=own, after=f"{'<p>Text.</p>' * 200}<ul>{others}</ul>")).published
    assert found is not None
    assert found.date().isoformat() == "2026-05-03"


def test_the_day_of_a_page_that_tells_of_no_article_is_its_own() -> None:
    data = '{"@graph": [{"@type": "WebPage", "datePublished": "2026-05-03T01:44:37+00:00"}]}'
    found = drafted(page(head=f'<script type="application/ld+json">{data}</script>')).published
    assert found is not None
    assert found.date().isoformat() == "2026-05-03"


def test_front_matter_is_of_the_day_that_it_names_and_public_no_earlier() -> None:
    head = "---\ntitle: A\ndate: 2026-05-03 22:30:00 -0500\n---\n"
    draft = drafted(markdown(head=head), "a.md")
    assert draft.published == datetime(2026, 5, 3, 23, 59, 59, tzinfo=UTC)
    assert draft.not_before == datetime(2026, 5, 4, 3, 30, tzinfo=UTC)
