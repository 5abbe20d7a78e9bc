"""Receipts hold for the text they were made of, and for no other."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import BadArgument, Unproved
from briefs.model import Brief, Revision, Span, Summary
from briefs.pieces.proof import faults, fingerprint, prove_body, prove_slice, read_receipt, receipt

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BODY = "Water is scarce. “Dams help,” she said.\n\nThey do not suffice."
SENTENCES = (Span(0, 16), Span(17, 39), Span(41, 61))


def revision(body: str = BODY, sha256: str | None = None) -> Revision:
    return Revision(
        piece=3,
        slug="water",
        number=2,
        sha256=sha256 or fingerprint(body),
        title="Water",
        byline="",
        outlet="",
        published=None,
        url="",
        language="en",
        body=body,
        sentences=SENTENCES,
        sources=(),
        marks=(),
        topics=(),
        stored_at=NOW,
    )


def brief() -> Brief:
    return Brief(
        revision(), Summary(method="brief", length="short", sentences=SENTENCES[1:], coverage=0.5)
    )


def test_a_receipt_survives_json_unchanged() -> None:
    made = receipt(brief())
    assert read_receipt(json.loads(json.dumps(made.to_json()))) == made


def test_a_receipt_names_each_sentence_by_number_place_and_text() -> None:
    first, second = receipt(brief()).sentences
    assert (first.number, first.start, first.end, first.text) == (
        2,
        17,
        39,
        "“Dams help,” she said.",
    )
    assert second.number == 3


def test_an_extract_of_no_sentence_has_no_receipt() -> None:
    made = brief()
    damaged = replace(made, summary=replace(made.summary, sentences=(SENTENCES[0], Span(3, 9))))
    with pytest.raises(Unproved, match=r"\[3, 9\).*no sentence"):
        receipt(damaged)


def test_a_receipt_without_a_sentence_proves_nothing() -> None:
    empty = replace(receipt(brief()), sentences=())
    assert faults(empty, BODY) == ("The receipt has no sentence: there is nothing to prove.",)


def test_a_receipt_holds_for_its_text() -> None:
    assert faults(receipt(brief()), BODY) == ()


@given(st.integers(0, len(BODY) - 1), st.characters(codec="utf-8"))
def test_a_receipt_fails_for_any_text_with_one_character_changed(at: int, other: str) -> None:
    changed = BODY[:at] + other + BODY[at + 1 :]
    assert bool(faults(receipt(brief()), changed)) == (changed != BODY)


def test_a_receipt_with_a_sentence_changed_fails() -> None:
    record = json.loads(json.dumps(receipt(brief()).to_json()))
    record["sentences"][0]["text"] = "“Dams harm,” she said."
    found = faults(read_receipt(record), BODY)
    assert found == ("S2: the text says something else there.",)


def test_offsets_outside_the_text_are_a_fault_and_no_crash() -> None:
    record = json.loads(json.dumps(receipt(brief()).to_json()))
    record["sentences"][0] |= {"start": -5, "end": 9999}
    assert faults(read_receipt(record), BODY) == ("S2: [-5, 9999) is not in the text.",)


ENDLESS = receipt(brief()).to_json() | {"revision": float("inf")}


@pytest.mark.parametrize(
    "data", [None, [], {}, {"sentences": 3}, {"sentences": [{}]}, "text", ENDLESS]
)
def test_what_is_no_receipt_is_said_to_be_none(data: object) -> None:
    with pytest.raises(BadArgument, match="not a receipt"):
        read_receipt(data)


def test_a_body_with_another_hash_is_not_proved() -> None:
    prove_body(revision())
    with pytest.raises(Unproved):
        prove_body(revision(sha256="0" * 64))


def test_a_slice_that_says_something_else_is_not_proved() -> None:
    prove_slice("Water is scarce.", SENTENCES[0], revision())
    with pytest.raises(Unproved):
        prove_slice("Water is plenty.", SENTENCES[0], revision())
