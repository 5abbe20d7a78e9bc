"""The formats beside PDF, Word, HTML and text: read as readers see them, or refused by name."""

import json
import re
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from briefs.errors import Unreadable
from briefs.model import (
    Draft,
)
from briefs.reading import pandoc, reader
from briefs.reading.formats import Markup
from briefs.reading.reader import read
from briefs.sandbox import rights

FIRST = "The quay reopened in April, and two thirds of the cranes were working again."
SECOND = "Insurers were slower to return; they wanted to see the survey first."
BODY = f"{FIRST}\n\n{SECOND}"
DOE = "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019."

needs_pandoc = pytest.mark.skipif(
    pandoc.path() is None, reason="the extra sourcebrief[formats] is not installed"
)


def told(source: str | bytes, name: str) -> Draft:
    data = source.encode() if isinstance(source, str) else source
    return read(data, name=name, origin=f"desk/{name}")


def kinds(draft: Draft) -> dict[str, tuple[int, str]]:
    return {one.kind: (one.passages, one.opening) for one in draft.left_out}


ORG = f"""#+TITLE: After the Dredger
#+AUTHOR: Jane Doe
#+DATE: 2019-04-02
{FIRST}[fn:1]

{SECOND} +Never mind.+

#+BEGIN_SRC python
print("code")
#+END_SRC

# a comment that nobody reads

[fn:1] {DOE}
"""
RST = f"""After the Dredger
=================

:Author: J. D.
:Date: 2019-04-02

{FIRST} [1]_

.. a comment that nobody reads

{SECOND}

.. code:: python

   print("code")

.. [1] {DOE}
"""
LATEX = rf"""\documentclass{{article}}
\title{{After the Dredger}}
\author{{Jane Doe}}
\date{{2019-04-02}}
\begin{{document}}
\maketitle
The quay reopened in April~\cite{{vale}}, and two thirds of the cranes were working
again.\footnote{{{DOE}}}

% a comment that nobody reads
{SECOND}

\begin{{verbatim}}
print("code")
\end{{verbatim}}
\end{{document}}
"""
ASCIIDOC = f"""= After the Dredger
Jane Doe
2019-04-02

{FIRST}footnote:[{DOE}]

// a comment that nobody reads
{SECOND}

----
print("code")
----
"""


@needs_pandoc
@pytest.mark.parametrize(
    ("source", "name", "byline"),
    [
        (ORG, "a.org", "Jane Doe"),
        (ORG, "notes", "Jane Doe"),
        (RST, "a.rst", "J. D."),
        (LATEX, "a.tex", "Jane Doe"),
        (LATEX, "a.txt", "Jane Doe"),
        (ASCIIDOC, "a.adoc", "Jane Doe"),
    ],
    ids=["Org", "Org by its signs", "reStructuredText", "LaTeX", "LaTeX by its signs", "AsciiDoc"],
)
def test_markup_is_read_as_it_is_shown(source: str, name: str, byline: str) -> None:
    draft = told(source, name)
    assert (draft.title, draft.body, draft.byline) == ("After the Dredger", BODY, byline)
    assert draft.published is not None
    assert draft.published.date().isoformat() == "2019-04-02"
    assert [source.raw for source in draft.sources] == [DOE]
    assert [draft.body[: mark.at.start].rpartition(" ")[2] for mark in draft.marks] == ["again."]
    assert kinds(draft)["code block"] == (1, 'print("code")')


@needs_pandoc
def test_what_markup_strikes_out_is_left_out_and_counted() -> None:
    assert kinds(told(ORG, "a.org"))["struck-out passage"] == (1, "Never mind.")


@needs_pandoc
def test_a_note_that_names_no_work_stands_beside_the_text() -> None:
    draft = told(ORG.replace(DOE, "See what the audit says."), "a.org")
    assert draft.sources == ()
    assert [(one.text, one.label) for one in draft.asides] == [("See what the audit says.", "1")]


@needs_pandoc
def test_a_formula_that_is_built_up_withholds_its_paragraph() -> None:
    draft = told(LATEX.replace("% a", "It costs $\\frac{a}{b}$ a year, they said.\n\n% a"), "a.tex")
    assert draft.body == BODY
    assert kinds(draft)["unfinished paragraph"][0] == 1


