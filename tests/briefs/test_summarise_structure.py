"""The digest's line of a column with several items comes from the item in its title."""

from briefs.summarise.units import Terms, Unit, is_mark, is_number, opens_item, other_items


def _column(*paragraphs: str) -> list[Unit]:
    """Units of paragraphs, each a list of sentences parted by commas."""
    return [
        Unit(terms=tuple(sentence.split()), words=9, paragraph=number)
        for number, paragraph in enumerate(paragraphs)
        for sentence in paragraph.split(",")
    ]


def _others(units: list[Unit], title: str, marked: tuple[int, ...] = ()) -> frozenset[int]:
    return other_items(units, Terms(units).holders, title.split(), marked)


_HARBOUR = "harbour toll,toll ship,harbour ship,toll council,council harbour,ship toll council"
_GARDEN = "tulip bulb,bulb spade,tulip spade,rain tulip,spade rain,bulb rain,tulip bulb,rain bulb"


def test_what_the_title_does_not_name_is_another_item() -> None:
    assert _others(_column(_HARBOUR, _GARDEN), "harbour toll") == frozenset(range(6, 14))


def test_a_piece_that_takes_its_title_up_again_is_one() -> None:
    assert not _others(_column(_HARBOUR, _GARDEN, "harbour toll"), "harbour toll")


def test_a_part_that_speaks_of_what_was_spoken_of_is_no_other_item() -> None:
    garden = _GARDEN.replace("spade", "ship").replace("rain", "council")
    assert not _others(_column(_HARBOUR, garden), "harbour toll")


def test_a_title_that_names_nothing_says_nothing() -> None:
    assert not _others(_column(_HARBOUR, _GARDEN), "notes jottings")
    assert not _others(_column(_HARBOUR, _GARDEN), "")


def test_an_end_of_a_few_sentences_belongs_to_the_piece() -> None:
    assert not _others(_column(_HARBOUR, "tulip bulb,bulb spade,tulip spade"), "harbour toll")


def test_a_mark_between_parts_them_more_readily() -> None:
    garden = f"{_GARDEN},council rain,ship bulb,council spade,ship rain"
    units = _column(_HARBOUR, garden)
    assert not _others(units, "harbour toll")
    assert _others(units, "harbour toll", marked=(6,)) == frozenset(range(6, 18))


def test_marks_are_lines_of_signs_and_words_in_capitals() -> None:
    assert all(map(is_mark, ("* * *", "---", "•", "***")))
    assert not is_mark("The end.")
    assert all(map(is_number, ("1.", "12)", "#3", "1 \\.")))
    assert not is_number("1984 was a year.")
    assert opens_item("MEANWHILE IN OHIO, a mayor found a bridge.")
    assert not opens_item("NASA found a bridge.")
