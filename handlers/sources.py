"""/sources: the reference list of a piece in pages, one entry of it, or all of it as a file."""

import re
from collections.abc import Iterator, Mapping

from briefs.errors import BadArgument
from briefs.model import Press, Revision, Shown, Source, absolute_url
from briefs.references.export import EXPORTS, Format
from briefs.storage import Store
from briefs.storage.cited_copies import CitedPage
from briefs.text.canonical import paragraphs
from handlers.find_revision import Choice, resolve_discussed, resolve_piece
from handlers.format import (
    CORRECTED_SOURCE,
    DOT,
    authors,
    corrected_sources,
    counted,
    day,
    link,
    marks_in,
    page_buttons,
    page_of,
    paginate,
    parse_number,
    partial_day,
    public_ref,
    ref_of,
    source_entry,
    source_of,
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
    """The format that a word names, in any case: "bibtex", "bib", ".ris", "CSL-JSON"; else None."""
    return _FORMATS.get(word.removeprefix(".").lower())


def list_as_file(revision: Revision, form: Format) -> Iterator[Block]:
    """The whole list as a file, under a heading; the list must not be empty."""
    export, sources = EXPORTS[form], exported(revision)
    yield Heading(f"{counted(len(sources), 'reference')} as {export.label}{DOT}{revision.heading}")
    name = f"{revision.slug}{export.suffix}"
    yield Attachment(name, export.media_type, export.write(sources))


def exported(revision: Revision) -> tuple[Source, ...]:
    """The entries of the exported file: the author's list or, without one,
    the links in the text.
    """
    return revision.listed or revision.linked


def export_buttons(revision: Revision) -> Iterator[Button]:
    for form in _BUTTON_FORMATS:
        yield Button(EXPORTS[form].label, Press("sources", (ref_of(revision), form)))


def answer(request: Request, context: Context) -> Reply:
    """`/sources [number or id] [[n] or format]`.

    A bare number is a piece, as everywhere; `[3]` is an entry of that piece, or of the one under
    discussion.
    """
    store = context.store
    form = format_of(request.args[-1]) if request.args else None
    if form is not None:
        choice = resolve_discussed(request.args[:-1], request, store)
        return sources_reply(choice.revision(store), form=form)
    words, page = split_page(request.args)
    if len(words) > 1 and words[-2].lower() == "copy" and (wanted := parse_number(words[-1])):
        revision = resolve_discussed(words[:-2], request, store).revision(store)
        return _copy_reply(revision, wanted, page, store)
    choice, number = _piece_and_number(words, request, store)
    return sources_reply(choice.revision(store), number, page, store=store)


def sources_reply(
    revision: Revision,
    number: int | None = None,
    page: int = 1,
    form: Format | None = None,
    *,
    command: str = "/sources",
    store: Store | None = None,
) -> Reply:
    """A page of the list, the entry `number`, or the whole list as a file in the format `form`.

    `command` is what the page buttons send. With a `store`, an entry whose link is dead says so and
    offers the stored copy of its page.
    """
    if not revision.sources:
        blocks = _without_sources(revision)
    elif form is not None:
        blocks = list_as_file(revision, form)
    elif number is None:
        blocks = _sources_page(revision, page)
    elif not 1 <= number <= len(revision.sources):
        raise _no_such(revision, number, command)
    else:
        source = revision.sources[number - 1]
        blocks = _one_source(revision, source, _gone(source, store) if store else None)
    return Reply(tuple(blocks), about=Shown(revision.piece, revision.number))


def _no_such(revision: Revision, number: int, command: str = "/sources") -> BadArgument:
    return BadArgument(
        f"“{revision.heading}” has {counted(len(revision.sources), 'source')}, no number {number}.",
        hint=f"{command} {ref_of(revision)} lists them.",
    )


def _gone(source: Source, store: Store) -> CitedPage | None:
    """What is known of the page of an entry, if the last check found its link dead."""
    if source.url is None:
        return None
    from briefs.references.fields.urls import url_key  # noqa: PLC0415  # loads slowly

    page = store.cited_copies.page(url_key(source.url))
    return page if page is not None and page.gone_since is not None else None


def _copy_reply(revision: Revision, number: int, page: int, store: Store) -> Reply:
    """The stored text of a page that an entry cites and whose link is dead."""
    if not 1 <= number <= len(revision.sources):
        raise _no_such(revision, number)
    gone = _gone(revision.sources[number - 1], store)
    if gone is None or gone.copy is None or gone.gone_since is None:
        raise BadArgument(
            f"No copy of source {number} is to be had here.",
            hint=f"/sources {ref_of(revision)} [{number}] shows the entry, with its link.",
        )
    copy = gone.copy
    pages = paginate(paragraphs(copy.text))
    blocks: list[Block] = [
        Heading(f"Copy of source {number}{DOT}{copy.title or copy.url}"),
        Paragraph(
            (
                Emphasis(
                    f"The page's text as this bot kept it on {day(copy.copied_at)}"
                    f"{'' if copy.whole else ', cut short'}. Its link was found dead on "
                    f"{day(gone.gone_since)}. It is no part of the piece, and no brief quotes it."
                ),
            )
        ),
    ]
    shown = page_of(pages, page, revision, f"/sources {ref_of(revision)} copy {number}")
    blocks += [Paragraph((at.of(copy.text),)) for at in shown]
    press = Press("sources", (ref_of(revision), "copy", str(number)))
    entry = Press("sources", (ref_of(revision), f"[{number}]"))
    blocks.append(Actions((*page_buttons(press, page, len(pages)), Button("The entry", entry))))
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
        yield Bullets(
            tuple(source_of(revision, source.number) for source in listed), start=listed[0].number
        )
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


def _one_source(revision: Revision, source: Source, gone: CitedPage | None) -> Iterator[Block]:
    yield Heading(f"Source {source.number} of {len(revision.sources)}{DOT}{revision.heading}")
    yield Paragraph((source.raw,))
    read = corrected_sources(revision).get(source.number)
    by_editor = () if read is None else ((CORRECTED_SOURCE.capitalize(), (f"read: {read.raw}",)),)
    facts = (*_facts(source, revision), *by_editor, *_said_of(gone))
    if facts:
        yield Facts(facts)
    ref = ref_of(revision)
    has_copy = gone is not None and gone.copy is not None
    copy = Press("sources", (ref, "copy", str(source.number)))
    yield Actions(
        (
            *((Button("Read the copy", copy),) if has_copy else ()),
            Button("All sources", Press("sources", (ref,))),
            Button("Brief", Press("brief", (public_ref(revision),))),
        )
    )


def _said_of(gone: CitedPage | None) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    if gone is not None and gone.gone_since is not None:
        kept = f"; a copy of {day(gone.copy.copied_at)} is kept" if gone.copy else ""
        yield "Dead link", (f"found on {day(gone.gone_since)}{kept}",)


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
            yield name, (link(url, absolute_url(url)),)
    marks = tuple(mark for mark in revision.marks if mark.source == source.number)
    cited = [f"S{n}" for n, at in enumerate(revision.sentences, start=1) if marks_in(marks, at)]
    if cited:
        yield "Cited in", (", ".join(cited),)
