"""Finds the time zone that a person means by a city, a country, an abbreviation or an offset.

A zone is stored as an IANA name or, if a person gave an offset, as "UTC+05:30". Zones, their cities
and countries are read from the time zone database; large cities that no zone is named after are
listed here. If a name means several zones that do not keep the same time, nothing is guessed.

Names in other languages ("München", "Москва", "北京") come from the Unicode CLDR, through Babel,
and those of large cities from `native_places.toml`. They are looked up only if a name is not known
in English.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

from briefs.digests.digest import FIXED_ZONE, clock
from briefs.errors import BadArgument
from briefs.search_query import fold

_OFFSET = re.compile(
    r"(?:utc|gmt|z)?\s*(?P<sign>[+−–-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>[0134][05]))?",
    re.IGNORECASE,
)
_FARTHEST = timedelta(hours=14)


def is_fixed(zone: str) -> bool:
    """Whether the zone is a plain offset, without daylight saving time."""
    return FIXED_ZONE.fullmatch(zone) is not None


def fixed(said: str) -> str | None:
    """The zone of a plain offset ("UTC+2", "+0530", "gmt -3"); None for any other text."""
    match = _OFFSET.fullmatch(said.strip())
    if match is None:
        return None
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    ahead = timedelta(hours=hours, minutes=minutes)
    if ahead > _FARTHEST or minutes % 15:
        return None
    sign = "+" if match["sign"] == "+" else "-"
    return f"UTC{sign}{hours:02}:{minutes:02}" if ahead else "UTC"


def offset(zone: str, now: datetime) -> str:
    """A zone's offset from UTC at an instant, in words: "UTC+1", "UTC−3:30"."""
    ahead = now.astimezone(clock(zone)).utcoffset() or timedelta()
    hours, minutes = divmod(abs(ahead) // timedelta(minutes=1), 60)
    if not (hours or minutes):
        return "UTC"
    return f"UTC{'−' if ahead < timedelta() else '+'}{hours}" + (
        f":{minutes:02}" if minutes else ""
    )


def local(moment: datetime, zone: str) -> datetime:
    """An instant by the clock of a zone."""
    return moment.astimezone(UTC).astimezone(clock(zone))


_CITIES = """
America/Bogota: cartagena, medellin
America/Chicago: austin, dallas, houston, minneapolis, new orleans
America/Los_Angeles: las vegas, portland, sacramento, san diego, san francisco, seattle
America/New_York: atlanta, baltimore, boston, miami, nyc, philadelphia, pittsburgh, washington dc
America/Sao_Paulo: brasilia, rio, rio de janeiro
America/Toronto: montreal, ottawa, quebec
Africa/Johannesburg: cape town, durban, pretoria
Africa/Lagos: abuja
Africa/Casablanca: rabat
Africa/Dar_es_Salaam: dodoma
Asia/Dubai: abu dhabi
Asia/Ho_Chi_Minh: hanoi, saigon
Asia/Hong_Kong: hongkong
Asia/Jerusalem: tel aviv
Asia/Karachi: islamabad, lahore
Asia/Kolkata: bangalore, bengaluru, bombay, chennai, delhi, hyderabad, mumbai, new delhi
Asia/Riyadh: jeddah, mecca
Asia/Shanghai: beijing, guangzhou, peking, shenzhen
Asia/Tokyo: kyoto, osaka
Asia/Yangon: rangoon
Australia/Sydney: canberra
Europe/Amsterdam: hague, rotterdam
Europe/Berlin: bonn, cologne, dresden, dusseldorf, frankfurt, hamburg, leipzig, munich, stuttgart
Europe/Brussels: antwerp, bruges, ghent
Europe/Istanbul: ankara
Europe/Kyiv: kharkiv, kiev, lviv, odesa
Europe/London: edinburgh, glasgow, liverpool, manchester
Europe/Madrid: barcelona, seville, valencia
Europe/Moscow: saint petersburg, st petersburg
Europe/Paris: lyon, marseille, strasbourg
Europe/Rome: milan, naples, turin, venice
Europe/Warsaw: cracow, gdansk, krakow
Europe/Zurich: basel, bern, geneva
Pacific/Auckland: christchurch, wellington
"""

_COUNTRIES = """
AE: uae
CD: drc
CZ: czechia
GB: england, great britain, scotland, uk, united kingdom, wales
KR: korea
MM: burma
NL: holland
TR: turkiye
US: america, us, usa
"""

_ABBREVIATIONS = """
UTC: utc, gmt, z, zulu
Europe/Lisbon: wet
Europe/Brussels: cet, cest, mez, mesz
Europe/Athens: eet, eest
Europe/Moscow: msk
Africa/Johannesburg: sast
Africa/Lagos: wat
Africa/Nairobi: eat
Asia/Karachi: pkt
Asia/Kathmandu: npt
Asia/Hong_Kong: hkt
Asia/Singapore: sgt
Asia/Tokyo: jst
Asia/Seoul: kst
Australia/Perth: awst
Pacific/Auckland: nzst, nzdt
America/St_Johns: nst, ndt
America/New_York: et, est, edt
America/Los_Angeles: pt, pst, pdt
America/Anchorage: akst, akdt
Pacific/Honolulu: hst
America/Chicago Asia/Shanghai America/Havana: cst
America/Denver America/Phoenix: mst
America/Halifax Asia/Riyadh: ast
Asia/Kolkata Europe/Dublin Asia/Jerusalem: ist
Australia/Adelaide Australia/Darwin: acst
Australia/Sydney Australia/Brisbane: aest
Europe/London Asia/Dhaka: bst
"""

_REGIONS = re.compile(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/"
)
_WEEK = timedelta(days=7)
_LIKE = 75.0
"""A name is suggested from this similarity on (0 to 100) to what was typed."""

_MOST = 6
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class _Atlas:
    """The meanings of folded names: zones by their own names, and by others."""

    zones: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]


