"""The items and the notes of a text whose one entry is as long as a book."""

from briefs.references.find_list import definitions
from briefs.references.list_lines import items

LINE = "The dredger had simply run aground, and nobody in the ministry said so."
MANY = 60_000


def test_an_entry_as_long_as_a_book_is_one_item() -> None:
    (item,) = items([f"[1] {LINE[4:]}", *[LINE] * MANY], len(LINE))
    assert (item.number, item.last) == (1, MANY + 1)
    assert item.raw == " ".join([LINE[4:], *[LINE] * MANY])


def test_an_entry_in_many_paragraphs_is_one_item() -> None:
    indented = [line for _ in range(MANY) for line in ("", f"    {LINE}")]
    (item,) = items(["[1] Okafor, N.", *indented], None)
    assert item.last == 2 * MANY + 1
    assert item.raw == " ".join(["Okafor, N.", *[LINE] * MANY])


def test_a_note_as_long_as_a_book_is_one_definition() -> None:
    (note,) = definitions(["[^1]: Okafor, N.", *[LINE] * MANY], None)
    assert note.raw == " ".join(["Okafor, N.", *[LINE] * MANY])
