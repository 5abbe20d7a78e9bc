"""Only what a page shows is read: no struck or hidden word, no icon, no line that is none of it.

The forms are those of word processors, site builders and style sheets.
"""

import pytest

from tests.briefs.quay import CLERK, PARAGRAPHS, added, drafted, page

GONE = "The chair took the fee for herself, the clerk wrote."
STAYS = "The chair took no fee for the sale, the clerk wrote on Tuesday."

STRUCK = {
    "a deletion": (f"<del>{GONE}</del> <ins>{STAYS}</ins>", ""),
    "Google Docs": (
        f'<span class="c1 c9">{GONE}</span><span class="c2"> {STAYS}</span>',
        "<style>.c9{color:#000;text-decoration:line-through;vertical-align:baseline}</style>",
    ),
    "a style": (f'<span style="text-decoration-line:line-through">{GONE}</span> {STAYS}', ""),
    "Bootstrap": (f'<span class="text-decoration-line-through">{GONE}</span> {STAYS}', ""),
    "Tailwind": (f'<span class="text-red-500 line-through">{GONE}</span> {STAYS}', ""),
    "a rule for what is within": (
        f'<span class="retracted">{GONE}</span> {STAYS}',
        "<style>p .retracted, .x{ text-decoration : line-through }</style>",
    ),
    "a rule for screens": (
        f'<em class="a">{GONE}</em> {STAYS}',
        "<style>@media screen{.a{text-decoration:line-through}}</style>",
    ),
    "a role": (f'<span role="deletion">{GONE}</span> {STAYS}', ""),
    "Word": (f"<s><span lang=EN-GB>{GONE}</span></s><span> {STAYS}</span>", ""),
}


@pytest.mark.parametrize("name", STRUCK)
def test_a_struck_passage_is_left_out_and_told(name: str) -> None:
    inside, head = STRUCK[name]
    draft = drafted(page(f"<p>{inside}</p>", head=head))
    assert added(draft) == [STAYS]
    assert "struck-out passage" in [one.kind for one in draft.left_out]


@pytest.mark.parametrize("name", ["no-strike", "hover:line-through", "strike-price"])
def test_a_name_that_only_sounds_like_it_strikes_nothing(name: str) -> None:
    draft = drafted(page(f'<p><span class="{name}">{STAYS}</span></p>'))
    assert added(draft) == [STAYS]


