"""Receipts prove what they say of a text, and nothing that they only claim."""

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from briefs.errors import BadArgument, Unproved
from briefs.model import Brief, Revision, Span, Summary, fingerprint
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.receipts.receipt import (
    Malformed,
    Receipt,
    canonical,
    described,
    digest,
    list_hash,
    notes_of,
    read,
    receipt,
    receipt_hash,
    revision_hash,
)
from briefs.receipts.revision_status import standing
from briefs.receipts.signing import Issuer
from briefs.receipts.verify import Evidence, Holding, Report, is_cut, verify
from tests.briefs import receipt_mutations as bent
from tests.briefs.builders import NOW
from tests.briefs.builders import revision as built

SCHEMA = json.loads(files("briefs.receipts").joinpath("receipt.schema.json").read_text("utf-8"))
SHARED = Path(__file__).parents[2].parent / "shared" / "cases" / "receipts"

AUDIT = (
    "Nobody on the panel believes that the mayor took the money. The audit ran for nine months. It"
    " cost more than the sum it looked for. The panel closed the file in June. The town was told in"
    " July."
)


def of_text(text: str, title: str = "The Audit") -> Revision:
    edited = ingest.edit(reader.read(f"{title}\n\n{text}\n".encode(), name="audit.txt"))
    draft = edited.draft
    assert draft.body == text
    return replace(built(text, title=title), sentences=edited.sentences, language=draft.language)


def in_library(revision: Revision, **evidence: Any) -> Evidence:
    summary = Summary(method="brief +S1", length="normal", sentences=(), coverage=0.5)
    chosen = (revision.sentences[0], *revision.sentences[2:4])
    holding = Holding(
        revision=revision,
        previous="0" * 64,
        summaries=(replace(summary, sentences=chosen),),
    )
    given: dict[str, Any] = {"keys": (), "unsigned_is_fine": True} | evidence
    return Evidence(text=revision.body, holding=holding, **given)


def words(report: Report) -> dict[str, str]:
    return {one.field: one.word for one in report.findings}


def version_1(of: Revision, *numbers: int, **changed: Any) -> bytes:
    sentences = [
        {"number": n, "start": at.start, "end": at.end, "text": at.of(of.body)}
        for n, at in ((n, of.sentences[n - 1]) for n in numbers)
    ]
    record = {
        "piece": of.piece,
        "slug": of.slug,
        "title": of.title,
        "revision": of.number,
        "sha256": of.sha256,
        "method": "brief +S1",
        "sentences": sentences,
    }
    return json.dumps(record | changed, ensure_ascii=False, indent=1).encode()


@pytest.mark.parametrize("language", tuple(bent.BODIES))
@pytest.mark.parametrize("signed", [True, False])
def test_a_receipt_is_what_the_schema_says_and_reads_back_unchanged(
    language: str, signed: bool
) -> None:
    made = bent.made(language, signed=signed)
    record = json.loads(made.data)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(record)
    assert read(record) == made
    assert read(record).data == made.data == canonical(record)


def test_a_receipt_in_another_form_is_false_whatever_it_says() -> None:
    data = json.dumps(bent.made(signed=False).to_json(), indent=1).encode()
    report = verify(data, in_library(bent.revision()))
    assert {f for f, word in words(report).items() if word == "false"} == {"form"}
    assert report.word == "false"


@given(st.randoms(use_true_random=False))
def test_the_schema_takes_what_the_reader_takes_and_nothing_else(rng: Any) -> None:
    data = bent.mutated(bent.made(), bent.revision(), rng)
    try:
        record = json.loads(data)
        canonical(record)
    except (ValueError, RecursionError, Malformed):
        return
    valid = Draft202012Validator(SCHEMA).is_valid(record)
    try:
        read(record)
    except Malformed:
        # JSON Schema takes 2.0 for an integer; in the one form of receipts it cannot stand.
        assert not valid or b".0" in data
    else:
        assert valid


def test_everything_of_a_receipt_is_proved_by_the_library_but_who_made_it() -> None:
    report = verify(bent.made(signed=False).data, in_library(bent.revision()))
    assert report.word == "proved"
    assert {field for field, word in words(report).items() if word != "proved"} == {
        "issuer",
        "signature",
    }


def test_a_signature_proves_everything_without_text_or_library() -> None:
    report = verify(bent.made().data, Evidence(keys=bent.KEYS))
    assert set(words(report).values()) == {"proved"}


def test_with_a_text_alone_titles_are_claimed() -> None:
    text = bent.BODIES["en"]
    evidence = Evidence(text=text, sentences=bent.revision().sentences)
    report = verify(bent.made(signed=False).data, evidence)
    assert report.word == "proved"
    found = words(report)
    assert [found[field] for field in ("sha256", "sentences_sha256", "S1", "S4")] == ["proved"] * 4
    assert [found[field] for field in ("title", "outlet", "method", "notes")] == ["claimed"] * 4


def test_without_anything_to_compare_nothing_is_proved() -> None:
    report = verify(bent.made(signed=False).data, Evidence())
    assert report.word == "claimed"
    assert {word for field, word in words(report).items() if field != "form"} == {"claimed"}


