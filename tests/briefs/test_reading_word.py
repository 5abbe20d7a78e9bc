from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml.parser import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.left_out import LeftOut
from briefs.reading import word
from tests.briefs import hostile
from tests.briefs.word_files import (
    BODY,
    DOE,
    ROE,
    UNDATED,
    W,
    add,
    add_notes,
    called,
    cited,
    essay,
    run,
    told,
)


@pytest.fixture
def document() -> Document:
    return essay()


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
