"""Markup of site generators and note-taking programs is understood or told, and never sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Draft
from briefs.reading.reader import read, read_text

HEAD = "# The Harbour\n\n"
END = "\n\nThe council chose to dredge because a yearly cost hides in a yearly budget.\n"
LAST = "The council chose to dredge because a yearly cost hides in a yearly budget."


def told(markdown: str) -> Draft:
    return read_text(HEAD + markdown + END, name="piece.md")


def shown(markdown: str) -> str:
    """The body without the paragraph that ends every text here."""
    body = told(markdown).body
    assert body.endswith(LAST)
    return body.removesuffix(LAST).strip()


@pytest.mark.parametrize(
    ("markdown", "body"),
    [
        ("See [[Dredging|the notes]] and [[Breakwater]].", "See the notes and Breakwater."),
        ("==A line== that is marked. ^block1", "A line that is marked."),
        ("It needs a vote. #water/ports #sea", "It needs a vote."),
        ("![[pier.png]]\n\nIt stands.", "It stands."),
        ("> [!note] A callout\n> We pay rent.", "A callout\n\nWe pay rent."),
        ("> [!WARNING]\n> We pay rent.", "We pay rent."),
        ("::: {.callout-note}\nWe pay rent.\n:::", "We pay rent."),
        (":::tip\n\nWe pay rent.\n\n:::", "We pay rent."),
        ('!!! note "Title"\n    We pay rent.\n    So it is.', "We pay rent. So it is."),
        ("[stone]{.smallcaps} is cheap.", "stone is cheap."),
        ("## What next {#next .unnumbered}\n\nIt was so.", "What next\n\nIt was so."),
        ("It was so.{: .lead}", "It was so."),
        ("It was so.\n{: .lead}", "It was so."),
        ("It was ready for it. [@vale2020, p. 3; @okafor2021]", "It was ready for it."),
        ("It was ready.\\cite{vale2020}", "It was ready."),
        ("\\newpage\n\nIt was \\emph{ready}.", "It was ready."),
        ("12 m^3^ of H~2~O on the 1^st^", "12 m³ of H₂O on the 1st"),
        ("{{% notice %}}\nWe pay rent.\n{{% /notice %}}", "We pay rent."),
        ("{{< youtube abc >}}\n\nWe pay rent.", "We pay rent."),
        ('[More]({{< ref "depths.md" >}}) is there.', "More is there."),
        ("[18F]({{ '/' | url }}) is there.", "18F is there."),
        ("{% if x %}\nWe pay rent.\n{% endif %}", "We pay rent."),
        ("{% include nav.html %}\n\nWe pay rent.", "We pay rent."),
        ("It is {++not ++}so, {--they--}{~~say~>said~~}.", "It is not so, said."),
        ("- [x] paid\n- [ ] owed", "paid\nowed"),
        ("<aside>\n💡 We pay rent.\n</aside>", "💡 We pay rent."),
        ("<div class='lead'>\n<p>We pay <b>rent</b>.</p>\n</div>", "We pay rent."),
        ("<details><summary>More</summary>\n\nWe pay rent.\n\n</details>", "More\n\nWe pay rent."),
        ("~~He took it.~~ He took nothing.", "He took nothing."),
        (
            "He said \\[sic\\] that stone \\[or wood\\] is cheap.",
            "He said [sic] that stone [or wood] is cheap.",
        ),
        (
            '[caption id="a" width="3"]<img src="a.png"> A pier[/caption]\n\nIt stands.',
            "It stands.",
        ),
        ('[gallery ids="1,2"]\n\nIt stands.', "It stands."),
        ("It is ((untouched)) there.", "It is ((untouched)) there."),
        ("Of all,\n% is the sign.", "Of all, % is the sign."),
        ("It costs $5 and $10 here.", "It costs $5 and $10 here."),
        ("Where $n$ is 3.", "Where n is 3."),
        ("Write `[[link]]` and `{{ x }}`.", "Write [[link]] and {{ x }}."),
        ("Mail me@example.org or @mayor.", "Mail me@example.org or @mayor."),
        ("[TOC]\n\nWe pay rent.", "We pay rent."),
        ("*[HTML]: a language\n\nWe pay rent.", "We pay rent."),
    ],
)
def test_markup_is_read_as_what_it_means(markdown: str, body: str) -> None:
    assert shown(markdown) == body


@pytest.mark.parametrize(
    "markdown",
    [
        "The site {{ site.name }} pays the rent.",
        "@hill2019 says that stone is cheap [@vale2020].",
        "The energy is $E = mc^2$ here, they say.",
        "See \\ref{fig:1} for what it costs.",
        'A word {{< unknown "x" >}} within it.',
        "It says ((aB3dE-f_h)) of it.",
        "It says ((64a1b2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c)) of it.",
    ],
)
def test_a_sentence_that_only_a_program_could_finish_is_left_out_and_told(markdown: str) -> None:
    draft = told(markdown)
    assert draft.body == LAST
    assert any("unfinished paragraph left out" in warning for warning in draft.warnings)


PRIVATE = "SECRET ask the lawyer before this is printed"


@pytest.mark.parametrize(
    "comment",
    [
        f"%%{PRIVATE}%%",
        f"%%\n{PRIVATE}\n%%",
        f"<!-- {PRIVATE} -->",
        f"<!-- {PRIVATE}\n\n and more -->",
        f"{{# {PRIVATE} #}}",
        f"{{% comment %}}{PRIVATE}{{% endcomment %}}",
        f"{{{{< comment >}}}}{PRIVATE}{{{{< /comment >}}}}",
        f"{{{{/* {PRIVATE} */}}}}",
        f"{{/* {PRIVATE} */}}",
        f"{{>>{PRIVATE}<<}}",
        f"{{::comment}}{PRIVATE}{{:/comment}}",
        f"[//]: # ({PRIVATE})",
        f"% {PRIVATE}",
        f"% {PRIVATE}\n% and more",
        f"[comment]: <> ({PRIVATE})",
        f"::: {{.content-hidden}}\n{PRIVATE}\n:::",
    ],
)
def test_a_private_comment_goes_nowhere_and_is_counted(comment: str) -> None:
    draft = told(f"We pay rent.\n\n{comment}\n\nSo it is.")
    assert "SECRET" not in repr(draft)
    assert draft.body == f"We pay rent.\n\nSo it is.\n\n{LAST}"
    assert "1 private comment left out" in draft.warnings


def test_a_comment_within_a_line_leaves_the_line_whole() -> None:
    assert shown(f"We pay %%{PRIVATE}%%rent<!-- {PRIVATE} -->.") == "We pay rent."


@pytest.mark.parametrize(
    "note",
    [
        "twice[^1] and never asked.\n\n[^1]: It paid once more in spring.",
        "twice^[It paid once more in spring.] and never asked.",
        "twice\\footnote{It paid once more in spring.} and never asked.",
        "twice[It paid once more in spring.]{.aside} and never asked.",
    ],
)
def test_a_note_that_only_remarks_is_a_note(note: str) -> None:
    draft = told(f"It paid {note}")
    assert draft.body.startswith("It paid twice and never asked.")
    assert draft.body.endswith(LAST)
    assert draft.sources == ()
    (aside,) = draft.asides
    assert aside.text == "It paid once more in spring."
    at = aside.at
    assert at is not None
    assert draft.body[: at.start] == "It paid twice"


def test_links_of_sentences_are_links_in_the_text() -> None:
    draft = told("The council [printed the audit](https://example.org/audit) in spring.")
    (source,) = draft.sources
    assert (source.where, source.raw, source.url) == (
        "link",
        "printed the audit",
        "https://example.org/audit",
    )


def test_the_caption_of_a_figure_is_kept_beside_the_text() -> None:
    draft = told('{{< figure src="a.jpg" caption="The pier" >}}')
    assert [(aside.kind, aside.text) for aside in draft.asides] == [("caption", "The pier")]
    assert draft.body == LAST


def test_a_block_quotation_and_a_motto_are_not_the_authors() -> None:
    motto = "A harbour that stops counting has begun to lose.\n\n—Marta Lindqvist, ship owner\n\n"
    draft = read_text(f"{HEAD}{motto}> We pay rent.{END}", name="piece.md")
    assert [(one.kind, one.speaker) for one in draft.voices] == [
        ("epigraph", "Marta Lindqvist, ship owner"),
        ("quotation", ""),
    ]


@pytest.mark.parametrize("label", ["Claim", "Behauptung", "Afirmación", "Утверждение", "主張"])
def test_a_claim_under_test_is_not_the_authors(label: str) -> None:
    draft = told(f"## {label}\n\nShe has a net worth of 17 million.\n\n## Rating\n\nIt is false.")
    (voice,) = draft.voices
    assert (voice.kind, voice.at.of(draft.body)) == ("claim", "She has a net worth of 17 million.")


def test_a_dialogue_that_opens_with_a_dash_is_no_motto() -> None:
    draft = read_text(f"{HEAD}— Nous partons, dit-il.\n\n— Déjà ?{END}", name="piece.md")
    assert draft.voices == ()


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: The Quay\ndraft: true\n---\n",
        "---\ntitle: The Quay\npublished: false\n---\n",
        "---\ntitle: The Quay\nstatus: draft\nvisibility: members\n---\n",
        "---\ntitle: The Quay\nvisibility: paid\n---\n",
        "---\ntitle: The Quay\npublish: no\n---\n",
        "---\ntitle: The Quay\nprivate: yes\n---\n",
        "---\ntitle: The Quay\npermalink: false\n---\n",
        "---\ntitle: The Quay\nbuild:\n  render: never\n---\n",
        "---\ntitle: The Quay\nembargo: soon\n---\n",
        "+++\ntitle = 'The Quay'\ndraft = true\n+++\n",
        '{\n"title": "The Quay",\n"draft": true\n}\n',
        "Title: The Quay\nDate: 2026-11-02\nStatus: draft\n\n",
    ],
)
def test_a_draft_of_every_dialect_waits_for_an_editor(head: str) -> None:
    draft = read(f"{head}\nWe pay rent on it.".encode(), name="a.md")
    assert draft.title == "The Quay"
    assert draft.hold


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: The Quay\ndraft: false\npublished: true\n---\n",
        "---\ntitle: The Quay\nstatus: published\nvisibility: public\n---\n",
        "---\ntitle: The Quay\npublished: 2026-11-02\n---\n",
        "+++\ntitle = 'The Quay'\ndraft = false\n+++\n",
        "% The Quay\n% Jane Doe; Rick Roe\n% 2 November 2026\n",
    ],
)
def test_what_is_published_waits_for_nobody(head: str) -> None:
    draft = read(f"{head}\nWe pay rent on it.".encode(), name="a.md")
    assert (draft.title, draft.hold) == ("The Quay", "")


def test_toml_says_what_yaml_says() -> None:
    toml = (
        "+++\ntitle = 'The Quay'\ndate = 2026-11-02T10:00:00Z\nauthors = ['Nneka Okafor']\n"
        "[taxonomies]\ntags = ['water']\n+++\nWe pay rent on it."
    )
    draft = read(toml.encode(), name="a.md")
    assert (draft.title, draft.byline, draft.topics) == ("The Quay", "Nneka Okafor", ("water",))
    assert draft.published is not None
    assert draft.published.isoformat()[:16] == "2026-11-02T10:00"


@given(st.text(alphabet=st.sampled_from("ab %{}<>[]()!^=~@#$\\:*`'\"|-_.\n"), max_size=200))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert read_text(HEAD + text, name="a.md").title


@given(st.lists(st.sampled_from(["==", "%%", "~~", "[[", "]]", "{{", "}}", "^[", "]", "$", "`"])))
def test_words_beside_any_markup_are_read_once_or_counted(signs: list[str]) -> None:
    words = [f"word{n}x" for n in range(len(signs) + 1)]
    parts = [words[0], *(part for pair in zip(signs, words[1:], strict=True) for part in pair)]
    draft = read_text(HEAD + " ".join(parts) + END, name="a.md")
    said = " ".join((draft.body, *(aside.text for aside in draft.asides)))
    assert all(said.count(word) <= 1 for word in words)


@pytest.mark.parametrize(
    ("markdown", "body"),
    [
        ("Write `{tip}` or `{warning}` and `x`.", "Write {tip} or {warning} and x."),
        ("Use `\\begin{frame}` before `+++`.", "Use \\begin{frame} before +++."),
        ("He took {del}`all of the `money, {sup}`so`.", "He took money, so."),
        (":::{prf:theorem} Of quays\n:label: quays\nWe pay rent.\n:::", "Of quays\n\nWe pay rent."),
        ("::::{grid} 1 1 2\n\n:::{card} Rent\n:link: a.md\nWe pay.\n:::\n::::", "Rent\n\nWe pay."),
        (":::{unheard-of} x\n:size: 3\nWe pay rent.\n:::", "x\n\nWe pay rent."),
        (":::{literalinclude} a.py\n:name: a\n:::\n\nWe pay rent.", "We pay rent."),
        ("(quays:rent)=\n## Rent\n\nWe pay rent.", "Rent\n\nWe pay rent."),
    ],
)
def test_directives_and_roles_of_myst_are_told_from_code(markdown: str, body: str) -> None:
    assert shown(markdown) == body
