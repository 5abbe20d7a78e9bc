"""Reading a piece: from the bytes of a file, or a text, to a draft."""

from dataclasses import replace
from hashlib import sha256
from types import EllipsisType

from briefs import language, text
from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading import front_matter, markdown, opening, plain
from briefs.reading.decoding import decode
from briefs.reading.front_matter import FrontMatter
from briefs.reading.slug import of_file
from briefs.references import entry, finding, marks, mentions
from briefs.references.marks import Lifted


def read(data: bytes, *, name: str = "", origin: str = "") -> Draft:
    """Read a file of plain text or Markdown; `name` is the file's, `origin` where it came from.

    Unreadable, naming `origin` or else `name` and the line at fault, if it is no text, is too
    large, has broken front matter, or has no body.
    """
    try:
        decoded = decode(data)
        cleaned, removed = text.clean(decoded.text)
        matter, rest = front_matter.read(cleaned)
        draft = _draft(rest, matter, title=..., name=name)
    except Unreadable as error:
        path = origin or name
        raise Unreadable(error.reason, path=path, line=error.line, hint=error.hint) from error
    if not any(map(str.isalnum, draft.body)):
        raise Unreadable(_without_body(draft), path=origin or name, hint="Add the text itself.")
    warnings = (*decoded.warnings, *_removed(removed), *draft.warnings)
    return replace(draft, warnings=warnings, origin=origin, original=sha256(data).hexdigest())


def read_text(source: str, *, title: str | EllipsisType | None = ..., name: str = "") -> Draft:
    """Read a text that is already a string; never fails.

    `title`: the title, None where there is none, or `...` to find it. What `read` refuses is a
    warning here: broken front matter is taken for text, and a text without a body has an empty one.
    """
    cleaned, removed = text.clean(source.lstrip("\ufeff"))
    warnings = _removed(removed)
    try:
        matter, rest = front_matter.read(cleaned)
    except Unreadable as error:
        matter, rest = FrontMatter(), cleaned
        warnings = (*warnings, f"line {error.line}: {error.reason}")
    draft = _draft(rest, matter, title=title, name=name)
    if not draft.body:
        warnings = (*warnings, _without_body(draft))
    original = sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(draft, warnings=(*warnings, *draft.warnings), original=original)


def _draft(
    source: str, matter: FrontMatter, *, title: str | EllipsisType | None, name: str
) -> Draft:
    """The draft of a clean text below its front matter."""
    found = finding.find(source)
    called = marks.numbers(found.entries)
    read_as = markdown if markdown.is_markdown(source, name) else plain
    shown = read_as.paragraphs(found.text)
    wanted = (matter.title or None) if title is ... else text.one_line(title or "")
    opened = opening.read(
        shown.items, title=wanted, byline=matter.byline, published=matter.published
    )
    lifted = marks.lift("\n\n".join(paragraph.text for paragraph in opened.body), called)
    headline = marks.lift(opened.title, called).body
    warnings = (
        *matter.warnings,
        *shown.warnings,
        *(() if headline or title is None else ("no title was found: give it in front matter",)),
        *_unmatched(lifted, len(found.entries)),
    )
    return Draft(
        title=headline,
        body=lifted.body,
        byline=opened.byline,
        outlet=matter.outlet,
        published=opened.published,
        url=matter.url,
        language=matter.language or language.detect(lifted.body),
        topics=matter.topics,
        sources=mentions.resolve(
            tuple(entry.parse(e.raw, n) for n, e in enumerate(found.entries, start=1))
        ),
        marks=lifted.marks,
        warnings=warnings,
        slug=matter.slug or of_file(name),
        named=bool(matter.slug),
    )


def _without_body(draft: Draft) -> str:
    """Why a draft without a body has none."""
    if draft.sources:
        return "only references: no text above them"
    return "only a title: no text below it" if draft.title else "empty: no text in it"


def _removed(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    characters = "character was" if count == 1 else "characters were"
    return (f"{count} control or text-direction {characters} taken out",)


def _unmatched(lifted: Lifted, entries: int) -> tuple[str, ...]:
    """Markers without an entry, and, where there are markers at all, entries that none cites."""
    found: list[str] = []
    if lifted.unresolved:
        found.append(f"no entry for the marker {', '.join(dict.fromkeys(lifted.unresolved))}")
    cited = {mark.source for mark in lifted.marks}
    idle = [str(number) for number in range(1, entries + 1) if number not in cited]
    if cited and idle:
        found.append(f"entries never cited: {', '.join(idle)}")
    return tuple(found)
