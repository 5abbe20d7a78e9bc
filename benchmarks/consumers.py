"""Whether the programs that people use can read our exports, with the right meaning.

Sixty entries, thirty ordinary and thirty hostile, are exported in each format and read by those of
these programs that are installed; the others are named and skipped:

bibtexparser, rispy           Python packages (with the tests)
pybtex                        a Python package
pandoc, pandoc --citeproc     a program: BibTeX, BibLaTeX and CSL-JSON to CSL-JSON, to plain text
biber --tool                  a program: BibLaTeX, with its data model validated
bib2xml, ris2xml              bibutils
citation-js                   a Node package: @citation-js/core with its bibtex, ris, csl plugins

A consumer passes if it reports no error, returns as many entries, and keeps the first word of each
title and the year. Set NODE_PATH to where citation-js is installed.
"""

import importlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from briefs.model import Source
from briefs.references.export import EXPORTS
from briefs.references.parse import parse

ENTRIES = Path(__file__).parents[1] / "tests/briefs/labels/entries.tsv"
HOSTILE = "hostile"
EACH = 30
SECONDS = 120
CITATION_JS = """
const { Cite } = require('@citation-js/core');
for (const name of ['bibtex', 'ris', 'csl']) require('@citation-js/plugin-' + name);
const text = require('fs').readFileSync(process.argv[1], 'utf8');
process.stdout.write(JSON.stringify(new Cite(text).data));
"""


class NotInstalled(Exception):
    """A consumer that is not installed; its name."""


def sources(hostile: bool) -> tuple[Source, ...]:
    """Thirty entries with titles, hostile or ordinary, evenly from the table of the tests."""
    rows = [line.split("\t") for line in ENTRIES.read_text("utf-8").splitlines()[1:]]
    raws = [row[-1] for row in rows if (row[0] == HOSTILE) is hostile and row[4]]
    step = max(len(raws) // EACH, 1)
    return tuple(parse(raw, number) for number, raw in enumerate(raws[::step][:EACH], start=1))


def written(form: str, chosen: tuple[Source, ...]) -> str:
    return next(export.write for name, export in EXPORTS.items() if name == form)(chosen)


def run(*command: str, text: str | None = None) -> str:
    program = shutil.which(command[0])
    if program is None:
        raise NotInstalled(command[0])
    done = subprocess.run(  # noqa: S603  # the programs named above, on our own exports
        (program, *command[1:]),
        input=text,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return done.stdout


def module(name: str) -> object:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise NotInstalled(name) from None


def by_bibtexparser(text: str) -> list[str]:
    entrypoint = module("bibtexparser.entrypoint")
    library = entrypoint.parse_string(text)  # type: ignore[attr-defined]  # imported by name
    if library.failed_blocks:
        raise ValueError(f"{len(library.failed_blocks)} blocks not read")
    return [str({field.key: field.value for field in one.fields}) for one in library.entries]


def by_pybtex(text: str) -> list[str]:
    database = module("pybtex.database")
    read = database.parse_string(text, "bibtex")  # type: ignore[attr-defined]  # as above
    return [f"{dict(one.fields)} {one.persons}" for one in read.entries.values()]


def by_rispy(text: str) -> list[str]:
    return list(map(str, module("rispy").loads(text)))  # type: ignore[attr-defined]  # as above


def by_pandoc(form: str) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        out = run("pandoc", "--from", form, "--to", "csljson", text=text)
        return [json.dumps(one, ensure_ascii=False) for one in json.loads(out)]

    return read


def by_citeproc(text: str) -> list[str]:
    """The bibliography as pandoc prints it, a paragraph an entry."""
    out = run("pandoc", "--from=csljson", "--citeproc", "--to=plain", "--wrap=none", text=text)
    return [part for part in out.split("\n\n") if part.strip()]


def by_biber(text: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "in.bib", Path(folder) / "out.bib"
        given.write_text(text, "utf-8")
        command = ("--tool", "--validate-datamodel", "--quiet", f"--output-file={made}", str(given))
        run("biber", *command)
        return re.split(r"\n(?=@)", made.read_text("utf-8").strip())


def by_bibutils(program: str) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as given:
            given.write(text)
            given.flush()
            return run(program, "-i", "utf8", given.name).split("<mods ")[1:]

    return read


def by_citation_js(text: str) -> list[str]:
    if not os.environ.get("NODE_PATH"):
        raise NotInstalled("citation-js (NODE_PATH is not set)")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as given:
        given.write(text)
        given.flush()
        out = run("node", "-e", CITATION_JS, given.name)
    return [json.dumps(one, ensure_ascii=False) for one in json.loads(out)]


CONSUMERS: tuple[tuple[str, str, Callable[[str], list[str]]], ...] = (
    ("bibtex", "bibtexparser", by_bibtexparser),
    ("biblatex", "bibtexparser", by_bibtexparser),
    ("bibtex", "pybtex", by_pybtex),
    ("ris", "rispy", by_rispy),
    ("bibtex", "pandoc", by_pandoc("bibtex")),
    ("biblatex", "pandoc", by_pandoc("biblatex")),
    ("csl", "pandoc", by_pandoc("csljson")),
    ("csl", "pandoc --citeproc", by_citeproc),
    ("biblatex", "biber", by_biber),
    ("bibtex", "bib2xml", by_bibutils("bib2xml")),
    ("ris", "ris2xml", by_bibutils("ris2xml")),
    ("bibtex", "citation-js", by_citation_js),
    ("biblatex", "citation-js", by_citation_js),
    ("ris", "citation-js", by_citation_js),
    ("csl", "citation-js", by_citation_js),
)


def kept(source: Source, read: str) -> bool:
    """Whether what a consumer read has the first word of the title, and the year."""
    words = re.findall(r"[^\W_]{3,}", folded(source.title or ""))
    return (not words or words[0] in folded(read)) and (source.issued or "")[:4] in read


def folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.encode().decode())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def verdicts(form: str, read: Callable[[str], list[str]]) -> Iterator[str]:
    for hostile in (False, True):
        chosen = sources(hostile)
        found = read(written(form, chosen))
        lost = [one.number for one in chosen if not any(kept(one, text) for text in found)]
        name = "hostile" if hostile else "ordinary"
        yield f"{name} {len(found)} of {len(chosen)}" + (f", lost {lost}" if lost else "")


def main() -> None:
    for form, name, read in CONSUMERS:
        try:
            said = "; ".join(verdicts(form, read))
        except NotInstalled as missing:
            said = f"skipped: {missing} is not installed"
        except subprocess.CalledProcessError as error:
            said = f"ERROR {error.returncode}: {error.stderr.strip()[-300:]}"
        except ValueError as error:
            said = f"ERROR {error}"
        print(f"{name:18} {form:9} {said}")


if __name__ == "__main__":
    main()
