"""Which files of a folder are pieces, which wait for an editor because of their folder, and which
are skipped; and how a file or a fetched page becomes a draft, with the bytes it was read from.
"""

import mimetypes
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path, PurePosixPath
from typing import TypeAlias, assert_never
from urllib.parse import unquote, urlsplit

from bot.http_client.results import Answer, Failed, Fetched, NotModified, Refused
from bot.log import redacted_url
from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.storage.editorial import Original

Get: TypeAlias = Callable[[str], Answer]
"""Fetches the page of an address, and blocks meanwhile."""

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

MAX_FILE_BYTES = 50_000_000
"""The largest file that is read; `briefs.sandbox` has the same limit."""

MAX_FACTS_BYTES = 100_000
"""The largest file of front matter beside a file."""

_MAX_NAME_CHARS = 100
_UNKNOWN_MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft, and the file that it was read from."""

    draft: Draft
    original: Original


def data_of(path: Path) -> bytes:
    """The bytes of a file; Unreadable if it does not exist or is too large for a piece.

    A device or a pipe has no size, and may never end: no more is read of it than of a file.
    """
    try:
        size = path.stat().st_size
        data = b""
        if size <= MAX_FILE_BYTES:
            with path.open("rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise Unreadable(error.strerror or "it cannot be read", path=str(path)) from error
    if max(size, len(data)) > MAX_FILE_BYTES:
        hint = "Save its text alone, without pictures."
        reason = too_large(max(size, len(data)), MAX_FILE_BYTES)
        raise Unreadable(reason, path=str(path), hint=hint)
    return data


def too_large(size: int, most: int) -> str:
    """The reason why a file of `size` bytes is refused, if the limit is `most`."""
    return f"too large: {ceil(size / 1e6)} MB, where a file may have {most // 1_000_000} MB"


def file(data: bytes, path: Path, within: Path | None = None) -> Imported:
    """The draft read from a file; raises Unreadable.

    `within` is the folder that was named, if the file was found in it. Front matter in a file
    beside it overrides the file's own.
    """
    found = _brought(data, path.name, origin=origin_of(path), beside=_front_matter_beside(path))
    hold = found.draft.hold or hold_reason(path, within)
    return replace(found, draft=replace(found.draft, hold=hold))


def _front_matter_beside(path: Path) -> str:
    """The front matter in the file beside, "" if there is none; Unreadable, naming that file."""
    beside = facts_beside(path)
    if beside is None:
        return ""
    try:
        data = beside.read_bytes()[: MAX_FACTS_BYTES + 1]
        if len(data) > MAX_FACTS_BYTES:
            raise Unreadable(
                f"front matter of more than {MAX_FACTS_BYTES // 1000} KB", path=str(beside)
            )
        return data.decode()
    except OSError as error:
        raise Unreadable(error.strerror or "it cannot be read", path=str(beside)) from error
    except UnicodeDecodeError as error:
        raise Unreadable("it is not in UTF-8", path=str(beside), hint="Save it again.") from error


def origin_of(path: Path) -> str:
    """The file's absolute path, as text; it ties later versions to the same piece."""
    return str(path.resolve()).encode("utf-8", "replace").decode()


def page(answer: Answer, asked: str = "") -> Imported:
    """The draft read from a page, by its canonical address; Unreadable if it can't be fetched or
    read.

    `asked` is the address as a person typed it, for the error message.
    """
    fetched = arrived(answer, asked)
    try:
        found = _brought(
            fetched.body,
            name_of(fetched.url),
            origin=fetched.url,
            charset=fetched.charset,
            kind=fetched.media_type,
        )
    except Unreadable as error:
        path = asked or redacted_url(fetched.url)
        raise Unreadable(error.reason, path=path, line=error.line, hint=error.hint) from error
    url = found.draft.url or fetched.url
    return replace(found, draft=replace(found.draft, url=url, origin=url))


def name_of(url: str) -> str:
    """The file name at the end of an address's path, "" if there is none."""
    return unquote(PurePosixPath(urlsplit(url).path).name)[-_MAX_NAME_CHARS:]


def arrived(answer: Answer, asked: str = "") -> Fetched:
    """The fetched page; Unreadable, with the reason, if it could not be fetched.

    An error message shows `asked` in full, or else the address without secrets.
    """
    match answer:
        case Fetched():
            return answer
        case Refused(url=url, reason=reason):
            raise Unreadable(_told(reason), path=asked or redacted_url(url), hint=_SAVED)
        case Failed(url=url, reason=reason, kind=kind):
            hint = _SAVED if kind in {"gone", "denied", "large"} else "Try again later."
            raise Unreadable(_told(reason), path=asked or redacted_url(url), hint=hint)
        case NotModified(url=url):
            raise Unreadable("it has not changed", path=asked or redacted_url(url))
        case never:
            assert_never(never)


_SAVED = "Open it in a browser, save it, and add the file."


def _brought(
    data: bytes, name: str, *, origin: str, charset: str = "", kind: str = "", beside: str = ""
) -> Imported:
    from briefs.sandbox import pool  # noqa: PLC0415  # needed only for a page

    draft = pool.read(data, name=name, origin=origin, charset=charset, beside=beside)
    media_type = kind or mimetypes.guess_type(name)[0] or _UNKNOWN_MEDIA_TYPE
    return Imported(draft, Original(draft.original, name or "page", media_type, data))


def _told(reason: str) -> str:
    """A sentence as the end of another one."""
    return reason.removesuffix(".")


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
            kept, over = _files_of(path)
            files += kept
            passed += over
        else:
            files.append(path)
    return Survey(tuple(files), tuple(passed))


def _files_of(folder: Path) -> tuple[list[Path], list[PassedOver]]:
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
