"""Entries whose title is not set off, recognised by their dates, as APA, ASA and Harvard have them:
`Author (2017, May 4). Title. Site.`, `Title. (2017). Site.`, `Author, 2017. Title. [Online] …`.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from briefs.model import Author, Organisation, PartialDate, Person
from briefs.references.fields import containers, dates, names, titles, urls
from briefs.references.fields.certain_names import surely
from briefs.references.fields.containers import GAZETTE, is_newspaper, without_place
from briefs.references.fields.name_words import has_telling_word, is_city, is_organisation
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, hosts, is_host, is_site
from briefs.references.parsed_fields import ParsedFields

_NO_DATE = re.compile(
    r"n\. ?d\.?(?:-[a-z])?|z\. ?[dj]\.?(?:-[a-z])?|no date|undated|s[./] ?[fd]\.?(?:-[a-z])?"
    r"|o\. ?[JD]\.?|sin fecha|sans date|sem data|senza data|zonder (?:datum|jaar)|bez daty"
    r"|ohne (?:Jahr|Datum)"
    r"|(?:19|20)\d\d ?[–-] ?(?:(?:19|20)\d\d|present|heute)?"
    r"|б\. ?[гд]\.?|без даты|б\. ?р\.?|b\. ?[dr]\.?|t\. ?y\.?|بدون تاريخ|د\. ?ت\.?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[](?P<date>[^()\[\]]{3,40})[)\]]\s?[.,:]?\s?")
_AGAIN = re.compile(r"^(?P<year>(?:19|20)\d\d)[a-z]?, (?=.*\b(?P=year)$)")
"""A year before a date with the same year: 2018, November 2018."""
_STOPPED = re.compile(rf"(?<=[.,)])\s(?P<date>{dates.YEAR_SLOT})(?: \[\d{{4}}\])?[.,]\s")
_IN_OUTLET = re.compile(r"(?P<title>[^:]{3,200}?)[,.] [Ii]n: (?P<outlet>[^\W\d_a-z][^:;()]{2,80})")
_SPOKEN = re.compile(
    r", (?:[Ss]peech|[Rr]emarks|[Aa]ddress|[Ll]ecture|[Tt]alk|[Kk]eynote)"
    r" (?:delivered |given )?(?:at|to|before|in|on) "
)
_PUBLISHED_IN = re.compile(
    r"(?P<title>[^,]{5,250}?)(?:, (?P<series>[^\W\d_a-z][^,]{3,80}"
    r"(?:Reviews?|Papers?|Series|Studies|Guidelines|Reports|Documents|Assessment))"
    r"(?:, (?:No|Vol)s?\. ?[\w/]+)?)?, "
    r"(?P<publisher>[^,]{0,60}(?:Publishing|Press|Publications|Books|Verlag)), "
    r"(?P<city>[^,]{2,30}?)[.,]?"
)
_ONLINE = re.compile(r"(?<=[.,] )\[online\][.,]? ", re.IGNORECASE)
_DOI = re.compile(r"(?<=[.,] )(?:doi|DOI): ?10\.\S+")
_SMALL_SITE = re.compile(r"[.?!] (?P<site>[a-z][\w.-]{2,30})\.?$")
_ON_SITE = re.compile(r"\[(?P<site>[^\[\]]{2,30})\][.,]? (?P<day>[^.]{3,20})\.?")
_CASE = re.compile(r"[^\W_][^()]{1,80} vs?\.? [^\W\d_a-z][^()]{1,80}")
_EDITION_OR_NUMBER = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th) [Ee]d|[Vv]ersion \d|[Bb]ulletin \d|[Rr]eport (?:[Nn]o|\d)|SN:"
    r"|[Vv]ol\. ?\d|[Ww]orking [Pp]aper|[Dd]iscussion [Pp]aper)"
)
_RELEASED = re.compile(
    r"(?P<title>[^“”„]{5,300}?)[,.] (?:[Pp]ress|[Nn]ews|[Mm]edia) [Rr]elease,? (?:of |dated )?"
    r"(?P<date>[^,“”]{6,30}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})"
)
_LONG_WORD = 4
_MOST_WORDS_OF_A_SITE = 7
_LAW_BEFORE_DATE = re.compile(r"(?:Act|Regulations|Order|Rules|Bill|Directive)(?: \d{4})?\.$")
_AVAILABLE = re.compile(r"[.,] [Aa]vailable (?:online )?(?:at|from):? ")
_FEW_WORDS = 4
_FEWEST_CAPITALS = 2
_MOST_WORDS_OF_A_BODY = 5
_ENDS_A_TITLE = (".", "?", "!", "”", ")")
_BOOK_PUBLISHER = re.compile(
    r"\b(?:press|books?|publish\w*|verlag|éditions?|university)\b", re.IGNORECASE
)


def dated(entry: Addresses) -> ParsedFields | None:
    """`Author (2017, May 4). Title. Site.`, `Title. (2017). Site.`, `Author. 2017. Title. Site.`"""
    slot = date_slot(entry.text)
    if slot is None:
        return None
    head, date, rest = entry.text[: slot.start], slot.iso, entry.text[slot.end :]
    noticed = urls.take_notices(_ONLINE.sub("", _DOI.sub("", rest)))
    text = re.split(f"[{BREAK}{ADDRESS}]", noticed.text.strip(f" {BREAK}{ADDRESS}"))[0]
    parts = _parts(text, entry.url)
    is_stopped_head = _is_stopped(head) and entry.text[: slot.end].rstrip().endswith(")")
    is_apa = is_stopped_head or entry.text[: slot.end].rstrip().endswith(").")
    is_after_comma = head.endswith(",")
    is_online = _ONLINE.search(rest) is not None or (
        is_after_comma and _AVAILABLE.search(rest) is not None
    )
    if parts and (posted := _ON_SITE.fullmatch(parts[0])) and (day := _day_of(posted["day"], date)):
        return _posted(posted["site"], day, head, noticed.accessed, entry)
    if len(parts) > len(("title", "outlet")) and (
        _is_day(parts[-1]) or _is_day_alone(parts[-1], date)
    ):
        *parts, outlet, written = parts  # Title. Outlet. 15 December 2016.
        parts = [*parts, f"{outlet.rstrip('.')}, {written}"]
    day = _day_of(parts[0], date) if parts else None
    if day and not parts[0][: day.start].strip() and not parts[0][day.end :].strip(" ."):
        date, parts = day.iso, parts[1:]  # 2022. 24 February. Title
    if not parts:
        return _titled_only(entry, slot, noticed) if is_apa else None
    is_bracketed = entry.text[: slot.end].rstrip(" .,:").endswith((")", "]"))
    if parts[0][0].islower() and not (is_bracketed or is_online or hosts(entry.url, parts[0])):
        return None
    told = ParsedFields(issued=date, accessed=noticed.accessed, updated=noticed.updated)
    if released := _released(text):
        told = replace(told, issued=released[1], kind="report")
        parts = [released[0]]
    if _CASE.fullmatch(head.strip()):
        return replace(told, title=titles.tidy(head), kind="legal_case", clear=False)
    authors = names.before_date(
        head.replace("*", "").strip(" ,"), is_stopped=_is_stopped(head), is_own=own(entry)
    )
    if len(parts) == 1 and authors and (within := _IN_OUTLET.fullmatch(parts[0])):
        told = replace(told, authors=authors, title=titles.tidy(within["title"]))
        return _with_outlet(told, within["outlet"], entry.url)
    is_site_named = parts and hosts(entry.url, parts[0]) and not is_after_comma
    if len(parts) == 1 and is_online and not is_site_named:
        return _available(told, head, authors, parts[0])
    if len(parts) == 1:
        return _one_sentence(told, head, authors, parts[0], entry.url, is_apa=is_apa)
    if authors is None:
        return None
    *title, last = parts
    title = _whole_title(title)
    told = replace(told, authors=authors, title=titles.tidy(" ".join(title)))
    is_by_year = len(date or "") == len("2017")
    placed = without_place(last)
    if is_by_year and ": " not in last and last.count(", ") > placed.count(", "):
        publisher = None if is_newspaper(placed) else placed  # R Foundation, Vienna, Austria
        return replace(told, container=None if publisher else placed, publisher=publisher)
    is_book = is_by_year and not (entry.url or noticed.accessed)
    return _with_publisher(told, last) if is_book else _with_outlet(told, last, entry.url)


def _is_day_alone(text: str, year: PartialDate | None) -> bool:
    """Whether a text is a day without its year: "12 mars."."""
    day = _day_of(text, year)
    return day is not None and not (text[: day.start] + text[day.end :]).strip(" .")


def _available(
    told: ParsedFields, head: str, authors: tuple[Author, ...] | None, title: str
) -> ParsedFields | None:
    """Harvard: `Roe, 2022. Title. [Online] Available at: address`."""
    body = head.strip(" ,(.")
    is_name = "," not in body.removesuffix(", Inc") and len(body.split()) < _MOST_WORDS_OF_A_SITE
    who = authors or ((Organisation(body),) if is_name and body[:1].isalnum() else None)
    return replace(told, authors=who, title=titles.tidy(title)) if who else None


def _posted(
    site: str, day: dates.Dated, head: str, accessed: PartialDate | None, entry: Addresses
) -> ParsedFields:
    """A post without a title: `Roe, A. (2021). [Twitter] 5 May.`"""
    authors = names.before_date(head.strip(" ,("), is_stopped=True, is_own=own(entry))
    return ParsedFields(
        authors=authors or (),
        container=site if entry.url and hosts(entry.url, site) else None,
        issued=day.iso,
        accessed=accessed,
        kind="post",
        clear=False,
    )


def own(entry: Addresses) -> Callable[[str], bool]:
    """A function that says whether the entry's address is the site of a name."""
    return lambda name: is_site(entry.url, name)


