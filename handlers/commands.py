"""The table of commands, and /help, which is made from it.

A command is a row here and the function that its row names. Both platforms' menus, Slack's
manifest, /help, the README and the tests read this table; the router loads a command's function
when the command is first asked for, so that reading the table loads none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pkgutil import resolve_name
from typing import TypeAlias

from handlers.message import (
    Bullets,
    Code,
    Context,
    Heading,
    Inline,
    Paragraph,
    Reply,
    Request,
    Strong,
)

Handler: TypeAlias = Callable[[Request, Context], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A row of the table.

    `handler` is the "module:function" that answers; `usage` shows the words that may follow;
    `does` fits a platform's menu line.
    """

    name: str
    handler: str
    usage: str
    does: str
    examples: tuple[str, ...]


COMMANDS: tuple[Command, ...] = (
    Command(
        name="brief",
        handler="handlers.brief:answer",
        usage="[number, id, link or all] [words] [short|long]",
        does="The extract of a piece, or of all on a topic: their own sentences, word for word",
        examples=("/brief", "/brief 12 short", "/brief 12 water damascus", "/brief all syria"),
    ),
    Command(
        name="read",
        handler="handlers.read:answer",
        usage="[number or id]",
        does="The whole piece, with the brief's sentences marked",
        examples=("/read", "/read 12"),
    ),
    Command(
        name="sources",
        handler="handlers.sources:answer",
        usage="[number or id] [n or format]",
        does="The reference list of a piece, one entry of it, or a file of it: BibTeX, RIS, APA …",
        examples=("/sources", "/sources 12", "/sources 12 3", "/sources 12 bibtex"),
    ),
    Command(
        name="latest",
        handler="handlers.browse:latest",
        usage="[topic]",
        does="The newest pieces, all or on one topic",
        examples=("/latest", "/latest energy"),
    ),
    Command(
        name="search",
        handler="handlers.browse:search",
        usage="words or cites:words",
        does="Pieces with the words in them or in their sources; cites: looks in sources alone",
        examples=(
            "/search water damascus",
            '/search "peace talks" or ceasefire',
            "/search cites:cnn.com",
        ),
    ),
    Command(
        name="topics",
        handler="handlers.browse:topics",
        usage="",
        does="The topics, with the number of pieces on each",
        examples=("/topics",),
    ),
    Command(
        name="check",
        handler="handlers.check:answer",
        usage="[number or id] [S7]",
        does="The proof of a sentence: its paragraph, revision, hash and place",
        examples=("/check", "/check S7", "/check 12 S7"),
    ),
    Command(
        name="digest",
        handler="handlers.digest.command:answer",
        usage="[on 08:30 Berlin, topics, preview, test, status, pause, resume or off]",
        does="The daily digest of this chat: when it comes, and about what",
        examples=(
            "/digest",
            "/digest on 08:30 Europe/Berlin weekdays",
            "/digest topics +energy -sport",
            "/digest preview",
            "/digest pause",
        ),
    ),
    Command(
        name="piece",
        handler="handlers.editorial.command:answer",
        usage="[add, check, read, publish, discard, revise, edit, retract, pin, drop, auto or log]",
        does="For editors: bring pieces in, publish, correct or retract them, choose sentences",
        examples=(
            "/piece",
            "/piece add https://example.org/essay",
            "/piece publish #12",
            "/piece publish #12 at 06:00 Berlin",
            "/piece edit #12 date 9 Jan 2017",
            "/piece retract #12 wrong figures",
            "/piece pin S3",
        ),
    ),
    Command(
        name="help",
        handler="handlers.commands:help_",
        usage="",
        does="What I can do, with examples",
        examples=("/help",),
    ),
)


_PROMISE = (
    "I brief you on this newsroom's pieces in their own words: every sentence I send stands in "
    "the stored piece, word for word, and every piece shows its sources."
)
_NAMES = (
    "#12 is a piece, #12@1 its first revision, S7 a sentence, [3] a source. Without a number I "
    "take the piece you reply to; else /brief takes the newest, and the others the one shown last."
)


@cache
def load(command: Command) -> Handler:
    """The function that answers a command; its module is imported by the first call."""
    handler: Handler = resolve_name(command.handler)
    return handler


def load_all() -> None:
    """Import every handler now, so that no reader waits for it."""
    for command in COMMANDS:
        load(command)


def help_(request: Request, context: Context) -> Reply:  # noqa: ARG001  # every handler's signature
    """`/help`."""
    lines: list[tuple[Inline, ...]] = []
    for command in COMMANDS:
        usage = f" {command.usage}" if command.usage else ""
        line: list[Inline] = [Strong(f"/{command.name}"), f"{usage}\n{command.does}"]
        examples = [said for said in command.examples if said != f"/{command.name}"]
        for n, example in enumerate(examples):
            line.extend((", " if n else "\nFor example: ", Code(example)))
        lines.append(tuple(line))
    return Reply(
        (
            Heading("Sourcebrief"),
            Paragraph((_PROMISE,)),
            Bullets(tuple(lines)),
            Paragraph((_NAMES,)),
        )
    )
