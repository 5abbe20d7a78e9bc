"""The styles of an OpenDocument text: what a paragraph is, and how words are shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from briefs.reading.html.style_declarations import WHITE, alike, colour
from briefs.reading.html.tree import Element

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE = f"{_OASIS}text:1.0}}", f"{_OASIS}style:1.0}}"
_FO = f"{_OASIS}xsl-fo-compatible:1.0}}"
_TINY = re.compile(
    r"(?:0(?:\.\d+)?|1(?:\.0+)?)(?:pt|px)|0(?:\.0\d*)?(?:cm|in|mm|em)|[0-5](?:\.\d+)?%"
)
"""A size of letters too small to be seen."""

TITLES, QUOTES, CAPTIONS = {"title"}, {"quotations", "quote", "intense quote"}, {"caption"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits; `kind` is the first known name among it and its parents.

    `white` letters are seen only where something is `painted` behind them; None if it says nothing.
    """

    kind: str = ""
    level: int = 0
    listing: str = ""
    struck: bool = False
    hidden: bool = False
    raised: bool = False
    white: bool | None = None
    painted: bool = False


PLAIN = Style()


def styles(roots: list[Element]) -> Mapping[str, Style]:
    """The styles of paragraphs and characters by name."""
    elements = {
        one.get(f"{_STYLE}name", ""): one for root in roots for one in root.iter(f"{_STYLE}style")
    }
    return {name: _style(name, elements) for name in elements}


def _style(name: str, elements: Mapping[str, Element]) -> Style:
    line: list[Element] = []
    while name in elements and elements[name] not in line:
        line.append(elements[name])
        name = line[-1].get(f"{_STYLE}parent-style-name", "")
    known = TITLES | QUOTES | CAPTIONS
    names = [_spelt(one.get(f"{_STYLE}name", "")) for one in line]
    names += [_spelt(line[-1].get(f"{_STYLE}parent-style-name", ""))] if line else []
    runs = [found for one in line if (found := one.find(f"{_STYLE}text-properties")) is not None]

    def said(attribute: str) -> str:
        return next((value for run in runs if (value := run.get(attribute))), "")

    through = said(f"{_STYLE}text-line-through-style") or said(f"{_STYLE}text-line-through-type")
    position = said(f"{_STYLE}text-position")
    ink, behind = colour(said(f"{_FO}color")), said(f"{_FO}background-color")
    frames = (one.find(f"{_STYLE}paragraph-properties") for one in line)
    grounds = (one.get(f"{_FO}background-color", "") for one in frames if one is not None)
    painted = next((told for told in (behind, *grounds) if told not in {"", "transparent"}), "")
    levels = (one.get(f"{_STYLE}default-outline-level", "") for one in line)
    return Style(
        kind=next((one for one in names if one in known), ""),
        level=next((int(one) for one in levels if one.isdecimal()), 0),
        listing=next((one.get(f"{_STYLE}list-style-name", "") for one in line), ""),
        struck=through not in {"", "none"},
        hidden=said(f"{_TEXT}display") == "none"
        or _TINY.fullmatch(said(f"{_FO}font-size")) is not None,
        white=None if ink is None else alike(ink, WHITE),
        painted=bool(painted) and colour(painted) != WHITE,
        raised=position.startswith(("super", *"123456789")),
    )


def _spelt(name: str) -> str:
    """A style's name as it is displayed: "Intense_20_Quote" gives "intense quote"."""
    return name.replace("_20_", " ").casefold()


def numbered(roots: list[Element]) -> Mapping[tuple[str, int], int]:
    """The first number of each level of a list style that counts in digits."""
    return {
        (style.get(f"{_STYLE}name", ""), int(level.get(f"{_TEXT}level", "1"))): int(
            level.get(f"{_TEXT}start-value", "1")
        )
        for root in roots
        for style in root.iter(f"{_TEXT}list-style")
        for level in style.iterchildren(f"{_TEXT}list-level-style-number")
        if level.get(f"{_STYLE}num-format", "") == "1"
    }
