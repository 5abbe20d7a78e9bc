"""Reads the tree that Pandoc makes of a file (its JSON, pandoc-types 1.23).

Headings, lists, quotations, notes and links come from the tree. Struck-out text, code, formulas,
data tables, pictures and raw markup are left out and added to the account.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from briefs.left_out import LeftOutKind
from briefs.reading.base import Account, InlineLink, as_link
from briefs.reading.formats import EPUB, ORG, Markup
from briefs.reading.html.style_declarations import HIDDEN, STRUCK
from briefs.reading.latex import HOLE
from briefs.reading.layout_document import GONE, Block, Note, is_layout, settled
from briefs.reading.markup import book, restructured
from briefs.reading.markup.plain import calls_note, lines, plain
from briefs.text.canonical import one_line

Node: TypeAlias = dict[str, Any]

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹–")
_NUMBERS = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*")
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
_LINEAR = re.compile(r"[\w\s.,:;+\-−=<>()/%'*]*")
"""A formula that can be written on one line."""

_TAG = re.compile(r"<[^>]{1,500}>")
_ENTRY = re.compile(r"\[(\d{1,4})\]\s*")
_SPACES = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}
_INNER = frozenset(("Emph", "Strong", "Underline", "SmallCaps", "Subscript"))

BOLD = "\ufdd1"
"""Begins the text of a paragraph that is all bold; no character of a text."""


_STRUCK_CLASSES = frozenset(
    {"strike", "strikethrough", "strike-through", "line-through", "del", "deleted", "struck"}
)
_FOR_PAGES = re.compile(r"\b(?:html|web|builder_html)\b")


@dataclass(slots=True)
class TreeReader:
    """The state of reading a tree; `entries` are a list's numbers by key."""

    account: Account
    markup: Markup
    notes: list[Note] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    links: list[InlineLink] = field(default_factory=list)
    formula: bool = False
    struck: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    raised: frozenset[str] = frozenset()
    unshown: book.Unshown = field(default_factory=book.Unshown)
    entries: Mapping[str, int] = field(default_factory=dict)
    keyed: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    listed: Sequence[str] = ()
    is_list_titled: bool = False
    leaving: LeftOutKind | None = None

    def titles_of(self, nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
        """The headings by their labels, which roles of reStructuredText refer to."""
        return ((label.casefold(), plain(title)) for label, title in restructured.titles(nodes))

    def blocks(self, nodes: Sequence[Node]) -> list[Block]:
        return [block for node in nodes for block in self.block(node)]

    def block(self, node: Node) -> Iterator[Block]:
        content: Any = node.get("c")
        match node["t"]:
            case "Para" | "Plain":
                yield from self.paragraph(content)
            case "Header":
                yield from self.paragraph(content[2], level=min(max(content[0], 1), 6))
            case "LineBlock":
                verse = [inline for line in content for inline in (*line, {"t": "LineBreak"})]
                yield from self.paragraph(verse[:-1])
            case "BlockQuote":
                told = _without_doubled_speaker(content)
                yield from (replace(one, voice="quotation") for one in self.blocks(told))
            case "BulletList" | "OrderedList" | "DefinitionList":
                yield from self.items(node["t"], content)
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

    def items(self, kind: str, content: Any) -> Iterator[Block]:  # noqa: ANN401  # as its kind is
        match kind:
            case "BulletList":
                for item in content:
                    yield from self.item(item, 0)
            case "OrderedList":
                (start, style, _), entries = content
                decimal = style["t"] in {"Decimal", "DefaultStyle", "Example"}
                for number, item in enumerate(entries, start):
                    yield from self.item(item, number if decimal else 0)
            case _:
                yield from self.definitions(content)

    def paragraph(self, inlines: Sequence[Node], level: int = 0) -> Iterator[Block]:
        self.links, self.formula, self.leaving = [], False, None
        text = settled(self.words(book.apart(inlines, self.unshown)))
        if self.formula:
            self.account.add("unfinished paragraph", text)
            return
        bold = not self.markup.stated and len(inlines) == 1 and inlines[0]["t"] == "Strong"
        if (kind := self.unshown_kind(text)) is not None:
            self.account.add(kind, text)
        elif text.strip() or level:
            yield Block(text=BOLD * bold + text, level=level, links=tuple(self.links))

    def unshown_kind(self, text: str) -> LeftOutKind | None:
        """Why a paragraph of a book is not shown; None if it is. Equal paragraphs come in the order
        in which the book has them.
        """
        told = self.unshown.paragraphs.get(book.letters(text)) if self.unshown.paragraphs else None
        return told.pop(0) if told else None

    def item(self, nodes: Sequence[Node], number: int) -> Iterator[Block]:
        for block in self.blocks(nodes):
            yield replace(block, level=0, number=block.number or number, listed=True)
            number = 0

    def definitions(self, content: Sequence[Any]) -> Iterator[Block]:
        for term, definitions in content:
            if self.markup.pandoc == "rst" and plain(term).casefold() in restructured.DOCINFO:
                continue
            yield from self.paragraph(term)
            for definition in definitions:
                yield from self.blocks(definition)

    def division(self, content: Sequence[Any]) -> Iterator[Block]:
        (identifier, classes, attributes), inner = content
        kind = self.left(classes, attributes)
        told = {one for _, value in attributes for one in value.split()}
        told.update(set(classes) - book.ANY_CLASS)
        if self.markup == EPUB and not told.isdisjoint(book.FRONT_MATTER | book.NUMBERS_PAGES):
            kind = "navigation"
        if kind is not None:
            self.account.add(kind, plain(inner) if kind != "private comment" else "")
        elif "code" in classes and "cell" in classes:
            self.account.add("code block", plain(inner))
        elif (own := self.known_division(identifier, classes, inner)) is not None:
            yield from own
        elif "thebibliography" in classes:
            yield Block(text="References", level=2)
            for block in self.blocks(inner):
                if label := _ENTRY.match(block.text):
                    text = block.text[label.end() :]
                    yield replace(block, text=text, number=int(label[1]), listed=True)
        elif self.listed and identifier == "refs":
            if not self.is_list_titled:
                yield Block(text="References", level=2)
            for number, entry in enumerate(self.listed, 1):
                yield Block(text=entry, number=number, listed=True)
        elif "references" in classes or identifier == "refs":
            yield from (replace(one, listed=True) for one in self.blocks(inner))
        else:
            yield from self.blocks(inner)

    def known_division(
        self, identifier: str, classes: Sequence[str], inner: Sequence[Node]
    ) -> Iterator[Block] | None:
        """The blocks of a division of reStructuredText or JATS; None if it is none of them."""
        if "caption" in classes:
            self.captions += [one_line(block.text) for block in self.blocks(inner)]
            return iter(())
        if "only" in classes and inner:
            return self.conditional(inner)
        if self.markup.pandoc == "rst" and classes and inner:
            return self.directive(classes, inner)
        return self.citations(inner) if identifier == "citations" and self.keyed else None

    def directive(self, classes: Sequence[str], inner: Sequence[Node]) -> Iterator[Block]:
        """The blocks of a directive of reStructuredText that are text."""
        if kind := restructured.directive(classes):
            self.account.add(kind, plain(inner))
            return
        if inner[0]["t"] == "Para" and restructured.has_argument(classes, plain(inner[0])):
            self.account.add("markup", plain(inner[0]))
            inner = inner[1:]
        yield from self.blocks(inner)

    def citations(self, inner: Sequence[Node]) -> Iterator[Block]:
        yield Block(text="References", level=2)
        for number, (_, entries) in enumerate(inner[0]["c"], 1):
            for entry in entries:
                yield from self.item(entry, number)

    def conditional(self, inner: Sequence[Node]) -> Iterator[Block]:
        """The blocks below a condition of Sphinx, if it holds for a web page."""
        told = plain([inner[0]])
        if _FOR_PAGES.search(told) and " not " not in f" {told} ":
            yield from self.blocks(inner[1:])
        else:
            self.account.add("private comment", plain(inner[1:]))

    def left(
        self, classes: Sequence[str], attributes: Sequence[Sequence[str]]
    ) -> LeftOutKind | None:
        """Why an element with these classes is not shown, or not to readers; None if it is."""
        told = {key: value for key, value in attributes}  # noqa: C416  # pairs of JSON
        style = told.get("style", "")
        is_struck = self.struck.intersection(classes) or _STRUCK_CLASSES.intersection(classes)
        if is_struck or STRUCK.search(style) or _STRUCK_CLASSES.intersection(told.values()):
            return "struck-out passage"
        if self.hidden.intersection(classes) or HIDDEN.search(style) or "hidden" in told:
            return "hidden passage"
        private = {"notes", "comment-start", "comment", "todo"}
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
        if not is_layout([[lines(cell) for cell in row] for row in cells]):
            self.account.add("table", " ".join(plain(cell) for row in cells for cell in row))
        else:
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
        shown = one_line(" ".join(block.text for block in self.blocks(caption)))
        self.captions += [shown] if shown else []

    def words(self, inlines: Sequence[Node]) -> str:
        if self.markup.pandoc != "jats":
            return "".join(map(self.inline, inlines))
        parts: list[str] = []
        for node in inlines:
            told = self.inline(node)
            if node["t"] == "Cite" and _NUMBERS.fullmatch(told) and calls_note(parts):
                told = told.translate(_RAISED)  # a number right behind a word, which pages raise
            parts.append(told)
        return "".join(parts)

    def inline(self, node: Node) -> str:
        content: Any = node.get("c")
        kind = node["t"]
        if kind in _SPACES:
            return _SPACES[kind]
        if kind in _INNER:
            return self.words(content)
        match kind:
            case "Str":
                self.leaving = None
                self.formula |= HOLE in content
                return str(content).replace(HOLE, "…")
            case "Unshown":
                return self.leave(*content)
            case "Strikeout":
                return self.leave("struck-out passage", content)
            case "Superscript":
                return self.superscript(content)
            case "Quoted":
                opening, closing = _QUOTES[content[0]["t"]]
                return f"{opening}{self.words(content[1])}{closing}"
            case "Cite":
                return self.cited(content)
            case "Code" | "Math" | "RawInline":
                return self.verbatim(node)
            case "Link":
                return self.link(content)
            case "Image":
                self.account.add("image")
                return GONE
            case "Note":
                return self.note(content)
            case "Span":
                return self.span(content)
            case _:
                return ""

    def verbatim(self, node: Node) -> str:
        """Code as written, and a formula if it can be written on one line."""
        kind, (attributes, text) = node["t"], node["c"]
        if kind == "RawInline":
            self.account.add("markup", _TAG.sub(" ", text))
            return GONE
        if kind == "Code" and (left := self.left(*attributes[1:])):
            return self.leave(left, [node])
        if kind == "Code" and restructured.ROLE in attributes[1]:
            return self.role(attributes[2][0][1], text)
        self.formula |= HOLE in text or (kind == "Math" and _LINEAR.fullmatch(text) is None)
        return str(text).replace(HOLE, "…")

    def role(self, name: str, text: str) -> str:
        """What a page shows of a role of reStructuredText."""
        shown, tooltip = restructured.role(name, text, self.titles)
        if tooltip:
            self.account.add("hidden passage", tooltip)
        if shown == "":
            self.account.add("markup", text)
            return GONE
        self.formula |= shown is None
        return text if shown is None else shown

    def span(self, content: Sequence[Any]) -> str:
        (_, classes, attributes), inner = content
        is_keyword = self.markup == ORG and not {"todo", "done"}.isdisjoint(classes)
        left = None if is_keyword else self.left(classes, attributes)
        if left is not None:
            return self.leave(left, [] if left == "private comment" else inner)
        if is_keyword:
            self.account.add("markup", plain(inner))
            return GONE
        raised = self.raised.intersection(classes)
        return self.superscript(inner) if raised else self.words(inner)

    def cited(self, content: Sequence[Any]) -> str:
        """The visible text of a citation: its words, or the numbers that
        LaTeX gives the entries.
        """
        numbers = [self.entries.get(one["citationId"]) for one in content[0]]
        if numbers and all(numbers):
            return "".join(f"[{number}]" for number in numbers)
        if self.markup.pandoc == "rst":  # a page shows a number of its own
            self.account.add("markup", plain(content[1]))
            return GONE
        return self.words(content[1])

    def superscript(self, inlines: Sequence[Node]) -> str:
        words = self.words(inlines)
        return words.translate(_RAISED) if _NUMBERS.fullmatch(words) else words

    def leave(self, kind: LeftOutKind, inlines: Sequence[Node]) -> str:
        words = plain(inlines)
        self.account.add(kind, words, passages=self.leaving != kind)
        self.leaving = kind
        return GONE

    def link(self, content: Sequence[Any]) -> str:
        (_, _, attributes), inlines, (url, _) = content
        words = self.words(inlines)
        self.formula |= url.startswith(restructured.UNKNOWN_SUBSTITUTION)
        if number := self.keyed.get(url.removeprefix("#")):
            return f"[{number}]"
        if any(key == "reference-type" for key, _ in attributes) and words.startswith("["):
            self.formula = True  # LaTeX would compute this number
        self.links += as_link(words, url)
        if url.startswith("#") and _NUMBERS.fullmatch(words.strip()):
            return ""  # the number in the note itself
        return words

    def note(self, nodes: Sequence[Node]) -> str:
        label = f"note{len(self.notes) + 1}"
        place = len(self.notes)
        self.notes.append(Note(label, "", shown=str(place + 1)))
        outer = (self.links, self.formula, self.leaving)
        blocks = self.blocks(nodes)
        self.links, self.formula, self.leaving = outer
        text = re.sub(rf"^[\s{BOLD}⁰¹²³⁴-⁹]+", "", " ".join(block.text for block in blocks))
        urls = dict.fromkeys(url for block in blocks for url in block.urls)
        self.notes[place] = Note(label, one_line(text), tuple(urls), shown=str(place + 1))
        return f"[^{label}]"

    def meta(self, node: Node | None) -> str:
        """A value of the file's metadata as words."""
        match node:
            case {"t": "MetaString", "c": str(text)}:
                return text
            case {"t": "MetaInlines", "c": inlines}:
                return settled(self.words(inlines))
            case {"t": "MetaBlocks", "c": nodes}:
                return plain(nodes)
            case {"t": "MetaList", "c": values}:
                return ", ".join(filter(None, map(self.meta, values)))
            case {"t": "MetaMap", "c": values}:
                return self.of_map(values)
            case _:
                return ""

    def of_map(self, values: Mapping[str, Node]) -> str:
        """A name or a date that consists of parts."""
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


def _without_doubled_speaker(nodes: Sequence[Node]) -> Sequence[Node]:
    """A quotation's blocks without a speaker whom Pandoc names again, behind a dash."""
    words = [plain([node]) for node in nodes[-2:]]
    is_doubled = len(words) > 1 and words[1] == f"— {words[0]}"
    return (*nodes[:-2], nodes[-1]) if is_doubled else nodes
