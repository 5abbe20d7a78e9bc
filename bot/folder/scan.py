"""What is seen of a folder, look by look: which files have come to rest, and which have gone."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from briefs.pieces.folders import SUFFIXES, facts_beside, is_program_folder

REST: Final = timedelta(seconds=2)
"""A file that looks the same for so long is whole; one that is away for twice as long has gone."""

_MANY: Final = 10
_UNFINISHED: Final = (".", "~")
"""What names of hidden, locked and half-written files begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What changes when a file does: its size, when it was written (ns), and which file it is.

    `changed` (ns) is when any of that did, or who may read it.
    """

    size: int
    written: int
    changed: int
    inode: int


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it looks since then, None if it is not there; `done` once that was acted upon."""

    stamp: Stamp | None
    since: datetime
    done: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The files that are there, and the folders among them that cannot be looked into now."""

    files: Mapping[Path, Stamp]
    closed: tuple[Path, ...] = ()

    def hides(self, path: Path) -> bool:
        return any(path.is_relative_to(folder) for folder in self.closed)


FolderScan: TypeAlias = Mapping[Path, FileState]


def look(folder: Path) -> Look | None:
    """The files in a folder that can be read as pieces; None if the folder is not there.

    Hidden, temporary and half-written files are left out by their names.
    """
    if not folder.is_dir():
        return None
    found: dict[Path, Stamp] = {}
    failed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=failed.append):
        folders[:] = [n for n in folders if not n.startswith(".") and not is_program_folder(n)]
        for name in names:
            path = Path(place, name)
            if name.startswith(_UNFINISHED) or path.suffix.lower() not in SUFFIXES:
                continue
            try:
                seen = path.stat()
                if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                    continue  # see folders.survey: a link that leads out publishes what it names
            except OSError:
                continue  # it went while we looked
            found[path] = _with_facts(path, seen)
    gone = (FileNotFoundError, NotADirectoryError)  # while we looked
    closed = (Path(error.filename or folder) for error in failed if not isinstance(error, gone))
    return Look(found, tuple(closed))


def _with_facts(path: Path, seen: os.stat_result) -> Stamp:
    """The stamp of a file: it changes, too, when the front matter beside it does, comes or goes."""
    both = [seen]
    if (beside := facts_beside(path)) is not None:
        with suppress(OSError):  # it went while we looked
            both.append(beside.stat())
    return Stamp(
        size=sum(one.st_size for one in both),
        written=max(one.st_mtime_ns for one in both),
        changed=max(one.st_ctime_ns for one in both),
        inode=seen.st_ino,
    )


def seen(before: FolderScan, look: Look, now: datetime) -> dict[Path, FileState]:
    """What is known after another look: what looks as before has done so for longer.

    Of what is in a closed folder nothing new is known.
    """
    after = {
        path: before[path] if _looks(before, path) == stamp else FileState(stamp, now)
        for path, stamp in look.files.items()
    }
    for path, sight in before.items():
        if path not in look.files:
            is_old = sight.stamp is None or look.hides(path)
            after[path] = sight if is_old else FileState(None, now)
    return after


def rested(sights: FolderScan, now: datetime) -> tuple[Path, ...]:
    """The files that are whole by now and have not been acted upon, in the order of their names."""
    return tuple(
        sorted(
            path
            for path, sight in sights.items()
            if sight.stamp is not None and not sight.done and now - sight.since >= REST
        )
    )


def gone(sights: FolderScan, now: datetime) -> tuple[Path, ...]:
    """The files that have been away for so long that they are not just being written anew."""
    return tuple(
        sorted(
            path
            for path, sight in sights.items()
            if sight.stamp is None and now - sight.since >= 2 * REST
        )
    )


def is_restless(sights: FolderScan) -> bool:
    """Whether there is something to come back for soon."""
    return any(not sight.done for sight in sights.values())


def acted_upon(sights: FolderScan, paths: Iterable[Path]) -> dict[Path, FileState]:
    return {**sights, **{path: replace(sights[path], done=True) for path in paths}}


def is_mass(away: int, of: int) -> bool:
    """Whether so many went at once that it looks like a disk, not like somebody's wish."""
    return away > _MANY and 2 * away > of


def _looks(sights: FolderScan, path: Path) -> Stamp | None:
    return sights[path].stamp if path in sights else None
