from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.left_out import LeftOut
from briefs.model import (
    Draft,
)
from briefs.reading import word
from briefs.reading.reader import read
from tests.briefs import hostile

UNDATED = "undated: that the file was made on 2019-04-02 says nothing of when it was published"

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = (
    "The quay reopened in April, and two thirds of the cranes were working again.",
    "Insurers were slower to return; they wanted to see the survey first.",
)
DOE = "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019."
ROE = "Roe, Richard. “Who Insures the Port?” Example Times, June 11, 2019."


def saved(document: Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def told(document: Document) -> Draft:
    return read(saved(document), name="The piece.docx", origin="desk/piece.docx")


@pytest.fixture
def document() -> Document:
    made = docx.Document()
    made.core_properties.author = ""
    made.add_heading("After the Dredger", 0)
    for words in BODY:
        made.add_paragraph(words)
    return made


def add(document: Document, xml: str) -> None:
    """A paragraph of this XML at the end of the text."""
    body: Any = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:p {W}>{xml}</w:p>"))


def add_notes(document: Document, kind: str, notes: dict[str, str]) -> None:
    written = "".join(
        f'<w:{kind} w:id="{key}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
        f"{text}</w:t></w:r></w:p></w:{kind}>"
        for key, text in notes.items()
    )
    blob = f"<w:{kind}s {W}>{written}</w:{kind}s>".encode()
    content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    part = Part(PackURI(f"/word/{kind}s.xml"), content_type, blob, document.part.package)
    document.part.relate_to(part, RELATION.FOOTNOTES if kind == "footnote" else RELATION.ENDNOTES)


def called(kind: str, key: str) -> str:
    return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cited(draft: Draft) -> list[tuple[str, str]]:
    """The words before each mark, and the entry that it names."""
    return [
        (draft.body[: mark.at.start].split()[-1], draft.sources[mark.source - 1].raw)
        for mark in draft.marks
    ]


def test_the_title_style_is_the_title_and_paragraphs_the_body(document: Document) -> None:
    draft = told(document)
    assert (draft.title, draft.body) == ("After the Dredger", "\n\n".join(BODY))
    assert (draft.slug, draft.origin, draft.warnings) == ("the-piece", "desk/piece.docx", ())


def test_a_byline_and_a_date_under_the_title_are_read() -> None:
    made = docx.Document()
    made.add_heading("After the Dredger", 0)
    made.add_paragraph("By Jane Doe | 2 April 2019")
    made.add_paragraph(BODY[0])
    draft = told(made)
    assert (draft.byline, draft.published) == ("Jane Doe", datetime(2019, 4, 2, tzinfo=UTC))
    assert draft.body == BODY[0]


def test_headings_are_kept_in_the_text(document: Document) -> None:
    document.add_heading("What next", 1)
    document.add_paragraph("Nobody knows.")
    assert told(document).body.endswith("first.\n\nWhat next\n\nNobody knows.")


def test_footnotes_and_endnotes_are_entries_and_what_calls_them_marks(document: Document) -> None:
    add_notes(document, "footnote", {"-1": "", "2": DOE, "7": "Never called."})
    add_notes(document, "endnote", {"2": ROE})
    add(document, run("Ships came.") + called("footnote", "2"))
    add(document, run("They left.") + called("endnote", "2"))
    draft = told(document)
    assert draft.body.endswith("Ships came.\n\nThey left.")
    assert cited(draft) == [("came.", DOE), ("left.", ROE)]


def test_a_note_called_twice_is_one_entry_with_two_marks(document: Document) -> None:
    add_notes(document, "footnote", {"2": DOE})
    add(
        document,
        run("Ships came.") + called("footnote", "2") + run(" They left.") + called("footnote", "2"),
    )
    draft = told(document)
    assert cited(draft) == [("came.", DOE), ("left.", DOE)]
    assert len(draft.sources) == 1


def test_a_list_that_word_numbers_is_called_by_its_numbers(document: Document) -> None:
    add(document, run("Ships came.") + run("2", '<w:vertAlign w:val="superscript"/>'))
    document.add_heading("References", 1)
    for entry in (DOE, ROE):
        document.add_paragraph(entry, style="List Number")
    draft = told(document)
    assert [source.raw for source in draft.sources] == [DOE, ROE]
    assert cited(draft) == [("came.", ROE)]
    assert draft.body == "\n\n".join((*BODY, "Ships came."))


def test_the_items_of_a_list_in_the_text_bear_no_numbers(document: Document) -> None:
    for item in ("First the quay.", "Then the cranes."):
        document.add_paragraph(item, style="List Number")
    assert told(document).body.endswith("first.\n\nFirst the quay.\n\nThen the cranes.")


def test_a_link_without_its_address_in_the_text_gives_the_entry_one(document: Document) -> None:
    url = "https://example.com/quay"
    key = document.part.relate_to(url, RELATION.HYPERLINK, is_external=True)
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    document.add_heading("References", 1)
    add(document, run(DOE[:11]) + f'<w:hyperlink {r} r:id="{key}">{run(DOE[11:])}</w:hyperlink>')
    add(
        document,
        run(ROE) + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://example.com/port" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run(" Link")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    draft = told(document)
    assert [source.url for source in draft.sources] == [url, "https://example.com/port"]
    assert [source.raw for source in draft.sources] == [DOE, f"{ROE} Link"]


def test_links_in_the_text_are_listed_apart_and_each_once(document: Document) -> None:
    key = document.part.relate_to("https://example.com/a", RELATION.HYPERLINK, is_external=True)
    local = document.part.relate_to("mailto:a@example.com", RELATION.HYPERLINK, is_external=True)
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    add(
        document,
        run("They had read ")
        + f'<w:hyperlink {r} r:id="{key}">{run("the audit")}{run(" of May")}</w:hyperlink>'
        + run(" and asked ")
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://www.example.org/b" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("the master")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        + run(" what it cost, as ")
        + f'<w:hyperlink {r} r:id="{local}">{run("nobody")}</w:hyperlink>'
        + f'<w:hyperlink {r} r:id="{key}">{run(" else")}</w:hyperlink>'
        + run(" knew."),
    )
    add(document, f'<w:hyperlink {r} r:id="{key}">{run("Read on")}</w:hyperlink>')
    draft = told(document)
    assert [(one.raw, one.url, one.container, one.where) for one in draft.sources] == [
        ("the audit of May", "https://example.com/a", "example.com", "link"),
        ("the master", "https://www.example.org/b", "example.org", "link"),
    ]


def test_tracked_changes_are_read_as_accepted_and_told(document: Document) -> None:
    add(
        document,
        run("Ships ") + f"<w:ins>{run('came back')}</w:ins><w:del><w:r><w:delText>left"
        f"</w:delText></w:r></w:del><w:moveFrom>{run('soon')}</w:moveFrom>" + run("."),
    )
    draft = told(document)
    assert draft.body.endswith("Ships came back.")
    assert draft.warnings == (
        (
            "it has tracked changes: read as if all were accepted "
            "(1 insertion taken in, 2 deletions left out)"
        ),
        "left out of the body: deleted text",
    )
    assert draft.left_out == (LeftOut("deleted text", 1, 1, "left"),)


def test_a_table_of_data_and_a_picture_are_left_out_and_told(document: Document) -> None:
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Year", "Depth", "1998", "Not measured."), strict=True):
        cell.text = text
    add(document, "<w:r><w:drawing/></w:r>")
    draft = told(document)
    assert draft.body == "\n\n".join(BODY)
    assert draft.warnings == ("left out of the body: 1 table, 1 image",)
    assert draft.left_out == (
        LeftOut("table", 1, 5, "Year Depth 1998 Not measured."),
        LeftOut("image", 1),
    )


def test_hidden_text_and_the_code_of_fields_are_not_read(document: Document) -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText>PAGE</w:instrText><w:t>code</w:t></w:r>"
    add(
        document,
        run("Ships", "<w:vanish/>")
        + run("Cranes", '<w:vanish w:val="0"/>')
        + run(" stood")
        + field.format("begin")
        + code
        + field.format("separate")
        + run(" still")
        + field.format("end")
        + run("."),
    )
    draft = told(document)
    assert draft.body.endswith("Cranes stood still.")
    assert draft.left_out == (LeftOut("hidden passage", 1, 1, "Ships"),)


def test_text_in_content_controls_is_read(document: Document) -> None:
    body: Any = document.element.body
    inner = f"<w:p>{run('Ships came.')}</w:p>"
    body.insert(
        len(body) - 1,
        parse_xml(f"<w:sdt {W}><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"),
    )
    assert told(document).body.endswith("first.\n\nShips came.")


def test_breaks_and_tabs_are_lines_and_spaces(document: Document) -> None:
    add(document, "<w:r><w:t>Ships</w:t><w:tab/><w:t>came,</w:t><w:br/><w:t>then left.</w:t></w:r>")
    assert told(document).body.endswith("first.\n\nShips came,\nthen left.")


def test_properties_are_used_only_where_the_text_says_nothing_and_told() -> None:
    made = docx.Document()
    for words in BODY:
        made.add_paragraph(words)
    made.core_properties.title = "After the Dredger"
    made.core_properties.author = "Jane Doe"
    made.core_properties.created = datetime(2019, 4, 2, 8, 30, tzinfo=UTC)
    draft = told(made)
    assert (draft.title, draft.byline) == ("After the Dredger", "Jane Doe")
    assert draft.published is None
    assert draft.warnings == ("from the file’s properties, not its text: title, byline", UNDATED)


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.add_paragraph("[^2] and [^fn9]"),
        lambda made: made.add_paragraph("1. 2. ## # > *x* _y_"),
        lambda made: add(made, called("footnote", "9")),
        lambda made: add(made, "<w:pPr><w:pStyle w:val='Nowhere'/></w:pPr>" + run("No style.")),
        lambda made: add(
            made, "<w:pPr><w:numPr><w:numId w:val='99'/></w:numPr></w:pPr>" + run("No list.")
        ),
    ],
    ids=["markers", "markup", "lost note", "lost style", "lost list"],
)
def test_what_leads_nowhere_stops_nothing(
    document: Document, change: Callable[[Document], None]
) -> None:
    change(document)
    assert told(document).body.startswith("\n\n".join(BODY))


