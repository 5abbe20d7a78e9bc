"""Every word of a file in reStructuredText, Org or LaTeX is in one place, or is counted.

Pandoc passes over what it does not know; nothing of that may be lost in silence.
"""

import pytest

from briefs.model import Draft
from briefs.reading import pandoc
from briefs.reading.reader import read
from tests.briefs.test_reading_words_always import Forms, Words, hold

needs_pandoc = pytest.mark.skipif(
    pandoc.path() is None, reason="the extra “formats” is not installed"
)
RULE = "============  ============"
PROSE = "The harbour silted up in a single winter, and nobody was ready for it."

RST: Forms = {
    "prose": lambda w: f"It is {w()} and *{w(1)}* and **{w(1)}** and ``{w(1)}``.",
    "section": lambda w: f"{w()}\n----------------------------------\n\nIt is {w()}.",
    "list": lambda w: f"- It is {w()}\n- {w()}\n\n  - {w()}\n",
    "enum": lambda w: f"#. It is {w()}\n#. {w()}",
    "deflist": lambda w: f"{w(1)}\n    It is {w()}.",
    "note": lambda w: f".. note:: It is {w()}.\n\n   And {w()}.",
    "admon": lambda w: f".. admonition:: {w()}\n\n   And {w()}.",
    "quote": lambda w: f"    It is {w()}.\n\n    -- {w(2)}",
    "epigraph": lambda w: f".. epigraph::\n\n   It is {w()}.\n\n   -- {w(2)}",
    "pull": lambda w: f".. pull-quote::\n\n   It is {w()}.",
    "sidebar": lambda w: f".. sidebar:: {w()}\n\n   It is {w()}.",
    "topic": lambda w: f".. topic:: {w()}\n\n   It is {w()}.",
    "rubric": lambda w: f".. rubric:: {w()}",
    "code": lambda w: f"::\n\n    {w()}",
    "codeblock": lambda w: f".. code-block:: python\n\n    {w()}",
    "table": lambda w: f"{RULE}\n{w(1)}  {w(1)}\n{RULE}\n{w(1)}  {w(1)}\n{RULE}",
    "listtable": lambda w: f".. list-table:: {w()}\n\n   * - {w()}\n     - {w()}",
    "figure": lambda w: f".. figure:: a.png\n\n   {w()}\n\n   {w()}",
    "foot": lambda w: f"It is {w()} [#f{w.count}]_ so.\n\n.. [#f{w.count}] And {w()}.",
    "cite": lambda w: f"It is {w()} [CIT{w.count}]_ so.\n\n.. [CIT{w.count}] And {w()}.",
    "lineblock": lambda w: f"| {w()}\n| {w()}",
    "role": lambda w: f"It is :sub:`{w(1)}` and :strong:`{w(1)}` and :ref:`{w(1)} <x>` so.",
    "field": lambda w: f":field: {w()}",
    "container": lambda w: f".. container:: x\n\n   It is {w()}.",
    "only": lambda w: f".. only:: html\n\n   It is {w()}.",
    "hlist": lambda w: f".. hlist::\n\n   * {w()}\n   * {w()}",
    "glossary": lambda w: f".. glossary::\n\n   {w(1)}\n      It is {w()}.",
    "seealso": lambda w: f".. seealso:: It is {w()}.",
    "versionadded": lambda w: f".. versionadded:: 1.0\n   It is {w()}.",
    "unknown": lambda w: f".. fancybox:: x\n\n   It is {w()}.",
    "parsed": lambda w: f".. parsed-literal::\n\n   {w()}",
}

