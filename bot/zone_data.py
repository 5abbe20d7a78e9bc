"""Names the release of the time zone data in use: with another, next runs are worked out anew."""

import zoneinfo
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path


def release(folders: Sequence[str] = zoneinfo.TZPATH) -> str:
    """The system's release ("2026a"), which `zoneinfo` reads first, and that of our package."""
    package = f"tzdata {version('tzdata')}"
    for folder in folders:
        try:
            with Path(folder, "tzdata.zi").open(encoding="utf-8") as data:
                return f"{data.readline().removeprefix('# version').strip()}, {package}"
        except OSError:
            continue
    return package
