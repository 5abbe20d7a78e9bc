"""`sources`: the sources of a piece or of the library are shown, exported, audited or checked.

`--all` lists each source of the library once, with the pieces that cite it; `--check-links`
requests every linked page.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias, assert_never

import typer

from bot import source_services
from bot.cli.chat import answered
from bot.cli.common import AsJson, out, print_json, print_text, progress, settings_of, with_bar
from bot.config import Settings
from bot.http_client.link_checker import (
    Blocked,
    Dead,
    Fine,
    LinkMoved,
    State,
    Unreachable,
    archived,
    check,
)
from bot.open_library import clock, opened
from briefs.json_records import listed_record
from briefs.model import Revision, Source
from briefs.references.export import EXPORTS, Format, csl
from briefs.storage import Store
from handlers.find_revision import resolve_piece
from handlers.sources import exported


def print_all(store: Store, form: Format | None, *, least: int, as_json: bool) -> None:
    """The sources that at least `least` pieces cite: as lines, JSON lines or
    in a citation format.
    """
    from briefs.references.same_work import works  # noqa: PLC0415  # loads slowly

    cited = works(store.catalogue.references(), watched=partial(with_bar, what="Comparing"))
    wanted = [work for work in cited if len(work.pieces) >= least]
    if form is not None:
        print_text(EXPORTS[form].write(tuple(work.source for work in wanted)))
        return
    for work in wanted:
        if as_json:
            print_json(csl.item(work.source) | {"pieces": list(work.pieces)})
            continue
        line = EXPORTS["chicago"].write((work.source,)).strip()
        pieces = ", ".join(f"#{piece}" for piece in work.pieces)
        out.print(f"{len(work.pieces):4}  {line}  ({pieces})", soft_wrap=True)
    if not wanted and not as_json:
        out.print("No source is cited by so many pieces." if cited else "No piece lists a source.")


OneRef = Annotated[
    str | None, typer.Argument(metavar="REF", help="A piece's number or id: 12 or my-piece.")
]
Everything = Annotated[bool, typer.Option("--all", help="The sources of all pieces.")]
CheckLinks = Annotated[
    bool, typer.Option("--check-links", help="Ask each site whether the page is still there.")
]
Least = Annotated[
    int | None, typer.Option("--min", min=1, help="With --all: cited by so many pieces or more.")
]


def sources(
    context: typer.Context,
    ref: OneRef = None,
    *,
    form: Annotated[
        Format | None, typer.Option("--format", help="Print the list in this form.")
    ] = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="Say what an editor should look at.")
    ] = False,
    everything: Everything = False,
    least: Least = None,
    check: CheckLinks = False,
    as_json: AsJson = False,
) -> None:
    """Print what a piece rests on, export it for other programs, or audit it.

    With --json one entry a line, or one finding of the audit. With --all every source of the
    library is printed once, with the pieces that cite it, most cited first. With --check-links each
    linked entry is told to be ok, moved, dead, blocked (not to be told) or unreachable just now.

    Examples: `sourcebrief sources 12`, `sourcebrief sources my-piece --format bibtex > my.bib`,
    `sourcebrief sources 12 --audit`, `sourcebrief sources --all --min 2`,
    `sourcebrief sources 12 --check-links`
    """
    if form is not None and (audit or as_json):
        raise typer.BadParameter("it stands alone", param_hint="--format")
    if everything == (ref is not None):
        raise typer.BadParameter("name one piece, or write --all", param_hint="REF")
    if everything and audit:
        raise typer.BadParameter("it is for one piece", param_hint="--audit")
    if least is not None and not everything:
        raise typer.BadParameter("it goes with --all", param_hint="--min")
    if check and (form is not None or audit or least is not None):
        raise typer.BadParameter("it stands alone, or with --all", param_hint="--check-links")
    with opened(settings_of(context)) as store:
        if check:
            _check_links_of(ref, store, settings_of(context), as_json=as_json)
            return
        if ref is None:
            print_all(store, form, least=least or 1, as_json=as_json)
            return
        if form is None and not audit and not as_json:
            answered(store, "sources", ref, "p1")
            return
        revision = resolve_piece((ref,), store).revision(store)
    if form is not None:
        print_text(EXPORTS[form].write(exported(revision)))
    elif audit:
        _print_audit(revision, as_json=as_json)
    else:
        for source in revision.sources:
            print_json(listed_record(source))


def _check_links_of(ref: str | None, store: Store, settings: Settings, *, as_json: bool) -> None:

    if ref is None:
        lists = store.catalogue.references()
    else:
        revision = resolve_piece((ref,), store).revision(store)
        lists = ((revision.piece, revision.sources),)
    check_links(lists, settings, as_json=as_json)


def _print_audit(revision: Revision, *, as_json: bool) -> None:
    from briefs.references.audit import audit  # noqa: PLC0415  # loads slowly

    findings = audit(revision.listed, revision.marks, clock(), revision.published)
    for finding in findings:
        if as_json:
            print_json(finding.to_json())
        else:
            out.print(finding.sentence, soft_wrap=True)
    if not findings and not as_json:
        out.print("This piece lists no sources.")


LinkState: TypeAlias = Literal["ok", "moved", "dead", "blocked", "unreachable"]


@dataclass(frozen=True, slots=True)
class _LinkedSource:
    """A source with an address, and its piece."""

    piece: int
    source: Source
    url: str

    @property
    def place(self) -> str:
        return f"#{self.piece} {self.source.number}"


def check_links(
    lists: Iterable[tuple[int, tuple[Source, ...]]], settings: Settings, *, as_json: bool
) -> None:
    """Check every linked source of these pieces and print its state; dead ones again at the end."""
    entries: defaultdict[str, list[_LinkedSource]] = defaultdict(list)
    for piece, sources in lists:
        for source in sources:
            if url := source.url or source.archive_url:
                entries[url].append(_LinkedSource(piece, source, url))
    counts: Counter[LinkState] = Counter()
    dead: list[_LinkedSource] = []
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
                said = f"{_word(state):12}{entry.place:8} {entry.url}{_detail_of(state)}"
                out.print(said, soft_wrap=True)

    with bar:
        asyncio.run(_check(entries, settings, report))
    if not as_json:
        _print_summary(counts, dead)


async def _check(
    urls: Iterable[str], settings: Settings, report: Callable[[str, State], None]
) -> None:
    async with source_services.fetcher(settings) as fetcher:
        await check(urls, fetcher, report)


def _print_summary(counts: Counter[LinkState], dead: list[_LinkedSource]) -> None:
    if not counts:
        out.print("No entry has a link.")
        return
    told = ", ".join(f"{count} {word}" for word, count in counts.most_common())
    links = "1 link" if counts.total() == 1 else f"{counts.total()} links"
    out.print(f"{links}: {told}", soft_wrap=True)
    for entry in sorted(dead, key=lambda e: (e.piece, e.source.number)):
        out.print(f"dead        {entry.place:8} {entry.url}", soft_wrap=True)
        if copy := _other_address(entry):
            out.print(f"            try      {copy}", soft_wrap=True)


def _word(state: State) -> LinkState:
    match state:
        case Fine():
            return "ok"
        case LinkMoved():
            return "moved"
        case Dead():
            return "dead"
        case Blocked():
            return "blocked"
        case Unreachable():
            return "unreachable"
        case never:
            assert_never(never)


def _detail_of(state: State) -> str:
    match state:
        case Fine():
            return ""
        case LinkMoved(to=to):
            return f" → {to}"
        case Dead(reason=reason) | Blocked(reason=reason) | Unreachable(reason=reason):
            return f"  {reason}"
        case never:
            assert_never(never)


def _other_address(entry: _LinkedSource) -> str | None:
    """Another address of the source, or None if it has none."""
    copy = archived(entry.source)
    return copy if copy != entry.url else None


def _record(entry: _LinkedSource, state: State) -> dict[str, Any]:
    return {
        "piece": entry.piece,
        "number": entry.source.number,
        "url": entry.url,
        "state": _word(state),
        "reason": None if isinstance(state, Fine | LinkMoved) else state.reason,
        "moved_to": state.to if isinstance(state, LinkMoved) else None,
        "try": _other_address(entry) if isinstance(state, Dead) else None,
    }
