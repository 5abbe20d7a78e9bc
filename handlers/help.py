"""/help: what the bot can do, made from the one table of commands."""

from briefs.store import Store
from handlers.commands import COMMANDS
from handlers.message import Bullets, Code, Heading, Inline, Paragraph, Reply, Request, Strong

_PROMISE = (
    "I brief you on this newsroom's pieces in their own words: every sentence I send stands in "
    "the stored piece, word for word, and every piece shows its sources."
)
_NAMES = (
    "#12 is a piece, S7 a sentence, [3] a source. Without a number I take the piece you reply to, "
    "or the one shown last, or the newest."
)


def answer(request: Request, store: Store) -> Reply:  # noqa: ARG001  # every handler's signature
    """`/help`."""
    lines: list[tuple[Inline, ...]] = []
    for command in COMMANDS:
        usage = f" {command.usage}" if command.usage else ""
        line: list[Inline] = [Strong(f"/{command.name}"), f"{usage}\n{command.does}"]
        if len(command.examples) > 1:
            line.append("\nFor example: ")
            for n, example in enumerate(command.examples[1:]):
                line.extend((", ", Code(example)) if n else (Code(example),))
        lines.append(tuple(line))
    return Reply(
        (
            Heading("Sourcebrief"),
            Paragraph((_PROMISE,)),
            Bullets(tuple(lines)),
            Paragraph((_NAMES,)),
        )
    )
