"""The results of a request as values, and the headers that they are read from.

An implausible header value counts as absent. Values that are stored are ASCII.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal, TypeAlias

Objection: TypeAlias = Literal["url", "address", "robots"]
"""Why no request was made: the URL, its address, or the site's robots.txt."""

Trouble: TypeAlias = Literal[
    "gone",  # 404 and 410
    "denied",  # every other 4xx
    "busy",  # 429, 503 with Retry-After, or a time that it named is not over yet
    "server",  # every other 5xx
    "no-host",  # no such name
    "unreachable",  # the look-up failed, or the connection was refused or broken
    "untrusted",  # TLS failed, or the certificate is not the site's
    "slow",  # not complete in time
    "large",  # more than the limit
    "malformed",  # not HTTP, or not what its headers say
    "redirects",  # too many, or without a target
]


@dataclass(frozen=True, slots=True)
class Validators:
    """The server's validators for a conditional request; empty if it gave none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page, complete and unpacked, from `url`, the last address of the redirects.

    `media_type` and `charset` are lower case, "" if not given. `permanent_url` is the last address,
    if every redirect to it was permanent: the address to use from now on. `fresh` is how long the
    server says that the page will not change, if it does.
    """

    url: str
    body: bytes
    media_type: str
    charset: str
    validators: Validators
    permanent_url: str | None
    fresh: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The page did not change since the given validators; `validators` are for the next request."""

    url: str
    validators: Validators
    permanent_url: str | None
    fresh: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """No request was made, and another try won't help; `reason` is a sentence for a person."""

    url: str
    kind: Objection
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """`url` was requested without success; `reason` is a sentence for a person.

    `status` is set if the server answered; `retry_after` if it, or its robots.txt, named a time.
    """

    url: str
    kind: Trouble
    reason: str
    status: int | None = None
    retry_after: timedelta | None = None


Answer: TypeAlias = Fetched | NotModified | Refused | Failed


_PLAIN = re.compile(r"[\x20-\x7e]{1,1000}")
_SECONDS = re.compile(r"[0-9]{1,9}")
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]{1,100}/[\w.+-]{1,100})\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,9})", re.ASCII | re.IGNORECASE)
_MAX_RETRY_AFTER = timedelta(days=1)


def validators(headers: Mapping[str, str]) -> Validators:
    return Validators(_plain(headers, "ETag"), _plain(headers, "Last-Modified"))


def conditions(known: Validators | None) -> dict[str, str]:
    """The headers of a conditional request."""
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def media_type(headers: Mapping[str, str]) -> str:
    found = _MEDIA_TYPE.match(headers.get("Content-Type", ""))
    return found[1].lower() if found else ""


def charset(headers: Mapping[str, str]) -> str:
    found = _CHARSET.search(headers.get("Content-Type", ""))
    return found[1].lower() if found else ""


def fresh(headers: Mapping[str, str]) -> timedelta | None:
    """How long the page stays unchanged by its Cache-Control; a day at most."""
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    return min(timedelta(seconds=int(found[1])), _MAX_RETRY_AFTER) if found else None


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long to wait, a day at most; a date is compared with the server's own Date header."""
    said = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(said):
        return min(timedelta(seconds=int(said)), _MAX_RETRY_AFTER)
    until, now = _http_date(said), _http_date(headers.get("Date", ""))
    if until is None or now is None:
        return None
    return min(max(until - now, timedelta()), _MAX_RETRY_AFTER)


def _http_date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else None


def _plain(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "").strip()
    return value if _PLAIN.fullmatch(value) else ""
