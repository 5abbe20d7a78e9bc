"""Rare forms of LaTeX, Org, Typst, JATS and of pages: read as their programs show them."""

import pytest

from briefs.reading import pandoc
from briefs.reading.reader import read
from tests.briefs.test_visibility import AROUND, first, page

needs_pandoc = pytest.mark.skipif(
    pandoc.path() is None, reason="the extra “formats” is not installed"
)
PROSE = "The harbour silted up in a single winter, and nobody was ready for it."


def latex(text: str, head: str = "") -> str:
    begin = rf"\documentclass[ngerman]{{article}}{head}\begin{{document}}"
    return f"{begin}\n{PROSE}\n\n{text}\n\n{PROSE}\n\\end{{document}}"


def org(text: str) -> str:
    return f"#+TITLE: The Quay\n\n{PROSE}\n\n{text}\n\n{PROSE}\n"


def typst(text: str) -> str:
    return f"= The Quay\n\n{PROSE}\n\n{text}\n\n{PROSE}\n"


def jats(text: str, back: str = "") -> str:
    title = "<title-group><article-title>The Quay</article-title></title-group>"
    return (
        f'<?xml version="1.0"?><article article-type="essay"><front><article-meta>{title}'
        f"</article-meta></front><body><p>{PROSE}</p>{text}<p>{PROSE}</p></body>{back}</article>"
    )


@needs_pandoc
@pytest.mark.parametrize(
    ("source", "name", "shown"),
    [
        (
            latex(r"Er sagte \"`nein\"' und \"ubte.".replace("\\", "")),
            "a.tex",
            "Er sagte „nein“ und übte.",
        ),
        (
            latex(r"""Donau"-dampf und Haupt"=straße, Sch\"on."""),
            "a.tex",
            "Donaudampf und Haupt-straße, Schön.",
        ),
        (latex(r"He took \textcolor{white}{SECRET} money."), "a.tex", "He took money."),
        (latex(r"He took {\color{white} SECRET} money."), "a.tex", "He took money."),
        (org("It is so [cite:@okon p. 3] now."), "a.org", "It is so now."),
        (org("It is so [cite/t:@okon;@brandt]."), "a.org", "It is so."),
        (typst("He took #text(fill: white)[SECRET] money."), "a.typ", "He took money."),
        (typst("He took #text(size: 0pt)[SECRET] money."), "a.typ", "He took money."),
    ],
)
def test_a_paragraph_has_the_words_that_are_shown(source: str, name: str, shown: str) -> None:
    draft = read(source.encode(), name=name)
    body = [" ".join(one.split()) for one in draft.body.split("\n\n")]
    assert body == [PROSE, shown, PROSE]
    assert "SECRET" not in draft.body
    hidden = [one.words for one in draft.left_out if one.kind == "hidden passage"]
    assert hidden == [1] * ("SECRET" in source)


@needs_pandoc
def test_the_urgency_of_a_task_is_no_word_of_org() -> None:
    draft = read(org("* TODO [#A] The Locks\nThey leak.").encode(), name="a.org")
    assert draft.body.startswith(f"{PROSE}\n\nThe Locks\n\nThey leak.")


@needs_pandoc
def test_an_authors_note_is_no_part_of_the_name() -> None:
    head = r"\title{The Quay}\author{Jo Brandt\thanks{University of Orlen}}"
    source = latex(r"\maketitle", head)
    assert read(source.encode(), name="a.tex").byline == "Jo Brandt"


@needs_pandoc
def test_a_list_of_one_reference_in_jats_is_one() -> None:
    cited = "<mixed-citation>Okon, Ada. Piles. Orlen: Shore Press, 2019.</mixed-citation>"
    back = f'<back><ref-list><ref id="r1"><label>1</label>{cited}</ref></ref-list></back>'
    draft = read(jats("", back).encode(), name="a.xml")
    assert draft.body == f"{PROSE}\n\n{PROSE}"
    assert [one.raw for one in draft.sources] == ["Okon, Ada. Piles. Orlen: Shore Press, 2019."]


@needs_pandoc
def test_a_speaker_in_jats_is_named_once() -> None:
    quoted = "<disp-quote><p>We shall not pay.</p><attrib>Jo Brandt</attrib></disp-quote>"
    draft = read(jats(quoted).encode(), name="a.xml")
    assert draft.body == f"{PROSE}\n\nWe shall not pay.\n\n— Jo Brandt\n\n{PROSE}"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('He took <span style="color:#000">SECRET</span> it.', "He took it."),
        ("He said <q lang='en'>no</q> to it.", "He said “no” to it."),
    ],
)
def test_words_of_the_colour_of_their_ground_are_not_read(said: str, shown: str) -> None:
    html = page(said).replace("<p>", '<p style="background: black">', 1)
    assert first(html) == shown


def test_a_quotation_has_the_marks_of_the_language_around_it() -> None:
    html = page("Er sagte <q>nein</q> dazu.").replace("<p>", '<p lang="de">', 1)
    assert first(html) == "Er sagte „nein“ dazu."


