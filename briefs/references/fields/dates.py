"""Reads the dates of reference lists as ISO dates, never more precise than they are written.

A date is right or it is None. "03/04/2017" could be March or April, so it is None, unless the
caller knows that the day comes first. A season, or a range within one year, gives that year; a
range of days gives its month; a range over two years, "n.d." and a misspelt month give None.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from briefs.model import MONTHS as MONTH_NAMES
from briefs.model import PartialDate
from briefs.references.fields.titles import BREAK
from briefs.text import dates

# Usual abbreviations of month names in English, French, German, Spanish, Portuguese, Italian,
# Dutch, Scandinavian languages, Polish, Russian, Ukrainian and Turkish.
_CLIPPED = """
1 jan janv ene gen sty янв січ oca
2 feb fév févr fev fevrier lut фев февр лют şub
3 mar mrz mrt мар бер
4 apr avr abr kwi апр квіт nis
5 mag трав
6 jun giu cze июн черв haz
7 juil jul lug lip июл лип tem
8 aug ago sie авг серп ağu
9 sept sep set wrz сен сент вер eyl
10 oct okt out ott paź окт жовт eki
11 nov lis ноя нояб лист kas
12 dec decembre déc dez dic gru дек груд ara
"""

# In full: Estonian, Finnish, Czech, Slovak, Hungarian, Romanian, Croatian, Slovene, Lithuanian,
# Latvian, Greek, Bulgarian, Indonesian and Vietnamese (without the word for "month").
_IN_FULL_ABROAD = """
1 jaanuar tammikuuta ledna január januára ianuarie siječnja sausio janvāris ιανουαρίου
1 януари januari
2 veebruar helmikuuta února február februára februarie veljače vasario februāris φεβρουαρίου
2 februari
3 märts maaliskuuta března március marca martie ožujka kovo marts μαρτίου
4 aprill huhtikuuta dubna április apríla aprilie travnja balandžio aprīlis απριλίου априли
5 toukokuuta května május mája svibnja gegužės maijs μαΐου
6 juuni kesäkuuta června június júna iunie lipnja birželio jūnijs ιουνίου юни juni
7 juuli heinäkuuta července július júla iulie srpnja liepos jūlijs ιουλίου юли juli
8 elokuuta srpna augusztus kolovoza rugpjūčio augusts αυγούστου agustus
9 syyskuuta září szeptember septembra septembrie rujna rugsėjo septembris σεπτεμβρίου
10 oktoober lokakuuta října október októbra octombrie spalio oktobris οκτωβρίου oktober
11 marraskuuta listopadu novembra noiembrie studenoga lapkričio novembris νοεμβρίου
12 detsember joulukuuta prosince decembra decembrie prosinca gruodžio decembris δεκεμβρίου desember
"""

_SEASONS = """
spring summer autumn fall winter printemps été automne hiver frühling frühjahr sommer herbst
primavera verano otoño invierno verão outono inverno autunno lente zomer herfst vår höst vinter
wiosna lato jesień zima весна лето осень зима весна літо осінь зима
"""

MONTHS = {
    name: number
    for name, number in (*dates.months().items(), *dates.names_as_written("months").items())
    if " " not in name
} | {
    name: int(number)
    for line in (*_CLIPPED.strip().splitlines(), *_IN_FULL_ABROAD.strip().splitlines())
    for number, *names in [line.split()]
    for name in names
}
"""Names and abbreviations of months in lower case, as written and in the form of `dates.plain`,
with 1 to 12.
"""

SEASONS = frozenset(_SEASONS.split())

ALSO_WORDS = frozenset(
    {"ago", "gen", "lis", "mag", "out", "set", "ara", "kas", "haz", "tem", "mart", "oca", "eki"}
    | {"nis", "eyl", "augusta", "feber"}
    | set(map(dates.plain, ("مارس", "آب", "ماي", "جوان")))
)
"""Names of months that are other words, too ("Data Set 2017"): months only beside a day."""

IN_FULL = frozenset({"april", "august", "june", "july", "march", "may"})
"""Months that are given names, too, and are no abbreviations with a stop: "Ng, April. 2017"."""


_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"
_MONTH = r"(?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f]){3,12}"
_ORDINAL = r"(?!\d)(?:st|nd|rd|th|er|º|ª|\.)?"
_DAY = rf"\d\d?{_ORDINAL}"
_TO = r"[ ]?[-–—/][ ]?"
_DAYS = rf"(?P<day>\d\d?){_ORDINAL}(?P<until>{_TO}{_DAY})?"
_MONTHS = rf"(?P<month>{_MONTH})(?P<stop>\.?)(?P<since>{_TO}{_MONTH}\.?)?"
_OF = r"(?:(?:de|del|of|do)[ ]|d[’'])?"
_WEEKDAY = re.compile(
    r"(?<![^\W\d_] )(?<!\w)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:diens|donners|frei|sams|sonn|mon)tag|mittwoch|sonnabend"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes"
    r"|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
    r"|(?:segunda|terça|quarta|quinta|sexta)-feira|poniedziałek|wtorek|środa|czwartek|piątek|sobota"
    r"|niedziela|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|понеділок|вівторок"
    r"|середа|четвер|субота|неділя|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد),?[ ]"
    r"(?:den |le |el |de )?$",
    re.IGNORECASE,
)
_LONGEST_WEEKDAY = 20
_OF_THE_YEAR = r"(?:[ ](?:года|году|року|roku|г\.|р\.|r\.|г(?!\w)))?"
_CLOCK = (
    r"(?:,?[ ](?:(?:at|à|um|o)[ ])?\d\d?:\d\d(?::\d\d)?(?:[ ]?[ap]\.?m\.?)?(?:[ ][A-Z]{2,4}\b)?)?"
)
_NUMBER = r"(?<![\w/.-])"

_ISO = (
    rf"{_NUMBER}(?P<year>{_YEAR})(?P<sep>[-/.])(?P<nn>\d\d?)(?:(?P=sep)(?P<day>\d\d?))?(?![\d/-])"
)
_NUMERIC = (
    rf"{_NUMBER}(?P<first>\d\d?)(?P<sep>[-/.])[ ]?(?P<second>\d\d?)(?P=sep)[ ]?(?P<year>{_YEAR})"
)
_EASTERN = (
    rf"(?<!\d)(?P<year>{_YEAR})[ ]?[年년][ ]?(?P<nn>\d\d?)[ ]?[月월]"
    r"(?:[ ]?(?P<day>\d\d?)[ ]?[日일號号])?"
)
_DAY_MONTH_YEAR = (
    r"(?<!\w)(?<!\d\.)(?<!Revision )(?<!Rev\. )(?<!Version )(?<!Issue )(?<!Part )"
    rf"(?P<since>{_DAY}[ ]{_MONTH}\.?{_TO})?{_DAYS},?[ -]{_OF}"
    rf"(?P<month>{_MONTH})\.?,?[ -]?{_OF}(?P<year>{_YEAR})"
)
_MONTH_DAY_YEAR = (
    rf"(?<!\w)(?P<since>{_MONTH}\.?[ ]{_DAY}{_TO})?(?P<again>\d\d?[ ])?"
    rf"(?P<month>{_MONTH})\.?[ ]{_DAYS},?[ ](?P<year>{_YEAR})"
)
YEAR_SLOT = r"(?:1[5-9]|20)\d\d[a-z]?|n\. ?d\.?|no date"
"""A pattern for the place of the year in a style."""

_DAY_THEN_YEAR = rf"\d{_ORDINAL},?[ ]{_YEAR}"
_MONTH_THEN_YEAR = rf"(?<!\d)(?<!\d,)[ ]{_OF}{_YEAR}"
_FORMS = tuple(
    tuple(re.compile(one, re.IGNORECASE) for one in (needed, form + _OF_THE_YEAR + _CLOCK))
    for needed, form in (
        ("", _ISO),  # 2017-01-03, 2017/1/3, 2017-01
        ("", _EASTERN),  # 2017年1月3日, 2017년 1월 3일, 2017年1月
        ("", _NUMERIC),  # 13/1/2017, 13.1.2017, 1/13/2017
        # 3 January 2017, 3-Jan-2017, 3–5 de enero de 2017, 30 May – 2 June 2017
        ("", _DAY_MONTH_YEAR),
        # January 3, 2017, Sept. 30 2016, January 3–5, 2017, May 30–June 2, 2017
        (_DAY_THEN_YEAR, _MONTH_DAY_YEAR),
        # 2017, May 3
        ("", rf"{_NUMBER}(?P<year>{_YEAR})(?: ?[a-z])?,?[ ]{_MONTHS}[ ]{_DAYS}(?!\w)"),
        ("", rf"{_NUMBER}(?P<year>{_YEAR})[a-z]?,?[ ]{_DAYS}[ ]{_OF}(?P<month>{_MONTH})\.?(?!\w)"),
        # APA: 2017, January
        ("", rf"{_NUMBER}(?P<year>{_YEAR})[a-z]?,[ ]{_MONTHS}(?!\w|[ ]\d)"),
        # January 2017, Spring 2017
        (_MONTH_THEN_YEAR, rf"(?<!\w){_MONTHS},?[ ]{_OF}(?P<year>{_YEAR})"),
        # Jul-1945
        (
            rf"-{_YEAR}",
            rf"(?<![\w-])(?P<month>{_MONTH})(?P<stop>\.?)(?P<since>)-(?P<year>{_YEAR})(?![\w-])",
        ),
        ("", rf"{_NUMBER}(?P<day>\d\d?) de (?P<nn>\d\d?) de (?P<year>{_YEAR})"),  # 17 de 7 de 2020
    )
)
"""The forms of dates; before each what all of its dates contain, if that is faster to look for."""

_CALLED_JAN = re.compile(r"[^\W\d_a-z][\w’'-]+, Jan\. (?=\d{4}[a-z]?\.)")
"""An author at the beginning whose given name is Jan: `Vanhove, Jan. 2018. Title`."""
_ANY_YEAR = re.compile(_YEAR)
_BARE_YEAR = re.compile(rf"(?P<year>{_YEAR})[a-z]?(?!\w)")
_YEARLESS = tuple(
    re.compile(
        rf"(?:^|(?<=[,.;({BREAK}]))[ ]?(?P<whole>{form})(?=[ ]?(?:$|[,.;){BREAK}]))", re.IGNORECASE
    )
    for form in (
        rf"(?P<month>{_MONTH})\.?[ ]{_DAYS}",
        rf"{_DAYS}[ ]{_OF}(?P<month>{_MONTH})\.?",
        rf"(?P<month>{_MONTH})(?P<day>)(?P<until>)",
    )
)
_EDGES = " .,;:()[]"
_IN_MONTHS = tuple(MONTHS)
_ALIKE = 0.8
"""The least similarity, of 1, of a misspelt name and the intended one."""


_NUMBER_BEFORE = re.compile(
    r"\b(?:[Nn]os?|[Nn]rs?|[Vv]ol|[Ii]ssue)\.? \d{1,4},(?= [^\W\d_]{3,9}\.? \d{4})"
)
"""The number of an issue before its month, which is no day: "no. 25, May 2011"."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found in a text at `[start, end)`; `iso` is None if it is ambiguous."""

    start: int
    end: int
    iso: PartialDate | None