ORG: Forms = {
    "prose": lambda w: f"It is {w()} and /{w(1)}/ and *{w(1)}* and ~{w(1)}~ and _{w(1)}_.",
    "section": lambda w: f"* {w()}\nIt is {w()}.",
    "list": lambda w: f"- It is {w()}\n- {w()}\n  - {w()}",
    "check": lambda w: f"- [ ] {w()}\n- [X] {w()}",
    "desc": lambda w: f"- {w(1)} :: It is {w()}.",
    "quote": lambda w: f"#+BEGIN_QUOTE\nIt is {w()}.\n#+END_QUOTE",
    "verse": lambda w: f"#+BEGIN_VERSE\nIt is {w()}\nand {w()}\n#+END_VERSE",
    "center": lambda w: f"#+BEGIN_CENTER\nIt is {w()}.\n#+END_CENTER",
    "example": lambda w: f"#+BEGIN_EXAMPLE\n{w()}\n#+END_EXAMPLE",
    "src": lambda w: f"#+BEGIN_SRC python\n{w()}\n#+END_SRC",
    "note": lambda w: f"#+BEGIN_NOTE\nIt is {w()}.\n#+END_NOTE",
    "foot": lambda w: f"It is {w()}[fn:{w.count}] so.\n\n[fn:{w.count}] And {w()}.",
    "footin": lambda w: f"It is {w()}[fn:: And {w()}.] so.",
    "table": lambda w: f"| {w(1)} | {w(1)} |\n|---+---|\n| {w(1)} | {w(1)} |",
    "caption": lambda w: f"#+CAPTION: {w()}\n[[./a.png]]",
    "struck": lambda w: f"It is +{w(2)}+ {w()} so.",
    "props": lambda w: f"* {w()}\n:PROPERTIES:\n:ID: x\n:END:\nIt is {w()}.",
    "cite": lambda w: f"It is {w()} [cite:@a] so.",
    "fixed": lambda w: f": {w()}",
    "ts": lambda w: f"It is {w()} <2026-05-03 Sun> so.",
    "inlinesrc": lambda w: f"It is src_python{{x}} {w()} so.",
    "target": lambda w: f"It is <<t>> {w()} so.",
    "radio": lambda w: f"It is <<<{w(1)}>>> {w()} so.",
    "entity": lambda w: f"It is \\alpha {w()} \\ndash so.",
    "aside": lambda w: f"#+BEGIN_ASIDE\nIt is {w()}.\n#+END_ASIDE",
}

LATEX: Forms = {
    "prose": lambda w: (
        f"It is {w()} and \\emph{{{w(1)}}} and \\textbf{{{w(1)}}} and \\texttt{{{w(1)}}} "
        f"and \\textsc{{{w(1)}}}."
    ),
    "section": lambda w: f"\\section{{{w()}}}\nIt is {w()}.",
    "sectionstar": lambda w: f"\\section*{{{w()}}}\nIt is {w()}.",
    "paragraph": lambda w: f"\\paragraph{{{w()}}} It is {w()}.",
    "item": lambda w: f"\\begin{{itemize}}\\item It is {w()}\\item {w()}\\end{{itemize}}",
    "enum": lambda w: f"\\begin{{enumerate}}\\item It is {w()}\\item {w()}\\end{{enumerate}}",
    "desc": lambda w: f"\\begin{{description}}\\item[{w(1)}] It is {w()}\\end{{description}}",
    "quote": lambda w: f"\\begin{{quote}}It is {w()}.\\end{{quote}}",
    "epigraph": lambda w: f"\\epigraph{{It is {w()}.}}{{{w(2)}}}",
    "foot": lambda w: f"It is {w()}\\footnote{{And {w()}.}} so.",
    "margin": lambda w: f"It is {w()}\\marginpar{{And {w()}.}} so.",
    "verb": lambda w: f"\\begin{{verbatim}}\n{w()}\n\\end{{verbatim}}",
    "tab": lambda w: f"\\begin{{tabular}}{{ll}}{w(1)} & {w(1)}\\\\ {w(1)} & {w(1)}\\end{{tabular}}",
    "table": lambda w: (
        f"\\begin{{table}}\\begin{{tabular}}{{ll}}{w(1)} & {w(1)}\\\\ {w(1)} & {w(1)}"
        f"\\end{{tabular}}\\caption{{{w()}}}\\end{{table}}"
    ),
    "figure": lambda w: (
        f"\\begin{{figure}}\\includegraphics{{a.png}}\\caption{{{w()}}}\\end{{figure}}"
    ),
    "center": lambda w: f"\\begin{{center}}It is {w()}.\\end{{center}}",
    "minipage": lambda w: f"\\begin{{minipage}}{{5cm}}It is {w()}.\\end{{minipage}}",
    "box": lambda w: f"\\fbox{{It is {w()}.}}",
    "tcolorbox": lambda w: f"\\begin{{tcolorbox}}[title={w(1)}]It is {w()}.\\end{{tcolorbox}}",
    "theorem": lambda w: f"\\begin{{theorem}}It is {w()}.\\end{{theorem}}",
    "verse": lambda w: f"\\begin{{verse}}It is {w()}\\\\ and {w()}.\\end{{verse}}",
    "st": lambda w: f"It is \\sout{{{w(2)}}} {w()} so.",
    "color": lambda w: f"It is \\textcolor{{red}}{{{w()}}} so.",
    "unknown": lambda w: f"It is \\mystery{{{w()}}} so.",
    "unknownenv": lambda w: f"\\begin{{mystery}}It is {w()}.\\end{{mystery}}",
    "abstract": lambda w: f"\\begin{{abstract}}It is {w()}.\\end{{abstract}}",
    "multicol": lambda w: f"\\begin{{multicols}}{{2}}It is {w()}.\\end{{multicols}}",
    "lstlisting": lambda w: f"\\begin{{lstlisting}}\n{w()}\n\\end{{lstlisting}}",
    "gls": lambda w: f"It is \\underline{{{w()}}} \\mbox{{{w(1)}}} so.",
    "wrapfig": lambda w: (
        f"\\begin{{wrapfigure}}{{r}}{{5cm}}\\includegraphics{{a}}\\caption{{{w()}}}\\end{{wrapfigure}}"
    ),
    "appendix": lambda w: f"\\appendix\\section{{{w()}}} It is {w()}.",
}

