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


@pytest.mark.parametrize(
    "args", [("--format", "word"), ("--format", "ris", "--audit"), ("--format", "ris", "--json")]
)
def test_forms_that_do_not_go_together_are_wrong_usage(
    sourcebrief: Run, essay: Path, args: tuple[str, ...]
) -> None:
    sourcebrief("add", essay)
    assert sourcebrief("sources", "1", *args).status == 2
