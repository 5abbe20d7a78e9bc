"""What every reader of a form of entries returns."""

from dataclasses import dataclass

from briefs.model import Author, PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFields:
    """The fields that were read; `clear` is False if some words were left unread.

    `kind` is a CSL type, set if the very form of the entry shows it.
    """

    authors: tuple[Author, ...] = ()
    title: str | None = None
    container: str | None = None
    publisher: str | None = None
    issued: PartialDate | None = None
    updated: PartialDate | None = None
    accessed: PartialDate | None = None
    kind: str | None = None
    clear: bool = True


LAWS = frozenset({"legislation", "bill", "regulation", "hearing", "legal_case", "treaty"})
"""The kinds of law, whose titles have numbers, commas and stops."""
