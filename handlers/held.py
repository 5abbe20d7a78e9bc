"""Which stored piece an editor means, public or not: by number or id, or the one at hand."""

import re

from briefs.errors import BadArgument, NotFound
from briefs.model import Revision, Shown
from briefs.storage import Store
from handlers.message import Request

_REF = re.compile(r"#?(?P<piece>\d{1,9}|[^\s@#]+)(?:@(?P<revision>\d{1,9}))?")


def held(words: tuple[str, ...], request: Request, store: Store) -> Revision:
    """The revision that "#12", "#12@2" or an id names; without words, the one at hand.

    A piece without a revision stands by its public one, or else by its latest. NotFound, or
    BadArgument where nothing is at hand.
    """
    if not words:
        return _at_hand(request, store)
    match = _REF.fullmatch(ref := " ".join(words))
    found = store.publishing.named(match["piece"]) if match else None
    if match is None or found is None:
        raise NotFound(ref, hint="/piece lists what waits, /latest what is public.")
    return store.revision(found.piece, int(match["revision"])) if match["revision"] else found


def proposed(words: tuple[str, ...], request: Request, store: Store) -> Revision:
    """As `held`, but a piece without a revision stands by what waits for it, if something does;
    what was taken back, by the revision that was public.
    """
    found = held(words, request, store)
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