@lru_cache(maxsize=16)  # each reader of an entry parses the same texts
def find(text: str, *, day_first: bool = False) -> tuple[Dated, ...]:
    """The dates in `text` that say more than a year, in order, including ambiguous ones.

    Bare years are ignored, since titles and outlets are full of them: use `parse` for one.
    """
    if "," in text:
        text = _NUMBER_BEFORE.sub(lambda found: re.sub(r"\d", "x", found[0]), text)
    written = [Dated(one.start, one.end, one.iso) for one in dates.find(text)]
    if _ANY_YEAR.search(text) is None:
        return tuple(written)
    read = (
        _with_weekday(dated, text)
        for needed, form in _FORMS
        if needed.search(text)
        for match in form.finditer(text)
        if (dated := _read(match, day_first=day_first))
    )
    # Of two dates at one place the longer comes first, and of two equally long the one in any
    # language.
    found = sorted([*written, *read], key=lambda dated: (dated.start, -dated.end))
    if named := _CALLED_JAN.match(text):
        found = [dated for dated in found if dated.start >= named.end()]
    return tuple(_apart(found, text))


def _with_weekday(dated: Dated, text: str) -> Dated:
    before = _WEEKDAY.search(text, max(dated.start - _LONGEST_WEEKDAY, 0), dated.start)
    return Dated(before.start(), dated.end, dated.iso) if before else dated


