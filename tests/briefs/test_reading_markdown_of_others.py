"""Markdown as site generators, note-taking programs and converters write it."""

import pytest

from tests.briefs.quay import CLERK, TITLE, WORKS, added, drafted, listed, markdown

LOCKED = "The drawer had no lock."

ADDED: dict[str, tuple[str, list[str]]] = {
    "a list with no numbers of its own": (
        f"#. {CLERK}\n#. {LOCKED}",
        [f"{CLERK}\n{LOCKED}"],
    ),
    "lines that are kept apart": (
        "| The quay is shut\n| and so is the inn",
        ["The quay is shut\nand so is the inn"],
    ),
    "a table drawn with dashes": (
        "  Year   Ships\n ------ -------\n  2024      41\n  2025       0\n\nTable: Ships",
        [],
    ),
    "a table drawn with signs": ("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+", []),
    "MyST's note": (f"```{{note}}\n:class: x\n{CLERK}\n```", [CLERK]),
    "MyST's roles": (
        "See {ref}`the survey <survey>` of the {term}`quay` {cite}`okon2025`.",
        ["See the survey of the quay ."],
    ),
    "a tab": (f'=== "One"\n    {CLERK}', [CLERK]),
    "a component's imports": (
        f"import X from './x';\n\nexport const a = {{\n  b: 1,\n}}\n\n<X>\n\n{CLERK}\n\n</X>",
        [CLERK],
    ),
    "a value that a program fills in": ("The clerk kept {props.count} minutes there.", []),
    "a link into a note": ("See [[Survey#Piles]].", ["See Survey > Piles."]),
    "a field": ("Status:: draft idea", []),
    "an outline's properties": ("- id:: 123\n- collapsed:: true", []),
    "inserted words": (CLERK.replace("the minutes", "++the minutes++"), [CLERK]),
    "words struck by one sign": (
        CLERK.replace("the minutes", "~no minutes at all~ the minutes"),
        [CLERK],
    ),
    "about so many": ("It takes ~5 and then ~6 days.", ["It takes ~5 and then ~6 days."]),
    "a label above its text": ("**Claim**\nShe owns it.", ["Claim\nShe owns it."]),
    "a language": (
        "It is written in C++ and in D++ by them.",
        ["It is written in C++ and in D++ by them."],
    ),
}


@pytest.mark.parametrize("name", ADDED)
def test_markup_of_a_program_is_read_as_it_means(name: str) -> None:
    inside, expected = ADDED[name]
    assert added(drafted(markdown(inside), "a.md")) == expected


CITED = CLERK.replace(".", ".{}")
NOTES = {
    "Word's": ("[\\[1\\]](#_ftn1)", f"\n[\\[1\\]](#_ftnref1) {WORKS[0]}\n"),
    "an editor's": ("[1](#footnote-1)", f"\n[1](#footnote-ref-1) {WORKS[0]}\n"),
    "escaped": (" \\[1\\]", f"\n## References\n\n\\[1\\] {WORKS[0]}\n"),
    "Pandoc's": ("[^okon-2025]", f"\n[^okon-2025]: {WORKS[0]}\n"),
}


@pytest.mark.parametrize("name", NOTES)
def test_a_note_is_a_source_however_it_is_called(name: str) -> None:
    call, note = NOTES[name]
    inside = CLERK[:-1] + (f"{call}." if call.startswith(" ") else f".{call}")
    draft = drafted(markdown(inside, after=note), "a.md")
    assert added(draft) == [CLERK]
    assert (listed(draft), len(draft.marks)) == ([WORKS[0]], 1)


def test_a_marker_that_leads_nowhere_is_no_word_and_is_told() -> None:
    draft = drafted(markdown(f"{CLERK}[^9]"), "a.md")
    assert added(draft) == [CLERK]
    assert "no entry for the marker [^9]" in draft.warnings


def test_the_properties_of_an_exported_page_are_its_front_matter() -> None:
    head = f"# {TITLE}\n\nCreated: May 3, 2026 9:14 AM\nStatus: Draft\nTags: ports, rail\n\n"
    draft = drafted(markdown(CLERK, head=head), "a.md")
    assert (draft.title, draft.topics, added(draft)) == (TITLE, ("ports", "rail"), [CLERK])
    assert "draft" in draft.hold


def test_lines_with_a_colon_below_a_headline_are_text_where_no_program_writes_them() -> None:
    head = f"# {TITLE}\n\nWhen: on Monday\nWhere: in the hall\n\n"
    draft = drafted(markdown(CLERK, head=head), "a.md")
    assert added(draft) == ["When: on Monday Where: in the hall", CLERK]
