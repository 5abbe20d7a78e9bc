"""What the model sees of each word of an entry: its form, its neighbours, and where it stands.

A feature is a name that is there or is not. The form of a word is also seen from the two words on
either side, under its distance: "-1|close=." says that the word before ends in a full stop.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from briefs.references.crf.model import Seen
from briefs.references.months import MONTHS
from briefs.references.organisations import is_organisation
from briefs.references.phrases import ADDRESS
from briefs.references.stretches import around
from briefs.references.wording import TOLD_BY

_FROM = (0, -2, -1, 1, 2)
_ONLY_NEXT = ("starts=", "tail=")
_PARTS = re.compile(r"(\W*)(.*?)(\W*)")
_NUMBERS = (
    ("year", re.compile(r"(?:1[5-9]|20)\d\d[a-z]?")),
    ("years", re.compile(r"(?:1[5-9]|20)\d\d[-–/]\d{2,4}")),
    ("range", re.compile(r"[A-Za-z]?\d+\W{1,2}[A-Za-z]?\d+")),
    ("volume(issue)", re.compile(r"\d+ ?\(\d.*")),
    ("volume:page", re.compile(r"\d+:\w?\d.*")),
    ("ordinal", re.compile(r"\d+(?:st|nd|rd|th|e|ème)")),
    ("1-2 digits", re.compile(r"\d{1,2}")),
    ("3 digits", re.compile(r"\d{3}")),
    ("digits", re.compile(r"\d+")),
    ("with digits", re.compile(r".*\d.*")),
    ("roman", re.compile(r"[ivxlc]{2,7}|[IVXLC]{2,7}")),
)
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[-–]?){1,3}")
_PAGED = re.compile(r"\d[-–—]+\d|\d:\d|\d\(\d")
_OPENS, _CLOSES = '“"„«‘', '”"“»’'
_STOPS = (".", "?", "!", ".”", '."', ".)", "?”")
_HEARD = ("in", "editor", "publisher", "thesis", "report", "meeting", "online", "volume", "pages")
_CLIPPED = 3
_LONG = 60


def features(words: Sequence[str]) -> list[list[str]]:
    """The features of each of the words of an entry, in order."""
    return [[*chain.from_iterable(one.groups), *one.own] for one in seen(words)]


def seen(words: Sequence[str]) -> list[Seen]:
    """As `features`, with those in groups that come together in many words."""
    looks = [_looks(_shown(word)) for word in words]
    common = [look[0].groups[0] for look in looks]
    groups = [
        [*place, *stretch]
        for place, stretch in zip(_places(words, common), around(words, common), strict=True)
    ]
    own: list[list[str]] = [[] for _ in words]
    for nth, distance in enumerate(_FROM):
        for at in range(len(words)):
            if 0 <= at + distance < len(words):
                look = looks[at + distance][nth]
                groups[at] += look.groups
                own[at] += look.own
            else:
                own[at].append(f"{distance}|none")
    return [Seen(tuple(some), tuple(few)) for some, few in zip(groups, own, strict=True)]


def _shown(word: str) -> str:
    """As much of a word as is looked at."""
    if ADDRESS in word:
        return ADDRESS
    return word if len(word) <= _LONG else word[: _LONG // 2] + word[-_LONG // 2 :]


@lru_cache(maxsize=4_096)  # words between the names are the same in every list
def _looks(word: str) -> tuple[Seen, ...]:
    """A word as it is seen from each place: the features that others share, and its spelling's."""
    look, spelt = _form(word)
    near = tuple(feature for feature in spelt if not feature.startswith(_ONLY_NEXT))
    return tuple(
        Seen((_under(distance, look),), _under(distance, spelt if abs(distance) <= 1 else near))
        for distance in _FROM
    )


def _under(distance: int, features: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{distance}|{feature}" for feature in features) if distance else features


def _form(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if word == ADDRESS:
        return ("address",), ()
    parts = _PARTS.fullmatch(word.strip("*_"))
    opens, core, closes = parts.groups() if parts else ("", word, "")
    lower = core.casefold()
    spelt = [f"w={lower}"]
    look = [f"open={opens[:2]}", f"close={closes[:3]}", f"case={_case(core)}"]
    look += [f"is {told}" for told in TOLD_BY.get(lower, ())]
    if lower in MONTHS:
        look.append("is month")
    number = next((name for name, form in _NUMBERS if form.fullmatch(core)), None)
    if number:
        look.append(f"number={number}")
    else:
        spelt += (f"starts={lower[:3]}", f"ends={lower[-3:]}", f"tail={lower[-2:]}")
    if core.isalpha() and is_organisation(core):
        look.append("is organisation")
    if _INITIALS.fullmatch(core):
        look.append("initials" + closes[:1])
    return tuple(look), tuple(spelt)


def _case(core: str) -> str:
    if core.isupper():
        return "X" if len(core) == 1 else "XX"
    if core[:1].isupper():
        return "Xx" if core[1:].islower() else "XxX"
    return "x" if core.islower() else "-"


def _places(
    words: Sequence[str], forms: Sequence[Sequence[str]]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What the words before a word, and the whole entry, tell about its place."""
    whole = _whole(words, forms)
    places: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    quote = bracket = "before"
    stops = commas = since = 0
    year = "no"
    heard = ""
    for at, (word, form) in enumerate(zip(words, forms, strict=True)):
        if quote == "before" and word.strip("([")[:1] in _OPENS:
            quote = "in"
        if "(" in word:
            bracket = "in"
        place = f"place={min(stops, 4)}{year[0]}{quote[0]}"
        style = (
            f"quote={quote}",
            f"bracket={bracket}",
            f"stops={min(stops, 5)}",
            f"year={year}",
            place,
            f"{place} {whole}",
        )
        count = (
            f"commas={min(commas, 4)}",
            f"heard={heard}",
            f"since={min(since, 6)}",
            f"tenth={10 * at // len(words)}",
            f"from start={min(at, 2)}",
            f"from end={min(len(words) - at, 3)}",
        )
        places.append((style, count))
        since += 1
        if quote == "in" and (word[-1:] in _CLOSES or word.rstrip(".,;:")[-1:] in _CLOSES):
            quote, since = "after", 0
        if ")" in word and "(" not in word.partition(")")[2]:
            bracket = "after"
        if "number=year" in form:
            year = "seen"
        heard = next((name for name in reversed(_HEARD) if f"is {name}" in form), heard)
        if word.endswith(_STOPS):
            if "initials." not in form and len(word) > _CLIPPED:
                stops += 1
                commas = since = 0
        elif word.endswith((",", ";", ":")):
            commas += 1
            since = 0
    return places


def _whole(words: Sequence[str], forms: Sequence[Sequence[str]]) -> str:
    """The style of the entry: where its year stands, and whether it has quotes, pages, volumes."""
    years = [at for at, form in enumerate(forms) if "number=year" in form]
    year = "late" if years else "none"
    if years and years[0] * 2 < len(words):
        year = "early"
    has = {feature for form in forms for feature in form}
    signs = (
        any(_PAGED.search(word) for word in words),
        any(mark in word for word in words for mark in _OPENS),
        "is volume" in has,
        "is meeting" in has,
    )
    return year + "".join(letter for letter, sign in zip("pqvm", signs, strict=True) if sign)
