"""Chooses which entries of a feed are imported, and imports one: its text is in the feed or on its
page.
"""

from collections.abc import Mapping, Sequence
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
"""Entries that one visit imports, newest first."""

_RECENT: Final = timedelta(days=1)
"""Entries dated so shortly before the feed was followed still count as news."""

_LONGEST_KEY: Final = 300


@dataclass(frozen=True, slots=True)
class Chosen:
    """The entries of one visit: `taken` are imported, oldest first; `passed` never will be.

    `later` is how many wait for the next visit.
    """

    taken: tuple[FeedEntry, ...] = ()
    passed: tuple[KnownEntry, ...] = ()
    later: int = 0


def entries(feed: Feed) -> tuple[FeedEntry, ...]:
    """The feed's entries, newest first, each once, with keys that can be stored.

    Of two entries with one address the newer is kept. The address of the feed's own page counts as
    no address.
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
    """A hash of the entry's text, without its dates, which some feeds renew each time."""
    told = f"{entry.title}\0{entry.byline}\0{entry.html}\0{entry.summary}"
    return sha256(told.encode("utf-8", "replace")).hexdigest()


def choose(
    found: Sequence[FeedEntry], known: Mapping[str, KnownEntry], *, most: int = MOST
) -> Chosen:
    """Decide on entries (newest first) by what is known of them by key.

    On the first visit all but the newest `most` are passed over for good.
    """
    wanted = [entry for entry in found if _is_news(entry, known.get(entry.key))]
    taken, left = wanted[:most], wanted[most:]
    if known:
        return Chosen(tuple(reversed(taken)), later=len(left))
    return Chosen(tuple(reversed(taken)), tuple(passed_over(entry) for entry in left))


def passed_over(entry: FeedEntry) -> KnownEntry:
    """The record of an entry that is never imported, whatever it says later."""
    return KnownEntry(entry.key, "")


def _is_news(entry: FeedEntry, known: KnownEntry | None) -> bool:
    return known is None or (known.said != "" and known.said != said(entry))


def _kept(key: str) -> str:
    """The key, or its hash if it is long or contains characters that a database may not take."""
    plain = key.isprintable() and key.isascii()
    if plain and len(key) <= _LONGEST_KEY:
        return key
    return sha256(key.encode("utf-8", "replace")).hexdigest()


Became: TypeAlias = AddOutcome | Literal["proposed", "known", "failed", "later"]
"""What became of an entry, in addition to the results of adding any draft:

"proposed"  it waits for an editor
"known"     the library has its page already, from another source
"failed"    it cannot be read, and is tried again when its text changes
"later"     its page could not be fetched now
"""

_AGAIN = frozenset({"busy", "server", "no-host", "unreachable", "untrusted", "slow"})
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How entries become pieces: the ranking `method`, and whether `categories` become topics."""

    method: str = "brief"
    categories: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result for an entry; `noted` is what to remember of it, None to try it again."""

    title: str
    url: str
    status: Became
    piece: int = 0
    reason: str = ""
    noted: KnownEntry | None = None


def from_feed(entry: FeedEntry, feed: Feed) -> Imported | None:
    """The piece in the entry itself, or None if its page has to be fetched."""
    draft = pool.read_entry(entry, feed)
    if draft is None:
        return None
    text = max(entry.html, entry.summary, key=len)
    return Imported(draft, Original(draft.original, "entry.html", "text/html", text.encode()))


def from_page(answer: Answer, entry: FeedEntry, feed: Feed) -> Imported:
    """The piece on the entry's page, completed with the feed's data."""
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
    """The piece of the entry's page if it came from another source, else 0. Blocks."""
    if store.provenance.by_origin(_origin(followed, entry)) is not None:
        return 0  # the entry's own piece, stored by a visit that was cut short
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
    """Store a piece, or propose it if the feed's pieces wait for an editor. Blocks.

    Entries from before the feed was followed go to the archive: no digest reports them. An entry
    without a date does so if it was found by the first visit (`backlog`).
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
    """Whether a page that could not be fetched may be available later."""
    return isinstance(answer, Failed) and answer.kind in _AGAIN


def later(entry: FeedEntry, answer: Answer) -> Outcome:
    reason = answer.reason if isinstance(answer, Failed) else ""
    return Outcome(title=entry.title, url=entry.url, status="later", reason=reason)


def unread(entry: FeedEntry, error: Exception) -> Outcome:
    """The result for an entry that cannot be imported; a bug is logged, and stops no other entry.

    Raises StoreUnavailable, which is no fault of the entry.
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
    """The result for an entry whose page came from another source, which is kept as it is."""
    return Outcome(
        title=entry.title,
        url=entry.url,
        status="known",
        piece=piece,
        noted=passed_over(entry),
    )


def _labelled(draft: Draft, entry: FeedEntry, followed: Followed, terms: Terms) -> Draft:
    """The draft with the feed's topics, and an origin that ties later versions to the entry."""
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
    """Another piece that was read from the same text or page, 0 if there is none."""
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
    """The result for an entry with another piece's text; its own piece, if any, stays unchanged."""
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
