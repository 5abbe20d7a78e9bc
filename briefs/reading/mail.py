"""Messages (.eml) and web archives (.mhtml): their parts, decoded by the standard library.

Sender and recipient of a message are private, and never become text. Of its plain text only the
sender's own part is read, without earlier messages and without the signature: the words of an
earlier message are somebody else's, and were written to the sender alone. A message that forwards
another with a line or two is that other message.
"""

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from itertools import takewhile

from briefs.errors import Unreadable
from briefs.reading import encoding
from briefs.reading.base import Account, Enclosed
from briefs.reading.mail_heads import (
    ANSWERED,
    FORWARDED,
    HEAD,
    HEADERS,
    QUOTED_HEAD,
    QUOTING,
    SENT_FROM,
)
from briefs.text.canonical import one_line

_ENVELOPE = re.compile(rb"\A\s{0,200}(?:>?From [^\n]{1,300}\n)+")
"""What mailboxes put before a message."""

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_EARLIEST = 1970
_ANSWER = re.compile(
    r"\A(?:(?:re|fwd?|aw|wg|tr|rv|enc|odp|sv|vs|antw|отв|пересл)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?:\s*)+",
    re.IGNORECASE,
)
_HANDS_ON = re.compile(r"(?:fwd?|wg|tr|rv|enc|i|doorst|пересл)\s?:", re.IGNORECASE)
_MAX_HANDING_WORDS = 30
"""A message that hands on another says no more of its own."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part in HTML; `address` is where the program that saved it found it, "" if unknown."""

    data: bytes
    charset: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message: its subject, its date, its text, and its HTML page if it has one.

    `attachments` is the number of its files. An `archive` is a page that a browser saved. Its
    subject may say that it `hands_on` another, or `answers` it. `hold` is the header that keeps it
    from the public.
    """

    subject: str = ""
    sent: datetime | None = None
    text: str | None = None
    page: Page | None = None
    attachments: int = 0
    archive: bool = False
    hands_on: bool = False
    answers: bool = False
    hold: str = ""


def parse(data: bytes) -> Mail:
    """The parts of a message; the library makes a message of any bytes."""
    message = email.message_from_bytes(
        _ENVELOPE.sub(b"", data, count=1), policy=email.policy.default
    )
    assert isinstance(message, EmailMessage)  # noqa: S101  # by its policy
    saved = _header(message, "snapshot-content-location")
    related = message.get_content_type() == "multipart/related" and "to" not in message
    if saved or (related and "from" not in message):
        page = next((one for one in _leaves(message) if one.get_content_type() in _PAGES), None)
        return Mail(page=_page(page, saved) if page is not None else None, archive=True)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    subject = one_line(_header(message, "subject"))
    texts = [] if plain is None else [plain, *_texts_below(message, plain)]
    files = list(message.iter_attachments()) if message.is_multipart() else []
    return Mail(
        subject=_ANSWER.sub("", subject),
        sent=_moment(_header(message, "date")),
        text=_joined(texts, is_needed=html is None),
        page=None if html is None else _page(html, ""),
        attachments=sum(1 for one in files if one not in texts),
        hands_on=_HANDS_ON.match(subject) is not None,
        answers=_ANSWER.match(subject) is not None and _HANDS_ON.match(subject) is None,
        hold=_hold(message),
    )


def _hold(message: Message) -> str:
    """The header by which a program says that a message is private, or was not sent."""
    sensitivity = one_line(_header(message, "sensitivity"))
    if sensitivity.casefold() in _SENSITIVE:
        return f"its headers say “Sensitivity: {sensitivity}”"
    return "its headers say that it is unsent" if _header(message, "x-unsent") == "1" else ""


def _joined(texts: Sequence[Message], *, is_needed: bool) -> str | None:
    """The text of some parts; None if there are none, or they cannot be read and are not needed."""
    try:
        return "\n\n".join(map(_text, texts)) if texts else None
    except Unreadable:
        if is_needed:
            raise
        return None


def _texts_below(message: EmailMessage, first: Message) -> Iterator[Message]:
    """The parts of plain text below the first that are shown with it, and are no files."""
    parts = list(message.iter_parts()) if message.get_content_type() == "multipart/mixed" else []
    for part in parts[parts.index(first) + 1 :] if first in parts else ():
        is_file = part.get_filename() or part.get_content_disposition() == "attachment"
        if part.get_content_type() == "text/plain" and not is_file:
            yield part


def _header(message: Message, name: str) -> str:
    """A header's decoded words; "" if it is too broken."""
    try:
        return str(message.get(name, "")).strip()
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""  # email raises these for some broken headers: python/cpython#93507 and others


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _text(part: Message) -> str:
    """The text of a part; soft line breaks of format=flowed (RFC 3676) are joined."""
    data, charset = _payload(part), part.get_content_charset() or ""
    text = encoding.decode(data, charset).text
    if part.get_param("format") != "flowed":
        return text
    is_space_spare = str(part.get_param("delsp") or "").casefold() == "yes"
    lines: list[str] = []
    flows, depth = False, 0
    for line in text.replace("\r\n", "\n").split("\n"):
        quoted = len(line) - len(line.lstrip(">"))
        own = line[quoted:].removeprefix(" ")
        if flows and quoted == depth and own != "-- ":
            lines[-1] += own
        else:
            lines.append(f"{'>' * quoted} {own}" if quoted else own)
        flows, depth = own.endswith(" ") and own != "-- ", quoted
        if flows and is_space_spare:
            lines[-1] = lines[-1][:-1]
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


