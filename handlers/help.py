"""/help: what the bot can do, made from the one table of commands."""

from briefs.storage import Store
from handlers.commands import COMMANDS
from handlers.message import Bullets, Code, Heading, Inline, Paragraph, Reply, Request, Strong

_PROMISE = (
    "I brief you on this newsroom's pieces in their own words: every sentence I send stands in "
    "the stored piece, word for word, and every piece shows its sources."
)
_NAMES = (
    "#12 is a piece, #12@1 its first revision, S7 a sentence, [3] a source. Without a number I "
    "take the piece you reply to; else /brief takes the newest, and the others the one shown last."
)


def answer(request: Request, store: Store) -> Reply:  # noqa: ARG001  # every handler's signature
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