def _titled_only(entry: Addresses, slot: dates.Dated, noticed: urls.Notices) -> ParsedFields | None:
    """`Title. (2017). Retrieved from address`: without author and site."""
    head = entry.text[: slot.start].strip()
    told = ParsedFields(issued=slot.iso, accessed=noticed.accessed, updated=noticed.updated)
    title, *site = sentences(head) or [""]
    if len(site) == 1 and hosts(entry.url, site[0]) and "," not in site[0]:
        return replace(told, title=titles.tidy(title), container=site[0].rstrip("."))
    is_asked = head.endswith(("?", "!")) and len(head.split()) >= _FEW_WORDS
    if entry.url is None or not _is_stopped(head):
        return None
    is_law = _LAW_BEFORE_DATE.search(head) is not None
    if not (is_asked or is_law) and ("," in head or is_organisation(head)):
        return None
    return replace(told, title=titles.tidy(head), clear=False)


def _parts(text: str, url: str | None) -> list[str]:
    """The sentences of `text`; a site's name at the end of one is separate if
    the address has it.
    """
    parts = sentences(text)
    small = _SMALL_SITE.search(parts[-1]) if parts else None
    if small and hosts(url, small["site"]):
        return [*parts[:-1], parts[-1][: small.start("site")].strip(), small["site"]]
    if parts and not hosts(url, parts[-1]):
        title, comma, site = parts[-1].rpartition(", ")
        if comma and (hosts(url, site) or _has_acronym_of(url, site)):
            return [*parts[:-1], title, site]
    return parts


