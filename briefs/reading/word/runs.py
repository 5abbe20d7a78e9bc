"""The words of a Word paragraph as Word shows them with all changes accepted.

Markers of notes are in their places as "[^label]". Struck-out, hidden and deleted text and drawings
are left out and added to the account; text boxes are kept for the caller.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from briefs.left_out import LeftOutKind
from briefs.reading.base import Account, InlineLink, as_link
from briefs.reading.html.tree import Element
from briefs.reading.layout_document import GONE, settled
from briefs.reading.word.styles import (
    PLAIN,
    Style,
    Styles,
    is_on,
    is_painted,
    is_tiny,
    is_white,
    value,
)

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹–")
_NUMBERS = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*")
_LINK = re.compile(r'\bHYPERLINK\s+"([^"\s]+)"')
_W = qn("w:p")[:-1]
_MATH = qn("m:t")[:-1]
_LINEAR = frozenset(f"{_MATH}{name}" for name in ("oMath", "oMathPara", "r", "t", "rPr", "ctrlPr"))
_DRAWN: Mapping[str, LeftOutKind] = {"drawing": "image", "pict": "image", "object": "drawing"}
_FIXED = {
    "tab": " ",
    "ptab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
} | dict.fromkeys(("pPr", "rPr", "sectPr", "sdtPr", "tbl", "fldData", "delText"), "")
_NOTES = {"footnoteReference": "fn", "endnoteReference": "en"}
_SYMBOLS = dict(
    zip(
        range(0x41, 0x7B),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | dict(
    zip(
        (0xA2, 0xA3, 0xA5, 0xAE, 0xB0, 0xB1, 0xB2, 0xB3, 0xB4, 0xB8, 0xB9, 0xBA, 0xBB, 0xBC),
        "′≤∞→°±″≥×÷≠≡≈…",
        strict=True,
    )
)
"""The letters and signs of the font Symbol, by their codes in it."""

_PRIVATE = 0xF000
_ASCII = range(0x20, 0x41)


@dataclass(slots=True)
class _FieldLink:
    """A link that a field makes: its nesting depth, its target, and its words."""

    depth: int
    url: str
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Words:
    """The state of reading paragraphs: their links, boxes and note references, and open fields.

    `links` are the part's relationships to addresses. `called` maps the notes referred to so far,
    by kind and id, to their labels; `formula` says that the last paragraph contains a formula that
    cannot be written on one line. A field is True while its code is read.
    """

    links: Mapping[str, str]
    account: Account
    styles: Styles
    called: dict[str, str]
    inserted: int = 0
    deleted: int = 0
    formula: bool = False
    fields: list[bool] = field(default_factory=list)
    linked: list[InlineLink] = field(default_factory=list)
    _fields_linked: list[_FieldLink] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    on_paper: bool = True
    """Whether nothing lies behind the text, such as a cell or a box, whose colour is not read."""

    _style: Style = PLAIN
    _painted: bool = False
    _leaving: LeftOutKind | None = None

    def of_paragraph(self, element: Element, style: Style = PLAIN) -> str:
        """The text of a paragraph; `linked`, `boxes` and `formula` are then its own.

        A field's code ends with its paragraph: one that is never closed hides nothing more.
        """
        self.fields = [False] * len(self.fields)
        self.linked, self.boxes, self.formula = [], [], False
        self._fields_linked = []
        self._style, self._leaving = style, None
        self._painted = style.painted or is_painted(element.find(f"{_W}pPr"))
        text = settled(self._inside(element))
        while self._fields_linked:
            self._end_link()
        return text

    def _inside(self, element: Element) -> str:
        """The text of a part of a paragraph; XML comments are skipped."""
        return "".join(map(self._shown, element.iterchildren("*")))

    def _shown(self, element: Element) -> str:
        """The text of one element."""
        if element.tag.startswith(_MATH):
            return self._formula(element)
        name = element.tag.rpartition("}")[2]
        if name in _FIXED:
            return _FIXED[name]
        if name in _NOTES:
            return self._call(f"{_NOTES[name]}{element.get(qn('w:id'), '')}")
        if name in _DRAWN:
            return self._drawn(element, _DRAWN[name])
        match name:
            case "r":
                return self._run(element)
            case "t" | "sym" | "instrText" | "fldChar":
                return self._leaf(name, element)
            case "del" | "moveFrom":
                return self._deleted(element, moved=name == "moveFrom")
            case "sdt" if is_placeholder(element):
                self.formula = True  # what would be filled in is not known
                return self._leave("form field", plain(element))
            case "AlternateContent":
                chosen = next(element.iterchildren("*"), None)
                return "" if chosen is None else self._inside(chosen)
            case "rt":  # how the word below it is read
                return self._leave("hidden passage", plain(element))
            case "ins" | "moveTo":
                self.inserted += 1
            case "hyperlink":
                text = self._inside(element)
                self.linked += as_link(text, self.links.get(element.get(qn("r:id"), ""), ""))
                return text
            case _:
                pass
        return self._inside(element)

    def _leaf(self, name: str, element: Element) -> str:
        """The text of an element without children: words, a sign, a part of a field."""
        match name:
            case "t":
                text = "" if any(self.fields) else element.text or ""
                for one in self._fields_linked:
                    one.words.append(text)
                return text
            case "sym":
                return self._symbol(element)
            case "instrText":
                self._link(_LINK.search(element.text or ""))
            case _:
                self._field(element.get(qn("w:fldCharType"), ""))
        return ""

    def _run(self, run: Element) -> str:
        properties = run.find(f"{_W}rPr")
        style = self.styles.of(value(properties, "w:rStyle"))
        hidden = (is_on(properties, "w:vanish"), style.hidden, self._style.hidden)
        tiny = (is_tiny(properties), style.tiny, self._style.tiny)
        struck = (is_on(properties, "w:strike", "w:dstrike"), style.struck, self._style.struck)
        words = self._inside(run)
        if not words.strip(f" \n{GONE}"):
            return words
        is_unseen = any(
            next((one for one in told if one is not None), False) for told in (hidden, tiny)
        )
        if is_unseen or self._is_white(properties, style):
            return self._leave("hidden passage", words)
        if next((one for one in struck if one is not None), False):
            return self._leave("struck-out passage", words)
        self._leaving = None
        raised = value(properties, "w:vertAlign") == "superscript" and _NUMBERS.fullmatch(words)
        return words.translate(_RAISED) if raised else words

    def _is_white(self, properties: Element | None, style: Style) -> bool:
        """Whether a run's letters have the colour of the paper, and stand on it."""
        told = (is_white(properties), style.white, self._style.white)
        if not self.on_paper or not next((one for one in told if one is not None), False):
            return False
        return not (self._painted or style.painted or is_painted(properties))

    def _leave(self, kind: LeftOutKind, words: str) -> str:
        """Leave words out; adjacent words of the same kind are one passage."""
        if words.strip():
            self.account.add(kind, words, passages=self._leaving != kind)
            self._leaving = kind
            return GONE
        return ""

    def _deleted(self, element: Element, *, moved: bool) -> str:
        self.deleted += 1
        if not moved:  # otherwise the words are at their new place
            text = "".join(one.text or "" for one in element.iter(f"{_W}delText", f"{_W}t"))
            return self._leave("deleted text", text)
        return ""

    def _call(self, note: str) -> str:
        kind = note[:2]
        ordinal = 1 + sum(one.startswith(kind) for one in self.called)
        label = self.called.setdefault(note, f"{kind}{ordinal}")
        return f"[^{label}]"

    def _drawn(self, element: Element, kind: LeftOutKind) -> str:
        boxes = [one for one in element.iter(f"{_W}txbxContent") if not _is_within_box(one)]
        self.boxes += boxes
        if not boxes:
            self.account.add(kind)
        return ""

    def _symbol(self, element: Element) -> str:
        code = element.get(qn("w:char"), "")
        font = element.get(qn("w:font"), "").casefold()
        try:
            number = int(code, 16)
        except ValueError:
            number = 0
        number -= _PRIVATE * (number >= _PRIVATE)
        shown = chr(number) if number in _ASCII else _SYMBOLS.get(number, "")
        if font != "symbol" or not shown:
            self.account.add("drawing")
            return ""
        return shown

    def _formula(self, element: Element) -> str:
        """A formula that can be written on one line; any other is more than its letters."""
        self.formula |= any(one.tag not in _LINEAR for one in element.iter(f"{_MATH}*"))
        return "".join(one.text or "" for one in element.iter(f"{_MATH}t"))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()
            while self._fields_linked and self._fields_linked[-1].depth > len(self.fields):
                self._end_link()

    def _end_link(self) -> None:
        ended = self._fields_linked.pop()
        self.linked += as_link("".join(ended.words), ended.url)

    def _link(self, found: re.Match[str] | None) -> None:
        if found:
            self._fields_linked.append(_FieldLink(len(self.fields), found[1]))


def plain(element: Element) -> str:
    """All words of an element as in the file, one line for each paragraph."""
    lines = (
        "".join(one.text or "" for one in paragraph.iter(f"{_W}t"))
        for paragraph in element.iter(f"{_W}p")
    )
    whole = "\n".join(line for line in lines if line.strip())
    return whole or "".join(one.text or "" for one in element.iter(f"{_W}t"))


def is_placeholder(control: Element) -> bool:
    """Whether a content control only shows its prompt: "Click here to enter text."."""
    properties = control.find(f"{_W}sdtPr")
    return properties is not None and is_on(properties, "w:showingPlcHdr") is True


def _is_within_box(element: Element) -> bool:
    return next(element.iterancestors(f"{_W}txbxContent"), None) is not None
