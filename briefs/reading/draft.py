"""Makes a draft of the paragraphs that a reader found, the entries it separated from them, and the
facts that the piece states about itself.

Links in its sentences are sources, too. Notes with asterisks and daggers that no link connects to
the text (“paid twice.*”, “* Once.”) are told from its paragraphs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import EllipsisType

from briefs.left_out import LeftOut
from briefs.model import (
    Aside,
    Draft,
    Mark,
    Source,
)
from briefs.reading import headline as reading_headline
from briefs.reading import other_voices
from briefs.reading.base import (
    Account,
    InlineLink,
    Paragraph,
    Paragraphs,
    RemarkNote,
    host_of,
    is_address,
    merged,
    of_file,
    warnings_of,
)
from briefs.reading.front_matter import FrontMatter
from briefs.references import cross_references, parse
from briefs.references.cross_references import Lifted
from briefs.references.fields.urls import url_key
from briefs.references.find_list import ListEntry
from briefs.references.list_evidence import weigh
from briefs.text import canonical, language

_OUR_LABEL = re.compile(r"\^(?:aside|remark|inline)-\d+")
"""Labels that readers give to notes without a label in their source."""

_NAMED_MARKER = re.compile(r"\[(\^[^\s\[\]]{1,60})\]")
_OPENING_MARKERS = re.compile(r"^(?:\[\^[^\s\[\]]{1,60}\]\s*)+", re.MULTILINE)
"""A marker in Markdown's form; one without a target must not be shown to readers."""

_KEPT_BACK = re.compile(
    r"\W{0,4}(?:(?:strictly |strict |under |sous |bajo )?embargo(?:ed)?(?:\W{0,4}"
    r"|[\s:,(–—-]{1,3}(?:until|till|to|for|by|lifts|expires|ends|bis|jusqu|hasta|fino|tot|do|до|\d)"
    r"[^\n]{0,80})|sperrfrist\b[^\n]{0,80}|gesperrt bis\b[^\n]{0,60}|(?:draft\W{1,3})?(?:please )?"
    r"(?:not for (?:publication|release|distribution|broadcast)"
    r"|do not (?:publish|circulate|quote|distribute|cite))\b[^\n]{0,60})",
    re.IGNORECASE,
)
"""A line of press offices and desks above a text: "EMBARGOED UNTIL 5 June", "Not for release"."""

_KEPT_BACK_TITLE = re.compile(
    r"[\[(]?(?:draft|wip|embargoed|entwurf|brouillon|borrador)(?:[\])]|\s?[:–—]|\s-)\s",
    re.IGNORECASE,
)
_MAX_LINES_ABOVE, _MAX_LINE_CHARS = 4, 160

_YEAR_OR_ADDRESS = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|://|\bdoi\b|www\.", re.IGNORECASE)
_UNCALLED = re.compile(rf"(?m)^[^\S\n]*\[{_OUR_LABEL.pattern}\][^\S\n]*")
"""A marker at the beginning of its line, which belongs to no words."""


_SIGN = r"(?:[*∗⁎]{1,4}|†{1,3}|‡{1,3}|§{1,2}|¶|‖)"

_OPENS = re.compile(
    rf"(?P<sign>{_SIGN})[ \u00a0\u2009\u202f]?(?P<text>(?![*∗⁎†‡§¶‖\s])\S.*)", re.DOTALL
)

_CALL = re.compile(rf"(?<=[^\W_]|[.,;:!?…%)\]”’\"'»])(?P<sign>{_SIGN})(?![\w*∗⁎†‡§¶‖])")

_MAX_CALLS, _MIN_WORDS = 3, 2
_NUMBERED = re.compile(
    r"(?:\[(?P<plain>\d{1,2})\]|(?P<raised>[⁰¹²³⁴-⁹]{1,2}))[ \u00a0\u2009\u202f]?(?P<text>\S.*)",
    re.DOTALL,
)
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

MAX_LINKS = 300
"""Links of one piece; more than these are no author's."""


