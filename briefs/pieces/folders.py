"""Which files of a folder are pieces, which wait for an editor because of their folder, and which
are skipped, with the reason.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset(
    """
        .txt .md .markdown .mdx .qmd .mkd .html .htm .mhtml .mht .pdf .docx .odt .ott .fodt .eml
        .rtf .epub
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
"""Suffixes of the files that are read from a folder. RTF and EPUB files are refused by name if
Pandoc is missing. Other formats that Pandoc reads are usually no pieces, and must be named one by
one.
"""

FACTS_SUFFIXES = (".yaml", ".yml")
"""A file with this suffix beside a piece is its front matter: essay.yaml for essay.pdf."""

PROGRAM_FOLDERS = frozenset(
    """
        node_modules bower_components site-packages __pycache__ venv env __macosx _layouts
        _includes _sass _plugins _site _data archetypes
        """.split()  # noqa: SIM905  # as above
)
"""Folders of programs, with read-me files and templates by other people."""

_DRAFT_FOLDERS = frozenset({"_drafts", "_draft", "_private", "_unpublished", "_wip"})
"""Folders of unpublished texts, by the conventions of site generators."""

_DRAFT_FOLDERS_WITHIN = _DRAFT_FOLDERS | {"drafts", "draft", "private", "unpublished", "wip"}
"""Also folders of unpublished texts, if they are inside of the folder that is added."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files that were skipped: one of them (or their folder), how many, and why."""

    path: Path
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """The files to read, in order, and those that were skipped."""

    files: tuple[Path, ...]
    passed_over: tuple[PassedOver, ...] = ()


def hold_reason(path: Path, within: Path | None = None) -> str:
    """Why a file waits for an editor because of its folder, "" if it does not.

    `within` is the folder that is added; the names of folders above it mean nothing.
    """
    if within is not None and path.is_relative_to(within):
        parts, names = path.relative_to(within).parts[:-1], _DRAFT_FOLDERS_WITHIN
    else:
        parts, names = path.parts[:-1], _DRAFT_FOLDERS
    found = next((part for part in parts if part.casefold() in names), "")
    return f"it lies in a folder of drafts (“{found}”)" if found else ""


def facts_beside(path: Path) -> Path | None:
    """The front matter file beside a piece's file, None if there is none.

    It is in the same folder, and no symbolic link: see `survey`.
    """
    if path.suffix.lower() not in SUFFIXES:
        return None
    found = (path.with_suffix(suffix) for suffix in FACTS_SUFFIXES)
    return next((one for one in found if one.is_file() and not one.is_symlink()), None)


def is_program_folder(name: str) -> bool:
    return name.casefold() in PROGRAM_FOLDERS


def survey(paths: Sequence[Path]) -> Survey:
    """The named files, and the readable files within each named folder, sorted.

    Hidden files in a folder are skipped without a report, and so is a symbolic link to a file
    outside of it: in a shared folder it could publish any file that the bot may read. A path that
    does not exist is returned, so that reading it reports the error.
    """
    files: list[Path] = []
    passed: list[PassedOver] = []
    for path in paths:
        if path.is_dir():
            kept, over = _within(path)
            files += kept
            passed += over
        else:
            files.append(path)
    return Survey(tuple(files), tuple(passed))


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files of `survey` alone."""
    yield from survey(paths).files


def _within(folder: Path) -> tuple[list[Path], list[PassedOver]]:
    kept: list[Path] = []
    passed: list[PassedOver] = []
    unread: defaultdict[str, list[Path]] = defaultdict(list)
    inside = folder.resolve()
    for place, folders, names in os.walk(folder):
        here = Path(place)
        for name in sorted(folders):
            if is_program_folder(name):
                there = sum(len(found) for _, _, found in os.walk(here / name))
                passed.append(PassedOver(here / name, there, "a folder of programs and templates"))
        folders[:] = [n for n in folders if not n.startswith(".") and not is_program_folder(n)]
        for name in names:
            path = here / name
            if name.startswith(".") or not path.is_file():
                continue
            if path.suffix.lower() in FACTS_SUFFIXES and any(
                path.with_suffix(suffix).name in names for suffix in SUFFIXES
            ):
                continue  # it is a file's front matter
            if path.suffix.lower() not in SUFFIXES:
                unread[path.suffix.lower()].append(path)
            elif path.resolve().is_relative_to(inside):
                kept.append(path)
    for suffix, paths in sorted(unread.items()):
        kind = f"{suffix} files are not read" if suffix else "files without a suffix are not read"
        passed.append(PassedOver(min(paths), len(paths), kind))
    return sorted(kept), passed
