"""Cities and countries by their names in other languages: "München", "Москва", "北京".

The names of time zones' cities and of countries come from the Unicode CLDR, through Babel. Large
cities that no zone is named after are in `native_places.toml`. They are looked up only if a name is
not known in English.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

_LANGUAGES = (
    *("ar", "cs", "de", "es", "fa", "fr", "hi", "it", "ja", "nl", "pl", "pt", "ro", "ru"),
    *("sv", "tr", "uk", "zh", "zh_Hant"),
)

_RENAMED = {
    "Europe/Kiev": "Europe/Kyiv",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Asia/Rangoon": "Asia/Yangon",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "Asia/Dacca": "Asia/Dhaka",
}
"""Zones whose names in the CLDR are older than in the time zone database."""


@cache
def city_zones() -> Mapping[str, str]:
    """The names of cities, with the zone of each."""
    from babel import Locale  # noqa: PLC0415 - loads slowly

    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            if isinstance(city := names.get("city"), str):
                found.setdefault(city, _RENAMED.get(zone, zone))
    return {**found, **dict(_large_cities())}


@cache
def countries() -> Mapping[str, str]:
    """The names of countries, with their codes."""
    from babel import Locale  # noqa: PLC0415 - as above

    return {
        name: code
        for language in _LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code.isalpha()
    }


def _large_cities() -> Iterator[tuple[str, str]]:
    table = (files("briefs.digests") / "native_places.toml").read_text("utf-8")
    for zone, names in tomllib.loads(table).items():
        for name in names.split():
            yield name.replace("-", " "), zone
