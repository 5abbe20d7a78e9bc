"""Markdown as paragraphs: the words as they are meant to be read, without the markup."""

import re
from collections import Counter
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefs.reading import inline
from briefs.reading.paragraphs import Paragraph, Paragraphs
from briefs.text.canonical import canonical

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
    for before, token in pairwise((Token("root", "", 0), *_parser().parse(text))):
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
            case "html_block" if inline.is_text(token.content):
                found.append(Paragraph(_lines(token.content)))
            case "html_block" if not token.content.lstrip().startswith("<!--"):
                left_out["HTML block"] += 1
            case "inline" if before.type not in {"th_open", "td_open"}:
                words = _lines(inline.shown(token.children or (), left_out))
                if words and lists:
                    lists[-1].append(words)
                elif words:
                    level = int(before.tag[1:]) if before.type == "heading_open" else 0
                    found.append(Paragraph(words, level))
            case _:
                pass
    warning = ", ".join(f"{n} {kind}{'s' * (n > 1)}" for kind, n in left_out.items() if n)
    return Paragraphs(tuple(found), (f"left out of the body: {warning}",) if warning else ())


def _parser() -> MarkdownIt:
    options = {"store_labels": True, "maxNesting": _DEEPEST}
    return MarkdownIt("commonmark", options).enable("table")


def _lines(text: str) -> str:
    """Text as the lines of one paragraph; entities, once decoded, may have been anything."""
    return canonical(text).replace("\n\n", "\n")
