"""/latest, /search and /topics: the ways to find a piece."""

from collections.abc import Iterator

from briefs.errors import BadArgument, NotFound
from briefs.model import Card, Hit, Press, Shown, Source
from briefs.search import parts
from briefs.store import Store
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Extract,
    Heading,
    Inline,
    Paragraph,
    Reply,
    Request,
)
from handlers.paging import asked
from handlers.present import DOT, listed

_PAGE = 8
_LONGEST = 160
_LIST = Shown(piece=0)


def latest(request: Request, store: Store) -> Reply:
    """`/latest [topic] [p2]`."""
    words, page = asked(request.args)
    topic = " ".join(words) or None
    total = store.count(topic=topic)
    if not total:
        raise _none(topic, store)
    page = min(page, -(-total // _PAGE))
    skip = (page - 1) * _PAGE
    cards = store.newest(limit=_PAGE, skip=skip, topic=topic)
    shown = f"{skip + 1}–{skip + len(cards)} of {total}" if total > _PAGE else str(total)
    blocks: list[Block] = [
        Heading(f"Latest{f' on {topic}' if topic else ''}{DOT}{shown}"),
        Bullets(tuple(listed(card, request.at) for card in cards)),
    ]
    turn = tuple(words), page, skip + len(cards) < total
    blocks.append(Actions((*_brief_buttons(cards), *_page_buttons(*turn))))
    return Reply(tuple(blocks), about=_LIST)


def _none(topic: str | None, store: Store) -> NotFound:
    if topic is None or not store.count():
        return NotFound(
            "the latest pieces",
            hint="The library is empty. An editor fills it: `sourcebrief add FILE…`",
        )
    known = ", ".join(name for name, _ in store.topics()[:10])
    return NotFound(topic, hint=f"Topics: {known}" if known else "No piece has a topic yet.")


def search(request: Request, store: Store) -> Reply:
    """`/search words or cites:words`."""
    words = " ".join(request.args)
    hits = found(words, store, limit=_PAGE)
    if not hits:
        raise NotFound(words, hint="Fewer words find more; a trailing * finds beginnings.")
    blocks = (
        Heading(f"Found{DOT}{words}"),
        Bullets(tuple(_line(hit, request) for hit in hits)),
        Actions(tuple(_brief_buttons(tuple(hit.card for hit in hits)))),
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
        return (*listed(hit.card, request.at), f"\ncites: {cited(hit.cites)}")
    if hit.at is None:
        return listed(hit.card, request.at)
    card = hit.card
    sentence = Extract(hit.snippet, hit.at, card.piece, card.revision, hit.sha256)
    return (*listed(card, request.at), "\n", sentence)


def topics(request: Request, store: Store) -> Reply:  # noqa: ARG001  # every handler's signature
    """`/topics`."""
    found = store.topics()
    if not found:
        return Reply((Paragraph(("No piece has a topic yet. /latest lists them all.",)),))
    lines = tuple((f"{name} ({count})",) for name, count in found)
    buttons = tuple(Button(name, Press("latest", (name,))) for name, _ in found[:_PAGE])
    return Reply((Heading(f"Topics{DOT}{len(found)}"), Bullets(lines), Actions(buttons)))


def _brief_buttons(cards: tuple[Card, ...]) -> Iterator[Button]:
    for card in cards:
        yield Button(f"#{card.piece}", Press("brief", (f"#{card.piece}",)))


def _page_buttons(words: tuple[str, ...], page: int, more: bool) -> Iterator[Button]:
    if page > 1:
        yield Button("‹ Newer", Press("latest", (*words, f"p{page - 1}"), True))
    if more:
        yield Button("Older ›", Press("latest", (*words, f"p{page + 1}"), True))