def _has_acronym_of(url: str | None, site: str) -> bool:
    """Whether a site begins with the acronym in its host: "EFF Blog", www.eff.org."""
    acronym, *others = site.split() or [""]
    return len(others) < _FEW_WORDS and acronym.isupper() and is_host(url, acronym)


def _one_sentence(
    told: ParsedFields,
    head: str,
    authors: tuple[Author, ...] | None,
    sentence: str,
    url: str | None,
    *,
    is_apa: bool,
) -> ParsedFields | None:
    """The single sentence after the date is a title, after an author, or a site, after a title."""
    if GAZETTE.match(sentence):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence, url)
    if is_apa and authors and sentence.upper() == sentence.lower():
        return replace(told, authors=authors, title=titles.tidy(sentence))  # letters without case
    if known := _by_address(told, head, authors, sentence, url, is_apa=is_apa):
        return known
    if authors and (spoken := _SPOKEN.search(sentence)):
        day = _day_of(sentence, told.issued)
        issued = day.iso if day else told.issued
        told = replace(told, authors=authors, issued=issued, kind="speech")
        return replace(told, title=titles.tidy(sentence[: spoken.start()]))
    if authors and (published := _PUBLISHED_IN.fullmatch(sentence)) and is_city(published["city"]):
        told = replace(told, authors=authors, publisher=published["publisher"])
        return replace(told, title=titles.tidy(published["title"]))
    if not is_apa and (placed := without_place(sentence)) != sentence and ", " not in placed:
        sentence = placed
    is_whole = ", " not in sentence or is_apa
    title = titles.tidy(sentence) if is_whole else None
    is_body = not is_whole and is_organisation(head.strip(" .("))
    if authors and (", " in head or hosts(url, head) or is_body):
        return replace(told, authors=authors, title=title)
    is_title = _is_running(sentence) or (len(sentence.split()) > _MOST_WORDS_OF_A_SITE)
    is_title = is_title or sentence.endswith(("?", "!"))
    is_title = is_title or (head.rstrip(" .").isupper() and not is_newspaper(sentence))
    if not _is_stopped(head) or (authors and is_title and not _is_running(head)):
        is_known = authors is not None and (_is_named(authors) or _is_stopped(head))
        if is_whole and (is_known or _is_name(head)):
            return replace(told, authors=authors or (), title=title, clear=authors is not None)
        return None
    is_outlet = is_newspaper(sentence) or hosts(url, sentence) or has_telling_word(sentence)
    is_outlet = is_outlet or (is_organisation(sentence) and len(sentence.split()) < _FEW_WORDS)
    if authors and has_telling_word(head) and is_whole and not is_outlet:
        return replace(told, authors=authors, title=title)
    if authors is None and _is_running(sentence) and not _is_running(head):
        return replace(told, title=title, clear=False) if is_whole else None
    if is_apa and authors is None and len(head.split()) < len(sentence.split()):
        is_body = has_telling_word(head) and _is_stopped(head) and is_whole
        body = (Organisation(head.strip(" .(*")),)
        return replace(told, authors=body, title=title) if is_body else None
    if authors is None and head.rstrip().endswith(_ENDS_A_TITLE):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence, url)
    return None


