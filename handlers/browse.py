"""/latest, /search and /topics: the ways to find a piece."""

from briefs.errors import BadArgument, NotFound, SourcebriefError
from briefs.model import Hit, Press, Shown, Source
from briefs.search_query import parts
from briefs.storage import Store
from handlers.format import DOT, brief_buttons, card_line, page_buttons, split_page
from handlers.message import (
    Actions,
    Bullets,
    Button,
    Context,
    Extract,
    Heading,
    Inline,
    Paragraph,
    Reply,
    Request,
)
from handlers.resolve import empty_library

_PAGE = 8
_LONGEST = 160
_LIST = Shown(piece=0)
_TOPICS = 100
"""Topics that are shown: a message or two, however many an archive has."""


def latest(request: Request, context: Context) -> Reply:
    """`/latest [topic] [p2]`."""
    store = context.store
    words, page = split_page(request.args)
    topic = " ".join(words) or None
    total = store.count(topic=topic)
    if not total:
        raise _none(topic, store)
    pages = -(-total // _PAGE)
    page = min(page, pages)
    skip = (page - 1) * _PAGE
    cards = store.newest(limit=_PAGE, skip=skip, topic=topic)
    shown = f"{skip + 1}–{skip + len(cards)} of {total}" if total > _PAGE else str(total)
    turn = page_buttons(Press("latest", words), page, pages, back="‹ Newer", on="Older ›")
    blocks = (
        Heading(f"Latest{f' on {topic}' if topic else ''}{DOT}{shown}"),
        Bullets(tuple(card_line(card, request.at) for card in cards)),
        Actions((*brief_buttons(cards), *turn)),
    )
    return Reply(blocks, about=_LIST)


def _none(topic: str | None, store: Store) -> SourcebriefError:
    if topic is None or not store.count():
        return empty_library()
    known = ", ".join(name for name, _ in store.topics()[:10])
    return NotFound(topic, hint=f"Topics: {known}" if known else "No piece has a topic yet.")


def search(request: Request, context: Context) -> Reply:
    """`/search words or cites:words`."""
    store = context.store
    words = " ".join(request.args)
    hits = found(words, store, limit=_PAGE + 1)
    if not hits:
        raise NotFound(words, hint="Fewer words find more; a trailing * finds beginnings.")
    shown = hits[:_PAGE]
    narrower = "There are more: another word narrows it down."
    blocks = (
        Heading(f"Found{DOT}{words}"),
        Bullets(tuple(_line(hit, request) for hit in shown)),
        *((Paragraph((narrower,)),) if hits[_PAGE:] else ()),
        Actions(brief_buttons(hit.card for hit in shown)),
    )
    return Reply(blocks, about=_LIST)


def found(words: str, store: Store, *, limit: int) -> tuple[Hit, ...]:
    """Pieces whose text has the words, then those that cite a source with them; newest first.

    After `cites:` the words are wanted in a source alone. Raises BadArgument if there are none.
    """
    text, source = parts(words)
    if source:
        return store.citing(source, text=text, limit=limit)
    if not text:
        raise BadArgument("What should I look for?", hint="For example: /search water damascus")
    hits = store.search(text, limit=limit)
    if len(hits) == limit:
        return hits
    known = {hit.card.piece for hit in hits}
    citing = store.citing(text, limit=limit + len(hits))  # of which at most len(hits) are known
    return (*hits, *(hit for hit in citing if hit.card.piece not in known))[:limit]


def cited(source: Source) -> str:
    """A reference on one short line: its title, or how it was written, and where it stood."""
    named = source.title or source.raw
    text = " ".join(named.split())
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rstrip()}…"
    where = source.container or source.publisher
    return f"{text} ({where})" if where and where not in named else text


def _line(hit: Hit, request: Request) -> tuple[Inline, ...]:
    if hit.cites is not None:
        return (*card_line(hit.card, request.at), f"\ncites: {cited(hit.cites)}")
    if hit.at is None:
        return card_line(hit.card, request.at)
    card = hit.card
    sentence = Extract(hit.snippet, hit.at, card.piece, card.revision, hit.sha256)
    return (*card_line(card, request.at), "\n", sentence)


def topics(request: Request, context: Context) -> Reply:  # noqa: ARG001  # every handler's signature
    """`/topics`."""
    store = context.store
    found = store.topics()
    if not found:
        return Reply((Paragraph(("No piece has a topic yet. /latest lists them all.",)),))
    lines = tuple((f"{name} ({count})",) for name, count in found[:_TOPICS])
    more = (Paragraph((f"These {_TOPICS} have the most pieces.",)),) if found[_TOPICS:] else ()
    buttons = tuple(Button(name, Press("latest", (name,))) for name, _ in found[:_PAGE])
    return Reply((Heading(f"Topics{DOT}{len(found)}"), Bullets(lines), *more, Actions(buttons)))