def draft(
    shown: Paragraphs,
    entries: Sequence[ListEntry],
    sources: Sequence[Source],
    *,
    matter: FrontMatter,
    title: str | EllipsisType | None = ...,
    name: str = "",
) -> Draft:
    """A draft without `origin` and `original`, which the caller adds.

    `entries` and `sources` are the same list, as written and as parsed. `title` is None for a piece
    without one, and `...` to take the one of `matter` or find it. `name` is the file's.
    """
    items, signed = _without_sign_notes(shown.items)
    if not entries and not shown.notes:
        items, numbered = _without_numbered_notes(items)
        signed = (*signed, *numbered)
    # entries without labels are referred to by position
    is_named = all(entry.label for entry in entries)
    works = [note for note in signed if is_named and weigh(note.text).bibliographic]
    entries = [*entries, *(ListEntry(note.text, note.label) for note in works)]
    sources = [
        *sources,
        *(
            parse.source(parse.PageEntry(raw=note.text, label=note.label, number=number))
            for number, note in enumerate(works, len(sources) + 1)
        ),
    ]
    notes = (*shown.notes, *(note for note in signed if note not in works))
    shown = replace(shown, items=items, notes=notes)
    called = {
        **{note.label: len(entries) + at for at, note in enumerate(shown.notes, 1)},
        **cross_references.numbers(entries),
    }
    wanted = (matter.title or None) if title is ... else canonical.one_line(title or "")
    opened = reading_headline.read(
        shown.items, title=wanted, byline=matter.byline, published=matter.published
    )
    body = tuple(_with_called(opened.body)) if shown.notes else opened.body
    body = tuple(_without_opening_markers(body))
    text = "\n\n".join(paragraph.text for paragraph in body)
    undefined = [one[0] for one in _NAMED_MARKER.finditer(text) if one[1] not in called]
    text = _NAMED_MARKER.sub(lambda one: one[0] if one[1] in called else "", text)
    lifted = cross_references.lift(text, called)
    headline = cross_references.lift(opened.title, called).body
    left = merged(shown.left_out, _replaced(opened.replaced))
    marks = tuple(mark for mark in lifted.marks if mark.source <= len(entries))
    tongue, doubts = language.settled(matter.language, lifted.body)
    warnings = (
        *matter.warnings,
        *shown.warnings,
        *warnings_of(left),
        *(() if headline or title is None else ("no title was found: give it in front matter",)),
        *_unmatched((*undefined, *lifted.unresolved), marks, len(entries)),
        *doubts,
    )
    return Draft(
        title=headline,
        body=lifted.body,
        byline=opened.byline,
        outlet=matter.outlet,
        published=opened.published,
        url=matter.url,
        language=tongue,
        topics=matter.topics,
        sources=cross_references.resolve(tuple(sources)),
        marks=marks,
        left_out=left,
        asides=tuple(_asides(shown, lifted, len(entries))),
        voices=other_voices.find(body, lifted.body),
        hold=matter.hold or _stated_hold(headline, body),
        not_before=matter.not_before,
        warnings=warnings,
        slug=matter.slug or of_file(name),
        named=bool(matter.slug),
    )


def remarks_apart(
    shown: Paragraphs, entries: Sequence[ListEntry]
) -> tuple[Paragraphs, Sequence[ListEntry]]:
    """The paragraphs and the entries; the entries are notes if none of them names a work, or tells
    a year or an address, while the text calls each of them.
    """
    if not entries or shown.notes or any(_may_name_work(one.raw) for one in entries):
        return shown, entries
    text = "\n\n".join(one.text for one in shown.items)
    marks = cross_references.lift(text, cross_references.numbers(entries)).marks
    if len({mark.source for mark in marks}) < len(entries):
        return shown, entries
    notes = (RemarkNote(one.label or str(at), one.raw) for at, one in enumerate(entries, 1))
    return replace(shown, notes=tuple(notes)), ()


def _may_name_work(raw: str) -> bool:
    return weigh(raw).score > 0 or _YEAR_OR_ADDRESS.search(raw) is not None


