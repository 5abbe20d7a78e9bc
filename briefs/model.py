"""The values that all layers share: pieces, revisions, sources, spans and summaries; and the proof
that an extract stands in the stored body.

Offsets are Unicode code points of a revision's canonical body. Times are aware and in UTC.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal, Self, TypeAlias

from briefs.errors import Unproved
from briefs.left_out import LeftOut

PartialDate: TypeAlias = str
"""An ISO 8601 date as precise as it was written: "2017", "2017-01" or "2017-01-03"."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

Length: TypeAlias = Literal["short", "normal", "long"]

Status: TypeAlias = Literal["parsed", "partial", "raw"]
"""How much of an entry was parsed: all, a part, or nothing (then it is shown as written)."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points in a revision's body."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name in its parts; `suffix` follows the name: "Jr.", "III"."""

    family: str
    given: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.given, self.family, self.suffix)))


@dataclass(frozen=True, slots=True)
class Organisation:
    name: str

    def __str__(self) -> str:
        return self.name


Author: TypeAlias = Person | Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One entry of a piece's reference list, with the fields of CSL; `raw` is the entry as written.

    `number` is its place in the list, from 1. A field that could not be parsed is None (or empty):
    a field is right or it is missing. A "link" is no entry of the list, but a link in the author's
    text, and `raw` its words; links follow the list and are shown apart from it.
    """

    number: int
    raw: str
    status: Status = "raw"
    type: str | None = None
    authors: tuple[Author, ...] = ()
    title: str | None = None
    container: str | None = None
    publisher: str | None = None
    issued: PartialDate | None = None
    updated: PartialDate | None = None
    accessed: PartialDate | None = None
    url: str | None = None
    archive_url: str | None = None
    where: Literal["list", "link"] = "list"


@dataclass(frozen=True, slots=True)
class Mark:
    """The author's own note marker, which was removed from the body.

    `source` is the entry's number; `at` is where the marker stood: an empty span of the canonical
    body, which belongs to the sentence that ends at it or contains it.
    """

    source: int
    at: Span


@dataclass(frozen=True, slots=True)
class Aside:
    """Words of the source that are kept beside the body: a note with remarks, a caption.

    `at` is where the body refers to it, as in `Mark`; None if nothing does. `label` is the author's
    marker for it.
    """

    kind: Literal["note", "caption"]
    text: str
    label: str = ""
    at: Span | None = None


VoiceKind: TypeAlias = Literal["epigraph", "pull quote", "quotation", "claim"]
"""Why a passage is not the author's own: a motto, a repeated line, a block quotation, or a claim
that the piece tests.
"""


@dataclass(frozen=True, slots=True)
class OtherVoice:
    """A passage of the body that is quoted, or only tested: never to be presented as the author's.

    `speaker` is who said it, "" if the source does not say.
    """

    kind: VoiceKind
    at: Span
    speaker: str = ""


CorrectedField: TypeAlias = Literal[
    "title", "byline", "outlet", "published", "url", "language", "topics"
]
FieldValue: TypeAlias = str | datetime | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A field of a piece that an editor set; `read` is the value that was read from the file."""

    field: CorrectedField
    read: FieldValue
    value: FieldValue


@dataclass(frozen=True, slots=True)
class CorrectedSource:
    """A reference that an editor set, under its number; `read` is the one read from the file."""

    read: Source
    value: Source


