"""A receipt, version 2: its fields, how it is made from a brief, and how it is read.

docs/receipts.md explains each field, and receipt.schema.json is its JSON Schema.

The revisions of a library are a chain: each is hashed together with the hash of the one before.
With the hash of a revision, which every later receipt contains, one can check whether any revision
stored up to it was changed, deleted or inserted since.

A receipt has exactly one valid form, that of RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785): the
same JSON can be written in many ways (white space, escapes, the order and the repetition of names,
`1.0` for `1`). A receipt that is read is written again and compared, so that nothing in it is
ignored.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

import rfc8785

from briefs.errors import BadArgument
from briefs.model import Brief, Mark, Revision, Span, extracted, prove_body


class Malformed(BadArgument):
    """A receipt that is not in canonical form; the message says what is wrong, as a sentence."""


def canonical(value: object) -> bytes:
    """The RFC 8785 form of a JSON value; Malformed for a value that has none."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # it checks the type itself
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise Malformed("It holds a number or a letter that no receipt has.") from error


def digest(value: object) -> str:
    """The SHA-256 (hex) of a JSON value in its RFC 8785 form."""
    return sha256(canonical(value)).hexdigest()


def parse(data: bytes) -> object:
    """The value of a JSON text in any spelling; BadArgument if it is no JSON.

    An object with a repeated name is refused: programs differ in which value they take.
    """
    try:
        return json.loads(data.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        if isinstance(error, _Repeated):
            raise Malformed(f"The name “{error}” stands in it twice.") from error
        raise BadArgument(
            "This is not a receipt: it is not JSON.",
            hint="`sourcebrief brief REF --json` prints one: pass its output unchanged.",
        ) from error


class _Repeated(ValueError):
    pass


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Repeated(next(name for name in names if names.count(name) > 1))
    return found


def require_canonical(data: bytes, value: object) -> None:
    """Raise Malformed unless `data` is the RFC 8785 form of `value`; a line end may follow it."""
    if canonical(value) != data.removesuffix(b"\n"):
        raise Malformed(
            "It is not in the one form of receipts (RFC 8785).",
            hint="A program that formats JSON may have done that: pass the receipt as it came.",
        )


FORMAT: Final = "sourcebrief-receipt"
VERSION: Final = 2

MAX_INTEGER: Final = 2**53 - 1
"""The largest integer that every JSON parser reads exactly (RFC 8785, 3.2.2.3)."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?\+00:00")
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
_SIGNATURE = re.compile(r"[A-Za-z0-9_-]{86}")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted sentence: its number in the piece (from 1), its offsets in code points, its text.

    `notes` are the numbers of the sources that the author's note marks in it refer to.
    """

    number: int
    start: int
    end: int
    text: str
    notes: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return f"S{self.number}"


@dataclass(frozen=True, slots=True)
class Note:
    """A source that a quoted sentence refers to, as the piece has it."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature of everything else; `key` is the key's id, `value` is base64url."""

    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Everything needed to check an extract against a body, without the library.

    `sha256` (hex) is the hash of the body's UTF-8 bytes, `sentences_sha256` of the places of all
    its sentences; `previous` is the hash of the revision that the library stored before this one.
    """

    issuer: str
    outlet: str
    title: str
    byline: str
    published: str | None
    stored_at: str
    url: str
    language: str
    piece: int
    slug: str
    revision: int
    previous: str | None
    sha256: str
    sentence_count: int
    sentences_sha256: str
    method: str
    sentences: tuple[Quoted, ...]
    notes: tuple[Note, ...]
    signature: Signature | None = None

    def to_json(self) -> dict[str, Any]:
        signature = self.signature
        return self._unsigned() | {
            "signature": signature
            and {"algorithm": "Ed25519", "key": signature.key, "value": signature.value}
        }

    @property
    def data(self) -> bytes:
        """The receipt in canonical form, without a line end."""
        return canonical(self.to_json())

    def signed_by(self, key: str) -> bytes:
        """The bytes that a signature by that key signs: the receipt without
        the signature's value.
        """
        return canonical(self._unsigned() | {"signature": {"algorithm": "Ed25519", "key": key}})

    def _unsigned(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": VERSION,
            **{name: getattr(self, name) for name in (*_TEXTS, *_MOMENTS, *_NUMBERS, *_HASHES)},
            "sentences": [
                {
                    "number": one.number,
                    "start": one.start,
                    "end": one.end,
                    "text": one.text,
                    "notes": list(one.notes),
                }
                for one in self.sentences
            ],
            "notes": [{"number": one.number, "text": one.text} for one in self.notes],
        }


_TEXTS = ("issuer", "outlet", "title", "byline", "url", "language", "slug", "method")
_MOMENTS = ("published", "stored_at")
_NUMBERS = ("piece", "revision", "sentence_count")
_HASHES = ("sha256", "sentences_sha256", "previous")
_MAY_BE_NULL = frozenset({"published", "previous"})
_MEMBERS = frozenset(
    {
        *("format", "version", "sentences", "notes", "signature"),
        *(*_TEXTS, *_MOMENTS, *_NUMBERS, *_HASHES),
    }
)


def receipt(brief: Brief, *, previous: str | None = None, issuer: str = "") -> Receipt:
    """The receipt of a brief; Unproved if body or extract are damaged.

    `previous` is the hash of the revision that the library stored before this one.
    """
    revision = brief.revision
    prove_body(revision)
    sentences = tuple(
        Quoted(number, at.start, at.end, at.of(revision.body), notes_in(revision.marks, at))
        for number, at in extracted(brief)
    )
    return Receipt(
        issuer=issuer,
        **described(revision),
        previous=previous,
        method=brief.summary.method,
        sentences=sentences,
        notes=notes_of(revision, sentences),
    )


def described(revision: Revision) -> dict[str, Any]:
    """The fields of a receipt that belong to the revision, by name; the chain hashes them, too."""
    return {
        "outlet": written(revision.outlet),
        "title": written(revision.title),
        "byline": written(revision.byline),
        "published": None if revision.published is None else moment(revision.published),
        "stored_at": moment(revision.stored_at),
        "url": written(revision.url),
        "language": written(revision.language),
        "piece": revision.piece,
        "slug": written(revision.slug),
        "revision": revision.number,
        "sha256": revision.sha256,
        "sentence_count": len(revision.sentences),
        "sentences_sha256": list_hash(revision.sentences),
    }


def written(text: str) -> str:
    """The text without lone surrogates, which UTF-8 and RFC 8785 cannot encode."""
    return text.encode("utf-8", "replace").decode()


def moment(at: datetime) -> str:
    """A time in the format of receipts: "2026-11-20T06:00:00+00:00"."""
    return at.astimezone(UTC).isoformat()


def list_hash(sentences: Iterable[Span]) -> str:
    """The hash of the list of all sentences: `[[start, end], …]` in the piece's order."""
    places = [[at.start, at.end] for at in sentences]
    # For integers alone this is the form of RFC 8785, and much faster.
    return sha256(json.dumps(places, separators=(",", ":")).encode()).hexdigest()


def notes_in(marks: Iterable[Mark], at: Span) -> tuple[int, ...]:
    """The sources, each once, that the marks in a sentence refer to: after its start, up to its
    end.
    """
    return tuple(dict.fromkeys(m.source for m in marks if at.start < m.at.start <= at.end))


def notes_of(revision: Revision, sentences: Sequence[Quoted]) -> tuple[Note, ...]:
    """The sources that quoted sentences refer to, in the order of their numbers."""
    entries = {source.number: source.raw for source in revision.sources}
    named = sorted({number for one in sentences for number in one.notes})
    return tuple(Note(number, written(entries[number])) for number in named if number in entries)


def read(value: object) -> Receipt:
    """A receipt from its JSON value; Malformed if a field is missing, unknown or of another type.

    It is read field by field: exactly what the JSON Schema allows is accepted.
    """
    record = _object(value, _MEMBERS)
    _require(record["format"] == FORMAT, "“format” is another.")
    _require(type(record["version"]) is int and record["version"] == VERSION, "“version”: not 2.")
    for name in _TEXTS:
        _text(record, name)
    for name, form in (*((n, _MOMENT) for n in _MOMENTS), *((n, _SHA256) for n in _HASHES)):
        found = record[name]
        is_null = found is None and name in _MAY_BE_NULL
        _require(is_null or _matches(form, found), f"“{name}” is in no form that it may have.")
    _integer(record, "piece", least=-MAX_INTEGER)
    _require(record["piece"] != 0, "“piece” is 0.")
    _integer(record, "revision", least=1)
    _integer(record, "sentence_count", least=0)
    fields = {name: record[name] for name in (*_TEXTS, *_MOMENTS, *_NUMBERS, *_HASHES)}
    return Receipt(
        **fields,
        sentences=tuple(map(_quoted, _list(record, "sentences"))),
        notes=tuple(map(_note, _list(record, "notes"))),
        signature=_signature(record["signature"]),
    )


def _quoted(value: object) -> Quoted:
    record = _object(value, frozenset({"number", "start", "end", "text", "notes"}))
    number, start, end = (
        _integer(record, name, least) for name, least in (("number", 1), ("start", 0), ("end", 1))
    )
    notes = _list(record, "notes")
    for position in range(len(notes)):
        _integer(notes, position, least=1)
    return Quoted(number, start, end, _text(record, "text"), tuple(notes))


def _note(value: object) -> Note:
    record = _object(value, frozenset({"number", "text"}))
    return Note(_integer(record, "number", least=1), _text(record, "text"))


def _signature(value: object) -> Signature | None:
    if value is None:
        return None
    record = _object(value, frozenset({"algorithm", "key", "value"}))
    _require(record["algorithm"] == "Ed25519", "The signature is of another kind than Ed25519.")
    sound = _matches(_KEY, record["key"]) and _matches(_SIGNATURE, record["value"])
    _require(sound, "The signature is in no form that it may have.")
    return Signature(record["key"], record["value"])


def _object(value: object, members: frozenset[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("Something in it is of another kind than in a receipt.")
    for name in members - set(value):
        raise Malformed(f"“{name}” is missing.")
    for name in set(value) - members:
        raise Malformed(f"“{name}” is no field of a receipt.")
    return value


def _list(record: Mapping[str, Any], name: str) -> list[Any]:
    found = record[name]
    _require(isinstance(found, list), f"“{name}” is no list.")
    return list(found)


def _text(record: Mapping[str, Any], name: str) -> str:
    _require(isinstance(record[name], str), f"“{name}” is no text.")
    return str(record[name])


def _integer(record: Any, name: str | int, least: int) -> int:  # noqa: ANN401  # an object or a list
    found = record[name]
    # In Python, True is an int; in JSON it is not.
    _require(
        type(found) is int and least <= found <= MAX_INTEGER, f"“{name}” is no number of its kind."
    )
    return int(found)


def _matches(form: re.Pattern[str], found: object) -> bool:
    return isinstance(found, str) and form.fullmatch(found) is not None


def _require(holds: bool, why: str) -> None:
    if not holds:
        raise Malformed(why)


@dataclass(frozen=True, slots=True)
class Link:
    """A revision's place in the chain, from 1; `previous` is None for the first."""

    position: int
    piece: int
    revision: int
    previous: str | None
    sha256: str


def revision_hash(revision: Revision, previous: str | None) -> str:
    """The hash of a revision: of everything that a receipt says of it, except
    for the quotations.
    """
    return record_hash(described(revision), previous)


def receipt_hash(receipt: Receipt) -> str:
    """The hash of a receipt's revision, which the next revision's record names."""
    return record_hash({name: getattr(receipt, name) for name in _RECORDED}, receipt.previous)


def record_hash(record: dict[str, Any], previous: str | None) -> str:
    return digest({"format": "sourcebrief-revision", "version": 1, "previous": previous, **record})


_RECORDED = (
    *("outlet", "title", "byline", "published", "stored_at", "url", "language", "piece", "slug"),
    *("revision", "sha256", "sentence_count", "sentences_sha256"),
)
