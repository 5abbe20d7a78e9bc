"""A reference list in the formats of other programs and in citation styles."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, TypeAlias

from briefs.model import Source

Format: TypeAlias = Literal["csl", "bibtex", "biblatex", "ris", "chicago", "mla", "apa"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A format: its name for people, the suffix and media type of its files, and its writer."""

    label: str
    suffix: str
    media_type: str
    write: Callable[[tuple[Source, ...]], str]


def _writer(name: str, **how: str) -> Callable[[tuple[Source, ...]], str]:
    """The writer in a module of this package, imported at the first use: its rules load slowly."""

    def write(sources: tuple[Source, ...]) -> str:
        written: str = import_module(f"{__name__}.{name}").export(sources, **how)
        return written

    return write


EXPORTS: dict[Format, Export] = {
    "csl": Export(
        label="CSL-JSON",
        suffix=".json",
        media_type="application/vnd.citationstyles.csl+json",
        write=_writer("csl"),
    ),
    "bibtex": Export(
        label="BibTeX", suffix=".bib", media_type="application/x-bibtex", write=_writer("bibtex")
    ),
    "biblatex": Export(
        label="BibLaTeX",
        suffix=".bib",
        media_type="application/x-bibtex",
        write=_writer("bibtex", dialect="biblatex"),
    ),
    "ris": Export(
        label="RIS",
        suffix=".ris",
        media_type="application/x-research-info-systems",
        write=_writer("ris"),
    ),
    "chicago": Export(
        label="Chicago", suffix=".txt", media_type="text/plain", write=_writer("chicago")
    ),
    "mla": Export(label="MLA", suffix=".txt", media_type="text/plain", write=_writer("mla")),
    "apa": Export(label="APA", suffix=".txt", media_type="text/plain", write=_writer("apa")),
}
