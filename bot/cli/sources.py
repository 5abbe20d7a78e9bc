"""`sources`: what a piece rests on, shown, exported for other programs, or audited."""

from typing import Annotated

import typer

from bot import app as bot_app
from bot.cli import bibliography
from bot.cli.app import AsJson, out, settings_of
from bot.cli.chat import answered
from bot.cli.output import print_json, print_text
from bot.config import Settings
from briefs.json_records import listed_record
from briefs.model import Revision
from briefs.references.export import EXPORTS, Format
from briefs.storage import Store
from handlers.exports import exported
from handlers.resolve import chosen

OneRef = Annotated[
    str | None, typer.Argument(metavar="REF", help="A piece's number or id: 12 or my-piece.")
]
Everything = Annotated[bool, typer.Option("--all", help="The sources of all pieces.")]
CheckLinks = Annotated[
    bool, typer.Option("--check-links", help="Ask each site whether the page is still there.")
]
Least = Annotated[
    int | None, typer.Option("--min", min=1, help="With --all: cited by so many pieces or more.")
]


def register(app: typer.Typer) -> None:
    app.command()(sources)


def sources(
    context: typer.Context,
    ref: OneRef = None,
    *,
    form: Annotated[
        Format | None, typer.Option("--format", help="Print the list in this form.")
    ] = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="Say what an editor should look at.")
    ] = False,
    everything: Everything = False,
    least: Least = None,
    check: CheckLinks = False,
    as_json: AsJson = False,
) -> None:
    """Print what a piece rests on, export it for other programs, or audit it.

    With --json one entry a line, or one finding of the audit. With --all every source of the
    library is printed once, with the pieces that cite it, most cited first. With --check-links each
    linked entry is told to be ok, moved, dead, blocked (not to be told) or unreachable just now.

    Examples: `sourcebrief sources 12`, `sourcebrief sources my-piece --format bibtex > my.bib`,
    `sourcebrief sources 12 --audit`, `sourcebrief sources --all --min 2`,
    `sourcebrief sources 12 --check-links`
    """
    if form is not None and (audit or as_json):
        raise typer.BadParameter("it stands alone", param_hint="--format")
    if everything == (ref is not None):
        raise typer.BadParameter("name one piece, or write --all", param_hint="REF")
    if everything and audit:
        raise typer.BadParameter("it is for one piece", param_hint="--audit")
    if least is not None and not everything:
        raise typer.BadParameter("it goes with --all", param_hint="--min")
    if check and (form is not None or audit or least is not None):
        raise typer.BadParameter("it stands alone, or with --all", param_hint="--check-links")
    with bot_app.opened(settings_of(context)) as store:
        if check:
            _checked(ref, store, settings_of(context), as_json=as_json)
            return
        if ref is None:
            bibliography.printed(store, form, least=least or 1, as_json=as_json)
            return
        if form is None and not audit and not as_json:
            answered(store, "sources", ref, "p1")
            return
        revision = chosen((ref,), store).revision(store)
    if form is not None:
        print_text(EXPORTS[form].write(exported(revision)))
    elif audit:
        _audited(revision, as_json=as_json)
    else:
        for source in revision.sources:
            print_json(listed_record(source))


def _checked(ref: str | None, store: Store, settings: Settings, *, as_json: bool) -> None:
    from bot.cli.links import check_links  # noqa: PLC0415  # what fetches takes a while to load

    if ref is None:
        lists = store.references()
    else:
        revision = chosen((ref,), store).revision(store)
        lists = ((revision.piece, revision.sources),)
    check_links(lists, settings, as_json=as_json)


def _audited(revision: Revision, *, as_json: bool) -> None:
    from briefs.references.audit import audit  # noqa: PLC0415  # the matcher takes a while to load

    findings = audit(revision.listed, revision.marks, bot_app.clock())
    for finding in findings:
        if as_json:
            print_json(finding.to_json())
        else:
            out.print(finding.sentence, soft_wrap=True)
    if not findings and not as_json:
        out.print("This piece lists no sources.")
