"""Reads markup through Pandoc (Org, reStructuredText, LaTeX, RTF, EPUB, JATS …) as a document.

Pandoc runs as a process of its own (`pandoc`) and returns a tree (`tree`). Data that it skips is
taken from the file itself here: an EPUB's style sheets, the entries of a JATS article.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from briefs.left_out import LeftOutKind
from briefs.model import Draft
from briefs.reading import (
    asciidoc,
    base,
    front_matter,
    latex,
    layout_document,
    pandoc,
    rtf,
    rtf_hidden,
)
from briefs.reading.base import Account
from briefs.reading.formats import EPUB, JATS, LATEX, ORG, RTF, Markup
from briefs.reading.front_matter import listed
from briefs.reading.layout_document import Block, Document
from briefs.reading.markup import book
from briefs.reading.markup.tree import BOLD, Node, TreeReader
from briefs.text.canonical import one_line

_DIVISION = r"(?:(?<![\w-])|(?<=\bdiv)|(?<=\bsection))"
"""Before a class: a rule for other tags concerns no division, and `book` reads it."""

_STRUCK_RULE = re.compile(
    rf"{_DIVISION}\.([\w-]+)[^{{}}]{{0,500}}\{{[^{{}}]{{0,2000}}text-decoration(?:-line)?:[^;{{}}]*line-through"
)
_RAISED_RULE = re.compile(
    r"\.([\w-]+)[^{}]{0,500}\{[^{}]{0,2000}(?:vertical-align:\s*(?:super|[1-9])|top:\s*-)"
)
_HIDDEN_RULE = re.compile(
    rf"{_DIVISION}\.([\w-]+)[^{{}}]{{0,500}}\{{[^{{}}]{{0,2000}}(?:display:\s*none|visibility:\s*hidden)"
)
_RST_FIELD = re.compile(r"^:([a-z][\w -]{1,30}):[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_ORG_KEYWORD = re.compile(r"^#\+([a-z][\w-]{1,30}):[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_ORG_DATE = re.compile(r"[<\[](\d{4}-\d\d-\d\d)[^<>\[\]]{0,30}[>\]]")
_ASCIIDOC_SIGNS = re.compile(r"^(?:/{4,}|--|\[comment\]|\w+::\S*)\s*$", re.MULTILINE)
_UNEXPORTED = re.compile(r"^\*+ (?:COMMENT\b|.*:noexport:)")
_PROGRAMS = ("hugo_", "page-", "jekyll-", "pelican_", "blog_")
"""Prefixes that programs put before the names of their own metadata."""

_TITLED_LIST = re.compile(rb"<ref-list\b[^<>]*>\s*(?:<label\b[^<>]*>[^<>]*</label>\s*)?<title\b")
_TAGS = re.compile(r"<[^<>]*>")
_RTF_COMMENT = b"{\\*\\annotation"
_PLACEHOLDER = re.compile(
    r"\[?(?:unknown(?: title| author)?|untitled|unbekannt(?:er (?:titel|autor))?|inconnu"
    r"|sans titre|ohne titel)\]?",
    re.IGNORECASE,
)
"""What programs write instead of a missing title or name."""

_CALL = re.compile(r"\[\^[^\[\]\s]{1,40}\]")
_MAILBOX = re.compile(r"\s{0,3}[(<][^\s()<>@]{1,64}@[^\s()<>@]+[)>]")
"""The address of an author behind the name."""

_MAX_HEADING_WORDS = 14
_HEAD_CHARS = 4_000


def read(data: bytes, tree: bytes, markup: Markup, name: str = "") -> Draft:
    """Read a file of which Pandoc made a tree; ValueError, KeyError … for an invalid tree."""
    return layout_document.draft(shown(data, tree, markup), name=name)


def shown(data: bytes, tree: bytes, markup: Markup) -> Document:
    """The contents of the file; raises as `read` does."""
    written = tree.decode("utf-8", "replace")
    whole = json.loads(rtf.whole_letters(written) if markup == RTF else written)
    account = Account()
    reading = TreeReader(account, markup)
    _told_by_the_file(data, markup, account, reading)
    if markup.pandoc == "rst":
        reading.keyed = _keys_of(whole["blocks"])
        reading.titles = dict(reading.titles_of(whole["blocks"]))
    meta = whole.get("meta", {})
    facts = ("title", "subtitle", "date", "lang")
    said = {key: one_line(reading.meta(meta.get(key))) for key in facts}
    blocks = [Block(text=said["subtitle"])] if said["subtitle"] else []
    blocks += reading.blocks(_abstract(meta.get("abstract")))
    blocks += reading.blocks(whole["blocks"])
    said = {key: "" if _PLACEHOLDER.fullmatch(value) else value for key, value in said.items()}
    names = map(one_line, reading.names(meta.get("author")))
    byline = listed([name for name in names if name and not _PLACEHOLDER.fullmatch(name)])
    told = {key.lower(): reading.meta(value) for key, value in meta.items()}
    if markup == ORG:
        head = data.decode("utf-8", "replace")[:_HEAD_CHARS]
        told |= {key.lower(): value.strip() for key, value in _ORG_KEYWORD.findall(head)}
        tags = told.get("filetags", "").strip(":").split(":")
        told["tags"] = ", ".join(filter(None, tags))
        said["date"] = _ORG_DATE.sub(r"\1", said["date"])
    stated = front_matter.FrontMatter()
    if markup.pandoc == "rst":
        stated, _ = front_matter.read(_nikolas(data))
        said["title"] = said["title"] or stated.title
        found = dict(_RST_FIELD.findall(data.decode("utf-8", "replace")[:_HEAD_CHARS]))
        told |= {key.lower(): value for key, value in found.items()}
        byline = one_line(told.get("author", told.get("authors", ""))) or byline
        byline = byline or stated.byline
        said["date"] = said["date"] or told.get("date", "")
    byline = _MAILBOX.sub("", _CALL.sub("", byline))
    if not markup.stated:
        blocks = list(_headings(blocks))
    return Document(
        blocks=tuple(blocks),
        notes=tuple(reading.notes),
        captions=tuple(reading.captions),
        title=said["title"],
        byline=byline,
        published=base.read(said["date"]) if said["date"] else stated.published,
        language=_language(said["lang"]),
        stated=markup.stated,
        hold=stated.hold or _held(told),
        left_out=tuple(one for one in account.left_out if one.passages),
    )


def _told_by_the_file(data: bytes, markup: Markup, account: Account, reading: TreeReader) -> None:
    """Give the reader what Pandoc passes over in a file, and account for what nobody is shown."""
    if markup == EPUB:
        styles = book.styles(data)
        reading.unshown = book.unshown(data, styles)
        for words in reading.unshown.passed_over:
            account.add("navigation", words)
        reading.struck = frozenset(_STRUCK_RULE.findall(styles))
        reading.hidden = frozenset(_HIDDEN_RULE.findall(styles))
        reading.raised = frozenset(_RAISED_RULE.findall(styles))
    if markup == LATEX:
        keys = map(_text, pandoc.LATEX_ENTRY.findall(data))
        reading.entries = {key.strip(): number for number, key in enumerate(keys, 1)}
    if markup == JATS:
        reading.listed = _jats_list(data)
        reading.is_list_titled = _TITLED_LIST.search(data) is not None
    if markup == RTF:
        account.add("private comment", passages=data.count(_RTF_COMMENT))
    for kind, words in _passed_over(data, markup):
        account.add(kind, words)


def _passed_over(data: bytes, markup: Markup) -> Iterator[tuple[LeftOutKind, str]]:
    """What Pandoc is not given, and what it passes over."""
    match markup.pandoc:
        case "rtf":
            yield from rtf_hidden.shown(data).left_out()
        case "latex":
            yield from (("markup", words) for words in latex.unknown(data))
            yield from (("hidden passage", words) for words in latex.pale(data))
        case "typst":
            pale = pandoc.TYPST_PALE.findall(data)
            yield from (("hidden passage", _text(words)) for words in pale)
        case "jats":
            for start, end, _ in pandoc.jats_beside(data):
                part = _text(data[start:end])
                addresses = part.startswith("<author-notes")
                yield "attachment", "" if addresses else _TAGS.sub(" ", part)
        case "asciidoc":
            for start, end, kind in asciidoc.left_out(data):
                words = _text(data[start:end]) if kind == "private comment" else ""
                yield kind, _ASCIIDOC_SIGNS.sub(" ", words)
        case "org":
            unexported = _unexported(_text(data).split("\n"))
            yield from (("private comment", words) for words in unexported)
            yield from (("markup", _text(one)) for one in pandoc.ORG_CITATION.findall(data))
            tasks = pandoc.ORG_TASK.findall(data)
            yield from (("private comment", _text(one).strip("*\r\n ")) for one in tasks)
        case _:
            pass


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _keys_of(blocks: Sequence[Node]) -> Mapping[str, int]:
    """The keys of reStructuredText's citations, each with its number in their list."""
    divisions = (node["c"] for node in blocks if node["t"] == "Div")
    lists = [inner for (name, _, _), inner in divisions if name == "citations"]
    if not lists or lists[0][0]["t"] != "DefinitionList":
        return {}
    terms = (term[0]["c"][0][0] for term, _ in lists[0][0]["c"] if term[0]["t"] == "Span")
    return {key: number for number, key in enumerate(terms, 1)}