NAMES = "p r t tab br ins del hyperlink sdt sdtContent tbl drawing fldChar instrText pPr rPr numPr"
ELEMENTS = st.recursive(
    st.sampled_from(["text ", "<w:footnoteReference w:id='2'/>", "<w:t>word </w:t>", "<w:t/>"]),
    lambda inner: st.builds(
        "<w:{0} w:val='{2}' w:fldCharType='{2}'>{1}</w:{0}>".format,
        st.sampled_from(NAMES.split()),
        st.lists(inner, max_size=3).map("".join),
        st.sampled_from(["begin", "separate", "end", "superscript", "0", "-1", "99999999999"]),
    ),
    max_leaves=12,
)


@given(ELEMENTS)
@settings(deadline=None)
def test_whatever_elements_stand_in_each_other_the_text_is_always_read(inner: str) -> None:
    xml = f"<w:p>{inner}</w:p><w:p><w:r><w:t>It ends here.</w:t></w:r></w:p>{inner}"
    shown = word.shown(hostile.written(xml.encode()))
    assert any(block.text == "It ends here." for block in shown.blocks)


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


def test_a_strict_file_is_refused_with_what_to_do(document: Document) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
        transitional = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        return name, part.replace(transitional, strict) if name == "word/document.xml" else part

    with pytest.raises(Unreadable) as caught:
        read(rewritten(saved(document), change), name="a.docx")
    assert "Word document (.docx)" in caught.value.hint


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
