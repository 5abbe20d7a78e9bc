"""Reference lists as files: which format a word asks for, and the blocks that carry the file."""

from collections.abc import Iterator, Mapping

from briefs.model import Press, Revision, Source
from briefs.references.export import EXPORTS, Format
from handlers.format import DOT, counted, ref_of
from handlers.message import Attachment, Block, Button, Heading

_FORMS: Mapping[str, Format] = {
    **{form: form for form in EXPORTS},
    "bib": "bibtex",
    "csl-json": "csl",
    "csljson": "csl",
    "json": "csl",
}
_ON_BUTTONS: tuple[Format, ...] = ("bibtex", "ris", "csl")


def form_of(word: str) -> Format | None:
    """The format that a word names, in any case: "bibtex", "bib", ".ris", "CSL-JSON"."""
    return _FORMS.get(word.removeprefix(".").lower())


def file(revision: Revision, form: Format) -> Iterator[Block]:
    """The whole list as a file, under a line that says what it is; for a list of one at least."""
    export, sources = EXPORTS[form], exported(revision)
    yield Heading(f"{counted(len(sources), 'reference')} as {export.label}{DOT}{revision.heading}")
    name = f"{revision.slug}{export.suffix}"
    yield Attachment(name, export.media_type, export.write(sources))


def exported(revision: Revision) -> tuple[Source, ...]:
    """The author's list; for a piece without one, what its text links to."""
    return revision.listed or revision.linked


def buttons(revision: Revision) -> Iterator[Button]:
    for form in _ON_BUTTONS:
        yield Button(EXPORTS[form].label, Press("sources", (ref_of(revision), form)))
