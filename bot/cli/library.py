"""`add`, `list`, `search` and `text`: the library, from the command line."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.app import FAILED, AsJson, Ref, complain, err, out, settings_of
from bot.cli.output import print_json, print_text, with_bar
from bot.wiring import clock, opened
from briefs.errors import NotFound, SourcebriefError, Unproved, Unreadable
from briefs.model import Card, Draft, Edited, Hit
from briefs.proof import prove_body, prove_slice
from briefs.search import parse
from briefs.store import Added, Store

Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders.")]


def register(app: typer.Typer) -> None:
    for command in (add, search, text):
        app.command()(command)
    app.command(name="list")(list_)


def add(context: typer.Context, paths: Paths, as_json: AsJson = False) -> None:
    """Take pieces in: plain text, and Markdown with YAML front matter.

    Adding a file twice changes nothing; a changed file is a new revision. A file that cannot be
    read is reported and does not stop the others.

    Examples: `sourcebrief add essay.txt`, `sourcebrief add pieces/ --json`
    """
    from briefs import ingest  # noqa: PLC0415  # the summariser takes a while to load

    settings = settings_of(context)
    counts: dict[str, int] = {}
    found = list(ingest.files(paths))
    with opened(settings) as store:
        for path in with_bar(found, "Adding"):
            record = _add(path, store, settings.method)
            status = str(record["status"])
            counts[status] = counts.get(status, 0) + 1
            if as_json:
                print_json(record)
            else:
                _tell(record)
    if not found:
        err.print("sourcebrief: no .txt or .md file there", soft_wrap=True)
    if not as_json and len(found) > 1:
        out.print(", ".join(f"{count} {status}" for status, count in counts.items()))
    if counts.get("failed") or not found:
        raise typer.Exit(FAILED)


def _add(path: Path, store: Store, method: str) -> dict[str, Any]:
    from briefs.ingest import edit  # noqa: PLC0415  # the summariser takes a while to load
    from briefs.reading import reader  # noqa: PLC0415  # as do the readers

    try:
        data = _bytes(path)
        draft = reader.read(data, name=path.name, origin=str(path.resolve()))
        edited = edit(draft, method=method)
        added = store.add(edited, now=clock())
    except SourcebriefError as error:
        return _failed(path, error)
    return _taken(path, edited, added)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(error.strerror or "it cannot be read", path=str(path)) from error


def _taken(path: Path, edited: Edited, added: Added) -> dict[str, Any]:
    return {
        "path": str(path),
        "status": added.status,
        "piece": added.card.piece,
        "slug": added.card.slug,
        "revision": added.card.revision,
        "sha256": added.sha256,
        "title": edited.draft.title,
        "sentences": len(edited.sentences),
        "sources": len(edited.draft.sources),
        "warnings": list(edited.draft.warnings),
        "audit": _audit(edited.draft),
        "error": None,
    }


def _audit(draft: Draft) -> list[dict[str, Any]]:
    """What the editor should look at in the reference list, as `sources --audit` says it."""
    from briefs.references.audit import audit  # noqa: PLC0415  # as do the readers

    return [finding.to_json() for finding in audit(draft.sources, draft.marks, clock())]


def _failed(path: Path, error: SourcebriefError) -> dict[str, Any]:
    reason = error.reason if isinstance(error, Unreadable) else str(error)
    return {
        "path": str(path),
        "status": "failed",
        "piece": None,
        "slug": None,
        "revision": None,
        "sha256": None,
        "title": None,
        "sentences": 0,
        "sources": 0,
        "warnings": [],
        "audit": [],
        "error": reason,
        "line": error.line if isinstance(error, Unreadable) else None,
        "hint": error.hint or None,
    }


def _tell(record: dict[str, Any]) -> None:
    if record["error"]:
        where = record["path"] + (f":{record['line']}" if record["line"] else "")
        complain(SourcebriefError(f"{where}: {record['error']}", hint=record["hint"] or ""))
        return
    out.print(
        f"{record['status']:9} #{record['piece']} {record['title'] or record['slug']}"
        f" (revision {record['revision']}, sentences: {record['sentences']},"
        f" sources: {record['sources']})",
        soft_wrap=True,
    )
    for warning in record["warnings"]:
        out.print(f"          {warning}", soft_wrap=True)


def list_(
    context: typer.Context,
    topic: Annotated[str | None, typer.Option(help="Only pieces on this topic.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the pieces, newest first.

    Examples: `sourcebrief list`, `sourcebrief list --topic energy --json`
    """
    with opened(settings_of(context)) as store:
        cards = store.newest(limit=limit, topic=topic)
        total = store.count(topic=topic)
    for card in cards:
        _show(card, as_json)
    if not as_json and len(cards) < total:
        out.print(f"… and {total - len(cards)} more: --limit {total} shows all")


def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS…")],
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find pieces that contain the words, newest first.

    Examples: `sourcebrief search water damascus`, `sourcebrief search '"peace talks" or truce'`
    """
    unproved = 0
    with opened(settings_of(context)) as store:
        hits = store.search(parse(" ".join(words)), limit=limit)
        for hit in hits:
            try:
                snippet = _proved(hit, store)
            except Unproved as error:
                complain(error)
                snippet, unproved = "", unproved + 1
            _show(hit.card, as_json, snippet=snippet)
    if not hits:
        raise NotFound(" ".join(words), hint="Fewer words find more; a trailing * helps.")
    if unproved:
        raise typer.Exit(FAILED)


def _proved(hit: Hit, store: Store) -> str:
    """The snippet, compared with the stored body once more; raises Unproved."""
    if hit.at is not None:
        revision = store.revision(hit.card.piece, hit.card.revision)
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
    for text in filter(None, more.values()):
        out.print(f"      {text}", soft_wrap=True)


def text(context: typer.Context, ref: Ref) -> None:
    """Print a piece's canonical body, exactly: the text whose SHA-256 receipts name.

    Examples: `sourcebrief text 12`, `sourcebrief text my-piece | sha256sum`
    """
    from handlers.pieces import chosen  # noqa: PLC0415

    with opened(settings_of(context)) as store:
        revision = chosen((ref,), store).revision(store)
    prove_body(revision)
    print_text(revision.body)
