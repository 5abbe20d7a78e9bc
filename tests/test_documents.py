"""The documents can be followed: their commands run, their links lead somewhere.

A block of ```sh is run as it stands, one after another, in a folder that has the example pieces in
`pieces/` and in its library (the tutorial makes its own). What cannot run here says what it needs,
and is read: each `sourcebrief` command of it exists, with the options that it is given.
"""

import os
import re
import shlex
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from bot.cli import main
from briefs import examples
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.storage.sql.store import open_store
from handlers.message import Context, Heading, Request
from handlers.router import answer
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import CHAT, NOW, library, piece
from tests.warm import CLIENT

TOP = Path(__file__).parents[1]
DOCUMENTS = [TOP / "README.md", TOP / "SECURITY.md", *sorted((TOP / "docs").rglob("*.md"))]
FIGURES = TOP / "docs" / "figures.md"
NEEDS = {"network", "tokens", "systemd", "podman", "postgresql"}
"""What a block may need that the tests do not have; other tests try each of these ways."""

STOCK = ("keeping-the-book-on-groundwater.txt", "who-keeps-count-of-a-ceasefire.txt")
"""The examples that the folder has: two, since each command of a document takes its time."""

BLOCK = re.compile(r"(?ms)^```(\w*)(?: needs=(\w+))?\n(.*?)^```$")
INLINE = re.compile(r"`(sourcebrief [^`\n]+)`")
COMMAND = re.compile(r"(?:^|[ /])sourcebrief (?!/|sourcebrief )([^|&>;#`]+)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")
STARTS_COMMAND = re.compile(r"(?m)^(sourcebrief|make|python3?|pip|pipx|uv|podman|systemctl|cd) \S")


