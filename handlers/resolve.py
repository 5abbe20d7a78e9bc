"""Which piece or topic is meant.

Which piece a person means: by number, id or words, or by what was shown just before.

What a brief is asked of: one piece, perhaps leaning towards some words, or all on a topic.

Which stored piece an editor means, public or not: by number or id, or the one at hand.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from rapidfuzz import fuzz

from briefs.errors import BadArgument, NotFound, SourcebriefError
from briefs.model import Card, Revision, Shown
from briefs.pieces.versions import card as card_of
from briefs.search_query import fold, parse
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


ALL = "all"


@dataclass(frozen=True, slots=True)
class Single:
    """One piece; `towards` are the words its brief should lean towards, if any."""

    choice: Choice
    towards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """The newest pieces that have all the words; with `more` there are older ones."""

    words: tuple[str, ...]
    cards: tuple[Card, ...]
    more: bool


Subject: TypeAlias = Single | Topic


def resolve_target(words: tuple[str, ...], store: Store) -> Subject:
    """What at least one word names; NotFound if nothing.

    "12 water" is piece 12 leaning towards water, "all water" every piece on water. Plain words are
    the one piece that has them, leaning towards them, or, where several do, the topic; unless they
    are the whole title of one.
    """
    first, *rest = words
    if first.lower() == ALL:
        if not rest:
            raise BadArgument("All pieces on what?", hint=f"For example: /brief {ALL} syria")
        return _topic(tuple(rest), store)
    if _names_piece(first, alone=not rest, store=store):
        return Single(chosen((first,), store), tuple(rest))
    found = _topic(words, store)
    titled = tuple(card for card in found.cards if fold(card.title) == fold(" ".join(words)))
    if titled:
        card, *others = (*titled, *(card for card in found.cards if card not in titled))
        return Single(Choice(card, card.revision, tuple(others)))
    if len(found.cards) == 1:
        return Single(Choice(found.cards[0], found.cards[0].revision), words)
    return found


def _names_piece(word: str, *, alone: bool, store: Store) -> bool:
    """Whether a word stands for a piece: alone its number or id; before others only what is no
    word of anybody's, "12", "#harbour" or "after-aleppo", and for a bare number, if there is one,
    or was before it was taken back.
    """
    name, _, _ = word.removeprefix("#").partition("@")
    marked = word.startswith("#")
    if looks_like_ref(word) and (alone or marked):
        return True
    if not (alone or marked or not name.isalpha()):
        return False
    return store.find(name) is not None or retracted(name, store) is not None


def _topic(words: tuple[str, ...], store: Store) -> Topic:
    said = " ".join(words)
    hits = store.search(parse(said), limit=MATCHES + 1)
    if not hits:
        raise NotFound(said, hint="/latest lists the newest pieces, /search finds words in them.")
    return Topic(words, tuple(hit.card for hit in hits[:MATCHES]), len(hits) > MATCHES)


_STORED_REF = re.compile(r"#?(?P<piece>\d{1,9}|[^\s@#]+)(?:@(?P<revision>\d{1,9}))?")


def resolve_stored(words: tuple[str, ...], request: Request, store: Store) -> Revision:
    """The revision that "#12", "#12@2" or an id names; without words, the one at hand.

    A piece without a revision stands by its public one, or else by its latest. NotFound, or
    BadArgument where nothing is at hand.
    """
    if not words:
        return _at_hand(request, store)
    match = _STORED_REF.fullmatch(ref := " ".join(words))
    found = store.publishing.named(match["piece"]) if match else None
    if match is None or found is None:
        raise NotFound(ref, hint="/piece lists what waits, /latest what is public.")
    return store.revision(found.piece, int(match["revision"])) if match["revision"] else found


def proposed(words: tuple[str, ...], request: Request, store: Store) -> Revision:
    """As `held`, but a piece without a revision stands by what waits for it, if something does;
    what was taken back, by the revision that was public.
    """
    found = resolve_stored(words, request, store)
    if not words or "@" in words[0]:
        return found
    for waiting in store.publishing.proposals(limit=1, piece=found.piece):
        return waiting.revision
    gone = store.publishing.retraction(found.piece)
    return store.revision(found.piece, gone.revision) if gone else found


def _at_hand(request: Request, store: Store) -> Revision:
    """The piece replied to; where the message is no reply, the one shown last."""
    shown: Shown | None = store.shown(request.origin, request.replied_to)
    if shown is None or shown.piece == 0:
        raise BadArgument("Which piece?", hint="Name it, as in #12, or reply to it.")
    if shown.piece < 0:
        raise BadArgument(
            "That is not a piece of the library.", hint="/piece add and its address bring it in."
        )
    return store.revision(shown.piece, shown.revision)
