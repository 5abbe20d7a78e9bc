"""A page's visible text as blocks in order: paragraphs, headings, list items, cells, captions.

Loose text between blocks is a block of its own, and so is each part of a text divided by empty
lines (`br br`). Only white space is normalised: the words are the page's.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from briefs.errors import Unreadable
from briefs.left_out import LeftOutKind, count_words
from briefs.model import (
    VoiceKind,
)
from briefs.reading.html.tree import BLOCKS, Element, names, roles, walk

MAX_DEPTH = 200
"""Nested elements; pages have about thirty levels, and parsers give up at a few hundred."""

MAX_ELEMENTS, MAX_CHARS = 25_000, 2_000_000
"""Elements, and visible code points; choosing the text is slow with more."""

BlockKind: TypeAlias = Literal["prose", "heading", "item", "table", "code", "caption"]

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ITEMS = frozenset({"li", "dd", "dt"})
_CAPTIONS = frozenset({"figcaption", "caption"})
CAPTION_NAMES = re.compile(
    r"(?:wp-|image-?|img-|photo-?|figure-|media-|picture-)?caption"
    r"(?:-(?:text|wrap(?:per)?|container|full|truncated|inner))?"
    r"|(?:photo|image|picture|img)-?credits?|(?:photo-?|image-?)?(?:credit|photographer)"
)
PULL_NAMES = re.compile(
    r"(?:[a-z]+-)*pull-?quotes?(?:-[a-z]+)*|graf--pullquote|tweetable|click-?to-?tweet|b?ctt(?:-[a-z]+)*"
)
_MOTTO_NAMES = re.compile(r"epigraph(?:-[a-z]+)*|motto")
_CLAIM_NAMES = re.compile(
    r"(?:[a-z]+-)?claim(?:-?(?:text|content|cont|body|box|statement|review|reviewed|quote|wrap|wrapper))*"
    r"|fact-?check-claim|(?:[a-z]+-)*statement-quote"
)
_QUOTATION_NAMES = re.compile(
    r"(?:(?!share|stock|get|market|price|request|free|tweet|no|without|un)[a-z]+-{1,2}){0,5}"
    r"(?:block-?)?quot(?:e|es|ed|ation|ations)(?:-{1,2}(?:text|body|block|content|inner|box|wrapper|item"
    r"|large|big|small|left|right|center|style))*|mso-?(?:intense-?)?quote|(?:intense|block)-?quote"
    r"|zitat(?:-text|block)?|citazione|pull(?:ed)?(?:-(?:text|out))?"
)
"""Classes of quotations that are no `blockquote`; word processors export their styles so."""

_INDENTED = re.compile(
    r"margin-left\s*:\s*(?:[2-9]\d|1\d\d)(?:\.\d+)?(?:px|pt)|margin\s*:[^;]{0,40}\b[4-9]\dpx"
)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)
_FROM_RIGHT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc]")
_MAX_QUOTED_WORDS = 250
_EMPHASIS = ("i", "em", "cite")
_VERSE_NAMES = re.compile(r"(?:wp-block-)?(?:verse|poem|poetry)(?:-[a-z]+)*")
_WHITE = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(r" *\n *")
_MEDIA: dict[str, LeftOutKind] = {
    "img": "image",
    "iframe": "embedded frame",
    "object": "embedded frame",
    "embed": "embedded frame",
    "applet": "embedded frame",
    "frame": "embedded frame",
    "video": "film",
    "audio": "sound",
    "svg": "drawing",
    "canvas": "drawing",
    "map": "drawing",
}
_SILENT = frozenset({"drawing"})
_TINY = frozenset({"0", "1", "0px", "1px"})
_LAYOUT_WORDS = 25
_PARAGRAPH_BREAKS = 2
_WHOLE = frozenset({"html", "body", "main", "article"})
_PRE_WRAP = re.compile(r"white-space\s*:\s*pre(?:-wrap|-line)?\b", re.IGNORECASE)
_PRE_WRAP_NAME = re.compile(r"(?<![\w:-])whitespace-pre(?:-wrap|-line)?(?![\w-])")
_ENDS = tuple(".!?:;,…”’»)")


@dataclass(frozen=True, slots=True, eq=False)
class TextBlock:
    """`holder` is the innermost block element around it; `at` is its place in the page.

    `voice` says that the page marks it as somebody else's words.
    """

    text: str
    kind: BlockKind
    level: int
    holder: Element
    at: int
    words: int
    voice: VoiceKind | None = None


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, a video or the like, before block `at`."""

    at: int
    kind: LeftOutKind


@dataclass(frozen=True, slots=True)
class PageBlocks:
    blocks: tuple[TextBlock, ...]
    media: tuple[Medium, ...]


