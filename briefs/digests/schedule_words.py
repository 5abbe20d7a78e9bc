"""Times of day as people spell them: "8:30", "8.30am", "0830", "8 am", "20h15", "noon"."""

import re
from collections.abc import Iterator
from datetime import time

from briefs.errors import BadArgument

_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_CLOCK = re.compile(
    r"""(?<![\w/:.+−-])(?:
        (?:12\s)? (?P<named>noon|midday|midnight)
      | (?P<hour>\d{1,2}) (?: [:.h]?(?P<minute>\d{2}) )? \s? (?P<half>[ap])\.?\s?m\b\.?
      | (?P<hour24>\d{1,2}) (?: [:.h](?P<minute24>\d{2}) | h )
      | (?P<digits>\d{3,4})
      | (?P<bare>\d{1,2}) (?:\s?o['’]?\s?clock)?
      )(?![\w/:])""",
    re.VERBOSE | re.IGNORECASE,
)


def take(text: str) -> tuple[time | None, str]:
    """The time of day that stands in a text, if any, and the text without it.

    BadArgument for two times, for one that is on no clock, and for a bare hour that might be in
    the morning or in the evening: nothing is guessed.
    """
    found = list(_CLOCK.finditer(text))
    if not found:
        return None, text
    times = dict.fromkeys(map(_time, found))
    if len(times) > 1:
        said = " and ".join(match[0].strip() for match in found)
        raise BadArgument(
            f"One time of day, please: I read {said}.",
            hint="A digest comes once a day: write its time alone, like 08:30.",
        )
    return next(iter(times)), "".join(_without(text, found))


def spelled(at: time) -> str:
    """A time as everybody reads it: "08:30"."""
    return f"{at:%H:%M}"


def _without(text: str, found: list[re.Match[str]]) -> Iterator[str]:
    end = 0
    for match in found:
        yield f"{text[end : match.start()]} "
        end = match.end()
    yield text[end:]


def _time(match: re.Match[str]) -> time:
    parts = match.groupdict()
    if parts["named"]:
        return _NAMED[parts["named"].lower()]
    if parts["bare"] and int(parts["bare"]) <= 12:  # noqa: PLR2004  # hours of half a day
        raise _bare(int(parts["bare"]))
    try:
        if parts["bare"]:
            return time(int(parts["bare"]))
        if parts["half"]:
            return _of_half_a_day(int(parts["hour"]), int(parts["minute"] or 0), parts["half"])
        if parts["digits"]:
            return time(int(parts["digits"][:-2]), int(parts["digits"][-2:]))
        hour, minute = int(parts["hour24"]), int(parts["minute24"] or 0)
        return time(0 if (hour, minute) == (24, 0) else hour, minute)
    except ValueError:
        raise BadArgument(
            f"“{match[0].strip()}” is on no clock.", hint="Write it like 08:30, 8.30 am or 20:15."
        ) from None


def _of_half_a_day(hour: int, minute: int, half: str) -> time:
    if not 1 <= hour <= 12:  # noqa: PLR2004  # hours of half a day
        raise ValueError(hour)
    return time(hour % 12 + (12 if half.lower() == "p" else 0), minute)


def _bare(hour: int) -> BadArgument:
    early = hour % 12
    return BadArgument(
        f"{hour} in the morning or in the evening?",
        hint=f"Write {early:02}:00 or {early + 12:02}:00.",
    )
