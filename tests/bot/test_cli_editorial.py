"""`edit`, `publish`, `retract`, `log` and drafts, as an editor uses them in a terminal."""

from contextlib import closing
from datetime import time
from pathlib import Path

import pytest

from bot.cli.common import in_shell_words
from briefs.digests.digest import EVERY_DAY, Subscription
from briefs.model import Address
from briefs.storage.sql.store import open_store
from handlers.digest.render import current_digest
from tests.bot.conftest import ESSAY, Run
from tests.briefs.builders import NOW, edited


def test_a_draft_is_not_public_until_it_is_published(sourcebrief: Run, essay: Path) -> None:
    added = sourcebrief("add", "--draft", essay, "--json")
    (record,) = added.records
    assert (added.status, record["status"], record["piece"]) == (0, "draft", 1)
    assert sourcebrief("list", "--json").out == ""
    (draft,) = sourcebrief("list", "--drafts", "--json").records
    assert (draft["piece"], draft["state"], draft["publish_at"]) == (1, "draft", None)
    assert sourcebrief("brief", "1").status == 1
    assert "Published" in sourcebrief("publish", "1").out
    assert sourcebrief("list", "--json").records[0]["piece"] == 1
    assert sourcebrief("list", "--drafts").out == ""


def test_a_draft_is_published_at_a_time(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", "--draft", essay)
    said = sourcebrief("publish", "1", "--at", "2 Jan 06:00 Berlin")
    assert (said.status, "becomes public by itself on" in said.out) == (0, True)
    (draft,) = sourcebrief("list", "--drafts", "--json").records
    assert draft["state"] == "scheduled"
    assert draft["publish_at"].endswith("-01-02T05:00:00+00:00")
    assert sourcebrief("publish", "1", "--at", "06:00").status == 1
    sourcebrief("publish", "1", "--at", "never")
    assert sourcebrief("list", "--drafts", "--json").records[0]["state"] == "draft"


def test_corrections_are_kept_when_the_file_is_added_again(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", essay)
    edited = sourcebrief(
        "edit",
        "1",
        *("--date", "9 Jan 2017", "--byline", "Anna Lind", "--topic", "water", "--topic", "ports"),
        *("--source", "2 Lind, Per. “Silt.” Journal of Ports, 2019."),
    )
    assert "Date: 9 Jan 2017 (read: none)" in edited.out
    sourcebrief("add", essay)
    (card,) = sourcebrief("list", "--topic", "ports", "--json").records
    assert (card["byline"], card["published"][:10], card["revision"]) == (
        "Anna Lind",
        "2017-01-09",
        2,
    )
    essay.write_text(ESSAY.replace("nine million", "ten million"))
    sourcebrief("add", essay)
    (card,) = sourcebrief("list", "--json").records
    assert (card["byline"], card["topics"], card["revision"]) == (
        "Anna Lind",
        ["water", "ports"],
        3,
    )
    assert "Silt.”" in sourcebrief("sources", "1", "--json").out
    sourcebrief("edit", "1", "--undo", "byline", "--undo", "source 2")
    assert sourcebrief("list", "--json").records[0]["byline"] == ""


def test_the_body_cannot_be_edited_and_receipts_of_before_still_hold(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    sourcebrief("add", essay)
    receipt = folder / "receipt.json"
    receipt.write_text(sourcebrief("brief", "1", "--json").out)
    body = sourcebrief("text", "1").out
    sourcebrief("edit", "1", "--title", "Another")
    assert sourcebrief("text", "1").out == body
    assert sourcebrief("verify", receipt).status == 0
    assert sourcebrief("edit", "1", "--body", "x").status == 2
    assert sourcebrief("edit", "1").status == 2
    assert sourcebrief("edit", "7", "--title", "x").status == 1


def test_a_piece_is_retracted_with_its_reason_and_the_log_tells_all(
    sourcebrief: Run, essay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUDO_USER", "ines")
    sourcebrief("add", "--draft", essay)
    sourcebrief("publish", "1")
    sourcebrief("edit", "1", "--title", "Harbours")
    assert "Retracted" in sourcebrief("retract", "1", "The", "figures", "were", "wrong.").out
    assert sourcebrief("retract", "1", "again").status == 1
    assert "The figures were wrong." in sourcebrief("brief", "1").out
    said = sourcebrief("log", "1").out
    assert [said.index(word) for word in ("retracted", "corrected", "published")] == sorted(
        said.index(word) for word in ("retracted", "corrected", "published")
    )
    assert said.count("console:ines") == 3


def test_all_that_the_desk_knows_in_chat_is_said_in_the_shell(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    sourcebrief("add", "--draft", essay)
    assert "#1@1 The Harbour and the Sea" in sourcebrief("piece").out
    assert "Proposed as #1@1" in sourcebrief("piece", "check", "1").out
    assert "S9" in sourcebrief("piece", "pin", "S9", "1").out
    sourcebrief("publish", "1")
    other = folder / "another name.txt"
    other.write_text(ESSAY.replace("nine million", "ten million"))
    assert "Proposed as #1@2" in sourcebrief("piece", "revise", "1", other).out
    assert "Discarded" in sourcebrief("piece", "discard", "1@2").out
    assert sourcebrief("piece", "discard", "1@2").status == 1
    assert sourcebrief("piece", "erase", "1").status == 2
    assert sourcebrief("piece", "nothing").status == 1


def test_what_is_advised_in_a_shell_is_a_command_of_the_shell(
    sourcebrief: Run, essay: Path
) -> None:
    drafted = sourcebrief("add", "--draft", essay)
    assert "`sourcebrief publish 1@1` publishes it" in drafted.out  # "#1" were a comment
    assert sourcebrief("publish", "1@1").status == 0
    wrong = sourcebrief("edit", "1", "--line", "S99")
    assert "sourcebrief piece read 1@1 shows them." in wrong.err
    assert "sourcebrief piece corrections 1" in sourcebrief("retract", "1", "Wrong.").out
    assert "sourcebrief piece publish 1@1 anyway" in sourcebrief("publish", "1").err


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("/piece read #12@1 shows them.", "sourcebrief piece read 12@1 shows them."),
        ("See /piece, or (/latest).", "See sourcebrief piece, or (sourcebrief list)."),
        ("/brief #12 is public.", "sourcebrief brief 12 is public."),
        ("/brief.txt: no such file", "/brief.txt: no such file"),
        ("/read/a.txt and /check-in", "/read/a.txt and /check-in"),
        ("#12 and/piece", "#12 and/piece"),
        ("/help brief", "/help brief"),
    ],
)
def test_a_command_of_the_chat_is_one_of_the_shell_and_a_path_stays(said: str, typed: str) -> None:
    assert in_shell_words(said) == typed


def test_a_correction_is_made_wholly_or_not_at_all(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", essay)
    wrong = sourcebrief("edit", "1", "--line", "S4", "--title", "Silt", "--source", "9 Lind, 2016.")
    assert (wrong.status, wrong.out) == (1, "")
    assert "chosen" not in sourcebrief("piece", "pin", "S4", "1").out.partition("In digests")[2]
    for _ in range(2):  # said again it stays
        assert "S4, chosen by an editor" in sourcebrief("edit", "1", "--line", "S4").out


def test_the_log_is_told_whole_and_for_programs(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", essay)
    for number in range(20):
        sourcebrief("edit", "1", "--title", f"Silt {number}")
    assert len(sourcebrief("log", "--json").records) == 20
    assert sourcebrief("log").out.count("corrected: title") == 20
    paged = [
        record["revision"]
        for page in ("1", "2", "3")
        for record in sourcebrief("log", "--limit", "7", "--page", page, "--json").records
    ]
    assert paged == list(range(21, 1, -1))
    assert "--page 2 goes on" in sourcebrief("log", "1", "--limit", "7").out


def test_a_topic_is_merged_with_another(sourcebrief: Run, essay: Path) -> None:
    sourcebrief("add", essay)
    sourcebrief("edit", "1", "--topic", "rivers", "--topic", "water")
    assert "“rivers” is “water” now" in sourcebrief("topics", "merge", "rivers", "water").out
    assert sourcebrief("list", "--json").records[0]["topics"] == ["water"]


def test_an_archive_is_found_and_briefed_and_no_news(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    assert sourcebrief("add", "--archive", essay).status == 0
    assert sourcebrief("brief", "1").status == 0
    assert sourcebrief("search", "harbour", "--json").records[0]["piece"] == 1
    with closing(open_store(f"sqlite:///{folder}/library.db")) as store:
        assert store.catalogue.arrivals(0, limit=9) == ()
    assert sourcebrief("add", "--archive", "--draft", essay).status == 2


def arrived(folder: Path) -> list[int]:
    """The pieces that digests may tell of."""
    with closing(open_store(f"sqlite:///{folder}/library.db")) as store:
        return sorted(one.card.piece for one in store.catalogue.arrivals(0, limit=99))


def test_what_was_added_as_news_by_mistake_is_an_archive_once_that_is_said(
    sourcebrief: Run, folder: Path
) -> None:
    old = folder / "old"
    old.mkdir()
    for number in range(12):
        text = ESSAY.replace("Harbour", f"Harbour {number}").replace("nine", f"{number} hundred")
        (old / f"{number}.txt").write_text(text.replace("winter", f"winter of 19{number + 10}"))
    first = sourcebrief("add", "--anyway", old)  # nobody is asked: there is no terminal
    assert "these first pieces are news" in first.err
    assert arrived(folder) == list(range(1, 13))
    again = sourcebrief("add", "--archive", old)
    assert "12 archived" in again.out
    assert arrived(folder) == []
    assert "12 unchanged" in sourcebrief("add", "--archive", old).out


def test_a_draft_and_a_public_piece_are_put_into_the_archive(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    sourcebrief("add", "--draft", essay)
    assert sourcebrief("publish", "1", "--archive", "--at", "06:00 Berlin").status == 2
    assert "no digest tells of it" in sourcebrief("publish", "1", "--archive").out
    assert arrived(folder) == []
    other = folder / "dam.txt"
    other.write_text("The Dam\n\nThe dam held for nine years. It rained on the tenth.\n")
    sourcebrief("add", other)
    assert arrived(folder) == [2]
    assert "no digest tells of it" in sourcebrief("publish", "2", "--archive").out
    assert arrived(folder) == []


def test_the_next_digest_is_the_same_after_an_archive_came_in() -> None:
    with closing(open_store("sqlite://")) as store:
        store.catalogue.add(edited("News.", origin="news", topics=("water",)), now=NOW)
        order = Subscription(
            to=Address("slack", "T1", "C1"),
            at=time(8, 30),
            zone="UTC",
            weekdays=EVERY_DAY,
            since=0,
            starts=NOW,
        )
        before = current_digest(order, NOW.date(), store, NOW)
        for number in range(300):
            store.catalogue.add(edited(f"Old {number}.", origin=f"{number}"), now=NOW, archive=True)
        after = current_digest(order, NOW.date(), store, NOW)
        assert after == before
        assert [entry.card.piece for entry in after.entries] == [1]


def test_a_piece_is_erased_after_two_questions_or_with_yes(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    library = folder / "library.db"
    sourcebrief("add", essay)
    unanswered = sourcebrief("erase", "1", "unlawful")
    assert (unanswered.status, "--yes erases without asking" in unanswered.err) == (1, True)
    receipt = sourcebrief("brief", "1", "--json").out
    assert b"harbour silted" in library.read_bytes()
    done = sourcebrief("erase", "1", "unlawful", "--yes")
    assert (done.status, "unlawful" in done.out) == (0, True)
    assert "Nothing of what was deleted is left" in done.out
    assert b"harbour silted" not in library.read_bytes()
    assert "It was erased" in sourcebrief("brief", "1").out
    assert "This was piece #1" in sourcebrief("add", essay).err
    assert "new" in sourcebrief("add", "--anyway", essay).out
    assert "erased: unlawful" in sourcebrief("log", "1").out
    told = sourcebrief("verify", "-", said=receipt)
    assert (told.status, "It was erased" in told.out) == (1, True)


def test_topics_are_listed_suggested_and_merged(
    sourcebrief: Run, essay: Path, folder: Path
) -> None:
    sourcebrief("add", essay)
    other = folder / "other.md"
    other.write_text("---\ntopics: [Harbour, ports]\n---\n# Other\n\nIt rained. It did.\n")
    sourcebrief("add", other)
    assert "Harbour" in sourcebrief("topics", "suggest", "1").out
    assert sourcebrief("topics", "rename", "harbour", "Ports").status == 0
    assert sourcebrief("topics").out.split() == ["1", "Ports"]
    assert sourcebrief("topics", "rename", "zebras", "x").status == 1
