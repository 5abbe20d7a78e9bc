"""Receipts: printed by `brief --json`, checked by `verify`, refused when anything was changed."""

import json
import sqlite3
from pathlib import Path

from tests.bot.conftest import Run


def receipt_of(sourcebrief: Run, essay: Path, folder: Path) -> Path:
    sourcebrief("add", essay)
    path = folder / "receipt.json"
    path.write_text(sourcebrief("brief", "1", "--json").out)
    return path


def test_a_receipt_names_piece_revision_hash_and_sentences(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    record = json.loads(receipt_of(sourcebrief, essay, folder).read_text())
    body = sourcebrief("text", "1").out
    assert (record["piece"], record["revision"], len(record["sha256"])) == (1, 1, 64)
    assert record["sentences"]
    for quoted in record["sentences"]:
        assert body[quoted["start"] : quoted["end"]] == quoted["text"]


def test_a_receipt_holds_against_the_store(sourcebrief: Run, essay: Path, folder: Path) -> None:
    ran = sourcebrief("verify", receipt_of(sourcebrief, essay, folder))
    assert (ran.status, ran.out[:7]) == (0, "Proved:")


def test_a_receipt_holds_against_the_text_without_any_store(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    receipt = receipt_of(sourcebrief, essay, folder)
    (folder / "body.txt").write_text(sourcebrief("text", "1").out)
    (folder / "library.db").unlink()
    for text in (folder / "body.txt", essay):
        assert sourcebrief("verify", receipt, "--text", text).status == 0
    assert not (folder / "library.db").exists()


def test_a_receipt_from_standard_input_is_read(sourcebrief: Run, essay: Path, folder: Path) -> None:
    said = receipt_of(sourcebrief, essay, folder).read_text()
    assert sourcebrief("verify", "-", said=said).status == 0


def test_a_forged_sentence_is_not_proved(sourcebrief: Run, essay: Path, folder: Path) -> None:
    path = receipt_of(sourcebrief, essay, folder)
    record = json.loads(path.read_text())
    record["sentences"][0]["text"] += " Allegedly."
    path.write_text(json.dumps(record))
    ran = sourcebrief("verify", path)
    assert (ran.status, ran.out) == (1, "NOT PROVED\n")
    assert "the text says something else there" in ran.err


def test_a_receipt_without_a_sentence_proves_nothing(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    path = receipt_of(sourcebrief, essay, folder)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"sentences": []}))
    ran = sourcebrief("verify", path)
    assert (ran.status, ran.out) == (1, "NOT PROVED\n")
    assert "no sentence" in ran.err


def test_a_piece_too_short_to_shorten_has_a_receipt_of_all_its_sentences(
    sourcebrief: Run, folder: Path
) -> None:
    (folder / "short.txt").write_text("Short\n\nThe dam held. Nobody slept.\n")
    ran = sourcebrief("verify", receipt_of(sourcebrief, folder / "short.txt", folder))
    assert (ran.status, ran.out[:20]) == (0, "Proved: 2 sentences ")


def test_another_text_is_not_proved(sourcebrief: Run, essay: Path, folder: Path) -> None:
    receipt = receipt_of(sourcebrief, essay, folder)
    (folder / "other.txt").write_text("Something else entirely stands here.\n")
    assert sourcebrief("verify", receipt, "--text", folder / "other.txt").status == 1


def test_what_is_no_receipt_is_refused_in_a_sentence(sourcebrief: Run, folder: Path) -> None:
    (folder / "odd.json").write_text("[1, 2]")
    (folder / "none.json").write_text("not json")
    for name in ("odd.json", "none.json", "missing.json"):
        ran = sourcebrief("verify", folder / name)
        assert ran.status == 1
        assert ran.err.startswith("sourcebrief: ")


def corrupt(folder: Path) -> None:
    """Change one word of the stored body behind the store's back."""
    with sqlite3.connect(folder / "library.db") as database:
        changed = database.execute(
            "update revisions set body = replace(body, 'single winter', 'single summer')"
        ).rowcount
    database.close()
    assert changed == 1


def test_a_corrupted_body_gets_an_apology_and_no_sentence(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    sourcebrief("add", essay)
    corrupt(folder)
    for said in ("/brief", "/read", "/check S1"):
        ran = sourcebrief("chat", said=f"{said}\n")
        assert "what cannot be proved is not sent" in " ".join(ran.out.split())
        assert "harbour silted" not in ran.out
        assert "unproved" in ran.err


def test_the_command_line_prints_nothing_of_a_corrupted_body(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    sourcebrief("add", essay)
    corrupt(folder)
    for said in (("text", "1"), ("read", "1"), ("read", "1", "--json"), ("explain", "1")):
        ran = sourcebrief(*said)
        assert (ran.status, ran.out) == (1, "")
    found = sourcebrief("search", "harbour")
    assert found.status == 1
    assert "The Harbour and the Sea" in found.out
    assert "silted up" not in found.out
    assert "changed" in found.err


def test_a_corrupted_body_gets_no_receipt(sourcebrief: Run, essay: Path, folder: Path) -> None:
    receipt = receipt_of(sourcebrief, essay, folder)
    corrupt(folder)
    assert sourcebrief("brief", "1", "--json").status == 1
    assert sourcebrief("verify", receipt).status == 1
