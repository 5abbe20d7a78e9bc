"""`feed`: follows feeds, visits them, and reads and writes subscriptions as OPML."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import importing, source_services
from bot.cli.common import (
    FAILED,
    AsJson,
    complain,
    out,
    print_json,
    print_text,
    progress,
    settings_of,
)
from bot.config import Settings
from bot.feeds.service import AT_ONCE
from bot.feeds.visit import Visited
from bot.log import bare_url, redacted_url
from bot.open_library import clock, opened
from briefs.errors import NotFound, SourcebriefError, Unreadable
from briefs.storage import Store
from briefs.storage.subscriptions import Followed

Topics = Annotated[
    list[str] | None, typer.Option("--topic", help="Given to each of its pieces; any number.")
]
Hold = Annotated[bool, typer.Option("--hold", help="Its pieces wait until an editor publishes.")]
_NAMED = typer.Argument(metavar="FEED…", help="Numbers or addresses, as list shows them.")

feed = typer.Typer(
    help="""The feeds that are followed: `run` visits them, each when it is due.

    Examples: `sourcebrief feed add https://example.org/`, `sourcebrief feed poll --all`
    """,
    no_args_is_help=True,
    add_completion=False,
)


@feed.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="Of a feed, or a page that has one.")],
    topic: Topics = None,
    hold: Hold = False,
    as_json: AsJson = False,
) -> None:
    """Follow a feed, or the one that a page names.

    Example: `sourcebrief feed add https://example.org/ --topic energy`
    """
    from bot.feeds.discovery import Found, find  # noqa: PLC0415  # the readers load slowly

    settings = settings_of(context)

    async def found() -> Found:
        async with source_services.fetcher(settings) as fetcher:
            return await find(url, fetcher)

    one = asyncio.run(found())
    with opened(settings) as store:
        followed = store.feeds.follow(
            one.url, title=one.feed.title, topics=topic or (), hold=hold, now=clock()
        )
    _show(followed, as_json=as_json)
    asked = (tuple(topic or ()), hold)
    if not as_json and any(asked) and (followed.topics, followed.hold) != asked:
        out.print("It was followed already, and stays as it was.")


@feed.command(name="list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the feeds, with their next visit and what went wrong at the last.

    Example: `sourcebrief feed list --json`
    """
    with opened(settings_of(context)) as store:
        feeds = store.feeds.followed()
    for each in feeds:
        _show(each, as_json=as_json)
    if not feeds and not as_json:
        out.print("No feed is followed: `sourcebrief feed add URL` follows one.")


@feed.command()
def remove(context: typer.Context, names: Annotated[list[str], _NAMED]) -> None:
    """Follow feeds no longer; their pieces stay.

    Example: `sourcebrief feed remove 3`
    """
    with opened(settings_of(context)) as store:
        for each in _named(names, store):
            store.feeds.unfollow(each.id)
            out.print(f"no longer followed: {bare_url(each.url)}", soft_wrap=True)


