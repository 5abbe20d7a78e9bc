"""Receipts: printed by `brief --json`, checked by `verify`, refused when anything was changed."""

import json
import sqlite3
from pathlib import Path

import pytest

from briefs.model import fingerprint
from briefs.receipts.receipt import canonical
from tests.bot.conftest import Run


def receipt_of(sourcebrief: Run, essay: Path, folder: Path) -> Path:
    sourcebrief("add", essay)
    path = folder / "receipt.json"
    path.write_text(sourcebrief("brief", "1", "--json").out)
    return path


def rewritten(path: Path, **changed: object) -> Path:
    """The receipt with other fields, in its form."""
    path.write_bytes(canonical(json.loads(path.read_text()) | changed))
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


def test_with_a_text_alone_a_forged_title_is_not_said(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    path = receipt_of(sourcebrief, essay, folder)
    (folder / "body.txt").write_text(sourcebrief("text", "1").out)
    rewritten(path, title="Forged")
    ran = sourcebrief("verify", path, "--text", folder / "body.txt")
    assert ran.status == 0
    assert "Forged" not in ran.out
    assert "title" in ran.out.partition("claimed:")[2].splitlines()[0]
    ran = sourcebrief("verify", path)
    assert (ran.status, ran.out) == (1, "NOT PROVED\n")
    assert "title" in ran.err


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Forged"},
        {"byline": "Nobody"},
        {"outlet": "Reuters"},
        {"published": "2020-01-01T00:00:00+00:00"},
        {"method": "by hand"},
        {"slug": "other"},
        {"language": "de"},
        {"url": "https://example.com"},
        {"previous": "0" * 64},
        {"sentence_count": 3},
        {"sentences_sha256": "0" * 64},
    ],
)
def test_a_forged_field_is_found_by_the_library(
    sourcebrief: Run, essay: Path, folder: Path, changed: dict[str, object]
) -> None:
    path = rewritten(receipt_of(sourcebrief, essay, folder), **changed)
    ran = sourcebrief("verify", path)
    assert (ran.status, ran.out) == (1, "NOT PROVED\n")
    assert all(f"false: {name}" in ran.err for name in changed)


@pytest.mark.parametrize("name", ["piece.md", "piece.html"])
def test_what_a_file_hides_or_strikes_out_is_no_text(
    sourcebrief: Run, essay: Path, folder: Path, name: str
) -> None:
    path = receipt_of(sourcebrief, essay, folder)
    hidden = "<!-- The mayor took all of the money. -->\n\nThe dam held through the night.\n"
    text = f"# The Dam\n\n{hidden}" if name.endswith("md") else f"<html><p>{hidden}</p></html>"
    (folder / name).write_text(text)
    start = text.index("The mayor")
    said = "The mayor took all of the money."
    quoted = {"number": 1, "start": start, "end": start + len(said), "text": said}
    record = json.loads(path.read_text())
    old = {key: record[key] for key in ("piece", "slug", "title", "revision", "method")}
    sha256 = fingerprint(text)
    path.write_text(json.dumps(old | {"sha256": sha256, "sentences": [quoted]}))
    assert sourcebrief("verify", path, "--text", folder / name).status == 1


