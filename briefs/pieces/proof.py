"""Proves that quoted text stands in a stored body, and that the body is what was stored."""

from hashlib import sha256

from briefs.errors import Unproved
from briefs.model import Brief, Revision, Span


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
