"""Which piece a person means: by number, id or words, or by what was shown just before."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from briefs.errors import NotFound, SourcebriefError
from briefs.model import Card, Revision, Shown
from briefs.pieces.versions import card as card_of
from briefs.search_query import parse
from briefs.storage import Store
from briefs.storage.editorial import Retraction, not_public
from handlers.message import Request

_REF = re.compile(r"#?(?P<piece>\d{1,18}|[^\s@#]+)(?:@(?P<revision>\d{1,9}))?")
MATCHES = 8
"""The newest pieces that words find, at most: as many as a topic brief listens to."""

_LONGEST = 80
"""Characters of a question that are compared with titles: likeness costs their product."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A revision of a piece, by number, and the other pieces that matched the words."""

    card: Card
    number: int
    others: tuple[Card, ...] = ()

    @property
    def piece(self) -> int:
        return self.card.piece

    @property
    def outdated(self) -> bool:
        """Whether a newer revision is out."""
        return self.number != self.card.revision

    def revision(self, store: Store) -> Revision:
        """Raises NotFound if there is no such revision."""
        return store.revision(self.piece, self.number)


def looks_like_ref(word: str) -> bool:
    """Whether a word is a piece's number ("12", "#12", "#12@1"), not one of a person's own."""
    return re.fullmatch(r"#?(\d{1,18}(@\d{1,9})?|-\d{1,9}@\d{1,9})", word) is not None


def chosen(words: tuple[str, ...], store: Store) -> Choice:
    """The piece that a number, an id or words name; for words, the newest that has them all.

    "12", "#12", "after-aleppo" and "#12@1" (its first revision) name one; a passing piece only with
    its revision, "#-3@1". Raises NotFound, which tells of a retraction.
    """
    ref = " ".join(words)
    match = _REF.fullmatch(ref)
    choice = _named(match["piece"], int(match["revision"] or 0), store) if match else None
    if choice is not None:
        return choice
    if looks_like_ref(ref):
        raise NotFound(ref, hint="/latest lists the pieces with their numbers.")
    hits = store.search(parse(ref), limit=MATCHES)
    if not hits:
        raise NotFound(ref, hint="/latest lists the newest pieces, /search finds words in them.")
    first, *others = (hit.card for hit in hits)
    return Choice(first, first.revision, tuple(others))


def _named(piece: str, number: int, store: Store) -> Choice | None:
    """The revision of that number, or with 0 the public one; NotFound for what was taken back, or
    was never public: it is for editors only.
    """
    if number and re.fullmatch(r"-\d{1,9}", piece):
        return _passing(int(piece), number, store)
    card = store.find(piece)
    if card is not None:
        if number and not store.publishing.was_public(card.piece, number):
            raise NotFound(f"{piece}@{number}", hint=f"/brief #{card.piece} is what is public.")
        return Choice(card, number or card.revision)
    gone = retracted(piece, store)
    if gone is not None:
        raise not_public(piece, gone)
    return None


def retracted(ref: str, store: Store) -> Retraction | None:
    """What there is to say of the piece with that number or id, if it was taken back."""
    held = store.publishing.named(ref)
    return store.publishing.retraction(held.piece) if held else None


def _passing(piece: int, number: int, store: Store) -> Choice:
    """A piece that is not of the library: it is in no list, and has no newest revision."""
    try:
        return Choice(card_of(store.revision(piece, number)), number)
    except NotFound as error:
        raise NotFound(error.ref, hint="It is kept no longer: send its link again.") from error


def at_hand(request: Request, store: Store) -> Choice | None:
    """The piece under discussion: the one replied to, else the one shown last where it was asked.

    None after a list, or in reply to one: then a number counts in the list. What was shown last
    and is gone is not under discussion any more; NotFound where it was replied to.
    """
    if _replied(request, store) is not None:
        return replied_to(request, store)
    try:
        return _of(store.shown(request.origin), store)
    except NotFound:
        return None


def discussed(words: tuple[str, ...], request: Request, store: Store) -> Choice:
    """The piece that words name; without words the one under discussion, or else the newest."""
    return chosen(words, store) if words else at_hand(request, store) or newest(store)


def replied_to(request: Request, store: Store) -> Choice | None:
    """The piece that the message replied to showed, if it showed one.

    NotFound if it is not public, or is kept no longer: no other is meant.
    """
    return _of(_replied(request, store), store)


def _replied(request: Request, store: Store) -> Shown | None:
    """What the message replied to showed, if the request replies to one that showed something."""
    return store.shown(request.origin, request.replied_to) if request.replied_to else None


def _of(shown: Shown | None, store: Store) -> Choice | None:
    if shown is None or not shown.piece:
        return None
    return chosen((f"#{shown.piece}@{shown.revision}",), store)


def newest(store: Store) -> Choice:
    """The newest piece; raises SourcebriefError in an empty library."""
    cards = store.newest(limit=1)
    if not cards:
        raise empty()
    return Choice(cards[0], cards[0].revision)


def empty() -> SourcebriefError:
    """What is said where there is no piece at all."""
    return SourcebriefError(
        "The library is empty.", hint="An editor fills it: `sourcebrief add FILE…`"
    )


def closest(ref: str, store: Store, *, limit: int = 3) -> tuple[Card, ...]:
    """The pieces whose title, id or topics come nearest to what was typed, nearest first."""
    ref = ref[:_LONGEST]
    wanted = ref.casefold()
    terms = parse(ref).groups
    either = [term for group in terms for term in group]
    scored: list[tuple[float, int, Card]] = []
    for order, card in enumerate(store.newest(limit=300)):
        names = (card.title, card.slug.replace("-", " "), *card.topics)
        near = max(_likeness(wanted, name.casefold()) for name in names)
        shared = sum(any(word in card.title.casefold() for word in t.words) for t in either)
        scored.append((near + shared, -order, card))
    scored.sort(key=lambda item: item[:2], reverse=True)
    return tuple(card for score, _, card in scored[:limit] if score >= 0.5)  # noqa: PLR2004


def _likeness(wanted: str, name: str) -> float:
    """How alike two strings are, from 0 to 1, taking the best window of the longer one's words."""
    words = name.split()
    width = max(1, len(wanted.split()))
    windows = (words[start : start + width] for start in range(len(words) - width + 1))
    return max(fuzz.ratio(wanted, part) for part in (name, *map(" ".join, windows))) / 100
