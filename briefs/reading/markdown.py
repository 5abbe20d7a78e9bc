"""Reads Markdown as paragraphs: the words as they are shown, without the markup.

The text is converted to HTML and read like a page of which everything is the piece: so prose in
HTML blocks, struck words and links mean the same in both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from briefs.reading.base import Account, InlineLink, Paragraphs, RemarkNote
from briefs.reading.html import main_text, references_and_notes, text_blocks, tree, visibility
from briefs.reading.html.notes import inline_links
from briefs.references.find_list import definitions
from briefs.references.list_lines import names_list
from briefs.text import dates

_DATED_LINE = re.compile(r"^ {0,3}\d{1,2}\. ?(?:[^\s\d]+|\d{1,2}\.) ?\d{4}\.? *$", re.MULTILINE)
_NUMBERS = re.compile(r"\[?(\d{1,3}(?:[,–-] ?\d{1,3})*)\]?")
_NAME = re.compile(r"</?([a-z][a-z0-9-]*)")
_ELEMENTS = frozenset(block_names) | frozenset(
    """
    a abbr acronym audio b bdi bdo big br button canvas cite code data datalist del dfn em embed
    font i img input ins kbd label map mark math meter object output pre picture progress q ruby
    rp rt s samp script select slot small span strike strong style sub sup svg template textarea
    time tt u var video wbr
    """.split()  # noqa: SIM905  # a list of sixty strings is hard to read
)
_BACKLINK = re.compile("[↩⤴↑^\ufe0e\ufe0f\\s]+")

_SIGNS = tuple(
    re.compile(sign, re.MULTILINE)
    for sign in (
        r"^#{1,6} +\S",
        r"(?<!!)\[[^\[\]\n]+\]\(\S",
        r"!\[[^\[\]\n]*\]\(\S",
        r"(?<!\w)\*\*\S[^*\n]*\*\*(?!\w)",
        r"^(?:```|~~~)",
        r"^\[\^\S+\]: ",
        r"^> \S",
        r"(?<!~)~~(?=[^\s~])[^~\n]+~~(?!~)",
        r"\{\{[<%].{0,300}?[%>]\}\}|\{%.{0,300}?%\}",
    )
)
_MIN_SIGNS = 2
_MAX_NESTING = 60
SUFFIXES = (".md", ".markdown", ".mdx", ".qmd", ".mkd")


def is_markdown(text: str, name: str = "") -> bool:
    """Whether a clean text is Markdown: by its file's name, or by signs that plain text lacks."""
    if name.lower().endswith(SUFFIXES):
        return True
    if text.lstrip("\n").startswith("# "):
        return True
    return sum(sign.search(text) is not None for sign in _SIGNS) >= _MIN_SIGNS


@dataclass(frozen=True, slots=True)
class Shown:
    """The paragraphs of a text, and the links in its sentences."""

    paragraphs: Paragraphs
    links: tuple[InlineLink, ...] = ()


def shown(text: str, account: Account, captions: Sequence[str] = ()) -> Shown:
    """Read a clean text of common Markdown (`markdown_dialects.plain`), without its reference list.

    Lists are read line by line; tables, code, images and similar things are added to the account.
    """
    text, notes = _without_notes(text)
    root = tree.parse(f"<body>{_html(text)}</body>", keeps_gaps=True)
    if root is None:
        return Shown(Paragraphs((), left_out=account.left_out))
    asides = visibility.settle(root, account)
    references_and_notes.settle_markers(root)
    page = text_blocks.blocks_of(root)
    chosen = main_text.take_all(page, account)
    paragraphs = [*main_text.paragraphs(chosen.blocks)]
    if paragraphs and paragraphs[-1].level and names_list(paragraphs[-1].text):
        # an empty item, for a list that a program generates
        account.add("markup", paragraphs.pop().text)
    links = inline_links((block.holder, block.text) for block in chosen.blocks)
    return Shown(
        Paragraphs(
            tuple(paragraphs),
            notes=(*notes, *main_text.called(asides, chosen.blocks, account)),
            captions=(*captions, *chosen.captions),
            left_out=account.left_out,
        ),
        links,
    )


def _without_notes(text: str) -> tuple[str, tuple[RemarkNote, ...]]:
    """A text without the remaining definitions of notes, which name no work."""
    lines = text.split("\n")
    found = definitions(lines, None)
    for note in found:
        lines[note.first : note.last] = [""] * (note.last - note.first)
    kept = tuple(RemarkNote(f"^{note.label}", _inline_text(note.raw)) for note in found)
    return "\n".join(lines), kept


def _inline_text(markup: str) -> str:
    """A note's words without their markup."""
    root = tree.parse(f"<body>{_html(markup)}</body>")
    return tree.words(root) if root is not None else markup


def _html(text: str) -> str:
    """A text as HTML, with note markers as "[1]" and angle brackets that are no HTML as text."""
    parser = _parser()
    tokens = parser.parse(_DATED_LINE.sub(_as_date, text))
    for token in tokens:
        if token.type == "html_block" and is_text(token.content):
            token.content = f"<p>{escapeHtml(token.content.strip())}</p>\n"
        elif token.type == "inline":
            token.children = _marked(token.children or [])
    rendered: str = parser.renderer.render(tokens, parser.options, {})
    return rendered


def _as_date(line: re.Match[str]) -> str:
    """A line that is a date ("12. Mai 2026") is no list item."""
    return line[0].replace(".", "\\.", 1) if dates.parse(line[0]) else line[0]


def _marked(tokens: list[Token]) -> list[Token]:
    """Inline tokens, with each link to a note replaced by its marker."""
    kept: list[Token] = []
    opened: list[int] = []
    for token in tokens:
        if token.type == "html_inline" and is_text(token.content):
            kept.append(_text(token.content))
        elif token.type == "link_close" and opened:
            start = opened.pop()
            words = "".join(one.content for one in kept[start + 1 :])
            if marker := _marker(words, kept[start]):
                kept[start:] = [_text(marker)] if marker != " " else []
            else:
                kept.append(token)
        else:
            if token.type == "link_open":
                opened.append(len(kept))
            kept.append(token)
    return kept


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _marker(text: str, link: Token) -> str:
    """The marker for a link to a note: "[1]"; " " for a link back; "" for any other link."""
    href = str(link.attrs.get("href", ""))
    if not href.startswith("#") and link.meta.get("label") != text:
        return ""
    if text and _BACKLINK.fullmatch(text):
        return " "
    if _NUMBERS.fullmatch(text):
        return text if text.startswith("[") else f"[{text}]"
    return ""


def is_text(tag: str) -> bool:
    """Whether text in angle brackets is no HTML: "<!channel>", "<not so>"."""
    tag = tag.lstrip().lower()
    if tag.startswith("<!"):
        return not tag.startswith(("<!--", "<!doctype", "<![cdata["))
    name = _NAME.match(tag)
    return name is not None and name[1] not in _ELEMENTS


@cache
def _parser() -> MarkdownIt:
    options = {"store_labels": True, "maxNesting": _MAX_NESTING}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
