from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from briefs.text import canonical

WRAPPED = """\
The harbour at Varna was closed for nine days in March, and nobody in the
ministry could say who had ordered it. By the second week the grain ships had
gone elsewhere.

A second look at the tide tables settled the matter: the dredger had simply
run aground."""


def test_wraps_are_undone_and_paragraphs_stay_apart() -> None:
    width = canonical.wrap_width(WRAPPED)
    first, second = (canonical.unwrapped(block, width) for block in canonical.blocks(WRAPPED))
    assert first.startswith(
        "The harbour at Varna was closed for nine days in March, and nobody in the"
    )
    assert "\n" not in first + second
    assert second.endswith("the dredger had simply run aground.")


def test_a_line_that_ends_early_was_broken_on_purpose() -> None:
    source = WRAPPED + "\nSigned,\nThe Harbour Master"
    last = canonical.blocks(source)[-1]
    assert canonical.unwrapped(last, canonical.wrap_width(source)).split("\n")[-2:] == [
        "Signed,",
        "The Harbour Master",
    ]


def test_long_lines_are_no_wraps() -> None:
    source = "\n".join(["word " * 60, "another " * 40])
    assert canonical.wrap_width(source) is None


@given(st.lists(st.text("w.-/ hA", min_size=1), min_size=1), st.booleans())
def test_lines_are_always_put_together_as_if_one_by_one(lines: list[str], full: bool) -> None:
    lines = [f"www.{line}" for line in lines[:1]] + lines[1:]
    whole = canonical.Unwrapping(lines[0])
    for line in lines[1:]:
        whole.join(line, full=full)
    assert str(whole) == reduce(lambda said, line: canonical.joined(said, line, full=full), lines)


def test_a_word_broken_at_its_hyphen_is_whole_again() -> None:
    assert canonical.joined("a long-", "standing claim", full=False) == "a long-standing claim"


def test_an_address_that_fills_its_line_goes_on_in_the_next() -> None:
    line = "See https://example.org/reports/2021/"
    assert canonical.joined(line, "harbour.html for more", full=True).endswith(
        "/2021/harbour.html for more"
    )
    assert canonical.joined(line, "Then turn left", full=True).endswith("2021/ Then turn left")


def test_an_address_that_fills_several_lines_is_whole() -> None:
    lines = ["See this:", "www.example.org/reports/", "2021/harbour/and/its/qua", "y.html for more"]
    assert canonical.unwrapped(lines, 24) == (
        "See this: www.example.org/reports/2021/harbour/and/its/quay.html for more"
    )


def test_a_whole_book_in_one_paragraph_is_one_line() -> None:
    lines = ["The dredger had simply run aground, and nobody in the ministry said so."] * 60_000
    assert canonical.unwrapped(lines, 72) == " ".join(lines)


def test_no_break_spaces_curly_quotes_and_ellipses_are_the_authors() -> None:
    kept = "“On 3\u00a0May …” she\u2019d said\u2009– twice"
    assert canonical.canonical(kept) == kept


def test_every_kind_of_line_end_is_one_newline() -> None:
    cleaned, removed = canonical.clean("a\r\nb\rc\x85d\u2028e\x0cf\u2029g")
    assert cleaned == "a\nb\nc\nd\ne\nf\n\ng"
    assert removed == 0


def test_controls_and_text_direction_marks_are_taken_out_and_counted() -> None:
    assert canonical.clean("a\x00b\u202ec\u2066d\u2069") == ("abcd", 4)


def test_a_tab_separates_words_still() -> None:
    assert canonical.clean("one\ttwo") == ("one two", 0)


def test_half_a_surrogate_pair_becomes_a_character_that_can_be_hashed() -> None:
    assert canonical.clean("a\ud800b")[0].encode() == "a\ufffdb".encode()


def test_a_title_is_one_line_without_what_cannot_be_seen() -> None:
    assert canonical.one_line(" The\u200b  long\n\u202eway ") == "The long way"


@given(st.text())
def test_canonicalising_twice_is_canonicalising_once(source: str) -> None:
    once = canonical.canonical(source)
    assert canonical.canonical(once) == once


@given(st.text())
def test_a_canonical_text_has_its_form(source: str) -> None:
    body = canonical.canonical(source)
    assert body == body.strip()
    assert "\n\n\n" not in body
    assert all(line == line.strip() for line in body.split("\n"))
    assert all(paragraph for paragraph in body.split("\n\n")) or not body


@given(
    st.lists(st.lists(st.sampled_from(["tide", "ship", "harbour", "a"]), min_size=1, max_size=40))
)
def test_wrapping_and_unwrapping_keep_every_word_in_order(paragraphs: list[list[str]]) -> None:
    source = "\n\n".join(
        "\n".join(" ".join(words[i : i + 9]) for i in range(0, len(words), 9))
        for words in paragraphs
    )
    width = canonical.wrap_width(source)
    joined = "\n\n".join(canonical.unwrapped(block, width) for block in canonical.blocks(source))
    assert joined.split() == source.split()
