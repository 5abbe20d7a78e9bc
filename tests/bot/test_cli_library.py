"""`add`, `list`, `search` and `text`, as an editor uses them."""

import hashlib
from pathlib import Path

import pytest

from tests.bot.conftest import ESSAY, Ran, Run


def test_adding_says_what_was_understood(sourcebrief: Run, essay: Path) -> None:
    ran = sourcebrief("add", essay, "--json")
    (record,) = ran.records
    assert ran.status == 0
    assert record["path"] == str(essay)
    assert (record["status"], record["piece"], record["revision"]) == ("new", 1, 1)
    assert (record["sentences"], record["sources"]) == (9, 2)
    assert (record["error"], record["title"]) == (None, "The Harbour and the Sea")


def test_adding_a_file_twice_changes_nothing(sourcebrief: Run, essay: Path) -> None:
    (first,) = sourcebrief("add", essay, "--json").records
    (second,) = sourcebrief("add", essay, "--json").records
    assert second == {**first, "status": "unchanged"}


def test_a_changed_file_is_a_new_revision(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", essay)
    essay.write_text(ESSAY.replace("nine million", "ten million"))
    (record,) = sourcebrief("add", essay, "--json").records
    assert (record["status"], record["piece"], record["revision"]) == ("revised", 1, 2)


def test_a_bad_file_is_named_with_its_line_and_stops_no_other(
    sourcebrief: Run, folder: Path, essay: Path
) -> None:
    (folder / "broken.md").write_text("---\ntitle: fine\ntopics: [a, b\n---\n\nText stands here.\n")
    (folder / "empty.txt").write_bytes(b"")
    ran = sourcebrief("add", folder, "--json")
    by_name = {Path(record["path"]).name: record for record in ran.records}
    assert ran.status == 1
    assert by_name["harbour.txt"]["status"] == "new"
    assert by_name["broken.md"]["line"] in (3, 4)
    assert by_name["empty.txt"]["error"]
    said = sourcebrief("add", folder)
    assert "broken.md:" in said.err
    assert "2 failed" in said.out


def test_a_path_that_is_not_there_is_said_so(sourcebrief: Run, folder: Path) -> None:
    ran = sourcebrief("add", folder / "nowhere.txt")
    assert ran.status == 1
    assert "nowhere.txt" in ran.err


def test_the_list_is_newest_first_and_filters_by_topic(sourcebrief: Run, folder: Path) -> None:
    for day, topic in (("03", "sea"), ("09", "land")):
        text = (
            f"---\ntitle: Day {day}\ndate: 2026-11-{day}\ntopics: [{topic}]\n---\n\nIt is {day}.\n"
        )
        (folder / f"{day}.md").write_text(text)
    sourcebrief("add", folder)
    titles = [record["title"] for record in sourcebrief("list", "--json").records]
    assert titles == ["Day 09", "Day 03"]
    (only,) = sourcebrief("list", "--topic", "sea", "--json").records
    assert only["title"] == "Day 03"


def test_search_finds_words_and_says_when_there_are_none(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", essay)
    (hit,) = sourcebrief("search", "breakwater", "--json").records
    assert hit["snippet"] == "A breakwater costs forty, once."
    missing = sourcebrief("search", "volcano")
    assert missing.status == 1
    assert "volcano" in missing.err


def test_text_prints_the_bytes_that_the_hash_names(sourcebrief: Run, essay: Path) -> None:
    (record,) = sourcebrief("add", essay, "--json").records
    body = sourcebrief("text", "1").out
    assert hashlib.sha256(body.encode()).hexdigest() == record["sha256"]
    assert body.startswith("The harbour silted up")
    assert body.endswith("The sea will not wait for it.")


@pytest.mark.parametrize("args", [("list", "--limit", "none"), ("brief",), ("no-such-command",)])
def test_wrong_usage_exits_with_2(sourcebrief: Run, args: tuple[str, ...]) -> None:
    assert sourcebrief(*args).status == 2


def test_a_piece_that_is_not_there_exits_with_1(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", essay)
    for command in ("brief", "read", "sources", "text"):
        assert sourcebrief(command, "99").status == 1


def test_a_database_that_cannot_be_opened_is_said_in_a_sentence(sourcebrief: Run) -> None:
    ran = sourcebrief("--database", "sqlite:////proc/none/library.db", "list")
    assert ran.status == 1
    assert ran.err.startswith("sourcebrief: ")
    assert "Traceback" not in ran.err


def test_doctor_finds_a_fresh_library_well(sourcebrief: Run) -> None:
    ran = sourcebrief("doctor", "--json")
    checks = {record["check"] for record in ran.records}
    assert ran.status == 0
    assert {"python", "telegram", "slack"} <= checks


def test_a_list_is_narrowed_down_and_turned_page_by_page(sourcebrief: Run, folder: Path) -> None:
    rows = (
        ("2015-05-04", "Anna Lind", "energy"),
        ("2016-05-04", "Anna Lind", "water"),
        ("2017-05-04", "Per Okafor", "energy"),
    )
    for number, (day, by, topic) in enumerate(rows):
        head = f"---\ntitle: Piece {number}\nauthor: {by}\ntopics: [{topic}]\ndate: {day}\n---\n\n"
        (folder / f"{number}.md").write_text(f"{head}Rain fell on day {number}. Nobody came.\n")
        sourcebrief("add", folder / f"{number}.md")

    def listed(*asked: str) -> list[int]:
        return [record["piece"] for record in sourcebrief("list", "--json", *asked).records]

    assert listed() == [3, 2, 1]
    assert listed("--by", "lind") == [2, 1]
    assert listed("--by", "lind", "--topic", "Energy") == [1]
    assert listed("--topic", "energy", "--topic", "water") == []
    assert listed("--after", "2015", "--before", "2017") == [2]
    assert listed("--limit", "2", "--page", "2") == [1]
    assert listed("--by", "lind", "--limit", "1", "--page", "2") == [1]
    line = sourcebrief("list", "--limit", "1").out
    assert "#3    2017-05-04  Piece 2  Per Okafor · energy  [2]" in line.replace("[piece-2]", "[2]")
    assert "--page 2 goes on" in line
    assert sourcebrief("list", "--before", "soon").status == 1


def test_what_waits_and_what_is_gone_is_listed_by_its_state(sourcebrief: Run, folder: Path) -> None:
    for number in range(4):
        (folder / f"{number}.txt").write_text(
            f"Piece {number}\n\nRain fell on day {number}. Yes.\n"
        )
        sourcebrief("add", "--draft", folder / f"{number}.txt")
    sourcebrief("publish", "1", "--at", "2 Jan 06:00 Berlin")
    for ref in ("3", "4"):
        sourcebrief("publish", ref)
    sourcebrief("retract", "3", "wrong")
    sourcebrief("erase", "4", "--yes")
    for state, piece in (("scheduled", 1), ("draft", 2), ("retracted", 3), ("erased", 4)):
        assert [r["piece"] for r in sourcebrief("list", "--state", state, "--json").records] == [
            piece
        ], state
    assert "It was retracted" in sourcebrief("list", "--state", "retracted").out
    assert [r["piece"] for r in sourcebrief("list", "--drafts", "--json").records] == [2, 1]
    found = sourcebrief("search", "--json", "is:draft", "day 1").records
    assert [record["piece"] for record in found] == [2]
    assert sourcebrief("search", "is:draft", "zebra").status == 1


def test_a_list_of_nothing_says_why_and_to_programs_nothing(sourcebrief: Run, essay: Path) -> None:
    assert "The library is empty" in sourcebrief("list").err
    assert sourcebrief("list", "--json") == Ran(0, "", "")
    assert "Nothing waits" in sourcebrief("list", "--drafts").err
    assert "Nothing was retracted." in sourcebrief("list", "--state", "retracted").err
    sourcebrief("add", essay)
    assert sourcebrief("list").err == ""
    assert "No piece fits." in sourcebrief("list", "--by", "nobody").err
    assert "There is no page 9." in sourcebrief("list", "--page", "9").err


def test_an_unwanted_word_is_typed_as_it_is_and_a_mistyped_option_is_none(
    sourcebrief: Run, essay: Path
) -> None:
    sourcebrief("add", essay)
    assert len(sourcebrief("search", "harbour", "-bridge", "--json").records) == 1
    assert sourcebrief("search", "harbour", "-dredge", "--json").status == 1
    assert len(sourcebrief("search", "--json", "--", "harbour", "-bridge").records) == 1
    mistyped = sourcebrief("search", "harbour", "--limt", "3")
    assert (mistyped.status, "no such option: --limt" in mistyped.err) == (2, True)
