"""The program: the table of its commands, and the function that the console script calls.

A command is a row here and the function, or the group of commands, that its row names. The group
below loads a command's module when the command is run, so that each command imports only what it
needs and `--help` imports none of them.
"""

import gc
import sys
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from bot.cli.common import FAILED, common, complain
from briefs.errors import SourcebriefError


@dataclass(frozen=True, slots=True)
class ShellCommand:
    """A row of the table; `does` is the first paragraph of the command's help.

    `takes_minus`: a word that begins with "-" and is no option is an argument.
    """

    name: str
    target: str
    does: str
    takes_minus: bool = False


COMMANDS: tuple[ShellCommand, ...] = (
    ShellCommand(
        "add",
        "bot.cli.add:add",
        "Take pieces in: plain text, Markdown, HTML, PDF and Word, from files, folders and the "
        "web.",
    ),
    ShellCommand(
        "edit",
        "bot.cli.editorial:edit",
        "Correct what was read of a piece; what was read is kept beside it, and the body stays.",
    ),
    ShellCommand(
        "piece",
        "bot.cli.editorial:piece",
        "Say to the editor's desk what `/piece` says in chat: check, read, pin, discard, revise, …",
    ),
    ShellCommand(
        "publish",
        "bot.cli.editorial:publish",
        "Publish what waits, now or at a time; `run` publishes it then, to the second.",
    ),
    ShellCommand(
        "retract",
        "bot.cli.editorial:retract",
        "Take a piece back: it leaves lists, search and digests, and readers are told why.",
    ),
    ShellCommand(
        "corrections",
        "bot.cli.editorial:list_corrections",
        "Show how many messages each correction has reached, where, and what it could not reach.",
    ),
    ShellCommand(
        "erase",
        "bot.cli.editorial:erase",
        "Delete a piece for good: text, original, index and outbox; its hash and the reason stay.",
    ),
    ShellCommand(
        "log",
        "bot.cli.editorial:log",
        "Show what editors published, scheduled, corrected, retracted and erased, and when.",
    ),
    ShellCommand(
        "topics",
        "bot.cli.topics:topics",
        "List the topics, suggest some for a piece, rename or merge one everywhere.",
    ),
    ShellCommand(
        "privacy",
        "bot.cli.privacy:privacy",
        "Say what is kept about people, where, for how long, and how to have it forgotten.",
    ),
    ShellCommand(
        "search",
        "bot.cli.library:search",
        "Find pieces with the words in them, or else in a source they cite; newest first.",
        takes_minus=True,
    ),
    ShellCommand(
        "text",
        "bot.cli.library:text",
        "Print a piece's canonical body, exactly: the text whose SHA-256 receipts name.",
    ),
    ShellCommand("list", "bot.cli.library:list_", "List the pieces, newest first."),
    ShellCommand(
        "brief",
        "bot.cli.chat:brief",
        "Print the extract of a piece; with --json the receipt that `verify` checks.",
    ),
    ShellCommand(
        "read",
        "bot.cli.chat:read",
        "Print a whole piece; with --json its sentences, one object a line.",
    ),
    ShellCommand(
        "check",
        "bot.cli.chat:check",
        "Show a sentence in its paragraph, with what proves it; or what of a quotation is ours.",
    ),
    ShellCommand(
        "chat",
        "bot.cli.chat:chat",
        "Open the chat in the terminal; lines from a pipe are answered one by one.",
    ),
    ShellCommand(
        "sources",
        "bot.cli.sources:sources",
        "Print what a piece rests on, export it for other programs, or audit it.",
    ),
    ShellCommand(
        "explain",
        "bot.cli.explain:explain",
        "Show for each sentence of a piece why its brief has it, or has it not.",
    ),
    ShellCommand(
        "verify",
        "bot.cli.receipts:verify",
        "Check a receipt: what of it is proved, what is only claimed, and what is false.",
    ),
    ShellCommand(
        "keys",
        "bot.cli.receipts:keys",
        "The keys that receipts are signed with: make one, list them, rotate or revoke one.",
    ),
    ShellCommand(
        "inspect",
        "bot.cli.json_interface:inspect",
        "Print all that the newsroom understands of a text, as JSON.",
    ),
    ShellCommand(
        "reference",
        "bot.cli.json_interface:reference",
        'Read single reference strings: a line each, or JSON lines {"id", "text"}.',
    ),
    ShellCommand(
        "demo",
        "bot.cli.demo:demo",
        "Play a morning: a piece comes in, a brief, a digest and a correction follow.",
    ),
    ShellCommand(
        "run",
        "bot.cli.run:run",
        "Serve the platforms whose tokens are set; with none, open the console chat.",
    ),
    ShellCommand(
        "setup",
        "bot.cli.setup:setup",
        "Connect Telegram and Slack: ask for their tokens, check them there, write `.env`.",
    ),
    ShellCommand(
        "doctor",
        "bot.cli.doctor:doctor",
        "Check the database, the versions and the settings, without any network.",
    ),
    ShellCommand(
        "settings",
        "bot.cli.doctor:settings",
        "List every setting: what it is for, its default, and whether it is set.",
    ),
    ShellCommand(
        "migrate-store",
        "bot.cli.storage:migrate_store",
        "Move the library into another database: all of it, each row compared.",
    ),
    ShellCommand(
        "backup",
        "bot.cli.storage:backup",
        "Copy the library to a new file, checked, while the bot runs.",
    ),
    ShellCommand(
        "restore",
        "bot.cli.storage:restore",
        "Put a copy back in the library's place; nothing is posted from it until you say so.",
    ),
    ShellCommand(
        "digest", "bot.cli.digest:digest", "The digests of all chats: where they go, and when."
    ),
    ShellCommand(
        "feed",
        "bot.cli.feeds:feed",
        "The feeds that are followed: `run` visits them, each when it is due.",
    ),
    ShellCommand("outbox", "bot.cli.digest:outbox", "What is to be posted, and what became of it."),
)


