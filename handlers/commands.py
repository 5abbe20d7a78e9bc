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
    Paragraph,
    Reply,
    Request,
    Strong,
)

Handler: TypeAlias = Callable[[Request, Context], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A row of the table.

    `handler` is the "module:function" that answers; `usage` shows the words that may follow; `does`
    fits a line of a platform's menu, `gist` half a line on a telephone.
    """

    name: str
    handler: str
    usage: str
    does: str
    gist: str = ""
    examples: tuple[str, ...]


COMMANDS: tuple[Command, ...] = (
    Command(
        name="brief",
        handler="handlers.brief:answer",
        usage="[number, id, link or all] [words] [short|long]",
        does="The extract of a piece, or of all on a topic: their own sentences, word for word",
        gist="12: its key sentences",
        examples=("/brief", "/brief 12 short", "/brief 12 water damascus", "/brief all syria"),
    ),
    Command(
        name="read",
        handler="handlers.read:answer",
        usage="[number or id]",
        does="The whole piece, with the brief's sentences marked",
        gist="12: the whole piece",
        examples=("/read", "/read 12"),
    ),
    Command(
        name="sources",
        handler="handlers.sources:answer",
        usage="[number or id] [[n] or format]",
        does="The reference list of a piece, one entry of it, or a file of it: BibTeX, RIS, APA …",
        gist="12: what it rests on",
        examples=("/sources", "/sources 12", "/sources 12 [3]", "/sources 12 bibtex"),
    ),
    Command(
        name="latest",
        handler="handlers.browse:latest",
        usage="[topic]",
        does="The newest pieces, all or on one topic",
        gist="the newest pieces",
        examples=("/latest", "/latest energy"),
    ),
    Command(
        name="search",
        handler="handlers.browse:search",
        usage="words [-word] [by:name] [on:topic] [before:2017] [after:2015-03] [cites:words]",
        does="Pieces with the words in them or in their sources; cites: looks in sources alone",
        gist="water: find words",
        examples=(
            "/search water damascus",
            '/search "peace talks" or ceasefire',
            "/search water -damascus",
            '/search by:"Anna Lind" on:energy',
            "/search dams after:2014 before:2017-03",
            "/search cites:cnn.com",
            "/search is:draft harbour",
        ),
    ),
    Command(
        name="topics",
        handler="handlers.browse:topics",
        usage="",
        does="The topics, with the number of pieces on each",
        gist="what there is",
        examples=("/topics",),
    ),
    Command(
        name="check",
        handler="handlers.check:answer",
        usage="[number or id] [S7, a quotation or receipt]",
        does="The proof of a sentence; of a pasted text, what is verbatim, changed or not ours",
        gist="S7, or a quotation: is it ours?",
        examples=(
            "/check",
            "/check S7",
            "/check 12 S7",
            "/check The dam held through the night. Nobody slept.",
        ),
    ),
    Command(
        name="corrections",
        handler="handlers.corrections:answer",
        usage="[number or id]",
        does="What was corrected and retracted, and of a piece what changed, sentence by sentence",
        gist="what was corrected",
        examples=("/corrections", "/corrections 12"),
    ),
    Command(
        name="digest",
        handler="handlers.digest.command:answer",
        usage="[on 08:30 Berlin, topics, age, preview, test, status, pause, resume or off]",
        does="The daily digest of this chat: when it comes, and about what",
        gist="a daily post in this chat",
        examples=(
            "/digest",
            "/digest on 08:30 Europe/Berlin weekdays",
            "/digest topics +energy -sport",
            "/digest age 14 days",
            "/digest preview",
            "/digest pause",
        ),
    ),
    Command(
        name="piece",
        handler="handlers.editorial.command:answer",
        usage="[add, check, read, publish, discard, revise, edit, topics, retract, erase, pin, "
        "drop, line, auto, log or corrections]",
        does="For editors: bring pieces in, publish, correct, retract or erase them",
        gist="for editors",
        examples=(
            "/piece",
            "/piece add https://example.org/essay",
            "/piece publish #12",
            "/piece publish #12 at 06:00 Berlin",
            "/piece publish #12 archive",
            "/piece edit #12 date 9 Jan 2017",
            "/piece publish #12 correction The figure was wrong.",
            "/piece retract #12 wrong figures",
            "/piece corrections #12",
            "/piece erase #12 unlawful",
            "/piece topics rename rivers, water",
            "/piece pin S3",
            "/piece auto S3",
            "/piece line S4",
        ),
    ),
    Command(
        name="privacy",
        handler="handlers.privacy:answer",
        usage="[forget]",
        does="What I keep about you, for how long, and being forgotten",
        gist="what I keep about you",
        examples=("/privacy", "/privacy forget"),
    ),
    Command(
        name="help",
        handler="handlers.commands:help_",
        usage="",
        does="What I can do, with examples",
        gist="this list",
        examples=("/help",),
    ),
)


_PROMISE = "Pieces in their own words: every sentence I send is the author's, word for word."
_MORE = "/help brief shows the examples of a command."
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
    """Import every handler now, so that no first request waits for an import."""
    for command in COMMANDS:
        load(command)


def help_(request: Request, context: Context) -> Reply:  # noqa: ARG001  # every handler's signature
    """`/help` lists all commands and fits a telephone's screen; `/help brief` shows one with
    examples.
    """
    wanted = request.args[0].removeprefix("/").lower() if request.args else ""
    one = next((command for command in COMMANDS if command.name == wanted), None)
    if one is not None:
        return _help_on(one)
    return Reply(
        (
            Heading("Sourcebrief"),
            Paragraph((_PROMISE,)),
            Bullets(
                tuple((Strong(f"/{one.name}"), f" {one.gist or one.does}") for one in COMMANDS)
            ),
            Paragraph((_MORE,)),
        ),
        private=True,
    )


def _help_on(command: Command) -> Reply:
    """A command with its usage, what it does, its examples, and how pieces are named."""
    usage = f" {command.usage}" if command.usage else ""
    examples = [(Code(one),) for one in command.examples if one != f"/{command.name}"]
    return Reply(
        (
            Paragraph((Strong(f"/{command.name}"), f"{usage}\n{command.does}")),
            *((Paragraph(("For example:",)), Bullets(tuple(examples))) if examples else ()),
            Paragraph((_NAMES,)),
        ),
        private=True,
    )
