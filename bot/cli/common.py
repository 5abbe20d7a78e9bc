"""What all commands share: global options, settings, output, and exit statuses.

Programs get JSON lines on standard output; people get text and, on a terminal, a progress bar.
"""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from briefs.errors import SourcebriefError

if TYPE_CHECKING:
    from rich.console import Console as Terminal
    from rich.progress import Progress

    from bot.config import Settings

T = TypeVar("T")

FAILED = 1
MISUSED = 2
"""Exit statuses: 1 if something failed, 2 if the command line or a setting is wrong."""

_ASKED_FOR = {
    "int_parsing": "write a whole number, such as 2",
    "bool_parsing": "write true or false",
    "literal_error": "write {expected}",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le} or less",
}
"""What to write instead of a value of the wrong type, by pydantic's name of the error."""

_MAKE_TERMINALS = frozenset({"FORCE_COLOR", "TTY_COMPATIBLE"})
_MIN_FOR_BAR = 5
"""A progress bar is shown for so many things or more."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_OF_CHAT = re.compile(
    r"(?<![^\s(“])/(?P<name>piece|brief|read|sources|search|latest|topics|check|corrections)"
    r"(?![\w/-]|\.\w)(?P<verb>(?: [a-z]+)?)(?: #(?=[0-9]))?"
)
_IN_SHELL = {"latest": "list"}
"""Chat commands that have another name on the command line."""


_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


class SafeTerminal:
    """A terminal that shows control characters in its input as U+FFFD.

    Strangers write the titles of chats and feeds: an escape sequence in one could move the cursor
    or rename the window (CWE-150). Rich is loaded by the first print that wraps or styles.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        self._stderr = stderr

    @cached_property
    def rich(self) -> "Terminal":
        from rich.console import Console  # noqa: PLC0415  # `list` prints lines alone

        return Console(stderr=self._stderr, highlight=False, markup=False, emoji=False)

    @property
    def is_terminal(self) -> bool:
        """As Rich decides, whose environment variables can make a file count as a terminal."""
        told = not _MAKE_TERMINALS.isdisjoint(os.environ)
        return (told or self.file.isatty()) and self.rich.is_terminal

    @property
    def file(self) -> IO[str]:
        return sys.stderr if self._stderr else sys.stdout

    def print(self, *objects: Any, **how: Any) -> None:  # noqa: ANN401  # rich's signature
        shown = tuple(map(_without_controls, objects))
        match shown:
            case () if not how:
                self._print_line("")
            case (str() as line,) if how == {"soft_wrap": True} and "\t" not in line:
                self._print_line(line)
            case _:
                self.rich.print(*shown, **how)

    def _print_line(self, line: str) -> None:
        try:
            print(line, file=self.file, flush=True)  # flushed, as Rich does
        except BrokenPipeError:  # the reader, `head` for example, has ended
            self.rich.on_broken_pipe()


def on_one_line(words: str) -> str:
    """A stranger's words, such as a file's name, in which no character begins a line."""
    return "".join(" " if char in _LINE_ENDS else char for char in words)


def _without_controls(shown: object) -> object:
    return _CONTROL.sub("\ufffd", shown) if isinstance(shown, str) else shown