def _nikolas(data: bytes) -> str:
    """Nikola's lines ".. key: value" at the beginning of a file, "" if there are none."""
    text = data[:_HEAD_CHARS].decode("utf-8-sig", "replace").lstrip()
    return text.replace("\r\n", "\n") if text.startswith(".. ") else ""


def _held(told: Mapping[str, str]) -> str:
    said = {_of_any_program(key): value for key, value in told.items()}
    return front_matter.held(said) or front_matter.held_by_topic(told.get("tags", "").split(","))


def _of_any_program(key: str) -> str:
    return next((key.removeprefix(one) for one in _PROGRAMS if key.startswith(one)), key)


def _unexported(lines: Sequence[str]) -> Iterator[str]:
    """The words of headings that Org does not export, with all below them, and of its log."""
    level, words = 0, ""
    is_log = False
    for line in lines:
        stars = len(line) - len(line.lstrip("*")) if line.lstrip("*")[:1] == " " else 0
        if stars and stars <= level:
            yield words
            level = 0
        if level:
            words += f" {line.lstrip('*')}"
        elif stars and _UNEXPORTED.search(line):
            level, words = stars, line.lstrip("*")
        elif is_log and line.strip().upper() != ":END:":
            words += f" {line}"
        elif is_log:
            yield words
            is_log = False
        elif line.strip().upper() == ":LOGBOOK:":
            is_log, words = True, ""
    if level:
        yield words


