"""What the model sees of each word of an entry: its form, its neighbours, and where it stands.

A feature is a name that is there or is not. The form of a word is also seen from the two words on
either side, under its distance: "-1|close=." says that the word before ends in a full stop.
"""

import re
from collections.abc import Sequence

from briefs.references.months import MONTHS
from briefs.references.organisations import is_organisation
from briefs.references.phrases import ADDRESS
from briefs.references.stretches import around
from briefs.references.wording import TOLD_BY

_NEAR = (-2, -1, 1, 2)
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
    forms = [_form(word) for word in words]
    seen = [
        place + stretch + form
        for place, stretch, form in zip(
            _places(words, forms), around(words, forms), forms, strict=True
        )
    ]
    for distance in _NEAR:
        for at, found in enumerate(seen):
            if not 0 <= at + distance < len(words):
                found.append(f"{distance}|none")
                continue
            near = forms[at + distance]
            if abs(distance) > 1:
                near = [feature for feature in near if not feature.startswith(_ONLY_NEXT)]
            found += [f"{distance}|{feature}" for feature in near]
    return seen


def _form(word: str) -> list[str]:
    if ADDRESS in word:
        return ["address"]
    if len(word) > _LONG:
        word = word[: _LONG // 2] + word[-_LONG // 2 :]
    parts = _PARTS.fullmatch(word.strip("*_"))
    opens, core, closes = parts.groups() if parts else ("", word, "")
    lower = core.casefold()
    found = [f"w={lower}", f"open={opens[:2]}", f"close={closes[:3]}", f"case={_case(core)}"]
    found += [f"is {told}" for told in TOLD_BY.get(lower, ())]
    if lower in MONTHS:
        found.append("is month")
    number = next((name for name, form in _NUMBERS if form.fullmatch(core)), None)
    if number:
        found.append(f"number={number}")
    else:
        found += (f"starts={lower[:3]}", f"ends={lower[-3:]}", f"tail={lower[-2:]}")
    if core.isalpha() and is_organisation(core):
        found.append("is organisation")
    if _INITIALS.fullmatch(core):
        found.append("initials" + closes[:1])
    return found


def _case(core: str) -> str:
    if core.isupper():
        return "X" if len(core) == 1 else "XX"
    if core[:1].isupper():
        return "Xx" if core[1:].islower() else "XxX"
    return "x" if core.islower() else "-"


def _places(words: Sequence[str], forms: Sequence[Sequence[str]]) -> list[list[str]]:
    """What the words before a word, and the whole entry, tell about its place."""
    whole = _whole(words, forms)
    places = []
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
        places.append(
            [
                f"quote={quote}",
                f"bracket={bracket}",
                f"stops={min(stops, 5)}",
                f"year={year}",
                place,
                f"{place} {whole}",
                f"commas={min(commas, 4)}",
                f"heard={heard}",
                f"since={min(since, 6)}",
                f"tenth={10 * at // len(words)}",
                f"from start={min(at, 2)}",
                f"from end={min(len(words) - at, 3)}",
            ]
        )
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
