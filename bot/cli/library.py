"""`list`, `search` and `text` show the library."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from bot.cli.common import (
    FAILED,
    AsJson,
    Ref,
    complain,
    err,
    out,
    print_json,
    print_text,
    settings_of,
)
from bot.open_library import opened
from briefs.errors import NotFound, Unproved
from briefs.model import Card, Hit, prove_body, prove_slice
from briefs.storage import Store

if TYPE_CHECKING:
    from briefs.search_query import Filter  # `list` alone needs no search
    from briefs.storage.editorial import Proposal, Retraction  # nor what is not public

State: TypeAlias = Literal["public", "draft", "scheduled", "retracted", "erased"]

_MAX_DRAFTS = 10_000
"""Proposals that are read for a list of them."""


def list_(  # noqa: PLR0917  # typer reads its options from the signature
    context: typer.Context,
    topic: Annotated[
        list[str] | None, typer.Option(help="Only pieces on this topic; any number: on all.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Only pieces with this name as byline.")] = None,
    before: Annotated[
        str | None, typer.Option(metavar="DAY", help="Dated before: 2017, 2017-03, 2017-03-09.")
    ] = None,
    after: Annotated[str | None, typer.Option(metavar="DAY", help="Dated after.")] = None,
    state: Annotated[
        State, typer.Option(help="public, draft, scheduled, retracted or erased.")
    ] = "public",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    page: Annotated[int, typer.Option(min=1, help="The next so many.")] = 1,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="What is not public yet, with when it will be.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the pieces, newest first.

    Examples: `sourcebrief list`, `sourcebrief list --topic energy --json`,
    `sourcebrief list --by lind --after 2015 --page 2`, `sourcebrief list --drafts`,
    `sourcebrief list --state retracted`
    """
    if drafts and state != "public":
        raise typer.BadParameter("it is a state by itself", param_hint="--drafts")
    where = _filter(topic or [], by, before, after)
    with opened(settings_of(context)) as store:
        if drafts or state in {"draft", "scheduled"}:
            _list_drafts(store, where, "" if drafts else state, limit, page, as_json=as_json)
        elif state == "public":
            _list_public(store, where, limit, page, as_json=as_json)
        elif where:
            raise typer.BadParameter("it is of public pieces and drafts", param_hint="--topic, …")
        else:
            _list_gone(store, state, limit, page, as_json=as_json)


def _filter(
    topics: list[str], by: str | None, before: str | None, after: str | None
) -> "Filter | None":
    if not topics and not by and before is None and after is None:
        return None
    from briefs.search_query import Term, ask  # noqa: PLC0415  # a plain list needs no search
    from briefs.text import words  # noqa: PLC0415  # as above

    days = (("before", before), ("after", after))
    asked = ask(" ".join(f"{name}:{day}" for name, day in days if day is not None)).where
    names = words.parts(by or "")
    return replace(asked, on=tuple(topics), by=(Term(names),) if names else ())


_LIST_SECONDS = 60.0


def _list_public(
    store: Store, where: "Filter | None", limit: int, page: int, *, as_json: bool
) -> None:
    skip = limit * (page - 1)
    if where:
        from briefs.search_query import EVERYTHING  # noqa: PLC0415  # as above

        hits = store.catalogue.search(
            EVERYTHING, where=where, limit=limit + 1, skip=skip, seconds=_LIST_SECONDS
        )
        cards = tuple(hit.card for hit in hits)
    else:
        cards = store.catalogue.newest(limit=limit + 1, skip=skip)
    for card in cards[:limit]:
        _show(card, as_json)
    if not cards and not as_json:
        _say_none(
            "No piece fits." if where else "The library is empty: `sourcebrief add FILE` fills it.",
            page,
        )
    if cards[limit:] and not as_json:
        total = "" if where else f" of {store.catalogue.count()}"
        out.print(f"… these are {skip + 1} to {skip + limit}{total}: --page {page + 1} goes on")


def _say_none(why: str, page: int) -> None:
    """Say on standard error why nothing is listed: no output at all looks like a fault."""
    err.print(f"sourcebrief: {why if page == 1 else f'There is no page {page}.'}", soft_wrap=True)


def _list_drafts(
    store: Store, where: "Filter | None", state: str, limit: int, page: int, *, as_json: bool
) -> None:
    from briefs.search_query import ALL, Search, answers  # noqa: PLC0415  # as above

    asked = Search(where=where or ALL)
    waiting = [
        one
        for one in store.editorial.proposals(limit=_MAX_DRAFTS)
        if (not where or answers(asked, one.revision))
        and (not state or (state == "scheduled") == (one.due_at is not None))
    ]
    if not waiting and not as_json:
        _say_none("Nothing waits to be published.", page)
    skip = limit * (page - 1)
    for proposal in waiting[skip : skip + limit]:
        _show_draft(proposal, as_json=as_json)
    if waiting[skip + limit :] and not as_json:
        out.print(f"… and {len(waiting) - skip - limit} more: --page {page + 1} goes on")


