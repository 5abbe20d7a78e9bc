"""Keeps the library as the folder is: which file stands for which piece, and what follows from it.

Two files never stand for one piece with different words: a name that is used anew is a new piece
where the old one lives on under another name.
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
from briefs.pieces import folders, versions
from briefs.sandbox import pool
from briefs.storage import Added, Provenance, Store
from briefs.storage.editorial import Proposal

REMOVED: Final = "its file was removed"
"""Why a piece was taken back; if its file returns, so does it."""

PROPOSED_BY: Final = "folder"
"""Who brought what waits, where it was the folder itself."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """A file stands for a piece, with the bytes of that hash."""

    piece: int
    original: str


class FolderSync:
    """Keeps the files of one `folder`. All of it blocks. `method` is how sentences are chosen."""

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
        """How many files stand for a piece."""
        return len(self._claims)

    def take(self, paths: Iterable[Path], stopping: Callable[[], bool]) -> None:
        """Bring the library up to these files, which are whole; one that fails stops no other.

        What was only renamed, or was there all along, is recognised first, by its bytes.
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
        """Take back the pieces of files that have gone, unless another file stands for them."""
        for path in paths:
            claim = self._claims.get(path)
            if claim is not None:
                self._let_go(claim.piece, path)
                del self._claims[path]

    def strays(
        self, there: Iterable[Path], closed: Iterable[Path]
    ) -> tuple[tuple[Provenance, ...], int]:
        """The public pieces that came from files, and have none now; and of how many.

        A file that is `there` and could not be read speaks for its piece all the same, and so does
        one that may be in a folder that is `closed`.
        """
        claimed = {claim.piece for claim in self._claims.values()}
        unread = {importing.origin_of(path) for path in there if path not in self._claims}
        unseen = tuple(f"{importing.origin_of(folder)}/" for folder in closed)
        held = [one for one in self._store.provenance.under_folder(self._within) if one.public]
        lost = (one for one in held if one.piece not in claimed and one.origin not in unread)
        return tuple(one for one in lost if not one.origin.startswith(unseen)), len(held)

    def retract(self, piece: int) -> None:
        """Take back a piece whose file has gone, if an editor has not."""
        try:
            self._store.editorial.retract(piece, REMOVED, now=self._clock())
        except NotFound:
            return
        _log.info("folder.retracted", piece=piece)

    def _is_recognised(self, path: Path) -> bool:
        """Whether a public piece was read from the very bytes of the file, which is then its.

        What an editor brought in over it from elsewhere stands, as long as the file stays as it is.
        """
        original = sha256(importing.data_of(path)).hexdigest()
        claim = self._claims.get(path)
        if folders.facts_beside(path) or (claim is not None and claim.original == original):
            return False  # the front matter beside it may have changed or gone, though it has not
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
        """Have a file that is not to be public yet wait for an editor's word."""
        edited = pool.edit(found.draft, method=self._method)
        proposed = self._store.editorial.propose(
            edited, by=PROPOSED_BY, at=None, now=self._clock(), original=found.original
        )
        if isinstance(proposed, Proposal):
            piece = proposed.revision.piece
            _log.info("folder.held", path=str(path), piece=piece, reason=reason)

    def _untied(self, found: Imported, path: Path) -> Imported:
        """The piece tied to the one the file stood for, and to none that lives on in another."""
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
        """Another file that stands for the piece, with other bytes."""
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
        """The file stands for the piece no longer: it goes, or is another's that stands for it.

        The claim is given up after this, so that what the store could not do is done again.
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
    """Logs why one file could not be taken in, and lets the others be."""
    try:
        yield
    except StoreUnavailable:
        raise
    except SourcebriefError as error:
        _log.warning("folder.not_in", path=str(path), reason=str(error), hint=error.hint)
    except Exception:  # noqa: BLE001  # a bug that one file brings out
        _log.exception("folder.failed", path=str(path))
