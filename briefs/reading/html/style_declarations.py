"""What a block of CSS declarations does to words: strikes them out, hides them, colours them."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Literal, TypeAlias

Way: TypeAlias = Literal[
    "struck",
    "display",
    "visibility",
    "opacity",
    "fading",
    "place",
    "size",
    "folded",
    "ink",
    "light",
]
"""How declarations keep words from a reader.

"fading" is an opacity that a program or a pointer changes, and "folded" a block without height:
both are seen sooner or later, except within a sentence. "light" is a colour near white, which hides
words only on a ground of the same colour.
"""

Colour: TypeAlias = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)

_END = r"\s*(?:[;!}]|$)"
_NOUGHT = rf"0(?:\.0*)?(?:px|em|rem|pt|%)?{_END}"
_HIDDEN: Mapping[Way, str] = {
    "display": r"display\s*:\s*none",
    "visibility": r"(?:content-)?visibility\s*:\s*(?:hidden|collapse)",
    "opacity": rf"opacity\s*:\s*{_NOUGHT}",
    "place": (
        r"(?:left|right|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]"
        r"|clip-path\s*:\s*(?:inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0)|scale[xy]?\(\s*0\s*[,)]"
    ),
    "size": rf"font-size\s*:\s*(?:{_NOUGHT}|(?:1|0?\.\d+)(?:px|pt){_END})|mso-hide\s*:\s*all",
}
HIDDEN = re.compile(rf"(?<![\w-])(?:{'|'.join(_HIDDEN.values())})", re.IGNORECASE)
"""What hides words by itself, without their colour."""

_SHOWN: Mapping[Way, str] = {
    "display": r"display\s*:\s*(?!none)[a-z]",
    "visibility": r"visibility\s*:\s*visible",
    "opacity": r"opacity\s*:\s*(?:1|0?\.[1-9])",
    "fading": r"opacity\s*:\s*(?:1|0?\.[1-9])",
    "place": r"position\s*:\s*(?:static|relative)|clip\s*:\s*auto|clip-path\s*:\s*none",
    "size": rf"font-size\s*:\s*(?![01](?:px|pt)?{_END})[\w.]",
    "folded": r"height\s*:\s*(?:[1-9]|auto|none|fit|max|min)",
    "ink": r"color\s*:",
    "light": r"color\s*:",
    "struck": r"text-decoration(?:-line)?\s*:\s*(?:none|underline)",
}
_HIDDEN_WAYS = {
    way: re.compile(rf"(?<![\w-])(?:{told})", re.IGNORECASE) for way, told in _HIDDEN.items()
}
_SHOWN_WAYS = {
    way: re.compile(rf"(?<![\w-])(?:{told})", re.IGNORECASE) for way, told in _SHOWN.items()
}
_MOVES = re.compile(r"(?<![\w-])(?:transition|animation|will-change)\b", re.IGNORECASE)
_FOLDED = re.compile(rf"(?<![\w-])(?:max-)?height\s*:\s*{_NOUGHT}", re.IGNORECASE)
_CLIPPED = re.compile(r"overflow[\w-]*\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_LETTERS_FILLED = re.compile(r"background-clip\s*:\s*text", re.IGNORECASE)
INK = re.compile(r"(?<![\w-])color\s*:\s*([^;!}]{1,80})", re.IGNORECASE)
_GROUND = re.compile(r"(?<![\w-])background(?:-color|-image)?\s*:\s*([^;!}]{1,300})", re.IGNORECASE)
_LIGHT_INK = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#f|white\b|rgba?\(\s*2[45]\d|transparent|rgba\()", re.IGNORECASE
)
_FLAT = re.compile(r"height\s*:\s*0", re.IGNORECASE)
TELLING = re.compile(
    f"line-through|{HIDDEN.pattern}|{_LIGHT_INK.pattern}|{_FLAT.pattern}", re.IGNORECASE
)
"""Whether a style sheet may hide or strike out anything; most rules say nothing of it."""

_KEYS = re.compile(
    r"display|none|visib|opacity|clip|scale|position|font-size|mso-hide|line-through|color|height"
    r"|text-decoration|:\s*-\d{3}"
)
"""Words in lower case, one of which declarations have if they do anything to words.

