"""What storage promises of cited pages: whether they still exist, and copies of their text.

A copy is the text of a page on one day, so that a source can still be read after its link has died.
It is no piece: it is in no list, search or brief. Pages are identified by `url_key`: a page that
several pieces cite, in whatever spelling of its address, is checked once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MAX_COPY_CHARS = 200_000
"""A longer text is cut between two paragraphs, and its copy says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedCopy:
    """The text of a page on the day `copied_at`; `paragraphs` are separated by empty lines."""

    url: str
    copied_at: datetime
    title: str
    text: str
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPage:
    """What is known of a cited page; `gone_since` is when it was first found dead."""

    page: str
    looked_at: datetime
    gone_since: datetime | None = None
    copy: CitedCopy | None = None


class CitedCopies(Protocol):
    def cited_after(self, piece: int, *, limit: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The next public pieces by number, each with the addresses of its references."""
        ...

    def looked_at(self, pages: Sequence[str]) -> dict[str, datetime]:
        """When each of these pages was last checked; pages that never were are left out."""
        ...

    def note(self, page: str, *, gone: bool | None, copy: CitedCopy | None, now: datetime) -> None:
        """Store the result of a check; `gone` is None if it is unknown.

        The first copy of a page is kept: it is closest to what the author saw.
        """
        ...

    def page(self, page: str) -> CitedPage | None:
        """What is known of a page, by its `url_key`."""
        ...

    def bytes_kept(self) -> int:
        """The approximate size of all copies."""
        ...
