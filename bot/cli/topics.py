"""`topics`: lists the library's topics, suggests some for a piece, renames and merges them."""

from typing import Annotated

import typer

from bot.cli.chat import printed
from bot.cli.common import Ref, out, settings_of
from bot.cli.editorial import editor, editors_request
from bot.open_library import clock, opened
from handlers.editorial import topics as editorial_topics

topics = typer.Typer(add_completion=False, rich_markup_mode="rich", invoke_without_command=True)


@topics.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """List the topics, suggest some for a piece, rename or merge one everywhere.

    Examples: `sourcebrief topics`, `sourcebrief topics suggest 12`,
    `sourcebrief topics rename rivers water`
    """
    if context.invoked_subcommand is not None:
        return
    with opened(settings_of(context)) as store:
        for name, count in store.catalogue.topics():
            out.print(f"{count:>6}  {name}", soft_wrap=True)


@topics.command("merge")
@topics.command()
def rename(
    context: typer.Context,
    old: Annotated[str, typer.Argument(help="The topic as it is, in any case.")],
    new: Annotated[str, typer.Argument(help="What it is to be; one that there is is merged with.")],
) -> None:
    """Rename a topic in all pieces and digests, or merge it with another; it is no news.

    Examples: `sourcebrief topics rename rivers water`, `sourcebrief topics merge rivers water`
    """
    with opened(settings_of(context)) as store:
        done = editorial_topics.rename(old, new, now=clock(), by=editor(), store=store)
        printed(editorial_topics.renamed_reply(old, new, done))


@topics.command()
def suggest(context: typer.Context, ref: Ref) -> None:
    """Suggest topics of the library that are named in a piece; none is set by itself.

    Examples: `sourcebrief topics suggest 12`
    """
    with opened(settings_of(context)) as store:
        printed(editorial_topics.topics((ref,), editors_request("topics", ref), store))
