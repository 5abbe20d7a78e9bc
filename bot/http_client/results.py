"""What is read from a response's headers; a value that no honest server sends is as good as none.

Values that are kept end in a database and in later requests: they are plain ASCII here, or empty.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.fetching.answers import Validators

_PLAIN = re.compile(r"[\x20-\x7e]{1,1000}")
_SECONDS = re.compile(r"[0-9]{1,9}")
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]{1,100}/[\w.+-]{1,100})\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,9})", re.ASCII | re.IGNORECASE)
_LONGEST_WAIT = timedelta(days=1)


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
    return min(timedelta(seconds=int(found[1])), _LONGEST_WAIT) if found else None


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long to wait, a day at most; a moment is measured from the server's own clock."""
    said = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(said):
        return min(timedelta(seconds=int(said)), _LONGEST_WAIT)
    until, now = _moment(said), _moment(headers.get("Date", ""))
    if until is None or now is None:
        return None
    return min(max(until - now, timedelta()), _LONGEST_WAIT)


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else None


def _plain(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "").strip()
    return value if _PLAIN.fullmatch(value) else ""
