"""Word files as the tests of their reader make them."""

from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml

from briefs.model import (
    Draft,
)
from briefs.reading.reader import read

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


def essay() -> Document:
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