def _by_address(
    told: ParsedFields,
    head: str,
    authors: tuple[Author, ...] | None,
    sentence: str,
    url: str | None,
    *,
    is_apa: bool,
) -> ParsedFields | None:
    """What the address or the marks tell of the text before the date and the sentence behind it."""
    if is_apa and not _is_people(authors) and _is_of_owner(head, sentence, url):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence, url)
    is_own = is_site(url, head) and "," not in head and _is_stopped(head)
    is_own = is_own and not is_site(url, sentence)
    if is_own or (is_host(url, head.strip(" .(")) and not hosts(url, sentence)):
        owner = (Organisation(head.strip(" .(*")),)
        return replace(told, authors=authors or owner, title=titles.tidy(sentence))
    if sentence[0] in "*_" and sentence.rstrip(" .")[-1] in "*_" and is_apa:
        return replace(told, authors=authors or (), title=titles.tidy(sentence))
    is_long = len(sentence.split()) > _MOST_WORDS_OF_A_SITE or head.rstrip(" .,").isupper()
    is_long = is_long and has_telling_word(head)
    body = head.strip(" .(*")
    if authors and body[:1].islower() and _is_stopped(head) and " " not in body:
        return replace(told, authors=authors, title=titles.tidy(sentence))  # dpage. (2024). Title
    if hosts(url, sentence) and not (authors and (", " in head or is_long)):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence, url)
    if _is_stopped(head) and not _is_running(sentence) and is_newspaper(sentence):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence, url)
    return None


def _released(text: str) -> tuple[str, PartialDate] | None:
    """The title and the day of `Title, Press Release, 7 March 2019`."""
    found = _RELEASED.fullmatch(text)
    issued = dates.parse(found["date"], day_first=True) if found else None
    return (found["title"], issued) if found and issued else None


