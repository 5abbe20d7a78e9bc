"""What of a Word file is no text, or stands where a reader of its XML would not look for it."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.parser import parse_xml
from docx.shared import RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.left_out import LeftOut
from briefs.reading.reader import read
from tests.briefs.word_files import (
    BODY,
    W,
    add,
    essay,
    run,
    saved,
    told,
)


@pytest.fixture
def document() -> Document:
    return essay()


def told_of(document: Document) -> dict[str, tuple[int, int, str]]:
    return {one.kind: (one.passages, one.words, one.opening) for one in told(document).left_out}


def at_end(document: Document, xml: str) -> None:
    """An element of this XML at the end of the body, as it is."""
    body: Any = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))


def test_a_piece_in_a_layout_table_is_read_cell_by_cell() -> None:
    made = docx.Document()
    made.core_properties.author = ""
    made.add_heading("After the Dredger", 0)
    table = made.add_table(1, 2)
    for cell, words in zip(table.rows[0].cells, BODY, strict=True):
        cell.text = words
    inner = table.rows[0].cells[1].add_table(1, 1)
    inner.rows[0].cells[0].text = "It ends in a table within a table."
    draft = told(made)
    assert draft.body == "\n\n".join((*BODY, "It ends in a table within a table."))
    assert draft.left_out == ()


def test_a_row_that_was_deleted_is_not_read(document: Document) -> None:
    row = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc></w:tr>"
    deleted = row.format("<w:trPr><w:del w:id='1'/></w:trPr>", run("Nobody reads this row."))
    at_end(document, f"<w:tbl {W}>{deleted}{row.format('', run('It ends here.'))}</w:tbl>")
    assert told(document).body == "\n\n".join((*BODY, "It ends here."))


V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
BOX = (
    f"<w:r><w:pict><v:shape {V}><v:textbox><w:txbxContent>{{}}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r>"
)
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_a_box_is_text_and_read_once_of_its_two_drawings(document: Document) -> None:
    drawn = BOX.format(f"<w:p>{run('It ends in a box.')}</w:p>")
    inner = drawn.removeprefix("<w:r>").removesuffix("</w:r>")
    add(
        document,
        f"<w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'>{inner}</mc:Choice>"
        f"<mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r>",
    )
    draft = told(document)
    assert draft.body == "\n\n".join((*BODY, "It ends in a box."))
    assert draft.left_out == ()


def test_a_box_that_repeats_the_text_is_a_pull_quote_and_left_out(document: Document) -> None:
    add(document, BOX.format(f"<w:p>{run('“they wanted to see the survey first”')}</w:p>"))
    assert told(document).body == "\n\n".join(BODY)
    assert told_of(document)["doubled passage"][:2] == (1, 7)


@pytest.mark.parametrize("how", ["strike", "dstrike"])
def test_struck_out_words_are_left_out_and_counted(document: Document, how: str) -> None:
    struck = f"<w:{how}/>"
    add(
        document,
        run("The mayor took ")
        + run("the money", struck)
        + run(" for himself", struck)
        + run(" no money, ")
        + run("he says", f'<w:{how} w:val="0"/>')
        + run("."),
    )
    assert told(document).body.endswith("The mayor took no money, he says.")
    assert told_of(document)["struck-out passage"] == (1, 4, "the money")
    assert any(one.startswith("1 struck-out passage left out") for one in told(document).warnings)


def test_what_a_style_strikes_out_or_hides_is_left_out(document: Document) -> None:
    styles = document.styles
    styles.add_style("Gone", WD_STYLE_TYPE.CHARACTER).font.strike = True
    styles.add_style("Unseen", WD_STYLE_TYPE.PARAGRAPH).font.hidden = True
    document.add_paragraph("Nobody sees this.", style="Unseen")
    add(document, run("It is ") + run("not ", "<w:rStyle w:val='Gone'/>") + run("so."))
    assert told(document).body == "\n\n".join((*BODY, "It is so."))
    assert {kind: words for kind, (_, words, _) in told_of(document).items()} == {
        "hidden passage": 3,
        "struck-out passage": 1,
    }


def test_a_deleted_paragraph_mark_parts_nothing(document: Document) -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    add(document, mark + run("It goes on "))
    add(document, run("in the next one."))
    assert told(document).body.endswith("first.\n\nIt goes on in the next one.")


def test_moved_text_stands_once_where_it_was_moved_to(document: Document) -> None:
    moved = run("This was moved down.")
    add(document, f'<w:moveFrom w:id="1">{moved}</w:moveFrom>')
    add(document, run("This stayed in its place."))
    add(document, f'<w:moveTo w:id="2">{moved}</w:moveTo>')
    assert told(document).body == "\n\n".join(
        (*BODY, "This stayed in its place.", "This was moved down.")
    )
    assert told(document).left_out == ()


def test_comments_are_counted_and_nothing_of_them_kept(document: Document) -> None:
    document.add_comment(
        document.paragraphs[1].runs, text="Ask the lawyer.", author="J", initials="J"
    )
    draft = told(document)
    assert draft.left_out == (LeftOut("private comment", 1),)
    assert "lawyer" not in repr(draft)


def test_signs_of_the_font_symbol_are_letters_and_others_are_counted(document: Document) -> None:
    sign = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    add(
        document,
        run("It measures 5 ")
        + sign.format("Symbol", "F06D")
        + run("m")
        + sign.format("Wingdings", "F0E0")
        + run("."),
    )
    assert told(document).body.endswith("It measures 5 μm.")
    assert told_of(document) == {"drawing": (1, 0, "")}


M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def test_a_formula_that_is_built_up_withholds_its_paragraph(document: Document) -> None:
    letter = "<m:r><m:t>{}</m:t></m:r>"
    power = f"<m:sSup><m:e>{letter.format('x')}</m:e><m:sup>{letter.format('n')}</m:sup></m:sSup>"
    add(document, run("It grows as ") + f"<m:oMath {M}>{power}</m:oMath>" + run(" does."))
    add(
        document, run("It holds for ") + f"<m:oMath {M}>{letter.format('x=1')}</m:oMath>" + run(".")
    )
    assert told(document).body == "\n\n".join((*BODY, "It holds for x=1."))
    assert told_of(document)["unfinished paragraph"][0] == 1


def test_a_prompt_and_a_table_of_contents_are_no_text(document: Document) -> None:
    control = "<w:sdt {0}><w:sdtPr>{1}</w:sdtPr><w:sdtContent><w:p>{2}</w:p></w:sdtContent></w:sdt>"
    at_end(document, control.format(W, "<w:showingPlcHdr/>", run("Click here to enter text.")))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    at_end(document, control.format(W, gallery, run("What the port owes 3")))
    assert told(document).body == "\n\n".join(BODY)
    assert {kind: words for kind, (_, words, _) in told_of(document).items()} == {
        "form field": 5,
        "navigation": 5,
    }


def test_heads_and_feet_are_counted_and_captions_stand_beside(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = "Harbour Notes"
    document.add_paragraph("The quay in April.", style="Caption")
    draft = told(document)
    assert draft.body == "\n\n".join(BODY)
    assert told_of(document) == {"running head": (1, 2, "Harbour Notes")}
    assert [(one.kind, one.text) for one in draft.asides] == [("caption", "The quay in April.")]


def rewritten(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return stream.getvalue()


@pytest.mark.parametrize("main", ["word/document2.xml", "word/inner/main.xml"])
def test_the_main_part_may_have_any_name(document: Document, main: str) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        renamed = {"word/document.xml": main, "word/_rels/document.xml.rels": "x.rels"}
        return renamed.get(name, name), part.replace(b"word/document.xml", main.encode())

    draft = read(rewritten(saved(document), change), name="a.docx")
    assert draft.body == "\n\n".join(BODY)


def test_a_picture_that_is_not_there_costs_nothing(document: Document) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        lost = (
            b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/image" Target="media/lost.png"/></Relationships>'
        )
        of_document = name == "word/_rels/document.xml.rels"
        return name, part.replace(b"</Relationships>", lost) if of_document else part

    draft = read(rewritten(saved(document), change), name="a.docx")
    assert draft.body == "\n\n".join(BODY)


def test_a_strict_file_is_read(document: Document) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        usual = rb"http://schemas\.openxmlformats\.org/(officeDocument|wordprocessingml)/2006/"
        return name, re.sub(usual, rb"http://purl.oclc.org/ooxml/\1/", part)

    strict = rewritten(saved(document), change)
    assert b"purl.oclc.org" in ZipFile(BytesIO(strict)).read("word/document.xml")
    assert read(strict, name="a.docx").body == read(saved(document), name="a.docx").body


PIECES = {
    "text": lambda words: run(words + "."),
    "struck": lambda words: run("It is ") + run(words, "<w:strike/>") + run(" so."),
    "hidden": lambda words: run("It is ") + run(words, "<w:vanish/>") + run(" so."),
    "deleted": lambda words: (
        run("It is") + f"<w:del><w:r><w:delText>{words}</w:delText></w:r></w:del>" + run(" so.")
    ),
    "box": lambda words: run("It is so.") + BOX.format(f"<w:p>{run(words)}</w:p>"),
    "moved": lambda words: (
        f"<w:moveFrom>{run(words)}</w:moveFrom><w:moveTo>{run(words + '.')}</w:moveTo>"
    ),
}
WORDS = st.lists(st.sampled_from(("quay", "crane", "ship", "tide", "berth")), min_size=1)


@given(st.lists(st.tuples(st.sampled_from(sorted(PIECES)), WORDS.map(" ".join)), max_size=8))
@settings(deadline=None)
def test_every_word_is_always_in_the_body_or_counted(parts: list[tuple[str, str]]) -> None:
    made = docx.Document()
    made.core_properties.author = ""
    made.add_heading("After the Dredger", 0)
    for kind, words in parts:
        add(made, PIECES[kind](words))
    made.add_paragraph("It ends here.")
    draft = told(made)
    framed = {"struck", "hidden", "deleted", "box"}
    total = 3 + sum(3 * (kind in framed) + len(words.split()) for kind, words in parts)
    shown = len(f"{draft.body} {draft.byline}".split())
    assert shown + sum(one.words for one in draft.left_out) == total


WHITE = {
    "a colour": '<w:color w:val="FFFFFF"/>',
    "nearly white": '<w:color w:val="FDFDFD"/>',
    "the theme's paper": '<w:color w:themeColor="background1"/>',
    "on white": '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>',
}
SEEN = {
    "marked": '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
    "shaded": '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="003366"/>',
    "a solid pattern": '<w:color w:val="FFFFFF"/><w:shd w:val="solid" w:color="000000"/>',
    "grey of the theme": '<w:color w:themeColor="background1" w:themeShade="80"/>',
    "automatic": '<w:color w:val="auto"/>',
    "black": '<w:color w:val="000000"/>',
}


@pytest.mark.parametrize("name", WHITE)
def test_white_letters_are_left_out_and_counted(document: Document, name: str) -> None:
    add(document, run("It is ") + run("never ", WHITE[name]) + run("so."))
    assert told(document).body == "\n\n".join((*BODY, "It is so."))
    assert told_of(document) == {"hidden passage": (1, 1, "never")}


@pytest.mark.parametrize("name", SEEN)
def test_letters_that_are_seen_on_their_ground_are_kept(document: Document, name: str) -> None:
    add(document, run("It is ") + run("always ", SEEN[name]) + run("so."))
    assert told(document).body == "\n\n".join((*BODY, "It is always so."))


def test_white_letters_in_a_shaded_paragraph_are_seen(document: Document) -> None:
    shade = '<w:pPr><w:shd w:val="clear" w:color="auto" w:fill="000000"/></w:pPr>'
    add(document, shade + run("It is always so.", WHITE["a colour"]))
    assert told(document).body == "\n\n".join((*BODY, "It is always so."))


def test_a_style_may_be_white(document: Document) -> None:
    styles: Any = document.styles
    unseen = styles.add_style("Pale", WD_STYLE_TYPE.CHARACTER)
    unseen.font.color.rgb = RGBColor(255, 255, 255)
    add(document, run("It is ") + run("never ", '<w:rStyle w:val="Pale"/>') + run("so."))
    assert told(document).body == "\n\n".join((*BODY, "It is so."))


@pytest.mark.parametrize(("status", "held"), [("Draft", True), ("Final", False), ("", False)])
def test_a_file_with_the_status_of_a_draft_is_held(
    document: Document, status: str, held: bool
) -> None:
    document.core_properties.content_status = status
    assert bool(told(document).hold) is held


@pytest.mark.parametrize(
    "unseen",
    [
        run("no ", '<w:sz w:val="2"/>'),
        run("no ", '<w:sz w:val="1"/><w:szCs w:val="1"/>'),
        f"<w:r><w:ruby><w:rt>{run('no')}</w:rt><w:rubyBase>{run('')}</w:rubyBase></w:ruby></w:r>",
    ],
)
def test_letters_too_small_to_be_seen_and_readings_are_counted(
    document: Document, unseen: str
) -> None:
    add(document, run("The mayor took ") + unseen + run("money."))
    draft = told(document)
    assert draft.body.endswith("The mayor took money.")
    assert told_of(document)["hidden passage"] == (1, 1, "no")