UNSEEN = "Nobody is shown these words at all."
HIDDEN = {
    "a rule for screens": (
        f'<p class="p">{UNSEEN}</p>',
        "<style>@media screen{.p{display:none}}</style>",
    ),
    "a heavier rule": (
        f'<div class="tab"><p class="tab off">{UNSEEN}</p></div>',
        "<style>.tab{display:block}.tab.off{display:none}</style>",
    ),
    "its own colour": (f'<p style="color:#fff;background:#fff">{UNSEEN}</p>', ""),
    "a note to a mail's reader": (
        f'<div style="display:none;max-height:0px;overflow:hidden;">{UNSEEN}</div>',
        "",
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_styles_hide_is_left_out(name: str) -> None:
    inside, head = HIDDEN[name]
    assert added(drafted(page(inside, head=head))) == []


SHOWN = {
    "a lighter rule": "<style>.tab{display:none}.tab.on{display:block}</style>",
    "a rule for print": "<style>@media print{.tab{display:none}}</style>",
    "a rule for small screens": "<style>@media (max-width:600px){.tab{display:none}}</style>",
    "a rule for other parents": "<style>.menu .tab{display:none}</style>",
    "a comment": "<style>/* .tab{display:none} */</style>",
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_styles_show_is_read(name: str) -> None:
    draft = drafted(page(f'<p class="tab on">{CLERK}</p>', head=SHOWN[name]))
    assert added(draft) == [CLERK]


def test_a_style_does_not_hide_most_of_a_page() -> None:
    source = page(head="<style>.later{display:none}</style>")
    draft = drafted(source.replace("<article>", '<article class="later">'))
    assert added(draft) == []


def test_what_waits_for_a_program_to_show_it_is_read() -> None:
    slides = "".join(f'<div style="display:none"><p>{text}</p></div>' for text in PARAGRAPHS[1:])
    source = f"<html><body><main><h1>A</h1><p>{PARAGRAPHS[0]}</p>{slides}</main></body></html>"
    assert added(drafted(source)) == []


def test_what_stands_by_for_readers_without_programs_is_read_where_it_is_the_text() -> None:
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    assert added(drafted(f"<html><body><noscript>{text}</noscript></body></html>")) == []
    assert added(drafted(page("<noscript><p>Turn on JavaScript, please.</p></noscript>"))) == []


def test_an_adobe_container_is_no_consent_dialog() -> None:
    source = page().replace("<article>", '<article><div class="cmp-container">')
    assert added(drafted(source.replace("</article>", "</div></article>"))) == []


WITHIN = {
    "an icon's name": '<span class="material-icons">open_in_new</span>',
    "an icon": '<i class="fa fa-link" aria-hidden="true">↗</i>',
    "a link to share": '<a href="https://twitter.com/share?text=x">Tweet this</a>',
}


@pytest.mark.parametrize("name", WITHIN)
def test_a_sign_within_a_sentence_is_no_word_of_it(name: str) -> None:
    draft = drafted(page(f"<p>The clerk kept{WITHIN[name]} the minutes in a drawer, he said.</p>"))
    assert added(draft) == ["The clerk kept the minutes in a drawer, he said."]


def test_a_quotation_within_another_has_its_own_marks() -> None:
    draft = drafted(page("<p>She said <q>we have <q>nothing</q> to sign</q> to the board.</p>"))
    assert added(draft) == ["She said “we have ‘nothing’ to sign” to the board."]


def test_an_emoji_is_its_sign_and_a_formula_withholds_its_paragraph() -> None:
    emoji = drafted(
        page('<p>She kept the minutes <img class="emoji" alt="🙈" src="a.svg"> so.</p>')
    )
    assert added(emoji) == ["She kept the minutes 🙈 so."]
    formula = '<p>The load is <img class="latex" alt="x^2" src="a.png"> on each of its piles.</p>'
    draft = drafted(page(formula))
    assert added(draft) == []
    assert "unfinished paragraph" in [one.kind for one in draft.left_out]


def test_words_on_both_sides_of_a_picture_stay_apart() -> None:
    draft = drafted(
        page(f"<div>{CLERK}<img src='a.jpg'>It was locked, and the key was lost.</div>")
    )
    assert added(draft) == [f"{CLERK} It was locked, and the key was lost."]


LINES = (
    '<p>Read more: <a href="/x">The quay closes for the winter</a></p>',
    '<p><strong>Also read: <a href="/x">Who owns the quay?</a></strong></p>',
    '<p>Lire aussi : <a href="/x">Le port ferme pour l’hiver</a></p>',
    '<p class="time">4 min read</p>',
    "<p>Lesezeit: 6 Minuten</p>",
    "<p>Listen to this article</p>",
    "<p>Article continues below advertisement</p>",
    "<p>Thanks for reading The Orlen Letter! Subscribe for free to receive new posts.</p>",
    "<p>Leave a comment</p>",
)


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_says_nothing_of_the_piece_is_left_out(line: str) -> None:
    assert added(drafted(page(line))) == []


@pytest.mark.parametrize(
    "line",
    [
        "<p>It takes 4 minutes to read the minutes, said the clerk who keeps them.</p>",
        "<p>Read more slowly, the clerk told the board, and it did.</p>",
        "<p>All rights reserved to the board were sold in May, said the clerk of it.</p>",
    ],
)
def test_a_sentence_with_the_same_words_stays(line: str) -> None:
    assert len(added(drafted(page(line)))) == 1


def test_who_owns_the_text_is_no_last_sentence_of_it() -> None:
    draft = drafted(page(after="<p><em>© 2026 The Orlen Times. All rights reserved.</em></p>"))
    assert added(draft) == []


PULLED = PARAGRAPHS[3].partition(",")[0]
PULL_QUOTES = {
    "a span": f'<span class="pullquote">{PULLED}…</span>',
    "with its end and a name": (
        f'<blockquote class="pullquote"><p>“{PULLED}.”</p><cite>Ada Okon</cite></blockquote>'
    ),
    "to be shared": (
        f'<p class="tweetable">{PULLED} <a href="https://twitter.com/share">Tweet this</a></p>'
    ),
    "by its role": f'<div role="doc-pullquote">{PULLED}</div>',
}


@pytest.mark.parametrize("name", PULL_QUOTES)
def test_what_is_said_twice_for_its_looks_is_said_once(name: str) -> None:
    draft = drafted(page(PULL_QUOTES[name]))
    assert added(draft) == []
    assert "doubled passage" in [one.kind for one in draft.left_out]


UNTOLD = {
    "LaTeX that a program draws": r"\(x^2\)",
    "a formula in a script": '<script type="math/tex">x^2</script>',
    "a button's label": '<input type="button" value="no">',
}


@pytest.mark.parametrize("name", UNTOLD)
def test_what_a_program_shows_within_a_sentence_withholds_its_paragraph(name: str) -> None:
    program = '<script src="https://cdn.example.org/mathjax/tex-chtml.js"></script>'
    draft = drafted(page(f"<p>She took {UNTOLD[name]} shares in the sale.</p>", head=program))
    assert added(draft) == []
    assert "unfinished paragraph" in [one.kind for one in draft.left_out]


def test_latex_that_no_program_draws_is_shown_as_it_is_written() -> None:
    assert added(drafted(page(r"<p>She wrote \(x^2\) on it.</p>"))) == [r"She wrote \(x^2\) on it."]


def test_a_quotation_whose_marks_are_typed_gets_no_second_ones() -> None:
    draft = drafted(page("<p>She said “<q>nothing</q>” to the board.</p>"))
    assert added(draft) == ["She said “nothing” to the board."]
