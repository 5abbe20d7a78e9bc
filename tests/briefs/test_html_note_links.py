import pytest

from briefs.reading.html.references_and_notes import find
from briefs.references.cross_references import lift, numbers
from tests.briefs.web import ENTRIES, around, raws, shown

LINKED = "".join(f'<li id="fn{n}">{entry}</li>' for n, entry in enumerate(ENTRIES, 1))
NOTES = f"<section class='footnotes'><ol>{LINKED}</ol></section>"


def link(number: int, text: str = "") -> str:
    return f'<a href="#fn{number}">{text or number}</a>'


def text_of(sentence: str, below: str = NOTES) -> str:
    return shown(find(around([sentence], below)))[0]


@pytest.mark.parametrize(
    ("marker", "plain"),
    [
        (f"<sup>{link(2)}</sup>", "[2]"),
        (f"<sup>[{link(2)}]</sup>", "[2]"),
        (f"<sup>{link(2, '[2]')}</sup>", "[2]"),
        (link(2, "<sup>2</sup>"), "[2]"),
        (f"[{link(2)}]", "[2]"),
        (f" ({link(2)})", " [2]"),
        (link(2, "[2]"), "[2]"),
        (link(2), "[2]"),
        (f'<a role="doc-noteref" href="#fn2">{2}</a>', "[2]"),
        (f"<sup>{link(2, '*')}</sup>", "[2]"),
        (f"<sup>{link(2, 'b')}</sup>", "[2]"),
        (f"<sup>{link(1)}, {link(3)}</sup>", "[1][3]"),
        (f"<sup>{link(1)}–{link(3)}</sup>", "[1–3]"),
        (f"<sup>{link(1)}</sup><sup>{link(3)}</sup>", "[1][3]"),
        (f"[{link(1)}, {link(4)}]", "[1][4]"),
        (f"<sup>{link(1)},2</sup>", "[1][2]"),
        ("<sup>[3]</sup>", "[3]"),
        ("<sup>3</sup>", "³"),
        ("[3]", "[3]"),
    ],
)
def test_a_note_marker_becomes_plain_text(marker: str, plain: str) -> None:
    assert text_of(f"The quay reopened.{marker} Insurers waited.") == (
        f"The quay reopened.{plain} Insurers waited."
    )


def test_markers_lead_to_their_entries_and_leave_the_sentence_as_it_was() -> None:
    sentence = f"The quay reopened.<sup>{link(3)}</sup> Insurers<sup>{link(1)}</sup> waited."
    page = find(around([sentence], NOTES))
    lifted = lift(shown(page)[0], numbers(page.entries))
    assert lifted.body == "The quay reopened. Insurers waited."
    assert [(mark.source, mark.at.start) for mark in lifted.marks] == [(3, 18), (1, 27)]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (f"so says ({link(2, 'Roe 2019')}) too", "so says (Roe 2019[2]) too"),
        (f"see note {link(2)} there", "see note 2[2] there"),
    ],
)
def test_words_that_lead_to_an_entry_stay_and_bear_its_marker(written: str, plain: str) -> None:
    assert text_of(written) == plain


@pytest.mark.parametrize(
    "sentence",
    [
        'It is <a href="#comments">discussed</a> below.',
        'See <a href="https://example.org/#fn9">the annex</a>.',
        'Back to <a href="#text">the top</a> of it.',
        'It was read on <a href="#nowhere">day 1</a>.',
    ],
)
def test_other_links_are_left_alone(sentence: str) -> None:
    assert sentence in find(around([sentence], NOTES)).rest


def test_raised_digits_that_are_no_notes_stay_raised() -> None:
    assert (
        text_of("It is 40 m<sup>2</sup>, the 4<sup>th</sup> such.") == "It is 40 m², the 4th such."
    )


def test_a_raised_number_grows_to_no_word_even_without_a_list() -> None:
    assert text_of("The quay reopened.<sup>1</sup> Good.", "") == "The quay reopened.¹ Good."


def test_a_marker_with_the_number_of_another_list_resolves_by_its_link() -> None:
    further = f"<h2>Notes</h2><ol><li id='n1'>{ENTRIES[0]}</ol>"
    sources = f"<h2>Sources</h2><ol><li id='s1'>{ENTRIES[1]}</ol>"
    sentence = "One.<sup><a href='#s1'>1</a></sup> Two.<sup><a href='#n1'>1</a></sup> Three.[1]"
    page = find(around([sentence], further + sources))
    lifted = lift(shown(page)[0], numbers(page.entries))
    assert [mark.source for mark in lifted.marks] == [2, 1]
    assert lifted.body == "One. Two. Three.[1]"


def test_bare_numbers_call_no_entry_of_a_list_that_was_guessed_and_is_longer() -> None:
    listed = "".join(f"<p>{entry}</p>" for entry in ENTRIES)
    page = find(around(["One.[1] Two.[2]"], listed))
    assert raws(page) == ENTRIES
    assert lift(shown(page)[0], numbers(page.entries)).marks == ()


def test_entries_that_no_marker_leads_to_are_kept_where_they_stand_with_others() -> None:
    sentence = f"One.<sup>{link(1)}</sup> Two.<sup>{link(4)}</sup>"
    listed = "".join(f'<p id="fn{n}">[{n}] {entry}</p>' for n, entry in enumerate(ENTRIES, 1))
    assert raws(find(around([sentence], f"<div>{listed}</div>"))) == ENTRIES


def test_notes_that_only_comment_are_no_list_but_remarks() -> None:
    notes = "<ol><li id='fn1'>We were told that it was so.</li></ol>"
    source = around([f"The quay reopened.<sup>{link(1)}</sup>"], notes)
    page = find(source)
    assert page.entries == ()
    assert [note.text for note in page.notes] == ["We were told that it was so."]
    assert "We were told that it was so." not in page.rest


def test_a_table_of_contents_leads_to_no_notes() -> None:
    contents = f"Part [{link(1)}] and part [{link(2)}]."
    page = find(around([contents], "<h2 id='fn1'>One</h2><p>A word.</p><h2 id='fn2'>Two</h2>"))
    assert page.entries == ()
    assert '<h2 id="fn1">One</h2>' in page.rest


def test_links_back_to_the_text_are_gone_even_from_notes_that_stay() -> None:
    notes = "<ol><li id='fn1'>We were told so. <a href='#r1'>↩</a></li></ol>"
    assert "↩" not in find(around(["The quay reopened."], notes)).rest


def test_a_point_of_the_text_that_is_referred_to_is_no_entry() -> None:
    points = "<ol><li id='fn1'>Raise the wrecks</li><li id='fn2'>Pay the crews</li></ol>"
    page = find(around([f"It begins with point [{link(2)}] below."], f"{points}<p>And so on.</p>"))
    assert page.entries == ()
    assert "Pay the crews" in page.rest
