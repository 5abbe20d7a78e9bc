"""What one way of reading an entry made of it, before anything else is known."""

from dataclasses import dataclass

from briefs.model import Author, PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The fields that were read; `clear` is False where words were left unread.

    `kind` is a CSL type, given where the very form of the entry shows it.
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
