"""Entries whose title is set off from the rest: by quotes, a link or emphasis.

Before such a title come the authors, and a date in some styles; after it the outlet, the date and
the notices. Chicago, MLA, Harvard, IEEE, Wikipedia, Wikinews and Markdown lists have this form.
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation, PartialDate, Person, Span
from briefs.references.fields import containers, dates, names, titles, urls
from briefs.references.fields.certain_names import opening
from briefs.references.fields.name_words import (
    is_organisation,
    is_part_of_body,
    opens_with_given_name,
    publisher_behind_place,
)
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, is_site
from briefs.references.parsed_fields import ParsedFields

_LONGEST_TITLE = 400
_YEAR_AT_END = re.compile(rf"(?:^|[\s(\[.,])(?P<date>{dates.YEAR_SLOT})[)\]]?[\s.,:]*$")
_YEARS_AT_END = re.compile(
    r"[ .]{0,3}[(\[](?:(?:19|20)\d\d ?[–-] ?(?:(?:19|20)\d\d|present)?"
    r"|z\. ?[dj]\.?(?:-[a-z])?|s/f)[)\]]\.?$"
)
_LEADING = re.compile(
    rf"[.,]?\s*(?:\((?P<date>[^()]{{3,40}})\)|(?P<year>{dates.YEAR_SLOT})\.)[.,:]?\s"
)
_RELEASED = re.compile(
    r"[,:.]? (?:(?:BT-|BR-)?Drucksache(?= \d)|Pressemitteilung|Medienmitteilung|Presseinformation"
    r"|(?:[Pp]ress|[Nn]ews|[Mm]edia) (?:[Rr]elease|[Ss]tatement)"
    r"|[Cc]ommuniqué(?: de presse)?"
    r"|[Cc]omunicado de prensa|[Cc]omunicato stampa|[Nn]ota de prensa)(?: (?:(?:Nr|No|no)\.|n°)?"
    r" ?[\w/.-]*\d)?"
    r"(?:,? (?:vom|v\.|of|du|del|de))?(?P<date>,? [^,:“”„\"]{4,30})?[,:.]?$"
)
_INTERVIEWED = re.compile(
    r"(?P<stop>\.) (?:[Ii]nterview(?:ed)?(?: by| with| mit| de)|[Ee]ntrevista(?: con| de| por)"
    r"|[Ee]ntretien avec|[Ii]ntervista(?: di| con)|[Gg]espräch mit) [^“«„\"]{3,60}[.,:]$"
)
_TITLE_GOES_ON = re.compile(r"\((?:19|20)\d\d[a-z]?\)[:.,]? [^\W\d_][^()\d]{1,60}:$")
"""`Ministry (2021): Roe: “We are out of it”`: the quotation is the end of the title."""
_SERIES_BEFORE = re.compile(
    r"(?:^|(?<=[.,] ))[*_](?P<series>[^*_]{2,120})[*_][.,]?"
    r"(?: (?:[Ss]eason|[Ss]eries|[Ee]pisode|[Ee]p\.|[Ff]olge|[Ss]taffel) \d+[,.:]?){1,2}$"
)
_ANOTHER = re.compile(rf"{ADDRESS}\.?; \w")
_EMPHASIS = re.compile(
    r"(?<![\w*])(?P<mark>\*{1,3}|_{1,2})(?=\S)(?P<title>[^*]{2,300}?)(?<=\S)(?P=mark)(?![\w*])"
)
_SIGNED = re.compile(
    r",? (?:by|von|por|par|di) (?P<who>[^“”\",]{3,80}(?:, [^,]{3,40}, and [^,]{3,40})?)(?=,)"
)
_INVERTED = re.compile(r"[^\W\d_a-z][\w’'-]+, [^\W\d_a-z][\w’'.-]+(?: [^\W\d_a-z][\w’'.-]*)?")
_INITIALLED = r"(?:[^\W\d_]\. ?-?){1,3}[^\W\d_a-z][\w’'-]+"
_TURNED = r"[^\W\d_a-z][\w’'-]+ (?:[^\W\d_a-z]\. ?-?){1,3}"
_OUTLET_QUOTED = re.compile(
    rf"(?P<who>{_INITIALLED}(?:(?:, | e | i | y ){_INITIALLED}){{0,4}}"
    rf"|{_TURNED}(?:(?:, | i ){_TURNED}){{0,4}}), "
    r"(?P<title>[^«»„”“\"]{3,300}?),? (?:(?:in|w|en|dans):? )?"
    r"[«„“\"](?P<container>[^«»„”“\"]{2,80})[»”“\"],? (?P<rest>(?:\d|n\.|nr|no\.|a\. |r\. "
    r"|[IVX]+ ).*)"
)
_UNSIGNED = re.compile(
    r"(?P<who>)(?P<title>(?:[^\s«»„”“\"*:]+ ){3,40}[^\s«»„”“\"*:]+), (?:(?:in|w|en|dans):? )?"
    r"[«„](?P<container>[^«»„”“\"]{2,80})[»”“],? (?P<rest>(?:[tTzZ]\.|[rR]\.|nr|n\.|no\.)"
    r" ?[\dIVX].*)"
)
_NUMBER = re.compile(r"\b(?:nr|n\.|no\.) ?\d")
_PUBLISHED = frozenset({"dataset", "software", "report", "standard"})
_PUBLISHER = re.compile(r"\b(?:Publishing|Publications|Publishers|Verlag)$")
_STOPS = (".", "?", "!")
_FEW_WORDS_OF_A_TITLE = 4
_WITHIN_AT_END = re.compile(r"(?<=[.?!]) [Ii]n ?:? ?$")
_FEWEST_NAMES, _MOST_NAMES = 2, 4
_OF_CHANNELS = frozenset({"YouTube", "Vimeo", "TikTok", "Twitch", "SoundCloud", "Dailymotion"})
"""Sites where the uploader is the name of a channel."""


def quoted(entry: Addresses) -> ParsedFields | None:
    """A quoted title with the authors or nothing before it, and punctuation after it."""
    return _quoted(entry, firm=True)


def loosely_quoted(entry: Addresses) -> ParsedFields | None:
    """A quoted title without comma or stop, right before a capital: `“Title” Our World in Data`."""
    return _quoted(entry, firm=False)


def _quoted(entry: Addresses, *, firm: bool) -> ParsedFields | None:
    candidates = (
        quote
        for quote in titles.quoted(entry.text)
        if quote.firm is firm and (firm or _is_whole(quote.inner.of(entry.text)))
    )
    readings = (_set_off(entry, quote.outer, quote.inner) for quote in candidates)
    return next(filter(None, readings), None)


def _is_whole(quoted: str) -> bool:
    """Whether a quoted text that no punctuation sets off is long enough for a title."""
    return len(quoted.split()) > _FEWEST_NAMES or quoted.rstrip("’'\"”").endswith(_STOPS)


def outlet_quoted(entry: Addresses) -> ParsedFields | None:
    """`M. Conti, Il porto, in «Il Giorno», 10 novembre 2020`: only the outlet is quoted."""
    found = _OUTLET_QUOTED.match(entry.text) or _UNSIGNED.match(entry.text)
    authors = found and names.authors(found["who"])
    if not found or authors is None:
        return None
    noticed = urls.take_notices(found["rest"])
    outlet = containers.read(noticed.text, day_first=noticed.day_first)
    return ParsedFields(
        authors=authors,
        title=titles.tidy(found["title"]),
        container=found["container"].strip(" ,."),
        issued=outlet.issued,
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind=outlet.kind or _numbered(noticed.text),
        clear=outlet.issued is not None,
    )


def _numbered(text: str) -> str | None:
    return "article-journal" if _NUMBER.search(text) and not dates.find(text) else None


_DATED_HEAD = re.compile(
    r"[^()]{2,100}\((?:n\. ?d\.|s\. ?f\.|(?:\d{1,2}\.\d{1,2}\.)?(?:19|20)\d\d[^()]{0,20})\)"
    r"[.,:]? \S"
)
"""How the text of a link begins that is a whole entry in APA: `[Harbour Board. (2019).
Title.](address)`.
"""


def linked(entry: Addresses) -> ParsedFields | None:
    """`[Title](address), Site, date`, unless the link contains a whole entry."""
    if entry.label is None:
        return None
    label = entry.label.of(entry.text)
    if any(titles.is_cited(label, quote) for quote in titles.quoted(label)):
        return None
    if _DATED_HEAD.match(label):
        return None
    around = entry.text[: entry.label.start] + BREAK + entry.text[entry.label.end :]
    if any(quote.firm for quote in titles.quoted(around)):
        return None
    return _set_off(entry, Span(entry.label.start, entry.label.end + 1), entry.label)


def emphasised(entry: Addresses) -> ParsedFields | None:
    """`Author. *Title*. Place: Publisher, 2014.`, with the title in italics."""
    match = _EMPHASIS.search(entry.text)
    if match is None or containers.GAZETTE.match(match["title"]):
        return None
    quotes = [quote for quote in titles.quoted(entry.text) if quote.firm]
    if not quotes and (within := _in_emphasised(entry, match)):
        return within
    if quotes:
        is_part = quotes[0].outer.end < match.start() and entry.text[quotes[0].outer.end] == ":"
        return _in_emphasised(entry, match) if is_part else None
    found = _set_off(entry, Span(*match.span()), Span(*match.span("title")))
    head = entry.text[: match.start()]
    if found and not found.authors and len(head.split()) >= _FEW_WORDS_OF_A_TITLE:
        return None  # the title may be before the outlet in italics
    return _stand_alone(_signed_by_body(found, entry, match.start()), entry) if found else None


def _signed_by_body(found: ParsedFields, entry: Addresses, end: int) -> ParsedFields:
    """Corrects an author before a full stop: there, lists write people with the family name first,
    so that another order means an organisation.
    """
    head = entry.text[:end].strip()
    match found.authors:
        case (Person(given=given, suffix="") as only,) if head == f"{only}.":
            if opens_with_given_name(given) or "." in given or is_site(entry.url, str(only)):
                return found
            is_long = len(given.split()) >= _FEWEST_NAMES
            authors = (Organisation(str(only)),) if is_long else ()
            return replace(found, authors=authors, clear=found.clear and is_long)
    return found


def _in_emphasised(entry: Addresses, match: re.Match[str]) -> ParsedFields | None:
    """`Author. Title. *Journal*, v. 26, 2013`: the title is between the authors and the emphasised
    words.
    """
    head = entry.text[: match.start()]
    within = _WITHIN_AT_END.search(head)
    opened = opening(head)
    authors, title = opened or ((), head if within else "")
    if within:
        title = title[: within.start() - len(head)].rstrip(" .") + "."
    if authors and not within and is_part_of_body(title.strip()) and len(authors) == 1:
        return None  # United States. Government Accountability Office. *Title*
    if len(sentences(title)) != 1 or dates.parse(title) or not title.rstrip().endswith(_STOPS):
        return None
    noticed = urls.take_notices(match["title"] + entry.text[match.end() :])
    outlet = containers.read(noticed.text, day_first=noticed.day_first, url=entry.url)
    if outlet.container is None or (outlet.issued is None and not (within and entry.url)):
        return None
    return ParsedFields(
        authors=authors,
        title=titles.tidy(title),
        container=outlet.container,
        publisher=outlet.publisher,
        issued=outlet.issued,
        updated=noticed.updated,
        accessed=noticed.accessed,
        kind=outlet.kind,
        clear=outlet.clear,
    )


def _stand_alone(found: ParsedFields, entry: Addresses) -> ParsedFields:
    """A book, a report or a program, whose title is in italics, has no outlet but a publisher."""
    if found.container and not found.publisher and _PUBLISHER.search(found.container):
        return replace(found, container=None, publisher=found.container)
    by_year = len(found.issued or "") in {0, len("2017")} and found.kind is None
    is_web = bool(entry.url or found.accessed) and entry.kind not in _PUBLISHED
    if not by_year or is_web or found.container is None or found.publisher or entry.kind == "post":
        return found
    kind = entry.kind or "book"
    publisher = publisher_behind_place(found.container) or found.container
    return replace(found, container=None, publisher=publisher, kind=kind)


def _around(text: str, outer: Span, inner: Span) -> tuple[str, str] | None:
    """What is before a title and behind it; None if it is not set off from them."""
    head, tail = text[: outer.start].strip(), text[outer.end :]
    if len(inner.of(text)) > _LONGEST_TITLE:
        return None
    if head and not head.endswith(titles.ENDS_A_HEAD) and not _INVERTED.fullmatch(head):
        return None
    if tail.startswith(": ") and inner.of(text)[-1:] not in _STOPS and outer.end != len(text):
        return None  # “Quotation”: the title goes on
    if series := _SERIES_BEFORE.search(head):
        head, tail = head[: series.start()].rstrip(), f" *{series['series']}*, {tail.lstrip()}"
    if text[outer.start] not in "*_":
        head = _INTERVIEWED.sub(r"\g<stop>", head)
    return None if _TITLE_GOES_ON.search(head) else (head, tail)


def _set_off(entry: Addresses, outer: Span, inner: Span) -> ParsedFields | None:
    """Read an entry around its title, which is at `inner` (with its marks, at `outer`)."""
    text = entry.text
    around = _around(text, outer, inner)
    if around is None:
        return None
    head, tail = around
    released = _RELEASED.search(head)
    who, year = _dated_head(head[: released.start()] if released else head)
    if released:
        year = year or dates.parse(released["date"] or "", day_first=True)
    if year is not None or who != head:
        authors = names.before_date(
            who.replace("*", "").strip(" ,"),
            is_stopped=who.endswith("."),
            is_own=lambda name: is_site(entry.url, name),
            issued_by=names.issuer(entry.kind),
        )
    else:
        authors = names.authors(who.replace("*", ""))
    leading = _LEADING.match(tail) if year is None else None
    if leading and (date := dates.parse(leading["date"] or leading["year"])):
        year, tail = date, tail[leading.end() :]
    if not head and (signed := _SIGNED.match(tail)) and (written := names.authors(signed["who"])):
        authors, tail = written, tail[signed.end("who") :]
    tail, is_alone = _first_source(tail)
    noticed = urls.take_notices(tail)
    outlet = containers.read(noticed.text, year=year, day_first=noticed.day_first, url=entry.url)
    title = titles.tidy(inner.of(text))
    if not authors and outlet.container and outlet.publisher and _is_signed(outlet):
        authors = names.authors(outlet.container)
        outlet = replace(outlet, container=outlet.publisher, publisher=None)
    if "," not in who:
        authors = _as_organisation(authors, outlet, entry)
        if authors is None and outlet.container in _OF_CHANNELS and who.endswith("."):
            authors = (Organisation(who.rstrip(".")),)
    is_located = outlet.container or (entry.url and (year or outlet.issued))
    if authors is None and not (is_located and outlet.issued and title[:1].isupper()):
        return None
    return ParsedFields(
        authors=authors or (),
        title=title,
        container=outlet.container,
        publisher=outlet.publisher,
        issued=outlet.issued,
        updated=noticed.updated,
        accessed=noticed.accessed,
        kind=outlet.kind,
        clear=outlet.clear and is_alone and authors is not None,
    )


def _is_signed(outlet: containers.Outlet) -> bool:
    """Whether an author was read as the outlet, and the outlet as its publisher."""
    name, publisher = outlet.container or "", outlet.publisher or ""
    words = name.split()
    may_be = _FEWEST_NAMES <= len(words) <= _MOST_NAMES and all(word.istitle() for word in words)
    is_before_paper = may_be and containers.is_newspaper(publisher)
    is_paper = is_organisation(name) or containers.is_newspaper(name)
    return _is_person(name) or (is_before_paper and not is_paper)


def _is_person(name: str) -> bool:
    """Whether the text at the outlet's place is certainly the author, after the title."""
    words = name.split()
    return (
        _FEWEST_NAMES <= len(words) <= _MOST_NAMES
        and opens_with_given_name(name)
        and not is_organisation(name)
    )


def _as_organisation(
    authors: tuple[Author, ...] | None, outlet: containers.Outlet, entry: Addresses
) -> tuple[Author, ...] | None:
    """An author that is also the outlet, or the owner of the site, is an organisation."""
    match authors:
        case (Person(given=given) as only,) if given and not opens_with_given_name(given):
            is_outlet = str(only).casefold() in {
                (outlet.container or "").casefold(),
                (outlet.publisher or "").casefold(),
            }
            is_channel = outlet.container in _OF_CHANNELS
            if is_outlet or is_channel or is_site(entry.url, str(only)):
                return (Organisation(str(only)),)
    return authors


def _dated_head(head: str) -> tuple[str, PartialDate | None]:
    """Split the text before a title into the authors and a date at its end."""
    if spanned := _YEARS_AT_END.search(head):
        return head[: spanned.start()], None
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
