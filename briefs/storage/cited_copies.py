"""What the storage promises of the pages that pieces cite: whether they still answer, and copies.

A copy is the text of a page, as it was on a day, so that a source can still be looked up once its
link is dead. It is no piece: it is in no list, search or brief. Pages are known by `url_key`, so
that one page cited by many pieces, however its address is written, is looked at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MAX_COPY_CHARS = 200_000
"""A longer text is cut between two paragraphs, and its copy says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedCopy:
    """The text of a page on the day `copied_at`; `paragraphs` is parted by empty lines."""

    url: str
    copied_at: datetime
    title: str
    text: str
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPage:
    """What is known of a page that is cited: `gone_since` is when it was found dead first."""

    page: str
    looked_at: datetime
    gone_since: datetime | None = None
    copy: CitedCopy | None = None


class CitedCopies(Protocol):
    def cited_after(self, piece: int, *, limit: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The next public pieces by number, each with the addresses that its references give."""
        ...

    def looked_at(self, pages: Sequence[str]) -> dict[str, datetime]:
        """When each of these pages was looked at last; those that never were are left out."""
        ...

    def note(self, page: str, *, gone: bool | None, copy: CitedCopy | None, now: datetime) -> None:
        """Note how a page was found; `gone` is None where that could not be told.

        The first copy of a page stays: it is the nearest to what the author saw.
        """
        ...

    def page(self, page: str) -> CitedPage | None:
        """What is known of a page, by its `url_key`."""
        ...

    def bytes_kept(self) -> int:
        """How much all copies take, about."""
        ...
