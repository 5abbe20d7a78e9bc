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
"""Fetches the page of an address, for one who waits."""

MAX_FILE_BYTES = 50_000_000
"""Bytes of a file that is read: as many as `briefs.reading.caged` takes."""

MAX_FACTS_BYTES = 100_000
"""Bytes of front matter that lies beside a file."""

_MAX_NAME_CHARS = 100
_UNKNOWN_MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft, and the file that it was read from."""

    draft: Draft
    original: Original


def data_of(path: Path) -> bytes:
    """The bytes of a file; Unreadable if there is none, or it is too large to be a piece."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            hint = "Save its text alone, without pictures."
            raise Unreadable(too_large(size, MAX_FILE_BYTES), path=str(path), hint=hint)
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(error.strerror or "it cannot be read", path=str(path)) from error


def too_large(size: int, most: int) -> str:
    """Why a file of so many bytes is not taken, where at most `most` are."""
    return f"too large: {ceil(size / 1e6)} MB, where a file may have {most // 1_000_000} MB"


def file(data: bytes, path: Path, within: Path | None = None) -> Imported:
    """The bytes of a file as a piece that comes from there; raises Unreadable.

    `within` is the folder that is taken in with all its files, if the file was not named itself.
    Front matter that lies beside it in a file of its own goes before what the file says.
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
    """What ties the versions of a file to each other: its whole path, as text."""
    return str(path.resolve()).encode("utf-8", "replace").decode()


def page(answer: Answer, asked: str = "") -> Imported:
    """A page as a piece, by its canonical address; Unreadable if it did not come, or is none.

    `asked` is the address as a person gave it, which is told if it did not come.
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
    """What the file at an address is called, if anything: the end of its path."""
    return unquote(PurePosixPath(urlsplit(url).path).name)[-_MAX_NAME_CHARS:]


def arrived(answer: Answer, asked: str = "") -> Fetched:
    """The page that was asked for; Unreadable, and why, if it did not come.

    What is told of an address that no person gave as `asked` holds no secret.
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
    from briefs.sandbox import pool  # noqa: PLC0415  # whoever only asks needs no sandbox

    draft = pool.read(data, name=name, origin=origin, charset=charset, beside=beside)
    media_type = kind or mimetypes.guess_type(name)[0] or _UNKNOWN_MEDIA_TYPE
    return Imported(draft, Original(draft.original, name or "page", media_type, data))


def _told(reason: str) -> str:
    """A sentence as the end of another."""
    return reason.removesuffix(".")
