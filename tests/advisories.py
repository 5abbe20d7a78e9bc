"""Looks for published advisories on the pinned dependencies, offline: `make advisories`.

The database is a file or folder of advisories in the OSV format (ossf.github.io/osv-schema): the
zip that osv.dev exports of PyPI, or a clone of github.com/pypa/advisory-database. It is named by
its SHA-256 and the day of its newest advisory, and can be held to such a hash. Exit status: 0 (none
is known), 1 (some are), 2 (it cannot be told).
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

TOP = Path(__file__).parents[1]
_OLD_DAYS = 30
FOUND, CANNOT_TELL = 1, 2

_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
_HOW = (
    "Fetch the export of PyPI that osv.dev offers (all.zip), or clone "
    "github.com/pypa/advisory-database, and name it: make advisories DATABASE=all.zip"
)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A distribution by its normal name, and the one version of it that is installed."""

    name: str
    version: str


def pinned(requirements: str) -> tuple[Pinned, ...]:
    found = (
        Pinned(canonicalize_name(name), version) for name, version in _PINNED.findall(requirements)
    )
    return tuple(dict.fromkeys(found))


def matching(
    wanted: Sequence[Pinned], advisories: Iterable[Mapping[str, Any]]
) -> list[tuple[Pinned, Mapping[str, Any]]]:
    """Each distribution with an advisory that its version is affected by."""
    by_name = {one.name: one for one in wanted}
    hits = []
    for advisory in advisories:
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected") or ():
            package = affected.get("package") or {}
            one = by_name.get(canonicalize_name(package.get("name", "")))
            if one and package.get("ecosystem") == "PyPI" and _is_affected(one.version, affected):
                hits.append((one, advisory))
                break
    return hits


def _is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """As the schema's "Evaluation" section has it: listed, or within a range of versions."""
    if version in (affected.get("versions") or ()):
        return True
    ranges = (one for one in affected.get("ranges") or () if one.get("type") == "ECOSYSTEM")
    return any(_is_within(Version(version), one.get("events") or ()) for one in ranges)


def _is_within(version: Version, events: Iterable[Mapping[str, str]]) -> bool:
    within = False
    for kind, at in sorted(_dated(events), key=lambda event: event[1]):
        match kind:
            case "introduced" if version >= at:
                within = True
            case "fixed" if version >= at:
                within = False
            case "last_affected" if version > at:
                within = False
    return within


def _dated(events: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, Version]]:
    for event in events:
        for kind, at in event.items():
            try:
                yield kind, Version(at)
            except InvalidVersion:  # of a version that nobody could install either
                continue


def read(database: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a database, in one order."""
    if is_zipfile(database):
        with ZipFile(database) as archive:
            for name in sorted(archive.namelist()):
                yield name, archive.read(name)
        return
    for file in sorted(database.rglob("*")):
        if file.is_file() and ".git" not in file.parts:
            yield str(file.relative_to(database)), file.read_bytes()


def parsed(files: Iterable[tuple[str, bytes]]) -> Iterator[dict[str, Any]]:
    for name, data in files:
        if name.endswith(".json"):
            yield json.loads(data)
        elif name.endswith((".yaml", ".yml")):
            yield yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", type=Path)
    options.add_argument("--requirements", type=Path, default=TOP / "requirements.txt")
    options.add_argument("--sha256", default="")
    given = options.parse_args(arguments)
    if given.database is None or not given.database.exists():
        print(f"Without a database it cannot tell. {_HOW}", file=sys.stderr)
        return CANNOT_TELL
    digest, kept = sha256(), []
    for name, data in read(given.database):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
        kept.append((name, data))
    if given.sha256 and given.sha256 != digest.hexdigest():
        print(f"This is not the one that was pinned: {digest.hexdigest()}", file=sys.stderr)
        return CANNOT_TELL
    advisories = [one for one in parsed(kept) if isinstance(one, dict) and "affected" in one]
    if not advisories:
        print(f"It holds no advisories: it cannot tell. {_HOW}", file=sys.stderr)
        return CANNOT_TELL
    newest = max(str(one.get("modified", "")) for one in advisories)[:10]
    wanted = pinned(given.requirements.read_text())
    hits = matching(wanted, advisories)
    print(f"{len(advisories):,} advisories, the newest of {newest}, sha256 {digest.hexdigest()}")
    for one, advisory in hits:
        said = advisory.get("summary") or str(advisory.get("details", "")).partition("\n")[0]
        print(f"{one.name} {one.version}: {advisory['id']} {said}")
    age = (date.today() - date.fromisoformat(newest)).days  # noqa: DTZ011  # the day at hand
    if age > _OLD_DAYS:
        print(f"It is {age} days old: of what was published since it knows nothing.")
    print(f"{len(wanted)} distributions are pinned; {len(hits)} advisories are known on them.")
    return FOUND if hits else 0


if __name__ == "__main__":
    sys.exit(main())
