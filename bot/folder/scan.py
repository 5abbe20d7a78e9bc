"""Compares successive looks at a folder: which files are complete, and which were removed."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from bot.importing import SUFFIXES, facts_beside, is_program_folder

REST: Final = timedelta(seconds=2)
"""A file that is unchanged for this long is complete; one missing for twice as long was removed."""

_MANY: Final = 10
_UNFINISHED: Final = (".", "~")
"""First characters of the names of hidden, locked and half-written files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What identifies a version of a file: size, modification time (ns) and inode.

    `changed` (ns) is the inode's change time, which permissions change, too.
    """

    size: int
    written: int
    changed: int
    inode: int


@dataclass(frozen=True, slots=True)
class FileState:
    """How a file looks since `since`, None if it is missing; `done` once it was dealt with."""

    stamp: Stamp | None
    since: datetime
    done: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The files that exist, and the folders among them that cannot be read now."""

    files: Mapping[Path, Stamp]
    closed: tuple[Path, ...] = ()

    def hides(self, path: Path) -> bool:
        return any(path.is_relative_to(folder) for folder in self.closed)


FolderScan: TypeAlias = Mapping[Path, FileState]


def look(folder: Path) -> Look | None:
    """The files in a folder that can be read as pieces; None if the folder does not exist.

    Hidden, temporary and half-written files are recognised by their names and left out.
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
                    # a link out of the folder could publish any file
                    # (`bot.importing.survey`)
                    continue
            except OSError:
                continue  # removed meanwhile
            found[path] = _with_facts(path, seen)
    gone = (FileNotFoundError, NotADirectoryError)  # removed meanwhile
    closed = (Path(error.filename or folder) for error in failed if not isinstance(error, gone))
    return Look(found, tuple(closed))


def _with_facts(path: Path, seen: os.stat_result) -> Stamp:
    """The stamp of a file together with the front matter file beside it, if there is one."""
    both = [seen]
    if (beside := facts_beside(path)) is not None:
        with suppress(OSError):  # removed meanwhile
            both.append(beside.stat())
    return Stamp(
        size=sum(one.st_size for one in both),
        written=max(one.st_mtime_ns for one in both),
        changed=max(one.st_ctime_ns for one in both),
        inode=seen.st_ino,
    )


def seen(before: FolderScan, look: Look, now: datetime) -> dict[Path, FileState]:
    """The state after another look: an unchanged file keeps its time.

    Files in a folder that cannot be read keep their state.
    """
    after = {
        path: before[path] if _looks(before, path) == stamp else FileState(stamp, now)
        for path, stamp in look.files.items()
    }
    for path, state in before.items():
        if path not in look.files:
            is_old = state.stamp is None or look.hides(path)
            after[path] = state if is_old else FileState(None, now)
    return after


def rested(states: FolderScan, now: datetime) -> tuple[Path, ...]:
    """The complete files that were not dealt with yet, by name."""
    return tuple(
        sorted(
            path
            for path, state in states.items()
            if state.stamp is not None and not state.done and now - state.since >= REST
        )
    )


def gone(states: FolderScan, now: datetime) -> tuple[Path, ...]:
    """The files that are missing for so long that they are not just being rewritten."""
    return tuple(
        sorted(
            path
            for path, state in states.items()
            if state.stamp is None and now - state.since >= 2 * REST
        )
    )


def is_restless(states: FolderScan) -> bool:
    """Whether a file is not dealt with yet, so that the next look should come soon."""
    return any(not state.done for state in states.values())


def acted_upon(states: FolderScan, paths: Iterable[Path]) -> dict[Path, FileState]:
    return {**states, **{path: replace(states[path], done=True) for path in paths}}


def is_mass(away: int, of: int) -> bool:
    """Whether so many files are missing that a disk probably failed, rather than somebody deleting
    them.
    """
    return away > _MANY and 2 * away > of


def _looks(states: FolderScan, path: Path) -> Stamp | None:
    return states[path].stamp if path in states else None