def test_a_notebook_gives_its_prose_and_not_its_code() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": [f"# After the Dredger\n\n{BODY}"]},
        {
            "cell_type": "code",
            "metadata": {},
            "source": ["print(1)"],
            "execution_count": 1,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}],
        },
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    draft = told(json.dumps(notebook), "a.ipynb")
    assert (draft.title, draft.body) == ("After the Dredger", BODY)
    assert kinds(draft)["code block"] == (2, "print(1)")  # what it printed is the other


@needs_pandoc
def test_a_latex_files_own_list_is_called_by_its_keys() -> None:
    listed = (
        "\\begin{thebibliography}{9}\n"
        "\\bibitem{vale} Vale, Ines. \\textit{The Quay}. Press, 2011.\n"
        f"\\bibitem[Doe]{{doe}} {DOE}\n\\end{{thebibliography}}\n\\end{{document}}"
    )
    source = LATEX.replace(r"\end{document}", listed).replace(r"~\cite{vale}", r"~\cite{vale,doe}")
    draft = told(source, "a.tex")
    assert [one.raw for one in draft.sources][1:] == ["Vale, Ines. The Quay. Press, 2011.", DOE]
    assert [draft.body[: mark.at.start].rpartition(" ")[2] for mark in draft.marks] == [
        *("April", "April"),
        "again.",
    ]
    assert draft.body == BODY


JATS = f"""<?xml version="1.0"?>
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article"><front>
<article-meta><title-group><article-title>After the Dredger</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname>
<given-names>Jane</given-names></name></contrib></contrib-group>
<pub-date><day>2</day><month>4</month><year>2019</year></pub-date></article-meta></front>
<body><p>{FIRST}</p><p>{SECOND}</p></body>
<back><ref-list><title>References</title><ref id="r1"><label>1</label>
<mixed-citation>{DOE}</mixed-citation></ref></ref-list></back></article>
"""


@needs_pandoc
def test_a_jats_article_is_read_with_its_authors_and_its_list() -> None:
    draft = told(JATS, "article.xml")
    assert (draft.title, draft.body, draft.byline) == ("After the Dredger", BODY, "Jane Doe")
    assert [source.raw for source in draft.sources] == [DOE]


RTF = (
    r"{\rtf1\ansi{\info{\author Jane Doe}}{\b After the Dredger}\par "
    + FIRST
    + r"{\super\chftn{\*\footnote\pard "
    + DOE.replace("“", r"\u8220 ?").replace("”", r"\u8221 ?")
    + r"}}\par Insurers were {\v hidden }{\strike never }slower to return; they wanted to see"
    + r" the survey first.{\*\annotation private}\par}"
)


@needs_pandoc
def test_rich_text_is_read_with_its_notes() -> None:
    draft = told(RTF, "a.rtf")
    assert (draft.title, draft.body, draft.byline) == ("After the Dredger", BODY, "Jane Doe")
    assert [source.raw for source in draft.sources] == [DOE]
    assert kinds(draft) == {
        "hidden passage": (1, "hidden"),
        "private comment": (1, ""),
        "struck-out passage": (1, "never"),
    }


@needs_pandoc
def test_markup_that_takes_too_long_or_too_much_is_refused() -> None:
    nested = ("{" * 200_000 + "x" + "}" * 200_000).encode()
    latex = Markup("latex", "a LaTeX file")
    for limits in (pandoc.Limits(seconds=1, memory=40_000_000), pandoc.Limits(output=10)):
        with pytest.raises(Unreadable) as caught:
            pandoc.convert(b"\\begin{document}" + nested, latex, limits)
        assert caught.value.hint


@needs_pandoc
@pytest.mark.skipif(bool(rights.missing()), reason="; ".join(rights.missing()))
def test_pandoc_runs_without_rights() -> None:
    program = pandoc.path()
    assert program is not None
    process = pandoc.started(rights.bound(program), Markup("org", "an Org file"), pandoc.Limits())
    try:
        for _ in range(6_000):
            if Path(psutil.Process(process.pid).exe()).name == "pandoc":  # kept by each object
                break
            time.sleep(0.01)
        told = Path(f"/proc/{process.pid}/status").read_text()
        assert re.search(r"^NoNewPrivs:\t1$", told, re.MULTILINE)
        assert re.search(r"^Seccomp:\t2$", told, re.MULTILINE)
        out, _ = process.communicate(b"It rained.\n", timeout=60)
        assert b"rained" in out
    finally:
        process.kill()
        process.communicate()


