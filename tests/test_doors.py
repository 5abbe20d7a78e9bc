"""What strangers wrote is read in the sandbox, by whatever way it came."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
READERS = {"briefs.reading.reader", "briefs.reading.feed", "briefs.pieces.ingest"}
OWN = {
    "bot/app.py": "the examples that come with the program",
    "bot/cli/demo.py": "the examples that come with the program",
    "bot/cli/json_interface.py": "what a script of the operator's hands over as JSON",
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{one.name}" for one in names)
                yield module
            case ast.Import(names=names):
                yield from (one.name for one in names)


def outside() -> Iterator[Path]:
    for package in ("bot", "handlers"):
        yield from sorted((ROOT / package).rglob("*.py"))


def test_beside_our_own_texts_nothing_is_read_outside_the_sandbox() -> None:
    reading = {
        path.relative_to(ROOT).as_posix()
        for path in outside()
        if READERS & set(imported(path))
        or any(name.startswith("briefs.reading.html.") for name in imported(path))
    }
    assert reading == set(OWN)
