"""Which files of a folder are pieces, which wait for an editor by where they lie, and which are
passed over, with the reason.
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
        """.split()  # noqa: SIM905  # a list of strings is harder to read than lines of words
)
"""Files that a folder is searched for. RTF and EPUB are refused by name where Pandoc is not there;
what else it reads is mostly not a piece in a folder, and is named by itself."""

FACTS_SUFFIXES = (".yaml", ".yml")
"""A file of this suffix beside a piece, as essay.yaml beside essay.pdf, is its front matter."""

PROGRAM_FOLDERS = frozenset(
    """
        node_modules bower_components site-packages __pycache__ venv env __macosx _layouts
        _includes _sass _plugins _site _data archetypes
        """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)
"""Folders in which programs keep what is theirs: other people's read-me files, templates."""

_DRAFT_FOLDERS = frozenset({"_drafts", "_draft", "_private", "_unpublished", "_wip"})
"""Folders of what is not to be seen yet, by the custom of site generators."""

_DRAFT_FOLDERS_WITHIN = _DRAFT_FOLDERS | {"drafts", "draft", "private", "unpublished", "wip"}
"""… and those that mean it where they lie within a folder that is taken in."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files that were not looked into: one of them (or their folder), how many, and why."""

    path: Path
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """The files that are to be read, in order, and what was passed over."""

    files: tuple[Path, ...]
    passed_over: tuple[PassedOver, ...] = ()


def hold_reason(path: Path, within: Path | None = None) -> str:
    """Why a file waits for an editor by where it lies, "" if it does not.

    `within` is the folder that is taken in: above it names mean nothing.
    """
    if within is not None and path.is_relative_to(within):
        parts, names = path.relative_to(within).parts[:-1], _DRAFT_FOLDERS_WITHIN
    else:
        parts, names = path.parts[:-1], _DRAFT_FOLDERS
    found = next((part for part in parts if part.casefold() in names), "")
    return f"it lies in a folder of drafts (“{found}”)" if found else ""


def facts_beside(path: Path) -> Path | None:
    """The file with the front matter of a piece's file, None if there is none.

    It lies in the same folder and is no link: see `survey`.
    """
    if path.suffix.lower() not in SUFFIXES:
        return None
    found = (path.with_suffix(suffix) for suffix in FACTS_SUFFIXES)
    return next((one for one in found if one.is_file() and not one.is_symlink()), None)


def is_program_folder(name: str) -> bool:
    return name.casefold() in PROGRAM_FOLDERS


def survey(paths: Sequence[Path]) -> Survey:
    """Each file named, as it is, and those that can be read within each folder, sorted.

    What is hidden within a folder is left out unsaid, and so is a link to a file outside of it: a
    shared folder could otherwise publish any file that the bot may read. A path that does not exist
    is given back, so that reading it says so.
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
                continue  # the front matter of that file
            if path.suffix.lower() not in SUFFIXES:
                unread[path.suffix.lower()].append(path)
            elif path.resolve().is_relative_to(inside):
                kept.append(path)
    for suffix, paths in sorted(unread.items()):
        kind = f"{suffix} files are not read" if suffix else "files without a suffix are not read"
        passed.append(PassedOver(min(paths), len(paths), kind))
    return sorted(kept), passed
