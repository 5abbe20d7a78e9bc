"""Pages as publishing platforms lay them out, with all that stands round a piece."""

import pytest

from tests.briefs.quay import PARAGRAPHS, TITLE, added, drafted

TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(body: str, head: str = "", window: str = TITLE) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{window}</title>{head}'
        f"</head><body>{body}</body></html>"
    )


BLOGGER = (
    "<div class='blog-posts hfeed'><h2 class='date-header'><span>Sunday, May 3, 2026</span></h2>"
    f"<div class='post hentry'><h3 class='post-title entry-title' itemprop='name'>{TITLE}</h3>"
    f"<div class='post-body entry-content'>{'<br /><br />'.join(PARAGRAPHS)}</div>"
    "<div class='post-footer'><span class='post-author vcard'>Posted by <span class='fn' "
    "itemprop='author'><span itemprop='name'>Ada Okon</span></span></span> at <abbr "
    "class='published' itemprop='datePublished' title='2026-05-03T08:00:00-07:00'>8:00 AM</abbr>"
    "</div></div></div><div id='comments'><h4>1 comment:</h4><p>I saw it rot in May.</p></div>"
)
DOCUSAURUS = (
    '<nav class="navbar"><a>Orlen</a></nav><main><article itemprop="blogPost"><header>'
    f'<h1 itemprop="headline">{TITLE}</h1><div><time datetime="2026-05-03T00:00:00.000Z" '
    'itemprop="datePublished">May 3, 2026</time> · 2 min read</div><div itemprop="author">'
    '<a href="x" itemprop="url"><span itemprop="name">Ada Okon</span></a>'
    '<small itemprop="description">Maintainer of Orlen</small></div></header>'
    f'<div class="markdown" itemprop="articleBody">{TEXT}</div><footer><b>Tags:</b></footer>'
    "</article></main>"
)
DRUPAL = (
    f'<main><h1 class="page-title">{TITLE}</h1><article class="node"><footer class="node__meta">'
    '<div class="node__submitted">Submitted by <span>Ada Okon</span> on <span>Sun, 3 May 2026 - '
    f'10:00</span></div></footer><div class="node__content">{TEXT}</div></article></main>'
)
GHOST = (
    f'<main><article class="post"><header><h1>{TITLE}</h1><h4 class="author-name"><a '
    'href="/author/ada/">Ada Okon</a></h4><time datetime="2026-05-03">03 May 2026</time>'
    f'<span>— 4 min read</span></header><section class="gh-content">{TEXT}'
    '<div class="kg-card kg-signup-card"><h2>Sign up</h2><p>Get the letter each week, free of all '
    "charge.</p></div></section></article></main>"
)
SQUARESPACE = (
    f'<main><article class="h-entry"><h1 class="entry-title p-name">{TITLE}</h1>'
    '<time class="dt-published" datetime="May 3, 2026">May 3</time><span class="p-author">Written '
    f'By <span class="blog-author-name">Ada Okon</span></span><div class="e-content">{TEXT}</div>'
    "</article></main>"
)
PLATFORMS = {
    "Blogger": page(BLOGGER, window=f"Orlen: {TITLE}"),
    "Docusaurus": page(DOCUSAURUS, window=f"{TITLE} | Orlen"),
    "Drupal": page(DRUPAL, window=f"{TITLE} | Orlen"),
    "Ghost": page(GHOST),
    "Squarespace": page(SQUARESPACE, window=f"{TITLE} — Orlen"),
}


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_platforms_page_is_its_piece_and_nothing_round_it(name: str) -> None:
    draft = drafted(PLATFORMS[name])
    assert (draft.title, draft.byline, added(draft)) == (TITLE, "Ada Okon", [])
    assert draft.published is not None
    assert draft.published.date().isoformat() == "2026-05-03"


@pytest.mark.parametrize(
    "how",
    [
        'style="white-space: pre-wrap"',
        'style="white-space:pre-line"',
        'class="whitespace-pre-wrap"',
    ],
)
def test_lines_that_a_page_shows_as_they_stand_part_paragraphs(how: str) -> None:
    text = "\n\n".join(PARAGRAPHS)
    assert added(drafted(page(f"<main><h1>{TITLE}</h1><div {how}>{text}</div></main>"))) == []


def test_what_asks_to_pay_is_not_of_the_piece() -> None:
    asks = (
        '<div class="paywall-prompt"><p>This article is for subscribers only. Join them.</p></div>'
    )
    assert (
        added(drafted(page(f"<main><article><h1>{TITLE}</h1>{TEXT}{asks}</article></main>"))) == []
    )


def test_a_letter_is_read_by_its_name_in_html_5() -> None:
    line = "<p>It grew by 400&percnt; in one year&period; So it was&semi; and so it stayed.</p>"
    draft = drafted(page(f"<main><article><h1>{TITLE}</h1>{TEXT}{line}</article></main>"))
    assert added(draft) == ["It grew by 400% in one year. So it was; and so it stayed."]


def test_a_formula_that_is_drawn_for_the_eye_alone_withholds_its_paragraph() -> None:
    formula = (
        '<p>It has its least value <span class="mwe-math-element"><span style="display: none;">'
        "<math><mi>x</mi></math></span><img class='mwe-math-fallback-image-inline' "
        'aria-hidden="true" alt="x" src="a.svg"></span> when it is full, they said.</p>'
    )
    draft = drafted(page(f"<main><article><h1>{TITLE}</h1>{TEXT}{formula}</article></main>"))
    assert added(draft) == []
    assert "unfinished paragraph" in [one.kind for one in draft.left_out]
