"""Reading each format: pieces per second of CPU, as a ratio to the bare library call it is based
on.

The same real pieces (../shared/data) as plain text, as Markdown, and written here as Word and PDF
files; a few of them also printed by LibreOffice, if it is installed. The library: python-docx
opening a file and joining its paragraphs; PDFium returning the text of all pages; markdown-it
parsing; for plain text, decoding and splitting. "shown" is what we make of that (paragraphs, notes,
links); "draft" is the whole of `reader.read`, in which every format has the same share: title,
reference list, entries, marks, language. Then how much of the plain pieces comes back from the Word
and PDF files, and last what the sandbox adds to a file.
"""

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from textwrap import wrap
from time import process_time

import docx as python_docx
import pypdfium2
from markdown_it import MarkdownIt

from briefs.reading import markdown, pdf, reader, word
from briefs.reading.base import Account, plain_paragraphs
from briefs.sandbox.pool import Sandbox
from tests.briefs import paper

DATA = Path(__file__).parents[1] / "../shared/data/corpora/openstax-political-science"
COLUMNS, ROWS, ROUNDS = 85, 46, 3
PRINTED = 12
PARSER = MarkdownIt("commonmark").enable("table")

Step = Callable[[bytes], object]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a piece, an empty one where two blank lines set a list apart."""
    return text.strip().replace("\n\n\n", "\n\n\n\n").split("\n\n")


def as_word(text: str) -> bytes:
    made, stream = python_docx.Document(), BytesIO()
    for paragraph in paragraphs(text):
        made.add_paragraph(" ".join(paragraph.split()))
    made.save(stream)
    return stream.getvalue()


def as_pdf(text: str) -> bytes:
    rows: list[str] = []
    for paragraph in paragraphs(text):
        rows += [*wrap(paragraph, COLUMNS), ""]
    pages = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    return paper.pdf([paper.lines(page, top=740) for page in pages])


def bare_word(data: bytes) -> str:
    return "\n\n".join(p.text for p in python_docx.Document(BytesIO(data)).paragraphs)


def bare_pdf(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def by_office(files: list[bytes]) -> list[bytes]:
    """Word files as LibreOffice prints them; none if it is not installed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return []
    with TemporaryDirectory() as folder:
        for number, data in enumerate(files):
            Path(folder, f"{number:03}.docx").write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        paths = sorted(map(str, Path(folder).glob("*.docx")))
        command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, *paths]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # ours
        return [path.read_bytes() for path in sorted(Path(folder).glob("*.pdf"))]


FORMATS: dict[str, tuple[Step, Step]] = {
    "plain": (
        lambda data: data.decode().split("\n\n"),
        lambda data: plain_paragraphs(data.decode()),
    ),
    "Markdown": (
        lambda data: PARSER.parse(data.decode()),
        lambda data: markdown.shown(data.decode(), Account()),
    ),
    "Word": (bare_word, word.shown),
    "PDF": (bare_pdf, pdf.shown),
    "printed": (bare_pdf, pdf.shown),
}


def seconds(step: Step, files: list[bytes]) -> float:
    """The CPU seconds of the fastest of some rounds over all files."""

    def once() -> float:
        started = process_time()
        for data in files:
            step(data)
        return process_time() - started

    return min(once() for _ in range(ROUNDS))


def report(name: str, files: list[bytes]) -> None:
    library, ours = FORMATS[name]
    bare, shown = seconds(library, files), seconds(ours, files)
    draft = seconds(lambda data: reader.read(data, name="piece"), files)
    print(
        f"{name:10} {len(files) / bare:10.0f} {len(files) / shown:8.0f} {len(files) / draft:8.0f}"
        f" {shown / bare:9.2f} {draft / bare:8.2f}"
    )


def report_kept(name: str, texts: list[bytes], files: list[bytes]) -> None:
    """The text between the lines of print, and the entries, against those of the plain pieces."""
    bodies = entries = kept = 0
    for text, data in zip(texts, files, strict=True):
        plainly, draft = reader.read(text), reader.read(data)
        bodies += squeezed(plainly.body) == squeezed(draft.body)
        wanted = {squeezed(source.raw) for source in plainly.sources}
        entries += len(wanted)
        kept += len(wanted & {squeezed(source.raw) for source in draft.sources})
    print(
        f"{name}: {bodies} of {len(files)} bodies and {kept} of {entries} entries as in plain text"
    )


def printable(text: bytes) -> bytes:
    """The text in the characters that the PDF files here are written with."""
    return text.decode().encode("cp1252", "replace").decode("cp1252").encode()


def squeezed(text: str) -> str:
    return "".join(text.split())


def report_cage(files: list[bytes]) -> None:
    """Print the CPU of both processes; a first pass fills all caches before a second one is
    measured.
    """
    one, once, twice = (in_a_cage(some) for some in (files[:1], files, files * 2))
    outside = seconds(reader.read, files)
    print(f"the cage (PDF): {one:.2f} s of CPU to start and read one, ", end="")
    print(f"then {(twice - once) / outside:.2f} times as much a piece as without it")


def in_a_cage(files: list[bytes]) -> float:
    """The CPU seconds, inside and outside, of reading these in a new sandbox."""
    before = all_cpu()
    cage = Sandbox(most=1)
    for data in files:
        cage.read(data)
    cage.close()
    return all_cpu() - before


def all_cpu() -> float:
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    if not DATA.exists():
        raise SystemExit(f"no data at {DATA}")
    texts = [printable(path.read_bytes()) for path in sorted((DATA / "plain").glob("*.txt"))]
    made = {
        "plain": texts,
        "Markdown": [path.read_bytes() for path in sorted((DATA / "markdown").glob("*.md"))],
        "Word": [as_word(text.decode()) for text in texts],
        "PDF": [as_pdf(text.decode()) for text in texts],
    }
    made["printed"] = by_office(made["Word"][:PRINTED])
    print(f"{'':10} {'pieces per CPU second':>28} {'times the library':>18}")
    print(f"{'':10} {'library':>10} {'shown':>8} {'draft':>8} {'shown':>9} {'draft':>8}")
    for name, files in made.items():
        if files:
            report(name, files)
    for name in ("Word", "PDF"):
        report_kept(name, texts, made[name])
    report_cage(made["PDF"])


if __name__ == "__main__":
    main()
