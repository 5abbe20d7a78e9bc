"""Links to sentences on the page where a piece appeared, made from what that page showed.

The page is the file that the revision was read from, if that was a page; else the stored title and
text stand in for it. A page's visible text is extracted in the sandbox.
"""

from collections.abc import Sequence
from typing import Final

from briefs.errors import SourcebriefError
from briefs.model import Revision, Span
from briefs.receipts.text_fragment import PageText, of_body, sentences_url
from briefs.storage import Store

_HTML: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
_LOOKED_AT_BYTES: Final = 2_048


def to_sentences(
    revision: Revision, sentences: Sequence[Span], url: str, store: Store
) -> str | None:
    """The page's address with a text fragment for the sentences.

    None if no fragment would match these sentences and nothing else on the page.
    """
    shown = _shown(revision, url, store)
    if shown is None:
        marks = [mark.at.start for mark in revision.marks]
        shown = of_body(revision.title, revision.body, marks)
    return sentences_url(url, PageText(shown), revision.body, sentences)


def _shown(revision: Revision, url: str, store: Store) -> tuple[str, ...] | None:
    """The visible blocks of the page that the revision was read from.

    None if it was read from no page or the file is not stored; () if the page cannot be read, which
    gives a link to the page as a whole.
    """
    sha256 = store.editorial.original_sha256(revision.piece, revision.number)
    try:
        original = store.editorial.original(sha256) if sha256 else None
        if original is None or not _is_page(original.data):
            return None
        from briefs.sandbox import pool  # noqa: PLC0415  # most pieces were read from no page

        return pool.visible_text(original.data, url=url)
    except SourcebriefError:  # the link to the whole page remains
        return ()


def _is_page(data: bytes) -> bool:
    return any(sign in data[:_LOOKED_AT_BYTES].lower() for sign in _HTML)
