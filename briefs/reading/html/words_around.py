"""The words in an element of a page, and whether there are others beside it on its lines."""

from itertools import chain

from briefs.reading.html.tree import (
    BLOCKS,
    Element,
    text_before,
    walk,
)


def text_in(element: Element) -> str:
    """All words in an element, with a space where a block begins."""
    parts: list[str] = []
    for opens, inner in walk(element):
        if not opens and inner is element:
            break
        if inner.tag in BLOCKS or inner.tag == "br":
            parts.append(" ")
        parts.append((inner.text if opens else inner.tail) or "")
    return " ".join("".join(parts).split())


def has_words(element: Element) -> bool:
    return any(char.isalnum() for char in text_in(element)[:500])


def holds_blocks(element: Element) -> bool:
    return next(element.iter(*BLOCKS), None) is not None


def is_within_text(element: Element) -> bool:
    """Whether there are words of the same block on both sides of an element."""
    return _words_before(element) and _words_behind(element)


def _words_before(element: Element) -> bool:
    for one in chain((element,), element.iterancestors()):
        for sibling in one.itersiblings(preceding=True):
            if _say(sibling.tail):
                return True
            if sibling.tag in BLOCKS or sibling.tag == "br":
                return False
            if has_words(sibling):
                return True
        parent = one.getparent()
        if parent is None or _say(parent.text):
            return parent is not None
        if parent.tag in BLOCKS:
            return False
    return False


def _words_behind(element: Element) -> bool:
    for one in chain((element,), element.iterancestors()):
        if one is not element and one.tag in BLOCKS:
            return False
        if _say(one.tail):
            return True
        for sibling in one.itersiblings():
            if sibling.tag in BLOCKS or sibling.tag == "br":
                return False
            if has_words(sibling) or _say(sibling.tail):
                return True
    return False


def _say(text: str | None) -> bool:
    return text is not None and any(map(str.isalnum, text))


def joins_words(element: Element) -> bool:
    """Whether two letters would be joined without the element."""
    before, behind = text_before(element)[-1:], (element.tail or "")[:1]
    return before.isalnum() and behind.isalnum()
