"""Whatever door a hostile file comes by, its reader gets at nothing: no file, no network, no child.

Where the machine lacks what the sandbox needs these are skipped, and `doctor` says the same.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.access import Editors
from bot.chat import ChatService
from bot.folder.sync import FolderSync
from bot.folder.watcher import Folder
from bot.http_client.results import Answer
from bot.linked_pages import ExternalPages
from bot.operations.cited_copies import CitedCopyKeeper
from briefs.model import Address, Source
from briefs.sandbox import pool, rights
from briefs.storage.sql.store import open_store
from handlers.message import Request
from tests.bot.conftest import Run
from tests.bot.feeds import FEED, NOW, FakeWeb, fetched, followed, visitor
from tests.bot.hostile_reader import ASKED, NOTHING, hostile_sandbox, make_secrets, write_hook
from tests.bot.processes import free_port, started
from tests.bot.slack_room import serving
from tests.bot.telegram_stage import on_stage
from tests.briefs.builders import edited
from tests.contracts.memory_store import MemoryStore
from tests.emulators.slack import SharedFile, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import File
from tests.emulators.web.sites import Page, Server
from tests.handlers.newsroom import text

DAY = timedelta(days=1)
LACKING = "; ".join(rights.missing())
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)

TEXT = f"""The Harbour and the Sea

{ASKED} The harbour silted up in a single winter. Nobody had measured its depth since 1998.

Dredging costs nine million a year. A breakwater costs forty million, once.
"""
LONG = "".join(
    f"<p>In harbour h{n} the ship s{n} came from port p{n} with cargo c{n} on tide t{n}.</p>"
    for n in range(12)
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n")[1:]) + LONG
PAGE = f"""<html lang="en"><head><title>The Harbour and the Sea</title></head><body><article>
<h1>The Harbour and the Sea</h1>{PARAGRAPHS}</article></body></html>""".encode()
ENTRY = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Journal</title>
<link>https://journal.example/</link><item><guid>1</guid><title>The Harbour and the Sea</title>
<link>https://journal.example/1</link><description><![CDATA[{PARAGRAPHS}]]></description>
</item></channel></rss>""".encode()
LINK = "https://elsewhere.example/1"
HTML = {"Content-Type": "text/html; charset=utf-8"}
EDITOR = 77


@pytest.fixture(scope="module", autouse=True)
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with hostile_sandbox(tmp_path_factory.mktemp("hostile")) as folder:
        yield folder


@pytest.fixture(autouse=True)
def _untouched(secrets: Path) -> Iterator[None]:
    before = {path.name: path.read_bytes() for path in secrets.iterdir()}
    yield
    assert {path.name: path.read_bytes() for path in secrets.iterdir()} == before


def only(store: MemoryStore) -> str:
    """The body of the one piece."""
    return store.catalogue.revision(1).body


def newsroom(editors: Editors) -> ChatService:
    return ChatService(MemoryStore(), lambda: NOW, editors=editors)


def test_with_its_rights_the_reader_could_do_what_it_tries(tmp_path: Path) -> None:
    with hostile_sandbox(tmp_path, gives_up=False):
        body = pool.read(TEXT.encode(), name="a.txt").body
    for one in ("read the passwords", "read the library", "connect", "change the library"):
        assert one in body


def test_a_file_of_the_command_line(sourcebrief: Run, folder: Path) -> None:
    for name, data in (("a.txt", TEXT.encode()), ("b.html", PAGE)):
        (folder / name).write_bytes(data)
        assert sourcebrief("add", folder / name, "--anyway").status == 0
        assert NOTHING in sourcebrief("read", "1").out


