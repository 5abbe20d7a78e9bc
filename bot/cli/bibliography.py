"""`sources --all`: what the whole library rests on, each source once, with the pieces citing it."""

from functools import partial

from bot.cli.app import out
from bot.cli.output import print_json, print_text, with_bar
from briefs.references.export import EXPORTS, Format, csl
from briefs.storage import Store


def printed(store: Store, form: Format | None, *, least: int, as_json: bool) -> None:
    """The sources that `least` pieces or more cite: as lines, JSON lines or in a form."""
    from briefs.references.same_work import works  # noqa: PLC0415  # the matcher takes a while to load

    cited = works(store.references(), watched=partial(with_bar, what="Comparing"))
    wanted = [work for work in cited if len(work.pieces) >= least]
    if form is not None:
        print_text(EXPORTS[form].write(tuple(work.source for work in wanted)))
        return
    for work in wanted:
        if as_json:
            print_json(csl.item(work.source) | {"pieces": list(work.pieces)})
            continue
        line = EXPORTS["chicago"].write((work.source,)).strip()
        pieces = ", ".join(f"#{piece}" for piece in work.pieces)
        out.print(f"{len(work.pieces):4}  {line}  ({pieces})", soft_wrap=True)
    if not wanted and not as_json:
        out.print("No source is cited by so many pieces." if cited else "No piece lists a source.")
