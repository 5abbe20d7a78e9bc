"""Resolves which stored revision is meant: by number, id or words, or the one shown before.

Readers reach revisions that are or were public (`resolve_piece`, `resolve_discussed`); editors
reach every stored revision (`resolve_stored`, `resolve_proposed`).
"""

import re
from dataclasses import dataclass

from briefs.errors import BadArgument, NotFound, SourcebriefError
from briefs.model import EXTERNAL_NUMBER, NUMBER, Card, Revision, Shown, looks_like_ref
from briefs.search_query import parse
from briefs.storage import Store
from briefs.storage.editorial import not_public
from handlers.message import Request

_REF = re.compile(rf"#?(?P<piece>[^\s@#]+)(?:@(?P<revision>{NUMBER}))?")
_EXTERNAL = re.compile(EXTERNAL_NUMBER)

MAX_MATCHES = 8
"""The most pieces that words find, newest first, and so the most that a topic brief quotes."""

_MAX_COMPARED_CHARS = 80
"""Characters of a question that are compared with titles: the cost grows with both lengths."""

_MAX_COMPARED_PIECES = 300
"""The newest pieces, so many at most, whose titles are compared with what was typed."""

_MIN_LIKENESS = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """The revision `number` of the piece on `card`, and the other pieces that matched the words."""

    card: Card
    number: int
    others: tuple[Card, ...] = ()

    @property
    def piece(self) -> int:
        return self.card.piece

    @property
    def outdated(self) -> bool:
        """Whether a newer revision is public."""
        return self.number != self.card.revision

    def revision(self, store: Store) -> Revision:
        """The revision itself; NotFound if it is not stored."""
        return store.catalogue.revision(self.piece, self.number)


def resolve_piece(words: tuple[str, ...], store: Store) -> Choice:
    """The piece that a number, an id or words mean; of several with the words, the newest.

    "12", "#12", "after-aleppo" and "#12@1" (its first revision) name one piece; an external page is
    named with its revision, "#-3@1". Raises NotFound, which mentions a retraction.
    """
    ref = " ".join(words)
    match = _REF.fullmatch(ref)
    choice = _named(match["piece"], int(match["revision"] or 0), store) if match else None
    if choice is not None:
        return choice
    if looks_like_ref(ref):
        raise NotFound(ref, hint="/latest lists the pieces with their numbers.")
    hits = store.catalogue.search(parse(ref), limit=MAX_MATCHES)
    if not hits:
        raise NotFound(ref, hint="/latest lists the newest pieces, /search finds words in them.")
    first, *others = (hit.card for hit in hits)
    return Choice(first, first.revision, tuple(others))


def _named(piece: str, number: int, store: Store) -> Choice | None:
    """The revision of that number, or with 0 the public one; None if no piece has the name.

    NotFound for a retracted or erased piece, and for a revision that was never public.
    """
    if number and _EXTERNAL.fullmatch(piece):
        return _external(int(piece), number, store)
    card = store.catalogue.find(piece)
    if card is not None:
        if number and not store.editorial.was_public(card.piece, number):
            raise NotFound(f"{piece}@{number}", hint=f"/brief #{card.piece} is what is public.")
        return Choice(card, number or card.revision)
    gone = store.catalogue.withdrawn(piece)
    if gone is not None:
        raise not_public(piece, gone)
    return None


def _external(piece: int, number: int, store: Store) -> Choice:
    """The stored copy of an external page; NotFound once it has expired."""
    try:
        return Choice(store.catalogue.revision(piece, number).card, number)
    except NotFound as error:
        raise NotFound(error.ref, hint="It is kept no longer: send its link again.") from error


def at_hand(request: Request, store: Store) -> Choice | None:
    """The piece under discussion: the one replied to, else the one shown last in that place.

    None after a list and in reply to a list, where a number means an item of it, and after a piece
    that is no longer public. NotFound if the message replied to showed such a piece.
    """
    if _replied(request, store) is not None:
        return replied_to(request, store)
    try:
        return _of(store.chat_state.shown(request.origin), store)
    except NotFound:
        return None


def resolve_discussed(words: tuple[str, ...], request: Request, store: Store) -> Choice:
    """The piece that words name; without words the one under discussion, else the newest piece."""
    return resolve_piece(words, store) if words else at_hand(request, store) or newest_piece(store)


def replied_to(request: Request, store: Store) -> Choice | None:
    """The piece that the message replied to showed, if it showed one.

    NotFound if that piece is no longer public or no longer stored: no other is taken instead.
    """
    return _of(_replied(request, store), store)


