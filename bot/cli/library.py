"""`list`, `search` and `text` show the library."""

from typing import Annotated

import typer

from bot.cli.app import FAILED, AsJson, Ref, complain, out, print_json, print_text, settings_of
from bot.library import opened
from briefs.errors import NotFound, Unproved
from briefs.model import Card, Hit
from briefs.pieces.proof import prove_body, prove_slice
from briefs.storage import Store
from briefs.storage.editorial import Proposal


def list_(
    context: typer.Context,
    topic: Annotated[str | None, typer.Option(help="Only pieces on this topic.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="What is not public yet, with when it will be.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the pieces, newest first.

    Examples: `sourcebrief list`, `sourcebrief list --topic energy --json`,
    `sourcebrief list --drafts`
    """
    if drafts:
        if topic is not None:
            raise typer.BadParameter("it is of public pieces", param_hint="--topic")
        with opened(settings_of(context)) as store:
            waiting = store.editorial.proposals(limit=limit)
        for proposal in waiting:
            _show_draft(proposal, as_json=as_json)
        return
    with opened(settings_of(context)) as store:
        cards = store.catalogue.newest(limit=limit, topic=topic)
        total = store.catalogue.count(topic=topic)
    for card in cards:
        _show(card, as_json)
    if not as_json and len(cards) < total:
        out.print(f"… and {total - len(cards)} more: --limit {total} shows all")


def _show_draft(proposal: Proposal, *, as_json: bool) -> None:
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

    Examples: `sourcebrief search water damascus`, `sourcebrief search '"peace talks" or truce'`,
    `sourcebrief search cites:cnn.com`
    """
    from handlers.browse import cited, found  # noqa: PLC0415  # `list` needs no handler

    unproved = 0
    with opened(settings_of(context)) as store:
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
    """The snippet, compared with the stored body once more; raises Unproved."""
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
    when = card.dated.date().isoformat()
    out.print(f"#{card.piece:<4} {when}  {card.heading}  [{card.slug}]", soft_wrap=True)
    for name, text in more.items():
        if text:
            out.print(f"      {'cites: ' if name == 'cites' else ''}{text}", soft_wrap=True)


def text(context: typer.Context, ref: Ref) -> None:
    """Print a piece's canonical body, exactly: the text whose SHA-256 receipts name.

    Examples: `sourcebrief text 12`, `sourcebrief text my-piece | sha256sum`
    """
    from handlers.resolve import resolve_piece  # noqa: PLC0415  # as above

    with opened(settings_of(context)) as store:
        revision = resolve_piece((ref,), store).revision(store)
    prove_body(revision)
    print_text(revision.body)
