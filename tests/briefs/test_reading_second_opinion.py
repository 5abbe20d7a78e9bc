"""What other programs read in the same files: LibreOffice in Word and OpenDocument, Poppler in PDF.

LibreOffice also makes the PDFs, as people's own do. Where the programs are absent this is skipped.
"""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import docx
import pytest
from docx.document import Document

from briefs.model import Draft
from briefs.reading.reader import read
from tests.briefs.test_reading_word import BODY, DOE, ROE, add, add_notes, called, run, saved

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


def converted(data: bytes, suffix: str, to: str, folder: Path) -> bytes:
    """A file as LibreOffice saves it in another format."""
    assert OFFICE is not None
    source = folder / f"piece{suffix}"
    source.write_bytes(data)
    subprocess.run(
        [
            OFFICE,
            "--headless",
            f"-env:UserInstallation=file://{folder / 'profile'}",
            "--convert-to",
            to,
            "--outdir",
            str(folder / "out"),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "out" / f"piece.{to.partition(':')[0]}").read_bytes()


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
    other = read(converted(data, ".docx", to, tmp_path), name=f"piece.{suffix}")
    assert (other.title, other.body) == (own.title, own.body)
    assert [one.raw for one in other.sources] == [DOE, ROE]
    assert [(one.source, one.at) for one in other.marks] == [
        (one.source, one.at) for one in own.marks
    ]


@needs_office
@pytest.mark.parametrize(
    "name", ["plain.docx", "long.docx", "notes.docx", "ferry-LiberationSerif.fodt"]
)
def test_libreoffices_text_confirms_every_paragraph(name: str, tmp_path: Path) -> None:
    data = (PRINTED / name).read_bytes()
    text = converted(data, Path(name).suffix, "txt:Text (encoded):UTF8", tmp_path).decode()
    draft = read(data, name=name)
    assert draft.body
    assert unconfirmed(draft, text) == []


@needs_office
@needs_poppler
@pytest.mark.parametrize("font", ["Liberation Serif", "DejaVu Sans", "Carlito", "Liberation Mono"])
def test_a_pdf_of_libreoffice_says_what_the_piece_says(font: str, tmp_path: Path) -> None:
    piece = essay()
    piece.styles["Normal"].font.name = font
    data = saved(piece)
    own = read(data, name="piece.docx")
    printed = converted(data, ".docx", "pdf", tmp_path)
    draft = read(printed, name="piece.pdf")
    assert draft.title == own.title
    assert [one.raw for one in draft.sources] == [DOE, ROE]
    assert [draft.body[: one.at.start].split()[-1] for one in draft.marks] == ["came.", "twice."]
    assert unconfirmed(draft, by_poppler(printed, tmp_path)) == []
    sentences = squeezed(own.body.replace("It is paid", "It is never paid"))
    assert squeezed(draft.body) == sentences


@needs_poppler
@pytest.mark.parametrize("path", sorted(PRINTED.glob("*.pdf")), ids=lambda path: path.stem)
def test_poppler_confirms_every_paragraph(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    draft = read(data, name=path.name)
    assert unconfirmed(draft, by_poppler(data, tmp_path)) == []
