"""`feed poll`: visits feeds a few side by side, and tells what each brought."""

import asyncio
from collections.abc import Sequence

from bot import app, sources
from bot.cli.app import complain, out
from bot.cli.output import print_json, progress
from bot.config import Settings
from bot.discreet import discreet, nameless
from bot.feeds.service import AT_ONCE
from bot.feeds.visit import Visited
from briefs.errors import SourcebriefError
from briefs.feeds import Followed
from briefs.storage import Store


def visit_all(
    feeds: Sequence[Followed], store: Store, settings: Settings, *, as_json: bool
) -> bool:
    """Visit them all and print what became of each; whether any could not be had."""
    bar = progress(len(feeds))
    task = bar.add_task("Visiting", total=len(feeds))
    failed = False

    async def visit() -> None:
        room = asyncio.Semaphore(AT_ONCE)
        async with sources.fetcher(settings) as fetcher:
            visitor = sources.visitor(settings, store, fetcher, app.clock)

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
                "url": nameless(feed.url),
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
        complain(SourcebriefError(f"{discreet(feed.url)}: {feed.trouble}"))
        return
    later = f", {visited.later} more next time" if visited.later else ""
    came = len(visited.outcomes)
    out.print(
        f"{feed.title or discreet(feed.url)}: {came} of its entries are news{later}", soft_wrap=True
    )
    for outcome in visited.outcomes:
        piece = f"#{outcome.piece} " if outcome.piece else ""
        reason = f"  {outcome.reason}" if outcome.reason else ""
        said = f"  {outcome.status:9} {piece}{outcome.title or outcome.url}{reason}"
        out.print(said, soft_wrap=True)
    for warning in visited.warnings:
        out.print(f"  {warning}", soft_wrap=True)
