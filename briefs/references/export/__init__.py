"""A reference list in the forms that other programs and other papers take."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from briefs.model import Source
from briefs.references.export import apa, bibtex, chicago, csl, mla, ris

Format: TypeAlias = Literal["csl", "bibtex", "biblatex", "ris", "chicago", "mla", "apa"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A form: its name for people, the ending and media type of its files, and how it is made."""

    label: str
    suffix: str
    media_type: str
    write: Callable[[tuple[Source, ...]], str]


EXPORTS: dict[Format, Export] = {
    "csl": Export(
        label="CSL-JSON",
        suffix=".json",
        media_type="application/vnd.citationstyles.csl+json",
        write=csl.export,
    ),
    "bibtex": Export(
        label="BibTeX", suffix=".bib", media_type="application/x-bibtex", write=bibtex.export
    ),
    "biblatex": Export(
        label="BibLaTeX",
        suffix=".bib",
        media_type="application/x-bibtex",
        write=partial(bibtex.export, dialect="biblatex"),
    ),
    "ris": Export(
        label="RIS",
        suffix=".ris",
        media_type="application/x-research-info-systems",
        write=ris.export,
    ),
    "chicago": Export(
        label="Chicago", suffix=".txt", media_type="text/plain", write=chicago.export
    ),
    "mla": Export(label="MLA", suffix=".txt", media_type="text/plain", write=mla.export),
    "apa": Export(label="APA", suffix=".txt", media_type="text/plain", write=apa.export),
}
