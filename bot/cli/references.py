"""`sources`: what a piece rests on, shown, exported for other programs, or audited."""

from typing import Annotated

import typer

from bot import wiring
from bot.cli.app import AsJson, Ref, out, settings_of
from bot.cli.chat import answered
from bot.cli.output import print_json, print_text
from briefs.model import Revision
from briefs.records import source_record
from briefs.references.export import EXPORTS, Format
from handlers.pieces import chosen


def register(app: typer.Typer) -> None:
    app.command()(sources)


def sources(
    context: typer.Context,
    ref: Ref,
    form: Annotated[
        Format | None, typer.Option("--format", help="Print the list in this form.")
    ] = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="Say what an editor should look at.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print what a piece rests on, export it for other programs, or audit it.

    With --json one entry a line, or one finding of the audit.

    Examples: `sourcebrief sources 12`, `sourcebrief sources my-piece --format bibtex > my.bib`,
    `sourcebrief sources 12 --audit`
    """
    if form is not None and (audit or as_json):
        raise typer.BadParameter("it stands alone", param_hint="--format")
    with wiring.opened(settings_of(context)) as store:
        if form is None and not audit and not as_json:
            answered(store, "sources", ref, "p1")
            return
        revision = chosen((ref,), store).revision(store)
    if form is not None:
        print_text(EXPORTS[form].write(revision.sources))
    elif audit:
        _audited(revision, as_json=as_json)
    else:
        for source in revision.sources:
            print_json(source_record(source))


def _audited(revision: Revision, *, as_json: bool) -> None:
    from briefs.references.audit import audit  # noqa: PLC0415  # the matcher takes a while to load

    findings = audit(revision.sources, revision.marks, wiring.clock())
    for finding in findings:
        if as_json:
            print_json(finding.to_json())
        else:
            out.print(finding.sentence, soft_wrap=True)
    if not findings and not as_json:
        out.print("This piece lists no sources.")