@pytest.mark.parametrize("field", sorted(described(bent.revision())))
def test_a_library_finds_every_forged_field(field: str) -> None:
    true = bent.made(signed=False)
    now = getattr(true, field)
    other = {
        int: lambda: now + 1,
        str: lambda: now[:-6] + "1" + now[-5:] if field.endswith("_at") else now[::-1] + now,
    }
    value = "a" * 64 if "sha256" in field else other[type(now)]()
    value = "2020-01-01T00:00:00+00:00" if field in {"published", "stored_at"} else value
    forged: Any = {field: value}
    report = verify(replace(true, **forged).data, in_library(bent.revision()))
    assert report.word == "false"
    assert words(report)[field] == "false"


def test_a_method_that_there_is_none_of_and_one_that_is_not_stored_are_false() -> None:
    library = in_library(bent.revision())
    for method in ("by hand of God", "", "briefly"):
        forged = replace(bent.made(signed=False), method=method)
        assert words(verify(forged.data, library))["method"] != "proved"
    assert (
        words(verify(replace(bent.made(signed=False), method="by luck").data, library))["method"]
        == "false"
    )


def test_the_authors_notes_are_compared_with_the_library() -> None:
    true = bent.made(signed=False)
    assert true.notes
    other = replace(true, notes=(replace(true.notes[0], text="Forged."), *true.notes[1:]))
    none = replace(
        true, sentences=tuple(replace(one, notes=()) for one in true.sentences), notes=()
    )
    for forged in (other, none):
        assert words(verify(forged.data, in_library(bent.revision())))["notes"] == "false"


def test_a_stranger_cannot_sign_for_the_newsroom() -> None:
    by_stranger = bent.STRANGER.sign(bent.made(signed=False))
    report = verify(by_stranger.data, Evidence(text=bent.BODIES["en"], keys=bent.KEYS))
    assert (report.word, words(report)["signature"]) == ("false", "false")


def test_a_receipt_whose_signature_was_taken_off_is_not_proved_where_one_is_asked_for() -> None:
    report = verify(
        bent.made(signed=False).data,
        Evidence(text=bent.BODIES["en"], sentences=bent.revision().sentences, keys=bent.KEYS),
    )
    assert report.word == "false"


def test_a_rotated_key_goes_on_to_prove_and_a_revoked_one_only_claims() -> None:
    old = bent.SIGNER.public
    rotated = (bent.STRANGER.public, replace(old, retired_at=NOW))
    assert verify(bent.made().data, Evidence(keys=rotated)).word == "proved"
    revoked = (bent.STRANGER.public, replace(old, revoked_at=NOW))
    report = verify(bent.made().data, Evidence(keys=revoked))
    assert (report.word, words(report)["signature"]) == ("claimed", "claimed")


def test_half_a_sentence_of_an_old_receipt_is_false() -> None:
    revision = of_text(AUDIT)
    fragment = {"number": 1, "start": 34, "end": 59, "text": "the mayor took the money."}
    data = version_1(revision, 1, sentences=[fragment])
    report = verify(data, Evidence(text=AUDIT, sentences=revision.sentences))
    assert (report.word, words(report)["S1"]) == ("false", "false")
    without_list = verify(data, Evidence(text=AUDIT))
    assert words(without_list)["S1"] == "false"


def test_an_old_receipt_proves_its_sentences_and_claims_the_rest() -> None:
    revision = of_text(AUDIT)
    report = verify(version_1(revision, 1, 3), Evidence(text=AUDIT, sentences=revision.sentences))
    assert report.word == "proved"
    assert words(report)["title"] == "claimed"
    assert verify(version_1(revision, 1, 3), in_library(revision)).word == "proved"


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Mayor took the money"},
        {"slug": "other"},
        {"method": "by hand"},
        {"piece": 2},
        {"revision": 2},
        {"outlet": "Reuters"},
        {"published": "2020-01-01"},
        {"sentences": []},
    ],
)
def test_what_is_forged_in_an_old_receipt_is_false(changed: dict[str, Any]) -> None:
    revision = of_text(AUDIT)
    report = verify(version_1(revision, 1, 3, **changed), in_library(revision))
    assert report.word == "false"


@pytest.mark.parametrize("numbers", [(3, 1), (1, 1), (1, 3, 2)])
def test_sentences_in_another_order_or_twice_are_false(numbers: tuple[int, ...]) -> None:
    revision = of_text(AUDIT)
    report = verify(
        version_1(revision, *numbers), Evidence(text=AUDIT, sentences=revision.sentences)
    )
    assert report.word == "false"


def test_a_sentence_under_another_number_is_false() -> None:
    revision = of_text(AUDIT)
    record = json.loads(version_1(revision, 1))
    record["sentences"][0]["number"] = 2
    report = verify(json.dumps(record).encode(), in_library(revision))
    assert words(report)["S2"] == "false"


