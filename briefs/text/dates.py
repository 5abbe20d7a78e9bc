"""Dates as each language writes them: "12 мая 2026 г.", "2026年5月12日", "۲۲ اردیبهشت ۱۴۰۵".

Months and weekdays are read by their names, and digits of any script. Calendars are recognised by
what a date itself says: the Persian and the Islamic one by their months (Umm al-Qura, from the
package hijridate), Japanese eras and the years of the Republic of China. A date whose parts can be
read in two ways counts as none.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

_PERSIAN = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
]
_ISLAMIC = (
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر|ربيع الثاني",
    "جمادى الأولى|جمادى الأول",
    "جمادى الآخرة|جمادى الثانية|جمادى الآخر",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة|ذي القعدة",
    "ذو الحجة|ذي الحجة",
)

_IN_DATES = (
    *("пятницу", "среду", "субботу", "середу", "суботу", "неділю"),
    *("środę", "sobotę", "niedzielę", "п'ятницю", "п’ятницю"),
)
_SAME = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "İ": "i",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ", "．": ".", "／": "/", "，": ",",
    }
)  # fmt: skip
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_FIRST = "元"
_LAST_PERSIAN_LEAP_CYCLE = 1799
_SHORTEST_YEAR = 4


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day (ISO 8601) that a text names at `[start, end)`."""

    start: int
    end: int
    iso: str


def plain(text: str) -> str:
    """A text of the same length with ASCII digits and one form of each letter."""
    if text.isascii():
        return text
    text = text.translate(_SAME)
    return "".join(_digit(char) if char.isdecimal() else char for char in text)


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char))


@cache
def _names(table: str) -> Mapping[str, int]:
    """The names of a table of `dates.toml`, lower case and in the form of `plain`, with their
    numbers.
    """
    return MappingProxyType(
        {plain(name).lower(): number for name, number in names_as_written(table).items()}
    )


@cache
def names_as_written(table: str) -> Mapping[str, int]:
    """The names of the table "months" or "weekdays" in their usual spelling, with their numbers."""
    tables = tomllib.loads((files("briefs.text") / "dates.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            name: int(number)
            for number, names in tables[table].items()
            for name in names.replace("\n", "").split("|")
        }
    )


def months() -> Mapping[str, int]:
    """The names of months, with 1 to 12."""
    return _names("months")


def weekdays() -> Mapping[str, int]:
    """The names of weekdays, with 0 (Monday) to 6."""
    return _names("weekdays")


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _persian() -> Mapping[str, int]:
    return {plain(name): number for number, name in enumerate(_PERSIAN, start=1)}


@cache
def _islamic() -> Mapping[str, int]:
    return {
        plain(name): number
        for number, names in enumerate(_ISLAMIC, start=1)
        for name in names.split("|")
    }


def _any_weekday(*, in_ascii: bool) -> str:
    named = {**weekdays(), **dict.fromkeys(map(plain, _IN_DATES), 0)}
    return rf"(?:{_any_of([name for name in named if name.isascii() or not in_ascii])})"


@cache
def _before(*, in_ascii: bool) -> re.Pattern[str]:
    """The weekday right before a date."""
    return re.compile(
        r"(?<!\w)(?:в |во |у |w |we |al |el |le |il |am |den |op |på |يوم |روز )?"
        rf"{_any_weekday(in_ascii=in_ascii)}"
        r"\s?[,،]?\s?(?:den |dem |le |el |il |the |dia |día )?$",
        re.IGNORECASE,
    )


_MOST_BEFORE = 40
"""Characters; a weekday with its article and preposition is shorter."""

_DAY_AND_YEAR = re.compile(r"\d\D{0,6}(?:1[5-9]|20)\d\d")
"""What every date that begins with its month contains."""