_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_SIGNATURE_BEGINS = "-----BEGIN PGP SIGNATURE-----"
_SIGNED_BY_PGP = Enclosed(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash:[^\n]*\n)*+\n?", _SIGNATURE_BEGINS
)
_PGP_SIGNATURE = Enclosed(_SIGNATURE_BEGINS, r"-----END PGP SIGNATURE-----|\Z")
_FOOTER = re.compile(
    r"(?:_{10,}\s*)?(?:to (?:unsubscribe|change your (?:subscription|preferences))\b"
    r"|(?:you (?:receive|received|are receiving|get|got) this|this (?:e-?mail|message"
    r"|letter) (?:was sent|and any))\b"
    r"|(?:click here to )?unsubscribe\b|(?:the information (?:contained )?in this"
    r"|this) (?:e-?mail|message|communication)"
    r"[^\n]{0,80}(?:confidential|privileged|intended (?:only|solely))"
    r"|if you are not the intended recipient"
    r"|diese (?:e-?mail|nachricht)[^\n]{0,80}vertraulich|ce (?:message"
    r"|courriel)[^\n]{0,80}confidentiel"
    r"|este (?:mensaje|correo)[^\n]{0,80}confidencial|abmelden\b|se désabonner|darse de baja"
    r"|please consider the environment before printing)",
    re.IGNORECASE,
)
_LIST_FOOTER = re.compile(
    r"\n_{10,}[ \t]*\n(?=[^\0]{0,400}?(?:mailing list|listinfo|lists?\.|://))"
    r"(?:[^\n]{1,200}\n){0,5}[^\n]{0,200}\s*\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\n\n(?:(?:with )?(?:best|kind|kindest|warm|warmest)(?: regards| wishes)?|regards"
    r"|many thanks|thanks|cheers|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)"
    r"|all the best|mfg"
    r"|(?:mit )?(?:freundlichen|besten|herzlichen|liebe|beste|viele) grü(?:ßen|ssen|ße|sse)"
    r"|(?:bien )?(?:cordialement|à vous)|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente"
    r"|cordiali saluti|distinti saluti|atenciosamente|abraços|met vriendelijke groet(?:en)?"
    r"|z poważaniem|pozdrawiam|с уважением|з повагою)[,.!]?[ \t]*"
    r"\n(?:[^\n]{1,80}\n){0,7}[^\n]{0,80}\s*\Z",
    re.IGNORECASE,
)
"""How people close a letter, with their name and what they put below it."""

_QUOTED_LINES = re.compile(r"(?m)^>[^\n]*+(?:\n>[^\n]*+)*+\n?")
_SENSITIVE = frozenset({"private", "personal", "company-confidential", "confidential"})
_MAX_FOOTERS = 6
_MAX_SIGNATURE_LINES = 12