def test_a_forgers_words_make_no_line_of_their_own(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    path = rewritten(
        receipt_of(sourcebrief, essay, folder), title="x”.\nProved: 9 sentences\u202e of “y"
    )
    ran = sourcebrief("verify", path)
    assert ran.out == "NOT PROVED\n"
    assert not any(line.startswith("Proved") for line in ran.err.splitlines())
    assert "\u202e" not in ran.err


def test_another_language_makes_no_sentences_of_parts(sourcebrief: Run, folder: Path) -> None:
    text = "The dam held, said Dr. Vale. Nobody slept. The town met Mr. Lind. It rained."
    (folder / "piece.txt").write_text(f"The Dam\n\n{text}\n")
    (folder / "body.txt").write_text(text)
    path = receipt_of(sourcebrief, folder / "piece.txt", folder)
    record = json.loads(path.read_text())
    start = text.index("Vale. ")
    part = {"number": 2, "start": start, "end": start + 5, "text": "Vale.", "notes": []}
    for language in ("zh", "de", "ru", "xx"):
        rewritten(
            path, language=language, sentences=[part], sentence_count=record["sentence_count"]
        )
        assert sourcebrief("verify", path, "--text", folder / "body.txt").status == 1


def test_a_signed_receipt_is_proved_by_the_public_keys_alone(
    sourcebrief: Run, essay: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_SIGNING_KEY", str(folder / "key"))
    monkeypatch.setenv("SOURCEBRIEF_ISSUER", "https://example.org")
    assert sourcebrief("keys", "new").status == 0
    path = receipt_of(sourcebrief, essay, folder)
    keys = folder / "keys.json"
    keys.write_text(sourcebrief("keys", "list", "--json").out)
    assert "claimed:" not in sourcebrief("verify", path).out
    (folder / "library.db").unlink()
    ran = sourcebrief("verify", path, "--keys", keys)
    assert ran.status == 0
    assert "claimed:" not in ran.out
    assert not (folder / "library.db").exists()
    rewritten(path, issuer="https://example.com")
    assert sourcebrief("verify", path, "--keys", keys).status == 1


def test_old_receipts_hold_after_the_key_is_rotated_and_not_after_it_is_revoked(
    sourcebrief: Run, essay: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_SIGNING_KEY", str(folder / "key"))
    sourcebrief("keys", "new")
    path = receipt_of(sourcebrief, essay, folder)
    old = json.loads(path.read_text())["signature"]["key"]
    (folder / "key.new").write_text("of a run that was broken off")
    assert sourcebrief("keys", "rotate").status == 0
    assert not (folder / "key.new").exists()
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert json.loads(sourcebrief("brief", "1", "--json").out)["signature"]["key"] != old
    assert "signature" in sourcebrief("verify", path).out.partition("proved:")[2].splitlines()[0]
    listed = sourcebrief("keys", "list").out
    assert listed.count("\n") == 2
    assert f"{old}  made" in listed
    assert sourcebrief("keys", "revoke", old).status == 0
    ran = sourcebrief("verify", path)
    assert (ran.status, "revoked" in ran.out) == (0, True)
    keys = folder / "keys.json"
    keys.write_text(sourcebrief("keys", "list", "--json").out)
    ran = sourcebrief("verify", path, "--keys", keys)
    assert (ran.status, ran.out) == (1, "NOT PROVED\n")
    assert "revoked" in ran.err
    assert sourcebrief("keys", "revoke", "none").status == 1


def test_a_key_that_others_may_read_signs_nothing(
    sourcebrief: Run, essay: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_SIGNING_KEY", str(folder / "key"))
    sourcebrief("keys", "new")
    sourcebrief("add", essay)
    (folder / "key").chmod(0o644)
    ran = sourcebrief("brief", "1", "--json")
    assert (ran.status, ran.out) == (1, "")
    assert "chmod 600" in ran.err


def test_without_a_key_that_is_said(sourcebrief: Run, essay: Path, folder: Path) -> None:
    ran = sourcebrief("verify", receipt_of(sourcebrief, essay, folder))
    assert "not signed" in ran.out
    assert "keys new" in sourcebrief("keys", "list").out
    assert sourcebrief("keys", "new").status == 1


def test_a_receipt_says_that_its_revision_was_corrected_or_retracted(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    path = receipt_of(sourcebrief, essay, folder)
    essay.write_text(essay.read_text().replace("single winter", "single summer"))
    sourcebrief("add", essay)
    ran = sourcebrief("verify", path)
    assert ran.status == 0
    assert "revision 2 took its place" in ran.out
    now = "“The harbour silted up in a single summer.”"
    assert f"“The harbour silted up in a single winter.” is now {now}" in ran.out
    sourcebrief("retract", "1", "The figures were wrong.")
    ran = sourcebrief("verify", path)
    assert ran.status == 0
    assert "It was retracted" in ran.out
    (record,) = sourcebrief("verify", path, "--json").records
    assert (record["word"], record["since"]["state"]) == ("proved", "retracted")


def test_the_receipt_of_an_erased_piece_says_so_and_holds_by_its_signature_alone(
    sourcebrief: Run, essay: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsigned = receipt_of(sourcebrief, essay, folder)
    monkeypatch.setenv("SOURCEBRIEF_SIGNING_KEY", str(folder / "key"))
    sourcebrief("keys", "new")
    signed = folder / "signed.json"
    signed.write_text(sourcebrief("brief", "1", "--json").out)
    assert sourcebrief("erase", "1", "--yes", "Asked to.").status == 0
    ran = sourcebrief("verify", unsigned)
    assert (ran.status, "erased" in ran.out) == (1, True)
    assert "false" not in ran.err
    ran = sourcebrief("verify", signed)
    assert (ran.status, "erased" in ran.out) == (0, True)
    assert "1 of them no longer stored" in sourcebrief("verify", "--chain").out


def test_the_page_for_browsers_is_written_with_the_keys_in_it(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_SIGNING_KEY", str(folder / "key"))
    sourcebrief("keys", "new")
    assert sourcebrief("verify", "--page", folder / "verify.html").status == 0
    (key,) = json.loads(sourcebrief("keys", "list", "--json").out)["keys"]
    assert key["x"] in (folder / "verify.html").read_text()
    assert sourcebrief("verify").status == 2


def test_the_chain_of_revisions_is_whole_until_something_is_changed_in_it(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    sourcebrief("add", essay)
    (folder / "two.txt").write_text("Two\n\nThe dam held all night. Nobody slept.\n")
    sourcebrief("add", folder / "two.txt")
    sourcebrief("edit", "1", "--byline", "Anna Lind")
    assert "Whole: 3 revisions" in sourcebrief("verify", "--chain").out
    with sqlite3.connect(folder / "library.db") as database:
        database.execute("update revisions set byline = 'Nobody' where piece = 1 and number = 1")
    database.close()
    ran = sourcebrief("verify", "--chain")
    assert (ran.status, ran.out) == (1, "BROKEN\n")
    assert "#1@1" in ran.err
    assert "#2@1" not in ran.err


def test_a_link_that_was_taken_out_of_the_chain_is_missed(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    sourcebrief("add", essay)
    sourcebrief("edit", "1", "--byline", "Anna Lind")
    with sqlite3.connect(folder / "library.db") as database:
        database.execute("delete from chain where position = 1")
    database.close()
    assert sourcebrief("verify", "--chain").status == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("delete from chain where position = 2", "#2@1 is in no chain"),
        ("delete from chain", "#1@1 is in no chain"),
        ("delete from revisions where piece = 2", "#2@1 is not what was stored, or not there"),
    ],
)
def test_the_end_of_the_chain_cannot_be_taken_off_nor_what_it_names(
    sourcebrief: Run, essay: Path, folder: Path, change: str, told: str
) -> None:
    sourcebrief("add", essay)
    (folder / "two.txt").write_text("Two\n\nThe dam held all night. Nobody slept.\n")
    sourcebrief("add", folder / "two.txt")
    with sqlite3.connect(folder / "library.db") as database:
        database.execute(change)
    database.close()
    ran = sourcebrief("verify", "--chain")
    assert (ran.status, ran.out) == (1, "BROKEN\n")
    assert told in ran.err


def test_a_receipt_tells_that_the_chain_once_went_on(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    path = receipt_of(sourcebrief, essay, folder)
    (folder / "two.txt").write_text("Two\n\nThe dam held all night. Nobody slept.\n")
    sourcebrief("add", folder / "two.txt")
    later = folder / "later.json"
    later.write_text(sourcebrief("brief", "2", "--json").out)
    assert sourcebrief("verify", "--chain", later).status == 0
    with sqlite3.connect(folder / "library.db") as database:
        database.execute("delete from chain where position = 2")
        database.execute("delete from revisions where piece = 2")
    database.close()
    assert sourcebrief("verify", "--chain").status == 0
    assert sourcebrief("verify", "--chain", path).status == 0
    ran = sourcebrief("verify", "--chain", later)
    assert (ran.status, "not in the chain" in ran.err) == (1, True)


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
