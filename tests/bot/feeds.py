"""Feeds for tests: entries with texts of their own, and a web that serves what it is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape

from bot.feeds.importer import Terms
from bot.feeds.visit import Visitor
from bot.http_client.results import Answer, Failed, Fetched, Validators
from briefs.storage import Store
from briefs.storage.subscriptions import Followed

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FEED = "https://journal.example/feed"
NONE = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry whose text says `number` and `edit` in every sentence, and so is like no other."""

    number: int
    edit: int = 0
    key: str = ""
    title: str = ""
    link: str = ""
    teaser: bool = False
    categories: tuple[str, ...] = ()
    published: datetime | None = None

    @property
    def text(self) -> str:
        """A text of about 150 words, or a teaser of six."""
        if self.teaser:
            return f"<p>Harbour {self.number} has news today.</p>"
        return "".join(
            f"<p>In harbour h{self.number} the ship s{self.number}x{n} came from port"
            f" p{self.number}x{n} with cargo c{self.number}x{n} on tide t{self.edit}x{n}.</p>"
            for n in range(10)
        )

    @property
    def url(self) -> str:
        return self.link or f"https://journal.example/{self.number}"

    @property
    def page(self) -> bytes:
        """The entry's own page, whole."""
        whole = replace(self, teaser=False)
        return f"""<html lang="en"><head><title>{escape(self.name)}</title></head><body><article>
            <h1>{escape(self.name)}</h1>{whole.text}</article></body></html>""".encode()

    @property
    def name(self) -> str:
        return self.title or f"Harbour {self.number}"

    @property
    def xml(self) -> str:
        tags = "".join(f"<category>{escape(one)}</category>" for one in self.categories)
        dated = self.published or NOW - timedelta(days=1_000 - self.number)
        return (
            f"<item><guid isPermaLink='false'>{escape(self.key or str(self.number))}</guid>"
            f"<link>{escape(self.url)}</link><title>{escape(self.name)}</title>{tags}"
            f"<pubDate>{dated:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
            f"<description>{escape(self.text)}</description></item>"
        )


def rss(items: Iterable[Item], *, channel: str = "") -> bytes:
    """The items as a feed of the Journal; `channel` is more that it says of itself."""
    inner = "".join(item.xml for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>The Journal</title><link>https://journal.example/</link>{channel}{inner}"
        "</channel></rss>"
    ).encode()


def fetched(url: str, body: bytes, **more: object) -> Fetched:
    given: dict[str, object] = {
        "url": url,
        "body": body,
        "media_type": "",
        "charset": "",
        "validators": NONE,
        "permanent_url": None,
    }
    return Fetched(**(given | more))  # type: ignore[arg-type]


@dataclass
class FakeWeb:
    """Pages by their address, all else is gone; `asked` are the addresses that were asked for."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    known: list[Validators | None] = field(default_factory=list)
    patience: list[float] = field(default_factory=list)

    def serve(self, url: str, body: bytes, **more: object) -> None:
        self.pages[url] = fetched(url, body, **more)

    async def get(
        self,
        url: str,
        *,
        known: Validators | None = None,
        accept: str = "",
        most_bytes: int = 0,
        patience: float = 0,
    ) -> Answer:
        self.asked.append(url)
        self.patience.append(patience)
        self.known.append(known)
        gone = Failed(url=url, kind="gone", reason="It answers 404 Not Found.", status=404)
        return self.pages.get(url, gone)


def visitor(store: Store, web: FakeWeb, *, terms: Terms | None = None) -> Visitor:
    return Visitor(store=store, web=web, clock=lambda: NOW, terms=terms or Terms())


def followed(
    store: Store, url: str = FEED, *, topics: tuple[str, ...] = (), hold: bool = False
) -> Followed:
    return store.feeds.follow(url, title="", topics=topics, hold=hold, now=NOW)


def again(store: Store, feed: Followed) -> Followed:
    """The feed as it is stored by now."""
    return next(one for one in store.feeds.followed() if one.id == feed.id)
