"""`edit`, `publish`, `retract`, `erase`, `log`, `piece`: the editors' commands in the shell."""

import os
from dataclasses import asdict, replace
from getpass import getuser
from typing import Annotated

import typer

from bot.cli.chat import printed
from bot.cli.common import FAILED, AsJson, Ref, err, out, print_json, settings_of
from bot.open_library import clock, opened
from bot.platforms.console import terminal
from briefs.errors import BadArgument
from briefs.model import CorrectedField
from briefs.pieces.corrected_fields import Change
from handlers.editorial import edit_fields
from handlers.editorial import erase as editorial_erase
from handlers.editorial import log as editorial_log
from handlers.editorial import publish as editorial_publish
from handlers.editorial.log import corrections_reached
from handlers.find_revision import resolve_stored
from handlers.message import Context, Reply, Request


def editor() -> str:
    """The person that the editorial log names, as "console:ines": the login, or sudo's caller."""
    return editors_request().person


def _login() -> str:
    try:
        return os.environ.get("SUDO_USER") or getuser()
    except (OSError, KeyError):  # containers have users without a name
        return "cli"


def editors_request(*args: str) -> Request:
    return Request(
        command="piece", args=args, origin=terminal.HERE, at=clock(), sender=_login(), role="editor"
    )


def edit(  # noqa: PLR0917  # typer reads its options from the signature
    context: typer.Context,
    ref: Ref,
    title: Annotated[str | None, typer.Option(help="The title.")] = None,
    byline: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Where it appeared.")] = None,
    date: Annotated[str | None, typer.Option(help="When: 9 Jan 2017 or 2017-01-09.")] = None,
    url: Annotated[str | None, typer.Option(help="The address of the original.")] = None,
    language: Annotated[str | None, typer.Option(help="Its code: en, de, ru.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="All its topics; any number.")] = None,
    source: Annotated[
        list[str] | None, typer.Option(metavar="'3 WORDS'", help="A reference; any number.")
    ] = None,
    line: Annotated[
        str | None, typer.Option(metavar="S4", help="The sentence that tells it in digests.")
    ] = None,
    undo: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help="title, date, 'source 3', …")
    ] = None,
) -> None:
    """Correct what was read of a piece; what was read is kept beside it, and the body stays.

    `-` stands for none. A new version of the file keeps the corrections. `sourcebrief piece` pins
    and drops sentences.

    Examples: `sourcebrief edit 12 --date "9 Jan 2017" --byline "Anna Lind"`,
    `sourcebrief edit 12 --source "3 Lind, Anna. The river. 2016."`,
    `sourcebrief edit 12 --line S4`, `sourcebrief edit 12 --undo date`
    """
    fields: dict[CorrectedField, str | None] = {
        "title": title,
        "byline": byline,
        "outlet": outlet,
        "published": date,
        "url": url,
        "language": language,
        "topics": ", ".join(topic) if topic else None,
    }
    changes: list[Change] = [
        edit_fields.read_field(field, said) for field, said in fields.items() if said is not None
    ]
    changes += (edit_fields.read_change(("source", *said.split())) for said in source or ())
    changes += (edit_fields.read_change(("undo", *said.split())) for said in undo or ())
    if not changes and line is None:
        raise typer.BadParameter("say what is to be corrected", param_hint="--title, --date, …")
    settings, request = settings_of(context), editors_request("edit", ref)
    with opened(settings) as store:
        library = Context(store, settings.method)
        before = resolve_stored((ref,), request, store)
        edit_fields.require_correctable(before, changes, request, store)
        if line is not None:
            printed(editorial_publish.choose("line", (line, ref), request, store))
        if not changes:
            return
        after = edit_fields.apply(before, changes, request, library)
        printed(edit_fields.reply(before, after, store))


def publish(  # noqa: PLR0917  # typer reads its options from the signature
    context: typer.Context,
    ref: Ref,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help='"06:00 Berlin", "24 Dec 18:30 UTC", never.')
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Even what does not wait: an older revision.")
    ] = False,
    archive: Annotated[
        bool, typer.Option("--archive", help="In no digest; of a public piece, too.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Tell no reader: messages are edited silently.")
    ] = False,
    correction: Annotated[
        str | None,
        typer.Option(metavar="NOTE", help="Tell each reader of what was sent, and what."),
    ] = None,
) -> None:
    """Publish what waits, now or at a time; `run` publishes it then, to the second.

    Examples: `sourcebrief publish 12`, `sourcebrief publish 12 --at "06:00 Berlin"`,
    `sourcebrief publish 12 --at never`, `sourcebrief publish 12 --archive`,
    `sourcebrief publish 12 --correction "The date was wrong."`
    """
    if archive and at is not None:
        raise typer.BadParameter("what is published at a time is news", param_hint="--archive")
    words = (ref, editorial_publish.AT, *at.split()) if at is not None else (ref,)
    if quiet and correction is not None:
        raise typer.BadParameter("a correction is told", param_hint="--quiet")
    if anyway:
        words = (*words, editorial_publish.ANYWAY)
    if archive:
        words = (*words, editorial_publish.ARCHIVE)
    if quiet:
        words = (*words, "quiet")
    if correction is not None:
        words = (*words, "correction", *correction.split())
    with opened(settings_of(context)) as store:
        printed(editorial_publish.publish(words, editors_request("publish", *words), store))