PANELS: dict[str, str] = {
    "What readers get": "brief read check sources search list text explain chat demo",
    "The editor's desk": "add edit piece publish retract erase corrections topics log feed",
    "Serving": "setup run doctor settings digest outbox privacy backup restore migrate-store",
    "Proof, and other programs": "verify keys inspect reference",
}
"""The commands by what a person wants of them, as `--help` groups them."""


class LazyGroup(TyperGroup):
    """Lists commands from the table, and loads only the command that is run."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401  # passed through to typer
        super().__init__(**attributes)
        does = {row.name: row.does for row in COMMANDS}
        for panel, names in PANELS.items():
            for name in names.split():
                self.add_command(TyperCommand(name, help=does[name], rich_help_panel=panel))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  # typer vendors click
        return list(self.commands)  # the order of the panels

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  # typer's click is its own
        name, listed, rest = super().resolve_command(ctx, args)
        loaded = listed if name is None else load(name)
        if not gc.isenabled():  # all modules of the command are imported
            gc.freeze()
            gc.enable()
        return name, loaded, rest


def load(name: str) -> Any:  # noqa: ANN401  # as above
    """The command of that name, its module imported."""
    (row,) = [row for row in COMMANDS if row.name == name]
    target = resolve_name(row.target)
    if not isinstance(target, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode="rich")
        alone.command(name, context_settings={"ignore_unknown_options": row.takes_minus})(target)
        target = alone
    command = get_command(target)
    command.name = name
    return command


app = typer.Typer(
    name="sourcebrief",
    cls=LazyGroup,
    callback=common,
    help="News briefings that can be trusted: extracts and sources, word for word.",
    epilog="To see it work: `sourcebrief demo`. To connect Telegram or Slack: `sourcebrief setup`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 1 (something failed) or 2 (usage)."""
    try:
        app(args=arguments, prog_name="sourcebrief")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except SourcebriefError as error:
        complain(error)
        return FAILED
    return 0


def main() -> None:
    """The console script.

    The garbage collector is off while a command's modules are imported, and then leaves their
    objects out for good (`gc.freeze`, https://docs.python.org/3/library/gc.html), since they live
    until the end: otherwise it would go through all of them again and again.
    """
    gc.disable()
    sys.exit(run())


if __name__ == "__main__":
    main()
