"""What is not for the public waits for an editor, and is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import importing
from briefs.pieces import versions
from briefs.reading import markdown
from tests.briefs.builders import NOW, draft


def test_a_draft_that_its_file_holds_is_held_with_the_reason() -> None:
    assert versions.hold_reason(draft(hold="its front matter says “draft: true”"), NOW).endswith(
        "true”"
    )
    assert versions.hold_reason(draft(), NOW) == ""


@pytest.mark.parametrize(
    ("moment", "held"),
    [
        (NOW + timedelta(hours=1), True),
        (NOW - timedelta(hours=1), False),
        (datetime(NOW.year, NOW.month, NOW.day, tzinfo=UTC) + timedelta(days=1), False),
        (datetime(NOW.year, NOW.month, NOW.day, tzinfo=UTC) + timedelta(days=2), True),
        (datetime(2099, 1, 1, tzinfo=UTC), True),
    ],
    ids=["an hour to come", "an hour ago", "a day begun in the east", "two days", "2099"],
)
def test_what_is_dated_later_waits(moment: datetime, *, held: bool) -> None:
    assert bool(versions.hold_reason(draft(published=moment), NOW)) is held
    assert bool(versions.hold_reason(draft(not_before=moment), NOW)) is held


def test_a_day_to_come_on_the_web_is_not_believed() -> None:
    found = versions.without_days_to_come(draft(published=datetime(2099, 1, 1, tzinfo=UTC)), NOW)
    assert found.published is None
    assert found.warnings == ("its date, 2099-01-01, is still to come: not believed",)
    past = draft(published=NOW - timedelta(days=1))
    assert versions.without_days_to_come(past, NOW) == replace(past)


@pytest.mark.parametrize(
    ("path", "within", "held"),
    [
        ("site/_drafts/idea.md", "site", True),
        ("site/drafts/idea.md", "site", True),
        ("site/posts/idea.md", "site", False),
        ("drafts/site/idea.md", "drafts/site", False),
        ("site/_drafts/idea.md", None, True),
        ("drafts/idea.md", None, False),
    ],
)
def test_a_folder_of_drafts_holds_its_files(path: str, within: str | None, *, held: bool) -> None:
    folder = None if within is None else Path(within)
    assert bool(importing.hold_reason(Path(path), folder)) is held


def test_what_is_passed_over_in_a_folder_is_named(tmp_path: Path) -> None:
    for name in (
        "a.md",
        "b.pptx",
        "c.pptx",
        "node_modules/x/README.md",
        "_layouts/d.html",
        ".e.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.")
    survey = importing.survey([tmp_path])
    assert [path.name for path in survey.files] == ["a.md"]
    told = {over.path.name: (over.count, over.reason) for over in survey.passed_over}
    assert told == {
        "node_modules": (1, "a folder of programs and templates"),
        "_layouts": (1, "a folder of programs and templates"),
        "b.pptx": (2, ".pptx files are not read"),
    }


def test_every_name_of_markdown_is_looked_for() -> None:
    assert importing.SUFFIXES.issuperset(markdown.SUFFIXES)
