"""`migrate-store` moves the library to another database; `backup` and `restore` copy it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, assert_never

import typer
from rich.progress import Progress as Bar

from bot.cli.common import AsJson, err, out, print_json, settings_of, warn_of_password
from bot.open_library import clock
from bot.operations.maintenance import advice
from briefs.storage import backup as storage_backup
from briefs.storage.copy import Compared, Progress, move

File = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False)]


def migrate_store(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="An empty database.")],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="URL", help="If not that of the settings.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Move the library into another database: all of it, each row compared.

    The old one is only read. If it is broken off, the same command goes on where it was.
    Example: `sourcebrief migrate-store --to postgresql://user@host/name`
    """
    for address in (to, from_ or ""):
        warn_of_password(address)
    source = from_ or settings_of(context).database_url
    with _bar("Moving") as told:
        for step in move(source, to, now=clock()):
            match step:
                case Progress(_, done, of):
                    told(done, of)
                case Compared(table, rows, sha256) if as_json:
                    print_json({"table": table, "rows": rows, "sha256": sha256})
                case Compared(table, rows, sha256):
                    out.print(f"{table:16} {rows:>12,} rows, the same in both  {sha256[:12]}")
                case never:
                    assert_never(never)
    if not as_json:
        out.print(
            "All is there. Name the new database in SOURCEBRIEF_DATABASE_URL and start the bot "
            "there. The old one is as it was: never run a bot on both.",
            soft_wrap=True,
        )


def backup(context: typer.Context, file: File) -> None:
    """Copy the library to a new file, checked, while the bot runs.

    Example: `sourcebrief backup monday.db`
    """
    with _bar("Copying") as told:
        size = storage_backup.back_up(
            settings_of(context).database_url, file, now=clock(), progress=told
        )
    out.print(f"{file}: {size:,} bytes, whole and checked.", soft_wrap=True)


def restore(
    context: typer.Context,
    file: File,
    force: Annotated[
        bool, typer.Option("--force", help="Put the library that is there aside.")
    ] = False,
) -> None:
    """Put a copy back in the library's place; nothing is posted from it until you say so.

    Examples: `sourcebrief restore monday.db`, `sourcebrief restore monday.db --force`
    """
    url = settings_of(context).database_url
    with _bar("Copying") as told:
        done = storage_backup.put_back(url, file, force=force, now=clock(), progress=told)
    if done.aside is not None:
        out.print(f"What was there is {done.aside} now.", soft_wrap=True)
    out.print(f"{file} is the library now. {advice(done.known)}", soft_wrap=True)


@contextmanager
def _bar(what: str) -> Iterator[storage_backup.Told]:
    """A progress bar on a terminal; the value is the function that advances it."""
    with Bar(console=err.rich, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