@dataclass(slots=True)
class _Context:
    """The effect of the surrounding elements on the words at a place."""

    kind: BlockKind = "prose"
    level: int = 0
    voice: VoiceKind | None = None
    is_preformatted: bool = False
    keeps_lines: bool = False


@dataclass(slots=True)
class _Builder:
    blocks: list[TextBlock] = field(default_factory=list)
    media: list[Medium] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    breaks: int = 0
    length: int = 0
    after_medium: bool = False

    def add(self, text: str, context: _Context, holder: Element) -> None:
        if not text:
            return
        if context.keeps_lines and "\n" in text and not context.is_preformatted:
            plain = replace(context, keeps_lines=False)
            for number, line in enumerate(text.split("\n")):
                self.breaks += number > 0
                self.add(line, plain, holder)
            return
        words = text if context.is_preformatted else _WHITE.sub(" ", text)
        if words.strip():
            if self.breaks >= _PARAGRAPH_BREAKS:
                self.flush(context, holder)
            elif self.breaks:
                self.parts.append("\n")
            elif self.after_medium and words[0].isalnum() and self._ends_in_text():
                self.parts.append(" ")
            self.breaks = 0
            self.after_medium = False
        elif self.breaks:
            return
        self.parts.append(words)

    def flush(self, context: _Context, holder: Element) -> None:
        text = "".join(self.parts)
        self.parts.clear()
        self.breaks = 0
        self.after_medium = False
        if not context.is_preformatted:
            text = _SPACES.sub("\n", re.sub("  +", " ", text))
        text = text.strip(" \n\t\r\f")
        if text:
            self.blocks.append(
                TextBlock(
                    text=text,
                    kind=context.kind,
                    level=context.level,
                    holder=holder,
                    at=len(self.blocks),
                    words=count_words(text),
                    voice=context.voice,
                )
            )
            self.length += len(text)

    def medium(self, element: Element) -> None:
        self.after_medium = True
        kind = _MEDIA[str(element.tag)]
        tiny = element.get("width") in _TINY or element.get("height") in _TINY
        if kind not in _SILENT and not tiny:
            self.media.append(Medium(len(self.blocks), kind))

    def _ends_in_text(self) -> bool:
        last = self.parts[-1][-1:] if self.parts else ""
        return last.isalnum() or last in _ENDS


def blocks_of(root: Element) -> PageBlocks:
    """The blocks of a settled tree (`visibility.settle`).

    Unreadable if the page is nested too deeply, or has too much text.
    """
    builder = _Builder()
    contexts = [(_Context(), root)]
    count = 0

    def passed_over(element: Element) -> bool:
        if element.tag in _MEDIA:
            builder.medium(element)
            return True
        return False

    depth = 0
    for opens, element in walk(root, passed_over):
        context, holder = contexts[-1]
        if element.tag in _MEDIA:
            builder.add(element.tail or "", context, holder)
            continue
        if opens:
            count += 1
            depth += 1
            _refuse_excess(depth, count, builder.length)
            if element.tag == "br":
                builder.breaks += 1
            elif element.tag in BLOCKS:
                builder.flush(context, holder)
                context, holder = _within(element, context), element
            if _keeps_lines(element) and not context.keeps_lines:
                context = replace(context, keeps_lines=True)
            contexts.append((context, holder))
            builder.add(element.text or "", context, holder)
        else:
            depth -= 1
            if element.tag in BLOCKS:
                builder.flush(context, holder)
            contexts.pop()
            if contexts:
                context, holder = contexts[-1]
                builder.add(element.tail or "", context, holder)
    return PageBlocks(tuple(builder.blocks), tuple(builder.media))


def _refuse_excess(depth: int, count: int, length: int) -> None:
    hint = "Save the text of the piece alone."
    if depth > MAX_DEPTH:
        raise Unreadable("nested too deeply: it seems made to break what reads it", hint=hint)
    if count > MAX_ELEMENTS or length > MAX_CHARS:
        raise Unreadable("too large: there is more on the page than one piece", hint=hint)


def _within(element: Element, around: _Context) -> _Context:
    """The context inside of a block element; whether lines are kept is inherited."""
    inner = _context(element, around)
    if around.keeps_lines:
        inner.keeps_lines = True
    return inner