def named(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def blocks(path: Path) -> list[tuple[str, str, str]]:
    """The language of each fenced block, what it needs, and what it says."""
    return BLOCK.findall(path.read_text("utf-8"))


def runnable(path: Path) -> list[str]:
    return [text for language, needs, text in blocks(path) if language == "sh" and not needs]


RUN = [path for path in DOCUMENTS if runnable(path)]


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example pieces, as files and in a library."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "pieces").mkdir()
    with closing(open_store(f"sqlite:///{folder}/sourcebrief.db")) as store:
        for name, data in examples.pieces():
            if name not in STOCK:
                continue
            (folder / "pieces" / name).write_bytes(data)
            draft = reader.read(data, name=name, origin=f"{folder}/pieces/{name}")
            store.catalogue.add(ingest.edit(draft), now=datetime.now(UTC))
    return folder


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with `sourcebrief` and `python`, as an installation would put them on the PATH."""
    folder = tmp_path_factory.mktemp("bin")
    at = str(folder / "warm")
    (folder / "client.py").write_text(CLIENT.format(path=at))
    for name, args in (
        ("sourcebrief", f"-ISs {folder}/client.py"),
        ("python", ""),
        ("python3", ""),
    ):
        path = folder / name
        path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {args} "$@"\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    env = {name: value for name, value in os.environ.items() if "SOURCEBRIEF" not in name}
    with subprocess.Popen((sys.executable, "-m", "tests.warm", at), cwd=TOP, env=env) as warm:
        while not (folder / "warm").exists():
            assert warm.poll() is None
            time.sleep(0.05)
        yield folder
        warm.terminate()


@pytest.mark.parametrize("path", RUN, ids=named)
def test_every_command_of_a_document_runs_as_it_stands(
    path: Path, stocked: Path, programs: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    if path.name == "tutorial.md":
        folder.mkdir()
    else:
        copytree(stocked, folder)
    env = {name: value for name, value in os.environ.items() if "SOURCEBRIEF" not in name}
    for text in runnable(path):
        ran = subprocess.run(
            ("bash", "-euo", "pipefail", "-c", text),
            cwd=folder,
            env={
                **env,
                "PATH": f"{programs}:{os.environ['PATH']}",
                "PYTHONPATH": str(TOP),
                "SOURCEBRIEF_LOG_LEVEL": "ERROR",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, f"{text}\n{ran.stdout}{ran.stderr}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_what_cannot_run_says_what_it_needs_and_commands_are_in_blocks_that_run(path: Path) -> None:
    for language, needs, text in blocks(path):
        assert needs in NEEDS | {""}
        if path.name != "receipts.md":  # its blocks have numbers and keys of their own
            assert language == "sh" or not STARTS_COMMAND.search(text), text
        if language == "sh":
            subprocess.run(("bash", "-n", "-c", text), check=True)


def commands(path: Path) -> Iterator[list[str]]:
    """The words of each `sourcebrief` command of a document, comments and pipes left out."""
    text = path.read_text("utf-8")
    code = [said for language, _, said in blocks(path) if language in {"sh", ""}]
    lines = [line for said in code for line in said.replace("\\\n", " ").splitlines()]
    for line in (*lines, *INLINE.findall(text)):
        if line.startswith(
            ("podman", "useradd", "pipx", "uv", "journalctl", "install", "systemctl")
        ):
            continue
        for found in COMMAND.findall(line):
            yield shlex.split(found.replace("…", ""))


@cache
def options(name: str) -> dict[str, Any]:
    """The subcommands of a command ("" is itself), each with its options."""
    command = main.load(name)
    within = getattr(command, "commands", {})
    found = {"": command} | dict(within)
    return {
        key: {option for p in one.params for option in getattr(p, "opts", ()) if option[:1] == "-"}
        for key, one in found.items()
    }


KNOWN = {row.name for row in main.COMMANDS}


def is_there(words: list[str]) -> bool:
    """Whether a command that is named, and each option that it is given, is there."""
    name = next((word for word in words if not word.startswith("-")), "")
    if not name or name.isupper() or words[0] in {"--version", "--database"}:
        return True
    if name not in KNOWN:
        return False
    rest = words[words.index(name) + 1 :]
    has = options(name)
    inner = has.get(rest[0], has[""]) if rest else has[""]
    given = {word.partition("=")[0] for word in rest if word.startswith("--")}
    return bool(given <= inner | {"--help", "--"})


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_command_that_is_named_is_there_with_its_options(path: Path) -> None:
    assert [words for words in commands(path) if not is_there(words)] == []


CODE = [path for top in ("bot", "briefs", "handlers") for path in (TOP / top).rglob("*.py")]


def test_every_command_that_the_program_names_is_there_and_can_be_typed_in_a_shell() -> None:
    said = [
        command.removeprefix("sourcebrief ")
        for path in sorted(CODE)
        for command in INLINE.findall(path.read_text("utf-8"))
    ]
    assert len(said) > 100
    for command in said:
        assert " #" not in command, command  # what follows it would be a comment
        try:
            words = shlex.split(command.replace("…", ""))
        except ValueError:
            continue  # the rest stands in the next line
        assert is_there(words), command


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    for page, picture in LINK.findall(path.read_text("utf-8")):
        target = page or picture
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("name", ["figures.md", "explanation/limits.md"])
def test_a_figure_that_is_told_in_words_is_one_of_the_table(name: str) -> None:
    rows = [line for line in FIGURES.read_text("utf-8").splitlines() if line.startswith("|")]
    prose = [
        line
        for line in (TOP / "docs" / name).read_text("utf-8").splitlines()
        if not line.startswith("|")
    ]
    told = set(re.findall(r"(?<![\d\w.])\.\d{2,3}(?!\d)", "\n".join(prose)))
    assert len(told) >= 3
    assert told <= set(re.findall(r"(?<![\d\w.])\.\d{2,3}(?!\d)", "\n".join(rows)))


def test_every_document_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    left = [TOP / "README.md"]
    while left:
        path = left.pop()
        seen.add(path)
        for page, _ in LINK.findall(path.read_text("utf-8")):
            target = (path.parent / page).resolve()
            if "://" not in page and target.suffix == ".md" and target not in seen:
                left.append(target)
    assert [named(path) for path in DOCUMENTS if path not in seen] == []


def test_every_line_for_a_chat_is_understood() -> None:
    store: MemoryStore = library(piece())
    lines = [
        said.strip()
        for path in DOCUMENTS
        for language, _, text in blocks(path)
        if language == "chat"
        for line in text.splitlines()
        for said in re.split(r" {3,}", line)
        if said.startswith("/") and "@channel" not in said  # which only Telegram can look for
    ]
    assert len(lines) > 5
    for line in lines:
        command, *args = line.removeprefix("/").split()
        request = Request(command=command, args=tuple(args), origin=CHAT, at=NOW, role="admin")
        opening = answer(request, Context(store)).blocks[0]
        assert isinstance(opening, Heading) or "digest" in str(opening), (line, opening)
        assert "I can't" not in str(opening)
