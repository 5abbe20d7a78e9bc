"""/check of a quotation looks through what readers may see, and quotes whole sentences only."""

import json
from dataclasses import replace

import pytest

from briefs.receipts.signing import Issuer
from briefs.receipts.verify import Evidence, verify
from handlers import router
from handlers.message import Attachment, Context, Quote
from tests.briefs import receipt_mutations as bent
from tests.handlers.newsroom import NOW, Reader, button, library, piece, request, text

DAM = "The dam held through the night."


def quoted(reply: object) -> list[str]:
    return [b.extract.text for b in reply.blocks if isinstance(b, Quote)]  # type: ignore[attr-defined]


def test_a_pasted_sentence_is_found_and_quoted() -> None:
    answer = Reader(library(piece())).ask(f"/check {DAM}")
    assert text(answer).startswith("Check · 1 verbatim")
    assert quoted(answer) == [DAM]
    assert button(answer, "#1 S1").does.args == ("#1@1", "S1")  # type: ignore[union-attr]


def test_a_changed_sentence_is_shown_whole_with_the_difference() -> None:
    answer = Reader(library(piece())).ask("/check The dam broke through the night. Nobody slept.")
    assert "1 verbatim · 1 changed" in text(answer)
    assert quoted(answer) == [DAM, "Nobody slept."]
    assert "“held” became “broke”" in text(answer)


def test_what_is_in_no_public_piece_is_not_ours() -> None:
    answer = Reader(library(piece())).ask("/check The moon is made of green cheese.")
    assert "Not ours" in text(answer)
    assert quoted(answer) == []


def test_a_piece_may_be_named_before_the_quotation() -> None:
    other = piece(
        "Rain fell on the hills. It stopped.", title="Rain", slug="rain", long=(1, 2), normal=(1, 2)
    )
    answer = Reader(library(piece(), other)).ask(f"/check 2 {DAM}")
    assert "Not ours" in text(answer)


def test_drafts_and_retracted_pieces_are_not_looked_through() -> None:
    store = library(piece())
    store.editorial.propose(
        piece(
            "The secret plan was signed in May. Nobody knew.",
            title="Plan",
            slug="plan",
            long=(1, 2),
            normal=(1, 2),
        ),
        by="anna",
        at=None,
        now=NOW,
    )
    reader = Reader(store)
    assert "Not ours" in text(reader.ask("/check The secret plan was signed in May."))
    store.editorial.retract(1, "Wrong.", now=NOW)
    assert "Not ours" in text(reader.ask(f"/check {DAM}"))
    assert "retracted" in text(reader.ask(f"/check 1 {DAM}"))


def test_what_an_earlier_revision_said_is_verbatim_in_that() -> None:
    store = library(piece(slug="dam", origin="dam.txt"))
    revised = piece(
        "The dam held through the day. Engineers had doubted it. Nobody slept.",
        "By morning the lake was full. The valley below stayed dry.",
        slug="dam",
        origin="dam.txt",
    )
    assert store.catalogue.add(revised, now=NOW).status == "revised"
    answer = Reader(store).ask(f"/check {DAM}")
    assert "Verbatim · #1 The dam · revision 1" in text(answer)


def test_a_forwarded_text_is_checked_and_a_typed_one_is_searched_for() -> None:
    store = library(piece())
    typed = replace(request(f"/search {DAM}"), text=DAM)
    assert "Check · 1 verbatim" not in text(router.answer(typed, Context(store)))
    forwarded = replace(typed, forwarded=True)
    assert "Check · 1 verbatim" in text(router.answer(forwarded, Context(store)))


def test_a_long_text_is_told_of_in_part() -> None:
    many = " ".join(f"Sentence number {n} says nothing." for n in range(20))
    answer = Reader(library(piece())).ask(f"/check {many}")
    assert "8 sentences more" in text(answer)


@pytest.mark.parametrize("signer", [None, bent.SIGNER])
def test_a_reader_gets_the_receipt_of_a_brief_as_a_file(signer: object) -> None:
    store = library(piece())
    context = Context(store, issuer=Issuer("us", signer))  # type: ignore[arg-type]
    answer = router.answer(request("/check 1 receipt"), context)
    (file,) = [block for block in answer.blocks if isinstance(block, Attachment)]
    assert json.loads(file.text)["issuer"] == "us"
    revision = store.catalogue.revision(1)
    evidence = Evidence(text=revision.body, sentences=revision.sentences, keys=None)
    assert verify(file.data, evidence).word == "proved"
    assert ("not signed" in text(answer)) == (signer is None)
