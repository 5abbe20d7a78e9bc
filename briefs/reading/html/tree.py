"""The words that an element shows, on one line: an entry's, a heading's, a paragraph's."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from briefs.references.structure.tree import BLOCKS, UNSHOWN, Element, fragment, names, roles, walk
from briefs.text.canonical import clean

NUMBERS = re.compile(r"\s*[\[(]?\s*(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\s*[\])]?[.:]?\s*")
_RAISED = str.maketrans("0123456789-;", "⁰¹²³⁴⁵⁶⁷⁸⁹–,")
_UNSEEN = re.compile(
    r"(?:screen-reader|sr|visually)-(?:text|only|hidden)|visuallyhidden|mw-editsection"
    r"|cite-accessibility-label|noprint"
)
_RETURNS = re.compile(
    r"(?:foot-?notes?|fn|end-?notes?|citation|reference)?-?(?:back-?(?:ref|link)s?|return)(?:-link)?"
    r"|reversefootnote|mw-cite-backlink"
)
_RETURN_WORDS = re.compile(
    r"(?:jump |go |\()?(?:back|return|up)(?: up)?(?: (?:to|in))?(?: (?:the )?(?:text|content|top"
    r"|article|reference|where you were))?\)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.|doi:)\S+$", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_SEEN, _NODES, _LONGEST = 100, 20, 2_000
_ALONE = re.compile(r"\w")


def words(element: Element) -> str:
    """What the element shows as plain text; note markers come out as "[1]" or raised digits.

    Links back to the text are left out, and so is what only a screen reader says.
    """
    if len(element) == 0:
        return _on_one_line((element.text or "",))
    return _on_one_line(_pieces(element))


def marked_up(element: Element) -> str:
    """As `words`, with the links and the emphasis of an entry in Markdown."""
    return _on_one_line(_pieces(element, markdown=True))


def _on_one_line(pieces: Iterable[str]) -> str:
    return " ".join(clean("".join(pieces))[0].split())


def _pieces(root: Element, *, markdown: bool = False) -> Iterator[str]:
    set_aside: dict[Element, str] = {}

    def passed_over(child: Element) -> bool:
        if is_left_out(child):
            set_aside[child] = ""
        elif note := _note(child):
            set_aside[child] = note
        return child in set_aside

    begun = False
    for opens, element in walk(root, passed_over):
        if element is root and not opens:
            return
        if note := set_aside.get(element, ""):
            leads = element.tag == "a" and not begun
            yield f"[{note}] " if leads else note if element.tag == "sup" else beginning(element)
            begun = True
        text = (element.text if opens else element.tail) or ""
        begun = begun or _ALONE.search(text) is not None
        mark = _markdown(element, opens=opens) if markdown and element not in set_aside else ""
        space = " " if element.tag in BLOCKS or element.tag == "br" else ""
        yield mark + space + text


def _note(element: Element) -> str:
    """The digits of a raised number, raised, or of a link that leads to or from a note."""
    if element.tag not in {"sup", "a"} or (element.tag == "a" and not fragment(element)):
        return ""
    number = NUMBERS.fullmatch(beginning(element))
    if number is None:
        return ""
    return raised(number[1]) if element.tag == "sup" else number[1].replace(" ", "")


def raised(number: str) -> str:
    """Digits, commas and dashes as raised ones, without the brackets around them."""
    return number.strip("[](). ").replace(" ", "").translate(_RAISED)


def _markdown(element: Element, *, opens: bool) -> str:
    if element.tag in {"em", "i", "cite"}:
        return "*"
    address = address_of(element)
    if not address or is_address(beginning(element)):
        return ""
    return "[" if opens else f"]({address})"


def beginning(element: Element) -> str:
    """The first hundred code points that an element holds: enough to know a marker by."""
    nodes = list(islice(element.iter(), _NODES))
    if len(nodes) < _NODES:
        return "".join(map(str, element.itertext()))[:_SEEN].strip()
    return "".join(node.text or "" for node in nodes)[:_SEEN] + " and more"


def address_of(link: Element) -> str:
    """The web address that a link leads to, or ""."""
    href = (link.get("href") or "").strip() if link.tag == "a" else ""
    address = "https:" + href if href.startswith("//") else href
    is_web = re.match(r"https?://[^\s/]", address, re.IGNORECASE) and len(address) < _LONGEST
    return re.sub(r"\s", "%20", address) if is_web else ""


def is_address(text: str) -> bool:
    """Whether the words of a link are an address themselves."""
    return _ADDRESS.match(text.strip("<>()[]. ")) is not None


def is_return(element: Element) -> bool:
    """Whether an element leads back from a note to the text: "↩", "^", "Back"."""
    if "doc-backlink" in roles(element) or any(map(_RETURNS.fullmatch, names(element))):
        return element.tag not in BLOCKS
    if not fragment(element):
        return False
    text = beginning(element)
    return (
        not any(map(str.isalnum, text)) or _RETURN_WORDS.fullmatch(text.strip(" ↩↑︎^")) is not None
    )


def is_left_out(element: Element) -> bool:
    """Whether what an element holds is no part of the words around it."""
    return (
        element.tag in UNSHOWN
        or element.get("hidden") is not None
        or any(map(_UNSEEN.fullmatch, names(element)))
        or _HIDDEN.search(element.get("style") or "") is not None
        or is_return(element)
    )
