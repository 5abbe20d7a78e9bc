"""The visible text of a page, block by block, as a browser's find function sees it.

The words of one block are one string with the white space as shown; things that are no text (a
picture, a line end) become a mark that no match crosses.
"""

import re

from briefs.errors import Unreadable
from briefs.reading.html.article import decode
from briefs.reading.html.tree import BLOCKS, LARGEST, MOST_ELEMENTS, Element, parse

BREAK = "\ufffc"
"""Separates words within a block."""

MAX_CHARS = 400_000
"""A page that shows more is not searched for a sentence."""

_UNSEEN = frozenset(
    {
        *("head", "script", "style", "template", "noscript", "title", "datalist", "area"),
        *("iframe", "object", "audio", "video", "canvas", "svg", "math", "select", "option"),
        *("textarea", "input", "meter", "progress", "rp"),
    }
)
_BREAKS = frozenset({"br", "img", "hr", "wbr", "button", "rt", "ruby"})
_HIDDEN = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE
)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_PRE = frozenset({"pre", "listing", "xmp"})


def blocks(data: bytes) -> tuple[str, ...]:
    """The blocks with text, in the page's order; () for a page that is too large."""
    if len(data) > LARGEST:
        return ()
    try:
        root = parse(decode(data).text)
    except Unreadable:
        return ()
    if root is None:
        return ()
    lines: list[list[str]] = [[]]
    count = 0
    # A list instead of recursion: a page may be nested deeper than Python's calls.
    todo: list[tuple[Element, bool]] = [(root, True)]
    while todo:
        element, opening = todo.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if not opening:
            _end(element, tag, lines)
            continue
        count += 1
        if count > MOST_ELEMENTS:
            return ()
        if not tag or tag in _UNSEEN or _is_hidden(element):
            if tag in {"iframe", "object", "video", "canvas", "svg", "math", "select", "input"}:
                lines[-1].append(BREAK)
            lines[-1].append(element.tail or "")
            continue
        if tag in BLOCKS:
            lines.append([])
        elif tag in _BREAKS:
            lines[-1].append(BREAK)
        lines[-1].append(_with_breaks(element.text or "") if tag in _PRE else element.text or "")
        todo.append((element, False))
        todo.extend((child, True) for child in reversed(element))
    shown = (_SPACES.sub(" ", "".join(parts)).strip() for parts in lines)
    found = tuple(text for text in shown if text.strip(f" {BREAK}"))
    return found if sum(map(len, found)) <= MAX_CHARS else ()


def _end(element: Element, tag: str, lines: list[list[str]]) -> None:
    if tag in BLOCKS:
        lines.append([])
    elif tag in _BREAKS and tag not in {"br", "img", "wbr"}:
        lines[-1].append(BREAK)
    lines[-1].append(element.tail or "")


def _with_breaks(text: str) -> str:
    return text.replace("\n", BREAK)


def _is_hidden(element: Element) -> bool:
    hidden = element.get("hidden")
    return (hidden is not None and hidden != "until-found") or bool(
        _HIDDEN.search(element.get("style") or "")
    )
