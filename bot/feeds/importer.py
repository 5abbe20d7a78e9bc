"""Which entries, and one entry to a piece.

Which entries of a feed are taken in, which were seen, and which are left where they are.

Takes one entry of a feed into the library: its text from the feed, or else from its page.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, Literal, TypeAlias, assert_never

from bot import importing
from bot.http_client.results import Answer, Failed
from bot.importing import Imported
from bot.log import redacted_url
from briefs.errors import SourcebriefError, StoreUnavailable, Unreadable
from briefs.log import get_logger
from briefs.model import Card, Draft
from briefs.pieces import versions
from briefs.reading.feed_formats import Feed, FeedEntry
from briefs.sandbox import pool
from briefs.storage import Added, AddOutcome, Store
from briefs.storage.editorial import Original, Proposal
from briefs.storage.subscriptions import Followed, KnownEntry

MOST: Final = 20
"""Entries that one visit takes in: of a feed with a long past the newest, later what is new."""

_RECENT: Final = timedelta(days=1)
"""What came so shortly before a feed was followed is news."""

_LONGEST_KEY: Final = 300


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one visit does: `taken`, the oldest first, are taken in; `passed` are never.

    `later` is how many wait for the next visit.
    """

    taken: tuple[FeedEntry, ...] = ()
    passed: tuple[KnownEntry, ...] = ()
    later: int = 0


def entries(feed: Feed) -> tuple[FeedEntry, ...]:
    """The feed's entries, newest first, each once, by keys that can be kept.

    Two of one address are one, the newer. An address that is the feed's own page is no entry's.
    """
    home = versions.page_key(feed.link)
    found: dict[str, FeedEntry] = {}
    for entry in feed.entries:
        page = versions.page_key(entry.url)
        own = replace(entry, key=_kept(entry.key), url="" if page == home else entry.url)
        found.setdefault(versions.page_key(own.url) or own.key, own)
    once = {entry.key: entry for entry in reversed(found.values())}
    return tuple(reversed(once.values()))


def said(entry: FeedEntry) -> str:
    """A hash of what the entry says, without its dates, which some feeds set anew each time."""
    told = f"{entry.title}\0{entry.byline}\0{entry.html}\0{entry.summary}"
    return sha256(told.encode("utf-8", "replace")).hexdigest()


def choose(
    found: Sequence[FeedEntry], known: Mapping[str, KnownEntry], *, most: int = MOST
) -> Chosen:
    """Decide on entries, newest first, by what is known of them by key.

    Where none was seen before, all but the newest `most` are of the past, and passed over.
    """
    wanted = [entry for entry in found if _is_news(entry, known.get(entry.key))]
    taken, left = wanted[:most], wanted[most:]
    if known:
        return Chosen(tuple(reversed(taken)), later=len(left))
    return Chosen(tuple(reversed(taken)), tuple(passed_over(entry) for entry in left))


def passed_over(entry: FeedEntry) -> KnownEntry:
    """What to remember of an entry that is never taken in, whatever it says later."""
    return KnownEntry(entry.key, "")


def _is_news(entry: FeedEntry, known: KnownEntry | None) -> bool:
    return known is None or (known.said != "" and known.said != said(entry))


def _kept(key: str) -> str:
    """The key, or its hash where it is long or holds what no database takes."""
    plain = key.isprintable() and key.isascii()
    if plain and len(key) <= _LONGEST_KEY:
        return key
    return sha256(key.encode("utf-8", "replace")).hexdigest()


Became: TypeAlias = AddOutcome | Literal["proposed", "known", "failed", "later"]
"""What became of an entry, beside what becomes of any draft:

"proposed"  it waits for an editor
"known"     the library has its page already, from somewhere else
"failed"    it cannot be read, and is tried again once it says something else
"later"     its page could not be had just now
"""

Fetch: TypeAlias = Callable[[str], Awaitable[Answer]]

_AGAIN = frozenset({"busy", "server", "no-host", "unreachable", "untrusted", "slow"})
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How entries become pieces: the ranking `method`, and whether `categories` become topics."""

    method: str = "brief"
    categories: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an entry; `noted` is what to remember of it, None to try it again."""

    title: str
    url: str
    status: Became
    piece: int = 0
    reason: str = ""
    noted: KnownEntry | None = None


def from_feed(entry: FeedEntry, feed: Feed) -> Imported | None:
    """The piece that the entry holds whole, or None if its page has to be asked."""
    draft = pool.read_entry(entry, feed)
    if draft is None:
        return None
    text = max(entry.html, entry.summary, key=len)
    return Imported(draft, Original(draft.original, "entry.html", "text/html", text.encode()))


def from_page(answer: Answer, entry: FeedEntry, feed: Feed) -> Imported:
    """The piece on the entry's page, with what the feed says where the page says nothing."""
    found = importing.page(answer)
    draft = replace(
        found.draft,
        title=found.draft.title or entry.title,
        byline=found.draft.byline or entry.byline,
        outlet=found.draft.outlet or feed.title,
        published=found.draft.published or entry.dated,
        topics=found.draft.topics or entry.topics,
    )
    return replace(found, draft=draft)


