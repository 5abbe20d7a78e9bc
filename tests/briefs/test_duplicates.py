"""The likeness of two texts."""

from hypothesis import given
from hypothesis import strategies as st

from briefs.pieces.versions import MIN_LIKENESS, SKETCH_SIZE, likeness, shingles, sketch

texts = st.lists(st.sampled_from("abcdefgh"), max_size=200).map(" ".join)
long = " ".join(f"word{n}" for n in range(200))


def alike(one: str, other: str) -> float:
    return likeness(shingles(one), shingles(other))


@given(texts, texts)
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= alike(one, other) == alike(other, one) <= 1


@given(texts)
def test_a_text_is_wholly_like_itself_unless_it_is_very_short(text: str) -> None:
    found = shingles(text)
    assert likeness(found, found) == (1 if sketch(found) else 0)


@given(st.text(st.characters(), max_size=300))
def test_any_text_has_sequences(text: str) -> None:
    found = shingles(text)
    assert len(sketch(found)) in {0, SKETCH_SIZE}
    assert set(sketch(found)) <= found


def test_case_punctuation_and_the_form_of_letters_make_no_difference() -> None:
    plain = "The coffee house by the quay stayed open, said Zoë. It closes on Friday."
    other = "THE coffee-house by the quay – stayed open: said “Zoe\u0308”; it closes on Friday"
    assert shingles(plain) == shingles(other)


def test_a_fifth_less_or_half_as_much_again_is_still_a_copy() -> None:
    words = long.split()
    assert alike(long, " ".join(words[40:])) == 1
    assert alike(long, f"{long} {' '.join(f'more{n}' for n in range(100))}") == 1
    slipped = [f"{word}x" if n % 20 == 0 else word for n, word in enumerate(words)]
    assert MIN_LIKENESS < alike(long, " ".join(slipped)) < 1


def test_a_text_that_quotes_another_whole_and_says_far_more_is_no_copy() -> None:
    assert alike(long, f"{long} {' '.join(f'more{n}' for n in range(400))}") == 0


def test_texts_that_share_a_paragraph_are_not_alike() -> None:
    shared = " ".join(f"shared{n}" for n in range(60))
    one, other = (f"{' '.join(f'{seed}{n}' for n in range(150))} {shared}" for seed in "ab")
    assert 0 < alike(one, other) < MIN_LIKENESS
