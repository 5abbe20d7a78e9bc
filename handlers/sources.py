"""/sources: the reference list of a piece in pages, one entry of it, or all of it as a file."""

import re
from collections.abc import Iterator, Mapping

from briefs.errors import BadArgument
from briefs.model import Press, Revision, Shown, Source
from briefs.references.export import EXPORTS, Format
from briefs.references.fields.urls import absolute
from briefs.storage import Store
from handlers.format import (
    DOT,
    authors,
    counted,
    link,
    marks_in,
    page_buttons,
    parse_number,
    partial_day,
    public_ref,
    ref_of,
    source_entry,
    split_page,
)
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Button,
    Context,
    Emphasis,
    Facts,
    Heading,
    Inline,
    Paragraph,
    Reply,
    Request,
    Strong,
)
from handlers.resolve import Choice, resolve_discussed, resolve_piece

_FORMATS: Mapping[str, Format] = {
    **{form: form for form in EXPORTS},
    "bib": "bibtex",
    "csl-json": "csl",
    "csljson": "csl",
    "json": "csl",
}
_BUTTON_FORMATS: tuple[Format, ...] = ("bibtex", "ris", "csl")
_PAGE_SOURCES = 12
_ENTRY = re.compile(r"\[(\d{1,9})\]")


def format_of(word: str) -> Format | None:
    """The format that a word names, in any case: "bibtex", "bib", ".ris", "CSL-JSON"."""
    return _FORMATS.get(word.removeprefix(".").lower())


def list_as_file(revision: Revision, form: Format) -> Iterator[Block]:
    """The whole list as a file, under a heading; the list must not be empty."""
    export, sources = EXPORTS[form], exported(revision)
    yield Heading(f"{counted(len(sources), 'reference')} as {export.label}{DOT}{revision.heading}")
    name = f"{revision.slug}{export.suffix}"
    yield Attachment(name, export.media_type, export.write(sources))


def exported(revision: Revision) -> tuple[Source, ...]:
    """The entries that go into a file: the author's list or, without one, the links in the text."""
    return revision.listed or revision.linked


def export_buttons(revision: Revision) -> Iterator[Button]:
    for form in _BUTTON_FORMATS:
        yield Button(EXPORTS[form].label, Press("sources", (ref_of(revision), form)))


def answer(request: Request, context: Context) -> Reply:
    """`/sources [number or id] [[n] or format]`.

    A bare number is a piece, as everywhere; `[3]` is an entry of the piece named or at hand.
    """
    store = context.store
    form = format_of(request.args[-1]) if request.args else None
    if form is not None:
        choice = resolve_discussed(request.args[:-1], request, store)
        return sources_reply(choice.revision(store), form=form)
    words, page = split_page(request.args)
    choice, number = _piece_and_number(words, request, store)
    return sources_reply(choice.revision(store), number, page)


def sources_reply(
    revision: Revision,
    number: int | None = None,
    page: int = 1,
    form: Format | None = None,
    *,
    command: str = "/sources",
) -> Reply:
    """A page of the list, entry `number` of it, or all of it as a file; `command` asks for them."""
    if not revision.sources:
        blocks = _without_sources(revision)
    elif form is not None:
        blocks = list_as_file(revision, form)
    elif number is None:
        blocks = _sources_page(revision, page)
    elif not 1 <= number <= len(revision.sources):
        raise BadArgument(
            f"“{revision.heading}” has {counted(len(revision.sources), 'source')}, "
            f"no number {number}.",
            hint=f"{command} {ref_of(revision)} lists them.",
        )
    else:
        blocks = _one_source(revision, revision.sources[number - 1])
    return Reply(tuple(blocks), about=Shown(revision.piece, revision.number))


def _piece_and_number(
    words: tuple[str, ...], request: Request, store: Store
) -> tuple[Choice, int | None]:
    *before, last = words or ("",)
    if (entry := _ENTRY.fullmatch(last)) is not None:
        return resolve_discussed(tuple(before), request, store), parse_number(entry[1])
    match words:
        case (ref, number) if number.isdecimal():
            return resolve_piece((ref,), store), parse_number(number)
        case _:
            return resolve_discussed(words, request, store), None


def _sources_page(revision: Revision, page: int) -> Iterator[Block]:
    pages = -(-len(revision.sources) // _PAGE_SOURCES)
    page = min(page, pages)
    shown = revision.sources[(page - 1) * _PAGE_SOURCES : page * _PAGE_SOURCES]
    listed = tuple(source for source in shown if source.where == "list")
    linked = shown[len(listed) :]
    if revision.listed:
        yield Heading(f"Sources ({len(revision.listed)}){DOT}{revision.heading}")
    else:
        yield Heading(revision.heading)
        yield Paragraph(("This piece lists no sources.",))
    if listed:
        yield Bullets(tuple(map(source_entry, listed)), start=listed[0].number)
    if linked:
        yield Paragraph((Strong(f"Links in the text ({len(revision.linked)})"),))
        yield Bullets(tuple(map(source_entry, linked)), start=linked[0].number)
    if pages > 1:
        yield Paragraph((Emphasis(f"Page {page} of {pages}"),))
    yield Actions(tuple(_list_buttons(revision, page, pages)))


def _without_sources(revision: Revision) -> Iterator[Block]:
    yield Heading(revision.heading)
    yield Paragraph(("This piece lists no sources.",))
    yield Actions((Button("Brief", Press("brief", (public_ref(revision),))),))


def _list_buttons(revision: Revision, page: int, pages: int) -> Iterator[Button]:
    ref = ref_of(revision)
    yield from page_buttons(Press("sources", (ref,)), page, pages)
    yield Button("Brief", Press("brief", (public_ref(revision),)))
    yield Button("Read", Press("read", (ref,)))
    yield from export_buttons(revision)


def _one_source(revision: Revision, source: Source) -> Iterator[Block]:
    yield Heading(f"Source {source.number} of {len(revision.sources)}{DOT}{revision.heading}")
    yield Paragraph((source.raw,))
    facts = tuple(_facts(source, revision))
    if facts:
        yield Facts(facts)
    ref = ref_of(revision)
    yield Actions(
        (
            Button("All sources", Press("sources", (ref,))),
            Button("Brief", Press("brief", (public_ref(revision),))),
        )
    )


def _facts(source: Source, revision: Revision) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    plain = (
        ("Authors", authors(source)),
        ("Title", source.title),
        ("In", source.container),
        ("Publisher", source.publisher),
        ("Published", source.issued and partial_day(source.issued)),
        ("Updated", source.updated and partial_day(source.updated)),
        ("Accessed", source.accessed and partial_day(source.accessed)),
    )
    yield from ((name, (value,)) for name, value in plain if value)
    for name, url in (("Link", source.url), ("Archived", source.archive_url)):
        if url:
            yield name, (link(url, absolute(url)),)
    marks = tuple(mark for mark in revision.marks if mark.source == source.number)
    cited = [f"S{n}" for n, at in enumerate(revision.sentences, start=1) if marks_in(marks, at)]
    if cited:
        yield "Cited in", (", ".join(cited),)
