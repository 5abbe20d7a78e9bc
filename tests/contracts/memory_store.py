"""A store in plain dictionaries, held to the same contract as the real one: for handlers' tests."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Literal

from briefs import filing, search
from briefs.errors import NotFound
from briefs.model import Address, Brief, Card, Edited, Hit, Length, Press, Revision, Shown
from briefs.proof import fingerprint
from briefs.search import Query, fold, folded, occurs
from briefs.store import Added
from briefs.versions import Known, New, Revised, Unchanged, plan


class MemoryStore:
    """Pieces by number, each the list of its revisions as they were edited."""

    def __init__(self) -> None:
        self._pieces: dict[int, list[tuple[Edited, Revision]]] = {}
        self._numbers = count()
        self._tokens: dict[tuple[str, Press], str] = {}
        self._shown: dict[tuple[str, str | None], Shown] = {}

    def add(self, edited: Edited, *, now: datetime) -> Added:
        known = self._known(edited)
        current = None if known.piece is None else self.revision(known.piece)
        match plan(edited.draft, known, current):
            case Unchanged(piece):
                current = self.revision(piece)
                return Added("unchanged", filing.card(current), current.sha256)
            case Revised(piece):
                slug = self.revision(piece).slug
            case New():
                piece = len(self._pieces) + 1
                taken = {revision.slug for revision in self._newest()}
                slug = filing.free_slug(filing.wanted_slug(edited.draft), taken)
        versions = self._pieces.setdefault(piece, [])
        revision = filing.revise(edited, piece=piece, slug=slug, number=len(versions) + 1, now=now)
        versions.append((edited, revision))
        status: Literal["new", "revised"] = "new" if revision.number == 1 else "revised"
        return Added(status, filing.card(revision), revision.sha256)

    def _known(self, edited: Edited) -> Known:
        draft, body = edited.draft, fingerprint(edited.draft.body)
        slug = filing.wanted_slug(draft) if draft.named else None
        kept = [version for versions in self._pieces.values() for version in versions]
        tops = [versions[-1] for versions in self._pieces.values()]
        return Known(
            original=_latest(r for e, r in kept if e.draft.original == draft.original != ""),
            url=_latest(r for _, r in tops if r.url == draft.url != ""),
            origin=_latest(r for e, r in tops if e.draft.origin == draft.origin != ""),
            slug=_latest(r for _, r in tops if r.slug == slug),
            body=_latest(r for _, r in tops if r.sha256 == body),
        )

    def _newest(self, topic: str | None = None) -> Iterator[Revision]:
        tops = [versions[-1][1] for versions in self._pieces.values()]
        for revision in sorted(tops, key=filing.place, reverse=True):
            if topic is None or topic.casefold() in filing.topic_keys(revision.topics):
                yield revision

    def newest(self, *, limit: int, skip: int = 0, topic: str | None = None) -> tuple[Card, ...]:
        return tuple(map(filing.card, self._newest(topic)))[skip : skip + limit]

    def count(self, *, topic: str | None = None) -> int:
        return sum(1 for _ in self._newest(topic))

    def topics(self) -> tuple[tuple[str, int], ...]:
        written: dict[str, list[str]] = {}
        for revision in self._newest():
            for key, topic in filing.topic_keys(revision.topics).items():
                written.setdefault(key, []).append(topic)
        ordered = sorted(written.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple((min(topics), len(topics)) for _, topics in ordered)

    def find(self, ref: str) -> Card | None:
        number, word = filing.piece_number(ref), ref.strip()
        for revision in self._newest():
            if revision.piece == number:
                return filing.card(revision)
        for revision in self._newest():
            if word.casefold() == revision.slug:
                return filing.card(revision)
        return None

    def search(self, query: Query, *, limit: int) -> tuple[Hit, ...]:
        found = [revision for revision in self._newest() if query and _answers(revision, query)]
        return tuple(
            search.hit(query, filing.card(r), body=r.body, sentences=r.sentences, sha256=r.sha256)
            for r in found[:limit]
        )

    def revision(self, piece: int, number: int | None = None) -> Revision:
        return self._version(piece, number)[1]

    def _version(self, piece: int, number: int | None) -> tuple[Edited, Revision]:
        versions = self._pieces.get(piece, [])
        wanted = len(versions) if number is None else number
        if not 0 < wanted <= len(versions):
            raise _not_found(piece, number)
        return versions[wanted - 1]

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        edited, revision = self._version(piece, number)
        for summary in edited.summaries:
            if summary.length == length:
                return Brief(revision, summary)
        raise _not_found(piece, number)

    def issue(self, presses: Sequence[Press], at: Address, *, now: datetime) -> tuple[str, ...]:
        channel = _channel(at)
        return tuple(
            self._tokens.setdefault((channel, press), f"token-{next(self._numbers)}")
            for press in presses
        )

    def redeem(self, token: str, at: Address) -> Press | None:
        for (channel, press), issued in self._tokens.items():
            if (channel, issued) == (_channel(at), token):
                return press
        return None

    def note_shown(self, at: Address, message: str, shown: Shown, *, now: datetime) -> None:
        self._shown[_channel(at), message] = shown
        self._shown[str(at), None] = shown

    def shown(self, at: Address, message: str | None = None) -> Shown | None:
        return self._shown.get((str(at) if message is None else _channel(at), message))

    def close(self) -> None:
        pass


def _not_found(piece: int, number: int | None) -> NotFound:
    return NotFound(str(piece) if number is None else f"{piece}, revision {number}")


def _channel(at: Address) -> str:
    return str(Address(at.platform, at.workspace, at.channel))


def _latest(revisions: Iterable[Revision]) -> int | None:
    return max((revision.piece for revision in revisions), default=None)


def _answers(revision: Revision, query: Query) -> bool:
    parts = (revision.title, revision.body, revision.byline, revision.outlet, *revision.topics)
    texts = [fold(part) for part in parts]
    return all(
        any(occurs(folded(term), words) for term in group for words in texts)
        for group in query.groups
    )
