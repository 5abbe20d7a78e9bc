"""What a page's styles hide or strike out: its own style sheets, and the styles of its elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefs.reading.html.tree import Element

STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
HIDDEN = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:px|em|pt|%)?\s*(?:;|!|$)|mso-hide\s*:\s*all"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,})",
    re.IGNORECASE,
)
_TELLING = re.compile(r"line-through|(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?([.#])([\w-]+)", re.IGNORECASE)
_MOST_CSS_CHARS = 300_000


@dataclass(slots=True)
class Styles:
    """The classes and ids that the page's own style sheets hide, or strike out."""

    hidden: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)


def styles_of(root: Element) -> Styles:
    """What the page's own style sheets hide or strike, by simple selectors of a class or an id.

    Rules within `@media` and the like are not looked at.
    """
    found = Styles()
    for sheet in root.iter("style"):
        text = (sheet.text or "")[:_MOST_CSS_CHARS]
        if sheet.get("media", "all") not in {"all", "screen", ""}:
            continue
        depth = place = 0
        for telling in _TELLING.finditer(text):
            opens = text.rfind("{", 0, telling.start())
            if opens < place or opens < 0:
                continue
            depth += text.count("{", place, opens) - text.count("}", place, opens)
            place = opens
            closes = text.find("}", opens)
            if depth == 0 and closes > 0:
                comment = text.rfind("*/", 0, opens)
                before = max(text.rfind("}", 0, opens), comment + 1 if comment >= 0 else -1)
                rules = text[opens + 1 : closes]
                into = found.struck if STRUCK.search(rules) else found.hidden
                if into is found.struck or HIDDEN.search(rules):
                    into.update(_simple_selectors(text[before + 1 : opens]))
    return found


def _simple_selectors(listed: str) -> Iterator[str]:
    for selector in listed.split(","):
        if one := _SELECTOR.fullmatch(selector.strip()):
            yield f"{one[1]}{one[2]}"


def selectors(element: Element) -> Iterator[str]:
    yield from (f".{name}" for name in (element.get("class") or "").split())
    if own := element.get("id"):
        yield f"#{own}"
