"""The last check before sending: a reply passes only if all copied text equals the stored text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import Unproved
from briefs.model import Span
from handlers.format import extract, quote
from handlers.message import Bullets, Collapsed, Extract, Facts, Paragraph, Quote, Reply
from handlers.outgoing import verified
from tests.handlers.newsroom import NOW, Corrupted, add, library, piece

STORE = library(piece())
STORED = STORE.catalogue.revision(1)
FIRST = extract(STORED, STORED.sentences[0])


def shapes(copied: Extract) -> list[Reply]:
    """Every place in a reply in which copied text may stand."""
    inner = Paragraph((copied,))
    return [
        Reply((Quote("S1", copied),)),
        Reply((Paragraph(("before ", copied)),)),
        Reply((Bullets((("one ", copied),)),)),
        Reply((Facts((("name", (copied,)),)),)),
        Reply((Collapsed("more", (inner,)),)),
        Reply((Collapsed("more", (Quote("S1", copied),)),)),
    ]


def test_what_the_stored_piece_says_passes_unchanged() -> None:
    for reply in shapes(FIRST):
        assert verified(reply, STORE) is reply


@pytest.mark.parametrize(
    "false",
    [
        replace(FIRST, text=FIRST.text.replace("held", "fell")),
        replace(FIRST, text=FIRST.text + " "),
        replace(FIRST, at=Span(FIRST.at.start + 1, FIRST.at.end + 1)),
        replace(FIRST, at=Span(10_000, 10_031)),
        replace(FIRST, sha256="0" * 64),
        replace(FIRST, piece=2),
        replace(FIRST, revision=2),
    ],
)
def test_what_it_does_not_say_is_stopped_wherever_it_stands(false: Extract) -> None:
    for reply in shapes(false):
        with pytest.raises(Unproved):
            verified(reply, STORE)


@given(st.integers(0, len(STORED.body)), st.integers(0, len(STORED.body)), st.text(max_size=5))
def test_only_the_exact_slice_of_the_body_passes(one: int, other: int, text: str) -> None:
    at = Span(min(one, other), max(one, other))
    said = at.of(STORED.body)
    verified(Reply((Paragraph((extract(STORED, at),)),)), STORE)
    if text == said:
        return
    with pytest.raises(Unproved):
        verified(Reply((Paragraph((replace(FIRST, at=at, text=text),)),)), STORE)


@pytest.mark.parametrize("cut", [Span(0, 10), Span(4, 31), Span(0, 57)])
def test_a_quotation_is_a_whole_sentence_and_only_one(cut: Span) -> None:
    for reply in (
        Reply((quote(STORED, cut, 1),)),
        Reply((Collapsed("", (quote(STORED, cut, 1),)),)),
    ):
        with pytest.raises(Unproved):
            verified(reply, STORE)


def test_a_body_that_no_longer_has_its_hash_proves_nothing() -> None:
    store = Corrupted()
    add(store, piece())
    changed = extract(store.catalogue.revision(1), STORED.sentences[0])
    untouched = extract(store.catalogue.revision(1), STORED.sentences[1])
    for reply in (*shapes(changed), *shapes(untouched)):
        with pytest.raises(Unproved):
            verified(reply, store)


def test_a_reply_that_copies_nothing_needs_no_store() -> None:
    plain = Reply((Paragraph(("Hello.",)),))
    assert verified(plain, library()) is plain


def test_an_old_revision_proves_what_was_quoted_from_it() -> None:
    store = library(piece(origin="dam.txt"))
    before = store.catalogue.revision(1)
    store.catalogue.add(piece("All is new. All of it. Yes. So.", origin="dam.txt"), now=NOW)
    reply = Reply((quote(before, before.sentences[0], 1),))
    assert verified(reply, store) is reply
