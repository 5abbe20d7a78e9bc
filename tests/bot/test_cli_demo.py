"""`sourcebrief demo` plays a morning by the bot's own answers, and leaves nothing behind."""

from pathlib import Path

import pytest

from bot.cli import demo
from briefs import examples
from briefs.pieces import ingest
from briefs.reading import reader
from tests.bot.conftest import Run

MORNING = (
    "› /digest on 08:30 Berlin weekdays",
    "Next: Monday 23 November 2026, 08:30",
    "› /piece add who-keeps-count-of-a-ceasefire.txt",
    "readers see nothing of it before you publish it",
    "#6@1 is what readers get from now on",
    "› /brief 6 countries",
    "arrived at 2,022 of them",
    "Proof: Exact extract",
    "revision 1",
    "› /check S6",
    "the words and the hash agree",
    "Digest · Monday 23 November 2026 · 1 piece",
    "› /piece revise #6 who-keeps-count-of-a-ceasefire.txt",
    "#6@2 is what readers get from now on",
    "Corrected · #6 Who Keeps Count of a Ceasefire: a number in S6.",
    "2,022 of them",
    "2,202 of them",
    "Digest · Tuesday 24 November 2026 · 1 piece",
    "Corrected since the last digest",
    "Revised",
    "sourcebrief setup",
)


def test_a_piece_a_brief_a_digest_and_a_correction_follow_each_other(
    sourcebrief: Run, folder: Path
) -> None:
    ran = sourcebrief("demo")
    assert ran.status == 0
    told = ran.out
    for said in MORNING:
        _, found, told = told.partition(said)
        assert found, said
    assert list(folder.iterdir()) == []
    assert Path.cwd() == folder


def test_it_needs_no_settings_that_work(sourcebrief: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBRIEF_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_TOKEN", "4242:first")
    assert sourcebrief("demo", "--fast").status == 0


def test_ctrl_c_ends_it_with_a_word_and_without_a_traceback(
    sourcebrief: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_no_pause", pressed)
    ran = sourcebrief("demo", "--fast")
    assert ran.status == 0
    assert "That was all" in ran.out
    assert "/brief" not in ran.out


@pytest.mark.parametrize(("name", "data"), examples.pieces(), ids=lambda part: str(part)[:30])
def test_every_example_is_a_piece_of_the_kind_that_is_briefed(name: str, data: bytes) -> None:
    draft = reader.read(data, name=name, origin=f"example:{name}")
    edited = ingest.edit(draft)
    assert draft.title
    assert draft.byline
    assert draft.published
    assert 700 <= len(draft.body.split()) <= 1_000
    assert len(draft.sources) >= 6
    assert edited.summaries


def test_one_example_ends_in_works_cited_and_says_nothing_of_itself_elsewhere() -> None:
    data = dict(examples.pieces())["who-keeps-count-of-a-ceasefire.txt"]
    draft = reader.read(data, name="x.txt", origin="x")
    assert data.startswith(b"Who Keeps Count")
    assert b"\nWorks cited\n" in data
    assert len(draft.sources) == 10