def test_a_link_of_the_command_line(
    sourcebrief: Run, site: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_FETCH_PRIVATE", "127.0.0.0/8")
    site.pages["/essay"] = Page(body=PAGE, headers=HTML)
    assert sourcebrief("add", site.url("/essay", "127.0.0.2")).status == 0
    assert NOTHING in sourcebrief("read", "1").out


def test_a_text_of_a_script(sourcebrief: Run) -> None:
    (record,) = sourcebrief("inspect", "-", said=TEXT).records
    assert NOTHING in str(record)


def test_a_feed_of_the_command_line_its_discovery_and_its_entries(
    sourcebrief: Run, site: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_FETCH_PRIVATE", "127.0.0.0/8")
    alternate = b'<link rel="alternate" type="application/rss+xml" href="/feed"><title>'
    site.pages["/"] = Page(body=PAGE.replace(b"<title>", alternate), headers=HTML)
    site.pages["/feed"] = Page(body=ENTRY, headers={"Content-Type": "application/rss+xml"})
    assert sourcebrief("feed", "add", site.url("/", "127.0.0.2")).status == 0
    assert sourcebrief("feed", "poll", "--all").status == 0
    assert NOTHING in sourcebrief("read", "1").out


async def test_an_entry_of_a_feed() -> None:
    store, web = MemoryStore(), FakeWeb()
    web.serve(FEED, ENTRY)
    await visitor(store, web).visit(followed(store))
    assert NOTHING in only(store)


def test_a_file_in_a_watched_folder(tmp_path: Path) -> None:
    store = MemoryStore()
    (tmp_path / "a.txt").write_text(TEXT)
    folder, now = Folder(tmp_path, FolderSync(store, tmp_path, clock=lambda: NOW)), NOW
    while folder.step(now):
        now += DAY
    assert NOTHING in only(store)


def test_a_link_of_a_reader() -> None:
    store = MemoryStore()
    external = ExternalPages(store, lambda url: fetched(url, PAGE), 7 * DAY)
    desk = ChatService(store, lambda: NOW, external_pages=external)
    answer = desk.answer(_request(f"read {LINK}"))
    assert NOTHING in text(answer.reply)


def test_a_link_of_an_editor() -> None:
    desk = newsroom(Editors.read(f"telegram:{EDITOR}"))
    desk = replace(desk, get=lambda url: fetched(url, PAGE))
    desk.answer(_request(f"piece add {LINK}"))
    (proposal,) = desk.store.editorial.proposals(limit=2)
    assert NOTHING in proposal.revision.body


@pytest.mark.parametrize("pasted", [False, True])
async def test_a_document_and_a_pasted_text_on_telegram(pasted: bool) -> None:
    editors = Editors.read(f"telegram:{EDITOR}")
    async with TelegramEmulator() as telegram:
        telegram.people.open(EDITOR)
        async with on_stage(telegram, newsroom(editors), editors=editors):
            if pasted:
                await telegram.people.say(EDITOR, f"/piece add\n{TEXT}")
            else:
                file = File("a.txt", "text/plain", TEXT.encode())
                await telegram.people.say(EDITOR, "/piece add", file=file)
            await telegram.world.until(lambda: telegram.world.posted(EDITOR))
            assert NOTHING in telegram.world.posted(EDITOR)[0].text


@pytest.mark.parametrize("pasted", [False, True])
async def test_a_file_and_a_pasted_text_on_slack(pasted: bool) -> None:
    editors = Editors.read("slack:T1:U1")
    file = () if pasted else (SharedFile("a.txt", "text/plain", TEXT.encode()),)
    async with SlackEmulator() as slack, serving(slack, newsroom(editors), editors=editors):
        await slack.direct(f"piece add\n{TEXT}" if pasted else "piece add", *file)
        (proposal,) = await slack.answered(1)
    assert NOTHING in proposal.seen


async def test_a_page_that_is_cited() -> None:
    source = Source(number=1, raw=LINK, url=LINK)
    store = MemoryStore()
    store.catalogue.add(edited(sources=(source,)), now=NOW)
    with ThreadPoolExecutor(1) as workers:
        keeper = CitedCopyKeeper(
            store=store,
            web=Web(),
            workers=workers,
            clock=lambda: NOW,
            most_bytes=10**6,
        )
        await keeper.work(asyncio.Event())
    found = store.cited_copies.page("elsewhere.example/1")
    assert found is not None
    assert found.copy is not None
    assert NOTHING in found.copy.text


def test_a_text_that_a_receipt_is_held_against(sourcebrief: Run, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT.replace(ASKED, NOTHING))
    assert sourcebrief("add", folder / "a.txt").status == 0
    (folder / "receipt.json").write_text(sourcebrief("brief", "1", "--json").out)
    (folder / "b.txt").write_text(TEXT)
    assert sourcebrief("verify", folder / "receipt.json", "--text", folder / "b.txt").status == 0


def test_what_a_page_shows_is_worked_out_inside() -> None:
    assert NOTHING in " ".join(pool.visible_text(PAGE, url=LINK))


async def test_the_bot_as_an_operator_starts_it(tmp_path: Path) -> None:
    hook, watched = tmp_path / "hook", tmp_path / "watched"
    hook.mkdir()
    watched.mkdir()
    make_secrets(tmp_path)
    write_hook(hook, tmp_path, free_port())
    (watched / "a.txt").write_text(TEXT)
    async with TelegramEmulator() as telegram:
        telegram.people.open(EDITOR)
        settings = {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_BASE_URL": telegram.base_url,
            "DATABASE_URL": f"sqlite:///{tmp_path}/pieces.db",
            "EDITORS": f"telegram:{EDITOR}",
            "LIBRARY": str(watched),
        }
        async with started(tmp_path, settings, path=hook) as process:
            file = File("b.txt", "text/plain", TEXT.replace("nine", "ten").encode())
            await telegram.people.say(EDITOR, "/piece add", file=file)
            await telegram.world.until(lambda: telegram.world.posted(EDITOR))
            assert NOTHING in telegram.world.posted(EDITOR)[0].text
            with closing(open_store(settings["DATABASE_URL"])) as store:
                while not store.catalogue.count():  # noqa: ASYNC110  # another process's library
                    await asyncio.sleep(0.1)
                (card,) = store.catalogue.newest(limit=2)
                assert NOTHING in store.catalogue.revision(card.piece).body
            process.terminate()
            _, log = await process.communicate()
            assert process.returncode == 0, log.decode()
    assert (tmp_path / "library.db").read_text() == "drafts"


class Web:
    async def get(self, url: str) -> Answer:
        return fetched(url, PAGE)


def _request(line: str) -> Request:
    command, *args = line.split()
    here = Address("telegram", "1", str(EDITOR))
    return Request(command=command, args=tuple(args), sender=str(EDITOR), origin=here, at=NOW)