def stored_piece(entry: FeedEntry, followed: Followed, store: Store) -> int:
    """The piece of the entry's page, if it came in by another door; else 0. Blocks."""
    if store.provenance.by_origin(_origin(followed, entry)) is not None:
        return 0  # it is the entry's own, and we went before we could remember it
    return store.provenance.by_url(entry.url)


def import_entry(
    brought: Imported,
    entry: FeedEntry,
    followed: Followed,
    known: KnownEntry | None,
    *,
    store: Store,
    terms: Terms,
    now: datetime,
    backlog: bool = False,
) -> Outcome:
    """Store a piece, or propose it where the feed's pieces wait for an editor. Blocks.

    What the feed said before it was followed is found and briefed, and is no news; without a date
    that is all of its `backlog`, what its first visit found.
    """
    draft = versions.without_days_to_come(_labelled(brought.draft, entry, followed, terms), now)
    edited = pool.edit(draft, method=terms.method)
    original = brought.original
    own = _own(draft, known, store)
    if (other := _other(draft, own, store)) != 0:
        return _copy(entry, other, f"it is #{other}", own)
    if followed.hold:
        proposed = store.editorial.propose(
            edited, by=redacted_url(followed.url), at=None, now=now, original=original, replaces=own
        )
        return _proposed(proposed, entry)
    archive = backlog if entry.dated is None else entry.dated < followed.added_at - _RECENT
    added = store.catalogue.add(edited, now=now, original=original, archive=archive)
    return _added(added, entry, own)


def is_later(answer: Answer) -> bool:
    """Whether a page that did not come may come another time."""
    return isinstance(answer, Failed) and answer.kind in _AGAIN


def later(entry: FeedEntry, answer: Answer) -> Outcome:
    reason = answer.reason if isinstance(answer, Failed) else ""
    return Outcome(title=entry.title, url=entry.url, status="later", reason=reason)


def unread(entry: FeedEntry, error: Exception) -> Outcome:
    """An entry that cannot be taken in; a bug is logged as one, and holds up no other entry.

    Raises StoreUnavailable, which says nothing of the entry.
    """
    if isinstance(error, StoreUnavailable):
        raise error
    if not isinstance(error, SourcebriefError):
        _log.error("feed.entry_failed", entry=entry.key, exc_info=error)
    reason = error.reason if isinstance(error, Unreadable) else str(error)
    return Outcome(
        title=entry.title,
        url=entry.url,
        status="failed",
        reason=reason,
        noted=KnownEntry(entry.key, said(entry)),
    )


def elsewhere(entry: FeedEntry, piece: int) -> Outcome:
    """An entry whose page came in by another door: what is said there stands."""
    return Outcome(
        title=entry.title,
        url=entry.url,
        status="known",
        piece=piece,
        noted=passed_over(entry),
    )


def _labelled(draft: Draft, entry: FeedEntry, followed: Followed, terms: Terms) -> Draft:
    """The draft under the feed's topics, tied to its entry, which stays when all else is edited."""
    own = draft.topics if terms.categories else ()
    topics = tuple(dict.fromkeys((*followed.topics, *own)))
    return replace(draft, topics=topics, origin=_origin(followed, entry), named=False)


def _origin(followed: Followed, entry: FeedEntry) -> str:
    return f"feed {followed.id}: {entry.key}"


def _own(draft: Draft, known: KnownEntry | None, store: Store) -> int:
    """The entry's own piece, 0 if it has none."""
    if known is not None and known.piece:
        return known.piece
    held = store.provenance.by_origin(draft.origin)
    return 0 if held is None else held.piece


def _other(draft: Draft, own: int, store: Store) -> int:
    """Another piece that was read from the very same text or page, 0 if there is none."""
    same = store.provenance.by_original(draft.original)
    found = (0 if same is None else same.piece, store.provenance.by_url(draft.url))
    return next((piece for piece in found if piece not in {0, own}), 0)


def _added(added: Added, entry: FeedEntry, own: int) -> Outcome:
    piece = added.card.piece
    if added.status == "twin":
        return _copy(entry, piece, f"{added.likeness:.0%} the same as #{piece}", own)
    return Outcome(
        title=entry.title,
        url=entry.url,
        status=added.status,
        piece=piece,
        noted=KnownEntry(entry.key, said(entry), piece),
    )


def _copy(entry: FeedEntry, piece: int, reason: str, own: int) -> Outcome:
    """An entry that says what another piece says: its own, if it has one, stays as it was."""
    return Outcome(
        title=entry.title,
        url=entry.url,
        status="twin",
        piece=piece,
        reason=reason,
        noted=KnownEntry(entry.key, said(entry), own),
    )


def _proposed(found: Proposal | Card, entry: FeedEntry) -> Outcome:
    match found:
        case Proposal(revision=revision):
            status: Became = "proposed"
            piece = revision.piece
        case Card(piece=piece):
            status = "unchanged"
        case never:
            assert_never(never)
    return Outcome(
        title=entry.title,
        url=entry.url,
        status=status,
        piece=piece,
        noted=KnownEntry(entry.key, said(entry), piece),
    )