@needs_pandoc
def test_markup_reads_no_other_file(tmp_path: object) -> None:
    source = LATEX.replace("% a comment", f"\\input{{{__file__}}}\n% a comment")
    assert "needs_pandoc" not in told(source, "a.tex").body


def test_markup_is_refused_by_name_where_the_extra_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pandoc, "path", lambda: None)
    with pytest.raises(Unreadable) as caught:
        told(ORG, "a.org")
    assert caught.value.reason == "this seems to be an Org file, which is read with an extra"
    assert "pip install 'sourcebrief[formats]'" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "name", "kind", "hint"),
    [
        (b'{"db": [{"meta": {}, "data": {"posts": []}}]}', "a.json", "Ghost", "feed add"),
        (
            b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel/></rss>',
            "a.xml",
            "WordPress",
            "feed",
        ),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "a.xml", "a feed", "feed add"),
        (b"<opml><body/></opml>", "a.opml", "a list of feeds", "feed import"),
        (b'{"a": [1, 2]}', "a.json", "data (JSON)", "text"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n", "a.srt", "subtitles", "text"),
        (b"a,b\n1,2\n", "a.csv", "a table", "text"),
        (b"<?xml version='1.0'?><nitf><body/></nitf>", "a.xml", "NITF", "text"),
        (b"<?xml version='1.0'?><unknown/>", "a.xml", "XML of no kind", "text"),
        (
            b"From a@b.org Mon Jan  2 10:00:00 2017\nSubject: x\n\nText.\n\n" * 2,
            "a.mbox",
            "mailbox",
            ".eml",
        ),
        (b"\xd0\xcf\x11\xe0\xa1", "a.msg", "an Outlook message", ".eml"),
        (b"PK\x03\x04 ppt/presentation.xml", "a.pptx", "PowerPoint", "text"),
        (b"PK\x03\x04 Index/Document.iwa", "a.pages", "Apple Pages", "Word"),
        (b"PK\x03\x04 a.md", "a.zip", "a zip archive", "send the files"),
    ],
)
def test_what_is_no_piece_is_refused_by_name_with_what_to_do(
    data: bytes, name: str, kind: str, hint: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        told(data, name)
    assert kind in caught.value.reason
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "source",
    [
        f"# How to write LaTeX\n\n{FIRST}\n\n    \\documentclass{{article}}\n\n{SECOND}\n",
        f"Note: the quay\n\n{FIRST}\n\nDate: nobody knows.\n",
        f"From the quay we saw it.\n\n{FIRST}\n",
        f"[1] is the first.\n\n{FIRST}\n",
        f"{{Here}} it begins.\n\n{FIRST}\n",
    ],
)
def test_a_text_that_only_looks_alike_is_text(source: str) -> None:
    assert reader.format_of(source.encode(), "a.md") == "text"
    assert reader.format_of(source.encode(), "a.txt") == "text"


@pytest.mark.parametrize(
    "part",
    [b"<!---->", b"<?xml?>", b"<!-- - -- -->", b"<!DOCTYPE a []>", b" ", b"From: a\n", b"<?"],
)
def test_no_opening_of_a_file_keeps_its_format_from_being_told(part: bytes) -> None:
    data = part * (1_000_000 // len(part)) + b"<"
    with suppress(Unreadable):
        reader.format_of(data)
    assert reader.markup_of(data) is None


@needs_pandoc
@pytest.mark.parametrize(
    ("source", "name"),
    [
        (ORG.replace("#+DATE", "#+HUGO_DRAFT: true\n#+DATE"), "a.org"),
        (
            f"After the Dredger\n=================\n\n:status: draft\n:author: Jane Doe\n\n{BODY}",
            "a.rst",
        ),
    ],
)
def test_a_file_that_says_it_is_a_draft_is_held(source: str, name: str) -> None:
    assert "draft" in told(source, name).hold
