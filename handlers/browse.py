"""/latest, /search and /topics: lists of pieces and of topics."""

from collections.abc import Iterator
from datetime import timedelta

from briefs.errors import BadArgument, NotFound, SourcebriefError
from briefs.model import Hit, Press, Shown, Source
from briefs.search_query import (
    MIN_PREFIX_LETTERS,
    MOST_PREFIXES,
    Hits,
    Search,
    answers,
    ask,
    unread_beginnings,
)
from briefs.storage import Store
from briefs.storage.editorial import Proposal
from handlers.find_revision import empty_library
from handlers.format import (
    DOT,
    bounded,
    brief_buttons,
    card_line,
    card_lines,
    page_buttons,
    ref_of,
    shared_headings,
    split_page,
)
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

_PAGE_PIECES = 8
_MAX_REFERENCE_CHARS = 160
_MAX_BEGINNING_CHARS = 40
_LIST = Shown(piece=0)
_FEWER = "Fewer words find more; a trailing * finds beginnings; /help search shows more."
_MAX_DRAFTS = 1_000
"""Only the newest proposals are searched, at most so many."""

_MAX_TOPICS = 100
"""Topics that are shown at most; so many fill one or two messages."""


def latest(request: Request, context: Context) -> Reply:
    """`/latest [topic] [p2]`."""
    store = context.store
    words, page = split_page(request.args)
    topic = " ".join(words) or None
    total = store.catalogue.count(topic=topic)
    if not total:
        raise _nothing_listed(topic, store)
    pages = -(-total // _PAGE_PIECES)
    page = min(page, pages)
    skip = (page - 1) * _PAGE_PIECES
    cards = store.catalogue.newest(limit=_PAGE_PIECES, skip=skip, topic=topic)
    shown = f"{skip + 1}–{skip + len(cards)} of {total}" if total > _PAGE_PIECES else str(total)
    turn = page_buttons(Press("latest", bounded(words)), page, pages, back="‹ Newer", on="Older ›")
    blocks = (
        Heading(f"Latest{f' on {topic}' if topic else ''}{DOT}{shown}"),
        Bullets(card_lines(cards, request.at)),
        Actions((*brief_buttons(cards), *turn)),
    )
    return Reply(blocks, about=_LIST)


def _nothing_listed(topic: str | None, store: Store) -> SourcebriefError:
    if topic is None or not store.catalogue.count():
        return empty_library()
    known = ", ".join(name for name, _ in store.catalogue.topics()[:10])
    return NotFound(topic, hint=f"Topics: {known}" if known else "No piece has a topic yet.")


def search(request: Request, context: Context) -> Reply:
    """`/search words`, with -word, by:, on:, before:, after:, cites: and, for editors, is:draft."""
    store = context.store
    words = " ".join(request.args)
    asked = ask(words)
    if asked.drafts:
        return _drafts(asked, words, request, store)
    hits = found(words, store, limit=_PAGE_PIECES + 1)
    left_out = tuple(_left_out(hits))
    if not hits:
        raise NotFound(words, hint=" ".join(left_out) or _FEWER)
    shown = hits[:_PAGE_PIECES]
    doubles = shared_headings(hit.card for hit in shown)
    narrower = "There are more: another word narrows it down."
    blocks = (
        Heading(f"Found{DOT}{words}"),
        Bullets(tuple(_hit_line(hit, request, doubles) for hit in shown)),
        *((Paragraph((narrower,)),) if hits[_PAGE_PIECES:] else ()),
        *(Paragraph((line,)) for line in left_out if not hits[_PAGE_PIECES:]),
        Actions(brief_buttons(hit.card for hit in shown)),
    )
    return Reply(blocks, about=_LIST)


def _left_out(hits: Hits) -> Iterator[str]:
    """Sentences about the pieces that a search did not look at."""
    if hits.back_to is not None:
        behind = (hits.back_to + timedelta(days=1)).date()
        yield f"I looked back to {hits.back_to.date()} only: before:{behind} goes on from there."
    elif not hits.is_all:
        yield "I looked through the newest references only: a rarer word goes further."
    if hits.cut:
        yield "So many words begin like that that I looked for some of them: add a letter."


def _drafts(asked: Search, words: str, request: Request, store: Store) -> Reply:
    """The waiting proposals that match a search.

    Raises BadArgument for anyone but an editor, and in a chat where others read the answer.
    """
    if request.role != "editor":
        raise BadArgument("Only editors can search what is not public yet.")
    if request.overheard:
        raise BadArgument(
            "What is not public yet is for editors only, and here others read along.",
            hint="Ask me in private.",
        )
    waiting = drafts(asked, store, limit=_PAGE_PIECES + 1)
    if not waiting:
        raise NotFound(words, hint="/piece lists what waits.")
    shown = waiting[:_PAGE_PIECES]
    doubles = shared_headings(one.revision for one in shown)
    lines = tuple(
        card_line(one.revision.card, request.at, double=one.revision.piece in doubles)
        for one in shown
    )
    refs = [ref_of(one.revision) for one in shown]
    more = waiting[_PAGE_PIECES:]
    return Reply(
        (
            Heading(f"Not public yet{DOT}{words}"),
            Bullets(lines),
            *((Paragraph(("There are more: these are the newest.",)),) if more else ()),
            Actions(tuple(Button(ref, Press("piece", ("check", ref))) for ref in refs)),
        ),
        about=_LIST,
        private=True,
    )


def drafts(asked: Search, store: Store, *, limit: int) -> tuple[Proposal, ...]:
    """The newest proposals that match a search, at most `limit`."""
    waiting = store.editorial.proposals(limit=_MAX_DRAFTS)
    return tuple(one for one in waiting if answers(asked, one.revision))[:limit]


def found(words: str, store: Store, *, limit: int) -> Hits:
    """At most `limit` pieces: those with the words in their text, then those that cite the words.

    Both are newest first, and no piece comes twice. Words after `cites:` are looked for in the
    sources alone. Raises BadArgument for no words, and for a `word*` that is too short or one too
    many.
    """
    asked = ask(words)
    text, where = asked.text, asked.where
    if ignored := unread_beginnings(words):
        raise BadArgument(
            f"I can't look for “{ignored[0][:_MAX_BEGINNING_CHARS]}”.",
            hint=f"A * wants {MIN_PREFIX_LETTERS} letters before it, and {MOST_PREFIXES} words at "
            "most may have one.",
        )
    if asked.cites:
        return store.catalogue.citing(asked.cites, text=text, where=where, limit=limit)
    if not asked:
        raise BadArgument("What should I look for?", hint="For example: /search water damascus")
    hits = store.catalogue.search(text, limit=limit, where=where)
    if len(hits) == limit or not text:
        return hits
    known = {hit.card.piece for hit in hits}
    citing = store.catalogue.citing(
        text, where=where, limit=limit + len(hits)
    )  # at most len(hits) of them are in `hits` already
    both = Hits((*hits, *(hit for hit in citing if hit.card.piece not in known))[:limit])
    both.back_to, both.is_all = hits.back_to, hits.is_all and citing.is_all
    both.cut = hits.cut or citing.cut
    return both


def cited(source: Source) -> str:
    """A reference on one line: its title, or the entry as written, and its
    container or publisher.
    """
    named = source.title or source.raw
    text = " ".join(named.split())
    if len(text) > _MAX_REFERENCE_CHARS:
        text = f"{text[:_MAX_REFERENCE_CHARS].rstrip()}…"
    where = source.container or source.publisher
    return f"{text} ({where})" if where and where not in named else text


def _hit_line(hit: Hit, request: Request, doubles: frozenset[int]) -> tuple[Inline, ...]:
    card = hit.card
    line = card_line(card, request.at, double=card.piece in doubles)
    if hit.cites is not None:
        return (*line, f"\ncites: {cited(hit.cites)}")
    if hit.at is None:
        return line
    sentence = Extract(hit.snippet, hit.at, card.piece, card.revision, hit.sha256)
    return (*line, "\n", sentence)


def topics(request: Request, context: Context) -> Reply:  # noqa: ARG001  # every handler's signature
    """`/topics`."""
    store = context.store
    found = store.catalogue.topics()
    if not found:
        return Reply((Paragraph(("No piece has a topic yet. /latest lists them all.",)),))
    lines = tuple((f"{name} ({count})",) for name, count in found[:_MAX_TOPICS])
    more = (
        (Paragraph((f"These {_MAX_TOPICS} have the most pieces.",)),) if found[_MAX_TOPICS:] else ()
    )
    buttons = tuple(Button(name, Press("latest", (name,))) for name, _ in found[:_PAGE_PIECES])
    return Reply((Heading(f"Topics{DOT}{len(found)}"), Bullets(lines), *more, Actions(buttons)))
