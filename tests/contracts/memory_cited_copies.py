"""The pages that pieces cite, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from briefs.storage.cited_copies import CitedCopy, CitedPage
from tests.contracts.memory_library import Library


class MemoryCitedCopies:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages: dict[str, CitedPage] = {}

    def cited_after(self, piece: int, *, limit: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
        public = {one.piece: one for one in self._library.shown()}
        numbers = sorted(number for number in public if number > piece)[:limit]
        return tuple(
            (number, tuple(one.url for one in public[number].sources if one.url))
            for number in numbers
        )

    def looked_at(self, pages: Sequence[str]) -> dict[str, datetime]:
        return {page: self._pages[page].looked_at for page in pages if page in self._pages}

    def note(self, page: str, *, gone: bool | None, copy: CitedCopy | None, now: datetime) -> None:
        there = self._pages.get(page) or CitedPage(page=page, looked_at=now)
        self._pages[page] = replace(
            there,
            looked_at=now,
            gone_since=there.gone_since
            if gone is None
            else (there.gone_since or now)
            if gone
            else None,
            copy=there.copy or copy,
        )

    def page(self, page: str) -> CitedPage | None:
        return self._pages.get(page)

    def bytes_kept(self) -> int:
        return sum(len(page.copy.text) for page in self._pages.values() if page.copy)