FILES: dict[str, tuple[Forms, str, str]] = {
    "rst": (RST, "The Harbour\n===========\n\n", ""),
    "org": (
        ORG,
        "#+TITLE: The Harbour\n\n",
        "* {} :noexport:\nIt is {}.\n* COMMENT {}\nIt is {}.\n",
    ),
    "tex": (
        LATEX,
        "\\documentclass{article}\\title{The Harbour}\n\\begin{document}\\maketitle\n\n",
        "\\end{document}\n",
    ),
}


@needs_pandoc
@pytest.mark.parametrize("suffix", FILES)
def test_every_word_of_a_file_that_pandoc_reads_is_in_one_place_or_counted(suffix: str) -> None:
    forms, head, tail = FILES[suffix]
    words = Words()
    written = "\n\n".join(f"{form(words)}\n\n{PROSE}" for form in forms.values())
    if suffix == "org":
        tail = tail.format(words(), words(), words(), words())
    draft = read(f"{head}{PROSE}\n\n{written}\n\n{tail}".encode(), name=f"a.{suffix}")
    hold(draft, words.count)


@pytest.mark.soak
@needs_pandoc
@pytest.mark.parametrize(
    ("suffix", "form"), [(suffix, form) for suffix, one in FILES.items() for form in one[0]]
)
def test_every_word_of_each_form_is_in_one_place_or_counted(suffix: str, form: str) -> None:
    forms, head, tail = FILES[suffix]
    words = Words()
    tail = "" if suffix == "org" else tail
    written = f"{head}{PROSE}\n\n{forms[form](words)}\n\n{PROSE}\n\n{tail}"
    hold(read(written.encode(), name=f"a.{suffix}"), words.count)


