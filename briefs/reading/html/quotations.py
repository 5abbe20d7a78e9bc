"""The quotation marks that browsers draw around `q`: without them its words
look like the author's.
"""

from briefs.reading.html.tree import Element, character_before

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
        if character_before(element) in _OPENING and (element.tail or "")[:1] in _CLOSING:
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
