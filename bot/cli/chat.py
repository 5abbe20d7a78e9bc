"""`brief`, `read`, `check` and `chat`: what readers see, in the terminal."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

import typer

from bot.cli.common import (
    FAILED,
    AsJson,
    Ref,
    in_shell_words,
    out,
    print_json,
    print_text,
    settings_of,
)
from bot.config import Settings
from bot.open_library import chat_service, clock, issuer_of, opened
from bot.platforms.console import terminal
from briefs.model import Length, prove_body, sentence_numbers
from briefs.storage import Store
from handlers.brief import briefs
from handlers.find_revision import resolve_piece
from handlers.format import marks_in
from handlers.message import Block, Emphasis, Inline, Paragraph, Reply, Request

_INBOX_SECONDS = 5.0
"""How often due digests are looked for while a line is awaited."""


def brief(
    context: typer.Context,
    ref: Annotated[
        str, typer.Argument(metavar="REF", help="A piece's number or id, a link, all, or a word.")
    ],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS…", help="Words it should lean towards.")
    ] = None,
    length: Annotated[str, typer.Option(help="short, normal or long.")] = "normal",
    as_json: AsJson = False,
) -> None:
    """Print the extract of a piece; with --json the receipt that `verify` checks.

    With words it leans towards them; `all` and words give what every piece on a topic says, with
    --json a receipt for each piece.

    Examples: `sourcebrief brief 12`, `sourcebrief brief my-piece --json > receipt.json`,
    `sourcebrief brief 12 water damascus`, `sourcebrief brief all syria`,
    `sourcebrief brief https://example.org/essay`
    """
    lengths: dict[str, Length] = {"short": "short", "normal": "normal", "long": "long"}
    if length not in lengths:
        raise typer.BadParameter("short, normal or long", param_hint="--length")
    settings = settings_of(context)
    with opened(settings) as store:
        if not as_json:
            answered(store, "brief", ref, *(words or ()), length, settings=settings)
            return
        from handlers.check import previous  # noqa: PLC0415  # needed only for a receipt

        asked = _request("brief", ref, *(words or ()))
        service = chat_service(store, settings)
        named = service.external_pages.named(asked) if service.external_pages else asked
        found = briefs(named.args, lengths[length], store)
        issuer = issuer_of(settings, store)
        receipts = [issuer.issue(each, previous(each.revision, store)) for each in found]
    for each in receipts:
        print_text(f"{each.data.decode()}\n")


def read(context: typer.Context, ref: Ref, as_json: AsJson = False) -> None:
    """Print a whole piece; with --json its sentences, one object a line.

    Examples: `sourcebrief read 12`, `sourcebrief read 12@1` (its first revision)
    """
    with opened(settings_of(context)) as store:
        revision = resolve_piece((ref,), store).revision(store)
    prove_body(revision)
    if not as_json:
        out.print(revision.heading, style="bold", soft_wrap=True)
        out.print()
        out.print(revision.body, soft_wrap=not out.is_terminal)
        return
    for at, number in sentence_numbers(revision).items():
        notes = [mark.source for mark in marks_in(revision.marks, at)]
        print_json(
            {
                "number": number,
                "start": at.start,
                "end": at.end,
                "text": at.of(revision.body),
                "notes": notes,
            }
        )


def check(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="REF S7|TEXT…", help="A sentence, or a quotation; - for stdin."),
    ],
) -> None:
    """Show a sentence in its paragraph, with what proves it; or what of a quotation is ours.

    Of a quotation each sentence is verbatim, changed (with the difference) or not ours.

    Examples: `sourcebrief check 12 S7`, `sourcebrief check "The dam held. Nobody slept."`,
    `sourcebrief check - < message.txt`
    """
    said = sys.stdin.read() if words == ["-"] else " ".join(words)
    with opened(settings_of(context)) as store:
        answered(store, "check", *said.split(), text=said)


def answered(
    store: Store, command: str, *args: str, settings: Settings | None = None, text: str = ""
) -> None:
    """Print the handlers' answer, without the buttons that only a chat can press.

    With `settings`, the link of a page may stand for a piece.
    """
    reply = chat_service(store, settings).answer(_request(command, *args, text=text)).reply
    printed(reply)
    if reply.private:
        raise typer.Exit(FAILED)


def printed(reply: Reply) -> None:
    """Print an answer of the handlers without buttons, and with commands as typed in a shell."""
    blocks = tuple(map(_for_shell, terminal.without_buttons(reply).blocks))
    terminal.printed(terminal.render(replace(reply, blocks=blocks)), out)


def _for_shell(block: Block) -> Block:
    """The block with our own words changed; titles and quotations stay."""
    if not isinstance(block, Paragraph):
        return block
    return Paragraph(tuple(map(_inline_for_shell, block.content)))


def _inline_for_shell(part: Inline) -> Inline:
    match part:
        case str():
            return in_shell_words(part)
        case Emphasis(text):
            return Emphasis(in_shell_words(text))
        case _:
            return part


def _request(command: str, *args: str, text: str = "") -> Request:
    return Request(command=command, args=args, origin=terminal.HERE, at=clock(), text=text)


def chat(context: typer.Context) -> None:
    r"""Open the chat in the terminal; lines from a pipe are answered one by one.

    Examples: `sourcebrief chat`, `printf '/brief\n/sources\n' | sourcebrief chat`
    """
    settings = settings_of(context)
    with opened(settings) as store:
        talk(settings, store)


def talk(settings: Settings, store: Store, lines: Iterator[str] | None = None) -> None:
    """The console chat over an open store, until `lines` (by default the terminal's) end."""
    interactive = lines is None and sys.stdin.isatty() and out.is_terminal
    from bot.app import console_inbox  # noqa: PLC0415  # imports the delivery of digests

    letters = console_inbox(settings, store).letters
    conversation = terminal.Console(chat_service(store, settings), out, clock, letters)
    if not interactive:
        conversation.run(lines or terminal.typed(interactive=False))
        return
    out.print("Sourcebrief. /help shows what I can do, /quit ends.", style="dim")
    conversation.say("/latest" if store.catalogue.count() else "/help")
    with conversation.watching(_INBOX_SECONDS):
        conversation.run(terminal.typed(interactive=True))
