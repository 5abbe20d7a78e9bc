"""The command line's frame: what all commands share, and how their failures end."""

from dataclasses import dataclass
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console as Terminal

from bot import config, log, zone_data
from bot.config import Settings
from briefs.errors import SourcebriefError

FAILED = 1
MISUSED = 2

app = typer.Typer(
    name="sourcebrief",
    help="News briefings that can be trusted: extracts and sources, word for word.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

out = Terminal(highlight=False, markup=False, emoji=False)
err = Terminal(stderr=True, highlight=False, markup=False, emoji=False)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Ref = Annotated[str, typer.Argument(metavar="REF", help="A piece's number or id: 12 or my-piece.")]


@dataclass(frozen=True, slots=True)
class Context:
    settings: Settings


@app.callback()
def common(
    context: typer.Context,
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The library, over SOURCEBRIEF_DATABASE_URL."),
    ] = None,
) -> None:
    """Read the settings once, for whichever command follows."""
    settings = config.load()
    if database is not None:
        settings = settings.model_copy(update={"database_url": database})
    zone_data.settle()
    log.configure(settings.log_level, json=settings.log_json, secrets=settings.secrets)
    context.obj = Context(settings)


def settings_of(context: typer.Context) -> Settings:
    found = context.find_object(Context)
    if found is None:
        raise RuntimeError("the callback has not run")
    return found.settings


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 1 (something failed) or 2 (usage)."""
    try:
        app(args=arguments, prog_name="sourcebrief")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except SourcebriefError as error:
        complain(error)
        return FAILED
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            said = problem["msg"].removeprefix("Value error, ")
            err.print(f"sourcebrief: {config.PREFIX}{name}: {said}", soft_wrap=True)
        return MISUSED
    return 0


def complain(error: SourcebriefError) -> None:
    err.print(f"sourcebrief: {error}", soft_wrap=True)
    if error.hint:
        err.print(f"  {error.hint}", soft_wrap=True)
