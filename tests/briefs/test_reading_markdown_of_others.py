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
        ["See the survey of the quay."],
    ),
    "MyST's address of a place": ("See {ref}`survey` and {numref}`fig-a`.", []),
    "MyST's figures": ("Of H{sub}`2`O and 5 m{sup}`2` it has.", ["Of H₂O and 5 m² it has."]),
    "a work that MyST names in its sentence": ("As {cite:t}`okon2025` says, it was late.", []),
    "MyST's label and comment": (f"(start)=\n{CLERK} {{term}}`Quay`.\n\n% No.", [f"{CLERK} Quay."]),
    "MyST's admonition": (f":::{{admonition}} Mind\n:class: x\n{CLERK}\n:::", ["Mind", CLERK]),
    "MyST's figure": ("```{figure} a.png\n:name: x\nThe quay.\n```", []),
    "a definition": (f"Clerk\n:   {CLERK}\n\n    {LOCKED}", ["Clerk", CLERK, LOCKED]),
    "raw words for TeX": (f"{CLERK} `\\x`{{=latex}} \\newpage", [CLERK]),
    "what other formats show": (
        (
            f'::: {{.content-visible when-format="pdf"}}\n{CLERK}\n:::\n\n'
            f'::: {{.content-hidden when-format="pdf"}}\n{LOCKED}\n:::'
        ),
        [LOCKED],
    ),
    "a margin note that opens a paragraph": (
        f"{CLERK}\n\n[Paid in May.]{{.aside}} {LOCKED}",
        [CLERK, LOCKED],
    ),
    "an included file": (f'--8<-- "a.md"\n\n{CLERK}', [CLERK]),
    "keys and icons": ("Press ++ctrl+k++ :material-ship: here.", ["Press Ctrl+K here."]),
    "a name in braces of MDX": (f"import X from './x';\n\n{CLERK}\n\nIt was {{x}} euros.", [CLERK]),
    "a name in braces": (f"{CLERK}\n\nIt was {{x}} there.", [CLERK, "It was {x} there."]),
    "code within a sentence": (
        f"{CLERK}\n\nSee {{{{< highlight go >}}}}x{{{{< /highlight >}}}}.",
        [CLERK],
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


QUOTED = {
    "Hugo": f'{{{{< quote author="Lea Ruiz" >}}}}\n{CLERK}\n{{{{< /quote >}}}}',
    "Zola": f'{{% quote(author="Lea Ruiz") %}}\n{CLERK}\n{{% end %}}',
    "Hexo": f"{{% blockquote Lea Ruiz %}}\n{CLERK}\n{{% endblockquote %}}",
    "Obsidian": f"> [!quote]+ Lea Ruiz\n> {CLERK}",
    "MyST": f"```{{epigraph}}\n{CLERK}\n\n-- Lea Ruiz\n```",
}


@pytest.mark.parametrize("program", QUOTED)
def test_a_quotation_in_a_shortcode_is_its_speakers(program: str) -> None:
    draft = drafted(markdown(QUOTED[program]), "a.md")
    (voice,) = draft.voices
    assert (voice.kind, voice.speaker) == ("quotation", "Lea Ruiz")
    assert draft.body[voice.at.start : voice.at.end].startswith(CLERK)


def test_a_picture_alone_with_attributes_has_a_caption() -> None:
    draft = drafted(markdown("![The quay in May](q.png){#fig-q width=50%}"), "a.md")
    assert added(draft) == []
    assert [(one.kind, one.text) for one in draft.asides] == [("caption", "The quay in May")]
