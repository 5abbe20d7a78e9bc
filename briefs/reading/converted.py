"""The tree that Pandoc makes of a file (its JSON, pandoc-types 1.23), as a laid-out document.

Headings, lists, quotations, notes and links are the tree's. What is struck out, code, formulas,
tables of data, pictures and raw markup is left out and noted in the account.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import BadZipFile, ZipFile

from lxml import etree

from briefs.model import Draft, LeftOutKind, VoiceKind
from briefs.reading import base, layout_document, pandoc
from briefs.reading.formats import EPUB, JATS, LATEX, RTF, Markup
from briefs.reading.front_matter import listed
from briefs.reading.layout_document import Block, Document, Note
from briefs.reading.left_out import Account
from briefs.reading.set_apart import GONE, is_layout, settled
from briefs.text.canonical import one_line

Node: TypeAlias = dict[str, Any]

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹–")
_NUMBERS = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*")
_QUOTES = {"SingleQuote": "‘’", "DoubleQuote": "“”"}
_LINEAR = re.compile(r"[\w\s.,:;+\-−=<>()/%'*]*")
"""A formula that says on one line all that it says."""

_TAG = re.compile(r"<[^>]{1,500}>")
_STRUCK_RULE = re.compile(r"\.([\w-]+)[^{}]*\{[^{}]*text-decoration(?:-line)?:[^;{}]*line-through")
_RAISED_RULE = re.compile(r"\.([\w-]+)[^{}]*\{[^{}]*(?:vertical-align:\s*(?:super|[1-9])|top:\s*-)")
_HIDDEN_RULE = re.compile(r"\.([\w-]+)[^{}]*\{[^{}]*(?:display:\s*none|visibility:\s*hidden)")
_MAX_STYLES = 1_000_000
_RST_FIELD = re.compile(r"^:(author|authors|date):[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_RTF_HIDDEN = re.compile(rb"\\v(?![a-z0-9])")
_RTF_COMMENT = b"{\\*\\annotation"
_ENTRY = re.compile(r"\[(\d{1,4})\]\s*")
_MAX_HEADING_WORDS = 14
_INNER = frozenset(("Emph", "Strong", "Underline", "SmallCaps", "Subscript"))


def read(data: bytes, tree: bytes, markup: Markup, name: str = "") -> Draft:
    """Read a file of which Pandoc made a tree; ValueError, KeyError … if that is none."""
    return layout_document.draft(shown(data, tree, markup), name=name)


def shown(data: bytes, tree: bytes, markup: Markup) -> Document:
    """What the file shows; as `read`."""
    whole = json.loads(tree)
    account = Account()
    reading = _Reading(account, markup)
    if markup == EPUB:
        styles = _styles_of(data)
        reading.struck = frozenset(_STRUCK_RULE.findall(styles))
        reading.hidden = frozenset(_HIDDEN_RULE.findall(styles))
        reading.raised = frozenset(_RAISED_RULE.findall(styles))
    if markup == RTF:  # Pandoc passes over both
        account.add("hidden passage", passages=len(_RTF_HIDDEN.findall(data)))
        account.add("private comment", passages=data.count(_RTF_COMMENT))
    if markup == LATEX:
        keys = (key.decode("utf-8", "replace").strip() for key in pandoc.LATEX_ENTRY.findall(data))
        reading.entries = {key: number for number, key in enumerate(keys, 1)}
    if markup == JATS:
        reading.listed = _jats_list(data)
    meta = whole.get("meta", {})
    said = {
        key: one_line(reading.meta(meta.get(key))) for key in ("title", "subtitle", "date", "lang")
    }
    blocks = [Block(text=said["subtitle"])] if said["subtitle"] else []
    blocks += reading.blocks(_abstract(meta.get("abstract")))
    blocks += reading.blocks(whole["blocks"])
    byline = listed(tuple(filter(None, map(one_line, reading.names(meta.get("author"))))))
    if markup.pandoc == "rst":
        found = dict(_RST_FIELD.findall(data.decode("utf-8", "replace")[:4_000]))
        told = {key.lower(): value for key, value in found.items()}
        byline = one_line(told.get("author", told.get("authors", ""))) or byline
        said["date"] = said["date"] or told.get("date", "")
    if not markup.stated:
        blocks = list(_headings(blocks))
    return Document(
        blocks=tuple(blocks),
        notes=tuple(reading.notes),
        captions=tuple(reading.captions),
        title=said["title"],
        byline=byline,
        published=base.read(said["date"]) if said["date"] else None,
        language=_language(said["lang"]),
        stated=markup.stated,
        left_out=tuple(one for one in account.left_out if one.passages),
    )


def _abstract(meta: Node | None) -> Sequence[Node]:
    return meta["c"] if meta and meta.get("t") == "MetaBlocks" else ()


def _language(tag: str) -> str:
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_].*)?", tag, re.IGNORECASE)
    return match[1].lower() if match else ""


def _headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, bold lines of their own taken for headings, one that opens the text for its title."""
    titled = False
    for block in blocks:
        bold = block.text.startswith(_BOLD)
        first = bold and not titled
        text = block.text.replace(_BOLD, "")
        short = len(text.split()) <= _MAX_HEADING_WORDS and not text.rstrip().endswith(".")
        level = block.level
        if bold and short and not block.listed:
            level = 1 if first else 2
        titled = titled or bool(text.strip())
        yield Block(
            text=text,
            level=level,
            number=block.number,
            listed=block.listed,
            voice=block.voice,
            urls=block.urls,
        )


