"""The pieces of a store in plain dictionaries, and which of their revisions are public."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from briefs.corrections.affected_messages import NO_WORD, EditorsWord
from briefs.model import Draft, Edited, Revision, fingerprint, piece_number
from briefs.pieces import versions as pieces_versions
from briefs.pieces.versions import (
    MIN_LIKENESS,
    KnownVersion,
    New,
    Plan,
    Revised,
    StoredVersions,
    likeness,
    plan,
    shingles,
)
from briefs.storage.corrections import PublishedCorrection
from briefs.storage.corrections import is_news as worth_telling
from briefs.storage.editorial import (
    LARGEST,
    Erasure,
    LogEntry,
    Original,
    Proposal,
    Retraction,
    Twin,
    came_back,
    not_public,
)
from briefs.storage.schema import ARCHIVED


@dataclass(slots=True)
class Library:
    """Pieces by number, each the list of its revisions as they were edited; external ones too.

    `public` is the number of the revision that readers get, `published` all that ever were, with
    when they first were; `arrivals` counts when a piece became public first and last; `until` is
    when a external piece is over.
    """

    pieces: dict[int, list[tuple[Edited, Revision]]] = field(default_factory=dict)
    public: dict[int, int] = field(default_factory=dict)
    published: dict[tuple[int, int], datetime] = field(default_factory=dict)
    arrivals: dict[int, tuple[int, int]] = field(default_factory=dict)
    retractions: dict[int, Retraction] = field(default_factory=dict)
    erasures: dict[int, tuple[Erasure, frozenset[str]]] = field(default_factory=dict)
    proposals: dict[tuple[int, int], Proposal] = field(default_factory=dict)
    originals: dict[str, Original] = field(default_factory=dict)
    until: dict[int, datetime] = field(default_factory=dict)
    log: list[LogEntry] = field(default_factory=list)
    chain: list[Revision] = field(default_factory=list)
    corrections: list[PublishedCorrection] = field(default_factory=list)
    passed: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def arrival(self) -> int:
        return max((last for _, last in self.arrivals.values()), default=0)

    def shown(self) -> list[Revision]:
        """The public revisions, newest first."""
        tops = [self.pieces[piece][number - 1][1] for piece, number in self.public.items()]
        return sorted(tops, key=pieces_versions.sort_key, reverse=True)

    def version(self, piece: int, number: int | None) -> tuple[Edited, Revision]:
        versions = self.pieces.get(piece, [])
        wanted = self.public.get(piece, 0) if number is None else number
        if 0 < wanted <= len(versions):
            return versions[wanted - 1]
        erased, _ = self.erasures.get(piece, (None, None))
        if number is None:
            raise not_public(str(piece), self.retractions.get(piece) or erased)
        raise not_public(f"{piece}, revision {number}", erased)

    def held(self, piece: int) -> StoredVersions:
        public = self.public.get(piece)
        latest = self.pieces[piece][-1][1]
        return StoredVersions(None if public is None else self.version(piece, public)[1], latest)

    def judge(self, draft: Draft, tied: int = 0) -> Plan:
        known = KnownVersion(original=tied) if tied else self._known(draft)
        return plan(draft, known, None if known.piece is None else self.held(known.piece))

    def file(
        self, edited: Edited, decided: New | Revised, original: Original | None, now: datetime
    ) -> Revision:
        if original is not None and len(original.data) <= LARGEST:
            self.originals.setdefault(original.sha256, original)
        match decided:
            case New():
                piece = max([0, *self.pieces, *self.erasures]) + 1
                return self.open(edited, piece, pieces_versions.wanted_slug(edited.draft), now)
            case Revised(latest):
                return self.go_on(edited, latest, now)

    def open(self, edited: Edited, piece: int, wanted: str, now: datetime) -> Revision:
        taken = {versions[0][1].slug for versions in self.pieces.values()}
        slug = pieces_versions.free_slug(wanted, taken.__contains__)
        revision = pieces_versions.revise(edited, piece=piece, slug=slug, number=1, now=now)
        self.pieces[piece] = [(edited, revision)]
        self.chain.append(revision)
        return revision

    def go_on(self, edited: Edited, latest: Revision, now: datetime) -> Revision:
        revision = pieces_versions.next_version(edited, latest, now)
        self.pieces[latest.piece].append((edited, revision))
        self.chain.append(revision)
        return revision

    def refuse_erased(self, draft: Draft) -> None:
        for erasure, ties in self.erasures.values():
            if ties & _ties(draft):
                raise came_back(erasure)

    def erasure(self, piece: int) -> Erasure | None:
        found = self.erasures.get(piece)
        return None if found is None else found[0]

    def named(self, ref: str) -> int | None:
        word = ref.strip().casefold()
        numbers = [piece for piece in self.pieces if piece == piece_number(ref)]
        slugs = [piece for piece, made in self.pieces.items() if made[0][1].slug == word]
        return next((piece for piece in [*numbers, *slugs] if piece > 0), None)

    def erase(self, piece: int, reason: str, now: datetime) -> Erasure:
        last_public = max((n for of, n in self.published if of == piece), default=0)
        versions = self.pieces.pop(piece)
        drafts = [edited.draft for edited, _ in versions]
        ties = frozenset(tie for draft in drafts for tie in _ties(draft))
        kept = {e.draft.original for others in self.pieces.values() for e, _ in others}
        for draft in drafts:
            if draft.original not in kept:
                self.originals.pop(draft.original, None)
        for external in [n for n in self.until if _ties(self.pieces[n][-1][0].draft) & ties]:
            del self.until[external], self.pieces[external]
        for of in (self.public, self.retractions):
            of.pop(piece, None)
        for waiting in (self.published, self.proposals):
            for key in [key for key in waiting if key[0] == piece]:
                del waiting[key]
        self.log = [
            replace(one, detail="") if (one.piece, one.action) == (piece, "retracted") else one
            for one in self.log
        ]
        texts = tuple((revision.number, revision.sha256) for _, revision in versions)
        erasure = Erasure(piece, reason, now, texts)
        self.erasures[piece] = (erasure, ties)
        self.corrections = [
            replace(one, word=replace(one.word, note="")) if one.piece == piece else one
            for one in self.corrections
        ]
        if last_public:
            self.correct(piece, last_public, 0, EditorsWord("material", reason), now)
        return erasure

    def correct(
        self, piece: int, was: int, revision: int, word: EditorsWord, now: datetime
    ) -> None:
        made = PublishedCorrection(
            id=len(self.corrections) + 1, piece=piece, was=was, revision=revision, word=word, at=now
        )
        self.corrections.append(made)

    def publish(
        self,
        revision: Revision,
        now: datetime,
        *,
        is_news: bool = True,
        word: EditorsWord | None = None,
    ) -> None:
        was, word = self.public.get(revision.piece, 0), word or NO_WORD
        if revision.piece in self.arrivals and was != revision.number:
            self.correct(revision.piece, was, revision.number, word, now)
            before = self.version(revision.piece, was)[1] if was else None
            is_news = is_news and worth_telling(before, revision, word)
        arrival = self.arrival + 1
        first, last = self.arrivals.get(revision.piece, (None, 0))
        if first is None:
            first = arrival if is_news else ARCHIVED
        arrives = is_news and first != ARCHIVED
        self.arrivals[revision.piece] = (first, arrival if arrives else last)
        self.public[revision.piece] = revision.number
        self.published.setdefault((revision.piece, revision.number), now)
        self.proposals.pop((revision.piece, revision.number), None)
        self.retractions.pop(revision.piece, None)

    def unschedule(self, piece: int, *, below: int | None = None) -> tuple[Revision, ...]:
        """As `briefs.storage.sql.proposals.unschedule`."""
        found = {
            key: proposal
            for key, proposal in self.proposals.items()
            if proposal.due_at and key[0] == piece and (below is None or key[1] < below)
        }
        self.proposals.update({key: replace(one, due_at=None) for key, one in found.items()})
        return tuple(found[key].revision for key in sorted(found))

    def twin(self, body: str, beside: int) -> Twin | None:
        found = shingles(body)
        twins = [
            Twin(revision.card, likeness(found, shingles(revision.body)))
            for revision in self.shown()
            if revision.piece != beside
        ]
        likest = max(twins, key=lambda twin: (twin.likeness, -twin.card.piece), default=None)
        return likest if likest is not None and likest.likeness >= MIN_LIKENESS else None

    def _known(self, draft: Draft) -> KnownVersion:
        body, page = fingerprint(draft.body), pieces_versions.page_key(draft.url)
        slug = pieces_versions.wanted_slug(draft) if draft.named else None
        own = {piece: versions for piece, versions in self.pieces.items() if piece > 0}
        kept = [version for versions in own.values() for version in versions]
        tops = [versions[self.public.get(piece, 0) - 1] for piece, versions in own.items()]
        return KnownVersion(
            original=_latest(r for e, r in kept if e.draft.original == draft.original != ""),
            url=_latest(r for _, r in tops if pieces_versions.page_key(r.url) == page != ""),
            origin=_latest(r for e, r in tops if e.draft.origin == draft.origin != ""),
            slug=_latest(r for _, r in tops if r.slug == slug),
            body=_latest(r for _, r in tops if r.sha256 == body),
        )


def _ties(draft: Draft) -> frozenset[str]:
    page = pieces_versions.page_key(draft.url)
    return frozenset({fingerprint(draft.body), draft.original, page, draft.origin} - {""})


def _latest(revisions: Iterable[Revision]) -> int | None:
    return max((revision.piece for revision in revisions), default=None)
