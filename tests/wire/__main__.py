"""`make wire`: what the bot sends, checked against the types and schemas that others keep.

Needs Node, and npm's registry once; without them it says so and ends well. WIRE_MANIFEST_SCHEMA
names a manifest schema of one's own (with {version} in its path), WIRE_BOT_API_SPEC a specification
of the Bot API, where they cannot be fetched.
"""

import asyncio
import json
import logging
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

import structlog

from bot.platforms.slack.manifest import manifest
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.storage.sql.store import open_store
from tests.bot import golden
from tests.wire import bot_api, capture, typescript

HERE: Final = Path(__file__).parent
PLACE: Final = HERE.parents[1] / ".wire"
SCHEMA: Final = (
    "https://raw.githubusercontent.com/slackapi/manifest-schema/main/"
    "schemas/manifest.schema.{version}.0.0.json"
)


def main() -> int:
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("make wire: skipped, as Node (20 or newer) is not installed here.")
        return 0
    PLACE.mkdir(exist_ok=True)
    for name in ("package.json", "manifests.mjs", "telegram_server.cjs", "slack_server.mjs"):
        shutil.copy(HERE / name, PLACE / name)
    installing = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(installing, cwd=PLACE, check=False).returncode:
        print("make wire: skipped, as npm could not install what tests/wire/package.json names.")
        return 0
    wrong = _types() + _manifests() + _foreign("telegram_server.cjs") + _foreign("slack_server.mjs")
    print("make wire: all is well." if not wrong else f"make wire: {wrong} complaints.")
    return bool(wrong)


def _types() -> int:
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)
    traffic = asyncio.run(capture.telegram_traffic())
    telegram = traffic.calls
    slack = asyncio.run(capture.slack_calls())
    (PLACE / "payloads.ts").write_text(typescript.program(telegram, slack))
    tsc = [
        "node_modules/.bin/tsc",
        *("--strict", "--noEmit", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"),
        "payloads.ts",
    ]
    ran = subprocess.run(tsc, cwd=PLACE, check=False, capture_output=True, text=True)
    complaints = [line for line in ran.stdout.splitlines() if "error TS" in line]
    print(*(line[:400] for line in complaints), sep="\n", end="\n" if complaints else "")
    mistakes = typescript.seeded(telegram, slack)
    missed = sum("Unused '@ts-expect-error'" in line for line in complaints)
    print(
        f"{len(telegram)} calls to Telegram and {len(slack)} to Slack against their types: "
        f"{len(complaints) - missed} complaints"
    )
    print(f"{mistakes} seeded mistakes: {mistakes - missed} found")
    return len(complaints) + _specified(traffic)


def _specified(traffic: capture.TelegramTraffic) -> int:
    """What the bot and our emulator sent, against the Bot API's specification."""
    path = _had("WIRE_BOT_API_SPEC", bot_api.URL, "bot-api.json")
    if path is None:
        print("the Bot API's specification: skipped, as it can't be had from here.")
        return 0
    spec = bot_api.read(path)
    complaints = list(bot_api.complaints(spec, traffic))
    print(*complaints, sep="\n", end="\n" if complaints else "")
    mistakes, found = bot_api.seeded(spec, traffic)
    print(
        f"{len(traffic.calls)} calls, {len(traffic.results)} results and {len(traffic.updates)} "
        f"updates against {spec['version']}: {len(complaints)} complaints; "
        f"{mistakes} seeded mistakes: {found} found"
    )
    return len(complaints) + mistakes - found


def _foreign(server: str) -> int:
    """The bot as a process, against a server that others wrote."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/library.db"
        with closing(open_store(url)) as store:
            for path in sorted(golden.LIBRARY.iterdir()):
                draft = reader.read(path.read_bytes(), name=path.name, origin=path.name)
                store.catalogue.add(ingest.edit(draft), now=golden.NOW)
        own = {name: value for name, value in os.environ.items() if "SOURCEBRIEF" not in name}
        program = ["node", server, sys.executable, url]
        env = {**own, "PYTHONPATH": str(HERE.parents[1])}
        return subprocess.run(program, cwd=PLACE, check=False, env=env).returncode


def _manifests() -> int:
    found = {"socket": manifest(), "http": manifest("https://bot.example.org/slack")}
    wrong = json.loads(json.dumps(found["http"]))
    for command in wrong["features"]["slash_commands"]:
        command["request_url"] = command.pop("url")
    for name, one in {**found, "seeded": wrong}.items():
        (PLACE / f"{name}.json").write_text(json.dumps(one))
    complaints = 0
    for version in (1, 2):
        schema = _schema(version)
        if schema is None:
            print("Slack's manifest schema: skipped, as it can't be had from here.")
            return 0
        good, bad = _checked(schema, "socket", "http"), _checked(schema, "seeded")
        print(f"manifests against Slack's schema {version}: {good} complaints, seeded ones: {bad}")
        complaints += good + (bad == 0)
    return complaints


def _checked(schema: Path, *names: str) -> int:
    files = [f"{name}.json" for name in names]
    program = ["node", "manifests.mjs", str(schema), *files]
    ran = subprocess.run(program, cwd=PLACE, check=False, capture_output=True, text=True)
    if names != ("seeded",):
        print(ran.stdout, ran.stderr, end="")
    return ran.returncode


def _schema(version: int) -> Path | None:
    """Slack's schema; None if it can't be had."""
    found = _had("WIRE_MANIFEST_SCHEMA", SCHEMA.format(version=version), f"schema-{version}.json")
    return found and Path(str(found).format(version=version))


def _had(setting: str, url: str, name: str) -> Path | None:
    """One's own file, or what is fetched once; None if it can't be had."""
    own = os.environ.get(setting)
    if own:
        return Path(own).resolve()
    path = PLACE / name
    if not path.exists():
        try:
            with urlopen(url, timeout=20) as answer:
                path.write_bytes(answer.read())
        except (URLError, OSError):
            return None
    return path


if __name__ == "__main__":
    sys.exit(main())
