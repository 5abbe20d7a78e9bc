"""References as other countries' standards write them.

gost      `Орлов В. П. Порт и ил // Коммерсантъ. 2020. 10 ноября. С. 4.` (Russian, Ukrainian; DSTU)
chinese   `王磊. 港口与淤泥[N]. 人民日报, 2020-11-10(4).` (GB/T 7714)
eastern   `佐藤健「港と泥」『朝日新聞』2020年11月10日`, `김민수, 「항구」, 『한겨레』, 2020년 …`

arabic    `حداد، سامي. الميناء والطمي. ترجمة … القاهرة: دار …، 2006.`
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation, PartialDate, Person
from briefs.references.fields import dates, titles, urls
from briefs.references.fields.academic_names import academic_authors
from briefs.references.fields.certain_names import opening, surely
from briefs.references.fields.organisations import has_telling_word, is_organisation
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, is_site
from briefs.references.parsed_fields import ParsedFields

_YEAR = r"(?:1[5-9]|20)\d\d"
_EDGES = f" .,;:–—/{ADDRESS}{BREAK}"

_GOST = re.compile(
    rf" // [^.]{{2,120}}(?:\.? ?[–—-] |\. )(?:{_YEAR}|Vol|No|№|Т\.|T\.|P\.|Iss)"
    rf"| // [^.]{{2,120}}URL:"
)
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
_CYRILLIC = re.compile(r"[А-яЁёІіЇїЄєҐґ]{3}")
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
    if _CYRILLIC.search(entry.text) is None and _GOST.search(entry.text) is None:
        return None
    noticed = urls.take_notices(entry.text)
    text = noticed.text.strip(_EDGES)
    told = ParsedFields(accessed=noticed.accessed, updated=noticed.updated)
    if " // " in text:
        return _article(told, text)
    headed = _HEADED.fullmatch(text)
    if headed is None:
        return _edited(told, text) or _electronic(told, text, entry)
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
    r" ?:(?: \[[^\[\]]{3,40}\]\.?| (?:выступление|пресс-релиз|пресреліз|доклад|пост|запись|виступ"
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


_HAN = r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7a3]"
_EASTERN = re.compile(_HAN)
_PLAIN = str.maketrans("，：．。（）；［］", ",:..();[]")
_TYPED = re.compile(
    r"(?:(?P<who>[^.\[\]]{2,160})\. ?)?(?P<title>[^\[\]]{2,250}?) ?"
    r"\[(?P<type>[MJCNDRSPZGK]|[A-Z]{2}|[A-Z]{1,2}/[A-Z]{2})\][.,]? ?(?P<rest>.*)"
)
_TYPES = {
    "M": "book", "J": "article-journal", "C": "paper-conference", "N": "article-newspaper",
    "D": "thesis", "R": "report", "S": "standard", "P": "patent", "DB": "dataset", "EB": "webpage",
}  # fmt: skip
_LATIN_TYPE = re.compile(r"\w ?\[(?:[JMCNDRS]|EB/OL|[JMCND]/OL)\](?:[.,]|//)")
_BOOKISH = frozenset("MDRC")
_CITY = re.compile(r"^[^,:\d]{2,20}: ?")
_SEEN = re.compile(rf"\[(?P<date>{_YEAR}-\d\d?-\d\d?)\]")
_OTHERS = re.compile(r"(?:, ?)?(?:等|et al\.?)$")


def chinese(entry: Addresses) -> ParsedFields | None:
    """GB/T 7714: the letter in brackets after the title says what kind of work it is."""
    written = entry.text.strip(f" {BREAK}")
    found = _TYPED.fullmatch(written.translate(_PLAIN))
    if found is None or not (_EASTERN.search(found["title"]) or _LATIN_TYPE.search(written)):
        return None
    kind = found["type"].partition("/")[0]
    rest = found["rest"].partition(ADDRESS)[0]
    seen = _SEEN.search(rest)
    rest = _SEEN.sub("", rest)
    dated = dates.find(rest)
    year = re.search(rf"(?<!\d){_YEAR}(?!\d)", rest)
    issued = dated[0].iso if dated else year[0] if year else None
    start = dated[0].start if dated else year.start() if year else len(rest)
    named = rest[:start].strip(_EDGES + "(")
    city = _CITY.match(named)
    named = named[city.end() :] if city else named
    named = named.partition(":")[0].strip(_EDGES) if kind not in _BOOKISH else named
    is_published = (kind in _BOOKISH or city is not None) and not rest.startswith("//")
    who = _OTHERS.sub("", found["who"] or "")
    latin = None if _EASTERN.search(who) else _in_capitals(who) or academic_authors(who)
    return ParsedFields(
        authors=tuple(map(_literal, filter(None, re.split(r"[,;、] ?", who))))
        if latin is None
        else latin,
        title=written[found.start("title") : found.end("title")].strip(_EDGES),
        container=None if is_published else named.strip("/ ").partition(". ")[0] or None,
        publisher=named or None if is_published else None,
        issued=issued,
        accessed=seen["date"] if seen else None,
        kind=_TYPES.get(kind),
    )


_LATIN = re.compile(
    r"(?P<family>[A-ZÀ-Þ][A-ZÀ-Þ’'-]+(?: [A-ZÀ-Þ’'-]{2,})*) (?P<given>[A-Z](?:[ -]?[A-Z]){0,3})"
)


def _in_capitals(who: str) -> tuple[Author, ...]:
    """`DO T, HONG S K`: family names and initials, all in capitals; () if any is not one."""
    if has_telling_word(who):
        return ()
    found = [_LATIN.fullmatch(one) for one in who.split(", ")]
    people = [Person(one["family"], one["given"]) for one in found if one]
    return tuple(people) if len(people) == len(found) else ()


def _literal(name: str) -> Author:
    """A name written in one word, whose parts are not separated."""
    return Organisation(name.strip(" 著编主"))


_OPEN_WORK, _CLOSE_WORK = "『《〈", "』》〉"
_SET_OFF = re.compile(
    r"(?P<who>[^「『《〈“”\"]{0,80}?)(?:[(（](?P<year>\d{4})年?[)）])?[,，、:：.]? ?"
    r"(?:(?P<open>[「〈“\"])(?P<title>(?:[^「」〉”\"]|「[^「」]*」){2,200})[」〉”\"]"
    r"|(?P<work>[『《])(?P<whole>.{2,200}?)[』》])"
    r"[,，、.]? ?(?P<rest>.*)"
)
_PAPERS = ("新聞", "日報", "新闻", "日报", "时报", "時報", "통신", "신문", "일보")
_LATIN_DATE = re.compile(r"[. ]{0,3}\((?P<date>[^()]{0,30}\d{4}[^()]{0,30})\)\.?$")
_WITHIN = re.compile(r"[『《〈](?P<container>[^』》〉]{2,80})[』》〉]")
_BARE = re.compile(rf"(?P<name>[^、,，。\d『《{ADDRESS}{BREAK}」』》〉)]{{2,60}})")
_PLACED = re.compile(r"^[^、,，:：\d]{2,12}[:：] ?")
_VISIT = re.compile(
    r"[(（]?(?:最終)?(?:閲覧日?|アクセス日?|访问日期|访问时间|检索日期|引用日期|접속일|검색일)"
    r"[:：]? ?"
    rf"(?P<before>{_YEAR}[^)）]{{4,12}})[)）]?"
    rf"|[(（]?(?P<behind>{_YEAR} ?[年년][^()（）{ADDRESS}]{{3,12}}?[日일]"
    rf"|{_YEAR}(?:[.-] ?\d{{1,2}}){{2}}\.?)"
    r"(?:に?(?:最終)?(?:閲覧|アクセス|参照)|访问|检索| ?접속| ?검색)[)）]?"
)


def eastern(entry: Addresses) -> ParsedFields | None:
    """A title in Chinese, Japanese or Korean quotation marks, and the text after it."""
    if not _EASTERN.search(entry.text):
        return None
    visit = _VISIT.search(entry.text)
    text = entry.text[: visit.start()] + entry.text[visit.end() :] if visit else entry.text
    found = _SET_OFF.match(text.strip(f" {BREAK}"))
    if found is None or not _EASTERN.search(found["title"] or found["whole"] or ""):
        return None
    if "*" in found["who"]:
        return None  # what is emphasised is the title, and holds the quotation
    rest = found["rest"].partition(ADDRESS)[0]
    within = _WITHIN.match(rest)
    is_book = found["work"] is not None and within is None
    placed = _PLACED.match(rest) if is_book else None
    bare = None if within else _BARE.match(rest[placed.end() :] if placed else rest)
    if rest.startswith(("(", "（")):
        bare = None
    named = within["container"] if within else bare["name"].strip(_EDGES + "(（") if bare else None
    dated = dates.find(rest)
    year = re.search(rf"(?<!\d){_YEAR}(?!\d)", rest)
    issued = dated[0].iso if dated else year[0] if year else found["year"]
    who = found["who"].strip(_EDGES + "，、：。著")
    slot = _LATIN_DATE.search(who)
    if slot:
        issued, who = dates.parse(slot["date"]) or issued, who[: slot.start()].strip(_EDGES)
    is_paper = dated and who.endswith(_PAPERS)
    if not (named or entry.url or is_paper):
        return None
    everyone = tuple(map(_literal, filter(None, re.split(r"[、，,;；] ?|・(?=.*、)", who))))
    if " " in who and not _EASTERN.search(who):
        everyone = surely(who) or ()  # in Latin letters either name may come first
    return ParsedFields(
        authors=everyone,
        title=titles.tidy(found["title"] or found["whole"]).strip("，。"),
        container=None if is_book else named,
        publisher=named if is_book else None,
        issued=issued,
        accessed=_visited(visit),
        kind="book" if is_book and not entry.url else None,
    )


def _visited(visit: re.Match[str] | None) -> PartialDate | None:
    if visit is None:
        return None
    written = (visit["before"] or visit["behind"]).strip(" .)）")
    return dates.parse(re.sub(r"(?<=\d)[.] (?=\d)", ".", written))


_UNQUOTED_EDGES = f" .,;{ADDRESS}{BREAK}"
_WORDS = r"[\u0621-\u064a]+(?: [\u0621-\u064a]+){0,2}"
_TRANSLATED = r"(?:[.,] (?:ترجمة|تحقيق|تقديم) ?[^.]{2,60})?(?:[.,] (?:ط|الطبعة) ?[^.,]{1,20})?"
_ARABIC_ENTRY = re.compile(
    rf"(?P<family>{_WORDS}), (?P<given>{_WORDS})[.,] (?P<title>[^.«»\"“”]{{3,200}}?){_TRANSLATED}"
    rf"[.,] (?P<city>{_WORDS}): (?P<publisher>[^,:]{{2,60}}), (?P<year>{_YEAR})م?"
)


def arabic(entry: Addresses) -> ParsedFields | None:
    """A book with its city and its publisher; commas are those of `parsed_fields.westernised`."""
    noticed = urls.take_notices(entry.text)
    found = _ARABIC_ENTRY.fullmatch(noticed.text.strip(_UNQUOTED_EDGES))
    if found is None:
        return None
    told = ParsedFields(accessed=noticed.accessed, issued=found["year"], kind="book")
    return replace(
        told,
        authors=(Person(found["family"], found["given"]),),
        title=titles.tidy(found["title"]),
        publisher=found["publisher"].strip(),
    )