def _is_of_owner(title: str, owner: str, url: str | None) -> bool:
    """Whether the address is that of `owner`, by its acronym: "National Park Service", nps.gov."""
    acronym = _acronym(owner)
    is_owner = len(acronym) > _FEWEST_CAPITALS and is_host(url, acronym)
    return is_owner and not ("," in title or hosts(url, title) or is_host(url, _acronym(title)))


def _acronym(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _is_people(authors: tuple[Author, ...] | None) -> bool:
    return any(isinstance(author, Person) for author in authors or ())


def _whole_title(parts: list[str]) -> list[str]:
    """The sentences of a title, up to one that is an edition, a number, or the name of a body."""
    for at, part in enumerate(parts[1:], start=1):
        is_short = len(part.split()) <= _MOST_WORDS_OF_A_BODY and parts[at - 1].endswith(".")
        is_body = is_short and is_organisation(part) and not _is_running(part)
        if is_body or _EDITION_OR_NUMBER.match(part):
            return parts[:at]
    return parts


def _is_day(text: str) -> bool:
    found = dates.find(text)
    return bool(found) and found[0].start == 0 and len(text) - found[0].end <= len("일자.")


def _day_of(text: str, year: PartialDate | None) -> dates.Dated | None:
    """The day in `text` that completes a year."""
    return dates.yearless(text, year) if len(year or "") == len("2017") else None


def _is_running(text: str) -> bool:
    """Whether a text is written like a sentence, with longer words in lower case."""
    return sum(word.islower() and len(word) >= _LONG_WORD for word in text.split()) > 0


def _is_name(head: str) -> bool:
    """Whether each word of a short text is capitalised, as in a name."""
    words = head.split()
    return len(words) <= _FEW_WORDS and all(word[:1].isupper() for word in words)


def _is_named(authors: tuple[Author, ...]) -> bool:
    """Whether it is one organisation, recognised by its words, "Ministry of Ports"."""
    return len(authors) == 1 and isinstance(authors[0], Organisation) and " " in authors[0].name


def _is_stopped(head: str) -> bool:
    """Whether a full stop precedes the date: APA puts one after organisations."""
    return head.rstrip(" (*").endswith((".", "?", "!", ","))


def _with_outlet(told: ParsedFields, text: str, url: str | None) -> ParsedFields:
    outlet = containers.read(text, year=told.issued, url=url)
    return replace(
        told,
        container=outlet.container,
        publisher=outlet.publisher,
        issued=outlet.issued,
        kind=outlet.kind,
        clear=outlet.clear,
    )


def _with_publisher(told: ParsedFields, text: str) -> ParsedFields:
    """A book's last sentence, `Place: Publisher` or `Publisher`; or a
    journal, if it has numbers.
    """
    outlet = containers.read(text, year=told.issued)
    if outlet.kind == "article-journal":
        return _with_outlet(told, text, None)
    text = text.strip(" .*_")
    _, place, publisher = text.partition(": ")
    if place or _BOOK_PUBLISHER.search(text):
        return replace(told, publisher=publisher or text, kind="book")
    return replace(told, clear=False)


def date_slot(text: str) -> dates.Dated | None:
    """The date between author and title: `(2017, May 4).` or `. 2017. `; None stands for "n.d."."""
    stopped = _STOPPED.search(text)
    for match in _BRACKETED.finditer(text):
        if (
            stopped
            and stopped.end() < match.start()
            and surely(text[: stopped.start()].strip(". "))
        ):
            break  # Jane Roe. 2018. Title. Outlet (December 2018)
        iso = dates.parse(_AGAIN.sub("", match["date"]))
        if match.start() and (iso or _NO_DATE.fullmatch(match["date"].strip())):
            return dates.Dated(*match.span(), iso)
    if stopped is None or any(
        one.start < stopped.start("date") < one.end for one in dates.find(text)
    ):
        return None  # the year belongs to a day: "12 dez. 1998. "
    return dates.Dated(*stopped.span(), dates.parse(stopped["date"]))
