"""The commands for scripts: `inspect` and `reference`, with the JSON that the README documents."""

import json
from pathlib import Path

from tests.bot.conftest import ESSAY, Run


def lines(*records: object) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


def test_a_text_is_understood_whole(sourcebrief: Run, essay: Path) -> None:
    (record,) = sourcebrief("inspect", essay).records
    body = record["body"]
    assert record["title"] == "The Harbour and the Sea"
    assert [body[s:e] for s, e in record["sentences"]][:2] == [
        "The harbour silted up in a single winter.",
        "Nobody had measured it since 1998.",
    ]
    assert [(m["source"], m["sentence"]) for m in record["marks"]] == [(1, 2), (2, 3)]
    assert [source["container"] for source in record["sources"]] == [
        "The Coast Courier",
        "Journal of Ports",
    ]
    assert record["summary"] == sorted(set(record["summary"]))
    assert "[1]" not in body


def test_sentences_and_words_bound_the_extract(sourcebrief: Run, essay: Path) -> None:
    (two,) = sourcebrief("inspect", essay, "--sentences", "2").records
    assert len(two["summary"]) == 2
    (few,) = sourcebrief("inspect", essay, "--words", "15").records
    spans = [few["sentences"][i] for i in few["summary"]]
    assert 0 < sum(len(few["body"][s:e].split()) for s, e in spans) <= 15
    assert sourcebrief("inspect", essay, "--words", "9", "--sentences", "2").status == 2


def test_json_lines_stream_in_order_and_a_bad_line_ends_nothing(sourcebrief: Run) -> None:
    said = (
        lines({"id": "a", "text": ESSAY}) + "{broken\n" + lines([1], {"id": 7, "text": "One. Two."})
    )
    ran = sourcebrief("inspect", "-", "--jsonl", said=said)
    assert ran.status == 1
    assert [record["id"] for record in ran.records] == ["a", None, None, 7]
    assert ["error" in record for record in ran.records] == [False, True, True, False]


def test_no_title_key_means_find_it_and_null_means_there_is_none(sourcebrief: Run) -> None:
    said = lines(
        {"id": 1, "text": ESSAY},
        {"id": 2, "text": ESSAY, "title": None},
        {"id": 3, "text": "It rained. It rains.", "title": "Rain"},
    )
    found, none, given = sourcebrief("inspect", "-", "--jsonl", said=said).records
    assert found["title"] == "The Harbour and the Sea"
    assert none["title"] is None
    assert none["body"].startswith("The Harbour and the Sea")
    assert (given["title"], given["body"]) == ("Rain", "It rained. It rains.")


def test_what_one_text_gives_never_depends_on_the_texts_before(sourcebrief: Run) -> None:
    alone = sourcebrief("inspect", "-", "--jsonl", said=lines({"id": 1, "text": ESSAY}))
    after = sourcebrief(
        "inspect",
        "-",
        "--jsonl",
        said=lines(
            {"id": 0, "text": "Die Katze schläft. Der Hund auch."}, {"id": 1, "text": ESSAY}
        ),
    )
    assert after.records[1] == alone.records[0]


def test_a_method_that_is_not_known_is_said_so(sourcebrief: Run, essay: Path) -> None:
    ran = sourcebrief("inspect", essay, "--method", "crystal-ball")
    assert ran.status == 1
    assert "crystal-ball" in ran.records[0]["error"]


def test_references_are_read_field_by_field(sourcebrief: Run) -> None:
    text = "Okafor, Nneka. “Harbour closed.” The Coast Courier, 3 March 2026."
    ran = sourcebrief("reference", "-", "--jsonl", said=lines({"id": "x", "text": text}))
    (record,) = ran.records
    assert ran.status == 0
    assert record == {
        "id": "x",
        "status": "parsed",
        "type": record["type"],
        "authors": [{"family": "Okafor", "given": "Nneka"}],
        "title": "Harbour closed",
        "container": "The Coast Courier",
        "publisher": None,
        "issued": "2026-03-03",
        "updated": None,
        "accessed": None,
        "url": None,
        "archive_url": None,
        "raw": text,
    }


def test_a_bad_reference_line_ends_nothing(sourcebrief: Run) -> None:
    ran = sourcebrief(
        "reference", "-", "--jsonl", said='{"id": 1}\n' + lines({"id": 2, "text": "x"})
    )
    first, second = ran.records
    assert ran.status == 1
    assert first["id"] == 1
    assert "error" in first
    assert second["raw"] == "x"


def test_plain_lines_are_references_too(sourcebrief: Run) -> None:
    ran = sourcebrief("reference", "-", said="One entry, 2019.\n\nAnother, 2020.\n")
    assert [(record["id"], record["raw"]) for record in ran.records] == [
        (1, "One entry, 2019."),
        (3, "Another, 2020."),
    ]