out = SafeTerminal()
err = SafeTerminal(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Ref = Annotated[str, typer.Argument(metavar="REF", help="A piece's number or id: 12 or my-piece.")]


@dataclass(frozen=True, slots=True)
class Context:
    settings: "Settings"


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  # no other command needs it

        out.print(f"sourcebrief {version('sourcebrief')}")
        raise typer.Exit


def common(
    context: typer.Context,
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The library, over SOURCEBRIEF_DATABASE_URL."),
    ] = None,
    version: Annotated[  # noqa: ARG001  # its callback ends the program
        bool,
        typer.Option(
            "--version", help="Print the version.", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    """Read the settings once, for whichever command follows."""
    from bot import config, log  # noqa: PLC0415  # --help and --version read no settings

    settings, unknown = _load()
    if database is not None:
        warn_of_password(database)
        settings = settings.model_copy(update={"database_url": database})
    config.use_packaged_tzdata()
    log.configure(settings.log_level, json=settings.log_json, secrets=settings.secrets)
    _tell_unknown(unknown, as_json=settings.log_json)
    context.obj = Context(settings)


def _load() -> "tuple[Settings, tuple[str, ...]]":
    """The settings, and the names that look like settings and are none.

    A wrong setting ends the program with its name and the error.
    """
    from pydantic import ValidationError  # noqa: PLC0415  # as above

    from bot import config  # noqa: PLC0415  # as above

    try:
        unknown = config.unknown(os.environ)
    except (OSError, UnicodeDecodeError) as error:
        why, hint = (
            (error.strerror, "Give it to the user that runs me, or start me in another folder.")
            if isinstance(error, OSError)
            else ("it is not in UTF-8", "Save it anew in UTF-8.")
        )
        err.print(f"sourcebrief: I can't read {config.ENV_FILE.resolve()}: {why}.", soft_wrap=True)
        err.print(f"  {hint}", soft_wrap=True)
        raise typer.Exit(MISUSED) from error
    try:
        return config.load(), unknown
    except SourcebriefError as error:
        _tell_unknown(unknown)
        complain(error)
        raise typer.Exit(MISUSED) from error
    except ValidationError as error:
        _tell_unknown(unknown)
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            said = _ASKED_FOR.get(problem["type"], problem["msg"].removeprefix("Value error, "))
            said = said.format(**problem.get("ctx", {}))
            err.print(f"sourcebrief: {config.PREFIX}{name}: {said}", soft_wrap=True)
        raise typer.Exit(MISUSED) from error


def _tell_unknown(names: tuple[str, ...], *, as_json: bool = False) -> None:
    """Report names that are no settings: as text, or as a log event if the
    output is for machines.
    """
    if not names:
        return
    from difflib import get_close_matches  # noqa: PLC0415  # most settings are known

    from bot import config  # noqa: PLC0415  # as above
    from briefs.log import get_logger  # noqa: PLC0415  # as above

    _log = get_logger(__name__)
    for name in names:
        known = (config.PREFIX + setting.upper() for setting in config.Settings.model_fields)
        nearest = next(iter(get_close_matches(name, known, 1)), "")
        if as_json:
            _log.warning("settings.unknown", name=name, nearest=nearest)
            continue
        said = f"did you mean {nearest}?" if nearest else "`sourcebrief settings` has them all."
        err.print(f"sourcebrief: {name} is no setting: {said}", soft_wrap=True)


def warn_of_password(address: str) -> None:
    """Warn that other users of the machine can read a password in a command's arguments (ps(1))."""
    from bot import config  # noqa: PLC0415  # as above

    if config.has_password(address):
        err.print(
            "sourcebrief: whoever lists the processes of this machine reads the password in that "
            "address. Keep it in PGPASSFILE, PGPASSWORD or SOURCEBRIEF_DATABASE_PASSWORD_FILE.",
            soft_wrap=True,
        )


def settings_of(context: typer.Context) -> "Settings":
    found = context.find_object(Context)
    if found is None:
        raise RuntimeError("the callback has not run")
    return found.settings


def complain(error: SourcebriefError) -> None:
    """Print an error and its hint on standard error."""
    err.print(f"sourcebrief: {in_shell_words(str(error))}", soft_wrap=True)
    if error.hint:
        err.print(f"  {in_shell_words(error.hint)}", soft_wrap=True)


def in_shell_words(said: str) -> str:
    """A handler's text, with each chat command as it is typed in a shell.

    "/piece read #12@1" becomes "sourcebrief piece read 12@1": a shell takes "#12" for a comment.
    """

    def typed(match: re.Match[str]) -> str:
        name = _IN_SHELL.get(match["name"], match["name"])
        number = " " if match[0].endswith("#") else ""
        return f"sourcebrief {name}{match['verb']}{number}"

    return _OF_CHAT.sub(typed, said)


def print_json(record: object) -> None:
    """One object on one line, flushed at once, in UTF-8 whatever the terminal's encoding."""
    line = json.dumps(record, ensure_ascii=False, default=str)
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def print_text(text: str) -> None:
    """A text exactly as it is; a newline is added only on a terminal."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    if out.is_terminal and not text.endswith("\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def progress(count: int) -> "Progress":
    """A progress bar; it is shown only on a terminal, and only from `_MIN_FOR_BAR` things on."""
    from rich.progress import Progress  # noqa: PLC0415  # most commands show none

    return Progress(
        console=err.rich, transient=True, disable=count < _MIN_FOR_BAR or not err.is_terminal
    )


def with_bar(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, with a progress bar."""
    with progress(len(items)) as bar:
        task = bar.add_task(what, total=len(items))
        for item in items:
            yield item
            bar.advance(task)


def json_lines(source: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each non-blank line with its number, and its object or the error in it."""
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
