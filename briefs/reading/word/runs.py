"""The words of a Word paragraph as they are shown, with the markers of notes in their places."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from briefs.reading.word.styles import value
from briefs.references.structure.tree import Element

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹–")
_NUMBERS = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*")
_LINK = re.compile(r'\bHYPERLINK\s+"([^"\s]+)"')
_W = qn("w:p")[:-1]
_MATHS = qn("m:t")
_OFF = frozenset({"0", "false", "off", "none"})
_LEFT_OUT = {
    "drawing": "picture",
    "pict": "picture",
    "object": "object",
    "AlternateContent": "drawing",
}
_FIXED = {
    "tab": " ",
    "ptab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
} | dict.fromkeys(("pPr", "rPr", "sectPr", "sdtPr", "tbl", "rt", "fldData"), "")
_NOTES = {"footnoteReference": "fn", "endnoteReference": "en"}


@dataclass(slots=True)
class Reading:
    """What is kept while a text is walked through: its links, open fields, and what was left out.

    `links` are the part's relationships to addresses. A field is True while its code is read.
    """

    links: Mapping[str, str]
    left_out: Counter[str] = field(default_factory=Counter)
    inserted: int = 0
    deleted: int = 0
    fields: list[bool] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)

    def paragraph(self, element: Element) -> str:
        """The text of a paragraph; `urls` are its own then.

        The code of a field ends with its paragraph: one that is never closed hides no more.
        """
        self.fields = [False] * len(self.fields)
        self.urls = []
        return self.words(element)

    def words(self, element: Element) -> str:
        """The text of a part of a paragraph; XML's own comments are none."""
        return "".join(map(self._shown, element.iterchildren("*")))

    def _shown(self, element: Element) -> str:
        """The text of one element; "[^fn3]" is what calls footnote 3, "[^en3]" endnote 3."""
        if element.tag == _MATHS:
            return element.text or ""
        name = element.tag.rpartition("}")[2]
        if name in _FIXED:
            return _FIXED[name]
        if name in _NOTES:
            self.called.append(f"{_NOTES[name]}{element.get(qn('w:id'), '')}")
            return f"[^{self.called[-1]}]"
        if name in _LEFT_OUT:
            self.left_out[_LEFT_OUT[name]] += 1
            self.left_out["text box"] += any(True for _ in element.iter(f"{_W}txbxContent"))
            return ""
        match name:
            case "r":
                return self._run(element)
            case "t":
                return "" if any(self.fields) else element.text or ""
            case "instrText":
                self._link(_LINK.search(element.text or ""))
                return ""
            case "fldChar":
                self._field(element.get(qn("w:fldCharType"), ""))
                return ""
            case "del" | "moveFrom":
                self.deleted += 1
                return ""
            case "ins" | "moveTo":
                self.inserted += 1
            case "hyperlink":
                url = self.links.get(element.get(qn("r:id"), ""))
                self.urls += [url] if url else []
            case "oMath":
                self.left_out["layout of a formula"] += 1
            case _:
                pass
        return self.words(element)

    def _run(self, run: Element) -> str:
        properties = run.find(f"{_W}rPr")
        if properties is None:
            return self.words(run)
        hidden = properties.find(f"{_W}vanish")
        if hidden is not None and hidden.get(f"{_W}val", "") not in _OFF:
            self.left_out["hidden passage"] += bool(self.words(run))
            return ""
        words = self.words(run)
        raised = value(properties, "w:vertAlign") == "superscript" and _NUMBERS.fullmatch(words)
        return words.translate(_RAISED) if raised else words

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()

    def _link(self, found: re.Match[str] | None) -> None:
        if found and found[1].lower().startswith(("http://", "https://")):
            self.urls.append(found[1])