@cache
def _forms(*, in_ascii: bool) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """The forms of dates, or only those that a text of ASCII letters can have: those that begin
    with the month, those that begin with the day, and those that no weekday precedes.

    A form that begins with a digit says so first, and only then what may not precede it: `re` looks
    for a first character much faster than it tries each place.
    """
    weekday = _any_weekday(in_ascii=in_ascii)
    era = r"г|р|r|m|م|года|году|року|roku|میلادی|ميلادي|ميلاديه|tarihinde"
    after = rf"(?:\s?(?:{era})(?!\w)\.?)?(?:[ ,،]{{0,2}}{weekday}(?!\w))?"
    suffix = r"(?:\.?[ºª°]|er\b|\.|-го|-е|e\b|th\b|st\b|nd\b|rd\b)?"
    day = rf"(?P<day>\d(?<![\w/.-].)\d?){suffix}"
    of = r"(?:de |del |af |of |di |d'|d’)?"
    gap = r"[ ,،]{0,3}"
    year = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
    month_names = [name for name in months() if name.isascii() or not in_ascii]
    month = rf"(?=[^\W\d_])(?P<month>{_any_of(month_names)})(?!\w)(?: ?/ ?[^\W\d_]+)?\.?"
    persian = rf"(?P<persian>{_any_of(_persian())})(?:\s?(?:ماه))?(?!\w)"
    islamic = rf"(?P<islamic>{_any_of(_islamic())})(?!\w)"
    either_year = r"(?P<year>1[34]\d\d)(?!\d)"
    month_first = [rf"(?<!\w){month} (?P<day>\d{{1,2}}){suffix}{gap}{year}{after}"]
    day_first = [
        rf"{day}[ -]?{of}{month}{gap}(?:del? |سنه |عام |سال )?{year}{after}",
        rf"(?P<day>\d(?<![\d/.-].)\d?)\. ?(?P<nn>\d{{1,2}})\. ?{year}{after}(?!\.?\d)",
    ]
    alone = []
    if not in_ascii:
        day_first += [
            rf"{day} ?{persian}{gap}{either_year}(?:\s?(?:ه\.? ?ش\.?|هـ\.? ?ش\.?|خورشیدی|شمسی))?",
            (
                rf"{day} ?(?:من )?{islamic}{gap}(?:عام |سنه )?{either_year}"
                r"\s?(?:هـ|ه)?\.?(?!\w)"
            ),
        ]
        alone = [
            (
                r"(?P<era>令和|平成|昭和|民國|民国)(?P<eras>\d{1,3}|元)年"
                r"(?P<nn>\d{1,2})月(?P<day>\d{1,2})日"
            ),
            (
                rf"(?<!\d){year} ?[年년] ?(?P<nn>\d{{1,2}}) ?[月월] ?(?P<day>\d{{1,2}}) ?[日号號일]"
                rf"(?: ?[（(]?(?:{weekday}|[一二三四五六日月火水木金土](?=[)）]))[)）]?)?"
            ),
        ]
    return tuple(
        tuple(re.compile(form, re.IGNORECASE) for form in forms)
        for forms in (month_first, day_first, alone)
    )


_ANY_YEAR = re.compile(r"(?:1[3-9]|20)\d\d|[年년]")
_MARKS = str.maketrans("", "", "“”‘’«»„–—…·•©®°")
"""Signs in ASCII text that no name of a month contains."""

_CHINESE_YEAR = re.compile(
    r"[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}[日号號]"
)
_PERSIAN_NUMERIC = re.compile(
    r"(?<![\d/])(?P<year>1[34]\d\d)/(?P<nn>\d{1,2})/(?P<day>\d{1,2})(?![\d/])"
)
_PERSIAN_DIGITS = re.compile("[۰-۹]{4}/")


