"""References by GOST 7.0.5 and DSTU, of Russian and Ukrainian lists.

`Орлов В. П. Порт и ил // Коммерсантъ. 2020. 10 ноября. С. 4.`
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation, PartialDate, Person
from briefs.references.fields import dates, titles, urls
from briefs.references.fields.certain_names import opening
from briefs.references.fields.name_words import is_organisation
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, is_site
from briefs.references.parsed_fields import ParsedFields

_YEAR = r"(?:1[5-9]|20)\d\d"
_EDGES = f" .,;:–—/{ADDRESS}{BREAK}"

SIGN = re.compile(
    r"[А-яЁёІіЇїЄєҐґ]{3}"
    rf"| // [^.]{{2,120}}(?:\.? ?[–—-] |\. )(?:{_YEAR}|Vol|No|№|Т\.|T\.|P\.|Iss)"
    rf"| // [^.]{{2,120}}URL:"
)
"""Without one of these an entry is in another style, though it may have initials and a place."""
_INITIAL = r"[A-ZÀ-ÞА-ЯЁІЇЄҐ][a-zа-яёіїєґ]?\."
_FAMILY = r"[A-ZÀ-ÞА-ЯЁІЇЄҐ][^\W\d_]{0,40}(?:[’'ʼ-][^\W\d_]{1,40}){0,3}"
_NAME = rf"(?:{_FAMILY}),? (?:{_INITIAL} ?-?){{1,3}}"
_ANOTHER = rf"(?:,|;| и| та| й| і) ?(?={_NAME})"
_AND_OTHERS = r"(?:,? (?:и др|та ін|et al)\.?)?"
_HEADED = re.compile(
    rf"(?P<who>{_NAME}(?:{_ANOTHER}{_NAME}){{0,9}}{_AND_OTHERS}),? (?P<title>\S.*)"
)
_INVERTED = re.compile(rf"(?P<family>{_FAMILY}),? (?P<given>(?:{_INITIAL} ?-?){{1,3}})")
_SPOKEN = re.compile(rf"(?P<given>(?:{_INITIAL} ?-?){{1,3}})(?P<family>{_FAMILY})")
_PARTED = re.compile(r"\.?,? [–—-] |\. (?=[–—-]? ?[\d№NТСT])|(?:[,.]|\.,) (?=\d)|: (?=\d)|\.?$")
_DAY_BEHIND = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})\.?,? ?(?:[–—-] )?(?P<day>\d{{1,2}} [^\W\d_]{{3,9}})"
)
_CLOSING_YEAR = re.compile(
    rf"(?:\.|(?P<city>[.,] [^\W\d_a-z][\w-]+),) (?P<year>{_YEAR})(?:(?(city)(?!))\.?$|\. (?:Вип"
    rf"|№|Т\.|Vol|С\.|No|Кн|Ч\.)(?=[ .]?\d?))"
)
_PREPRINT = re.compile(r"\. arXiv(?: preprint)?(?: arXiv)?:? ?\d{4}\.\d{4,5}(?:v\d)?(?=\.)")
_ISSUE = re.compile(r"(?:№|\bNo\.?|\bВып\.|\bТ\.|\bVol\.) ?\d", re.IGNORECASE)
_BOOK = re.compile(
    r"(?P<title>.+?)(?: / [^/]+?)?\.?(?: [–—-])? (?P<city>[A-ZА-ЯІЇЄҐ][\w.-]{0,20})\.? ?: "
    rf"(?P<publisher>[^,:;]{{2,80}}), (?P<year>{_YEAR})(?:\.|,| ?$)"
)


def gost(entry: Addresses) -> ParsedFields | None:
    """An article after `//`, a book with its place, or a page of a site, with initialled names."""
    noticed = urls.take_notices(entry.text)
    text = noticed.text.strip(_EDGES)
    told = ParsedFields(accessed=noticed.accessed, updated=noticed.updated)
    if " // " in text:
        return _article(told, text)
    headed = _HEADED.fullmatch(text)
    if headed is None:
        return _responsible(told, text) or _edited(told, text) or _electronic(told, text, entry)
    told = replace(told, authors=_people(headed["who"]))
    title = headed["title"]
    return _book(told, title) or _page(told, title) or _electronic(told, title, entry)


def _article(told: ParsedFields, text: str) -> ParsedFields | None:
    head, _, tail = text.partition(" // ")
    tail = tail.partition(ADDRESS)[0].strip(_EDGES)
    if not tail or " // " in tail or ADDRESS in head:
        return None
    head, _, responsible = head.partition(" / ")
    headed = _HEADED.fullmatch(head.strip())
    authors = _people(headed["who"]) if headed else ()
    if responsible and len(everyone := _people(responsible)) > len(authors):
        authors = everyone
    end = _PARTED.search(tail)
    container = tail[: end.start()] if end else tail
    issued = _issued(tail[len(container) :])
    is_daily = len(issued or "") > len("2020-11")
    return replace(
        told,
        authors=authors,
        title=titles.tidy(_SORT.sub("", headed["title"] if headed else head)),
        container=_SITE.sub("", container).strip(_EDGES + '«»"') or None,
        issued=issued or _issued(head),
        kind="article-journal" if _ISSUE.search(tail) and not is_daily else None,
    )


_SORT = re.compile(
    r" ?:(?: \[[^\[\]]{3,40}\]\.?| (?:(?:[а-яё]+ )?отч[её]т|(?:официальн\w+ )?документация|новост"
    r"|выступление|пресс-релиз|пресреліз|доклад|пост|запись|виступ"
    r"|допис|интервью|інтерв[’']ю"
    r"|сборник|збірник|межвуз|учеб|навч|монограф)\b[^:]{0,80}| [ву] \d+ [тч]\.?)?$"
)
_SITE = re.compile(
    r"(?: ?: ?|, ?| )?[\[(]?(?:(?:официальный |офіційний )?(?:сайт|веб-сайт|портал)"
    r"|site)[\])]?\.?:?"
    r"(?:\. ?\[\d{4}\])?$"
)
"""What an article and its outlet are, behind their names: " : [сайт]"."""


def _book(told: ParsedFields, text: str) -> ParsedFields | None:
    if thesis := _THESIS.fullmatch(text):
        title = titles.tidy(thesis["title"])
        return replace(told, title=title, issued=thesis["year"], kind="thesis")
    found = _BOOK.match(text)
    if found is None:
        return None
    title = found["title"]
    while (bare := _EDITION.sub("", title)) != title:
        title = bare
    return replace(
        told,
        title=titles.tidy(title),
        publisher=found["publisher"].strip(_EDGES),
        issued=found["year"],
        kind="book",
    )


_ACCOUNT_BEFORE = re.compile(r"(?P<who>\w[\w-]{3,30})\. (?P<title>[a-z].*)")
_DATED_OWNER = re.compile(r"\((?:19|20)\d\d[^()]{0,20}\)$")
_NAMED_IN_FULL = re.compile(rf"{_FAMILY} {_FAMILY} {_INITIAL} ")
_EDITION = re.compile(
    r"[.,:] ?(?:\d+-[еєія]{1,2} (?:изд|вид)\w*\.?(?:, [^.,]{3,20}\.?(?: (?:и|та)"
    r" [^.,]{3,12}\.?)?)?|[ТЧтч]\. ?\d+"
    r"|[ву] \d+ [тч]\.?)$"
)
_THESIS = re.compile(
    r"(?P<title>[^:]{5,250}?) ?: (?:автореф\. )?дис\b.{5,120}?[.:;] (?:[–—-]"
    r" )?[А-ЯІЇЄҐ][\w.-]{0,20},? (?P<year>"
    rf"{_YEAR})\b.*"
)
_EDITED = re.compile(
    r"(?P<title>[^/]{5,250}?)(?: / [^/]{3,150}?\. (?:[–—-] )?| ?[.:] [–—-] )(?:\d+[^.–—]{1,20}\."
    r" [–—-] )?"
    r"(?P<city>[А-ЯІЇЄҐ][\w.-]{0,20})\.? ?: "
    rf"(?P<publisher>[^:;]{{2,80}}), (?P<year>{_YEAR})(?:\.|,| ?$).*"
)


def _edited(told: ParsedFields, text: str) -> ParsedFields | None:
    """`Порт и ил : доклад / под ред. А. Б. Орлова. – М. : Наука, 2017.`: without an author."""
    found = _EDITED.fullmatch(text)
    if found is None or _NAMED_IN_FULL.match(text):
        return None
    publisher = found["publisher"].strip(_EDGES)
    title = titles.tidy(_SORT.sub("", found["title"]))
    return replace(told, title=title, publisher=publisher, issued=found["year"], kind="book")


_RESPONSIBLE = re.compile(
    rf"(?P<title>[^/©]{{5,250}}?) [/©] (?P<who>[^/:.–—]{{2,80}})\.? (?:[–—-] )?"
    rf"(?:[^.:–—]{{2,40}}[,:] )?(?P<year>{_YEAR})\b"
)


def _responsible(told: ParsedFields, text: str) -> ParsedFields | None:
    """`Порт и ил : отчет / Harbour Lab. — 2025. — URL`: a body behind the title."""
    found = _RESPONSIBLE.match(text)
    if found is None or dates.find(found["title"]) or _PEOPLE.search(found["who"]):
        return None
    title = _SORT.sub("", found["title"])
    return replace(told, title=titles.tidy(title), issued=found["year"], clear=False)


_PEOPLE = re.compile(rf"{_NAME}|{_INITIAL} ?{_FAMILY}|\b(?:ред|сост|пер|под|уклад)\b")


def _page(told: ParsedFields, text: str) -> ParsedFields | None:
    """`Порт і мул. Українська правда. 10.11.2020`: a title, a site and a day, as separate
    sentences.
    """
    text = _PREPRINT.sub("", text)
    behind = _DAY_BEHIND.search(text)
    found = dates.find(text, day_first=True)
    year = None if found else _CLOSING_YEAR.search(text)
    if not (year or behind or (found and found[0].iso)):
        return None
    start = behind.start() if behind else year.start() + 1 if year else found[0].start
    is_placed = year is not None and year["city"] is not None
    if year and is_placed:  # Вісник порту. Харків, 2016. № 3
        start = year.start()
    parts = sentences(text[:start].strip(f"{BREAK} –—-"))
    most = len(("title", "journal", "series")) if is_placed else len(("title", "site"))
    if not 1 < len(parts) <= most and not (len(parts) == 1 and told.accessed and not is_placed):
        return None
    return replace(
        told,
        title=titles.tidy(_SORT.sub("", parts[0])),
        container=parts[1].strip(_EDGES + "«»") if len(parts) > 1 else None,
        issued=year["year"] if year else _issued(text),
    )


def _electronic(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    """`Расписание причалов. – URL: …`: a page; the rest of the entry is its title, or its owner and
    its title.
    """
    ends = entry.text.rstrip(f" .,;:()–—{BREAK}").endswith(ADDRESS)
    if entry.url is None or not (ends or told.accessed):
        return None
    text = text.partition(ADDRESS)[0].strip(_EDGES)
    if opened := opening(text):
        told, text = replace(told, authors=opened[0]), opened[1].strip(_EDGES)
    if signed := _ACCOUNT_BEFORE.fullmatch(text):  # Roedeveloper. silt-model
        if not told.authors and signed["who"].casefold() in entry.url.casefold():
            who = (Organisation(signed["who"]),)
            return replace(told, authors=who, title=titles.tidy(signed["title"]))
        return None
    owner, *others = sentences(text) or [""]
    if not others and not dates.find(text):
        return replace(told, title=titles.tidy(owner))
    name = owner.rstrip(".")
    if _DATED_OWNER.search(name):
        return None
    if (
        len(others) == 1
        and not told.authors
        and (is_site(entry.url, name) or is_organisation(name))
    ):
        title = titles.tidy(others[0].strip(_EDGES))
        return replace(told, authors=(Organisation(name),), title=title)
    return None


def _people(text: str) -> tuple[Author, ...]:
    """All people of a list of initialled names, or () if any is not one."""
    text = re.sub(r",? (?:и др|та ін|et al|\[и др\.?\])\.?$", "", text.strip(" ,;"))
    parts = re.split(rf"(?:,|;| и| та| й| і) ?(?={_NAME})|, (?={_INITIAL})", text)
    people = []
    for part in parts:
        found = _INVERTED.fullmatch(part.strip()) or _SPOKEN.fullmatch(part.strip())
        if found is None:
            return ()
        people.append(Person(found["family"], found["given"].strip()))
    return tuple(people)


def _issued(text: str) -> PartialDate | None:
    """The day, also after its year ("2020. 10 ноября"), or the year alone."""
    if behind := _DAY_BEHIND.search(text):
        dated = dates.yearless(behind["day"], behind["year"])
        if dated and dated.iso:
            return dated.iso
    if found := dates.find(text, day_first=True):
        return found[0].iso
    years = re.findall(rf"(?<![\d–-]){_YEAR}(?![\d–-])", text)
    return years[0] if len(set(years)) == 1 else None