They are found much faster than the forms above, which most declarations do not have.
"""

_HIDDEN_BY_KEY: Mapping[str, Way] = {
    "none": "display",
    "visib": "visibility",
    "opacity": "opacity",
    "clip": "place",
    "scale": "place",
    "font-size": "size",
    "mso-hide": "size",
}
_SHOWN_BY_KEY: Mapping[str, tuple[Way, ...]] = {
    "display": ("display",),
    "visib": ("visibility",),
    "opacity": ("opacity", "fading"),
    "position": ("place",),
    "clip": ("place",),
    "font-size": ("size",),
    "height": ("folded",),
    "color": ("ink", "light"),
    "text-decoration": ("struck",),
}

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![0-9a-z])", re.IGNORECASE)
_BETWEEN = r"(?:\s*+,\s*+|\s++)"
_RGB = re.compile(
    rf"rgba?\(\s*+(\d{{1,3}}){_BETWEEN}(\d{{1,3}}){_BETWEEN}(\d{{1,3}})"
    r"(?:\s*+[,/]\s*+([\d.]{1,6}%?))?\s*+\)",
    re.IGNORECASE,
)
_NAMED: Mapping[str, Colour] = {"white": WHITE, "black": (0, 0, 0), "snow": (255, 250, 250)}
_NO_COLOUR = frozenset({"transparent", "none", "inherit", "initial", "unset", "revert", ""})
_SHORT = 4
_MAX_DIFFERENCE = 16
"""Colours whose channels differ by no more, of 255, look alike."""

_PROPERTY = re.compile(r"(?<![\w-])(--[\w-]{1,80})\s{0,4}:([^;{}]{0,80})")
_USED = re.compile(
    r"(?<![\w-])((?:display|visibility|opacity)\s{0,4}:\s{0,4})"
    r"var\(\s{0,4}(--[\w-]{1,80})\s{0,4}(?:,([^();{}]{0,80}))?\)",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"\s*(?::root|:host|html|body|\*)(?:\s*,\s*(?::root|:host|html|body|\*))*\s*"
)
_AS_EVER = "initial"


class Properties:
    """The custom properties (`--name`) that a page's rules give a value for all its elements.

    One with several values, or with one for some elements only, decides nothing.
    """

    def __init__(self, rules: Iterable[tuple[str, str]]) -> None:
        self._rules = rules

    @cached_property
    def _values(self) -> Mapping[str, str | None]:
        values: dict[str, str | None] = {}
        for prelude, told in self._rules:
            is_for_all = "--" in told and _EVERYWHERE.fullmatch(prelude) is not None
            for name, value in _PROPERTY.findall(told) if "--" in told else ():
                same = is_for_all and values.get(name, value.strip()) == value.strip()
                values[name] = value.strip() if same else None
        return values

    def resolved(self, declarations: str) -> str:
        """Declarations with the values that decide whether words are shown."""
        if "var(" not in declarations or not _USED.search(declarations):
            return declarations
        is_block = "{" not in declarations
        own = dict(_PROPERTY.findall(declarations)) if is_block else {}

        def value(used: re.Match[str]) -> str:
            told = own.get(used[2]) or self._values.get(used[2], used[3])
            return f"{used[1]}{(told or '').strip() or _AS_EVER}"

        return _USED.sub(value, declarations)


def ways(declarations: str) -> frozenset[Way]:
    """The ways in which declarations keep words from a reader."""
    keys = set(_KEYS.findall(declarations.lower()))
    may_hide = {"place" if key[0] == ":" else _HIDDEN_BY_KEY.get(key) for key in keys}
    found: set[Way] = {way for way in may_hide if way and _HIDDEN_WAYS[way].search(declarations)}
    is_coloured = "color" in keys
    if not (
        found
        or "line-through" in keys
        or (is_coloured and _LIGHT_INK.search(declarations))
        or ("height" in keys and _FLAT.search(declarations))
    ):
        is_coloured = is_coloured and "background" in declarations
        return frozenset(_of_colour(declarations) if is_coloured else ())
    if "opacity" in found and _MOVES.search(declarations):
        found = (found - {"opacity"}) | {"fading"}
    if STRUCK.search(declarations):
        found.add("struck")
    if _FOLDED.search(declarations) and _CLIPPED.search(declarations):
        found.add("folded")
    return frozenset(found | set(_of_colour(declarations)))


def shown_ways(declarations: str, among: Collection[Way]) -> frozenset[Way]:
    """Those of some ways of being kept from a reader that declarations end."""
    keys = _KEYS.findall(declarations.lower())
    may_end = {way for key in keys for way in _SHOWN_BY_KEY.get(key, ()) if way in among}
    ended = frozenset(way for way in may_end if _SHOWN_WAYS[way].search(declarations))
    return ended - ways(declarations) if ended else ended


def _of_colour(declarations: str) -> tuple[Way, ...]:
    told = INK.search(declarations)
    if told is None or _LETTERS_FILLED.search(declarations):
        return ()
    if told[1].strip().casefold() == "transparent" or _is_clear(told[1]):
        return ("ink",)
    ink = colour(told[1])
    if ink is None:
        return ()
    if (own := ground(declarations)) is not None:
        return ("ink",) if own != "unknown" and alike(ink, own) else ()
    return ("light",) if alike(ink, WHITE) else ()


def ground(declarations: str) -> Colour | Literal["unknown"] | None:
    """The colour behind the words; None if declarations leave it as it is around them."""
    told = _GROUND.search(declarations)
    if told is None or told[1].strip().casefold() in _NO_COLOUR or _is_clear(told[1]):
        return None
    return colour(told[1]) or "unknown"


def colour(value: str) -> Colour | None:
    """The colour at the beginning of a value, None if it is not told in a plain form."""
    value = value.strip().casefold()
    if value in _NAMED:
        return _NAMED[value]
    if hexed := _HEX.fullmatch(value):
        digits = hexed[1]
        if len(digits) <= _SHORT:
            digits = "".join(digit * 2 for digit in digits)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if told := _RGB.fullmatch(value):
        return min(int(told[1]), 255), min(int(told[2]), 255), min(int(told[3]), 255)
    return None


def alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _MAX_DIFFERENCE for a, b in zip(one, other, strict=True))


def _is_clear(value: str) -> bool:
    """Whether nothing is seen of a colour."""
    told = _RGB.fullmatch(value.strip())
    return told is not None and told[4] is not None and float(told[4].rstrip("%") or 1) == 0
