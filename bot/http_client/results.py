"""The results of a request as values, and the headers they are read from.

A header value that no honest server sends is read as absent. Values that are stored are ASCII.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal, TypeAlias

Objection: TypeAlias = Literal["url", "address", "robots"]
"""Why nothing was asked: the URL itself, where it leads to, or the site's own wish."""

Trouble: TypeAlias = Literal[
    "gone",  # 404 and 410
    "denied",  # every other 4xx
    "busy",  # 429, 503 with Retry-After, or asked again before it wanted to be
    "server",  # every other 5xx
    "no-host",  # no such name
    "unreachable",  # the name could not be looked up, or nobody took or kept up the connection
    "untrusted",  # no TLS connection, or a certificate that is not the site's
    "slow",  # not whole in time
    "large",  # more than was wanted
    "malformed",  # not HTTP, or not as it says it is
    "redirects",  # too many, or into nothing
]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?" with; empty where it gave none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page, whole and unpacked, from `url`, the last address of the redirects.

    `media_type` is in small letters, "" if none was given; so is `charset`. `permanent_url` is the
    last address where every redirect to it was a permanent one: the one to ask for from now on.
    `fresh` is for how long the server says that it will not change, if it says so.
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
    """It is still what the validators that were given stand for; `validators` are for next time."""

    url: str
    validators: Validators
    permanent_url: str | None
    fresh: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """We did not ask, and trying again will not help; `reason` is a sentence for a person."""

    url: str
    kind: Objection
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """We asked `url` and have no page; `reason` is a sentence for a person.

    `status` is there if the server answered; `retry_after` if it, or its robots.txt, said when.
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
    """The headers that ask for a page only if it has changed."""
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
    """For how long the page stays as it is, by its Cache-Control; a day at most."""
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    return min(timedelta(seconds=int(found[1])), _MAX_RETRY_AFTER) if found else None


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long to wait, a day at most; a moment is measured from the server's own clock."""
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