def at(text: str, start: int, *, day_first: bool = False) -> Dated | None:
    """The date that begins at `start`, which may be only a year."""
    bounded = text[start : start + 60]
    for dated in find(bounded, day_first=day_first):
        if dated.start == 0:
            return Dated(start, start + dated.end, dated.iso)
    year = _BARE_YEAR.match(bounded)
    return Dated(start, start + year.end(), year["year"]) if year else None


def parse(text: str, *, day_first: bool = False) -> PartialDate | None:
    """The date, if the whole of `text` is one; else None."""
    if written := dates.parse(text):
        return written
    text = text.strip(_EDGES)
    dated = at(text, 0, day_first=day_first)
    return dated.iso if dated and dated.end == len(text) else None


def yearless(text: str, year: PartialDate | None) -> Dated | None:
    """The first day without a year that stands alone in `text`: "July 14", "14 July".

    With a `year` it becomes a full date. A day whose month is misspelt is found, but has no date.
    """
    for form in _YEARLESS:
        for match in form.finditer(text):
            word = dates.plain(match["month"].casefold())
            month = MONTHS.get(word)
            if month is None and not (match["day"] and _is_misspelt(word)):
                continue
            day = int(match["day"]) if match["day"] and not match["until"] else None
            return Dated(*match.span("whole"), _iso(int(year), month, day) if year else None)
    return None