@needs_pandoc
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"She took \fbox{no} money.", "She took no money."),
        (r"She took \colorbox{red}{no} money.", "She took no money."),
        (r"She took \mystery{no} money.", None),
        (r"She took \mystery[x]{no} money.", None),
        (r"She took no money\ldots{} at all.", "She took no money… at all."),
        (r"She took no \$5 \% of $\mathcal{M}$ it.", None),
        ("She took no money. % \\mystery{x}", "She took no money."),
    ],
)
def test_a_command_that_is_not_known_withholds_its_paragraph(
    written: str, shown: str | None
) -> None:
    made = f"\\begin{{document}}\n{PROSE}\n\n{written}\n\n{PROSE}\n\\end{{document}}"
    draft = read(made.encode(), name="a.tex")
    middle = draft.body.split("\n\n")[1:-1]
    assert middle == ([shown] if shown else [])
    assert shown or any(one.kind == "unfinished paragraph" for one in draft.left_out)


@needs_pandoc
def test_a_note_in_the_margin_of_latex_is_a_note() -> None:
    written = r"She took no money.\marginpar{So she said.} It was late.\footnotemark{}"
    made = f"\\begin{{document}}\n{PROSE}\n\n{written}\n\\end{{document}}"
    draft = read(made.encode(), name="a.tex")
    assert draft.body.endswith("She took no money. It was late.")
    assert [one.text for one in draft.asides] == ["So she said."]


@needs_pandoc
def test_words_of_org_that_others_link_to_stay() -> None:
    draft = read(f"#+TITLE: A\n\n{PROSE} The <<<quay>>> is shut.\n".encode(), name="a.org")
    assert draft.body == f"{PROSE} The quay is shut."


HIDDEN_IN_ASCIIDOC = (
    "////\nA secret.\n\nAnd another.\n////",
    "[comment]\n--\nA secret.\n--",
    "// A secret.",
    "ifdef::print[]\nA secret.\n\nifdef::x[]\nAnother.\nendif::[]\nendif::[]",
    "ifdef::print[A secret.]",
    "ifndef::known[]\nA secret.\nendif::known[]",
    "ifeval::[{x} == 1]\nA secret.\nendif::[]",
    "include::secret.adoc[]",
)


@needs_pandoc
@pytest.mark.parametrize("hidden", HIDDEN_IN_ASCIIDOC)
def test_what_asciidoc_does_not_show_is_not_read(hidden: str) -> None:
    written = f"= The Harbour\n:known: 1\n\n{PROSE}\n\n{hidden}\n\nIt was late.\n"
    draft = read(written.encode(), name="a.adoc")
    assert draft.body == f"{PROSE}\n\nIt was late."
    assert all("secret" not in one.opening for one in draft.left_out)


@needs_pandoc
@pytest.mark.parametrize(
    "shown",
    [
        "ifdef::known[]\nIt rained.\nendif::[]",
        "ifdef::known[It rained.]",
        "ifndef::print[]\nIt rained.\nendif::[]",
    ],
)
def test_what_asciidoc_shows_where_a_condition_holds_is_read(shown: str) -> None:
    written = f"= The Harbour\n:known: 1\n\n{PROSE}\n\n{shown}\n\nIt was late.\n"
    draft = read(written.encode(), name="a.adoc")
    assert draft.body == f"{PROSE}\n\nIt rained.\n\nIt was late."


@needs_pandoc
def test_words_that_typst_marks_stay_in_their_sentence() -> None:
    draft = read(f"= The Harbour\n\n{PROSE} It #highlight[never] rained.\n".encode(), name="a.typ")
    assert draft.body == f"{PROSE} It never rained."


HEAD = "#+TITLE: The Quay\n#+DATE: <2026-05-03 Sun>\n"


def drafted_as(text: str, name: str) -> Draft:
    return read(f"{text}\n\n{PROSE}\n".encode(), name=name)


@needs_pandoc
def test_what_org_keeps_for_its_writer_is_not_read() -> None:
    tasks = "*************** TODO ask SECRET man\nof SECRET\n*************** END\n"
    draft = drafted_as(f"{HEAD}\n{PROSE}\n\n* TODO The piles\n\n{tasks}", "a.org")
    assert draft.body == f"{PROSE}\n\nThe piles\n\n{PROSE}"
    assert "TODO" not in draft.body
    assert draft.published is not None
    assert draft.published.date().isoformat() == "2026-05-03"
    assert "private comment" in [one.kind for one in draft.left_out]
    assert drafted_as("#+TITLE: The Quay\n#+FILETAGS: :draft:ports:\n", "a.org").hold


