"""`sources --check-links`: whether what pieces rest on is still there, and what to try if not."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, assert_never

from bot import sources as bot_sources
from bot.cli.app import out
from bot.cli.output import print_json, progress
from bot.config import Settings
from bot.http_client.link_checker import (
    Blocked,
    Dead,
    Fine,
    Moved,
    State,
    Unreachable,
    archived,
    check,
)
from briefs.model import Source

Word: TypeAlias = Literal["ok", "moved", "dead", "blocked", "unreachable"]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry with an address, and the piece it stands in."""

    piece: int
    source: Source
    url: str

    @property
    def place(self) -> str:
        return f"#{self.piece} {self.source.number}"


def check_links(
    lists: Iterable[tuple[int, tuple[Source, ...]]], settings: Settings, *, as_json: bool
) -> None:
    """Look at every linked entry of these pieces, by number; the dead are told again at the end."""
    entries: defaultdict[str, list[_Entry]] = defaultdict(list)
    for piece, sources in lists:
        for source in sources:
            if url := source.url or source.archive_url:
                entries[url].append(_Entry(piece, source, url))
    counts: Counter[Word] = Counter()
    dead: list[_Entry] = []
    bar = progress(len(entries))
    task = bar.add_task("Checking", total=len(entries))

    def report(url: str, state: State) -> None:
        bar.advance(task)
        for entry in entries[url]:
            counts[_word(state)] += 1
            if isinstance(state, Dead):
                dead.append(entry)
            if as_json:
                print_json(_record(entry, state))
            else:
                said = f"{_word(state):12}{entry.place:8} {entry.url}{_more(state)}"
                out.print(said, soft_wrap=True)

    with bar:
        asyncio.run(_checked(entries, settings, report))
    if not as_json:
        _sum_up(counts, dead)


async def _checked(
    urls: Iterable[str], settings: Settings, report: Callable[[str, State], None]
) -> None:
    async with bot_sources.fetcher(settings) as fetcher:
        await check(urls, fetcher, report)


def _sum_up(counts: Counter[Word], dead: list[_Entry]) -> None:
    if not counts:
        out.print("No entry has a link.")
        return
    told = ", ".join(f"{count} {word}" for word, count in counts.most_common())
    links = "1 link" if counts.total() == 1 else f"{counts.total()} links"
    out.print(f"{links}: {told}", soft_wrap=True)
    for entry in sorted(dead, key=lambda e: (e.piece, e.source.number)):
        out.print(f"dead        {entry.place:8} {entry.url}", soft_wrap=True)
        if copy := _copy(entry):
            out.print(f"            try      {copy}", soft_wrap=True)


def _word(state: State) -> Word:
    match state:
        case Fine():
            return "ok"
        case Moved():
            return "moved"
        case Dead():
            return "dead"
        case Blocked():
            return "blocked"
        case Unreachable():
            return "unreachable"
        case never:
            assert_never(never)


def _more(state: State) -> str:
    match state:
        case Fine():
            return ""
        case Moved(to=to):
            return f" → {to}"
        case Dead(reason=reason) | Blocked(reason=reason) | Unreachable(reason=reason):
            return f"  {reason}"
        case never:
            assert_never(never)


def _copy(entry: _Entry) -> str | None:
    """Another address to try; None where the dead one is the only one known."""
    copy = archived(entry.source)
    return copy if copy != entry.url else None


def _record(entry: _Entry, state: State) -> dict[str, Any]:
    return {
        "piece": entry.piece,
        "number": entry.source.number,
        "url": entry.url,
        "state": _word(state),
        "reason": None if isinstance(state, Fine | Moved) else state.reason,
        "moved_to": state.to if isinstance(state, Moved) else None,
        "try": _copy(entry) if isinstance(state, Dead) else None,
    }
