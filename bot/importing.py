"""Turns a file or a fetched page into a draft, with the bytes it was read from."""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path, PurePosixPath
from typing import TypeAlias, assert_never
from urllib.parse import unquote, urlsplit

from bot.http_client.results import Answer, Failed, Fetched, NotModified, Refused
from bot.log import redacted_url
from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.pieces import folders
from briefs.storage.editorial import Original

Get: TypeAlias = Callable[[str], Answer]
"""Fetches the page of an address, and blocks meanwhile."""

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
    found = _brought(data, path.name, origin=origin_of(path), beside=_facts_beside(path))
    hold = found.draft.hold or folders.hold_reason(path, within)
    return replace(found, draft=replace(found.draft, hold=hold))


def _facts_beside(path: Path) -> str:
    """The front matter in the file beside, "" if there is none; Unreadable, naming that file."""
    beside = folders.facts_beside(path)
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
