"""References as other countries' standards write them.

chinese   `王磊. 港口与淤泥[N]. 人民日报, 2020-11-10(4).` (GB/T 7714)
eastern   `佐藤健「港と泥」『朝日新聞』2020年11月10日`, `김민수, 「항구」, 『한겨레』, 2020년 …`

arabic    `حداد، سامي. الميناء والطمي. ترجمة … القاهرة: دار …، 2006.`
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation, PartialDate, Person
from briefs.references.fields import dates, titles, urls
from briefs.references.fields.academic_names import academic_authors
from briefs.references.fields.certain_names import surely
from briefs.references.fields.name_words import has_telling_word
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses
from briefs.references.parsed_fields import ParsedFields

_YEAR = r"(?:1[5-9]|20)\d\d"
_EDGES = f" .,;:–—/{ADDRESS}{BREAK}"

_HAN = r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7a3]"
SIGN = re.compile(_HAN)
"""Every entry that `eastern` reads contains one."""
_PLAIN = str.maketrans("，：．。（）；［］", ",:..();[]")
_TYPED = re.compile(
    r"(?:(?P<who>[^.\[\]]{2,160})\. ?)?(?P<title>[^\[\]]{2,250}?) ?"
    r"\[(?P<type>[MJCNDRSPZGK]|[A-Z]{2}|[A-Z]{1,2}/[A-Z]{2})\][.,]? ?(?P<rest>.*)"
)
_TYPES = {
    "M": "book", "J": "article-journal", "C": "paper-conference", "N": "article-newspaper",
    "D": "thesis", "R": "report", "S": "standard", "P": "patent", "DB": "dataset", "EB": "webpage",
}  # fmt: skip
TYPE_SIGN = re.compile(r"[\[［]")
"""Every entry with a type contains one."""
_LATIN_TYPE = re.compile(r"\w ?\[(?:[JMCNDRS]|EB/OL|[JMCND]/OL)\](?:[.,]|//)")
_BOOKISH = frozenset("MDRC")
_CITY = re.compile(r"^[^,:\d]{2,20}: ?")
_SEEN = re.compile(rf"\[(?P<date>{_YEAR}-\d\d?-\d\d?)\]")
_OTHERS = re.compile(r"(?:, ?)?(?:等|et al\.?)$")


def chinese(entry: Addresses) -> ParsedFields | None:
    """GB/T 7714: the letter in brackets after the title says what kind of work it is."""
    written = entry.text.strip(f" {BREAK}")
    found = _TYPED.fullmatch(written.translate(_PLAIN))
    if found is None or not (SIGN.search(found["title"]) or _LATIN_TYPE.search(written)):
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
    latin = None if SIGN.search(who) else _in_capitals(who) or academic_authors(who)
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
    visit = _VISIT.search(entry.text)
    text = entry.text[: visit.start()] + entry.text[visit.end() :] if visit else entry.text
    found = _SET_OFF.match(text.strip(f" {BREAK}"))
    if found is None or not SIGN.search(found["title"] or found["whole"] or ""):
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
    if " " in who and not SIGN.search(who):
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
ARABIC_SIGN = re.compile(r"[\u0621-\u064a]")
"""Every entry that `arabic` reads contains one."""
_WORDS = r"[\u0621-\u064a]+(?: [\u0621-\u064a]+){0,2}"
_TRANSLATED = r"(?:[.,] (?:ترجمة|تحقيق|تقديم) ?[^.]{2,60})?(?:[.,] (?:ط|الطبعة) ?[^.,]{1,20})?"
_ARABIC_ENTRY = re.compile(
    rf"(?P<family>{_WORDS}), (?P<given>{_WORDS})[.,] (?P<title>[^.«»\"“”]{{3,200}}?){_TRANSLATED}"
    rf"[.,] (?P<city>{_WORDS}): (?P<publisher>[^,:]{{2,60}}), (?P<year>{_YEAR})م?"
)


def arabic(entry: Addresses) -> ParsedFields | None:
    """A book with its city and its publisher; commas are those of `entry_text.westernised`."""
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
