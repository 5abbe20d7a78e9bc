"""What became of asking for a page, as values: nothing a server does is an exception here."""

from dataclasses import dataclass
from datetime import timedelta
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
