"""Keeps the library in step with the folder: which file is the source of which piece.

Two files with different text are never the source of one piece: if a renamed file keeps its piece,
another file under its old name makes a new one.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from bot import importing
from bot.importing import Imported
from briefs.errors import NotFound, SourcebriefError, StoreUnavailable
from briefs.log import get_logger
from briefs.model import Card
from briefs.pieces import versions
from briefs.sandbox import pool
from briefs.storage import Added, Provenance, Store
from briefs.storage.editorial import Proposal

REMOVED: Final = "its file was removed"
"""The reason of retractions for a removed file; if the file returns, so does its piece."""

PROPOSED_BY: Final = "folder"
"""Who made a proposal, if the watched folder did."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """A file is the source of a piece, with bytes of that SHA-256."""

    piece: int
    original: str


class FolderSync:
    """Synchronises the files of one `folder`; blocks. `method` is how sentences are chosen."""

    def __init__(
        self, store: Store, folder: Path, *, clock: Callable[[], datetime], method: str = "brief"
    ) -> None:
        self._store = store
        self._within = f"{importing.origin_of(folder)}/"
        self._clock = clock
        self._method = method
        self._claims: dict[Path, Claim] = {}

    @property
    def kept(self) -> int:
        """How many files are the source of a piece."""
        return len(self._claims)

    def take(self, paths: Iterable[Path], stopping: Callable[[], bool]) -> None:
        """Import these complete files; one that fails stops no other.

        Files that were only renamed, or are stored already, are recognised first, by their bytes.
        """
        unknown: list[Path] = []
        for path in paths:
            if stopping():
                return
            with _telling(path):
                if not self._is_recognised(path):
                    unknown.append(path)
        for path in unknown:
            if stopping():
                return
            with _telling(path):
                self._read(path)

    def drop(self, paths: Iterable[Path]) -> None:
        """Retract the pieces of removed files, unless another file is the source, too."""
        for path in paths:
            claim = self._claims.get(path)
            if claim is not None:
                self._let_go(claim.piece, path)
                del self._claims[path]

    def strays(
        self, there: Iterable[Path], closed: Iterable[Path]
    ) -> tuple[tuple[Provenance, ...], int]:
        """The folder's public pieces that have no file now, and how many public pieces it has in
        all.

        A file that is `there` but could not be read keeps its piece, and so does one that may be in
        a folder that is `closed`.
        """
        claimed = {claim.piece for claim in self._claims.values()}
        unread = {importing.origin_of(path) for path in there if path not in self._claims}
        unseen = tuple(f"{importing.origin_of(folder)}/" for folder in closed)
        held = [one for one in self._store.provenance.under_folder(self._within) if one.public]
        lost = (one for one in held if one.piece not in claimed and one.origin not in unread)
        return tuple(one for one in lost if not one.origin.startswith(unseen)), len(held)

    def retract(self, piece: int) -> None:
        """Retract a piece whose file was removed, unless an editor has."""
        try:
            self._store.editorial.retract(piece, REMOVED, now=self._clock())
        except NotFound:
            return
        _log.info("folder.retracted", piece=piece)

    def _is_recognised(self, path: Path) -> bool:
        """Whether a public piece was read from exactly these bytes; the file then becomes its
        source.

        A version that an editor brought in from elsewhere stays, as long as the file is unchanged.
        """
        original = sha256(importing.data_of(path)).hexdigest()
        claim = self._claims.get(path)
        if importing.facts_beside(path) or (claim is not None and claim.original == original):
            return False  # the front matter beside it may have changed
        held = self._store.provenance.by_original(original)
        if held is None or not held.public:
            return False
        is_edited = path not in self._claims and not held.origin.startswith(self._within)
        if held.original != original and not is_edited:
            return False
        self._claim(path, Claim(held.piece, original))
        return True

    def _read(self, path: Path) -> None:
        data = importing.data_of(path)
        found = self._untied(importing.file(data, path, Path(self._within)), path)
        if reason := versions.hold_reason(found.draft, self._clock()):
            self._propose(found, path, reason)
            return
        added = self._added(found)
        card, status = added.card, added.status
        if status in {"twin", "retracted"}:
            _log.warning("folder.not_in", path=str(path), reason=_why(added), piece=card.piece)
            return
        self._claim(path, Claim(card.piece, found.original.sha256))
        _log.info("folder.taken", path=str(path), piece=card.piece, status=status)

    def _propose(self, found: Imported, path: Path, reason: str) -> None:
        """Propose a file's piece, which is not to be public yet, to the editors."""
        edited = pool.edit(found.draft, method=self._method)
        proposed = self._store.editorial.propose(
            edited, by=PROPOSED_BY, at=None, now=self._clock(), original=found.original
        )
        if isinstance(proposed, Proposal):
            piece = proposed.revision.piece
            _log.info("folder.held", path=str(path), piece=piece, reason=reason)

    def _untied(self, found: Imported, path: Path) -> Imported:
        """The draft, tied to the piece that this file was the source of.

        It is not tied to a piece that has another file as its source by now.
        """
        draft, original = found.draft, found.original.sha256
        here = self._store.provenance.by_origin(draft.origin)
        if here is not None and (other := self._other(here.piece, path, original)) is not None:
            self._store.provenance.set_origin(here.piece, importing.origin_of(other))
        mine = self._claims.get(path)
        if mine is not None and self._other(mine.piece, path, original) is None:
            self._store.provenance.set_origin(mine.piece, draft.origin)
        before = self._store.provenance.by_original(original)
        if before is not None and self._other(before.piece, path, original) is not None:
            draft = replace(draft, original="")
        return replace(found, draft=draft)

    def _other(self, piece: int, path: Path, original: str) -> Path | None:
        """Another file that is the source of the piece, with other bytes."""
        claims = self._claims.items()
        return next(
            (
                other
                for other, claim in claims
                if claim.piece == piece and other != path and claim.original != original
            ),
            None,
        )

    def _added(self, found: Imported) -> Added:
        edited = pool.edit(found.draft, method=self._method)
        now, original = self._clock(), found.original
        added = self._store.catalogue.add(edited, now=now, original=original)
        if added.status == "retracted" and self._was_removed(added.card):
            return self._store.catalogue.add(edited, now=now, original=original, anyway=True)
        return added

    def _was_removed(self, card: Card) -> bool:
        retraction = self._store.catalogue.retraction(card.piece)
        return retraction is not None and retraction.reason == REMOVED

    def _claim(self, path: Path, claim: Claim) -> None:
        before = self._claims.get(path)
        if before is not None and before.piece != claim.piece:
            self._let_go(before.piece, path)
        self._claims[path] = claim

    def _let_go(self, piece: int, path: Path) -> None:
        """The file is no longer the piece's source: another file becomes it, or the piece is
        retracted.

        The claim is removed after this, so that it is tried again if the store fails.
        """
        claims = self._claims.items()
        heir = next((one for one, claim in claims if claim.piece == piece and one != path), None)
        if heir is None:
            self.retract(piece)
        else:
            self._store.provenance.set_origin(piece, importing.origin_of(heir))


def _why(added: Added) -> str:
    if added.status == "twin":
        return f"it says {added.likeness:.0%} the same as #{added.card.piece}"
    return f"#{added.card.piece} was taken back by an editor"


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Logs why one file could not be imported, and goes on with the others."""
    try:
        yield
    except StoreUnavailable:
        raise
    except SourcebriefError as error:
        _log.warning("folder.not_in", path=str(path), reason=str(error), hint=error.hint)
    except Exception:  # noqa: BLE001  # a bug with one file must not stop the others
        _log.exception("folder.failed", path=str(path))
