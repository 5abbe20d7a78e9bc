"""Markdown.

The inline markup of Markdown as the words it shows.

Markdown as paragraphs: the words as they are meant to be read, without the markup.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.token import Token

from briefs.reading.base import Paragraph, Paragraphs
from briefs.text import dates
from briefs.text.canonical import canonical

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹–")
_NUMBERS = re.compile(r"\[?(\d{1,3}(?:[,–-] ?\d{1,3})*)\]?")
_NAME = re.compile(r"</?([a-z][a-z0-9-]*)")
_ELEMENTS = frozenset(block_names) | frozenset(
    """
    a abbr acronym audio b bdi bdo big br button canvas cite code data datalist del dfn em embed
    font i img input ins kbd label map mark math meter object output pre picture progress q ruby
    rp rt s samp script select slot small span strike strong style sub sup svg template textarea
    time tt u var video wbr
    """.split()  # noqa: SIM905  # a list of sixty strings is harder to read than a line of words
)
_DATED_LINE = re.compile(r"^ {0,3}\d{1,2}\. ?(?:[^\s\d]+|\d{1,2}\.) ?\d{4}\.? *$", re.MULTILINE)
_BACKLINK = re.compile("[↩⤴↑^\ufe0e\ufe0f\\s]+")


def shown(tokens: Sequence[Token], left_out: Counter[str]) -> str:
    """The text of inline markup; note markers come out as "[1]" or raised digits.

    Images are left out, and counted.
    """
    parts: list[str] = []
    links: list[tuple[int, Token]] = []
    raised: list[int] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special" | "code_inline":
                parts.append(token.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "image":
                left_out["image"] += 1
            case "link_open":
                links.append((len(parts), token))
            case "link_close":
                start, opened = links.pop()
                parts[start:] = [_linked("".join(parts[start:]), opened)]
            case "html_inline":
                left_out["image"] += token.content.lower().startswith("<img")
                _tag(token.content, parts, raised)
            case _:
                pass
    return "".join(parts)


def _linked(text: str, link: Token) -> str:
    """A link's text; one that leads to a note is that note's marker, and one back is nothing."""
    href = str(link.attrs.get("href", ""))
    if not href.startswith("#") and link.meta.get("label") != text:
        return text
    if text and _BACKLINK.fullmatch(text):
        return ""
    return f"[{text}]" if _NUMBERS.fullmatch(text) and not text.startswith("[") else text


def _tag(tag: str, parts: list[str], raised: list[int]) -> None:
    """Take in an HTML tag: a line break, or digits raised; other tags leave their text alone."""
    name = tag.strip("</> ").lower()
    if name.startswith("br"):
        parts.append("\n")
    elif name == "sup" and not tag.startswith("</"):
        raised.append(len(parts))
    elif name == "sup" and raised:
        start = raised.pop()
        text = "".join(parts[start:])
        digits = _NUMBERS.fullmatch(text.strip())
        parts[start:] = [digits[1].replace(" ", "").translate(_RAISED) if digits else text]
    elif is_text(tag):
        parts.append(tag)


def is_text(tag: str) -> bool:
    """Whether what stands in angle brackets is no HTML, but words: "<!channel>", "<not so>"."""
    tag = tag.lstrip().lower()
    if tag.startswith("<!"):
        return not tag.startswith(("<!--", "<!doctype", "<![cdata["))
    name = _NAME.match(tag)
    return name is not None and name[1] not in _ELEMENTS


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
    )
)
_PROVES = 2
_DEEPEST = 60


def is_markdown(text: str, name: str = "") -> bool:
    """Whether a clean text is Markdown: by its file's name, or by signs that plain text lacks."""
    if name.lower().endswith((".md", ".markdown")):
        return True
    if text.lstrip("\n").startswith("# "):
        return True
    return sum(sign.search(text) is not None for sign in _SIGNS) >= _PROVES


def paragraphs(text: str) -> Paragraphs:
    """The paragraphs of a clean Markdown text: lists line by line, quotations, headings.

    Tables, code blocks, images and HTML blocks are left out, and counted in a warning.
    """
    found: list[Paragraph] = []
    left_out: Counter[str] = Counter()
    lists: list[list[str]] = []
    for before, token in pairwise(
        (Token("root", "", 0), *_parser().parse(_DATED_LINE.sub(_as_date, text)))
    ):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.append(lists[-1] if lists else [])
            case "bullet_list_close" | "ordered_list_close":
                lines = lists.pop()
                if lines and not lists:
                    found.append(Paragraph("\n".join(lines)))
            case "table_open":
                left_out["table"] += 1
            case "fence" | "code_block":
                left_out["code block"] += 1
            case "html_block" if is_text(token.content):
                found.append(Paragraph(_lines(token.content)))
            case "html_block" if not token.content.lstrip().startswith("<!--"):
                left_out["HTML block"] += 1
            case "inline" if before.type not in {"th_open", "td_open"}:
                words = _lines(shown(token.children or (), left_out))
                if words and lists:
                    lists[-1].append(words)
                elif words:
                    level = int(before.tag[1:]) if before.type == "heading_open" else 0
                    found.append(Paragraph(words, level))
            case _:
                pass
    warning = ", ".join(f"{n} {kind}{'s' * (n > 1)}" for kind, n in left_out.items() if n)
    return Paragraphs(tuple(found), (f"left out of the body: {warning}",) if warning else ())


def _as_date(line: re.Match[str]) -> str:
    """A line that is a date ("12. Mai 2026") is no item of a list."""
    return line[0].replace(".", "\\.", 1) if dates.parse(line[0]) else line[0]


def _parser() -> MarkdownIt:
    options = {"store_labels": True, "maxNesting": _DEEPEST}
    return MarkdownIt("commonmark", options).enable("table")


def _lines(text: str) -> str:
    """Text as the lines of one paragraph; entities, once decoded, may have been anything."""
    return canonical(text).replace("\n\n", "\n")