def piece(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="VERB WORDS…", help="As they stand after /piece.")
    ] = None,
) -> None:
    """Say to the editor's desk what `/piece` says in chat: check, read, pin, discard, revise, …

    Without words it lists what waits. Publishing, correcting and erasing have commands of their own
    with more to choose: `publish`, `edit`, `retract`, `erase`.

    Examples: `sourcebrief piece`, `sourcebrief piece check 12`, `sourcebrief piece pin S3 12`,
    `sourcebrief piece discard 12`, `sourcebrief piece revise 12 essay-corrected.docx`
    """
    from handlers.editorial import command  # noqa: PLC0415  # imports every verb

    said = tuple(words or ())
    if said[:1] == ("erase",):
        raise typer.BadParameter("`sourcebrief erase` does it", param_hint="erase")
    text = " ".join(said)
    request = replace(
        editors_request(*said), text=text, files=terminal.attach_file("piece", said, text)
    )
    settings = settings_of(context)
    with opened(settings) as store:
        printed(command.answer(request, Context(store, settings.method)))


def retract(
    context: typer.Context,
    ref: Ref,
    reason: Annotated[list[str], typer.Argument(metavar="REASON…", help="Readers are told it.")],
) -> None:
    """Take a piece back: it leaves lists, search and digests, and readers are told why.

    Example: `sourcebrief retract 12 The figures were wrong.`
    """
    words = (ref, *reason)
    with opened(settings_of(context)) as store:
        printed(editorial_publish.retract(words, editors_request("retract", *words), store))


def list_corrections(
    context: typer.Context,
    ref: Annotated[
        str | None, typer.Argument(metavar="REF", help="Of one piece; the newest if none is named.")
    ] = None,
) -> None:
    """Show how many messages each correction has reached, where, and what it could not reach.

    Examples: `sourcebrief corrections`, `sourcebrief corrections 12`
    """
    words = () if ref is None else (ref,)
    with opened(settings_of(context)) as store:
        printed(corrections_reached(words, editors_request("corrections", *words), store))


def erase(
    context: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="A piece's number or id.")] = "",
    reason: Annotated[
        list[str] | None, typer.Argument(metavar="REASON…", help="It stays, and is told.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="Overwrite what is deleted already, and no more.")
    ] = False,
) -> None:
    """Delete a piece for good: text, original, index and outbox; its hash and the reason stay.

    The database is written anew, so that nothing of it is left in its files: that takes as long as
    copying it. What copies hold that were made before stays in them.

    Examples: `sourcebrief erase 12 unlawful`, `sourcebrief erase 12 --yes`,
    `sourcebrief erase --finish`
    """
    if not ref and not finish:
        raise typer.BadParameter("which piece?", param_hint="REF")
    with opened(settings_of(context)) as store:
        if ref:
            request = editors_request("erase", ref)
            revision = resolve_stored((ref,), request, store)
            if not yes:
                printed(Reply(tuple(editorial_erase.what_goes(revision, store))))
                _confirm(f"Erase “{revision.heading}”?", "It cannot be undone. Erase it for good?")
            done = editorial_erase.erase_piece(
                revision.piece, " ".join(reason or ()), now=clock(), by=editor(), store=store
            )
            printed(editorial_erase.erased_reply(done, "The database is being written anew."))
        missed = store.editorial.wipe()
    for line in missed:
        err.print(f"sourcebrief: {line}", soft_wrap=True)
    if missed:
        raise typer.Exit(FAILED)
    out.print("Nothing of what was deleted is left in the database's files.", soft_wrap=True)


def _confirm(*questions: str) -> None:
    """Ask each question; BadArgument unless all are answered with yes."""
    try:
        for question in questions:
            typer.confirm(question, abort=True, err=True)
    except typer.Abort as error:
        raise BadArgument(
            "Nothing is erased.", hint="Where nobody can answer, --yes erases without asking."
        ) from error


def log(
    context: typer.Context,
    ref: Annotated[
        str | None, typer.Argument(metavar="REF", help="Of one piece; all if none is named.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    page: Annotated[int, typer.Option(min=1, help="The next so many.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Show what editors published, scheduled, corrected, retracted and erased, and when.

    Examples: `sourcebrief log`, `sourcebrief log 12`, `sourcebrief log --limit 500 --json`
    """
    words = () if ref is None else (ref,)
    with opened(settings_of(context)) as store:
        piece = editorial_log.named(words, editors_request("log", *words), store)
        found = store.editorial.log(limit=limit * page + 1, piece=piece)[limit * (page - 1) :]
        if as_json:
            for entry in found[:limit]:
                print_json(asdict(entry) | {"at": entry.at.isoformat()})
            return
        printed(editorial_log.reply(found[:limit], piece))
    if found[limit:]:
        out.print(f"… --page {page + 1} goes on", soft_wrap=True)
