"""A reference list in the forms that other programs and other papers take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefs.model import Source

Format: TypeAlias = Literal["csl", "bibtex", "biblatex", "ris", "chicago", "mla", "apa"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A form: its name for people, the ending and media type of its files, and how it is made."""

    label: str
    suffix: str
    media_type: str
    write: Callable[[tuple[Source, ...]], str]


# Each writer is loaded when it is first asked for: their rules load slowly, and few are asked.


def _csl(sources: tuple[Source, ...]) -> str:
    from briefs.references.export import csl  # noqa: PLC0415  # see above

    return csl.export(sources)


def _bibtex(sources: tuple[Source, ...]) -> str:
    from briefs.references.export import bibtex  # noqa: PLC0415  # see above

    return bibtex.export(sources)


def _biblatex(sources: tuple[Source, ...]) -> str:
    from briefs.references.export import bibtex  # noqa: PLC0415  # see above

    return bibtex.export(sources, dialect="biblatex")


def _ris(sources: tuple[Source, ...]) -> str:
    from briefs.references.export import ris  # noqa: PLC0415  # see above

    return ris.export(sources)


def _chicago(sources: tuple[Source, ...]) -> str:
    from briefs.references.export import chicago  # noqa: PLC0415  # see above

    return chicago.export(sources)


def _mla(sources: tuple[Source, ...]) -> str:
    from briefs.references.export import mla  # noqa: PLC0415  # see above

    return mla.export(sources)


def _apa(sources: tuple[Source, ...]) -> str:
    from briefs.references.export import apa  # noqa: PLC0415  # see above

    return apa.export(sources)


EXPORTS: dict[Format, Export] = {
    "csl": Export(
        label="CSL-JSON",
        suffix=".json",
        media_type="application/vnd.citationstyles.csl+json",
        write=_csl,
    ),
    "bibtex": Export(
        label="BibTeX", suffix=".bib", media_type="application/x-bibtex", write=_bibtex
    ),
    "biblatex": Export(
        label="BibLaTeX",
        suffix=".bib",
        media_type="application/x-bibtex",
        write=_biblatex,
    ),
    "ris": Export(
        label="RIS",
        suffix=".ris",
        media_type="application/x-research-info-systems",
        write=_ris,
    ),
    "chicago": Export(label="Chicago", suffix=".txt", media_type="text/plain", write=_chicago),
    "mla": Export(label="MLA", suffix=".txt", media_type="text/plain", write=_mla),
    "apa": Export(label="APA", suffix=".txt", media_type="text/plain", write=_apa),
}
