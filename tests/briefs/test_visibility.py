"""What a page shows is what is read of it: nothing hidden, nothing lost within a sentence."""

import pytest

from briefs.model import Draft
from briefs.reading.html.article import article
from briefs.reading.reader import read

AROUND = (
    "The council chose to dredge because a yearly cost hides in a yearly budget.",
    "Fishermen asked for deep water and were given a committee that has met four times since then.",
    "A survey of the channel is due in the autumn, and its price has been paid out of the reserve.",
)


def page(first: str, *, head: str = "", lang: str = "en") -> str:
    below = "".join(f"<p>{paragraph}</p>" for paragraph in AROUND)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>The Harbour and the Sea</title>{head}</head><body>"
        "<header><nav><a href='/'>Home</a></nav></header><article>"
        f"<h1>The Harbour and the Sea</h1><p>{first}</p>{below}</article></body></html>"
    )


def first(html: str) -> str:
    return article(html).body.split("\n\n")[0]


def kinds(draft: Draft) -> set[str]:
    return {one.kind for one in draft.left_out}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "The mayor took <button>no</button> money that year.",
            "The mayor took no money that year.",
        ),
        (
            "The master said <q>we pay rent</q> and left.",
            "The master said “we pay rent” and left.",
        ),
        (
            "The word <ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby> means harbour.",
            "The word 港(みなと) means harbour.",
        ),
        (
            "The word <ruby>港<rt>みなと</rt></ruby> means harbour.",
            "The word 港(みなと) means harbour.",
        ),
        (
            "The word <ruby>港<rp>（no </rp><rt>みなと</rt><rp>）never </rp></ruby> means harbour.",
            "The word 港（みなと） means harbour.",
        ),
        (
            "The word <ruby>港<rp>no</rp><rt>みなと</rt><rp></rp></ruby> means harbour.",
            "The word 港(みなと) means harbour.",
        ),
        (
            "The master<script src='a.js'/> said = 'no';</script> took nothing.",
            "The master took nothing.",
        ),
        (
            "He took <math><mn>3</mn></math> coins from it.",
            "He took 3 coins from it.",
        ),
        (
            (
                "A share of <span class='katex'><span class='katex-mathml'><math>x</math></span>"
                "<span class='katex-html' aria-hidden='true'>x</span></span> was told."
            ),
            "A share of x was told.",
        ),
        (
            "It was on <time datetime='2026-05-05'>5 May</time> that the council was told so.",
            "It was on 5 May that the council was told so.",
        ),
        (
            "Says <a href='https://a.example'>the audit<span aria-hidden='true'> ↗</span></a>, so.",
            "Says the audit, so.",
        ),
        (
            "Says the audit,<span class='share-link'> Share this</span> it is.",
            "Says the audit, it is.",
        ),
        (
            "He typed <code>no money</code> and <kbd>enter</kbd>, <mark>they</mark> <u>say</u>.",
            "He typed no money and enter, they say.",
        ),
        ("No money.<iframe src='https://example.org'></iframe> So it was.", "No money. So it was."),
        ("No money<svg><title>a coin</title><text>coin</text></svg>, it was.", "No money, it was."),
        ("A<wbr>B and har&shy;bour stay.", "AB and har\u00adbour stay."),
        ("It is 40 km<sup>2</sup> and the 1<sup>st</sup>.", "It is 40 km² and the 1st."),
    ],
)
def test_a_sentence_is_what_a_reader_sees(said: str, shown: str) -> None:
    assert first(page(said)) == shown


@pytest.mark.parametrize(
    ("lang", "marks"), [("de", "„“"), ("fr", "«»"), ("ja", "「」"), ("en-GB", "“”"), ("xx", "“”")]
)
def test_a_quotation_gets_the_marks_of_its_language(lang: str, marks: str) -> None:
    shown = first(page("Said <q>a <b>word</b></q> to us.", lang=lang))
    assert shown == f"Said {marks[0]}a word{marks[1]} to us."


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='display:none'>GONE</span>",
        "<span style='visibility: hidden'>GONE</span>",
        "<span style='position:absolute;left:-9999px'>GONE</span>",
        "<span style='font-size:0'>GONE</span>",
        "<span style='opacity: 0'>GONE</span>",
        "<span hidden>GONE</span>",
        "<span class='sr-only'>GONE</span>",
        "<span class='visually-hidden'>GONE</span>",
        "<span aria-hidden='true'>GONE</span>",
        "<template>GONE</template>",
        "<noscript>GONE</noscript>",
        "<dialog>GONE</dialog>",
        "<span popover id='p'>GONE</span>",
        "<span class='spoiler'>GONE</span>",
    ],
)
def test_what_is_hidden_is_no_word_of_the_piece_and_is_counted(hidden: str) -> None:
    sheet = (
        "<style>p{color:red} .a, .spoiler{ display : none } @media print{.b{display:none}}</style>"
    )
    draft = article(page(f"The mayor took no money {hidden}from the fund.", head=sheet))
    assert "GONE" not in draft.body
    assert draft.body.startswith("The mayor took no money from the fund.")
    assert "hidden passage" in kinds(draft)


def test_what_only_print_hides_is_read() -> None:
    sheet = "<style>@media print { .note { display: none } } .x{backface-visibility:hidden}</style>"
    said = "<span class='note'>The mayor</span> took <b class='x'>no</b> money."
    assert first(page(said, head=sheet)) == "The mayor took no money."


