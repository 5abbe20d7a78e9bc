"""What commands print: JSON lines for programs, tables and bars for people."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from rich.progress import Progress

from bot.cli.app import err, out

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
