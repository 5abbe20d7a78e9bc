"""What a page's styles keep from its readers is none of the piece, however they do it.

Each way of striking out, hiding and colouring is tried within a sentence, where a wrong decision
makes another sentence.
"""

import pytest

from tests.briefs.quay import added, drafted, page

SENTENCE = "The clerk told the board that she kept no copy of the minutes, and signed for it."
SECRET = "which was shredded in May"


def told(markup: str, head: str = "") -> list[str]:
    before, behind = SENTENCE.split(", ")
    return added(drafted(page(f"<p>{before}{markup.format(SECRET)}, {behind}</p>", head=head)))


STRUCK = {
    "by its tag": ("<i>{}</i>", "p i{text-decoration:line-through}"),
    "by an attribute": ('<b data-old="1">{}</b>', '[data-old="1"]{text-decoration:line-through}'),
    "by a part of its class": (
        '<b class="x-gone">{}</b>',
        "[class*=gone]{text-decoration:line-through}",
    ),
    "by a note of the program": ('<span data-stringify-type="strike">{}</span>', ""),
    "by a comparison of versions": ('<span class="diff-html-removed">{}</span>', ""),
    "by an own element": ("<strike-through>{}</strike-through>", ""),
}


@pytest.mark.parametrize("name", STRUCK)
def test_a_line_through_words_is_seen_however_it_is_told(name: str) -> None:
    markup, css = STRUCK[name]
    assert told(markup, f"<style>{css}</style>") == [SENTENCE]


