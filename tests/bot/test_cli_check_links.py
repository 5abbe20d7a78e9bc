"""`sources --check-links` from the command line, against sites on loopback."""

from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.emulators.web.sites import Page, Server

PIECE = """The Quay

The quay was closed in a single winter.[1] It was opened again in the spring.[2] Nobody paid.[3]

Sources

1. Okafor, Nneka. “Quay closed.” The Coast Courier, 3 March 2026. {0}
2. Lind, Per. “Silt and certainty.” Journal of Ports, 12 May 2019. {1}
3. Roe, Ann. “The bill.” The Coast Courier, 4 April 2026. {2}
4. Doe, Jan. “The ledger.” The Coast Courier, 5 April 2026.
"""


@pytest.fixture
def addresses(
    site: Server, sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str, str]:
    """A piece whose entries lead to three hosts: a page, one that moved, and one that is gone."""
    monkeypatch.setenv("SOURCEBRIEF_FETCH_PRIVATE", "127.0.0.2/31, 127.0.0.4")
    fine, moved, gone = (site.url(f"/{n}", f"127.0.0.{n}") for n in (2, 3, 4))
    site.pages["/2"] = Page(body=b"here")
    site.pages["/3"] = Page(status=301, headers={"Location": "/new"})
    site.pages["/new"] = Page(body=b"here")
    (folder / "quay.txt").write_text(PIECE.format(fine, moved, gone))
    sourcebrief("add", folder / "quay.txt")
    return fine, moved, gone


def test_each_linked_entry_is_told_of_and_the_dead_again_at_the_end(
    sourcebrief: Run, addresses: tuple[str, str, str]
) -> None:
    fine, moved, gone = addresses
    ran = sourcebrief("sources", "1", "--check-links")
    assert ran.status == 0, ran
    lines = ran.out.splitlines()
    assert f"ok          #1 1     {fine}" in lines
    assert f"moved       #1 2     {moved} → {moved.replace('/3', '/new')}" in lines
    assert f"dead        #1 3     {gone}  127.0.0.4 answers 404 Not Found." in lines
    assert "3 links: " in lines[3]
    assert lines[4:] == [
        f"dead        #1 3     {gone}",
        f"            try      https://web.archive.org/web/20260404/{gone}",
    ]


def test_the_whole_library_is_told_of_as_json(
    sourcebrief: Run, addresses: tuple[str, str, str], folder: Path
) -> None:
    fine, _, gone = addresses
    again = PIECE.format(gone, fine, "").replace("The Quay", "Again").replace("Nobody", "Somebody")
    (folder / "again.txt").write_text(again)
    sourcebrief("add", folder / "again.txt")
    ran = sourcebrief("sources", "--all", "--check-links", "--json")
    assert ran.status == 0
    told = {(record["piece"], record["number"]): record for record in ran.records}
    assert len(told) == 5
    assert told[1, 3] == {
        "piece": 1,
        "number": 3,
        "url": gone,
        "state": "dead",
        "reason": "127.0.0.4 answers 404 Not Found.",
        "moved_to": None,
        "try": f"https://web.archive.org/web/20260404/{gone}",
    }
    assert told[2, 1]["try"] == f"https://web.archive.org/web/20260303/{gone}"
    assert told[2, 2]["state"] == "ok"


def test_private_addresses_are_not_asked_unless_named(
    site: Server,
    sourcebrief: Run,
    addresses: tuple[str, str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SOURCEBRIEF_FETCH_PRIVATE")
    ran = sourcebrief("sources", "1", "--check-links")
    assert "3 links: 3 blocked" in ran.out
    assert site.asked == []


def test_without_links_there_is_nothing_to_check(sourcebrief: Run, folder: Path) -> None:
    (folder / "bare.txt").write_text("A bare piece\n\nIt has a sentence. It has another.\n")
    sourcebrief("add", folder / "bare.txt")
    assert sourcebrief("sources", "1", "--check-links").out == "No entry has a link.\n"


@pytest.mark.parametrize("more", [("--format", "ris"), ("--audit",)])
def test_checking_goes_with_no_other_form(sourcebrief: Run, more: tuple[str, ...]) -> None:
    assert sourcebrief("sources", "1", "--check-links", *more).status == 2


def test_a_network_that_is_none_is_wrong_usage(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_FETCH_PRIVATE", "everything")
    ran = sourcebrief("list")
    assert ran.status == 2
    assert "SOURCEBRIEF_FETCH_PRIVATE" in ran.err
