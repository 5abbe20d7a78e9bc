"""The signs that browsers draw around words: the marks of `q`, without which its words look like
the author's, and the brackets of a `ruby` that is not shown above its line.
"""

import unicodedata

from briefs.reading.html.tree import Element, character_before, take_out, text_in

_ENGLISH, _INNER_ENGLISH = "“”", "‘’"
_MARKS = {
    "de": "„“",
    "cs": "„“",
    "sk": "„“",
    "pl": "„”",
    "ro": "„”",
    "hu": "„”",
    "fr": "«»",
    "es": "«»",
    "it": "«»",
    "pt": "«»",
    "ru": "«»",
    "uk": "«»",
    "el": "«»",
    "ar": "«»",
    "fa": "«»",
    "sv": "””",
    "fi": "””",
    "ja": "「」",
    "zh": "“”",
}
"""By the language of the text around; English marks for all others."""

_INNER = {"„“": "‚‘", "„”": "»«", "«»": "“”", "””": "’’", "「」": "『』"}
"""For a quotation within another, by the outer marks."""


_OPENING, _CLOSING = frozenset("“„«»\"‘‚'「『"), frozenset("”“»«\"’‘'」』")


class Quotations:
    """Writes the marks of one page's quotations into its tree."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._marked: set[Element] = set()

    def mark(self, element: Element) -> None:
        is_inner = not self._marked.isdisjoint(element.iterancestors())
        outer = _MARKS.get(self._language_of(element), _ENGLISH)
        marks = _INNER.get(outer, _INNER_ENGLISH) if is_inner else outer
        opening, closing = marks[0], marks[1]
        self._marked.add(element)
        own = text_in(element).strip()
        around = character_before(element), (element.tail or "")[:1]
        if any(one in _OPENING and last in _CLOSING for one, last in (around, (own[:1], own[-1:]))):
            element.tag = "span"  # its marks are typed
            return
        element.text = f"{opening}{element.text or ''}"
        if len(element):
            element[-1].tail = f"{element[-1].tail or ''}{closing}"
        else:
            element.text = f"{element.text}{closing}"
        element.tag = "span"

    def _language_of(self, element: Element) -> str:
        """The language of the text around a quotation, whose marks browsers draw."""
        around = (one.get("lang") for one in element.iterancestors())
        return next((told[:2].casefold() for told in around if told), self._language)


def bracket(reading: Element) -> None:
    """Put the reading of a ruby in brackets, as if it could not be shown above. Of an `rp`, which
    no browser shows, only its bracket remains.
    """
    before, behind = reading.getprevious(), reading.getnext()
    if reading.tag == "rp":
        text = text_in(reading).strip()
        for inner in list(reading):
            take_out(inner)
        is_bracket = text and unicodedata.category(text[0]) in {"Ps", "Pe"}
        opens = behind is not None and behind.tag == "rt"
        reading.text = text[0] if is_bracket else "(" if opens else ")"
    elif before is None or before.tag != "rp":
        reading.text = f"({reading.text or ''}"
        if len(reading):
            reading[-1].tail = f"{reading[-1].tail or ''})"
        else:
            reading.text = f"{reading.text})"
