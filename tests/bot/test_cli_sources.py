"""`sources`: the list shown, exported and audited from the command line."""

import json
from pathlib import Path

import pytest

from tests.bot.conftest import Run


def test_sources_are_shown_and_printed_as_json(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", essay)
    assert "Silt and certainty" in sourcebrief("sources", "1").out
    assert [record["number"] for record in sourcebrief("sources", "1", "--json").records] == [1, 2]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("bibtex", "@article{okafor2026harbour,"),
        ("biblatex", "date = {2026-03-03}"),
        ("ris", "TI  - Silt and certainty"),
        ("chicago", "Okafor, Nneka. “Harbour closed to deep ships.” The Coast Courier, March 3,"),
        ("mla", "Okafor, Nneka. “Harbour closed to deep ships.” The Coast Courier, 3 Mar. 2026."),
        ("apa", "Okafor, N. (2026, March 3). Harbour closed to deep ships. The Coast Courier."),
    ],
)
def test_the_list_is_exported_in_each_form(
    sourcebrief: Run, essay: Path, form: str, words: str
) -> None:
    sourcebrief("add", essay)
    ran = sourcebrief("sources", "1", "--format", form)
    assert ran.status == 0
    assert words in ran.out


def test_csl_json_is_one_document(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", essay)
    first, second = json.loads(sourcebrief("sources", "1", "--format", "csl").out)
    assert first["author"] == [{"family": "Okafor", "given": "Nneka"}]
    assert second["URL"] == "https://example.org/silt"


def test_the_audit_is_told_in_sentences_and_as_json(sourcebrief: Run, essay: Path) -> None:
    essay.write_text(essay.read_text().replace("Engineers had called it certain.[2]", "It was."))
    sourcebrief("add", essay)
    ran = sourcebrief("sources", "1", "--audit")
    assert ran.status == 0
    assert ran.out.startswith("2 sources from 2 publishers; the oldest is of 12 May 2019")
    assert "Entry 2 is never cited." in ran.out
    records = sourcebrief("sources", "1", "--audit", "--json").records
    assert {"kind": "uncited", "sentence": "Entry 2 is never cited.", "entries": [2]} in records


def test_a_piece_without_sources_has_nothing_to_audit(sourcebrief: Run, folder: Path) -> None:
    (folder / "bare.txt").write_text("A bare piece\n\nIt has a sentence. It has another.\n")
    sourcebrief("add", folder / "bare.txt")
    assert sourcebrief("sources", "1", "--audit").out == "This piece lists no sources.\n"
    assert sourcebrief("sources", "1", "--format", "bibtex").out == ""


COPY = """The Quay

The quay was empty for a month.[1] Nobody counted the ships that left.[2]

Sources

1. “Harbour closed to deep ships,” The Coast Courier, accessed 4 April 2026.
2. Bekele, Sara. “Where the ships went.” The Coast Courier, 5 May 2026.
"""


@pytest.fixture
def two(sourcebrief: Run, essay: Path, folder: Path) -> None:
    """A library of two pieces that share a source, in two forms."""
    (folder / "quay.txt").write_text(COPY)
    assert sourcebrief("add", essay, folder / "quay.txt").status == 0


@pytest.mark.usefixtures("two")
def test_the_sources_of_all_pieces_are_one_line_each_most_cited_first(sourcebrief: Run) -> None:
    shared, *single = sourcebrief("sources", "--all").out.splitlines()
    assert shared == (
        "   2  Okafor, Nneka. “Harbour closed to deep ships.” The Coast Courier, March 3, 2026."
        "  (#1, #2)"
    )
    assert [line[-4:] for line in single] == ["(#2)", "(#1)"]
    assert sourcebrief("sources", "--all", "--min", "2").out == f"{shared}\n"


@pytest.mark.usefixtures("two")
def test_all_sources_are_printed_as_csl_with_their_pieces(sourcebrief: Run) -> None:
    records = sourcebrief("sources", "--all", "--json").records
    assert [(r["id"], r["title"], r["pieces"]) for r in records] == [
        ("source-1", "Harbour closed to deep ships", [1, 2]),
        ("source-2", "Where the ships went", [2]),
        ("source-3", "Silt and certainty", [1]),
    ]


@pytest.mark.usefixtures("two")
def test_the_bibliography_of_the_library_has_each_source_once_at_its_fullest(
    sourcebrief: Run,
) -> None:
    written = sourcebrief("sources", "--all", "--format", "bibtex").out
    assert written.count("Harbour closed to deep ships") == 1
    assert written.count("@") == 3
    assert "okafor2026harbour" in written


@pytest.mark.usefixtures("folder")
def test_a_library_without_sources_says_so(sourcebrief: Run) -> None:
    assert sourcebrief("sources", "--all").out == "No piece lists a source.\n"


@pytest.mark.usefixtures("two")
def test_a_source_that_nobody_cites_so_often_is_said_to_be_none(sourcebrief: Run) -> None:
    ran = sourcebrief("sources", "--all", "--min", "3")
    assert (ran.status, ran.out) == (0, "No source is cited by so many pieces.\n")


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("1", "--all"),
        ("--all", "--audit"),
        ("1", "--min", "2"),
        ("--all", "--min", "0"),
        ("--all", "--json", "--format", "ris"),
    ],
)
def test_one_piece_or_all_must_be_named(
    sourcebrief: Run, essay: Path, args: tuple[str, ...]
) -> None:
    sourcebrief("add", essay)
    assert sourcebrief("sources", *args).status == 2


@pytest.mark.usefixtures("two")
def test_the_shell_finds_pieces_by_what_they_cite(sourcebrief: Run) -> None:
    (hit,) = sourcebrief("search", "cites:bekele", "--json").records
    assert (hit["piece"], hit["snippet"]) == (2, "")
    assert hit["cites"] == "Where the ships went (The Coast Courier)"
    assert "\n      cites: Where the ships went (The" in sourcebrief("search", "bekele").out


@pytest.mark.parametrize(
    "args", [("--format", "word"), ("--format", "ris", "--audit"), ("--format", "ris", "--json")]
)
def test_forms_that_do_not_go_together_are_wrong_usage(
    sourcebrief: Run, essay: Path, args: tuple[str, ...]
) -> None:
    sourcebrief("add", essay)
    assert sourcebrief("sources", "1", *args).status == 2