def test_words_that_begin_on_a_new_line_are_not_joined() -> None:
    line = '<span style="display: block">{}</span>'
    html = page(f"{line.format('It was paid.')}{line.format('Nobody knows.')}")
    assert read(html.encode(), name="a.html").body.split("\n\n")[:2] == [
        "It was paid.",
        "Nobody knows.",
    ]


def test_centred_words_are_words() -> None:
    html = page("It was paid.").replace("</p>", "</p><center>It was not paid.</center>", 1)
    assert html.count("center") == 2
    assert read(html.encode(), name="a.html").body.split("\n\n")[1] == "It was not paid."


def test_a_note_that_a_button_opens_is_a_note() -> None:
    button = '<sup><button popovertarget="n1">1</button></sup>'
    note = '<div popover id="n1">A remark on it.</div>'
    html = page(f"It was paid{button} twice.").replace("</p>", f"</p>{note}", 1)
    draft = read(html.encode(), name="a.html")
    assert draft.body == "\n\n".join(("It was paid twice.", *AROUND))
    assert [one.text for one in draft.asides] == ["A remark on it."]


def test_a_value_that_a_program_computes_leaves_its_paragraph_out() -> None:
    cell = "```{r}\n#| echo: false\nplot(1)\n```"
    draft = read(
        f"# The Quay\n\n{PROSE}\n\n{cell}\n\nIt is `r sum(x)` now.\n".encode(), name="a.qmd"
    )
    assert draft.body == PROSE
    assert "unfinished paragraph" in [one.kind for one in draft.left_out]
    plain = read(f"# The Quay\n\n{PROSE}\n\nIt is `r sum(x)` now.\n".encode(), name="a.md")
    assert plain.body.endswith("It is r sum(x) now.")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('<img class="dropcap" alt="T" src="t.png">he mayor took it.', "The mayor took it."),
        ("It was paid.<button>…</button> Twice.", "It was paid. Twice."),
        ("It was paid.<amp-lightbox>SECRET</amp-lightbox>", "It was paid."),
    ],
)
def test_an_initial_is_a_letter_and_a_sign_to_press_is_no_word(said: str, shown: str) -> None:
    assert first(page(said)) == shown


def test_who_took_a_picture_is_told_with_it() -> None:
    credit = '<div><img src="x.jpg"><span class="credit">Jo Brandt/Example</span></div>'
    html = page("It was paid.").replace("</p>", f"</p>{credit}", 1)
    draft = read(html.encode(), name="a.html")
    assert draft.body == "\n\n".join(("It was paid.", *AROUND))


@pytest.mark.parametrize("home", ["/", "https://example.org/", "https://example.org", "index.html"])
def test_a_heading_that_leads_to_the_sites_first_page_is_no_title(home: str) -> None:
    title = "The Harbour and the Sea"
    logo = f'<h1><a href="{home}">Courier</a></h1>'
    html = page("It was paid.").replace(f"<title>{title}", f"<title>{title} - Courier")
    html = html.replace("<header>", f"<header>{logo}").replace("<article><h1>", "<article><h2>")
    draft = read(html.replace(f"{title}</h1>", f"{title}</h2>").encode(), name="a.html")
    assert draft.title == title


def test_a_callout_in_a_list_and_a_long_description_leave_no_sign() -> None:
    said = "A long description of it. " * 30
    text = "- One is here.\n\n  > [!NOTE]\n  > Two is here.\n\n- Three."
    text += f'\n\n![](a.png){{.b fig-alt="{said}"}}'
    draft = read(f"# The Quay\n\n{PROSE}\n\n{text}\n\n{PROSE}\n".encode(), name="a.md")
    lines = [one for one in draft.body.split("\n") if one]
    assert lines == [PROSE, "One is here.", "Two is here.", "Three.", PROSE]


@needs_pandoc
def test_a_comment_in_a_reference_of_jats_is_none_of_it() -> None:
    cited = "<source>Quays</source><!-- SECRET --><?x SECRET?><year>2020</year>"
    listed = f"<ref id='r1'><element-citation>{cited}</element-citation></ref>"
    back = f"<back><ref-list><title>References</title>{listed}</ref-list></back>"
    assert "SECRET" not in repr(read(jats("", back).encode(), name="a.xml"))


@needs_pandoc
def test_a_bare_number_behind_a_word_of_jats_is_the_mark_of_an_entry() -> None:
    entries = "".join(
        f'<ref id="r{n}"><mixed-citation>Okon A. Piles and Decks, part {n}. Quays. 2020;{n}:1.'
        "</mixed-citation></ref>"
        for n in (1, 2)
    )
    cited = '<xref ref-type="bibr" rid="r{0}">{0}</xref>'
    one, two = cited.format(1), cited.format(2)
    said = f"<p>It fell{one},{two} in May.{two} See {one},{two} and (ref. {one}).</p>"
    back = f"<back><ref-list><title>References</title>{entries}</ref-list></back>"
    draft = read(jats(said, back).encode(), name="a.xml")
    assert "It fell in May. See 1,2 and (ref. 1)." in " ".join(draft.body.split())
    assert [mark.source for mark in draft.marks] == [1, 2, 2]