@pytest.mark.parametrize(
    "struck",
    [
        "<del>He took it all.</del>",
        "<s>He took it all.</s>",
        "<strike>He took it all.</strike>",
        "<span style='text-decoration: line-through'>He took it all.</span>",
        "<span class='line-through'>He took it all.</span>",
        "<span class='c3'>He took it all.</span>",
    ],
)
def test_struck_words_are_left_out_and_told(struck: str) -> None:
    head = "<style>.c1{color:#000}.c3{text-decoration:line-through}</style>"
    draft = article(page(f"{struck} The mayor took no money.", head=head))
    assert draft.body.startswith("The mayor took no money.")
    assert any(told.startswith("1 struck-out passage left out") for told in draft.warnings)
    (found,) = (one for one in draft.left_out if one.kind == "struck-out passage")
    assert (found.passages, found.words, found.opening) == (1, 4, "He took it all.")


def test_a_word_that_is_half_struck_is_never_mended() -> None:
    draft = article(page("It is un<del>believ</del>able, they said."))
    assert "unable" not in draft.body
    assert "unfinished paragraph" in kinds(draft)


@pytest.mark.parametrize(
    "formula",
    [
        "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>",
        "<mjx-container><mjx-math>x</mjx-math></mjx-container>",
    ],
)
def test_a_sentence_with_a_formula_in_it_is_left_out_and_told(formula: str) -> None:
    draft = article(page(f"A half, {formula}, of it was paid."))
    assert "of it was paid" not in draft.body
    assert any("unfinished paragraph" in told for told in draft.warnings)


@pytest.mark.parametrize(
    "note",
    [
        "<span class='sidenote'>{}</span>",
        (
            "<label for='s' class='margin-toggle'></label><input type=checkbox id=s>"
            "<span class='marginnote'>{}</span>"
        ),
        "<d-footnote>{}</d-footnote>",
        "<span class='tooltiptext'>{}</span>",
        "<span role='tooltip'>{}</span>",
        "<span class='footnote-content'>{}</span>",
        "<span class='rollover-people-block'>{}</span>",
    ],
)
def test_a_side_note_is_a_note_and_never_in_the_sentence(note: str) -> None:
    told = "That was what he said, but others doubt it."
    draft = article(page(f"The mayor took no money{note.format(told)} from the fund."))
    assert draft.body.startswith("The mayor took no money from the fund.")
    assert told not in draft.body
    (aside,) = draft.asides
    assert (aside.kind, aside.text) == ("note", told)
    assert aside.at is not None
    assert draft.body[: aside.at.start] == "The mayor took no money"


def test_margin_comments_of_google_docs_go_nowhere() -> None:
    html = page("The audit was printed.<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup>").replace(
        "</article>",
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a>ask the lawyer</p></div></article>",
    )
    draft = article(html)
    assert "lawyer" not in repr(draft)
    assert draft.body.startswith("The audit was printed.\n")
    assert "1 private comment left out" in draft.warnings


@pytest.mark.parametrize(
    "href",
    [
        "https://www.google.com/url?q=https://example.org/audit&sa=D&usg=AO",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Faudit&h=x",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Faudit&data=1",
    ],
)
def test_a_link_through_a_counter_leads_to_its_end(href: str) -> None:
    draft = article(page(f"It is told in <a href='{href}'>the audit</a> of the port."))
    assert [source.url for source in draft.sources] == ["https://example.org/audit"]


def test_a_remark_at_the_foot_of_a_page_is_a_note_where_it_is_called() -> None:
    html = page("It was paid twice.<sup id='r1'><a href='#fn1'>1</a></sup> Nobody asked.").replace(
        "</article>",
        "<ol><li id='fn1'>It paid once more in spring. <a href='#r1'>↩</a></li></ol></article>",
    )
    draft = article(html)
    assert draft.body.startswith("It was paid twice. Nobody asked.")
    (aside,) = draft.asides
    assert aside.text == "It paid once more in spring."
    assert aside.at is not None
    assert draft.body[: aside.at.start] == "It was paid twice."
    assert "once more in spring" not in draft.body


def test_pull_quotes_that_repeat_the_text_are_told_as_doubled() -> None:
    html = page(AROUND[1]).replace(
        "</article>", f"<blockquote class='pullquote'><p>{AROUND[0]}</p></blockquote></article>"
    )
    draft = article(html)
    assert draft.body.count(AROUND[0]) == 1
    assert "doubled passage" in kinds(draft) or "doubled passage" in str(draft.left_out)


def test_a_block_quotation_is_not_the_authors_own() -> None:
    quoted = "Deep water or none is what we asked for, and none is what we were given by them."
    html = page(AROUND[1]).replace(
        "</p></article>", f"</p><blockquote>{quoted}</blockquote></article>"
    )
    draft = article(html)
    assert [(one.kind, one.at.of(draft.body)) for one in draft.voices] == [("quotation", quoted)]


def test_a_page_file_is_read_with_its_account() -> None:
    draft = read(page("The mayor took no money.").encode(), name="a.html")
    assert [(one.kind, one.words) for one in draft.left_out] == [("navigation", 1)]


def test_a_pop_up_about_cookies_shows_nothing_of_what_it_hides() -> None:
    told = "".join(
        f"<p>Purpose {n}: we count what you read, and tell it to others.</p>" * 3 for n in (1, 2)
    )
    pop_up = (
        f'<div class="sp-dsgvo-popup-overlay">We ask.<div style="display:none">{told}</div></div>'
    )
    html = page("The mayor took nothing.").replace("</article>", f"</article>{pop_up}")
    assert article(html).body == "\n\n".join(("The mayor took nothing.", *AROUND))
