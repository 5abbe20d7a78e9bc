"""Fuzz one reader for some seconds: `python -m tests.fuzz.drive NAME SECONDS FOLDER`.

New inputs that reach new code are kept in the folder, and so is one that fails. The exit status is
0 if none does: no exception but ours, thirty seconds and 500 MB at most for each.
"""

import sys
from contextlib import suppress
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # installed only where readers are fuzzed

with atheris.instrument_imports(include=["briefs"]):
    from briefs.errors import SourcebriefError
    from tests.fuzz.doors import doors

SLOWEST, LARGEST = 30, 500
"""Seconds and megabytes, with all that is loaded and while every branch is counted."""

LONGEST = 5_000
"""Bytes of an input; what long ones cost is measured by other tests."""


def main(name: str, seconds: str, folder: str) -> None:
    door = doors()[name]
    kept = Path(folder)
    for number, seed in enumerate(door.seeds):
        (kept / f"seed-{number}").write_bytes(seed)

    def attempt(data: bytes) -> None:
        with suppress(SourcebriefError):
            door.read(data)

    options = {
        "max_total_time": seconds,
        "timeout": SLOWEST,
        "rss_limit_mb": LARGEST,
        "artifact_prefix": f"{kept}/failed-",
        "max_len": LONGEST,
    }
    given = [f"-{option}={value}" for option, value in options.items()]
    atheris.Setup([sys.argv[0], str(kept), *given], attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
