"""What an EPUB book does not show as its text: hidden and struck-out words, numbers of pages.

Pandoc keeps the classes of spans and divisions, but not of paragraphs, of bold and of other words,
nor anything of a page's body. So these paragraphs and words are found in the book's pages by its
style sheets. Pandoc's paragraphs are recognised by their letters, and words by their places among
the letters of their paragraph.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeAlias
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from lxml.html import HtmlElement

from briefs.left_out import LeftOutKind
from briefs.reading.html import hidden_by_style, tree
from briefs.reading.html.style import Styles, styles_of
from briefs.reading.html.style_declarations import STRUCK, TELLING
from briefs.reading.html.visibility import is_page_number

_MAX_STYLES, _MAX_PAGES = 1_000_000, 30_000_000
"""The most characters of all style sheets, and bytes of all pages, that are read."""

_PAGES = (".xhtml", ".html", ".htm", ".xml")
_PARAGRAPHS = ("p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6")
_OTHER_TELLING = re.compile(
    r"\shidden[\s=>]|page|pg|copyright|imprint|colophon|\bcolor=|<(?:rt|del|s|strike)\b",
    re.IGNORECASE,
)
_ROOTFILE = re.compile(r"<(?:\w+:)?rootfile\b[^<>]*\bfull-path=[\"']([^\"'<>]+)")
_ITEM = re.compile(r"<(?:\w+:)?item\b[^<>]*>")
_ITEMREF = re.compile(r"<(?:\w+:)?itemref\b[^<>]*\bidref=[\"']([^\"'<>]+)")
_ID, _HREF = re.compile(r"\bid=[\"']([^\"'<>]+)"), re.compile(r"\bhref=[\"']([^\"'<>]+)")
_STRUCK = frozenset({"del", "s", "strike"})
_EMPTY = re.compile(r"<(a|span|i|b|em|strong|div|p|title|script)\b([^<>]*)/>")
"""An empty element of XML, which HTML has no sign for."""

NUMBERS_PAGES = frozenset({"pagebreak", "doc-pagebreak"})
FRONT_MATTER = frozenset(
    """
        copyright-page imprint doc-imprint imprimatur colophon doc-colophon toc doc-toc titlepage
        halftitlepage cover landmarks page-list index doc-index loi lot seriespage
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
"""Parts of a book that do not belong to its text."""

ANY_CLASS = frozenset({"cover", "index", "loi", "lot"})
"""Those that are also names of authors' classes. Pandoc makes a class of a division's type."""

_BESIDE = frozenset({"Note", "Image"})
"""Nodes of a paragraph whose strings are none of its words."""

Place: TypeAlias = tuple[LeftOutKind, int, int]
"""Words that are not shown, and between which letters of their paragraph they stand."""


@dataclass(slots=True)
class Unshown:
    """What the pages do not show, by the `letters` of each paragraph.

    `paragraphs` tells of each time that a paragraph occurs, in order, whether it is left out as a
    whole; `within` has the places of words, one list for each time that the paragraph occurs with
    such words. `passed_over` are the words of title pages, which Pandoc has nowhere.
    """

    paragraphs: defaultdict[str, list[LeftOutKind | None]] = field(
        default_factory=lambda: defaultdict(list)
    )
    passed_over: list[str] = field(default_factory=list)
    within: defaultdict[str, list[list[Place]]] = field(default_factory=lambda: defaultdict(list))


def styles(data: bytes) -> str:
    """The style sheets of a book, joined."""
    found = ""
    for part, size, book in _parts(data, (".css",)):
        if size + len(found) < _MAX_STYLES:
            found += book.read(part).decode("utf-8", "replace")
    return found


def unshown(data: bytes, sheets: str) -> Unshown:
    """The paragraphs, and the words within paragraphs, that the pages do not show."""
    found = Unshown()
    pages = _in_order(data)
    told = TELLING.search(sheets)
    if told or any(TELLING.search(one) or _OTHER_TELLING.search(one) for one in pages):
        for page in pages:
            _read_page(page, sheets, found)
    return found


