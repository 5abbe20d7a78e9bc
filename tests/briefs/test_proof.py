"""A body, and text copied from it, pass the proof only if they are unchanged."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import Unproved
from briefs.model import (
    Brief,
    Revision,
    Span,
    Summary,
    extracted,
    fingerprint,
    prove_body,
    prove_slice,
)

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


def test_an_extract_of_no_sentence_is_not_proved() -> None:
    made = brief()
    damaged = replace(made, summary=replace(made.summary, sentences=(SENTENCES[0], Span(3, 9))))
    with pytest.raises(Unproved, match=r"\[3, 9\).*no sentence"):
        extracted(damaged)


@given(st.integers(0, len(BODY) - 1), st.characters(codec="utf-8"))
def test_a_body_has_another_hash_with_any_character_changed(at: int, other: str) -> None:
    changed = BODY[:at] + other + BODY[at + 1 :]
    assert (fingerprint(changed) == fingerprint(BODY)) == (changed == BODY)


def test_a_body_with_another_hash_is_not_proved() -> None:
    prove_body(revision())
    with pytest.raises(Unproved):
        prove_body(revision(sha256="0" * 64))


def test_a_slice_that_says_something_else_is_not_proved() -> None:
    prove_slice("Water is scarce.", SENTENCES[0], revision())
    with pytest.raises(Unproved):
        prove_slice("Water is plenty.", SENTENCES[0], revision())
