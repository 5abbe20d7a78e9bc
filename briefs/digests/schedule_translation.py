"""Translates times and days from people's own languages into the words that schedules understand.

"um 8 Uhr werktags", "lun-ven à 8h30", "по будням в 8:30", "الأحد إلى الخميس", "平日 8時30分": each
becomes "8:00 weekdays", "mon-fri 8h30" and so on. Unknown words stay unchanged.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from importlib.resources import files

from briefs.text.dates import plain, weekdays

_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TABLE = tomllib.loads((files("briefs.digests") / "schedule_translation.toml").read_text("utf-8"))
_MORNING, _EVENING = (_TABLE[name].replace("\n", "") for name in ("morning", "evening"))
_OCLOCK = _TABLE["oclock"].replace("\n", "")
_ONLY_BESIDE_OTHERS = frozenset(_TABLE["short"]["beside_others"].split())
_BEFORE_TIME = re.compile(
    r"(?<!\w)(?:um|gegen|à|a las|às|as|alle(?: ore)?|ore|o godz\.?|godz\.?|o|w|в|во|о|об|у"
    r"|saat|الساعه|ساعت|kl\.?|om|la ora|ora|v)\s+(?=\d)"
)
_TO = (
    r"\s*(?:-|–|—|~|〜|～|bis|à|a|au|al|alle?|até|ate|do|по|до|ile|الي|تا|से|至|到|から"
    r"|tot|till|până)\s*"
)
_AND = r"\s*(?:,|،|、|，|und|et|y|e|i|и|та|й|ve|و|और|和|と|en|och)\s*"


def in_english(text: str) -> str:
    """A schedule with its words for times and days replaced by English ones."""
    said = plain(unicodedata.normalize("NFKC", text))
    lowered = said.lower()
    found = _translated(lowered)
    return said if found == lowered else found


def _translated(text: str) -> str:
    text = _CLOCK.sub(_clock, text)
    text = _BEFORE_TIME.sub("", text)
    for form, english in _PHRASES:
        text = form.sub(f" {english} ", text)
    text = _HALF_DAY_BEFORE.sub(_of_half, text)
    text = _HALF_DAY_AFTER.sub(_of_half, text)
    text = _MINUTES.sub(r"\1:\2", text)
    text = _HOURS.sub(r"\1:00", text)
    text = _RANGE.sub(lambda m: f" {_english(m['first'])}-{_english(m['last'])} ", text)
    text = _LIST.sub(lambda m: f" {', '.join(map(_english, _EACH_DAY.findall(m[0])))} ", text)
    return _DAY_ALONE.sub(lambda m: f" {_english(m['day'])} ", text)


def _clock(match: re.Match[str]) -> str:
    minute = "30" if match["half"] else match["minute"] or "00"
    return f" {match['hour']}:{minute:0>2} "


def _of_half(match: re.Match[str]) -> str:
    """A time with its half of the day; a 24-hour time keeps its hour."""
    hour = int(match["hour"])
    first = _FIRST_HOUR_OF_NIGHT if _NIGHT.fullmatch(match["half"]) else 1
    if _IS_EVENING.fullmatch(match["half"]) is None:
        return f" {hour}:{match['minute'] or '00'} " if hour < _NOON_HOUR else match[0]
    if first <= hour < _NOON_HOUR:
        hour += _NOON_HOUR
    elif hour <= _NOON_HOUR:
        return match[0]  # ambiguous, and asked about: "12 de la noche", "2 at night"
    return f" {hour}:{match['minute'] or '00'} "


def _english(day: str) -> str:
    return _ENGLISH_DAYS[_DAYS[day.strip(".")]]


def _whole(pattern: str) -> str:
    return rf"(?<![^\W\d])(?:{pattern.replace(chr(10), '')})(?![^\W\d])"


def _days() -> Mapping[str, int]:
    named = {name: day for name, day in weekdays().items() if name not in _IN_ENGLISH}
    forms = {
        plain(form).strip("."): int(day)
        for day, some in _TABLE["days"].items()
        for form in some.split()
    }
    return {**forms, **named}


_IN_ENGLISH = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
)
_DAYS = _days()
_ALONE = sorted((day for day in _DAYS if day not in _ONLY_BESIDE_OTHERS), key=len, reverse=True)
_EVERY = sorted([*_DAYS, *_IN_ENGLISH], key=len, reverse=True)
_ON = (
    r"(?:(?<![^\W\d])(?:по |в |во |у |am |an |le |les |el |los |il |em |na |we? |ve |om |på "
    r"|يوم |روز ))?"
)
_ANY_DAY = "|".join(map(re.escape, sorted(_DAYS, key=len, reverse=True)))
_DAY = rf"(?<![^\W\d])(?:{_ANY_DAY})\.?(?![^\W\d])"
_UNSPACED_DAY = r"(?:星期|周|週)[一二三四五六日天]|[月火水木金土日](?:曜日?)?"
_PHRASES = tuple(
    (re.compile(_whole(words)), english)
    for words, english in (
        (_TABLE["daily"], "daily"),
        (_TABLE["workdays"], "weekdays"),
        (_TABLE["weekend"], "weekends"),
        (_TABLE["noon"], "noon"),
    )
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s?[時时点點](?!\w*[钟鐘]\w)(?:\s?(?P<minute>\d{1,2})\s?分|(?P<half>半))?[钟鐘]?"
)
_HALF = f"{_MORNING}|{_EVENING}"
_NIGHT = re.compile("de la noche|da noite|شب|夜|晚上")
_NOON_HOUR, _FIRST_HOUR_OF_NIGHT = 12, 6
_IS_EVENING = re.compile(_EVENING)
_TIME = r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?"
_HALF_DAY_BEFORE = re.compile(rf"(?P<half>{_HALF})\s*{_TIME}(?!\d)")
_HALF_DAY_AFTER = re.compile(
    rf"(?<![\d:]){_TIME}\s*(?:(?:{_OCLOCK}|h)\s*)?(?P<half>{_HALF})(?![^\W\d])"
)
_MINUTES = re.compile(rf"(\d{{1,2}})[:.h](\d\d)\s*(?:{_OCLOCK}|h|ч\.?|год\.?)(?!\w)")
_HOURS = re.compile(rf"(?<![:.\d])(\d{{1,2}})\s*(?:{_OCLOCK}|ч\.?|год\.?)(?!\w)")
_RANGE = re.compile(
    r"(?:من |از |de |du |da |dal |von |с |з |від |od |van |från )?"
    rf"(?P<first>{_DAY}|{_UNSPACED_DAY}){_TO}(?P<last>{_DAY}|{_UNSPACED_DAY})"
)
_EACH_DAY = re.compile(_DAY)
_LIST = re.compile(rf"{_ON}{_DAY}(?:{_AND}{_DAY})+")
_DAY_ALONE = re.compile(
    _ON
    + r"(?<!santo )(?<!são )(?<!la )(?P<day>(?<![^\W\d])(?:"
    + "|".join(map(re.escape, _ALONE))
    + r")\.?(?![^\W\d]))"
)
