"""What other programs read in the same files: LibreOffice in Word and OpenDocument, Poppler in PDF.

LibreOffice also makes the PDFs, as people's own do. Where the programs are absent this is skipped.
"""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from briefs.model import Draft
from briefs.reading.reader import read
from tests.briefs.word_files import (
    BODY,
    DOE,
    ROE,
    W,
    add,
    add_notes,
    called,
    run,
    saved,
)
from tests.conftest import sampled

PRINTED = Path(__file__).parent / "printed"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
POPPLER = shutil.which("pdftotext")

needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
needs_poppler = pytest.mark.skipif(POPPLER is None, reason="Poppler's pdftotext is not installed")

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def squeezed(text: str) -> str:
    """Letters and digits alone: spaces, hyphens and quotation marks are each program's own."""
    plain = unicodedata.normalize("NFKC", text.translate(_RAISED))
    return "".join(letter for letter in plain if letter.isalnum())


def converted(files: Mapping[str, bytes], to: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Files by their names, and as LibreOffice saves them in another format: it starts slowly."""
    assert OFFICE is not None
    for name, data in files.items():
        (folder / name).write_bytes(data)
    subprocess.run(
        [
            OFFICE,
            "--headless",
            f"-env:UserInstallation=file://{folder / 'profile'}",
            "--convert-to",
            to,
            "--outdir",
            str(folder / "out"),
            *(str(folder / name) for name in files),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for name in files:
        saved_as = Path(name).with_suffix(f".{to.partition(':')[0]}")
        yield name, (folder / "out" / saved_as).read_bytes()


def by_poppler(data: bytes, folder: Path) -> str:
    assert POPPLER is not None
    source = folder / "piece.pdf"
    source.write_bytes(data)
    done = subprocess.run(
        [POPPLER, "-q", str(source), "-"], check=True, capture_output=True, timeout=60
    )
    return done.stdout.decode()


def unconfirmed(draft: Draft, other: str) -> list[str]:
    """The paragraphs that are no run of what another program reads.

    Numbers of notes aside, and what stands between two pages: there a paragraph is two runs.
    """
    whole = re.sub(r"\d", "", squeezed(other))
    paragraphs = [(one, re.sub(r"\d", "", squeezed(one))) for one in draft.body.split("\n\n")]
    return [
        one
        for one, bare in paragraphs
        if not any(bare[:at] in whole and bare[at:] in whole for at in range(len(bare) + 1))
    ]


def essay() -> Document:
    """A piece with all that may go wrong between its text and what is read of it."""
    made = docx.Document()
    made.core_properties.author = ""
    made.add_heading("After the Dredger", 0)
    for _ in range(4):
        for words in BODY:
            made.add_paragraph(f"{words} {BODY[0]} {words} {BODY[1]}")
    add(made, run("Ships came.") + called("footnote", "2") + run(" They left again that day."))
    add(
        made, run("It covers 12 km") + run("2", '<w:vertAlign w:val="superscript"/>') + run(" now.")
    )
    add(made, run("It is ") + run("never ", "<w:strike/>") + run("paid for by the port itself."))
    add(made, run("It is ") + run("nearly ", "<w:vanish/>") + run("owned by the port itself."))
    made.add_heading("What the Port Owes", 1)
    made.add_paragraph("The quay was never measured.", style="List Bullet")
    made.add_paragraph("The cranes were never counted.", style="List Bullet")
    made.add_paragraph(f"{BODY[1]} {BODY[0]}")
    add(made, run("They said so twice.") + called("footnote", "3"))
    add_notes(made, "footnote", {"2": DOE, "3": ROE})
    return made


@needs_office
@pytest.mark.parametrize("to", ["odt", "fodt", "rtf", "docx:MS Word 2007 XML"])
def test_libreoffice_saves_a_piece_that_reads_alike(to: str, tmp_path: Path) -> None:
    data = saved(essay())
    suffix = to.partition(":")[0]
    own = read(data, name="piece.docx")
    ((_, saved_again),) = converted({"piece.docx": data}, to, tmp_path)
    other = read(saved_again, name=f"piece.{suffix}")
    assert (other.title, other.body) == (own.title, own.body)
    assert [one.raw for one in other.sources] == [DOE, ROE]
    assert [(one.source, one.at) for one in other.marks] == [
        (one.source, one.at) for one in own.marks
    ]


@needs_office
def test_libreoffices_text_confirms_every_paragraph(tmp_path: Path) -> None:
    names = ("plain.docx", "long.docx", "notes.docx", "ferry-LiberationSerif.fodt")
    files = {name: (PRINTED / name).read_bytes() for name in names}
    for name, text in converted(files, "txt:Text (encoded):UTF8", tmp_path):
        draft = read(files[name], name=name)
        assert draft.body
        assert unconfirmed(draft, text.decode()) == [], name


@needs_office
@needs_poppler
def test_a_pdf_of_libreoffice_says_what_the_piece_says(tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for font in ("Liberation Serif", "DejaVu Sans", "Carlito", "Liberation Mono"):
        piece = essay()
        piece.styles["Normal"].font.name = font
        files[f"{font}.docx"] = saved(piece)
    for font, printed in converted(files, "pdf", tmp_path):
        own = read(files[font], name="piece.docx")
        draft = read(printed, name="piece.pdf")
        assert draft.title == own.title, font
        assert [one.raw for one in draft.sources] == [DOE, ROE], font
        before = [draft.body[: one.at.start].split()[-1] for one in draft.marks]
        assert before == ["came.", "twice."], font
        poppler = by_poppler(printed, tmp_path).replace("It is never", "It is")  # it is struck out
        assert unconfirmed(draft, poppler) == [], font
        assert squeezed(draft.body) == squeezed(own.body), font


SENTENCES = (
    "The quay reopened in April, and two thirds of the cranes were working again by that week.",
    "Insurers were slower to return than the ships, for they wanted to see the survey first.",
    "Nobody had paid for it, although the harbour master had asked for it in three letters.",
    "A yearly cost hides in a yearly budget, while a breakwater needs a vote and a loan.",
    "In 2019 the port handled 4 million tonnes, which was less than in 1998, as it silted up.",
    "Dr. Ines Vale told the council that it was paying rent on a problem that it could own.",
    "It was not the storm that closed the harbour, but the winter in which nothing was done.",
)
POE = (
    "Poe, Edna. A Port at Work: The First Ten Years of the Harbour Board and of All Its Cranes, "
    "with a Preface. Vale: Example Press, 2017."
)


def long_piece(paragraphs: int = 20) -> Document:
    made = docx.Document()
    made.core_properties.author = ""
    made.add_heading("After the Dredger", 0)
    for number in range(paragraphs):
        if number == 4:
            made.add_heading("What the Port Owes", 1)
        turn = [SENTENCES[(number * 3 + n * n) % len(SENTENCES)] for n in range(3 + number % 4)]
        made.add_paragraph(" ".join(turn))
    return made


def is_plain(paragraph: Paragraph) -> bool:
    return paragraph.style is not None and paragraph.style.name == "Normal"


def with_notes(kind: str) -> Document:
    made = long_piece()
    notes: dict[str, str] = {}
    for number, paragraph in enumerate(made.paragraphs):
        if number % 3 == 1 and is_plain(paragraph):
            key = str(len(notes) + 2)
            raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            reference = f'<w:r {W}>{raised}<w:{kind}Reference w:id="{key}"/></w:r>'
            paragraph._p.append(parse_xml(reference))
            notes[key] = (DOE, ROE, POE)[len(notes) % 3]
    add_notes(made, kind, notes)
    return made


def in_two_columns(made: Document) -> Document:
    columns: Any = made.sections[0]._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    return made


def with_heads(made: Document) -> Document:
    made.sections[0].header.paragraphs[0].text = "Harbour Notes"
    made.sections[0].footer.paragraphs[0]._p.append(
        parse_xml(f'<w:fldSimple {W} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )
    return made


def with_list(*, hanging: bool) -> Document:
    made = long_piece(8)
    made.add_heading("References", 1)
    for number in range(14):
        entry = (
            f"Doe, Jane {chr(65 + number)}. The Quay Reopens, or What the Harbour Owes to Those "
            f"Who Wait. Vale: Example Press, {1990 + number}. https://example.org/books/{number}"
        )
        written = made.add_paragraph(entry, style="Normal" if hanging else "List Number")
        written.paragraph_format.space_after = Pt(0)
        if hanging:
            written.paragraph_format.left_indent = Cm(1.2)
            written.paragraph_format.first_line_indent = Cm(-1.2)
    return made


def set_otherwise(*, spacing: float, indent: float, justified: bool) -> Document:
    made = long_piece()
    for paragraph in made.paragraphs:
        if is_plain(paragraph):
            paragraph.paragraph_format.line_spacing = spacing
            paragraph.paragraph_format.first_line_indent = Cm(indent)
            paragraph.paragraph_format.space_after = Pt(0)
            if justified:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return made


PIECES: dict[str, Callable[[], Document]] = {
    "footnotes": lambda: with_notes("footnote"),
    "endnotes": lambda: with_notes("endnote"),
    "columns": lambda: in_two_columns(with_notes("footnote")),
    "heads": lambda: with_heads(with_notes("footnote")),
    "hanging list": lambda: with_list(hanging=True),
    "numbered list": lambda: with_list(hanging=False),
    "indented": lambda: set_otherwise(spacing=1.0, indent=0.7, justified=True),
    "double": lambda: set_otherwise(spacing=2.0, indent=1.0, justified=False),
}


@needs_office
def test_a_pdf_reads_as_the_file_that_was_printed(tmp_path: Path) -> None:
    files = {f"{kind}.docx": saved(PIECES[kind]()) for kind in sampled(list(PIECES))}
    for kind, printed in converted(files, "pdf", tmp_path):
        own = read(files[kind], name="piece.docx")
        draft = read(printed, name="piece.pdf")
        assert draft.title == own.title, kind
        paragraphs = [list(map(squeezed, one.body.split("\n\n"))) for one in (draft, own)]
        assert paragraphs[0] == paragraphs[1], kind
        assert [one.raw for one in draft.sources] == [one.raw for one in own.sources], kind
        assert [one.source for one in draft.marks] == [one.source for one in own.marks], kind


@needs_poppler
@pytest.mark.parametrize("path", sorted(PRINTED.glob("*.pdf")), ids=lambda path: path.stem)
def test_poppler_confirms_every_paragraph(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    draft = read(data, name=path.name)
    assert unconfirmed(draft, by_poppler(data, tmp_path)) == []