def test_offsets_outside_the_text_are_false_and_no_crash() -> None:
    revision = of_text(AUDIT)
    for start, end in ((-5, 9999), (5, 5), (9, 3), (0, 2**53 - 1)):
        one = {"number": 1, "start": start, "end": end, "text": "x"}
        data = version_1(revision, sentences=[one])
        report = verify(data, Evidence(text=AUDIT))
        assert words(report)["S1"] == "false"


@pytest.mark.parametrize(
    "data",
    [b"", b"null", b"[]", b"{}", b'"text"', b"{", b"\xff", b'{"sentences": 3}', b"[" * 99_999],
)
def test_what_is_no_receipt_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadArgument, match="not a receipt"):
        verify(data, Evidence())


def test_a_name_that_stands_twice_is_refused_in_old_receipts_too() -> None:
    data = version_1(of_text(AUDIT), 1).replace(b'"slug"', b'"title": "Forged", "slug"')
    assert verify(data, Evidence(text=AUDIT)).word == "false"


def test_a_body_that_changed_has_no_receipt() -> None:
    revision = bent.revision()
    summary = Summary(method="brief", length="short", sentences=revision.sentences, coverage=1)
    with pytest.raises(Unproved):
        receipt(Brief(replace(revision, sha256="0" * 64), summary))
    with pytest.raises(Unproved, match="no sentence"):
        receipt(Brief(revision, replace(summary, sentences=(Span(3, 9),))))


@given(
    st.sampled_from(sorted(bent.BODIES)),
    st.integers(0, 200),
    st.integers(1, 200),
)
def test_no_whole_sentence_is_taken_for_a_part(language: str, start: int, length: int) -> None:
    revision = bent.revision(language)
    assert not any(is_cut(revision.body, at.start, at.end) for at in revision.sentences)
    end = min(start + length, len(revision.body))
    if start < end:
        is_cut(revision.body, start, end)  # and no place is too odd to be asked about


@given(st.lists(st.tuples(st.integers(0, 2**40), st.integers(0, 2**40)).map(sorted)))
def test_the_hash_of_the_list_is_that_of_its_rfc_8785_form(places: list[list[int]]) -> None:
    assert list_hash(Span(*place) for place in places) == digest(places)


def test_the_chain_is_worked_out_from_the_receipt_alone() -> None:
    made = bent.made()
    assert receipt_hash(made) == revision_hash(bent.revision(), made.previous)
    assert receipt_hash(replace(made, title="Other")) != receipt_hash(made)


def test_a_receipt_tells_what_was_corrected_since() -> None:
    before = of_text(AUDIT)
    after = replace(
        of_text(
            AUDIT.replace("nine months", "ten months").replace(" The town was told in July.", "")
        ),
        number=2,
        title="The Audits",
    )
    summary = Summary(method="brief", length="long", sentences=before.sentences, coverage=1)
    told = standing(receipt(Brief(before, summary)), before, after, "")
    assert (told.state, told.revision) == ("corrected", 2)
    assert [(one.what, one.now) for one in told.changes] == [
        ("S2", "The audit ran for ten months."),
        ("S5", None),
        ("title", "The Audits"),
    ]
    assert "revision 2 took its place" in next(told.lines())


def test_a_retracted_piece_and_a_draft_are_told_of() -> None:
    revision = of_text(AUDIT)
    made = version_of(revision)
    assert standing(made, revision, None, "It was retracted.").state == "retracted"
    assert standing(made, revision, None, "").state == "not public"
    assert list(standing(made, revision, revision, "").lines()) == []


def version_of(revision: Revision) -> Receipt:
    summary = Summary(method="brief", length="long", sentences=revision.sentences, coverage=1)
    return receipt(Brief(revision, summary))


def test_a_quoted_note_is_the_entry_as_it_is_written() -> None:
    made = bent.made()
    assert [note.text for note in made.notes] == ["Vale, I. Files. 2019."]
    assert notes_of(bent.revision(), made.sentences) == made.notes
    assert fingerprint(bent.BODIES["en"]) == made.sha256


@pytest.mark.skipif(not SHARED.exists(), reason="the shared cases are not here")
def test_the_shared_bent_receipts_are_false() -> None:
    text = (SHARED / "audit-body.txt").read_text().removesuffix("\n")
    fragment = (SHARED / "receipt-fragment.json").read_bytes()
    revision = of_text(text)
    assert verify(fragment, Evidence(text=text, sentences=revision.sentences)).word == "false"
    forged = (SHARED / "receipt-forged-title.json").read_bytes()
    edited = ingest.edit(reader.read((SHARED / "bare-surname.txt").read_bytes(), name="c.txt"))
    holding = replace(
        built(edited.draft.body, title=edited.draft.title), sentences=edited.sentences
    )
    assert verify(forged, in_library(holding)).word == "false"


def test_without_a_key_receipts_are_unsigned() -> None:
    revision = of_text(AUDIT)
    summary = Summary(method="brief", length="long", sentences=revision.sentences, coverage=1)
    assert Issuer("us").issue(Brief(revision, summary), None).signature is None
    assert Issuer("us", bent.SIGNER).issue(Brief(revision, summary), None).signature is not None
