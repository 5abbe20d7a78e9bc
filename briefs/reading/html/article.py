"""HTML pages: the piece on a page, without what stands around it, as a draft."""

import re
from dataclasses import fields, replace
from hashlib import sha256

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading import draft as reading_draft
from briefs.reading.front_matter import FrontMatter
from briefs.reading.html import main_text, metadata, rewrite, visible_text
from briefs.reading.pages import charset as pages_charset
from briefs.reading.pages import links
from briefs.reading.text import LARGEST
from briefs.references import pages
from briefs.references.structure import tree

FEWEST = 80
"""Words; a shorter text may be only the beginning of one."""

_PATH = re.compile(r"^https?://[^/]*|[?#].*$", re.IGNORECASE)
_TAG = re.compile("<[a-zA-Z]")
_HINT = "Save the text of the piece alone, as plain text or Markdown."


def read(data: bytes, *, name: str = "", origin: str = "", charset: str = "") -> Draft:
    """Read a page; `origin` is where it came from (its address, or a path), `charset` what its
    server said of its encoding.

    Unreadable if there is no main text on it, or it is too large or nested too deeply to tell.
    """
    if len(data) > LARGEST:
        raise Unreadable(f"too large: {len(data) / 1e6:.0f} MB of HTML", path=origin, hint=_HINT)
    decoded = pages_charset.decode(data, charset)
    try:
        draft = article(decoded.text, name=name, address=origin if is_address(origin) else "")
    except Unreadable as error:
        raise Unreadable(error.reason, path=origin or name, hint=error.hint) from error
    warnings = (*decoded.warnings, *draft.warnings)
    return replace(draft, warnings=warnings, origin=origin, original=sha256(data).hexdigest())


def article(
    html: str, *, name: str = "", address: str = "", known: FrontMatter | None = None
) -> Draft:
    """Read a page that is text already; what is `known` of the piece comes before what it says.

    The draft has no `origin` and no `original`. Unreadable as in `read`.
    """
    if len(_TAG.findall(html)) > 2 * visible_text.MOST:
        raise Unreadable("too large: there is more on the page than one piece", hint=_HINT)
    found = pages.find(html.replace("\0", "\ufffd"))  # a parser would stop there
    root = tree.parse(found.rest)
    if root is None:
        raise Unreadable("too large or too deeply nested to be read whole", hint=_HINT)
    told = metadata.read(root, found.rest, address)
    matter = told if known is None else _merged(known, told)
    page = visible_text.show(root)
    chosen = main_text.choose(rewrite.written(root), page)
    draft = reading_draft.draft(
        chosen,
        found.entries,
        tuple(map(pages.source, found.entries)),
        matter=matter,
        name=name or _PATH.sub("", matter.url),
    )
    if not any(map(str.isalnum, draft.body)):
        raise Unreadable("no main text was found on the page", hint=_HINT)
    linked = links.sources(found.links, draft.body, found.entries, draft.sources)
    return replace(
        draft, sources=(*draft.sources, *linked), warnings=(*draft.warnings, *_short(draft.body))
    )


def is_address(origin: str) -> bool:
    return origin.lower().startswith(("http://", "https://"))


def _merged(known: FrontMatter, told: FrontMatter) -> FrontMatter:
    """What is known, and where that is nothing, what was told."""
    both = ((one.name, getattr(known, one.name) or getattr(told, one.name)) for one in fields(told))
    return FrontMatter(**dict(both))


def _short(body: str) -> tuple[str, ...]:
    words = len(body.split())
    if words >= FEWEST:
        return ()
    return (f"only {words} words: the page may show no more than the beginning",)