def _context(element: Element, around: _Context) -> _Context:
    tag = str(element.tag)
    called = names(element)
    voice = _voice(element, called) or around.voice
    if around.kind in {"table", "code", "caption"}:
        return _Context(around.kind, 0, voice, around.is_preformatted or tag == "pre")
    if tag in HEADINGS:
        return _Context("heading", HEADINGS[tag], voice)
    if tag == "pre":
        if any(map(_VERSE_NAMES.fullmatch, called)):
            return _Context("prose", 0, voice, keeps_lines=True)
        return _Context("code", 0, voice, is_preformatted=True)
    if tag == "table":
        return _Context("prose" if is_layout(element) else "table", 0, voice)
    if tag == "figcaption" and _is_below_quotation(element):
        return _Context("prose", 0, voice or "quotation")
    if tag in _CAPTIONS or (called and _is_caption_by_name(called)):
        return _Context("caption", 0, voice)
    if tag in _ITEMS:
        return _Context("item", 0, voice)
    kind: BlockKind = "item" if around.kind == "item" and tag in {"p", "div"} else "prose"
    return _Context(kind, 0, voice)


def is_caption(element: Element) -> bool:
    if element.tag in _CAPTIONS:
        return True
    called = names(element)
    return bool(called) and _is_caption_by_name(called)


@lru_cache(maxsize=20_000)  # a page repeats a few names
def _is_caption_by_name(called: tuple[str, ...]) -> bool:
    return any(map(CAPTION_NAMES.fullmatch, called))


def _is_below_quotation(caption: Element) -> bool:
    """Whether a caption belongs to a quotation that is marked up as a figure, and names its
    speaker.
    """
    figure = caption.getparent()
    if (
        figure is None
        or figure.tag != "figure"
        or next(figure.iter("img", "video"), None) is not None
    ):
        return False
    return next(figure.iter("blockquote"), None) is not None


def _keeps_lines(element: Element) -> bool:
    """Whether the lines of a text are shown as in the page's source."""
    style = element.get("style")
    if style and _PRE_WRAP.search(style):
        return True
    called = element.get("class")
    return called is not None and _PRE_WRAP_NAME.search(called) is not None


def _voice(element: Element, called: tuple[str, ...]) -> VoiceKind | None:
    by_name = _voice_by_name(called) if called else None
    if by_name == "claim" and element.tag in _WHOLE:
        by_name = None
    if by_name is not None and by_name != "quotation":
        return by_name
    told = f"{element.get('itemprop') or ''} {element.get('property') or ''}".split()
    if any(one.endswith("claimReviewed") for one in told):
        return "claim"
    told = roles(element)
    if "doc-epigraph" in told:
        return "epigraph"
    if "doc-pullquote" in told:
        return "pull quote"
    if element.tag == "blockquote" or "blockquote" in told:
        return "quotation"
    if element.tag in _WHOLE or element.tag in _ITEMS or element.tag in HEADINGS:
        return None
    style = element.get("style") or ""
    if style and _INDENTED.search(style) and _is_in_italics(element):
        return "quotation"
    if (style and _RIGHT.search(style)) or element.get("align") == "right":
        return "epigraph" if element.tag == "p" and _is_motto_like(element) else None
    return by_name if by_name is not None and _is_short(element) else None


@lru_cache(maxsize=20_000)  # a page repeats a few names
def _voice_by_name(called: tuple[str, ...]) -> VoiceKind | None:
    if any(map(PULL_NAMES.fullmatch, called)):
        return "pull quote"
    if any(map(_MOTTO_NAMES.fullmatch, called)):
        return "epigraph"
    if any(map(_CLAIM_NAMES.fullmatch, called)):
        return "claim"
    return "quotation" if any(map(_QUOTATION_NAMES.fullmatch, called)) else None


def is_quotation(element: Element) -> bool:
    """Whether an element is marked as somebody else's words."""
    return _voice(element, names(element)) is not None


def _is_short(element: Element) -> bool:
    return 0 < count_words("".join(map(str, element.itertext()))) <= _MAX_QUOTED_WORDS


def _is_in_italics(element: Element) -> bool:
    """Whether all words of an element are in italics."""
    inner = sum(len("".join(map(str, one.itertext())).strip()) for one in element.iter(*_EMPHASIS))
    return 0 < len("".join(map(str, element.itertext())).strip()) <= inner


def _is_motto_like(element: Element) -> bool:
    """Whether a paragraph at the right margin is in a script that begins at the left one."""
    text = "".join(map(str, element.itertext()))
    return _FROM_RIGHT.search(text) is None and 0 < count_words(text) <= _MAX_QUOTED_WORDS


def is_layout(table: Element) -> bool:
    """Whether a table is only used for layout: it has long texts, or a single column."""
    if "presentation" in roles(table) or "none" in roles(table):
        return True
    if next(table.iter("th", "thead", "caption"), None) is not None:
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return True
    for cell in table.iter("td"):
        if count_words(" ".join("".join(map(str, cell.itertext())).split())) > _LAYOUT_WORDS:
            return True
    widest = max((sum(1 for _ in row.iter("td")) for row in table.iter("tr")), default=0)
    return widest <= 1
