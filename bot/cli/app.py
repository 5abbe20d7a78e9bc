"""Options, output and errors all commands share.

The command line's frame: what all commands share, and how their failures end.

What commands print: JSON lines for programs, tables and bars for people.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console as Terminal
from rich.progress import Progress

from bot import config, log
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
    config.use_packaged_tzdata()
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


T = TypeVar("T")

_FEW = 5


def print_json(record: object) -> None:
    """One object on one line, at once, in UTF-8 whatever the terminal's encoding."""
    line = json.dumps(record, ensure_ascii=False, default=str)
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def print_text(text: str) -> None:
    """A text exactly as it is; a newline is added only for a person at a terminal."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    if out.is_terminal and not text.endswith("\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def progress(count: int) -> Progress:
    """A progress bar, on a terminal alone, and where there is more than a handful to do."""
    return Progress(console=err, transient=True, disable=count < _FEW or not err.is_terminal)


def with_bar(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, with a progress bar."""
    with progress(len(items)) as bar:
        task = bar.add_task(what, total=len(items))
        for item in items:
            yield item
            bar.advance(task)


def json_lines(source: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each non-blank line with its number: the object it holds, or what is wrong with it."""
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"line {number} is not JSON: {error}"
            continue
        if isinstance(found, dict):
            yield number, found
        else:
            yield number, f"line {number} is not a JSON object"
