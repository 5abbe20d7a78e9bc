"""Notes that asterisks and daggers call are notes, though nothing links the two."""

from collections.abc import Callable

import pytest

from briefs.model import Draft
from tests.briefs.quay import drafted

FIRST = "The quay at Orlen was closed for eleven weeks, and nobody said what that had cost."
SECOND = "Two of the three figures were right. The third was that of another year."
LAST = "Insurers were slower to return than the ships had been, and wanted to see the survey."
WHOLE = f"{FIRST}\n\n{SECOND}\n\n{LAST}"
NOTE = "The council's own estimate, which it has withdrawn since."
CITED = "Jane Doe, “The Quay Reopens,” The Example Herald, April 2, 2019."


def page(*paragraphs: str) -> Draft:
    shown = "".join(f"<p>{one}</p>" for one in paragraphs)
    return drafted(
        f"<html><body><article><h1>The Quay</h1>{shown}</article></body></html>", "a.html"
    )


def text(*paragraphs: str) -> Draft:
    return drafted("\n\n".join(("The Quay", *paragraphs)), "a.txt")


@pytest.mark.parametrize("read", [page, text])
@pytest.mark.parametrize("sign", ["*", "**", "†", "‡", "††", "§", "¶"])
@pytest.mark.parametrize("gap", ["", " "])
def test_a_sign_behind_a_sentence_calls_the_paragraph_that_it_opens(
    read: Callable[..., Draft], sign: str, gap: str
) -> None:
    draft = read(FIRST + sign, SECOND, LAST, f"{sign}{gap}{NOTE}")
    assert draft.body == WHOLE
    (note,) = draft.asides
    assert (note.label, note.text) == (sign, NOTE)
    assert note.at is not None
    assert note.at.start == len(FIRST)


def test_signs_call_each_its_own_note() -> None:
    draft = page(
        FIRST + "*", SECOND.replace(". The", ".† The"), LAST, f"* {NOTE}", "† It was paid."
    )
    assert draft.body == WHOLE
    assert [one.text for one in draft.asides] == [NOTE, "It was paid."]


def test_a_note_that_names_a_work_is_a_source() -> None:
    draft = page(FIRST + "†", SECOND, LAST, f"† {CITED}")
    assert draft.body == WHOLE
    assert [source.raw for source in draft.sources] == [CITED]
    assert [mark.source for mark in draft.marks] == [1]


@pytest.mark.parametrize(
    "paragraphs",
    [
        (FIRST, SECOND, LAST, f"* {NOTE}"),  # nothing calls it
        (FIRST + "*", SECOND, LAST),  # it calls nothing
        (f"{FIRST} (†1852)", SECOND, LAST, f"† {NOTE}"),
        (f"{FIRST}*", "* Wheat is stored here.", "* Oats are sold.", LAST),  # a list
        (f"{FIRST} It was f***.", SECOND, LAST, f"* {NOTE}"),
        (f"* {NOTE}", f"{FIRST}*", SECOND, LAST),  # above its call
    ],
)
def test_a_sign_that_calls_nothing_stays_as_it_is_written(paragraphs: tuple[str, ...]) -> None:
    draft = page(*paragraphs)
    assert draft.body == "\n\n".join(paragraphs)
    assert draft.asides == ()