def find(text: str) -> tuple[WrittenDate, ...]:
    """The days in a text that name their year, in order."""
    written = plain(text)
    found = [*_read_all(written), *_chinese(written)]
    if _PERSIAN_DIGITS.search(text):
        found += [
            WrittenDate(*match.span(), iso)
            for match in _PERSIAN_NUMERIC.finditer(written)
            if (iso := _from_persian(int(match["year"]), int(match["nn"]), int(match["day"])))
        ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[WrittenDate] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def parse(text: str) -> str | None:
    """The day, in ISO 8601, if the whole text is one; else None.

    A text that names the same day in two calendars gives the day on which both agree.
    """
    text = text.strip(" .,،;:[]")
    found = find(text)
    if not found or found[0].start or found[-1].end < len(text.rstrip(")） ")):
        return None
    between = [text[one.end : two.start] for one, two in pairwise(found)]
    if not all(
        re.fullmatch(r"\s*(?:الموافق(?: ل| لـ)?|برابر با|مطابق با|[/(،,–-])\s*", gap)
        for gap in between
    ):
        return None
    days = {one.iso for one in found}
    return days.pop() if len(days) == 1 else None


def _read_all(written: str) -> Iterator[WrittenDate]:
    if not _ANY_YEAR.search(written):
        return
    in_ascii = written.isascii() or written.translate(_MARKS).isascii()
    before = _before(in_ascii=in_ascii)
    month_first, day_first, alone = _forms(in_ascii=in_ascii)
    if not _DAY_AND_YEAR.search(written):
        month_first = ()
    for form in (*month_first, *day_first, *alone):
        read_to = 0
        for match in form.finditer(written):
            start, end = match.span()
            iso = _iso(match.groupdict())
            if iso is not None:
                weekday = form not in alone and before.search(
                    written, max(start - _MOST_BEFORE, read_to), start
                )
                yield WrittenDate(weekday.start() if weekday else start, end, iso)
            read_to = end


def _iso(parts: Mapping[str, str | None]) -> str | None:
    day = int(parts["day"] or 0)
    if era := parts.get("era"):
        of_era = 1 if parts["eras"] == _FIRST else int(parts["eras"] or 0)
        return _gregorian(_ERAS[era] + of_era, int(parts["nn"] or 0), day)
    year = int(parts["year"] or 0)
    if name := parts.get("persian"):
        return _from_persian(year, _persian()[name], day)
    if name := parts.get("islamic"):
        return _from_islamic(year, _islamic()[name], day)
    month = (
        months()[(parts["month"] or "").lower()] if parts.get("month") else int(parts["nn"] or 0)
    )
    return _gregorian(year, month, day)


def _gregorian(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _chinese(written: str) -> Iterator[WrittenDate]:
    """Days written in Chinese numerals: "二〇二六年五月十二日"."""
    for match in _CHINESE_YEAR.finditer(written):
        year, month, day = re.split("[年月]", match[0][:-1])
        iso = _gregorian(int(year.translate(_CHINESE_DIGITS)), _counted(month), _counted(day))
        if iso is not None:
            yield WrittenDate(*match.span(), iso)


def _counted(numeral: str) -> int:
    """A Chinese numeral up to 99: "二十三" is 23."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int(numeral.translate(_CHINESE_DIGITS))
    return 10 * int(tens.translate(_CHINESE_DIGITS) or 1) + int(
        ones.translate(_CHINESE_DIGITS) or 0
    )


def _from_persian(year: int, month: int, day: int) -> str | None:
    """A day of the Persian calendar, by its 33-year cycle, which is valid from 1178 to 1633."""
    longest = 31 if month <= 6 else 30  # noqa: PLR2004 - half a year of long months
    if not (1 <= month <= 12 and 1 <= day <= longest):  # noqa: PLR2004 - months in a year
        return None
    if month == 12 and day == 30 and not _is_persian_leap(year):  # noqa: PLR2004 - as above
        return None
    days = sum(365 + _is_persian_leap(before) for before in range(1300, year))
    days -= sum(365 + _is_persian_leap(before) for before in range(year, 1300))
    days += 31 * min(month - 1, 6) + 30 * max(0, month - 7) + day - 1
    return (date(1921, 3, 21) + timedelta(days=days)).isoformat()


def _is_persian_leap(year: int) -> bool:
    return year % 33 in {1, 5, 9, 13, 17, 22, 26, 30}


def _from_islamic(year: int, month: int, day: int) -> str | None:
    from hijridate import Hijri  # noqa: PLC0415 - seldom needed

    try:
        return str(Hijri(year, month, day).to_gregorian().isoformat())
    except (ValueError, OverflowError):
        return None