@lru_cache(maxsize=4_096)  # lists repeat the same names
def _is_misspelt(word: str) -> bool:
    """Whether a word is almost the name of a month, but is none."""
    # Words that the slow comparison finds similar have a long common subsequence.
    if process.extractOne(word, _IN_MONTHS, scorer=Indel.normalized_similarity, score_cutoff=0.79):
        return bool(get_close_matches(word, MONTHS, n=1, cutoff=_ALIKE))
    return False


def _read(match: re.Match[str], *, day_first: bool) -> Dated | None:
    """The date in a match of a form, or None if its word is no month."""
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        day_first = day_first or parts["sep"] == "."  # 12.01.2004 has the day first everywhere
        return Dated(*match.span(), _numeric(year, first, second, day_first=day_first))
    if parts.get("nn"):
        day = int(parts["day"]) if parts["day"] else None
        return Dated(*match.span(), _iso(year, int(parts["nn"]), day))
    word = dates.plain(parts["month"].casefold())
    if parts.get("stop") and not parts.get("day") and (word in SEASONS or word in IN_FULL):
        return None
    if word in SEASONS and not parts.get("day"):
        return Dated(*match.span(), str(year))
    month = MONTHS.get(word)
    if month is None or (word in ALSO_WORDS and not parts.get("day")):
        return None
    if parts.get("since"):
        return Dated(*match.span(), str(year))
    day = int(parts["day"]) if parts.get("day") and not parts.get("until") else None
    if parts.get("again") and int(parts["again"]) != day:
        day = None
    return Dated(*match.span(), _iso(year, month, day))


def _apart(found: list[Dated], text: str) -> Iterator[Dated]:
    """Drop dates that an earlier or longer one covers, and join the two ends of a range."""
    last: Dated | None = None
    for dated in found:
        if last is None:
            last = dated
        elif dated.start >= last.end:
            if re.fullmatch(_TO, text[last.end : dated.start]):
                last = Dated(last.start, dated.end, _common(last.iso, dated.iso))
            else:
                yield last
                last = dated
    if last is not None:
        yield last


def _common(first: PartialDate | None, last: PartialDate | None) -> PartialDate | None:
    """The most precise date that contains both."""
    if first is None or last is None:
        return None
    if first[:7] == last[:7]:
        return first[:7]
    return first[:4] if first[:4] == last[:4] else None


def _numeric(year: int, first: int, second: int, *, day_first: bool) -> PartialDate | None:
    if day_first or first == second or first > 12:  # noqa: PLR2004 - months in a year
        return _iso(year, second, first)
    return _iso(year, first, second) if second > 12 else None  # noqa: PLR2004 - as above


def _iso(year: int, month: int | None, day: int | None = None) -> PartialDate | None:
    """An ISO 8601 date as precise as the given numbers, or None if there is no such date."""
    if month is None or not 1 <= month <= 12:  # noqa: PLR2004 - months in a year
        return None
    if day is None:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else None


def parts(date: PartialDate) -> tuple[str, str, str]:
    """Year, name of the month and day, "" for missing parts."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return year, MONTH_NAMES[int(month) - 1] if month else "", day.lstrip("0")
