"""Entries whose title is set off from the rest: by quotes, a link or emphasis.

Before such a title stand the authors, and a date in some styles; behind it the outlet, the date
and the notices. So are written Chicago, MLA, Harvard, IEEE, Wikipedia, Wikinews and Markdown lists.
"""

import re

from briefs.model import PartialDate, Span
from briefs.references.base import Reading
from briefs.references.fields import containers, dates, names, titles, urls
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses

_LONGEST_TITLE = 400
_YEAR_AT_END = re.compile(rf"(?:^|[\s(\[.,])(?P<date>{dates.YEAR_SLOT})[)\]]?[\s.,:]*$")
_LEADING = re.compile(rf"\s*(?:\((?P<date>[^()]{{3,40}})\)|(?P<year>{dates.YEAR_SLOT})\.)[.,:]?\s")
_ANOTHER = re.compile(rf"{ADDRESS}\.?; \w")
_EMPHASIS = re.compile(
    r"(?<![\w*])(?P<mark>\*{1,3}|_{1,2})(?=\S)(?P<title>[^*]{2,300}?)(?<=\S)(?P=mark)(?![\w*])"
)


def quoted(entry: Addresses) -> Reading | None:
    """A quote that has the authors or nothing before it, and is set off behind it."""
    return _quoted(entry.text, firm=True)


def loosely_quoted(entry: Addresses) -> Reading | None:
    """A quote with neither comma nor stop, right before a capital: `“Title” Our World in Data`."""
    return _quoted(entry.text, firm=False)


def _quoted(text: str, *, firm: bool) -> Reading | None:
    candidates = (quote for quote in titles.quoted(text) if quote.firm is firm)
    readings = (_set_off(text, quote.outer, quote.inner) for quote in candidates)
    return next(filter(None, readings), None)


def linked(entry: Addresses) -> Reading | None:
    """`[Title](address), Site, date`, unless the link holds a whole entry."""
    if entry.label is None:
        return None
    label = entry.label.of(entry.text)
    if any(titles.is_cited(label, quote) for quote in titles.quoted(label)):
        return None
    around = entry.text[: entry.label.start] + BREAK + entry.text[entry.label.end :]
    if any(quote.firm for quote in titles.quoted(around)):
        return None
    return _set_off(entry.text, Span(entry.label.start, entry.label.end + 1), entry.label)


def emphasised(entry: Addresses) -> Reading | None:
    """`Author. *Title*. Place: Publisher, 2014.`, where no title is in quotes."""
    match = _EMPHASIS.search(entry.text)
    if match is None or any(quote.firm for quote in titles.quoted(entry.text)):
        return None
    return _set_off(entry.text, Span(*match.span()), Span(*match.span("title")))


def _set_off(text: str, outer: Span, inner: Span) -> Reading | None:
    """Read an entry round its title, which stands at `inner` (with its marks, at `outer`)."""
    head, tail = text[: outer.start].strip(), text[outer.end :]
    if len(inner.of(text)) > _LONGEST_TITLE or (head and not head.endswith(titles.ENDS_A_HEAD)):
        return None
    who, year = _dated_head(head)
    authors = names.authors(who.replace("*", ""))
    leading = _LEADING.match(tail) if year is None else None
    if leading and (date := dates.parse(leading["date"] or leading["year"])):
        year, tail = date, tail[leading.end() :]
    tail, is_alone = _first_source(tail)
    noticed = urls.take_notices(tail)
    outlet = containers.read(noticed.text, year=year, day_first=noticed.day_first)
    title = titles.tidy(inner.of(text))
    if authors is None and not (outlet.container and outlet.issued and title[:1].isupper()):
        return None
    return Reading(
        authors=authors or (),
        title=title,
        container=outlet.container,
        publisher=outlet.publisher,
        issued=outlet.issued,
        updated=noticed.updated,
        accessed=noticed.accessed,
        kind="article-journal" if outlet.is_journal else None,
        clear=outlet.clear and is_alone and authors is not None,
    )


def _dated_head(head: str) -> tuple[str, PartialDate | None]:
    """Part what stands before a title into the authors and the date, if one ends it."""
    for found in dates.find(head):
        if not head[found.end :].strip(" .,:;)]"):
            return head[: found.start].rstrip(" (["), found.iso
    if match := _YEAR_AT_END.search(head):
        return head[: match.start() + 1].rstrip(" (["), dates.parse(match["date"])
    return head, None


def _first_source(tail: str) -> tuple[str, bool]:
    """`tail` up to a second source (`…; “Another title,” …`), and whether there is none."""
    for quote in titles.quoted(tail):
        end = tail.rfind("; ", 0, quote.outer.start)
        if quote.firm and end >= 0:
            return tail[:end], False
    return tail, _ANOTHER.search(tail) is None
