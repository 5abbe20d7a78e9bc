"""Messages (.eml) and web archives (.mhtml): their parts, decoded by the standard library.

Whom a message is from and to is private, and never text.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from briefs.text.canonical import one_line

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_EARLIEST = 1970
_ANSWER = re.compile(
    r"\A(?:(?:re|fwd?|aw|wg|tr|rv|enc|odp|sv|vs|antw|отв|пересл)\s?:\s*)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Page:
    """A part that is HTML; `address` is where the program that saved it found it, "" if unsaid."""

    data: bytes
    charset: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What a message says: its subject, when it was sent, its text, and its page if it has one.

    `attachments` is how many files come with it. An `archive` is a page that a browser saved.
    """

    subject: str = ""
    sent: datetime | None = None
    text: str | None = None
    page: Page | None = None
    attachments: int = 0
    archive: bool = False


def parse(data: bytes) -> Mail:
    """The parts of a message; whatever the bytes are, the library makes a message of them."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  # by the policy
    saved = _header(message, "snapshot-content-location")
    related = message.get_content_type() == "multipart/related" and "to" not in message
    if saved or (related and "from" not in message):
        page = next((one for one in _leaves(message) if one.get_content_type() in _PAGES), None)
        return Mail(page=_page(page, saved) if page is not None else None, archive=True)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return Mail(
        subject=_ANSWER.sub("", one_line(_header(message, "subject"))),
        sent=_moment(_header(message, "date")),
        text=None if plain is None else _text(plain),
        page=None if html is None else _page(html, ""),
        attachments=sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0,
    )


def _header(message: Message, name: str) -> str:
    """A header's words, decoded; "" where it is broken beyond that."""
    try:
        return str(message.get(name, "")).strip()
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return (
            ""  # the library raises these for some broken headers: python/cpython#93507 and others
        )


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _text(part: Message) -> str:
    """The text of a part; the soft line breaks of format=flowed (RFC 3676) are undone."""
    data, charset = _payload(part), part.get_content_charset() or "utf-8"
    try:
        text = data.decode(charset)
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    if part.get_param("format") != "flowed":
        return text
    lines: list[str] = []
    flows = False
    for line in text.replace("\r\n", "\n").split("\n"):
        own = line.removeprefix(" ")
        if flows:
            lines[-1] += own
        else:
            lines.append(own)
        flows = own.endswith(" ") and own != "-- "
    return "\n".join(lines)


def _page(part: Message, saved: str) -> Page:
    address = saved or _header(part, "content-location")
    address = address if address.lower().startswith(("http://", "https://")) else ""
    return Page(_payload(part), part.get_content_charset() or "", address)


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _moment(date: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError):
        return None
    if found.year < _EARLIEST:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