def _with_called(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs without markers that belong to no words, nor those of such markers alone."""
    for one in paragraphs:
        text = _UNCALLED.sub("", one.text)
        if text.strip() or not one.text.strip():
            yield replace(one, text=text)


def _stated_hold(title: str, paragraphs: Sequence[Paragraph]) -> str:
    """The line above a text, or the word before its title, that keeps it from the public."""
    lines = (one.text for one in paragraphs[:_MAX_LINES_ABOVE] if len(one.text) <= _MAX_LINE_CHARS)
    found = next(filter(_KEPT_BACK.fullmatch, lines), "")
    if not found and _KEPT_BACK_TITLE.match(title):
        found = title
    return f"its text says “{found}”" if found else ""


def _replaced(headline: str) -> tuple[LeftOut, ...]:
    account = Account()
    if headline:
        account.add("replaced headline", headline)
    return account.left_out


def _asides(shown: Paragraphs, lifted: Lifted, entries: int) -> Iterator[Aside]:
    """The remark notes, with their places in the text, and the captions."""
    called = {mark.source: mark.at for mark in reversed(lifted.marks)}
    for at, note in enumerate(shown.notes, entries + 1):
        label = "" if _OUR_LABEL.fullmatch(note.label) else note.label.lstrip("^")
        yield Aside("note", note.text, label, called.get(at))
    for caption in shown.captions:
        yield Aside("caption", caption)


def _without_opening_markers(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs without note markers before their lines, which no words call, and without
    those that consist of such markers.
    """
    for one in paragraphs:
        text = _OPENING_MARKERS.sub("", one.text) if "[^" in one.text else one.text
        if text is one.text or text.strip():
            yield replace(one, text=text)


def without_body(draft: Draft) -> str:
    """The reason for the editor why a draft has no body."""
    if draft.sources:
        return "only references: no text above them"
    if beside := [one.counted for one in draft.left_out if one.words]:
        return f"no text beside {', '.join(beside)}"
    return "only a title: no text below it" if draft.title else "empty: no text in it"


def removed(count: int) -> tuple[str, ...]:
    """The warning about characters that `canonical.clean` removed."""
    if not count:
        return ()
    characters = "character was" if count == 1 else "characters were"
    return (f"{count} control or text-direction {characters} taken out",)


def _unmatched(unresolved: Sequence[str], marks: Sequence[Mark], entries: int) -> tuple[str, ...]:
    """Warnings about markers without an entry, and, if there are markers, about uncited entries."""
    found: list[str] = []
    if unresolved:
        found.append(f"no entry for the marker {', '.join(dict.fromkeys(unresolved))}")
    cited = {mark.source for mark in marks}
    idle = [str(number) for number in range(1, entries + 1) if number not in cited]
    if cited and idle:
        which = "entry" if len(idle) == 1 else "entries"
        found.append(f"never cited: {which} {', '.join(idle)}")
    return tuple(found)


def linked_sources(
    links: Iterable[InlineLink], body: str, listed_urls: Iterable[str], listed: Sequence[Source]
) -> tuple[Source, ...]:
    """The links whose words are in `body`, numbered after the list, each address once.

    A link to the address of a listed entry (`listed_urls`) is that entry, and not repeated.
    """
    told = {url_key(url) for url in listed_urls}
    told |= {url_key(url) for one in listed for url in (one.url, one.archive_url) if url}
    words = " ".join(body.split())
    found: dict[str, InlineLink] = {}
    for link in links:
        if (key := url_key(link.url)) not in told and link.text in words:
            found.setdefault(key, link)
    return tuple(
        Source(
            number=number,
            raw=link.text,
            status="partial",
            type="webpage",
            title=None if is_address(link.text) else link.text,
            container=host_of(link.url),
            url=link.url,
            where="link",
        )
        for number, link in enumerate([*found.values()][:MAX_LINKS], start=len(listed) + 1)
    )


def _without_numbered_notes(
    paragraphs: Sequence[Paragraph],
) -> tuple[tuple[Paragraph, ...], tuple[RemarkNote, ...]]:
    """The paragraphs without the numbered notes below them, and these notes.

    They are notes if they are numbered from 1 on, and the text above calls each of the numbers.
    """
    opened = [_numbered_opening(one) for one in paragraphs]
    first = next((at for at in range(len(opened) - 1, -1, -1) if _number(opened[at]) == 1), 0)
    run = [found for found in opened[first:] if found is not None]
    notes = [RemarkNote(str(_number(found)), found["text"]) for found in run]
    together = opened[first : first + len(run)] == run
    numbers = {str(number): number for number in range(1, len(notes) + 1)}
    if not first or not together or [note.label for note in notes] != list(numbers):
        return tuple(paragraphs), ()
    above = "\n\n".join(one.text for one in paragraphs[:first])
    called = {mark.source for mark in cross_references.lift(above, numbers).marks}
    if called != set(numbers.values()):
        return tuple(paragraphs), ()
    return (*paragraphs[:first], *paragraphs[first + len(run) :]), tuple(notes)


def _number(opening: re.Match[str] | None) -> int:
    if opening is None:
        return 0
    return int(opening["plain"] or opening["raised"].translate(_LOWERED))


def _numbered_opening(paragraph: Paragraph) -> re.Match[str] | None:
    found = None if paragraph.level else _NUMBERED.fullmatch(paragraph.text)
    return found if found and len(found["text"].split()) >= _MIN_WORDS else None


def _without_sign_notes(
    paragraphs: Sequence[Paragraph],
) -> tuple[tuple[Paragraph, ...], tuple[RemarkNote, ...]]:
    """The paragraphs without such notes, with note markers in the text, and the notes.

    A paragraph is a note if it begins with a sign that follows a word above it, and if no other
    paragraph begins with the same sign, as the items of a list do.
    """
    opened = {at: found for at, one in enumerate(paragraphs) if (found := _opening(one))}
    signs = Counter(found["sign"] for found in opened.values())
    notes = {
        at: found
        for at, found in opened.items()
        if signs[found["sign"]] == 1 and 0 < _calls(found["sign"], paragraphs[:at]) <= _MAX_CALLS
    }
    if not notes:
        return tuple(paragraphs), ()
    labels = {found["sign"] for found in notes.values()}

    def marked(call: re.Match[str]) -> str:
        return f"[^{call['sign']}]" if call["sign"] in labels else call[0]

    kept = (one for at, one in enumerate(paragraphs) if at not in notes)
    return (
        tuple(
            replace(one, text=_CALL.sub(marked, one.text)) if _CALL.search(one.text) else one
            for one in kept
        ),
        tuple(RemarkNote(f"^{found['sign']}", found["text"]) for found in notes.values()),
    )


def _opening(paragraph: Paragraph) -> re.Match[str] | None:
    if paragraph.level or paragraph.text[:1].isalnum() or "\n" in paragraph.text:
        return None
    found = _OPENS.fullmatch(paragraph.text)
    return found if found and len(found["text"].split()) >= _MIN_WORDS else None


def _calls(sign: str, above: Sequence[Paragraph]) -> int:
    return sum(call["sign"] == sign for one in above for call in _CALL.finditer(one.text))