def _replied(request: Request, store: Store) -> Shown | None:
    """What the message replied to showed; None if the request is no reply.

    BadArgument for a reply to a message of the bot's of which nothing is stored.
    """
    if not request.replied_to:
        return None
    shown = store.chat_state.shown(request.origin, request.replied_to)
    if shown is None and request.replied_to_us:
        # The piece shown last may be another one than that message showed.
        raise BadArgument(
            "I don't know which piece that message shows.",
            hint="Say its number, as in #12; /latest lists the pieces with theirs.",
        )
    return shown


def _of(shown: Shown | None, store: Store) -> Choice | None:
    if shown is None or not shown.piece:
        return None
    return resolve_piece((f"#{shown.piece}@{shown.revision}",), store)


def newest_piece(store: Store) -> Choice:
    """The newest piece; raises `empty_library` if there is none."""
    cards = store.catalogue.newest(limit=1)
    if not cards:
        raise empty_library()
    return Choice(cards[0], cards[0].revision)


def empty_library() -> SourcebriefError:
    """The error for a library without any piece."""
    return SourcebriefError(
        "The library is empty.", hint="An editor fills it: `sourcebrief add FILE…`"
    )


def closest_pieces(ref: str, store: Store, *, limit: int = 3) -> tuple[Card, ...]:
    """The pieces whose title, id or topics are most similar to what was typed, nearest first.

    A number is similar to no title.
    """
    if looks_like_ref(ref):
        return ()
    ref = ref[:_MAX_COMPARED_CHARS]
    wanted = ref.casefold()
    terms = parse(ref).groups
    either = [term for group in terms for term in group]
    scored: list[tuple[float, int, Card]] = []
    for order, card in enumerate(store.catalogue.newest(limit=_MAX_COMPARED_PIECES)):
        names = (card.title, card.slug.replace("-", " "), *card.topics)
        near = max(_likeness(wanted, name.casefold()) for name in names)
        shared = sum(any(word in card.title.casefold() for word in t.words) for t in either)
        scored.append((near + shared, -order, card))
    scored.sort(key=lambda item: item[:2], reverse=True)
    return tuple(card for score, _, card in scored[:limit] if score >= _MIN_LIKENESS)


def _likeness(wanted: str, name: str) -> float:
    """The similarity of two strings, from 0 to 1, by the best matching part of the longer one."""
    from rapidfuzz import fuzz  # noqa: PLC0415  # needed only after a search without a match

    words = name.split()
    width = max(1, len(wanted.split()))
    windows = (words[start : start + width] for start in range(len(words) - width + 1))
    return max(fuzz.ratio(wanted, part) for part in (name, *map(" ".join, windows))) / 100


def resolve_stored(words: tuple[str, ...], request: Request, store: Store) -> Revision:
    """The revision that "#12", "#12@2" or an id names; without words, the one shown before.

    A piece named without a revision means its public one, or else its latest. NotFound if no piece
    has the name, BadArgument if nothing was named and nothing shown.
    """
    if not words:
        return _shown_before(request, store)
    match = _REF.fullmatch(ref := " ".join(words))
    found = store.editorial.find(match["piece"]) if match else None
    if match is None or found is None:
        if match is not None and (gone := store.catalogue.withdrawn(match["piece"])) is not None:
            raise not_public(ref, gone)
        raise NotFound(ref, hint="/piece lists what waits, /latest what is public.")
    return (
        store.catalogue.revision(found.piece, int(match["revision"]))
        if match["revision"]
        else found
    )


def resolve_proposed(words: tuple[str, ...], request: Request, store: Store) -> Revision:
    """As `resolve_stored`, but a piece named without a revision means its waiting proposal.

    If none waits, a retracted piece means the revision that was public, or a corrected copy of it
    with the same text.
    """
    found = resolve_stored(words, request, store)
    if not words or "@" in words[0]:
        return found
    for waiting in store.editorial.proposals(limit=1, piece=found.piece):
        return waiting.revision
    gone = store.catalogue.retraction(found.piece)
    if gone is None:
        return found
    was = store.catalogue.revision(found.piece, gone.revision)
    return found if found.sha256 == was.sha256 else was


def _shown_before(request: Request, store: Store) -> Revision:
    """The revision that the message replied to showed; without a reply, the one shown last."""
    shown: Shown | None = store.chat_state.shown(request.origin, request.replied_to)
    if shown is None or shown.piece == 0:
        raise BadArgument("Which piece?", hint="Name it, as in #12, or reply to it.")
    if shown.piece < 0:
        raise BadArgument(
            "That is not a piece of the library.", hint="/piece add and its address bring it in."
        )
    return store.catalogue.revision(shown.piece, shown.revision)