Corrections: TypeAlias = tuple[Correction | CorrectedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A piece as it was read from a file, before it is stored.

    `origin` is where it came from (a path or an address) and ties later versions to it; `original`
    is the SHA-256 (hex) of the bytes that were read. `warnings` are for the editor. `named`: the
    piece itself names its slug, which ties later versions, too; otherwise it comes from the file's
    name. `left_out`, `asides` and the body account for every word of the source, except for its
    title, byline, date and references. `hold` says why only an editor may publish it, "" if there
    is no reason; `not_before` is the time before which only an editor may.
    """

    title: str
    body: str
    byline: str = ""
    outlet: str = ""
    published: datetime | None = None
    url: str = ""
    language: str = "en"
    topics: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    marks: tuple[Mark, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    asides: tuple[Aside, ...] = ()
    voices: tuple[OtherVoice, ...] = ()
    hold: str = ""
    not_before: datetime | None = None
    warnings: tuple[str, ...] = ()
    slug: str = ""
    named: bool = False
    origin: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """An extract as spans, in document order; `method` says how they were chosen.

    `coverage` is the share, 0 to 1, of the piece's key terms that they contain.
    """

    method: str
    length: Length
    sentences: tuple[Span, ...]
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A draft with what is computed once, at ingestion: its sentences and its summaries."""

    draft: Draft
    sentences: tuple[Span, ...]
    summaries: tuple[Summary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A piece's card in the catalogue: what a list shows, without the text."""

    piece: int
    slug: str
    revision: int
    title: str
    byline: str
    outlet: str
    published: datetime | None
    topics: tuple[str, ...]
    stored_at: datetime

    @property
    def dated(self) -> datetime:
        """When it was published, or else when it was stored."""
        return self.published or self.stored_at

    @property
    def heading(self) -> str:
        """Its title, or else its id."""
        return self.title or self.slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One stored version of a piece; `sha256` (hex) is the hash of the body's UTF-8 bytes.

    The fields have an editor's corrected values; `corrections` has the values that were read.
    """

    piece: int
    slug: str
    number: int
    sha256: str
    title: str
    byline: str
    outlet: str
    published: datetime | None
    url: str
    language: str
    body: str
    sentences: tuple[Span, ...]
    sources: tuple[Source, ...]
    marks: tuple[Mark, ...]
    topics: tuple[str, ...]
    stored_at: datetime
    left_out: tuple[LeftOut, ...] = ()
    asides: tuple[Aside, ...] = ()
    voices: tuple[OtherVoice, ...] = ()
    corrections: Corrections = ()

    @property
    def listed(self) -> tuple[Source, ...]:
        """The author's own reference list."""
        return tuple(source for source in self.sources if source.where == "list")

    @property
    def linked(self) -> tuple[Source, ...]:
        """The links in the text; their numbers follow those of the list."""
        return tuple(source for source in self.sources if source.where == "link")

    @property
    def dated(self) -> datetime:
        return self.published or self.stored_at

    @property
    def heading(self) -> str:
        return self.title or self.slug

    @property
    def card(self) -> Card:
        return Card(
            piece=self.piece,
            slug=self.slug,
            revision=self.number,
            title=self.title,
            byline=self.byline,
            outlet=self.outlet,
            published=self.published,
            topics=self.topics,
            stored_at=self.stored_at,
        )


@dataclass(frozen=True, slots=True)
class Brief:
    """A revision with one of its summaries."""

    revision: Revision
    summary: Summary


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result with the first sentence that matches, if one does and is short enough.

    `snippet` is that sentence, verbatim; `at` is its span in the body whose hash is `sha256`.
    `cites` is the reference by which it was found, if the text alone did not match.
    """

    card: Card
    snippet: str = ""
    at: Span | None = None
    sha256: str = ""
    cites: Source | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a place; `str()` is canonical: "slack:T1:C123:1700.5"."""

    platform: str
    workspace: str
    channel: str
    thread: str = ""

    def __str__(self) -> str:
        parts = (self.platform, self.workspace, self.channel, self.thread)
        return ":".join(part.replace("%", "%25").replace(":", "%3A") for part in parts).rstrip(":")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The address whose `str()` is `text`; ValueError if there is none."""
        parts = [part.replace("%3A", ":").replace("%25", "%") for part in text.split(":")]
        address = cls(*parts[:4], *[""] * (3 - len(parts)))
        if str(address) != text:
            raise ValueError(f"not an address: {text!r}")
        return address

    @property
    def channel_alone(self) -> "Address":
        """The channel without its thread."""
        return Address(self.platform, self.workspace, self.channel)

    @property
    def account(self) -> str:
        """The bot account that posts there, as platform and workspace: "slack:T1"."""
        return str(Address(self.platform, self.workspace, ""))


ANYWHERE = Address("", "", "")
"""Stands for every channel: a button issued for it works in all of them."""


@dataclass(frozen=True, slots=True)
class Press:
    """What pressing a button does: a command with its words.

    With `in_place` the answer replaces the message with the button.
    """

    command: str
    args: tuple[str, ...] = ()
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message showed: a revision of a piece, or (piece 0) a list of pieces."""

    piece: int
    revision: int = 0


NUMBER = r"[0-9]{1,9}"
"""The number of a piece or revision: nine digits at most, so that every number fits the 32-bit
columns of both engines.
"""

EXTERNAL_NUMBER = r"-[0-9]{1,10}"
"""The number of an external page. It is random over the column's range, so that it can't be
guessed.
"""

_PIECE = re.compile(rf"#?({NUMBER})")
_NUMBER_REF = re.compile(rf"#?({NUMBER}(@{NUMBER})?|{EXTERNAL_NUMBER}@{NUMBER})")


def looks_like_ref(word: str) -> bool:
    """Whether a word has the form of a piece's number ("12", "#12", "#12@1", "#-3@1").

    More than nine digits are no piece's number: such a word is an id or a search word.
    """
    return _NUMBER_REF.fullmatch(word) is not None


def piece_number(ref: str) -> int | None:
    """The number in a reference like "12" or "#12"; None for any other."""
    found = _PIECE.fullmatch(ref.strip())
    return int(found[1]) if found else None


def absolute_url(url: str | None) -> str | None:
    """The address with a scheme: one without gets https."""
    return url if not url or "://" in url else f"https://{url}"


def fingerprint(body: str) -> str:
    """The SHA-256 (hex) of a body's UTF-8 bytes, which identifies a text in receipts and in the
    store.
    """
    return sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def prove_body(revision: Revision) -> None:
    """Raise Unproved unless the stored body still has its stored hash."""
    if fingerprint(revision.body) != revision.sha256:
        raise Unproved(f"the body of piece {revision.piece}, revision {revision.number}, changed")


def prove_slice(text: str, at: Span, revision: Revision) -> None:
    """Raise Unproved unless `text` is exactly the body's text at `at`."""
    if at.of(revision.body) != text:
        raise Unproved(
            f"[{at.start}, {at.end}) of piece {revision.piece}, revision {revision.number}, "
            "is not the quoted text"
        )


def sentence_numbers(revision: Revision) -> dict[Span, int]:
    """Each sentence's number, from 1, as people see it ("S7")."""
    return {at: n for n, at in enumerate(revision.sentences, start=1)}


def extracted(brief: Brief) -> tuple[tuple[int, Span], ...]:
    """The sentences of a brief in order, with their numbers; Unproved for a span that is no
    sentence.
    """
    revision, numbers = brief.revision, sentence_numbers(brief.revision)
    for at in brief.summary.sentences:
        if at not in numbers:
            raise Unproved(
                f"[{at.start}, {at.end}) of piece {revision.piece}, revision {revision.number}, "
                "stands in its extract and is no sentence of it"
            )
    return tuple((numbers[at], at) for at in brief.summary.sentences)