def own_text(text: str, account: Account, *, hands_on: bool = False, answers: bool = False) -> str:
    """The part of a message's text that is the piece; the rest is added to the account.

    A message that `hands_on` another with few words of its own is that one. In one that `answers`,
    words behind ">" are the other's.
    """
    text = HEADERS.sub("", text.replace("\r\n", "\n"))
    text = _SIGNED_BY_PGP.sub(_signed_text, text)
    text = _PGP_SIGNATURE.sub("", text)
    forwarded = FORWARDED.search(text)
    if forwarded is not None:
        above, below = text[: forwarded.start()], text[forwarded.end() :]
        if len(above.split()) < len(below.split()):
            if above.strip():
                account.add("quoted message", above)
            return _without_marks(_unsigned(below, account))
    answered = next(filter(None, (one.search(text) for one in (ANSWERED, HEAD, QUOTED_HEAD))), None)
    if hands_on and forwarded is None and answered is not None:
        above, below = text[: answered.start()], _below_head(text[answered.end() :])
        if len(above.split()) <= _MAX_HANDING_WORDS < len(below.split()):
            if above.strip():
                account.add("quoted message", above)
            return _without_marks(_unsigned(below, account))
    if answered is not None and not text[: answered.start()].strip():
        return _unsigned(_answered_above(text[answered.end() :], account), account)
    starts = [one.start() for one in (answered, forwarded) if one is not None]
    if starts and (first := min(starts)) and text[:first].strip():
        quoted, text = text[first:], text[:first]
        account.add("quoted message", quoted)
    if not hands_on and (answers or QUOTING.search(text)):
        text = _without_quoted(text, account)
    return _unsigned(text, account)


def _without_quoted(text: str, account: Account) -> str:
    """A text without what it quotes line by line; all of it if nothing else is left."""
    quoted: list[str] = []

    def left_out(found: re.Match[str]) -> str:
        quoted.append(found[0])
        return "\n"

    own = _QUOTED_LINES.sub(left_out, QUOTING.sub(left_out, text))
    if not own.strip():
        return text
    for passage in quoted:
        account.add("quoted message", passage)
    return own


def _below_head(text: str) -> str:
    """A message's text without the lines at its beginning that say whose it is."""
    head = HEAD.match(text.lstrip("\n"))
    return text.lstrip("\n")[head.end() :] if head else text


def _answered_above(text: str, account: Account) -> str:
    """What stands below the message that it answers; all of it if that is not marked."""
    lines = text.split("\n")
    quoted = list(takewhile(lambda line: not line.strip() or line.startswith(">"), lines))
    rest = lines[len(quoted) :]
    if not any(line.startswith(">") for line in quoted) or not any(map(str.strip, rest)):
        return text
    account.add("quoted message", "\n".join(quoted))
    return "\n".join(rest)


def _signed_text(signed: re.Match[str]) -> str:
    """The text in an OpenPGP frame, which puts a dash before lines that begin with one."""
    return re.sub(r"(?m)^- ", "", signed[1]) + _SIGNATURE_BEGINS


def _without_footers(text: str, account: Account) -> str:
    """A text without final paragraphs that every message of a list or an office has."""
    for _ in range(_MAX_FOOTERS):
        above, parted, last = text.rstrip().rpartition("\n\n")
        if not parted or not _FOOTER.match(last.strip()):
            return text
        account.add("signature", last)
        text = above
    return text


def _unsigned(text: str, account: Account) -> str:
    if footer := _LIST_FOOTER.search(text):
        account.add("signature", footer[0])
        text = text[: footer.start()]
    text = _without_footers(text, account)
    above, _, last = text.rstrip().rpartition("\n")
    if above.strip() and SENT_FROM.fullmatch(last.strip()):
        account.add("signature", last)
        text = above
    ends = list(_SIGNATURE.finditer(text))
    if ends and text[ends[-1].end() :].count("\n") <= _MAX_SIGNATURE_LINES:
        account.add("signature", text[ends[-1].end() :])
        text = text[: ends[-1].start()].rstrip()
    if closing := _CLOSING.search(text):
        account.add("signature", closing[0])
        return text[: closing.start()]
    return text


def _without_marks(text: str) -> str:
    """A forwarded text without the sign that some programs put before each of its lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or not all(line.startswith(">") for line in lines):
        return text
    return "\n".join(re.sub(r"^> ?", "", line) for line in text.split("\n"))