def _abstract(meta: Node | None) -> Sequence[Node]:
    return meta["c"] if meta and meta.get("t") == "MetaBlocks" else ()


def _language(tag: str) -> str:
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_].*)?", tag, re.IGNORECASE)
    return match[1].lower() if match else ""


def _headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with separate bold lines as headings, and one at the beginning as the title."""
    titled = False
    for block in blocks:
        bold = block.text.startswith(BOLD)
        first = bold and not titled
        text = block.text.replace(BOLD, "")
        short = len(text.split()) <= _MAX_HEADING_WORDS and not text.rstrip().endswith(".")
        level = block.level
        if bold and short and not block.listed:
            level = 1 if first else 2
        titled = titled or bool(text.strip())
        yield replace(block, text=text, level=level)


def _jats_list(data: bytes) -> tuple[str, ...]:
    """The entries of a JATS article as written there; Pandoc keeps only their fields."""
    try:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    kinds = ("mixed-citation", "element-citation", "citation", "nlm-citation")
    found: list[str] = []
    for ref in root.iter("{*}ref"):
        cited = next(ref.iter(*(f"{{*}}{kind}" for kind in kinds)), None)
        if cited is None:
            continue
        mixed = any((one.tail or "").strip() for one in cited.iter()) or not len(cited)
        parts = cited.itertext() if mixed else (" ".join(one.itertext()) for one in cited)
        found.append(one_line(("" if mixed else ", ").join(parts)))
    return tuple(filter(None, found))