def letters(text: str) -> str:
    """The letters and digits of a text, which do not depend on its markup."""
    return "".join(filter(str.isalnum, text))


def apart(inlines: Sequence[Any], found: Unshown) -> Sequence[Any]:
    """The inlines of a paragraph, with each part that is not shown as a node "Unshown"."""
    if not found.within:
        return inlines
    places = found.within.get(letters("".join(_strings(inlines))))
    if not places:
        return inlines
    divided: Sequence[Any] = _Divider(places.pop(0)).divided(list(inlines))
    return divided


@dataclass(slots=True)
class _Divider:
    """Divides strings at the places between which they are not shown; `at` counts letters."""

    places: Sequence[Place]
    at: int = 0

    def divided(self, node: Any) -> Any:  # noqa: ANN401  # any part of a tree
        if isinstance(node, list):
            return list(_merged(part for one in node for part in self._parts(one)))
        if isinstance(node, dict) and "c" in node and node["t"] not in _BESIDE:
            return {**node, "c": self.divided(node["c"])}
        return node

    def _parts(self, node: Any) -> list[Any]:  # noqa: ANN401  # as above
        kind_of_node = node.get("t") if isinstance(node, dict) else None
        if kind_of_node in {"Space", "SoftBreak"}:
            around = (one for one, start, end in self.places if start < self.at < end)
            return [{"t": "Unshown", "c": [kind, [node]]} for kind in around][:1] or [node]
        if kind_of_node not in {"Str", "Code"}:
            return [self.divided(node)]
        is_code = node["t"] == "Code"
        text = node["c"][1] if is_code else node["c"]
        parts: list[tuple[LeftOutKind | None, str]] = []
        for character in text:
            kind = parts[-1][0] if parts else self._kind()
            if character.isalnum():
                kind = self._kind()
                self.at += 1
            if parts and parts[-1][0] == kind:
                parts[-1] = kind, parts[-1][1] + character
            else:
                parts.append((kind, character))
        if is_code and not any(kind for kind, _ in parts):
            return [node]
        strings = [(kind, {"t": "Str", "c": part}) for kind, part in parts]
        return [{"t": "Unshown", "c": [kind, [one]]} if kind else one for kind, one in strings]

    def _kind(self) -> LeftOutKind | None:
        return next((kind for kind, start, end in self.places if start <= self.at < end), None)


def _merged(nodes: Iterator[Any]) -> Iterator[Any]:
    """The nodes, with neighbours joined that are not shown for the same reason."""
    held: Any = None
    for node in nodes:
        if not isinstance(node, dict) or node.get("t") != "Unshown":
            yield from filter(None, (held,))
            held = None
            yield node
        elif held is not None and held["c"][0] == node["c"][0]:
            held["c"][1] += node["c"][1]
        else:
            yield from filter(None, (held,))
            held = node
    yield from filter(None, (held,))


def _strings(node: Any) -> Iterator[str]:  # noqa: ANN401  # any part of a tree
    if isinstance(node, list):
        for one in node:
            yield from _strings(one)
    elif isinstance(node, dict) and node.get("t") not in _BESIDE:
        if node.get("t") == "Str":
            yield node["c"]
        elif node.get("t") == "Code":
            yield node["c"][1]
        else:
            yield from _strings(node.get("c"))


