"""Small commands import no more than they need: what is not imported costs no start-up time."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SHOW_MODULES = """
import atexit, json, sys
atexit.register(lambda: print("\\n" + json.dumps(sorted(sys.modules))))
from bot.cli.main import main
main()
"""
DATABASE = frozenset({"sqlalchemy", "briefs.storage"})
SLOW = frozenset(
    {
        "aiohttp",
        "alembic",
        "bot.app",
        "bot.cli.add",
        "bot.http_client.client",
        "briefs.reading",
        "briefs.summarise.ranking",
        "briefs.summarise.summary",
        "lxml",
        "slack_bolt",
        "sumy",
        "telegram",
        "trafilatura",
    }
)
"""The summariser, the HTTP clients, the readers and all that adding or serving brings."""


@cache
def modules(folder: Path, *args: str) -> frozenset[str]:
    """What a command of its own process had imported at its end."""
    env = {**os.environ, "SOURCEBRIEF_DATABASE_URL": f"sqlite:///{folder}/library.db"}
    ran = subprocess.run(
        (sys.executable, "-c", SHOW_MODULES, *args), env=env, capture_output=True, check=True
    )
    return frozenset(json.loads(ran.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    essay = folder / "essay.txt"
    essay.write_text("The dam\n\nThe dam held. Engineers had doubted it. Nobody slept.\n")
    assert modules(folder, "add", str(essay)) >= {"bot.cli.add", "briefs.sandbox.pool"}
    return folder


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_no_library_and_no_settings(option: str, tmp_path: Path) -> None:
    assert not modules(tmp_path, option) & (SLOW | DATABASE | {"pydantic", "structlog"})


@pytest.mark.parametrize("args", [("list",), ("text", "1"), ("brief", "1"), ("read", "1")])
def test_small_commands_import_no_summariser_no_http_client_and_no_adding(
    args: tuple[str, ...], stocked: Path
) -> None:
    found = modules(stocked, *args)
    assert found >= DATABASE
    assert not found & SLOW


def test_list_imports_no_handler_no_logging_library_and_no_part_of_the_store_but_the_catalogue(
    stocked: Path,
) -> None:
    found = modules(stocked, "list")
    kept_out = {
        "briefs.corrections.affected_messages",
        "briefs.digests.digest",
        "briefs.search_query",
        "briefs.storage.sql.add",
        "briefs.storage.sql.write_revisions",
        "briefs.storage.sql.outbox",
        "briefs.storage.sql.publishing",
        "briefs.text.words",
        "handlers.router",
        "psycopg",
        "pydantic_settings",
        "rapidfuzz",
        "sqlalchemy.dialects.postgresql",
        "structlog",
    }
    assert "briefs.storage.sql.catalogue" in found
    assert not found & kept_out