HIDDEN = {
    "a clipped box": ('<span class="k">{}</span>', ".k{position:absolute;clip-path:inset(50%)}"),
    "a clipped box of its own": ('<b style="position:absolute;clip:rect(0 0 0 0)">{}</b>', ""),
    "no size of letters": ('<span class="k">{}</span>', ".k{font-size:0}"),
    "letters of a pixel": ('<span style="font-size:1px">{}</span>', ""),
    "no opacity": ('<span class="k">{}</span>', ".k{opacity:0}"),
    "a card that fades in": ('<span class="k">{}</span>', ".k{opacity:0;transition:opacity 1s}"),
    "no height": ('<b style="display:inline-block;max-height:0;overflow:hidden">{}</b>', ""),
    "no scale": ('<b style="display:inline-block;transform:scale(0)">{}</b>', ""),
    "far left": ('<span class="k">{}</span>', ".k{position:absolute;left:-9999px}"),
    "an attribute": ('<span data-hide="yes">{}</span>', "[data-hide]{display:none}"),
    "a tag": ("<small>{}</small>", "p > small{display:none}"),
    "white by a class": ('<span class="c9">{}</span>', ".c9{color:#ffffff}"),
    "white on a white page": (
        '<span class="k">{}</span>',
        "body{background:#FFF}.k{color:#fefefe}",
    ),
    "white by its own style": ('<span style="color: rgb(255, 255, 255)">{}</span>', ""),
    "white by a font": ('<font color="white">{}</font>', ""),
    "the colour of its ground": ('<b class="k">{}</b>', ".k{background:#234;color:#223344}"),
    "no colour": ('<span style="color:transparent">{}</span>', ""),
    "Tailwind": ('<span class="hidden">{}</span>', ""),
    "Bootstrap": ('<span class="d-none">{}</span>', ""),
    "Foundation": ('<span class="show-for-sr">{}</span>', ""),
    "GOV.UK": ('<span class="govuk-visually-hidden">{}</span>', ""),
    "SUIT": ('<span class="u-hiddenVisually">{}</span>', ""),
    "a property of the page": ('<b class="k">{}</b>', ":root{--x:none}.k{display:var(--x)}"),
    "a property that it lacks": ('<b class="k">{}</b>', ".k{display:var(--x,none)}"),
    "a property of its own": ('<b style="--x:none;display:var(--x)">{}</b>', ""),
    "a rule in a rule": ('<b class="k">{}</b>', "p{color:#111;& .k{display:none}}"),
    "a rule in a rule, as of old": ('<b class="k">{}</b>', "p{.k{display:none}margin:0}"),
    "a rule without weight": ('<b class="k">{}</b>', ":where(.k){display:none}"),
    "Webflow": ('<span class="w-condition-invisible">{}</span>', ""),
    "Bootstrap 3": ('<span class="hidden-xs hidden-sm hidden-md hidden-lg">{}</span>', ""),
    "for paper only": ('<span class="visible-print-inline">{}</span>', ""),
    "for paper only, Foundation": ('<span class="show-for-print">{}</span>', ""),
    "Elementor": ('<span class="elementor-screen-only">{}</span>', ""),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_words_that_styles_hide_are_left_out_of_their_sentence(name: str) -> None:
    markup, css = HIDDEN[name]
    assert told(markup, f"<style>{css}</style>") == [SENTENCE]


SHOWN = {
    "white on blue": ('<span class="k">{}</span>', ".k{color:#fff;background-color:#036}"),
    "white in a dark part": ('<b style="color:white">{}</b>', "article{background:#036}"),
    "white on a dark page": ('<b style="color:white">{}</b>', "body{background:#111;color:#fff}"),
    "white on a picture": ('<b style="color:white">{}</b>', "body{background-image:url(a.png)}"),
    "white on what nobody tells": ('<b style="color:white">{}</b>', "body{background:var(--b)}"),
    "a heavier colour": ('<b class="k l">{}</b>', ".k{color:#fff}.k.l{color:#222}"),
    "letters filled by a picture": (
        '<b class="k">{}</b>',
        ".k{background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent}",
    ),
    "on wide screens": ('<span class="hidden md:inline">{}</span>', ""),
    "on wide screens, Bootstrap": ('<span class="d-none d-md-inline">{}</span>', ""),
    "until a pointer comes": ('<span class="k">{}</span>', ".k:hover{display:none}"),
    "what stands before it": ('<span class="k">{}</span>', ".k::before{display:none}"),
    "letters of an em": ('<span class="k">{}</span>', ".k{font-size:1em;opacity:.9}"),
    "a property with two values": (
        '<b class="k">{}</b>',
        ":root{--x:none}.dark{--x:inline}.k{display:var(--x)}",
    ),
    "a property of other elements": (
        '<b class="k">{}</b>',
        ".l{--x:none}.k{display:var(--x,inline)}",
    ),
    "a rule for others within one": ('<b class="k">{}</b>', ".k{color:#111;& i{display:none}}"),
    "on narrow screens": ('<span class="hidden-lg">{}</span>', ""),
    "not on paper": ('<span class="d-print-none">{}</span>', ""),
    "grey": ('<span style="color:#ddd">{}</span>', ""),
    "a line that is taken back": (
        '<b class="k l">{}</b>',
        ".k{text-decoration:line-through}.k.l{text-decoration:none}",
    ),
    "a rule for dark screens": (
        '<b class="k">{}</b>',
        "@media (prefers-color-scheme:dark){.k{color:#fff}}",
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_words_that_styles_show_stay_in_their_sentence(name: str) -> None:
    markup, css = SHOWN[name]
    before, behind = SENTENCE.split(", ")
    assert told(markup.format(f" {SECRET}"), f"<style>{css}</style>") == [
        f"{before} {SECRET}, {behind}"
    ]


def test_white_words_on_a_ground_that_another_file_tells_withhold_their_paragraph() -> None:
    sheet = '<link rel="stylesheet" href="site.css">'
    assert told('<span style="color:#fff">{}</span>', sheet) == []
    assert told('<span class="badge" style="color:#fff"> {}</span>', sheet) != [SENTENCE]


def test_a_part_that_fades_in_or_unfolds_is_read() -> None:
    css = "<style>.k{opacity:0;transition:opacity 1s}.l{max-height:0;overflow:hidden}</style>"
    source = page(
        f'<div class="k"><p>{SENTENCE}</p></div><div class="l"><p>It is so.</p></div>', head=css
    )
    assert added(drafted(source)) == [SENTENCE, "It is so."]


def test_captions_in_a_row_are_no_list_of_works() -> None:
    words = "Ships at the quay of Orlen, Tuesday, Nov. 19, 2019. (AP Photo/Ada Okon)"
    captions = f"<li><div class='caption'>{words}</div></li>" * 3
    assert drafted(page(after=f"<ul>{captions}</ul>")).sources == ()


@pytest.mark.parametrize("name", ["noprint", "hidden-print"])
def test_sentences_that_are_not_printed_are_read_and_what_serves_the_page_is_not(name: str) -> None:
    said = f'<p class="{name}">{SENTENCE}</p><p class="{name}"><a href="/pdf">Print it</a></p>'
    assert added(drafted(page(said))) == [SENTENCE]


@pytest.mark.parametrize("name", ["pm-strikethrough", "notion-strikethrough", "pm-strike"])
def test_a_line_through_words_is_seen_by_the_names_of_editors(name: str) -> None:
    assert told(f'<span class="{name}">{{}}</span>') == [SENTENCE]


def test_a_quotation_that_has_its_marks_gets_no_others() -> None:
    said = 'The clerk said <q>"we kept no copy of it"</q> and signed for it.'
    assert added(drafted(page(f"<p>{said}</p>"))) == [said.replace("<q>", "").replace("</q>", "")]


def test_a_note_in_the_margin_behind_a_sentence_is_none_of_it() -> None:
    said = f'{SENTENCE}<span class="column-margin margin-aside">So her neighbour says.</span>'
    draft = drafted(page(f"<p>{said}</p>"))
    assert added(draft) == [SENTENCE]
    assert [aside.text for aside in draft.asides] == ["So her neighbour says."]


@pytest.mark.parametrize(
    "line",
    [
        "The post What a Closed Quay Costs appeared first on The Orlen Times.",
        "Der Beitrag Was ein Kai kostet erschien zuerst auf Der Bote.",
        "Artykuł Ile kosztuje nabrzeże pochodzi z serwisu Goniec.",
    ],
)
def test_the_line_that_a_program_puts_below_a_piece_is_none_of_it(line: str) -> None:
    assert added(drafted(page(after=f"<p>{line}</p>"))) == []
    assert added(drafted(page(f"<p>{line}</p>"))) == [line]
