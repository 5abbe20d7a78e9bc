"""`make wire`: what the bot sends, checked against the types and schemas that others keep.

Needs Node, and npm's registry once; without them it says so and ends well. WIRE_MANIFEST_SCHEMA
names a manifest schema of one's own.
"""

import asyncio
import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

import structlog

from bot.platforms.slack.manifest import manifest
from tests.wire import capture, typescript

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
    for name in ("package.json", "manifests.mjs"):
        shutil.copy(HERE / name, PLACE / name)
    installing = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(installing, cwd=PLACE, check=False).returncode:
        print("make wire: skipped, as npm could not install what tests/wire/package.json names.")
        return 0
    wrong = _types() + _manifests()
    print("make wire: all is well." if not wrong else f"make wire: {wrong} complaints.")
    return bool(wrong)


def _types() -> int:
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)
    telegram = asyncio.run(capture.telegram_calls())
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
    return len(complaints)


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
    own = os.environ.get("WIRE_MANIFEST_SCHEMA")
    if own:
        return Path(own.format(version=version)).resolve()
    path = PLACE / f"schema-{version}.json"
    if not path.exists():
        try:
            with urlopen(SCHEMA.format(version=version), timeout=20) as answer:
                path.write_bytes(answer.read())
        except (URLError, OSError):
            return None
    return path


if __name__ == "__main__":
    sys.exit(main())
