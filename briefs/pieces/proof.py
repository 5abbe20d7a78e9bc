"""Proves that quoted text stands in a stored body, and writes receipts that anyone can check."""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from briefs.errors import BadArgument, Unproved
from briefs.model import Brief, Revision, Span


def fingerprint(body: str) -> str:
    """The SHA-256 (hex) of a body's UTF-8 bytes: what names a text in receipts and in the store."""
    return sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def prove_body(revision: Revision) -> None:
    """Raises Unproved unless the stored body still has the hash it was stored with."""
    if fingerprint(revision.body) != revision.sha256:
        raise Unproved(f"the body of piece {revision.piece}, revision {revision.number}, changed")


def prove_slice(text: str, at: Span, revision: Revision) -> None:
    """Raises Unproved unless `text` is exactly what the body says at `at`."""
    if at.of(revision.body) != text:
        raise Unproved(
            f"[{at.start}, {at.end}) of piece {revision.piece}, revision {revision.number}, "
            "is not the quoted text"
        )


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted sentence: its number in the piece (from 1), its offsets in code points, its text."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """All that is needed to check an extract against a body, without us."""

    piece: int
    slug: str
    title: str
    revision: int
    sha256: str
    method: str
    sentences: tuple[Quoted, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def receipt(brief: Brief) -> Receipt:
    """The receipt of a brief; Unproved as `extracted`."""
    revision = brief.revision
    return Receipt(
        piece=revision.piece,
        slug=revision.slug,
        title=revision.title,
        revision=revision.number,
        sha256=revision.sha256,
        method=brief.summary.method,
        sentences=tuple(
            Quoted(number, at.start, at.end, at.of(revision.body))
            for number, at in extracted(brief)
        ),
    )


def sentence_numbers(revision: Revision) -> dict[Span, int]:
    """Each sentence's number, from 1, as people see it ("S7")."""
    return {at: n for n, at in enumerate(revision.sentences, start=1)}


def extracted(brief: Brief) -> tuple[tuple[int, Span], ...]:
    """The sentences of a brief in order, each with its number; Unproved for a span of none."""
    revision, numbers = brief.revision, sentence_numbers(brief.revision)
    for at in brief.summary.sentences:
        if at not in numbers:
            raise Unproved(
                f"[{at.start}, {at.end}) of piece {revision.piece}, revision {revision.number}, "
                "stands in its extract and is no sentence of it"
            )
    return tuple((numbers[at], at) for at in brief.summary.sentences)


def read_receipt(data: object) -> Receipt:
    """Read a receipt back from JSON; raises BadArgument for anything that is not one."""
    try:
        if not isinstance(data, dict):
            raise TypeError(data)  # noqa: TRY301  # answered below like every other misfit
        sentences = tuple(
            Quoted(int(q["number"]), int(q["start"]), int(q["end"]), str(q["text"]))
            for q in data["sentences"]
        )
        return Receipt(
            piece=int(data["piece"]),
            slug=str(data["slug"]),
            title=str(data["title"]),
            revision=int(data["revision"]),
            sha256=str(data["sha256"]),
            method=str(data.get("method", "")),
            sentences=sentences,
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadArgument(
            "This is not a receipt.",
            hint="`sourcebrief brief REF --json` prints one: pass its output unchanged.",
        ) from error


def faults(receipt: Receipt, body: str) -> tuple[str, ...]:
    """What in a receipt does not hold for a body, a sentence each; empty when all of it does."""
    found = []
    if not receipt.sentences:
        found.append("The receipt has no sentence: there is nothing to prove.")
    if fingerprint(body) != receipt.sha256:
        found.append(f"The text's SHA-256 is {fingerprint(body)}, not {receipt.sha256}.")
    for quoted in receipt.sentences:
        if not 0 <= quoted.start < quoted.end <= len(body):
            found.append(f"S{quoted.number}: [{quoted.start}, {quoted.end}) is not in the text.")
        elif body[quoted.start : quoted.end] != quoted.text:
            found.append(f"S{quoted.number}: the text says something else there.")
    return tuple(found)