@feed.command()
def poll(
    context: typer.Context,
    names: Annotated[list[str] | None, _NAMED] = None,
    everything: Annotated[bool, typer.Option("--all", help="Those not due yet, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Visit the feeds that are due, some, or all, and take in what is new.

    Examples: `sourcebrief feed poll`, `sourcebrief feed poll 3`, `sourcebrief feed poll --all`
    """
    settings = settings_of(context)
    with opened(settings) as store:
        if names:
            feeds = _named(names, store)
        elif everything:
            feeds = tuple(each for each in store.feeds.followed() if not _has_ended(each))
        else:
            feeds = source_services.due_feeds(store, clock)
        failed = visit_all(feeds, store, settings, as_json=as_json)
    if not feeds and not as_json:
        out.print("No feed is due." if everything else "No feed is due: --all visits every one.")
    if failed:
        raise typer.Exit(FAILED)


@feed.command(name="import")
def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="OPML files.")],
    topic: Topics = None,
    hold: Hold = False,
) -> None:
    """Follow all the feeds of OPML files; their folders and categories become topics.

    Example: `sourcebrief feed import subscriptions.opml --hold`
    """
    from bot.feeds import discovery  # noqa: PLC0415  # only an import needs it

    failed = False
    with opened(settings_of(context)) as store:
        for path in files:
            try:
                subscriptions = discovery.read(importing.data_of(path))
            except Unreadable as error:
                complain(SourcebriefError(f"{path}: {error.reason}", hint=error.hint))
                failed = True
                continue
            before = len(store.feeds.followed())
            for each in subscriptions:
                topics = tuple(dict.fromkeys((*(topic or ()), *each.topics)))
                store.feeds.follow(
                    each.url, title=each.title, topics=topics, hold=hold, now=clock()
                )
            new = len(store.feeds.followed()) - before
            out.print(f"{path}: {new} of {len(subscriptions)} feeds are new", soft_wrap=True)
    if failed:
        raise typer.Exit(FAILED)


@feed.command()
def export(context: typer.Context) -> None:
    """Print the feeds as OPML 2.0, for another reader.

    Example: `sourcebrief feed export > subscriptions.opml`
    """
    from bot.feeds import discovery  # noqa: PLC0415  # only an export needs it

    with opened(settings_of(context)) as store:
        feeds = store.feeds.followed()
    print_text(discovery.write(feeds, now=clock()).decode())


def _has_ended(followed: Followed) -> bool:
    """Whether the feed is gone for good: it is then visited only if it is named."""
    from bot.feeds.schedule import NEVER  # noqa: PLC0415  # with the readers

    return followed.next_at >= NEVER


def _named(names: Sequence[str], store: Store) -> tuple[Followed, ...]:
    """The feeds with these numbers or addresses; NotFound for any other."""
    from briefs.pieces import versions  # noqa: PLC0415  # only here

    feeds = store.feeds.followed()
    found = []
    for name in names:
        page = versions.page_key(name)
        known = [
            each for each in feeds if name == str(each.id) or page == versions.page_key(each.url)
        ]
        if not known:
            raise NotFound(name, hint="`sourcebrief feed list` shows the feeds.")
        found.append(known[0])
    return tuple(found)


def _show(followed: Followed, *, as_json: bool) -> None:
    if as_json:
        print_json(_record(followed))
        return
    about = ", ".join((*followed.topics, *(("waits for an editor",) if followed.hold else ())))
    when = "ended" if _has_ended(followed) else f"next {followed.next_at:%Y-%m-%d %H:%M} UTC"
    title = f"{followed.title}  " if followed.title else ""
    extra = f"  [{about}]" if about else ""
    out.print(f"{followed.id:<4} {title}{bare_url(followed.url)}{extra}  {when}", soft_wrap=True)
    if followed.trouble:
        out.print(f"     {followed.trouble}", soft_wrap=True)


def _record(followed: Followed) -> dict[str, Any]:
    return {
        "feed": followed.id,
        "url": bare_url(followed.url),
        "title": followed.title,
        "topics": list(followed.topics),
        "hold": followed.hold,
        "next": None if _has_ended(followed) else followed.next_at.isoformat(),
        "failures": followed.failures,
        "trouble": followed.trouble or None,
    }


def visit_all(
    feeds: Sequence[Followed], store: Store, settings: Settings, *, as_json: bool
) -> bool:
    """Visit the feeds and print each result; returns whether any could not be fetched."""
    bar = progress(len(feeds))
    task = bar.add_task("Visiting", total=len(feeds))
    failed = False

    async def visit() -> None:
        room = asyncio.Semaphore(AT_ONCE)
        async with source_services.fetcher(settings) as fetcher:
            visitor = source_services.visitor(settings, store, fetcher, clock)

            async def one(feed: Followed) -> None:
                nonlocal failed
                async with room:
                    visited = await visitor.visit(feed)
                bar.advance(task)
                failed |= bool(visited.feed.trouble)
                _tell(visited, as_json=as_json)

            await asyncio.gather(*map(one, feeds))

    with bar:
        asyncio.run(visit())
    return failed


def _tell(visited: Visited, *, as_json: bool) -> None:
    feed = visited.feed
    if as_json:
        print_json(
            {
                "feed": feed.id,
                "url": bare_url(feed.url),
                "trouble": feed.trouble or None,
                "warnings": list(visited.warnings),
                "later": visited.later,
                "entries": [
                    {
                        "title": outcome.title,
                        "url": outcome.url,
                        "status": outcome.status,
                        "piece": outcome.piece or None,
                        "reason": outcome.reason or None,
                    }
                    for outcome in visited.outcomes
                ],
            }
        )
        return
    if feed.trouble:
        complain(SourcebriefError(f"{redacted_url(feed.url)}: {feed.trouble}"))
        return
    later = f", {visited.later} more next time" if visited.later else ""
    came = len(visited.outcomes)
    out.print(
        f"{feed.title or redacted_url(feed.url)}: {came} of its entries are news{later}",
        soft_wrap=True,
    )
    for outcome in visited.outcomes:
        piece = f"#{outcome.piece} " if outcome.piece else ""
        reason = f"  {outcome.reason}" if outcome.reason else ""
        said = f"  {outcome.status:9} {piece}{outcome.title or outcome.url}{reason}"
        out.print(said, soft_wrap=True)
    for warning in visited.warnings:
        out.print(f"  {warning}", soft_wrap=True)