_BOLD = "\ue001"
"""Opens the text of a paragraph that is bold as a whole."""


def _styles_of(data: bytes) -> str:
    """The style sheets of a book, whose classes may strike out, hide or raise what has them."""
    styles = ""
    try:
        with ZipFile(BytesIO(data)) as book:
            for part in book.infolist():
                if part.filename.lower().endswith(".css") and part.file_size < _MAX_STYLES:
                    styles += book.read(part).decode("utf-8", "replace")
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return ""
    return styles[:_MAX_STYLES]


def _jats_list(data: bytes) -> tuple[str, ...]:
    """The entries of a JATS article as they are written there; Pandoc keeps their fields alone."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
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


@dataclass(slots=True)
class _Reading:
    """What is found while a tree is walked through; `entries` are a list's numbers by its keys."""

    account: Account
    markup: Markup
    notes: list[Note] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    formula: bool = False
    struck: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    raised: frozenset[str] = frozenset()
    entries: Mapping[str, int] = field(default_factory=dict)
    listed: Sequence[str] = ()
    leaving: LeftOutKind | None = None

    def blocks(self, nodes: Sequence[Node]) -> list[Block]:
        return [block for node in nodes for block in self.block(node)]

    def block(self, node: Node) -> Iterator[Block]:
        content = node.get("c")
        match node["t"]:
            case "Para" | "Plain":
                yield from self.paragraph(content)
            case "Header":
                yield from self.paragraph(content[2], level=min(max(content[0], 1), 6))
            case "LineBlock":
                lines: list[Node] = []
                for line in content:
                    lines += [*line, {"t": "LineBreak"}]
                yield from self.paragraph(lines[:-1])
            case "BlockQuote":
                for block in self.blocks(content):
                    yield self.voiced(block, "quotation")
            case "BulletList":
                for item in content:
                    yield from self.item(item, 0)
            case "OrderedList":
                (start, style, _), items = content
                decimal = style["t"] in {"Decimal", "DefaultStyle", "Example"}
                for number, item in enumerate(items, start):
                    yield from self.item(item, number if decimal else 0)
            case "DefinitionList":
                yield from self.definitions(content)
            case "Div":
                yield from self.division(content)
            case "Figure":
                yield from self.figure(content)
            case "Table":
                yield from self.table(content)
            case "CodeBlock":
                self.account.add("code block", content[1])
            case "RawBlock":
                self.account.add("markup", _TAG.sub(" ", content[1]))
            case _:
                pass

    def paragraph(self, inlines: Sequence[Node], level: int = 0) -> Iterator[Block]:
        self.urls, self.formula, self.leaving = [], False, None
        text = settled(self.words(inlines))
        if self.formula:
            self.account.add("unfinished paragraph", text)
            return
        bold = not self.markup.stated and len(inlines) == 1 and inlines[0]["t"] == "Strong"
        if text.strip() or level:
            yield Block(text=_BOLD * bold + text, level=level, urls=tuple(self.urls))

    def voiced(self, block: Block, voice: VoiceKind) -> Block:
        return Block(
            text=block.text,
            level=block.level,
            number=block.number,
            listed=block.listed,
            voice=voice,
            urls=block.urls,
        )

    def item(self, nodes: Sequence[Node], number: int) -> Iterator[Block]:
        for block in self.blocks(nodes):
            yield Block(
                text=block.text,
                number=block.number or number,
                listed=True,
                voice=block.voice,
                urls=block.urls,
            )
            number = 0

    def definitions(self, content: Sequence[Any]) -> Iterator[Block]:
        for term, definitions in content:
            if self.markup.pandoc == "rst" and _plain(term).casefold() in _DOCINFO:
                continue
            yield from self.paragraph(term)
            for definition in definitions:
                yield from self.blocks(definition)

    def division(self, content: Sequence[Any]) -> Iterator[Block]:
        (identifier, classes, _), inner = content
        kind = self.left(classes)
        if kind is not None:
            self.account.add(kind, _plain(inner) if kind != "private comment" else "")
        elif "code" in classes and "cell" in classes:
            self.account.add("code block", _plain(inner))
        elif "thebibliography" in classes:
            yield Block(text="References", level=2)
            for block in self.blocks(inner):
                if entry := _ENTRY.match(block.text):
                    text = block.text[entry.end() :]
                    yield Block(text=text, number=int(entry[1]), listed=True, urls=block.urls)
        elif self.listed and identifier == "refs":
            for number, entry in enumerate(self.listed, 1):
                yield Block(text=entry, number=number, listed=True)
        elif "references" in classes or identifier == "refs":
            yield from (
                Block(text=one.text, listed=True, urls=one.urls) for one in self.blocks(inner)
            )
        else:
            yield from self.blocks(inner)

    def left(self, classes: Sequence[str]) -> LeftOutKind | None:
        """Why what has these classes is not shown, or not to the readers; None if it is."""
        if self.struck.intersection(classes):
            return "struck-out passage"
        if self.hidden.intersection(classes):
            return "hidden passage"
        private = {"notes", "comment-start", "comment"}
        return "private comment" if private.intersection(classes) else None

    def figure(self, content: Sequence[Any]) -> Iterator[Block]:
        _, (_, caption), inner = content
        shown = one_line(" ".join(block.text for block in self.blocks(caption)))
        self.captions += [shown] if shown else []
        for block in self.blocks(inner):
            if one_line(block.text) != shown:
                yield block

    def table(self, content: Sequence[Any]) -> Iterator[Block]:
        _, (_, caption), _, head, bodies, foot = content
        rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
        cells = [[cell[4] for cell in row[1]] for row in rows]
        if not is_layout([[_lines(cell) for cell in row] for row in cells]):
            self.account.add("table", " ".join(_plain(cell) for row in cells for cell in row))
        else:
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
        shown = one_line(" ".join(block.text for block in self.blocks(caption)))
        self.captions += [shown] if shown else []

    def words(self, inlines: Sequence[Node]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, node: Node) -> str:
        content = node.get("c")
        kind = node["t"]
        if kind in _INNER:
            return self.words(content)
        match kind:
            case "Str":
                self.leaving = None
                return str(content)
            case "Space" | "SoftBreak":
                return " "
            case "LineBreak":
                return "\n"
            case "Strikeout":
                return self.leave("struck-out passage", content)
            case "Superscript":
                return self.superscript(content)
            case "Quoted":
                opening, closing = _QUOTES[content[0]["t"]]
                return f"{opening}{self.words(content[1])}{closing}"
            case "Cite":
                return self.cited(content)
            case "Code":
                return str(content[1])
            case "Math":
                self.formula |= _LINEAR.fullmatch(content[1]) is None
                return str(content[1])
            case "RawInline":
                self.account.add("markup", _TAG.sub(" ", content[1]))
                return GONE
            case "Link":
                return self.link(content)
            case "Image":
                self.account.add("image")
                return GONE
            case "Note":
                return self.note(content)
            case "Span":
                (_, classes, _), inner = content
                left = self.left(classes)
                if left is None and self.raised.intersection(classes):
                    return self.superscript(inner)
                if left is None:
                    return self.words(inner)
                return self.leave(left, [] if left == "private comment" else inner)
            case _:
                return ""

    def cited(self, content: Sequence[Any]) -> str:
        """What a citation shows: its words, or the numbers that LaTeX gives the entries."""
        numbers = [self.entries.get(one["citationId"]) for one in content[0]]
        if numbers and all(numbers):
            return "".join(f"[{number}]" for number in numbers)
        return self.words(content[1])

    def superscript(self, inlines: Sequence[Node]) -> str:
        words = self.words(inlines)
        return words.translate(_RAISED) if _NUMBERS.fullmatch(words) else words

    def leave(self, kind: LeftOutKind, inlines: Sequence[Node]) -> str:
        words = _plain(inlines)
        self.account.add(kind, words, passages=self.leaving != kind)
        self.leaving = kind
        return GONE

    def link(self, content: Sequence[Any]) -> str:
        (_, _, attributes), inlines, (url, _) = content
        words = self.words(inlines)
        if any(key == "reference-type" for key, _ in attributes) and words.startswith("["):
            self.formula = True  # a number that only LaTeX knows
        if url.lower().startswith(("http://", "https://")):
            self.urls.append(url)
        if url.startswith("#") and _NUMBERS.fullmatch(words.strip()):
            return ""  # a note's number, at the note
        return words

    def note(self, nodes: Sequence[Node]) -> str:
        label = f"note{len(self.notes) + 1}"
        place = len(self.notes)
        self.notes.append(Note(label, "", shown=str(place + 1)))
        outer = (self.urls, self.formula, self.leaving)
        blocks = self.blocks(nodes)
        self.urls, self.formula, self.leaving = outer
        text = re.sub(rf"^[\s{_BOLD}⁰¹²³⁴-⁹]+", "", " ".join(block.text for block in blocks))
        urls = dict.fromkeys(url for block in blocks for url in block.urls)
        self.notes[place] = Note(label, one_line(text), tuple(urls), shown=str(place + 1))
        return f"[^{label}]"

    def meta(self, node: Node | None) -> str:
        """A value of the file's own facts as words."""
        match node:
            case {"t": "MetaString", "c": str(text)}:
                return text
            case {"t": "MetaInlines", "c": inlines}:
                return settled(self.words(inlines))
            case {"t": "MetaBlocks", "c": nodes}:
                return _plain(nodes)
            case {"t": "MetaList", "c": values}:
                return ", ".join(filter(None, map(self.meta, values)))
            case {"t": "MetaMap", "c": values}:
                return self.of_map(values)
            case _:
                return ""

    def of_map(self, values: Mapping[str, Node]) -> str:
        """A name or a date that comes in parts."""
        if "year" in values:
            parts = [self.meta(values.get(key)) for key in ("year", "month", "day")]
            return "-".join(part.zfill(2) for part in parts if part)
        if "given-names" in values or "surname" in values or "family" in values:
            given = values.get("given-names") or values.get("given")
            family = values.get("surname") or values.get("family")
            return f"{self.meta(given)} {self.meta(family)}".strip()
        known = next(
            (key for key in ("name", "literal", "text", "title", "type") if key in values), ""
        )
        return self.meta(values.get(known))

    def names(self, node: Node | None) -> list[str]:
        if node and node.get("t") == "MetaList":
            return [self.meta(one) for one in node["c"]]
        return [self.meta(node)]


_DOCINFO = frozenset(
    "author authors date organization contact address version status revision copyright".split()  # noqa: SIM905  # a line of words
)


def _lines(nodes: Sequence[Node]) -> str:
    """The words of blocks, a line a paragraph."""
    return "\n".join(filter(None, (" ".join(_plain([node]).split()) for node in nodes)))


def _plain(nodes: Any) -> str:  # noqa: ANN401  # any part of a tree
    """All words of a part of a tree."""
    return " ".join("".join(_each(nodes)).split())


def _each(node: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    if isinstance(node, list):
        for one in node:
            yield from _each(one)
    elif isinstance(node, dict):
        match node.get("t"):
            case "Str":
                yield str(node["c"])
            case "Space" | "SoftBreak" | "LineBreak":
                yield " "
            case "Code" | "CodeBlock" | "Math" | "RawInline" | "RawBlock":
                yield f" {node['c'][1]} "
            case "Para" | "Plain" | "Header":
                yield " "
                yield from _each(node["c"])
                yield " "
            case _:
                yield from _each(node.get("c"))
