"""Days of the week as people spell them: "weekdays", "daily", "mon-fri", "Mon, Wed and Fri"."""

import re

from briefs.digests.subscription import EVERY_DAY, WEEKDAYS, Weekday

WEEKEND: tuple[Weekday, ...] = (5, 6)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_SPELLINGS = (
    r"mon(?:day)?s?",
    r"tue(?:s|sday)?s?",
    r"wed(?:s|nesday)?s?",
    r"thu(?:rs?|rsday)?s?",
    r"fri(?:day)?s?",
    r"sat(?:urday)?s?",
    r"sun(?:day)?s?",
)
_DAY = "|".join(f"(?:{spelling})" for spelling in _SPELLINGS)
_DAYS = re.compile(
    rf"""(?<![\w/])(?:
        (?P<all>daily | every\s?day | all\s(?:days|week) | (?:7|seven)\sdays(?:\sa\sweek)?)
      | (?P<week>(?:every\s)?(?:weekday|workday|working\sday|week\sday)s?)
      | (?P<end>(?:every\s)?weekends?)
      | (?P<first>{_DAY})\.? (?:\s?(?:-|–|—|\b(?:to|till|until|through)\b)\s?(?P<last>{_DAY}))?
      )(?![\w/])\.?""",
    re.VERBOSE | re.IGNORECASE,
)


def take(text: str) -> tuple[tuple[Weekday, ...] | None, str]:
    """The days that stand in a text, Monday first, if any, and the text without them.

    A range may run over the weekend: "Sat-Mon" is Saturday, Sunday and Monday.
    """
    days = {day for match in _DAYS.finditer(text) for day in _days(match)}
    return (tuple(sorted(days)) or None), _DAYS.sub(" ", text)


def spelled(days: tuple[Weekday, ...]) -> str:
    """Days as a person says them: "daily", "on weekdays", "on Monday and Friday"."""
    if days == EVERY_DAY:
        return "daily"
    if days == WEEKDAYS:
        return "on weekdays"
    if days == WEEKEND:
        return "at weekends"
    *others, last = (f"{NAMES[day]}s" for day in days)
    return f"on {', '.join(others)} and {last}" if others else f"on {last}"


def _days(match: re.Match[str]) -> tuple[Weekday, ...]:
    if match["all"]:
        return EVERY_DAY
    if match["week"]:
        return WEEKDAYS
    if match["end"]:
        return WEEKEND
    first = _number(match["first"])
    last = _number(match["last"]) if match["last"] else first
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))


def _number(word: str) -> Weekday:
    return next(
        n for n, spelling in enumerate(_SPELLINGS) if re.fullmatch(spelling, word, re.IGNORECASE)
    )
