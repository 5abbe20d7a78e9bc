"""Paragraphs that an EPUB book hides or strikes out. Pandoc keeps no classes of paragraphs.

Pandoc keeps the classes of spans and divisions, but not of paragraphs. So such paragraphs are found
in the book's pages by its style sheets, and recognised in Pandoc's output by their letters.
"""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml.html import HtmlElement

from briefs.left_out import LeftOutKind
from briefs.reading.html import hidden_by_style, tree
from briefs.reading.html.style import styles_of
from briefs.reading.html.style_declarations import STRUCK, TELLING

_MAX_STYLES, _MAX_PAGES = 1_000_000, 30_000_000
"""The most characters of all style sheets, and bytes of all pages, that are read."""

_PAGES = (".xhtml", ".html", ".htm", ".xml")
_PARAGRAPHS = ("p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6")
_HIDDEN_MARKUP = re.compile(rb"\shidden[\s=>]|display:\s*none|visibility:\s*hidden|line-through")


def styles(data: bytes) -> str:
    """The style sheets of a book, joined."""
    found = ""
    for part, size, book in _parts(data, (".css",)):
        if size + len(found) < _MAX_STYLES:
            found += book.read(part).decode("utf-8", "replace")
    return found


def unshown(data: bytes, sheets: str) -> Counter[tuple[LeftOutKind, str]]:
    """How often the pages hide or strike out each paragraph, by kind and by its `letters`."""
    found: Counter[tuple[LeftOutKind, str]] = Counter()
    told = TELLING.search(sheets)
    read = 0
    for part, size, book in _parts(data, _PAGES):
        read += size
        if read > _MAX_PAGES:
            return found
        page = book.read(part)
        if told or _HIDDEN_MARKUP.search(page):
            found.update(_unshown_in(page, sheets))
    return found


def letters(text: str) -> str:
    """The letters and digits of a text, which do not depend on its markup."""
    return "".join(filter(str.isalnum, text))


def _unshown_in(page: bytes, sheets: str) -> Iterator[tuple[LeftOutKind, str]]:
    root = tree.parse(page.decode("utf-8", "replace"))
    if root is None:
        return
    sheet = HtmlElement(sheets)
    sheet.tag = "style"
    root.insert(0, sheet)
    own = styles_of(root)
    hidden = {
        *hidden_by_style.find(root, own).surely,
        *(one for one in root.iter() if one.get("hidden") is not None),
    }
    for one in root.iter(*_PARAGRAPHS):
        key = letters("".join(map(str, one.itertext())))
        if not key:
            continue
        if not hidden.isdisjoint((one, *one.iterancestors())):
            yield "hidden passage", key
        elif "struck" in own.ways(one) or STRUCK.search(one.get("style") or ""):
            yield "struck-out passage", key


def _parts(data: bytes, endings: tuple[str, ...]) -> Iterator[tuple[str, int, ZipFile]]:
    try:
        with ZipFile(BytesIO(data)) as book:
            for part in book.infolist():
                if part.filename.lower().endswith(endings):
                    yield part.filename, part.file_size, book
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return