def find(said: str, now: datetime) -> str:
    """The zone that a person names, by its IANA name or as "UTC+05:30".

    BadArgument for an unknown name, with similar ones, and for a name of several zones that do not
    keep the same time within a year from `now`, with these.
    """
    offset = fixed(said)
    if offset is not None:
        return offset
    atlas = _atlas()
    key = re.sub(r"\s*/\s*", "/", said.strip().casefold()).replace(" ", "_")
    if key in atlas.zones:
        return atlas.zones[key]
    meant = _meant(fold(said), atlas.names) or _meant(fold(said), _native_names())
    if not meant:
        raise _unknown(said, atlas)
    apart = tuple(_apart(meant, now))
    if len(apart) > 1:
        some = ", ".join(apart[:_MOST]) + (" …" if len(apart) > _MOST else "")
        raise BadArgument(f"“{said}” may be any of several time zones.", hint=f"Name one: {some}")
    return apart[0]


def _meant(words: Sequence[str], names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The zones of a name, or of a city with its country after it: "Berlin, Germany"."""
    for cut in range(len(words), 0, -1):
        zones = names.get(" ".join(words[:cut]), ())
        if cut < len(words):
            country = names.get(" ".join(words[cut:]), ())
            zones = tuple(zone for zone in zones if zone in country)
        if zones:
            return zones
    return ()


def _unknown(said: str, atlas: _Atlas) -> BadArgument:
    names = {**{_folded(zone): (zone,) for zone in atlas.zones.values()}, **atlas.names}
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # needed only for a misspelt name

    near = process.extract(
        _folded(said), names.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_MOST
    )
    meant: dict[str, str] = {}
    for name, _, _ in near:
        for zone in names[name]:
            meant.setdefault(zone, _offered(name, zone))
    hint = (
        f"Did you mean {' or '.join([*meant.values()][:_OFFERED])}?"
        if meant
        else "Name a city or a zone: Berlin, America/New_York, Asia/Kolkata, or UTC+2."
    )
    return BadArgument(f"I don't know the time zone “{said[:60]}”.", hint=hint)


def _offered(name: str, zone: str) -> str:
    """A zone, with the name it was found by if that differs: "Atlanta (America/New_York)"."""
    return zone if name in _folded(zone) else f"{name.title()} ({zone})"


def _apart(zones: Iterable[str], now: datetime) -> Iterator[str]:
    """One of each group of zones that keep the same time, week by week,
    within a year from `now`.
    """
    moments = [now + week * _WEEK for week in range(53)]
    seen: set[tuple[timedelta | None, ...]] = set()
    for zone in zones:
        kept = clock(zone)
        year = tuple(moment.astimezone(kept).utcoffset() for moment in moments)
        if year not in seen:
            seen.add(year)
            yield zone


@lru_cache(maxsize=1)
def _atlas() -> _Atlas:
    known = available_timezones()
    names: dict[str, tuple[str, ...]] = {}
    for meant, said in (*_table(_ABBREVIATIONS), *_table(_CITIES)):
        zones = tuple(meant.split())
        names.update((_folded(name), zones) for name in said)
    by_country: dict[str, list[str]] = defaultdict(list)
    for country, _, zone, *_ in _rows("zone.tab"):
        if zone in known:
            by_country[country].append(zone)
            names.setdefault(_city(zone), (zone,))
    for zone in sorted(known):
        if _REGIONS.match(zone):
            names.setdefault(_city(zone), (zone,))
    for name, countries in _country_names().items():
        names.setdefault(name, tuple(zone for code in countries for zone in by_country[code]))
    zones_by_key = {zone.casefold(): zone for zone in known if "/" in zone}
    return _Atlas(zones_by_key, {name: zones for name, zones in names.items() if zones})


@lru_cache(maxsize=1)
def _native_names() -> Mapping[str, tuple[str, ...]]:
    """The meanings of names in languages other than English."""
    known, atlas = available_timezones(), _atlas()
    english = {code: _folded(name) for code, name in _rows("iso3166.tab")}
    names = {
        _folded(name): zones
        for name, code in _native_countries().items()
        if (zones := atlas.names.get(english.get(code, ""), ()))
    }
    names.update(
        (_folded(city), (zone,)) for city, zone in _native_cities().items() if zone in known
    )
    return names


def _country_names() -> dict[str, list[str]]:
    """The country codes of each name; "Korea (South)" is known as "south korea" and "korea"."""
    names: dict[str, list[str]] = defaultdict(list)
    for code, name in _rows("iso3166.tab"):
        plain, _, more = name.rstrip(")").partition(" (")
        for spelling in dict.fromkeys((plain, f"{more} {plain}".strip())):
            names[_folded(spelling)].append(code)
    return {**names, **{name: [code] for code, said in _table(_COUNTRIES) for name in said}}


def _city(zone: str) -> str:
    return _folded(zone.rpartition("/")[2])


def _folded(name: str) -> str:
    return " ".join(fold(name))


def _table(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.split("\n"):
        if line:
            meant, _, said = line.partition(": ")
            yield meant, said.split(", ")


def _rows(table: str) -> Iterator[list[str]]:
    text = (files("tzdata") / "zoneinfo" / table).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


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
def _native_cities() -> Mapping[str, str]:
    """The names of cities, with the zone of each."""
    from babel import Locale  # noqa: PLC0415 - loads slowly

    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            if isinstance(city := names.get("city"), str):
                found.setdefault(city, _RENAMED.get(zone, zone))
    return {**found, **dict(_large_cities())}


@cache
def _native_countries() -> Mapping[str, str]:
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
