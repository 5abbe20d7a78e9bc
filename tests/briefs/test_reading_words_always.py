"""Every visible word of a text, a Markdown file, a message or a feed's entry is in one place.

It stands in the body, the title, the byline, a source or an aside, once, or is counted in what was
left out; and no two words are joined that the file keeps apart.
"""

import re
from collections.abc import Callable
from email.message import EmailMessage
from html import escape
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefs.model import Draft
from briefs.reading import feed
from briefs.reading.reader import read, read_text

OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERED = re.compile(r"word\d+x")
JOINED = re.compile(r"word\d+xword|\w+word\d+x|word\d+x\w+")
HEAD = "The Harbour\n\nThe harbour silted up in a single winter, and nobody was ready for it.\n\n"


class Words:
    """Numbered words, so that each is told from all others."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, many: int = 3) -> str:
        first, self.count = self.count, self.count + many
        return " ".join(f"word{n}x" for n in range(first, self.count))


Forms: TypeAlias = dict[str, Callable[[Words], str]]


def hold(draft: Draft, count: int) -> None:
    """Each of so many numbered words stands once in a named place, or is counted."""
    places = [draft.title, draft.body, draft.byline, *(one.text for one in draft.asides)]
    places += [source.raw for source in draft.sources if source.where == "list"]
    said = NUMBERED.findall("\n".join(places))
    assert len(said) == len(set(said))
    assert not JOINED.search(draft.body)
    left = sum(one.words for one in draft.left_out)
    assert count - len(said) <= left


MARKDOWN: Forms = {
    "prose": lambda w: f"It is {w()} and *{w(1)}* with **{w(2)}** so.",
    "wrapped": lambda w: f"It is {w()}\nand {w()} so.",
    "broken": lambda w: f"It is {w()}  \nand {w()}\\\nand {w()} so.",
    "heading": lambda w: f"## {w()}",
    "underlined": lambda w: f"{w()}\n-------",
    "list": lambda w: f"- {w()}\n- {w()}\n  - {w()}",
    "numbers": lambda w: f"1. {w()}\n2. {w()}\n\n   {w()}",
    "tasks": lambda w: f"- [ ] {w()}\n- [x] {w()}",
    "quotation": lambda w: f"> It is {w()}.\n>\n> > And {w()}.",
    "callout": lambda w: f"> [!note] {w()}\n> It is {w()}.",
    "admonition": lambda w: f'!!! note "{w()}"\n    It is {w()}.',
    "division": lambda w: f"::: {{.box}}\nIt is {w()}.\n:::",
    "code": lambda w: f"```\n{w()}\n```",
    "ticks": lambda w: f"It is `{w()}` so.",
    "indented": lambda w: f"It is so.\n\n    {w()}\n\nAnd so.",
    "table": lambda w: f"| {w()} | {w()} |\n|---|---|\n| {w()} | {w()} |",
    "link": lambda w: (
        f"It is [{w()}](https://example.org/a) so [{w()}][ref].\n\n[ref]: https://example.org/b"
    ),
    "bare": lambda w: f"It is {w()} at <https://example.org/c> so.",
    "image": lambda w: "![](a.png)",
    "note": lambda w: f"It is {w()}[^{w.count}] so.\n\n[^{w.count}]: And {w()} too.",
    "inline note": lambda w: f"It is {w()}^[And {w()} too.] so.",
    "struck": lambda w: f"It is ~~{w()}~~ {w()} so.",
    "marked": lambda w: f"It is =={w()}== so.",
    "html": lambda w: f"<div>\n<p>It is {w()} <em>{w(1)}</em>.</p>\n</div>",
    "details": lambda w: f"<details><summary>{w()}</summary>\n\nIt is {w()}.\n\n</details>",
    "inline html": lambda w: f"It is <span>{w()}</span><br>and <sub>{w(1)}</sub> so.",
    "wiki": lambda w: f"It is [[{w()}]] and [[a page|{w()}]] so.",
    "attributes": lambda w: f"It is [{w()}]{{.mark}} so.\n{{: .lead}}",
    "rule": lambda w: f"It is {w()}.\n\n***\n\nAnd {w()}.",
    "liquid": lambda w: f"{{% if a %}}\n\nIt is {w()}.\n\n{{% endif %}}",
    "shortcode": lambda w: f"{{{{< note >}}}}\n\nIt is {w()}.\n\n{{{{< /note >}}}}",
    "formula": lambda w: f"It is ${w(1)}^2$ so.",
    "critic": lambda w: f"It is {{++{w()}++}} and {{--{w()}--}} so.",
    "definition": lambda w: f"{w(1)}\n: It is {w()}.",
    "escaped": lambda w: f"It is \\*{w()}\\* and {w()} \\_ so.",
    "entities": lambda w: f"It is {w(1)}&nbsp;{w(1)} &amp; {w(1)} so.",
}


@OFTEN
@given(st.lists(st.sampled_from(sorted(MARKDOWN)), min_size=1, max_size=7))
def test_every_word_of_a_markdown_file_is_in_one_place_or_counted(kinds: list[str]) -> None:
    words = Words()
    parts = [MARKDOWN[kind](words) for kind in kinds]
    text = f"# {HEAD}" + "\n\n".join(parts) + "\n\nIt ends here, and all is said.\n"
    hold(read(text.encode(), name="a.md"), words.count)


@pytest.mark.parametrize("kind", sorted(MARKDOWN))
def test_every_word_of_each_form_of_markdown_is_in_one_place_or_counted(kind: str) -> None:
    words = Words()
    text = f"# {HEAD}{MARKDOWN[kind](words)}\n\nIt ends here, and all is said.\n"
    hold(read(text.encode(), name="a.md"), words.count)


TEXT: Forms = {
    "prose": lambda w: f"It is {w()} so.",
    "wrapped": lambda w: f"It is {w(9)}\nand {w(9)} so.",
    "heading": lambda w: f"{w()}",
    "capitals": lambda w: f"A HEADING: {w(1)}",
    "list": lambda w: f"- {w()}\n- {w()}\n* {w()}",
    "numbers": lambda w: f"1. {w()}\n2) {w()}\n(c) {w()}",
    "quotation": lambda w: f"> It is {w()}.",
    "indented": lambda w: f"    It is {w()}.",
    "question": lambda w: f"Who said so: “It is {w()}.”",
    "tabs": lambda w: f"{w(1)}\t{w(1)}\t{w(1)}",
    "rule": lambda w: f"It is {w()}.\n\n-----\n\nAnd {w()}.",
    "marker": lambda w: f"It is {w()} [1] and {w()}.",
    "verse": lambda w: f"{w()},\n{w()},\n{w()}.",
    "address": lambda w: f"It is {w()} at https://example.org/a so.",
}


@OFTEN
@given(st.lists(st.sampled_from(sorted(TEXT)), min_size=1, max_size=7))
def test_every_word_of_a_plain_text_is_in_one_place_or_counted(kinds: list[str]) -> None:
    words = Words()
    parts = [TEXT[kind](words) for kind in kinds]
    hold(read_text(HEAD + "\n\n".join(parts) + "\n\nIt ends here, and all is said."), words.count)


@OFTEN
@given(
    st.lists(st.sampled_from(sorted(TEXT)), min_size=1, max_size=5),
    st.sampled_from(("quoted-printable", "base64", "8bit")),
    st.booleans(),
)
def test_every_word_of_a_message_is_in_one_place_or_counted(
    kinds: list[str], how: str, is_page: bool
) -> None:
    words = Words()
    parts = [TEXT[kind](words) for kind in kinds]
    message = EmailMessage()
    message["Subject"] = "The Harbour"
    told = HEAD.removeprefix("The Harbour\n\n") + "\n\n".join(parts) + "\n\nIt ends here."
    message.set_content(told, cte=how)
    if is_page:
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in told.split("\n\n"))
        message.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html", cte=how)
    hold(read(message.as_bytes(), name="a.eml"), words.count)


HTML: Forms = {
    "prose": lambda w: f"<p>It is {w()} <b>{w(1)}</b> so.</p>",
    "loose": lambda w: f"It is {w()}.<br><br>And {w()}.",
    "list": lambda w: f"<ul><li>{w()}</li><li>{w()}</li></ul>",
    "quotation": lambda w: f"<blockquote>It is {w()}.</blockquote>",
    "heading": lambda w: f"<h3>{w()}</h3>",
    "table": lambda w: f"<table><tr><td>{w()}</td><td>{w()}</td></tr></table>",
    "struck": lambda w: f"<p>It is <del>{w()}</del> {w()} so.</p>",
    "figure": lambda w: f"<figure><img src='a.png'><figcaption>{w()}</figcaption></figure>",
    "code": lambda w: f"<pre>{w()}</pre>",
}


@OFTEN
@given(st.lists(st.sampled_from(sorted(HTML)), min_size=1, max_size=6))
def test_every_word_of_a_feeds_entry_is_in_one_place_or_counted(kinds: list[str]) -> None:
    words = Words()
    lead = "".join(
        f"<p>In year {year} the harbour silted up in one winter, and nobody was ready for it.</p>"
        for year in range(9)
    )
    content = lead + "".join(HTML[kind](words) for kind in kinds) + "<p>It ends here.</p>"
    rss = (
        "<rss version='2.0'><channel><title>Port</title><link>https://example.org/</link><item>"
        "<title>The Harbour</title><link>https://example.org/a</link>"
        f"<description>{escape(content)}</description></item></channel></rss>"
    )
    found = feed.read(rss.encode())
    draft = feed.draft(found.entries[0], found)
    assert draft is not None
    hold(draft, words.count)
