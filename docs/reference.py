"""Writes docs/reference/, and the README's first answer, from the code: `make reference`.

Tests hold the files to it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any, Final

from rich.console import Console as Terminal

from bot.chat import ChatService
from bot.cli import main as cli
from bot.config import PREFIX, Settings
from bot.log_words import WORDS
from bot.operations.metrics import METRICS
from bot.platforms.console.terminal import Console
from briefs import examples
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.storage.sql.store import open_store
from handlers.commands import COMMANDS

HERE: Final = Path(__file__).parent / "reference"
README: Final = Path(__file__).parents[1] / "README.md"

_ASKED_AT: Final = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)
_EXAMPLE: Final = re.compile(r"(?s)(?<=```\n)› /brief\n.*?(?=\n```\n)")

_MADE: Final = (
    "<!-- Written by docs/reference.py: change what it is made of, then `make reference`. -->"
)

_CHAT: Final = """\
# Commands in chat

The same in Telegram, in Slack and in the terminal. Without a number a command means the piece you
reply to, or the one shown last (`/brief` alone: the newest). `#12` is a piece, `S7` a sentence, `[3]`
a source, `#12@1` a piece's first revision. `/help brief` shows examples of one.
"""

_SHELL: Final = """\
# The command line

`sourcebrief COMMAND --help` shows each one's examples, too. `--database URL` goes before the command
and stands for `SOURCEBRIEF_DATABASE_URL`. `--json` prints one object a line.

## Exit statuses

| status | what it means |
|---|---|
| 0 | It was done. |
| 1 | Something could not be done; standard error says what, and what to do. Of several things the others were. |
| 2 | The command line or a setting is wrong; nothing was done. |

A line of standard input that is no JSON, a file that cannot be read, a receipt that is not proved, a
warning of `doctor`: all are 1. `run` ends with 0 when it is asked to end (SIGINT, SIGTERM), and with 1
if it has nothing to serve, or all that it served has ended by itself.

## Commands
"""

_SETTINGS: Final = """\
# Settings

Read from the environment, then from `.env` of the folder that `sourcebrief` is started in. None is
needed to start. A name that looks like a setting and is none is told at every start. `sourcebrief settings`
prints this list, and which are set.
"""

_METRICS: Final = """\
# Metrics

`/metrics`, at the address of `SOURCEBRIEF_STATUS_LISTEN`, tells these in OpenMetrics. What is of the
*library* is the same whichever process is asked (take the greatest); what is of the *process* is
its own since it started (take the sum). A summary has `_count` and `_sum`, a counter `_total`, an info
`_info`. `deploy/alerts.yaml` and `deploy/grafana.json` are made of them.
"""


_LOG: Final = """\
# The log

On standard error, one event a line: in words for people, its name in brackets, its fields after it. With
`SOURCEBRIEF_LOG_JSON=true` each line is one JSON object for machines, with `event` (the name), `level`,
`timestamp` (UTC, ISO 8601), `logger` and the event's fields; a traceback is in `exception`. Names are kept.
The work of a schedule that fails is logged as `NAME.failed` or `NAME.no_store`.
"""


def chat_table() -> str:
    rows = [
        f"| `/{c.name}{f' {c.usage}' if c.usage else ''}` | {c.does} |".replace("|long", "\\|long")
        for c in COMMANDS
    ]
    return "\n".join(("| command | what it does |", "|---|---|", *rows))


def settings_table() -> str:
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(("| setting | default | |", "|---|---|---|", *rows))


def _default(value: object) -> str:
    return "" if value is None else f"`{str(value).lower() if value is False else value}`"


def shell_table() -> str:
    rows = [f"| `{row.name}` | {row.does} |" for row in cli.COMMANDS]
    return "\n".join(("| command | what it does |", "|---|---|", *rows))


def metrics_table() -> str:
    rows = [
        f"| `{m.name}` | {m.kind} | {', '.join(f'`{label}`' for label in m.labels)} | {m.of} "
        f"| {m.help} |"
        for m in METRICS
    ]
    return "\n".join(("| metric | kind | labels | of the | what |", "|---|---|---|---|---|", *rows))


def log_table() -> str:
    rows = [f"| `{name}` | {words} |" for name, words in sorted(WORDS.items())]
    return "\n".join(("| event | what it means |", "|---|---|", *rows))


def shell_details() -> str:
    """Every command with its arguments and options, and those of the groups."""
    return "\n\n".join(
        section for row in cli.COMMANDS for section in _details(cli.load(row.name), row.name)
    )


def _details(command: Any, name: str) -> Iterator[str]:  # noqa: ANN401  # typer's click is its own
    within = getattr(command, "commands", None)
    arguments = [_argument(p) for p in command.params if p.param_type_name == "argument"]
    usage = " ".join(("sourcebrief", name, *arguments, *(["COMMAND"] if within else [])))
    said = (command.help or "").strip().partition("\n\nExample")[0]
    options = [_option(p) for p in command.params if p.param_type_name == "option"]
    yield "\n\n".join(
        filter(None, (f"### `{usage}`", _one_line(said), "\n".join(filter(None, options))))
    )
    for one, inner in (within or {}).items():
        yield from _details(inner, f"{name} {one}")


def _argument(parameter: Any) -> str:  # noqa: ANN401  # as above
    shown = parameter.metavar or parameter.name.upper()
    return str(shown) if parameter.required else f"[{shown}]"


def _option(parameter: Any) -> str:  # noqa: ANN401  # as above
    if parameter.name == "help" or getattr(parameter, "hidden", False):
        return ""
    takes = "" if parameter.is_flag else f" {parameter.metavar or 'VALUE'}"
    return f"- `{', '.join(parameter.opts)}{takes}`: {_one_line(parameter.help or '')}"


def _one_line(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def pages() -> dict[str, str]:
    """Each file's name and what it must say."""
    return {
        "chat.md": _page(_CHAT, chat_table()),
        "shell.md": _page(_SHELL, shell_table(), "## Arguments and options", shell_details()),
        "settings.md": _page(_SETTINGS, settings_table()),
        "log.md": _page(_LOG, log_table()),
        "metrics.md": _page(_METRICS, metrics_table()),
    }


def _page(opening: str, *parts: str) -> str:
    title, _, rest = opening.partition("\n\n")
    return "\n\n".join((title, _MADE, rest.strip("\n"), *parts)) + "\n"


def example() -> str:
    """What the terminal answers to /brief over the example pieces."""
    store = open_store("sqlite://")
    for name, data in examples.pieces():
        draft = reader.read(data, name=name, origin=f"example:{name}")
        store.catalogue.add(ingest.edit(draft), now=_ASKED_AT)
    paper = StringIO()
    terminal = Terminal(file=paper, width=100, force_terminal=True, color_system=None)
    Console(ChatService(store, lambda: _ASKED_AT), terminal, lambda: _ASKED_AT).run(["/brief"])
    store.close()
    return "\n".join(line.rstrip() for line in paper.getvalue().strip().splitlines())


def readme() -> str:
    """The README with that answer."""
    said = f"› /brief\n\n{example()}"
    return _EXAMPLE.sub(lambda _: said, README.read_text("utf-8"), count=1)


def main() -> None:
    HERE.mkdir(exist_ok=True)
    README.write_text(readme(), "utf-8")
    for name, text in pages().items():
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
