"""Links to sentences on the page where its piece appeared, judged on what that page showed.

The page is the file that the revision was read from, where that is a page; else the stored title
and text stand for it. What a page shows is worked out in the sandbox.
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
    """The address of sentences; None where nothing tells any from all else on the page."""
    shown = _shown(revision, url, store)
    if shown is None:
        marks = [mark.at.start for mark in revision.marks]
        shown = of_body(revision.title, revision.body, marks)
    return sentences_url(url, PageText(shown), revision.body, sentences)


def _shown(revision: Revision, url: str, store: Store) -> tuple[str, ...] | None:
    """The blocks of the page that the revision was read from; None if it was none, or is not kept.

    () for a page that cannot be told: it is linked as a whole.
    """
    sha256 = store.editorial.original_sha256(revision.piece, revision.number)
    try:
        original = store.editorial.original(sha256) if sha256 else None
        if original is None or not _is_page(original.data):
            return None
        from briefs.sandbox import pool  # noqa: PLC0415  # most pieces are no page

        return pool.visible_text(original.data, url=url)
    except SourcebriefError:  # a link is not worth a refusal: the plain one remains
        return ()


def _is_page(data: bytes) -> bool:
    return any(sign in data[:_LOOKED_AT_BYTES].lower() for sign in _HTML)