def _read_page(page: str, sheets: str, found: Unshown) -> None:
    root = tree.parse(_EMPTY.sub(r"<\1\2></\1>", page))
    if root is None:
        return
    for link in list(root.iter("link")):  # `sheets` has them all
        tree.take_out(link)
    sheet = HtmlElement(sheets)
    sheet.tag = "style"
    root.insert(0, sheet)
    own = styles_of(root)
    kinds = dict(_kinds(root, own))
    for one in root.iter(*tree.BLOCKS):
        texts = ["".join(_texts(one))] if one.tag in _PARAGRAPHS else list(_loose(one))
        around = (kinds[outer] for outer in (one, *one.iterancestors()) if outer in kinds)
        kind = next(around, None)
        for key in filter(None, map(letters, texts)):
            found.paragraphs[key].append(kind)
        if "titlepage" in tree.roles(one):
            found.passed_over.append(" ".join(_texts(one)))
    holders: defaultdict[tree.Element, list[Place]] = defaultdict(list)
    for one, kind in kinds.items():
        holder = next((outer for outer in one.iterancestors() if outer.tag in tree.BLOCKS), None)
        is_within = one.tag not in tree.BLOCKS and kinds.keys().isdisjoint(one.iterancestors())
        if is_within and holder is not None:
            before = len(letters("".join(_texts(holder, until=one))))
            words = len(letters("".join(_texts(one))))
            holders[holder].append((kind, before, before + words))
    for holder, places in holders.items():
        found.within[letters("".join(_texts(holder)))].append(places)


def _kinds(root: tree.Element, own: Styles) -> Iterator[tuple[tree.Element, LeftOutKind]]:
    """The elements that are no text of the book, and what each is."""
    hidden = hidden_by_style.find(root, own).surely
    for one in root.iter("*"):
        if one in hidden or one.get("hidden") is not None or one.tag in {"rt", "rp"}:
            yield one, "hidden passage"
        elif _is_struck(one, own):
            yield one, "struck-out passage"
        elif not FRONT_MATTER.isdisjoint(tree.roles(one)) or (
            one.tag not in tree.BLOCKS and is_page_number(one, tree.names(one))
        ):
            yield one, "navigation"


def _is_struck(element: tree.Element, own: Styles) -> bool:
    """Whether an element is struck out; of `del` and the like Pandoc knows those in a paragraph."""
    if element.tag in _STRUCK:
        return any(child.tag in tree.BLOCKS for child in element)
    return "struck" in own.ways(element) or STRUCK.search(element.get("style") or "") is not None


def _loose(block: tree.Element) -> Iterator[str]:
    """The texts in a block that are in no other block, each as one paragraph."""
    text = block.text or ""
    for child in block:
        if child.tag in tree.BLOCKS or next(child.iter(*tree.BLOCKS), None) is not None:
            yield text
            text = ""
        elif isinstance(child.tag, str):
            text += "".join(_texts(child))
        text += child.tail or ""
    yield text


def _texts(element: tree.Element, until: tree.Element | None = None) -> Iterator[str]:
    """The texts in an element in their order, those before another, without calls of notes."""
    waiting: list[tree.Element | str] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        if one is until:
            return
        if one is not element:
            waiting.append(one.tail or "")
        if isinstance(one.tag, str) and {"noteref", "doc-noteref"}.isdisjoint(tree.roles(one)):
            waiting += reversed(one)
            waiting.append(one.text or "")


def _in_order(data: bytes) -> Sequence[str]:
    """The pages in the order in which they are read; all, if the book does not tell it."""
    parts: dict[str, str] = {}
    read = 0
    for part, size, book in _parts(data, (*_PAGES, ".opf")):
        read += size
        if read > _MAX_PAGES:
            break
        parts[part] = book.read(part).decode("utf-8", "replace")
    told = _ROOTFILE.search(parts.get("META-INF/container.xml", ""))
    package = parts.get(told[1], "") if told else ""
    folder = told[1].rpartition("/")[0] if told else ""
    items = [(_ID.search(one), _HREF.search(one)) for one in _ITEM.findall(package)]
    places = {
        key[1]: posixpath.normpath(posixpath.join(folder, unquote(place[1])))
        for key, place in items
        if key and place
    }
    spine = [places.get(key, "") for key in _ITEMREF.findall(package)]
    return [parts[one] for one in spine if one in parts] or [
        text for part, text in parts.items() if not part.endswith(".opf")
    ]


def _parts(data: bytes, endings: tuple[str, ...]) -> Iterator[tuple[str, int, ZipFile]]:
    try:
        with ZipFile(BytesIO(data)) as book:
            for part in book.infolist():
                if part.filename.lower().endswith(endings):
                    yield part.filename, part.file_size, book
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return
