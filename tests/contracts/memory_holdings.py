"""What a store in plain dictionaries holds, by where it came from."""

from dataclasses import replace
from datetime import datetime

from briefs.model import Edited, Revision
from briefs.pieces import versions as pieces_versions
from briefs.storage import Provenance
from tests.contracts.memory_library import Library


class MemoryProvenance:
    def __init__(self, library: Library) -> None:
        self._library = library

    def by_url(self, url: str) -> int:
        page = pieces_versions.page_key(url)
        own = (self._standing(piece) for piece in self._library.pieces if piece > 0)
        return max(
            (r.piece for _, r in own if pieces_versions.page_key(r.url) == page != ""), default=0
        )

    def by_original(self, original: str) -> Provenance | None:
        tied = [
            piece
            for piece, versions in self._library.pieces.items()
            if piece > 0 and any(e.draft.original == original != "" for e, _ in versions)
        ]
        return self._holding(max(tied)) if tied else None

    def by_origin(self, origin: str) -> Provenance | None:
        return max(
            (held for held in self.under_folder(origin) if held.origin == origin != ""),
            key=lambda held: held.piece,
            default=None,
        )

    def under_folder(self, folder: str) -> tuple[Provenance, ...]:
        own = (self._holding(piece) for piece in sorted(self._library.pieces) if piece > 0)
        return tuple(holding for holding in own if holding.origin.startswith(folder))

    def set_origin(self, piece: int, origin: str) -> None:
        if piece in self._library.pieces:
            edited, revision = self._standing(piece)
            moved = replace(edited, draft=replace(edited.draft, origin=origin))
            self._library.pieces[piece][revision.number - 1] = (moved, revision)

    def kept_until(self, piece: int) -> datetime | None:
        return self._library.until.get(piece)

    def _standing(self, piece: int) -> tuple[Edited, Revision]:
        return self._library.pieces[piece][self._library.public.get(piece, 0) - 1]

    def _holding(self, piece: int) -> Provenance:
        draft = self._standing(piece)[0].draft
        return Provenance(
            piece=piece,
            origin=draft.origin,
            original=draft.original,
            public=piece in self._library.public,
        )
