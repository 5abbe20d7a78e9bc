"""`add`, with links and folders of every format, as an editor uses it."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from briefs.storage.sql.store import open_store
from tests.bot.conftest import Run
from tests.bot.feeds import Item
from tests.emulators.web.sites import Page, Server

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture(autouse=True)
def _reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBRIEF_FETCH_PRIVATE", "127.0.0.0/8")


def test_a_link_comes_in_under_its_canonical_address(sourcebrief: Run, site: Server) -> None:
    canonical = site.url("/essay", "127.0.0.2")
    link = f'<link rel="canonical" href="{canonical}">'.encode()
    site.pages["/essay?utm_source=x"] = Page(
        body=Item(number=1).page.replace(b"<title>", link + b"<title>"), headers=HTML
    )
    (record,) = sourcebrief("add", f"{canonical}?utm_source=x", "--json").records
    assert (record["status"], record["title"]) == ("new", "Harbour 1")
    (receipt,) = sourcebrief("brief", canonical, "--json").records
    assert receipt["piece"] == 1  # a page of the library is its piece


def test_links_and_files_mix_and_a_bad_link_stops_nothing(
    sourcebrief: Run, site: Server, folder: Path
) -> None:
    (folder / "page.html").write_bytes(Item(number=1).page)
    site.pages["/2"] = Page(body=Item(number=2).page, headers=HTML)
    gone = site.url("/gone", "127.0.0.3")
    ran = sourcebrief("add", folder, site.url("/2", "127.0.0.2"), gone, "--json")
    assert [record["status"] for record in ran.records] == ["new", "new", "failed"]
    assert "404" in ran.records[2]["error"]
    assert ran.status == 1


def test_links_in_the_text_are_no_entries_of_a_list_to_look_at(
    sourcebrief: Run, folder: Path
) -> None:
    link = b'<a href="https://example.org/tides">port</a>'
    (folder / "page.html").write_bytes(Item(number=1).page.replace(b"port", link, 1))
    (record,) = sourcebrief("add", folder, "--json").records
    assert (record["sources"], record["audit"]) == (1, [])


def test_an_address_within_the_house_is_refused(
    sourcebrief: Run, site: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCEBRIEF_FETCH_PRIVATE")
    (record,) = sourcebrief("add", site.url("/x", "127.0.0.1"), "--json").records
    assert "not on the public web" in record["error"]
    assert site.asked == []


def test_a_twin_is_told_of_and_comes_in_only_anyway(sourcebrief: Run, folder: Path) -> None:
    (folder / "a.html").write_bytes(Item(number=1).page)
    (folder / "b.html").write_bytes(Item(number=1, edit=1).page)
    ran = sourcebrief("add", folder / "a.html", folder / "b.html")
    assert ran.status == 0
    assert "% the same as #1; --anyway takes it in" in ran.out
    assert "1 new, 1 twin" in ran.out
    (record,) = sourcebrief("add", folder / "b.html", "--anyway", "--json").records
    assert (record["status"], record["piece"]) == ("new", 2)


def test_what_was_taken_back_is_told_of_and_comes_back_only_anyway(
    sourcebrief: Run, folder: Path, essay: Path
) -> None:
    sourcebrief("add", essay)
    with closing(open_store(f"sqlite:///{folder}/library.db")) as store:
        retracted_at = store.catalogue.revision(1).stored_at
        store.editorial.retract(1, "it is not true", now=retracted_at)
    (record,) = sourcebrief("add", essay, "--json").records
    assert record["status"] == "retracted"
    assert record["refused"] == "#1 was taken back; --anyway makes it public again"
    (again,) = sourcebrief("add", essay, "--anyway", "--json").records
    assert (again["status"], sourcebrief("brief", "1").status) == ("revised", 0)


def test_a_folder_ends_with_what_came_in_and_what_did_not_and_why(
    sourcebrief: Run, folder: Path
) -> None:
    for number in range(8):
        (folder / f"empty{number}.txt").write_bytes(b"")
    (folder / "page.htm").write_bytes(Item(number=1).page)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    (folder / "notes.xyz").write_bytes(b"not looked at")
    ran = sourcebrief("add", folder)
    *_, counts, most, other = ran.out.splitlines()
    assert sorted(counts.split(", ")) == ["1 new", "9 failed"]
    assert most.startswith("not in, ")
    assert most.endswith("and 3 more")
    assert "broken.pdf" in other


def test_a_run_that_is_killed_is_just_started_again(folder: Path) -> None:
    inbox, library = folder / "in", folder / "library.db"
    inbox.mkdir()
    for number in range(30):
        (inbox / f"{number}.txt").write_text(f"Harbour {number} was dredged. Nobody paid.\n")
    command = [sys.executable, "-m", "bot.cli.main", "add", str(inbox), "--json"]
    code = "import sys; from bot.cli.main import main; sys.argv[0] = 'sourcebrief'; main()"
    command[1:3] = ["-c", code]
    top = Path(__file__).parents[2]
    env = {**os.environ, "SOURCEBRIEF_DATABASE_URL": f"sqlite:///{library}", "PYTHONPATH": str(top)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, cwd=folder) as first:
        assert first.stdout is not None
        for _ in range(10):
            first.stdout.readline()
        first.send_signal(signal.SIGKILL)
    again = subprocess.run(command, capture_output=True, env=env, cwd=folder, check=True)
    statuses = [line.split(b'"status": "')[1].split(b'"')[0] for line in again.stdout.splitlines()]
    assert statuses.count(b"unchanged") >= 10
    assert set(statuses) == {b"new", b"unchanged"}
    with closing(open_store(f"sqlite:///{library}")) as store:
        titles = [
            store.catalogue.revision(card.piece).body for card in store.catalogue.newest(limit=99)
        ]
    assert len(titles) == len(set(titles)) == 30


def test_a_link_that_is_not_of_the_library_is_briefed_as_passing(
    sourcebrief: Run, site: Server, folder: Path
) -> None:
    site.pages["/essay"] = Page(body=Item(number=1).page, headers=HTML)
    url = site.url("/essay", "127.0.0.2")
    said = sourcebrief("brief", url).out
    assert "From the open web, not from our library · kept until" in said
    receipt = sourcebrief("brief", url, "--json")
    assert receipt.records[0]["piece"] < 0
    (folder / "receipt.json").write_text(receipt.out)
    assert sourcebrief("verify", folder / "receipt.json").status == 0
    assert sourcebrief("list", "--json").records == []
    assert [each.path for each in site.asked].count("/essay") == 1


ESSAY = "The quay held.\n\nThe river rose on Monday. Nobody was hurt, and the bridge held.\n"


def test_a_yaml_file_beside_a_piece_is_its_front_matter(sourcebrief: Run, folder: Path) -> None:
    (folder / "essay.txt").write_text(ESSAY)
    (folder / "essay.yaml").write_text("---\ntitle: The Quay\nauthor: Ada Roe\nlang: en\n---\n")
    (folder / "other.yml").write_text("a: 1\n")
    *added, over = sourcebrief("add", folder, "--json").records
    assert [(one["status"], one["title"]) for one in added] == [("new", "The Quay")]
    assert (over["status"], Path(over["path"]).name) == ("passed over", "other.yml")
    (record,) = sourcebrief("add", folder / "essay.txt", "--json").records
    assert (record["status"], record["revision"]) == ("unchanged", 1)
    (folder / "essay.yaml").write_text("title: The Quay, Again\nauthor: Ada Roe\n")
    (record,) = sourcebrief("add", folder / "essay.txt", "--json").records
    assert (record["status"], record["title"]) == ("revised", "The Quay, Again")


@pytest.mark.parametrize("said", ["draft: true\n", "embargo: 2099-01-01\n"])
def test_what_lies_beside_a_file_keeps_it_from_the_public(
    sourcebrief: Run, folder: Path, said: str
) -> None:
    (folder / "essay.txt").write_text(ESSAY)
    (folder / "essay.yml").write_text(said)
    (record,) = sourcebrief("add", folder / "essay.txt", "--json").records
    assert record["status"] == "draft"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"title: [\n", "front matter"),
        (b"\xff\xfe", "UTF-8"),
        (b"title: x\n" * 20_000, "more than 100 KB"),
    ],
)
def test_front_matter_that_cannot_be_read_stops_its_piece_and_no_other(
    sourcebrief: Run, folder: Path, said: bytes, why: str
) -> None:
    (folder / "a.txt").write_text(ESSAY)
    (folder / "b.txt").write_text(ESSAY.replace("quay", "dam"))
    (folder / "a.yaml").write_bytes(said)
    bad, good = sourcebrief("add", folder, "--json").records
    assert (bad["status"], good["status"]) == ("failed", "new")
    assert why in bad["error"]


def test_a_folder_brings_every_kind_of_document_that_is_read(
    sourcebrief: Run, folder: Path
) -> None:
    (folder / "a.eml").write_text(
        "From: a@b.example\nSubject: The quay\nContent-Type: text/plain\n\n" + ESSAY
    )
    (folder / "b.data").write_text("x")
    added, over = sourcebrief("add", folder, "--json").records
    assert (added["status"], over["status"]) == ("new", "passed over")


def test_a_files_name_begins_no_line(sourcebrief: Run, folder: Path) -> None:
    (folder / "a\nnew       #9 Forged.json").write_text("{}")
    (folder / "b.md").write_text(ESSAY)
    shown = sourcebrief("add", folder)
    assert not any(line.startswith("new       #9") for line in shown.out.splitlines())