@needs_pandoc
def test_what_sphinx_shows_on_no_page_is_not_read() -> None:
    parts = ".. only:: latex\n\n   It is SECRET here.\n\n.. todo:: ask SECRET man\n"
    draft = drafted_as(f"The Quay\n========\n\n{PROSE}\n\n{parts}", "a.rst")
    assert draft.body == f"{PROSE}\n\n{PROSE}"
    struck = "She :strike:`took the money` took no money.\n\n.. role:: strike"
    draft = drafted_as(f"The Quay\n========\n\n{struck}", "a.rst")
    assert draft.body.startswith("She took no money.")
    assert "struck-out passage" in [one.kind for one in draft.left_out]


@needs_pandoc
def test_a_citation_by_a_key_in_restructured_text_leads_to_its_entry() -> None:
    entry = "Okon, Ada. Piles and Decks. Orlen: Shore Press, 2019."
    cited = f"It is so [OK19]_ in May.\n\n.. [OK19] {entry}\n"
    draft = read(f"The Quay\n========\n\n{PROSE}\n\n{cited}".encode(), name="a.rst")
    assert draft.body == f"{PROSE}\n\nIt is so in May."
    assert [source.raw for source in draft.sources] == [entry]
    assert [mark.source for mark in draft.marks] == [1]


@needs_pandoc
def test_nikolas_lines_are_front_matter() -> None:
    head = ".. title: The Quay\n.. slug: quay\n.. date: 2026-05-03 10:00 UTC\n.. status: draft"
    draft = drafted_as(head, "a.rst")
    assert (draft.title, draft.body, bool(draft.hold)) == ("The Quay", PROSE, True)


def jats(body: str = "", *, front: str = "", after: str = "") -> Draft:
    head = f"<title-group><article-title>The Quay</article-title></title-group>{front}"
    source = (
        f'<?xml version="1.0"?><article article-type="essay"><front><article-meta>{head}'
        f"</article-meta></front><body><p>{PROSE}</p>{body}</body>{after}</article>"
    )
    return read(source.encode(), name="a.xml")


@needs_pandoc
def test_what_a_jats_file_holds_beside_its_article_is_left_out_and_counted() -> None:
    review = "<sub-article><body><p>SECRET review.</p></body></sub-article>"
    reply = "<response><body><p>SECRET reply.</p></body></response>"
    name = "<name><surname>Okon</surname><given-names>Ada</given-names></name>"
    front = f"<contrib-group><contrib contrib-type='author'>{name}</contrib></contrib-group>"
    notes = "<author-notes><corresp>ada@example.org</corresp></author-notes>"
    draft = jats(front=front + notes, after=review + reply)
    assert (draft.body, draft.byline) == (PROSE, "Ada Okon")
    assert [str(one) for one in draft.left_out] == ["3 attachments (4 words: “SECRET review.…”)"]


@needs_pandoc
def test_a_table_of_jats_without_a_body_is_counted_and_its_caption_is_one() -> None:
    cells = "<tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>"
    caption = "<caption><p>Ships a year.</p></caption>"
    draft = jats(f"<table-wrap>{caption}<table frame='box'>{cells}</table></table-wrap>")
    assert draft.body == PROSE
    assert [one.text for one in draft.asides] == ["Ships a year."]
    assert [(one.kind, one.words) for one in draft.left_out] == [("table", 4)]


@needs_pandoc
def test_a_shape_of_rtf_joins_no_sentence() -> None:
    shape = r"{\shp{\*\shpinst{\shptxt \pard Words of a box.\par}}}"
    source = rf"{{\rtf1\ansi\pard The clerk took no money{shape} from the fund.\par}}"
    draft = read(source.encode(), name="a.rtf")
    assert draft.body == "The clerk took no money from the fund."
    assert [str(one) for one in draft.left_out] == ["1 text box (4 words: “Words of a box.…”)"]
