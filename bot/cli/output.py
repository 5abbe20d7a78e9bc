"""What commands print: JSON lines for programs, tables and bars for people."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from rich.progress import track

from bot.cli.app import err, out

T = TypeVar("T")


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


def with_bar(items: Sequence[T], what: str) -> Iterable[T]:
    """The items, with a progress bar on a terminal where there is more than a handful."""
    if len(items) < 5 or not err.is_terminal:  # noqa: PLR2004
        return items
    return track(items, description=what, console=err, transient=True)


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