def _list_gone(store: Store, state: State, limit: int, page: int, *, as_json: bool) -> None:
    """Retracted or erased pieces, the latest first."""
    from briefs.storage.editorial import Erasure  # noqa: PLC0415  # as above

    skip = limit * (page - 1)
    gone: Sequence[Retraction | Erasure] = (
        store.editorial.retractions(limit=limit, skip=skip)
        if state == "retracted"
        else store.editorial.erasures(limit=limit, skip=skip)
    )
    if not gone and not as_json:
        _say_none(f"Nothing was {state}.", page)
    for one in gone:
        title = ""
        if not isinstance(one, Erasure):
            title = store.catalogue.revision(one.piece, one.revision).heading
        if as_json:
            when = one.erased_at if isinstance(one, Erasure) else one.retracted_at
            record = {"piece": one.piece, "state": state, "title": title or None}
            print_json(record | {"reason": one.reason, "at": when.isoformat()})
        else:
            said = "  ".join(filter(None, (title, one.notice)))
            out.print(f"#{one.piece:<4} {said}", soft_wrap=True)


def _show_draft(proposal: "Proposal", *, as_json: bool) -> None:
    revision, due = proposal.revision, proposal.due_at
    if as_json:
        print_json(
            {
                "piece": revision.piece,
                "slug": revision.slug,
                "revision": revision.number,
                "title": revision.title,
                "state": "draft" if due is None else "scheduled",
                "publish_at": None if due is None else due.isoformat(),
                "replaces": proposal.replaces or None,
                "proposed_at": proposal.proposed_at.isoformat(),
                "by": proposal.by,
            }
        )
        return
    state = "draft" if due is None else f"scheduled {due:%Y-%m-%d %H:%M:%S} UTC"
    ref = f"#{revision.piece}@{revision.number}"
    out.print(f"{ref:<6} {state}  {revision.heading}  [{revision.slug}]", soft_wrap=True)


def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS…")],
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find pieces with the words in them, or else in a source they cite; newest first.

    `-word` is unwanted; `by:name`, `on:topic`, `before:2017`, `after:2015-03-09` and `cites:words`
    narrow down; `is:draft` searches what is not public yet.

    Examples: `sourcebrief search water damascus`, `sourcebrief search '"peace talks" or truce'`,
    `sourcebrief search water by:lind after:2015`, `sourcebrief search water -damascus`,
    `sourcebrief search cites:cnn.com`, `sourcebrief search is:draft harbour`
    """
    from briefs.search_query import ask  # noqa: PLC0415  # `list` needs none of it
    from handlers.browse import cited, drafts, found  # noqa: PLC0415  # as above

    for word in words:
        if word.startswith("--"):
            raise typer.BadParameter(f"no such option: {word}", param_hint="WORDS…")
    unproved = 0
    with opened(settings_of(context)) as store:
        asked = ask(" ".join(words))
        if asked.drafts:
            waiting = drafts(asked, store, limit=limit)
            for proposal in waiting:
                _show_draft(proposal, as_json=as_json)
            if not waiting:
                raise NotFound(" ".join(words), hint="`sourcebrief list --drafts` lists them.")
            return
        hits = found(" ".join(words), store, limit=limit)
        for hit in hits:
            try:
                snippet = _proved(hit, store)
            except Unproved as error:
                complain(error)
                snippet, unproved = "", unproved + 1
            _show(hit.card, as_json, snippet=snippet, cites=cited(hit.cites) if hit.cites else "")
    if not hits:
        raise NotFound(" ".join(words), hint="Fewer words find more; a trailing * helps.")
    if unproved:
        raise typer.Exit(FAILED)


def _proved(hit: Hit, store: Store) -> str:
    """The snippet, after it was compared with the stored body; raises Unproved."""
    if hit.at is not None:
        revision = store.catalogue.revision(hit.card.piece, hit.card.revision)
        prove_body(revision)
        prove_slice(hit.snippet, hit.at, revision)
    return hit.snippet


def _show(card: Card, as_json: bool, **more: str) -> None:
    if as_json:
        print_json(
            {
                "piece": card.piece,
                "slug": card.slug,
                "revision": card.revision,
                "title": card.title,
                "byline": card.byline,
                "outlet": card.outlet,
                "published": card.published.isoformat() if card.published else None,
                "topics": list(card.topics),
                "stored_at": card.stored_at.isoformat(),
                **more,
            }
        )
        return
    when = card.published.date().isoformat() if card.published else "undated   "
    about = " · ".join(filter(None, (card.byline, ", ".join(card.topics))))
    said = "  ".join(filter(None, (when, card.heading, about, f"[{card.slug}]")))
    out.print(f"#{card.piece:<4} {said}", soft_wrap=True)
    for name, text in more.items():
        if text:
            out.print(f"      {'cites: ' if name == 'cites' else ''}{text}", soft_wrap=True)


def text(context: typer.Context, ref: Ref) -> None:
    """Print a piece's canonical body, exactly: the text whose SHA-256 receipts name.

    Examples: `sourcebrief text 12`, `sourcebrief text my-piece | sha256sum`
    """
    from handlers.find_revision import resolve_piece  # noqa: PLC0415  # as above

    with opened(settings_of(context)) as store:
        revision = resolve_piece((ref,), store).revision(store)
    prove_body(revision)
    print_text(revision.body)
